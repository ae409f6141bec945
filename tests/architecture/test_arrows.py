"""The arrows of the house: who may import whom. Each rule is shown to catch what it forbids."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOPS = ("core", "adapters", "plugins")
PLATFORMS = {"slack_bolt", "slack_sdk", "nio", "tinydb", "psycopg", "aiohttp"}


@cache
def nodes(text: str) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """The imports in the text of a file; most files are the same in every tree that is looked at."""
    return tuple(one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Import | ast.ImportFrom))


def imports(file: Path, top: Path) -> Iterator[str]:
    """Every module that the file imports, by its full name; relative ones as they resolve below `coterie`."""
    package = ["coterie", top.name, *file.relative_to(top).parts[:-1]]
    for node in nodes(file.read_text(encoding="utf-8")):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            head = package[: len(package) - node.level + 1] if node.level else []
            yield ".".join([*head, *([node.module] if node.module else [])])


def wrong_arrows(root: Path) -> list[str]:
    """What stands against DESIGN's arrows in a tree, one line each."""
    found = []
    for top in TOPS:
        for file in sorted((root / top).rglob("*.py")):
            place = file.relative_to(root).as_posix()
            for name in imports(file, root / top):
                if name.split(".")[0] in TOPS:
                    found.append(f"{place} imports {name}; write coterie.{name}")
                elif top == "core" and name.startswith(("coterie.adapters", "coterie.plugins")):
                    found.append(f"{place}: the core imports {name}")
                elif top == "core" and name.split(".")[0] in PLATFORMS:
                    found.append(f"{place}: the core imports {name}")
                elif top == "plugins" and name.startswith("coterie.") and not _public(name, file.relative_to(root)):
                    found.append(f"{place}: a plugin imports {name} instead of coterie.core.api")
                elif place.startswith("core/model/") and name.startswith("coterie.") and not _of_model(name):
                    found.append(f"{place}: the model imports {name}")
    return found


def _public(name: str, file: Path) -> bool:
    """Whether a plugin may import it: the one door, or a file of its own."""
    own = ".".join(("coterie", *file.parts[:2])).removesuffix(".py")
    return name == "coterie.core.api" or f"{name}.".startswith(f"{own}.")


def _of_model(name: str) -> bool:
    words = ("coterie.core.refs", "coterie.core.errors", "coterie.core.values", "coterie.core")
    return name.startswith("coterie.core.model") or name in words


def test_every_arrow_points_the_right_way() -> None:
    assert wrong_arrows(ROOT) == []


LATE = {
    # Babel and Fluent are large: they are imported when the first text is said, and know what they read.
    ("coterie.core.texts", "coterie.core.voice"),
    ("coterie.core.playbook.printing", "coterie.core.playbook.dates"),
    # A person of the loopback Slack acts on its server, which makes them.
    ("coterie.adapters.slack.testing.client", "coterie.adapters.slack.testing.server"),
}
"""Imports that close a circle and happen late, or for the types alone; each for a reason."""


def arrows(root: Path) -> Mapping[str, set[str]]:
    """Every module of the core and the adapters, with those of them that it imports, at once, late or for its types."""
    files = [file for top in ("core", "adapters") for file in sorted((root / top).rglob("*.py"))]
    names = {_name(file, root) for file in files}
    return {
        _name(file, root): {found for found in _targets(file, root) if found in names and found != _name(file, root)}
        for file in files
    }


def _name(file: Path, root: Path) -> str:
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(("coterie", *(parts[:-1] if parts[-1] == "__init__" else parts)))


def _targets(file: Path, root: Path) -> Iterator[str]:
    """The modules that a file takes names from: of `from . import cards` the module `cards`, not its package."""
    package = ["coterie", *file.relative_to(root).parts[:-1]]
    for node in nodes(file.read_text(encoding="utf-8")):
        if isinstance(node, ast.ImportFrom):
            head = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*head, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{base}.{alias.name}".replace(".", "/").removeprefix("coterie/")
                is_module = (root / f"{whole}.py").exists() or (root / whole / "__init__.py").exists()
                yield f"{base}.{alias.name}" if is_module else base


def circle(root: Path) -> list[str]:
    """Modules that import each other in a circle, but for those of LATE; none where there is no circle."""
    graph = {name: {to for to in found if (name, to) not in LATE} for name, found in arrows(root).items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle(ROOT) == []


def test_a_circle_is_found(copy: Path) -> None:
    _insert(copy / "core/handling.py", "from .engine.context import Context")
    assert "coterie.core.engine.context" in circle(copy)


def test_every_late_import_closes_a_circle() -> None:
    found = arrows(ROOT)
    for name, late in LATE:
        assert late in found[name]
        assert name in _reached(found, late)


def _reached(found: Mapping[str, set[str]], begin: str) -> set[str]:
    """Every module that a module imports, or one of those."""
    known, left = set[str](), [begin]
    while left:
        news = found[left.pop()] - known
        known |= news
        left += news
    return known


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the tree in which something may be turned round."""
    ignore = shutil.ignore_patterns("__pycache__")
    for top in TOPS:
        shutil.copytree(ROOT / top, tmp_path / top, ignore=ignore)
    shutil.copytree(ROOT / "src", tmp_path / "src", symlinks=True, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


TURNED = {
    "core/clock.py": "from coterie.adapters.stores.memory import MemoryStore",
    "core/model/event/rooms.py": "from ...ports import Adapter",
    "core/codec.py": "import tinydb",
    "plugins/__init__.py": "from coterie.core.engine import app",
    "plugins/kudos/__init__.py": "from ..leaders import roles",
    "core/engine/app.py": "import core.clock",
}


def test_every_arrow_turned_round_is_found(copy: Path) -> None:
    for file, line in TURNED.items():
        _insert(copy / file, line)
    found = wrong_arrows(copy)
    assert {file for file in TURNED if any(row.startswith(file) for row in found)} == set(TURNED)


LINTED = {
    "core/clock.py": "from coterie.adapters.stores.memory import MemoryStore",
    "core/model/event/rooms.py": "from ...ports import Adapter",
    "core/codec.py": "import tinydb",
    "adapters/stores/memory.py": "from coterie.adapters.simulator import adapter",
}


def test_import_linter_fails_on_every_arrow_turned_round(copy: Path) -> None:
    assert _lint(copy) == 0, "the contracts hold before anything is turned"
    for file, line in LINTED.items():
        straight = (copy / file).read_text(encoding="utf-8")
        _insert(copy / file, line)
        assert _lint(copy) != 0, f"{file}: {line}"
        (copy / file).write_text(straight, encoding="utf-8")


def _insert(file: Path, line: str) -> None:
    text = file.read_text(encoding="utf-8")
    future = "from __future__ import annotations\n"
    head, found, tail = text.partition(future)
    file.write_text(f"{head}{found}{line}\n{tail}" if found else f"{line}\n{text}", encoding="utf-8")


def _lint(root: Path) -> int:
    """The exit status of import-linter on a tree."""
    code = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, check=False, timeout=120
    ).returncode
