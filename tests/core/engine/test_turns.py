"""Lanes are had by one at a time, in the order in which they were asked for."""

from __future__ import annotations

import asyncio

import pytest

from coterie.core.engine.turns import Turns


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_lane_goes_to_who_asked_first_and_others_do_not_wait_for_it() -> None:
    turns, order = Turns(), list[str]()

    async def work(name: str, *lanes: str) -> None:
        await turns.take(lanes)
        order.append(f"{name} begins")
        await settle()
        order.append(f"{name} ends")
        turns.pass_on(lanes)

    await asyncio.gather(work("1", "a"), work("2", "a"), work("3", "b"), work("4", "a"))
    assert [one for one in order if one[0] != "3"] == [f"{n} {what}" for n in "124" for what in ("begins", "ends")]
    assert order.index("3 begins") < order.index("1 ends")


async def test_who_wants_several_lanes_holds_up_whoever_wants_one_of_them() -> None:
    turns, order = Turns(), list[str]()

    async def work(name: str, *lanes: str) -> None:
        await turns.take(lanes)
        await settle()
        order.append(name)
        turns.pass_on(lanes)

    await asyncio.gather(work("1", "a", "b"), work("2", "b", "c"), work("3", "a", "c"), work("4", "c"))
    assert sorted(order) == ["1", "2", "3", "4"]
    assert order.index("1") < order.index("2") and order.index("1") < order.index("3")


@pytest.mark.parametrize("given", [False, True])
async def test_who_does_not_want_it_any_more_holds_up_nobody(given: bool) -> None:
    turns, had = Turns(), list[str]()

    async def work(name: str) -> None:
        await turns.take(["a", "b"])
        had.append(name)
        turns.pass_on(["a", "b"])

    await turns.take(["b"])
    tired, other = asyncio.create_task(work("tired")), asyncio.create_task(work("other"))
    await settle()
    if given:
        turns.pass_on(["b"])
    tired.cancel()
    await asyncio.gather(tired, return_exceptions=True)
    if not given:
        turns.pass_on(["b"])
    await asyncio.wait_for(other, 1)
    assert had == ["other"]
    await asyncio.wait_for(turns.take(["a", "b"]), 1)
