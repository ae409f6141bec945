"""The last seat of a gathering, asked for in both homes at once."""

from __future__ import annotations

import re
from datetime import timedelta

from coterie.core.refs import MessageRef
from coterie.core.scenario.driver import Said

from .test_counting import Pair, cheap
from .test_linking import linked
from .town import HOME, TwoHomes, two_homes

EVENING = """
playbook: evening
version: 1
title: An evening
starts: [{command: evening}]
steps:
  - gather: {title: Stargazing, at: "2026-12-01 21:00", capacity: 1}
"""
PLUGINS = ["gatherings", "link"]


async def coming(town: TwoHomes, platform: str, who: str, card: Said) -> None:
    """Somebody says yes, without waiting for what comes of it."""
    offer = (await town.house.offers(MessageRef.native_to(platform, card.id)))[0]
    await town.drivers[platform].press(who, HOME, card.id, offer, 1)


async def shown(town: TwoHomes, platform: str) -> str:
    """The card as it reads when all that was said in one breath is on it."""
    await town.wait(timedelta(seconds=10))
    return (await town.last(platform)).text


@cheap
async def test_two_who_want_the_last_seat_at_once_get_one_and_a_place_in_the_line(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"evening": EVENING}, plugins=PLUGINS, uses=PLUGINS) as town:
        await town.start("evening")
        here, there = await town.last(first), await town.last(second)
        await coming(town, first, "bo", here)
        await coming(town, second, "cy", there)
        await town.settled()
        for platform in pair:
            assert re.search(r"1 of 1 seats? taken: (Bo|Cy)", text := await shown(town, platform)), text
            assert "1 waiting" in text


@cheap
async def test_one_person_with_two_accounts_takes_one_seat_however_often_they_ask_for_it(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"evening": EVENING}, plugins=PLUGINS, uses=PLUGINS) as town:
        await linked(town, "bo")
        await town.start("evening")
        here, there = await town.last(first), await town.last(second)
        await coming(town, first, "bo", here)
        await coming(town, second, "bo", there)
        await town.settled()
        for platform in pair:
            text = await shown(town, platform)
            assert "1 of 1 seat" in text and "waiting" not in text, text


@cheap
async def test_who_waits_by_one_account_and_has_a_seat_by_the_other_has_one_seat_once_they_are_linked(
    pair: Pair,
) -> None:
    first, second = pair
    async with two_homes(
        pair, first=("bo", "ana"), second=("bo", "cy"), playbooks={"evening": EVENING}, plugins=PLUGINS, uses=PLUGINS
    ) as town:
        await town.start("evening")
        here, there = await town.last(first), await town.last(second)
        for platform, who, card in ((first, "bo", here), (second, "bo", there), (second, "cy", there)):
            await coming(town, platform, who, card)
            await town.settled()
        assert "2 waiting" in await shown(town, first)
        await linked(town, "bo")
        assert "1 waiting" in await shown(town, first)
        assert "1 waiting" in await shown(town, second)
