"""Verbs and actions of plugins, asked for by playbooks."""

from __future__ import annotations

from pathlib import Path

from coterie.core.api import Context, PersonRef, Plugin, Text, frozen
from coterie.core.testing import StageFactory

PLAYBOOK = """
playbook: praise
version: 1
title: Praise
starts:
  - command: praise
steps:
  - id: sum
    call: {numbers.add: {one: "{{ 2 + 3 }}", other: "4"}}
  - id: said
    cheer: {who: "{{ starter }}", words: "Well *done*, {{ starter }}: {{ sum.result }}"}
  - post: {text: "{{ said.loud }} {{ said.who }}"}
  - break_it: {how: "{{ said.loud }}"}
  - post: {text: never said}
"""


@frozen
class Cheered:
    """What was cheered."""

    loud: bool
    who: PersonRef


def numbers(folder: Path) -> Plugin:
    (folder / "praise.yaml").write_text(PLAYBOOK, "utf-8")
    plugin = Plugin("numbers", playbooks=str(folder))

    @plugin.action("add")
    async def add(ctx: Context, one: int, other: int) -> int:
        """Add two numbers."""
        return one + other

    @plugin.step("cheer")
    async def cheer(ctx: Context, who: PersonRef, words: Text, loud: bool = True) -> Cheered:
        """Cheer somebody."""
        ctx.reply(words)
        return Cheered(loud, who)

    @plugin.step("break_it")
    async def break_it(ctx: Context, how: str) -> None:
        """Break."""
        ctx.reply("never said either")
        raise RuntimeError(how)

    return plugin


async def test_a_playbook_gets_what_verbs_and_actions_give(stage: StageFactory, tmp_path: Path) -> None:
    room = await stage(numbers(tmp_path), playbooks=["praise"])
    await room.say("bo", "!praise")
    assert room.said[0] == "Well done, @bo: 9"
    assert room.said[1].casefold() in ("true @bo", "yes @bo")


async def test_a_step_that_raises_fails_the_run_and_leaves_nothing_of_itself(
    stage: StageFactory, tmp_path: Path
) -> None:
    room = await stage(numbers(tmp_path), playbooks=["praise"])
    await room.say("bo", "!praise")
    (view,) = await room.house.runs("python")
    assert view.state == "failed"
    assert not any("never said" in text for text in room.said)
