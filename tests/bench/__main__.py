"""Measurements and long trials, which are no part of the tests.

python -m tests.bench                 all of them, one after another
python -m tests.bench NAME [ARGS]     one; NAME is a module here with a `main(arguments)`
"""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules

import tests.bench


def main(arguments: list[str]) -> int:
    names = sorted(module.name for module in iter_modules(tests.bench.__path__) if not module.name.startswith("_"))
    chosen = arguments[:1] or names
    if not set(chosen) <= set(names):
        print(f"there is no bench {chosen[0]!r}; there are {', '.join(names)}", file=sys.stderr)
        return 2
    for name in chosen:
        print(f"\n{name}\n{'=' * len(name)}", flush=True)
        import_module(f"tests.bench.{name}").main(arguments[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
