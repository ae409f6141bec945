"""What docs/teams.md and docs/self-hosters.md tell an operator to write is read without a mistake."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from coterie.core.checking import check
from coterie.core.config import read_config
from coterie.core.discovery import ADAPTERS, load

from .pages import examples

SCHEMA = Path(__file__).parents[3] / "shared" / "slack" / "manifest" / "manifest.schema.2.0.0.json"
PAGES = {"teams.md": "slack", "self-hosters.md": "matrix"}


@pytest.mark.parametrize(("name", "platform"), PAGES.items())
def test_the_configuration_is_read(name: str, platform: str, tmp_path: Path) -> None:
    file = tmp_path / "coterie.toml"
    file.write_text("\n".join(shown.text for shown in examples(name, "toml")), encoding="utf-8")
    assert platform in read_config(file, {platform: load(ADAPTERS, platform).Settings}).adapters


@pytest.mark.parametrize("name", PAGES)
def test_the_community_passes_the_checker(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = examples(name, "yaml")
    (tmp_path / "community.yaml").write_text(shown.text, encoding="utf-8")
    assert check([tmp_path], as_json=True) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema of Slack's manifests is not on this machine")
def test_the_manifest_is_one_by_slacks_schema() -> None:
    (shown,) = examples("teams.md", "json")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    errors = [error.message for error in Draft7Validator(schema).iter_errors(json.loads(shown.text))]
    assert errors == []
