"""The command line, as `coterie` and as `python -m coterie`."""

import gc
from typing import NoReturn


def main() -> NoReturn:
    """The console script."""
    gc.disable()  # what is imported is never let go, so collecting meanwhile finds nothing
    from coterie.core import cli

    cli.main()


if __name__ == "__main__":
    main()
