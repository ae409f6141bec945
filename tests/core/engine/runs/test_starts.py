"""What a plugin announces starts playbooks and wakes those that wait for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coterie.core.api import Context, Plugin
from coterie.core.errors import ConfigError
from coterie.core.testing import StageFactory

PLAYBOOK = """
playbook: lunch
version: 1
title: Lunch
starts:
  - on: table_laid
steps:
  - post: {text: "Come, {{ member.name }} laid the table"}
  - wait: {for: table_cleared}
  - post: {text: Who washes up?}
"""


def kitchen(folder: Path) -> Plugin:
    """A plugin with a playbook on events of its own."""
    (folder / "playbooks").mkdir()
    (folder / "playbooks" / "lunch.yaml").write_text(PLAYBOOK, encoding="utf-8")
    plugin = Plugin("kitchen", playbooks="playbooks", events=("table_laid", "table_cleared"))
    plugin.file = str(folder / "kitchen.py")

    @plugin.command("lay")
    async def lay(ctx: Context) -> None:
        """Lay the table."""
        await ctx.announce("table_laid", ctx.person)

    @plugin.command("clear")
    async def clear(ctx: Context) -> None:
        """Clear it."""
        await ctx.announce("table_cleared")

    return plugin


async def test_a_playbook_starts_on_and_waits_for_what_a_plugin_announces(stage: StageFactory, tmp_path: Path) -> None:
    room = await stage(kitchen(tmp_path), playbooks=["lunch"])
    await room.say("bo", "!lay")
    assert room.said == ("Come, Bo laid the table",)
    await room.say("bo", "!clear")
    assert room.last == "Who washes up?"


def test_an_event_of_the_core_is_not_a_plugins_to_declare() -> None:
    with pytest.raises(ConfigError, match="member_joined"):
        Plugin("kitchen", events=("member_joined",)).load()
