"""Clocks that differ from worker to worker or are set back, a coterie that was down: what recurs goes on, and nothing comes in a flood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.engine.runs import schedules
from coterie.core.ports import Timer

from ..playing import passes, playing, written
from ..town import Town, founded

HOURLY = written("""
    playbook: hourly
    one_per: none
    starts: [{every: "0 * * * *"}]
    steps:
      - post: {text: What are you doing?}
      - wait: 10m
      - post: {text: And now?}
""")
AHEAD = timedelta(seconds=5)


class SeenByAnother(MemoryStore):
    """A store in which timers are seen to come due by somebody whose clock is ahead."""

    async def due(self, now: datetime, limit: int = 100) -> Sequence[Timer]:
        return await super().due(now + AHEAD, limit)


async def test_what_rang_by_another_clock_has_rung_though_it_is_too_early_by_ours() -> None:
    """Else it would be set to the same instant again, be taken for what was handled already, and never ring any more."""
    town = founded()
    town.store = SeenByAnother(town.clock)
    async with playing(town, HOURLY):
        await _early(town, hours=3)
    assert town.texts() == ["What are you doing?", "And now?"] * 3


async def _early(town: Town, hours: int) -> None:
    """Let time pass, always to just before the next thing is due."""
    end = town.clock.now() + timedelta(hours=hours, minutes=30)
    while (due := await town.app.next_due()) is not None and due < end:
        early = due - AHEAD / 2
        town.clock.jump(early if early > town.clock.now() else due)
        await town.settled()


async def test_a_weekend_down_is_made_up_for_once() -> None:
    town = founded()
    async with playing(town, HOURLY):
        await passes(town, minutes=90)
        assert town.texts() == ["What are you doing?", "And now?"]
    town.clock.jump(town.clock.now() + timedelta(hours=72))
    async with playing(town, HOURLY):
        await passes(town, minutes=1)
        assert town.texts() == ["What are you doing?", "And now?", "What are you doing?"]
        await passes(town, minutes=60)
        assert town.texts()[3:] == ["And now?", "What are you doing?", "And now?"], "and then it goes on as ever"


async def test_a_start_works_out_no_schedule_that_is_as_it_was() -> None:
    town = founded()
    async with playing(town, HOURLY):
        pass
    key = f"{schedules.PREFIX}python:hourly:0"
    moved = town.clock.now() + timedelta(days=3)
    async with town.store.unit() as unit:
        unit.set_timer(Timer(key, moved))
        unit.put(schedules.TABLE, key, "never looked at")
    async with playing(town, HOURLY):
        assert await town.app.next_due() == moved
        async with town.store.unit() as unit:
            assert await unit.get(schedules.TABLE, key) == "never looked at"


async def test_a_start_sets_what_is_new_or_changed_and_forgets_what_is_gone() -> None:
    town = founded()
    other = written('playbook: daily\nstarts: [{every: "day 09:30"}]\nsteps: [{post: {text: Good morning}}]\n')
    later = written('playbook: daily\nstarts: [{every: "day 09:45"}]\nsteps: [{post: {text: Good morning}}]\n')
    for playbooks, minutes in (((HOURLY,), 60), ((other,), 90), ((HOURLY, other), 60), ((later,), 105), ((), None)):
        async with playing(town, *playbooks):
            due = await town.app.next_due()
            assert (due and due - town.clock.now()) == (minutes and timedelta(minutes=minutes)), [
                one.id for one in playbooks
            ]
