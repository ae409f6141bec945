"""The plugin of docs/plugins.md is written down as the page says, and its tests pass."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from coterie.core.plugin import Plugin

from .pages import examples, page

PAGE = "plugins.md"


def test_the_example_passes_its_own_tests(tmp_path: Path) -> None:
    module, tests = examples(PAGE, "python")
    (texts,) = examples(PAGE, "ftl")
    package = tmp_path / "cheers"
    package.mkdir()
    (package / "__init__.py").write_text(module.text, encoding="utf-8")
    (package / "cheers.en.ftl").write_text(texts.text, encoding="utf-8")
    (tmp_path / "test_cheers.py").write_text(tests.text, encoding="utf-8")
    options = ["-q", "-p", "no:cacheprovider", "--import-mode=prepend", "-o", "asyncio_mode=auto"]
    command = [sys.executable, "-m", "pytest", *options, "--rootdir", str(tmp_path), str(tmp_path)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "2 passed" in ran.stdout


@pytest.mark.parametrize(
    "name", [name for name, _ in inspect.getmembers(Plugin, inspect.isfunction) if name[0] != "_" and name != "load"]
)
def test_every_declaration_stands_on_the_page(name: str) -> None:
    assert f"@plugin.{name}(" in page(PAGE)
