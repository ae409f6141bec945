"""What a group sees of its runs. The book of runs is a small one of the test's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from attrs import define, evolve, field

from coterie.core.api import GroupRef, RunView, TimelineEntry
from coterie.core.engine.scene import Scene
from coterie.core.testing import StageFactory
from coterie.plugins.runs import plugin

BEGAN = datetime(2026, 11, 23, 8, tzinfo=UTC)
LIVE = RunView("retro-1", "retro", "Retro", "running", BEGAN, timeline=(TimelineEntry(BEGAN, "begun by a command"),))
OVER = RunView("heart-1", "heart", "Heartbeat", "finished", BEGAN, ended=BEGAN, outcome="done")


@define
class Book:
    """Two runs: a live one and one that ended."""

    views: list[RunView] = field(factory=lambda: [LIVE, OVER])
    started: list[str] = field(factory=list)

    async def of_group(self, scene: Scene, group: GroupRef) -> Sequence[RunView]:
        return self.views

    async def cancel(self, scene: Scene, run: str) -> bool:
        live = [view.id == run and view.ended is None for view in self.views]
        self.views = [evolve(view, ended=BEGAN, state="cancelled") if view.id == run else view for view in self.views]
        return any(live)

    def playbooks(self, scene: Scene, group: GroupRef) -> Mapping[str, str]:
        return {"retro": "Retro"}

    async def start(self, scene: Scene, playbook: str, group: GroupRef) -> None:
        self.started.append(playbook)


async def test_runs_are_listed_to_whoever_asks(stage: StageFactory) -> None:
    room = await stage(plugin)
    room.plugins.outlook.runs = Book()
    told = await room.say("bo", "!coterie runs")
    assert "Retro retro-1, since Nov 23, 2026" in told.text
    assert "✅ Heartbeat heart-1" in told.text
    assert room.said == ()


async def test_the_timeline_of_a_run_is_shown_by_the_beginning_of_its_id(stage: StageFactory) -> None:
    room = await stage(plugin)
    room.plugins.outlook.runs = Book()
    told = await room.say("bo", "!runs retro")
    assert "begun by a command" in told.text


async def test_a_leader_ends_a_run_before_the_group(stage: StageFactory) -> None:
    room = await stage(plugin)
    book = room.plugins.outlook.runs = Book()
    await room.say("ana", "!cancel retro-1")
    assert room.last == "⏹️ @ana cancelled Retro."
    assert book.views[0].state == "cancelled"
    told = await room.say("ana", "!cancel heart-1")
    assert told.text == "Heartbeat had already ended."


async def test_a_playbook_of_the_group_is_started_by_its_leader_alone(stage: StageFactory) -> None:
    room = await stage(plugin)
    book = room.plugins.outlook.runs = Book()
    assert (await room.say("bo", "!run retro")).text == "That takes a leader of this group."
    assert (await room.say("ana", "!run dance")).text == "This group uses no playbook dance. It uses retro."
    await room.say("ana", "!run retro")
    assert book.started == ["retro"]
