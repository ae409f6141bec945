"""The guides about groups name commands that are there."""

from __future__ import annotations

import re

import pytest

from coterie.plugins import flag, founding, guidelines, lifecycle
from coterie.plugins.lifecycle.deciding import Act

from .pages import page

COMMAND = re.compile(r"`/coterie ([a-z]+)(?: ([a-z]+))?")
SECOND = {
    "group": {act.value for act in Act},
    "autonomy": {act.value for act in Act},
    "guidelines": {act.value for act in guidelines.Act},
    "founding": {setting.value for setting in founding.Setting},
}


@pytest.mark.parametrize("name", ["founding", "life", "guidelines"])
def test_every_command_of_the_guide_can_be_given(name: str) -> None:
    plugins = [plugin.load() for plugin in (founding.plugin, lifecycle.plugin, guidelines.plugin, flag.plugin)]
    commands = {command for plugin in plugins for command in plugin.commands}
    named = COMMAND.findall(page(f"groups/{name}.md"))
    assert named
    for command, second in named:
        assert command in commands
        assert not second or command not in SECOND or second in SECOND[command]


def test_every_command_stands_in_a_guide() -> None:
    text = "".join(page(f"groups/{name}.md") for name in ("founding", "life", "guidelines"))
    acts = {f"/coterie group {act.value}" for act in Act if act is not Act.STATUS}
    missing = {act for act in acts if act not in text and act.replace("/coterie group ", "group ") not in text}
    assert missing - {"/coterie group wake"} == set()
