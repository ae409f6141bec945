"""The page about profiles names commands that are there, and a community file without mistakes."""

from __future__ import annotations

import re
from pathlib import Path

from coterie.core.commands.checking import check
from coterie.core.testing import StageFactory
from coterie.plugins import coffee, escort, profiles

from .pages import examples, page

CODE = re.compile(r"`((?:profile|introduce-me|who-is-here|ask-me|coffee-about)(?: [^`]+)?)`")


async def test_every_command_of_the_page_does_something(stage: StageFactory) -> None:
    room = await stage(profiles.plugin, escort.plugin, coffee.plugin)
    commands = CODE.findall(page("groups/profiles.md"))
    assert len(commands) > 10
    for command in dict.fromkeys(commands):
        if command in ("profile forget", "introduce-me stop"):
            continue
        if command.endswith("mine"):
            await room.say("ana", "!profile topics bees")
        told = await room.say("ana", f"!coterie {command}")
        assert told.by == "coterie", command
        assert not told.text.startswith(
            ("I know no", "Sorry", "I don’t know", "Say what", "There is no", "Your profile")
        )
        assert "Usage:" not in told.text, f"{command}: {told.text}"
    assert (await room.say("ana", "!coterie introduce-me stop")).text == "👀 I look for nobody any more."
    assert (await room.say("ana", "!coterie profile forget")).text.startswith("👤 Forgotten")


def test_its_community_file_has_no_mistake(tmp_path: Path) -> None:
    (example,) = examples("groups/profiles.md", "yaml")
    (tmp_path / "community.yaml").write_text(example.text, encoding="utf-8")
    assert check([tmp_path / "community.yaml"], as_json=True) == 0
