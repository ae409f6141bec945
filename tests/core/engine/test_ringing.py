"""What recurs in many groups at one instant is taken together, and is each group's own all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coterie.core.codec import event_from_json
from coterie.core.engine.ringing import TOGETHER, apart, entries_of
from coterie.core.engine.scene import Scene
from coterie.core.errors import TooNew
from coterie.core.model.event import TimerFired
from coterie.core.ports import Timer

from .town import BEGIN, Town, founded, running

DUE = BEGIN + timedelta(hours=1)
MANY = 2 * TOGETHER + 3


def timers(count: int = MANY, name: str = "daily") -> list[Timer]:
    """What recurs in so many groups, in the order in which stores give them."""
    return [Timer(f"plugin:news:every:{name}:g{number:02}", DUE) for number in range(count)]


async def ring(town: Town) -> None:
    """Let an hour pass in which all of them come due."""
    async with town.store.unit() as unit:
        for timer in timers():
            unit.set_timer(timer)
    town.clock.jump(DUE)
    await town.app.settled()


async def written(town: Town) -> dict[str, int]:
    """How often each timer's handling was committed."""
    async with town.store.unit() as unit:
        return dict(await unit.scan("rang"))


async def count(scene: Scene) -> None:
    """Note that the timer rang."""
    assert isinstance(scene.event, TimerFired)
    scene.unit.put("rang", scene.event.timer, 1 + (await scene.unit.get("rang", scene.event.timer) or 0))


def test_timers_of_what_recurs_share_entries_and_each_is_told_as_if_alone() -> None:
    alone = [Timer("plugin:news:bell:g1:", DUE), Timer("run:1:wait", DUE)]
    due = [*timers(), *timers(2, "weekly"), *alone]
    entries = list(entries_of(due, DUE))
    assert [len(events or ()) for events in map(apart, entries)] == [TOGETHER, TOGETHER, 3, 2, 0, 0]
    assert len({entry.id for entry in entries}) == len(entries)
    told = [one for entry in entries for one in apart(entry) or ()]
    assert [(one.timer, one.due, one.at) for one in told] == [(one.key, DUE, DUE) for one in due[:-2]]
    (single,) = entries_of(due[:1], DUE)
    assert single.id == told[0].id and apart(single) is None


async def test_each_is_handled_once() -> None:
    town = founded()
    town.on(count, TimerFired)
    async with running(town):
        await ring(town)
        assert await written(town) == {one.key: 1 for one in timers()}


async def test_one_that_fails_loses_nothing_but_its_own() -> None:
    async def fail(scene: Scene) -> None:
        await count(scene)
        assert isinstance(scene.event, TimerFired)
        if scene.event.timer.endswith("g03"):
            raise RuntimeError("it fails in one group")

    town = founded()
    town.on(fail, TimerFired)
    async with running(town):
        await ring(town)
        assert await written(town) == {one.key: 1 for one in timers() if not one.key.endswith("g03")}


async def test_where_another_commit_came_between_each_is_handled_by_itself() -> None:
    together = list[str]()

    async def late(scene: Scene) -> None:
        await scene.unit.get("busy", "here")
        if not together:
            async with town.store.unit() as unit:
                unit.put("busy", "here", True)
        together.append(scene.event.id)
        await count(scene)

    town = founded()
    town.on(late, TimerFired)
    async with running(town):
        await ring(town)
        assert await written(town) == {one.key: 1 for one in timers()}
        assert len(together) == MANY + TOGETHER  # those of the first entry twice


def test_an_older_version_leaves_it_to_a_newer_one() -> None:
    entry = next(entries_of(timers(2), DUE))
    with pytest.raises(TooNew):
        event_from_json(entry.body)
