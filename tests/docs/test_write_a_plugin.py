"""The plugin of the guide works as the guide says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "write-a-plugin.md"
BLOCK = re.compile(r"^`(?P<name>[\w.]+)`.*?^```\w+\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_plugin_of_the_guide_passes_its_tests(tmp_path: Path) -> None:
    for block in BLOCK.finditer(GUIDE.read_text("utf-8")):
        (tmp_path / block["name"]).write_text(block["text"], "utf-8")
    assert {file.name for file in tmp_path.iterdir()} == {"books.py", "books.en.ftl", "test_books.py"}
    options = ["-q", "-p", "no:cacheprovider", "-o", "asyncio_mode=auto", "--rootdir", str(tmp_path)]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_books.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " passed" in ran.stdout
