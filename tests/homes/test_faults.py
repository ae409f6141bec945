"""What goes wrong in one home of a group, and what comes of it in the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from coterie.adapters.matrix.testing.driver import MatrixDriver
from coterie.adapters.simulator.driver import SimulatorDriver
from coterie.adapters.slack.testing.driver import SlackDriver

from .test_counting import POLL, TALK, Pair, both, cheap
from .test_linking import GREET, linked
from .town import GROUP, HOME, TwoHomes, two_homes

SAY = """
playbook: say
version: 1
title: Say
starts: [{command: say}]
steps:
  - post: {text: "Hello there."}
"""

MATRIX = pytest.mark.parametrize("pair", [("slack", "matrix")], ids="-".join, indirect=True)


async def archive(town: TwoHomes, platform: str) -> None:
    """Somebody closes a home on its platform."""
    driver = town.drivers[platform]
    match driver:
        case SlackDriver():
            await driver.slack.person("bo").archive_channel(driver.rooms[GROUP])
        case SimulatorDriver():
            driver.world.rooms[driver.rooms[GROUP]].archived = True
        case MatrixDriver():
            bot = driver.people["coterie"]
            room = driver.rooms[GROUP]
            levels = await bot.state(room, "m.room.power_levels")
            await bot.set_state(room, "m.room.power_levels", {**levels, "events_default": 101})
    await town.settled()


@both
async def test_a_closed_home_does_not_hold_up_the_other_and_the_leader_is_told_once(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, second=("bo", "cy"), first=("ana", "bo"), playbooks={"say": SAY}) as town:
        await archive(town, second if second == "slack" else first)
        shut, alive = (second, first) if second == "slack" else (first, second)
        for _ in range(2):
            await town.start("say")
        assert await town.said(alive) == ["Hello there."] * 2
        assert await town.said(shut) == []
        told = [text.replace("**", "") for text in await town.told(first, "ana")]
        told = [
            text for text in told if "can't write" in text or "archived the room" in text
        ]  # Slack tells that by itself
        assert len(told) == 1 and f"Python on {shut.capitalize()}" in told[0], told


@cheap
async def test_the_leader_is_told_again_when_it_worked_in_between(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"say": SAY}) as town:
        driver = town.drivers[first]
        assert isinstance(driver, SimulatorDriver)
        room = driver.world.rooms[driver.rooms[GROUP]]
        for archived in (True, False, True):
            room.archived = archived
            await town.start("say")
        assert len([text for text in await town.told(first, "ana") if "can't write" in text]) == 2
        assert await town.said(second) == ["Hello there."] * 3


@cheap
async def test_a_run_goes_on_in_the_home_that_is_left_and_counts_its_answers(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"poll": POLL}) as town:
        await archive(town, second)
        await town.start("poll")
        await town.press(first, "bo", await town.last(first), "Tuesday")
        await town.wait(timedelta(days=2))
        assert (await town.last(first)).text == "tue 1, wed 0, of 1"


@cheap
async def test_a_run_that_can_be_read_nowhere_fails(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"poll": POLL}) as town:
        await archive(town, first)
        await archive(town, second)
        await town.start("poll")
        await town.settled()
        assert [run.state for run in await town.house.runs(GROUP)] == ["failed"]


@both
async def test_what_one_person_is_to_see_is_said_once_where_they_asked(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, written={"ana": (0,), "bo": (0, 1)}, second=("bo", "cy"), plugins=["runs"]) as town:
        for here, there in ((first, second), (second, first)):
            before = await town.told(there, "bo")
            await town.say(here, "bo", "!coterie runs")
            assert "Nothing has run" in (await town.told(here, "bo"))[-1]
            assert await town.told(there, "bo") == before
        assert not [text for text in await town.told(first, "ana") if "can't write" in text]


@both
async def test_a_reply_in_a_thread_of_one_home_is_not_said_in_the_other(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, plugins=["kudos"], uses=["kudos"], written={"ana": (0,), "bo": (0,)}) as town:
        await town.say(first, "bo", "A word")
        root = [one for one in await town.drivers[first].heard(HOME) if one.text == "A word"][0]
        await town.drivers[first].say("ana", HOME, "!kudos <@bo>", thread=root.id)
        await town.settled()
        assert len(await town.said(first)) == 1
        assert await town.said(second) == []


@both
async def test_a_home_that_is_written_down_later_brings_its_members(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"say": SAY}, only_first=True) as town:
        assert sorted(await town.members()) == sorted(["ana", f"bo@{first}"])
        town.community = town.with_homes(pair)
        await town.restart()
        assert sorted(await town.members()) == sorted(["ana", f"bo@{first}", f"ana@{second}", f"cy@{second}"])
        await town.start("say")
        assert await town.said(first) == await town.said(second) == ["Hello there."]


@cheap
async def test_a_home_that_is_no_longer_written_down_is_let_go_with_those_who_were_there_alone(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"say": SAY}) as town:
        town.community = town.with_homes((first,))
        await town.restart()
        assert sorted(await town.members()) == sorted(["ana", f"bo@{first}"])
        await town.start("say")
        assert (await town.said(first), await town.said(second)) == (["Hello there."], [])


@cheap
async def test_a_group_whose_id_was_changed_and_changed_back_still_hears_its_rooms(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"say": SAY}) as town:
        before, group = town.community, town.community.groups[GROUP]
        town.community = evolve(before, groups={"snakes": evolve(group, id="snakes")})
        await town.restart()
        await town.wait(timedelta(minutes=1))
        town.community = before
        await town.restart()
        await town.say(first, "bo", "!say")
        await town.say(second, "cy", "!say")
        assert await town.said(first) == await town.said(second) == ["Hello there."] * 2


@cheap
async def test_a_group_that_a_file_gives_the_room_of_another_does_not_take_it(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"say": SAY}) as town:
        group = town.community.groups[GROUP]
        thief = evolve(group, id="snakes", name="Snakes", homes={first: town.drivers[first].opened.homes[GROUP]})
        town.community = evolve(town.community, groups={**town.community.groups, "snakes": thief})
        await town.restart()
        await town.say(first, "bo", "!say")
        assert await town.said(first) == await town.said(second) == ["Hello there."]


@MATRIX
async def test_a_renamed_home_stays_a_home(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"say": SAY}) as town:
        slack, matrix = town.drivers[first], town.drivers[second]
        assert isinstance(slack, SlackDriver) and isinstance(matrix, MatrixDriver)
        await slack.slack.person("bo").rename_channel(slack.rooms[GROUP], "snakes")
        await matrix.people["coterie"].set_state(matrix.rooms[GROUP], "m.room.name", {"name": "Snakes"})
        await town.settled()
        await town.restart()
        await town.start("say")
        assert await town.said(first) == await town.said(second) == ["Hello there."]


@MATRIX
async def test_an_upgraded_room_is_the_home_and_nobody_joins_or_leaves_by_it(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"greet": GREET, "talk": TALK}, plugins=["link"], second=("bo", "cy")) as town:
        await linked(town, "bo")
        before = await town.members()
        matrix = town.drivers[second]
        assert isinstance(matrix, MatrixDriver)
        old = matrix.rooms[GROUP]
        new = await matrix.people["coterie"].upgrade(old, "11")
        matrix.rooms = {GROUP: new}
        await town.settled()
        assert await town.members() == before
        for who in ("bo", "cy"):
            await matrix.people[who].join(new)
            await matrix.people[who].leave(old)
            await town.settled()
        assert await town.members() == before
        assert await town.said(first) == []
        await town.start("talk")
        assert (await town.said(second))[-1] == "What are you proud of?"
        await matrix.people["cy"].leave(new)
        await town.settled()
        assert set(before) - set(await town.members()) == {f"cy@{second}"}
