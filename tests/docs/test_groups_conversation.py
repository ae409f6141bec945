"""The pages about a group's conversation name commands that are there, in a community file without mistakes."""

import re
from pathlib import Path

import pytest

from coterie.core.commands.checking import check
from coterie.core.plugin import Plugin
from coterie.core.testing import StageFactory
from coterie.plugins import brief, coffee, digest, escort, prompts, wins

from .pages import examples, page

PAGES = ("groups/conversation.md", "groups/digest.md")
PLUGINS = [one.plugin for one in (brief, coffee, digest, escort, prompts, wins)]
ROW = re.compile(r"^\| (`[^|]+) \|", re.M)


def said(name: str) -> list[str]:
    """The commands in the first column of the page's tables."""
    return [command for row in ROW.findall(page(name)) for command in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("name", PAGES)
async def test_every_command_in_a_table_does_something(name: str, stage: StageFactory) -> None:
    room = await stage(*PLUGINS)
    commands = said(name)
    assert len(commands) >= 5
    for command in commands:
        told = await room.say("ana", f"!coterie {command}")
        assert not told.text.startswith(("I know no", "Sorry")) and "Usage:" not in told.text, f"{command}: {told.text}"


@pytest.mark.parametrize("name", PAGES)
def test_its_community_file_has_no_mistake(name: str, tmp_path: Path) -> None:
    for number, example in enumerate(examples(name, "yaml")):
        (tmp_path / f"community-{number}.yaml").write_text(example.text, encoding="utf-8")
        assert check([tmp_path / f"community-{number}.yaml"], as_json=True) == 0


def test_the_plugin_that_adds_to_the_digest_loads() -> None:
    (example,) = examples("groups/digest.md", "python")
    found: dict[str, object] = {}
    exec(compile(example.text, "weather.py", "exec", dont_inherit=True), found)
    assert isinstance(found["plugin"], Plugin) and "digest" in found["plugin"].load().contributions
