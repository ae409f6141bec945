"""A stranger's plugin passes its own tests, and knows coterie by its one door."""

import ast
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[2] / "examples" / "plugin-potluck"


def test_it_passes_its_own_tests() -> None:
    options = ["-q", "-p", "no:cacheprovider", "-c", str(HOME / "pyproject.toml"), "--rootdir", str(HOME)]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(HOME)], cwd=HOME, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_it_uses_nothing_but_the_door_for_plugins() -> None:
    for file in (HOME / "src").rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert {module for module in modules if module.startswith("coterie.")} <= {"coterie.core.api"}
