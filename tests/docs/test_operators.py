"""What docs/slack.md and docs/matrix.md tell an operator to write is read without a mistake."""

from pathlib import Path

import pytest

from coterie.core.commands.checking import check
from coterie.core.config import read_config
from coterie.core.discovery import ADAPTERS, load

from .pages import examples

PAGES = {"slack.md": "slack", "matrix.md": "matrix"}


@pytest.mark.parametrize(("name", "platform"), PAGES.items())
def test_the_configuration_is_read(name: str, platform: str, tmp_path: Path) -> None:
    file = tmp_path / "coterie.toml"
    found = set[str]()
    for shown in examples(name, "toml"):
        file.write_text(shown.text, encoding="utf-8")
        found |= read_config(file, {platform: load(ADAPTERS, platform).Settings}).adapters.keys()
    assert platform in found


@pytest.mark.parametrize("name", PAGES)
def test_the_community_passes_the_checker(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = examples(name, "yaml")
    (tmp_path / "community.yaml").write_text(shown.text, encoding="utf-8")
    assert check([tmp_path], as_json=True) == 0
    assert capsys.readouterr().out == ""
