"""The pages on gatherings, challenges and projects: every command on them is one."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

import pytest
from attrs import frozen

from coterie.core.engine.arguments import parse_arguments
from coterie.core.model.playbook import Deck
from coterie.core.refs import GroupRef, PersonRef, RoomRef
from coterie.plugins import challenges, gatherings, projects

from .pages import page

PAGES = ("gatherings", "challenges", "projects")
COMMAND = re.compile(r"`/coterie ([a-z][^`…]*)…?`")
COMMANDS = {
    name: command
    for plugin in (gatherings.plugin, challenges.plugin, projects.plugin)
    for name, command in plugin.load().commands.items()
}


@frozen
class Nowhere:
    """Knows bo, and the days."""

    today: date = date(2026, 11, 23)
    room: RoomRef | None = None

    async def person(self, name: str) -> PersonRef | None:
        return PersonRef(name) if name == "bo" else None

    async def group(self, name: str) -> GroupRef | None:
        return None

    def deck(self, id: str) -> Deck | None:
        return None

    async def room_of(self, name: str) -> RoomRef | None:
        return None

    def one_of(self, typed: str, words: Collection[str]) -> str | None:
        return typed if typed in words else None


@pytest.mark.parametrize(
    ("name", "written"),
    [(name, found) for name in PAGES for found in dict.fromkeys(COMMAND.findall(page(f"groups/{name}.md")))],
)
async def test_every_command_on_the_page_can_be_given(name: str, written: str) -> None:
    command, _, arguments = written.strip().partition(" ")
    assert command in COMMANDS, written
    await parse_arguments(COMMANDS[command].signature, arguments, Nowhere())


@pytest.mark.parametrize("name", PAGES)
def test_everything_that_can_be_done_stands_on_a_page(name: str) -> None:
    written = page(f"groups/{name}.md")
    plugins = {"gatherings": gatherings.plugin, "challenges": challenges.plugin, "projects": projects.plugin}
    for command in plugins[name].load().commands.values():
        for parameter in command.signature.parameters[:1]:
            for deed in parameter.allowed:
                assert f"/coterie {command.name} {deed}" in written or deed == "mine", f"{command.name} {deed}"
