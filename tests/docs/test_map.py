"""CONTRIBUTING.md says where things are: whoever reads the tree for the first time finds everything before they search."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAP = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Where things are")[2].partition("\n## ")[0]
NAMED = set(re.findall(r"`([\w./]+(?:\.py|\.ftl|/))`", MAP))


def test_every_file_and_folder_of_the_core_stands_on_the_map() -> None:
    files = {
        file.name for file in (ROOT / "core").iterdir() if file.suffix in (".py", ".ftl") and file.name != "__init__.py"
    }
    folders = {file.name for file in (ROOT / "core").iterdir() if (file / "__init__.py").exists()}
    named = {name.removeprefix("core/").rstrip("/") for name in NAMED}
    assert files | folders <= named


def test_all_that_stands_on_the_map_is_there() -> None:
    for name in NAMED:
        places = (
            ROOT / name,
            ROOT / "core" / name,
            ROOT / "core" / "commands" / name,
            ROOT / "core" / "engine" / name,
            ROOT / "core" / "files" / name,
            ROOT / "core" / "model" / name,
            ROOT / "core" / "plan" / name,
            ROOT / "adapters" / "slack" / name,
        )
        assert any(place.exists() for place in places), name
