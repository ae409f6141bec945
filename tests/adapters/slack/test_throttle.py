"""However many calls wait, no minute sees more of a method than its tier allows, and none is turned away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.adapters.slack.testing.tiers import Tiers
from coterie.adapters.slack.throttle import Throttle, Undone
from coterie.core.clock import ManualClock
from tests.bench.tiers import measured

START = datetime(2026, 11, 23, 8, tzinfo=UTC)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 90), min_size=1, max_size=120))
def test_in_no_minute_are_there_more_calls_than_a_tier_has(pauses: list[int]) -> None:
    async def play() -> int:
        clock = ManualClock(START)
        throttle, tiers = Throttle(clock), Tiers(clock)

        async def call() -> None:
            await throttle.turn("conversations.list")
            assert tiers.wait("conversations.list") is None

        async with asyncio.TaskGroup() as tasks:
            for pause in pauses:
                tasks.create_task(call())
                await asyncio.sleep(0)
                clock.jump(clock.now() + timedelta(seconds=pause))
                await asyncio.sleep(0)
            while (sleeper := clock.next_sleeper()) is not None:
                clock.jump(max(sleeper, clock.now()))
                for _ in range(3):
                    await asyncio.sleep(0)
        return tiers.turned_away

    assert asyncio.run(play()) == 0


@settings(max_examples=30)
@given(st.lists(st.integers(0, 90), min_size=30, max_size=80))
def test_whoever_comes_when_a_minute_s_calls_are_out_waits_half_a_minute_at_most(pauses: list[int]) -> None:
    """One call after another, each when the one before was let through. After one burst it is six seconds (of a tier of 20)."""

    async def play() -> timedelta:
        clock = ManualClock(START)
        throttle, longest = Throttle(clock), timedelta()
        for pause in pauses:
            clock.jump(clock.now() + timedelta(seconds=pause if pause > 80 or pause % 7 == 0 else 0))
            asked = clock.now()
            task = asyncio.create_task(throttle.turn("conversations.create"))
            await asyncio.sleep(0)
            if (sleeper := clock.next_sleeper()) is not None:
                clock.jump(sleeper)
            await task
            longest = max(longest, clock.now() - asked)
        return longest

    assert asyncio.run(play()) <= timedelta(seconds=30.5)


class Settable(ManualClock):
    """A clock that somebody sets back."""

    def set_back(self, span: timedelta) -> None:
        self._now -= span


@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.list"])
async def test_a_clock_that_is_set_back_by_a_week_holds_nothing_up(method: str) -> None:
    clock = Settable(START)
    throttle = Throttle(clock)
    for _ in range(9):
        await throttle.turn(method, "C1")
    clock.set_back(timedelta(days=7))
    async with asyncio.timeout(5):  # who is held waits for a clock that stands still
        await throttle.turn(method, "C1")


async def test_nor_does_it_make_longer_what_slack_asked_for() -> None:
    clock = Settable(START)
    throttle = Throttle(clock)
    throttle.close("chat.postMessage", timedelta(seconds=30))
    clock.set_back(timedelta(days=7))
    with pytest.raises(Undone) as raised:
        await throttle.turn("chat.postMessage", "C1")
    assert raised.value.retry_after == timedelta(seconds=30)


async def test_a_channel_that_slack_closes_stops_no_other_and_a_second_one_stops_all() -> None:
    clock = ManualClock(START)
    throttle, pause = Throttle(clock), timedelta(seconds=30)
    throttle.close("chat.postMessage", pause, "C1")
    with pytest.raises(Undone):
        await throttle.turn("chat.postMessage", "C1")
    await throttle.turn("chat.postMessage", "C2")
    throttle.close("chat.postMessage", pause, "C2")
    with pytest.raises(Undone) as raised:
        await throttle.turn("chat.postMessage", "C3")
    assert raised.value.retry_after == pause
    await throttle.turn("conversations.setTopic", "C3")
    clock.jump(START + pause)
    for channel in ("C1", "C2", "C3"):
        await throttle.turn("chat.postMessage", channel)


async def test_a_workspace_of_some_size_is_looked_at_and_filled_without_one_call_turned_away() -> None:
    assert await measured(120, 250) == 0
