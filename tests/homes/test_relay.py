"""What people say in one home of a group, carried to the other."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from coterie.adapters.matrix.testing.driver import MatrixDriver
from coterie.adapters.simulator.adapter import SimulatorAdapter
from coterie.adapters.simulator.driver import SimulatorDriver
from coterie.adapters.slack.testing.driver import SlackDriver
from coterie.core.codec import event_to_json
from coterie.core.engine.scene import Scene
from coterie.core.errors import Transient
from coterie.core.model.effect import Effect
from coterie.core.model.event import MessagePosted
from coterie.core.ports import Performed
from coterie.core.scenario.driver import BOT, Said

from .test_counting import TALK, Pair, both, cheap
from .test_linking import linked
from .town import GROUP, HOME, TwoHomes, two_homes


@asynccontextmanager
async def relayed(pair: Pair, **given: object) -> AsyncIterator[TwoHomes]:
    """A group whose leader has switched the relay on."""
    plugins = ["relay", "link", "kudos"]
    async with two_homes(pair, plugins=plugins, **given) as town:  # type: ignore[arg-type]
        await town.say(town.first, "ana", "!coterie relay on")
        yield town


async def copies(town: TwoHomes, platform: str) -> list[str]:
    """What was carried into a home."""
    return [text for text in await town.said(platform) if "relay" not in text.lower()]


async def reactions(town: TwoHomes, platform: str, said: Said) -> dict[str, set[str]]:
    """Who reacts to a message, by emoji; coterie among them."""
    driver = town.drivers[platform]
    match driver:
        case SimulatorDriver():
            found = driver.world.message(said.id).reactions
            return {emoji: {BOT if who == "coterie" else who for who in people} for emoji, people in found.items()}
        case SlackDriver():
            seen = [one for one in driver.slack.person("ana").sees(driver.rooms[GROUP]) if said.id.endswith(one.ts)]
            return {
                emoji: {BOT if "coterie" in one.lower() else one for one in who} for emoji, who in seen[0].reactions
            }
        case MatrixDriver():
            names = {one.user: id for id, one in driver.people.items()}
            room, _, event = said.id.partition("/")
            who = await driver.people[BOT].reactions(room, event)
            return {emoji: {names[user] for user in people} for emoji, people in who.items()}
    raise AssertionError(platform)


# --- switching ------------------------------------------------------------------------------------------------------


@both
async def test_nothing_is_carried_before_a_leader_switches_it_on_and_both_homes_are_told(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, plugins=["relay"]) as town:
        await town.say(first, "bo", "Is anybody there?")
        await town.say(first, "bo", "!coterie relay on")
        assert "takes a leader" in (await town.told(first, "bo"))[-1]
        assert await town.said(second) == []
        await town.say(first, "ana", "!coterie relay on")
        for platform in pair:
            assert "has switched on the relay" in (await town.said(platform))[-1]
        await town.say(first, "bo", "And now?")
        assert (await town.said(second))[-1].endswith("And now?")
        await town.say(first, "ana", "!coterie relay off")
        for platform in pair:
            assert "has switched off the relay" in (await town.said(platform))[-1]
        await town.say(first, "bo", "Hello?")
        assert "has switched off" in (await town.said(second))[-1]


@cheap
async def test_a_group_with_one_home_has_nothing_to_carry(pair: Pair) -> None:
    first, _ = pair
    async with two_homes(pair, plugins=["relay"], only_first=True) as town:
        await town.say(first, "ana", "!coterie relay on")
        assert "one home only" in (await town.told(first, "ana"))[-1]


@cheap
async def test_switched_on_it_stays_on_over_a_restart_and_is_not_switched_on_twice(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair) as town:
        await town.restart()
        await town.say(first, "ana", "!coterie relay on")
        assert "already" in (await town.told(first, "ana"))[-1]
        await town.say(first, "bo", "Still here")
        assert len(await copies(town, second)) == 1
        await town.say(first, "bo", "!coterie relay")
        assert "is carried between" in (await town.told(first, "bo"))[-1]


# --- messages -------------------------------------------------------------------------------------------------------


@both
async def test_messages_are_carried_both_ways_with_who_said_them_and_where_and_in_order(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair) as town:
        for number in range(5):
            await town.drivers[first].say("bo", HOME, f"number {number}")
        await town.settled()
        found = await copies(town, second)
        assert [one[-8:] for one in found] == [f"number {number}" for number in range(5)]
        assert all("Bo" in one and first.capitalize() in one for one in found)
        await town.say(second, "cy", "Back to you")
        (back,) = await copies(town, first)
        assert "Cy" in back and second.capitalize() in back and back.endswith("Back to you")
        assert len(await copies(town, second)) == 5


@both
async def test_threads_edits_and_removals_follow(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair) as town:
        await town.say(first, "bo", "Who has a drill?")
        original, copy = await town.find(first, "a drill"), await town.find(second, "a drill")
        await town.say(second, "cy", "I have one", to=copy)
        answer = await town.find(first, "I have one")
        assert answer.by == BOT and answer.thread == original.id
        await town.say(first, "bo", "Thank you!", to=original)
        assert (await town.find(second, "Thank you!")).thread == copy.id
        await town.drivers[first].edit("bo", HOME, original.id, "Who has a hammer?")
        await town.settled()
        assert (await town.find(second, "a hammer")).id == copy.id
        await town.drivers[first].remove("bo", HOME, original.id)
        await town.settled()
        assert not [one for one in await town.cards(second) if "hammer" in one.text or "drill" in one.text]


@both
async def test_a_thread_under_what_coterie_said_is_the_same_thread_in_both_homes(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair, playbooks={"talk": TALK}) as town:
        await town.start("talk")
        here, there = await town.last(first), await town.last(second)
        await town.say(first, "bo", "My garden", to=here)
        assert (await town.find(second, "My garden")).thread == there.id
        await town.wait(timedelta(days=1))
        assert "replies 1, cheers 0" in (await town.last(first)).text


@both
async def test_reactions_are_shown_as_coteries_own_and_taken_back_with_the_last(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair) as town:
        await town.say(first, "bo", "It works")
        original, copy = await town.find(first, "It works"), await town.find(second, "It works")
        await town.react(second, "cy", copy, "🎉")
        await town.react(second, "ana", copy, "🎉")
        assert await reactions(town, first, original) == {"🎉": {BOT}}
        await town.react(first, "ana", original, "👍")
        assert BOT in (await reactions(town, second, copy))["👍"]
        await town.react(second, "cy", copy, "🎉", back=True)
        assert await reactions(town, first, original) == {"🎉": {BOT}, "👍": {"ana"}}
        await town.react(second, "ana", copy, "🎉", back=True)
        assert await reactions(town, first, original) == {"👍": {"ana"}}


@both
async def test_nobody_is_pinged_through_it_neither_by_a_mention_nor_by_a_word_for_all(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair, second=("ana", "bo", "cy")) as town:
        words = "@room @channel @here @everyone @all <!channel> <!here> [x](https://matrix.to/#/@cy:x) **bold**"
        await town.say(first, "bo", f"<@ana> {words}")
        copy = await town.find(second, "bold")
        assert copy.pings == frozenset(), copy
        assert "Ana" in copy.text or "ana" in copy.text
        await town.say(second, "bo", f"<@ana> {words}")
        assert [one.pings for one in await town.cards(first) if "bold" in one.text] == [frozenset()]


@both
async def test_what_coterie_says_and_what_is_said_to_it_is_not_carried(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair) as town:
        before = {platform: len(await town.said(platform)) for platform in pair}
        await town.say(first, "bo", "!kudos <@ana> for all")
        await town.say(second, "cy", "!coterie help me")
        assert len(await town.said(first)) == before[first] + 1
        assert len(await town.said(second)) == before[second] + 1


@both
async def test_who_does_not_want_it_is_not_carried(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair) as town:
        await town.say(first, "bo", "!coterie relay not-me")
        await town.say(first, "bo", "Between us")
        assert await copies(town, second) == []
        await town.say(first, "bo", "!coterie relay me")
        await town.say(first, "bo", "Between all of us")
        assert len(await copies(town, second)) == 1


@cheap
async def test_nothing_that_was_said_is_kept_and_what_is_kept_of_it_goes_after_a_week(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair) as town:
        await town.wait(timedelta(minutes=1))
        before = await kept(town)
        await town.say(first, "bo", "Platypus in the pond")
        await town.react(second, "cy", await town.find(second, "Platypus"), "🎉")
        assert "latypus" not in json.dumps(await kept(town))
        assert len(await kept(town)) > len(before)
        await town.wait(timedelta(days=8))
        assert set(await kept(town)) == set(before)
        await town.say(second, "cy", "Too late", to=await town.find(second, "Platypus"))
        assert (await town.find(first, "Too late")).thread is None


@cheap
async def test_what_is_said_while_the_relay_is_off_is_not_taken_in(pair: Pair) -> None:
    first, _ = pair
    async with two_homes(pair, plugins=["relay"]) as town:
        taken = list[str]()

        class Hears:
            name = "core.hears"

            async def __call__(self, scene: Scene) -> None:
                taken.append(json.dumps(event_to_json(scene.event)))

        town.house.app.router.add_first(Hears(), MessagePosted)
        await town.say(first, "bo", "Platypus in the pond")
        assert taken and not any("latypus" in one for one in taken)


@cheap
async def test_nothing_is_carried_twice_over_a_restart(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair) as town:
        await town.say(first, "bo", "Once")
        await town.restart()
        await town.settled()
        assert len(await copies(town, second)) == 1
        await town.stop()
        await town.drivers[first].say("bo", HOME, "While you were away")
        await town.begin()
        assert len(await copies(town, second)) == 2
        assert (await copies(town, second))[-1].endswith("While you were away")


@cheap
async def test_somebody_linked_is_called_as_on_the_platform_they_write_from(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair, second=("bo", "cy")) as town:
        await linked(town, "bo")
        await town.say(second, "bo", "Hello")
        (copy,) = await copies(town, first)
        assert second.capitalize() in copy and "Bo" in copy


async def kept(town: TwoHomes) -> dict[str, object]:
    """Every record of the store."""
    tables = ("state", "bind:message", "bound:message", "lane", "thread", "plugin-timer", "on the way", "card")
    async with town.store.unit() as unit:
        return {f"{table} {key}": value for table in tables for key, value in await unit.scan(table)}


@both
async def test_a_file_is_carried_as_a_link_under_the_name_of_who_shared_it(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair) as town:
        for platform, driver in town.drivers.items():
            match driver:
                case SlackDriver():
                    await driver.slack.person("ana").upload(driver.rooms[GROUP], "plan.pdf", b"%PDF", "Have a look")
                case MatrixDriver():
                    person, room = driver.people["ana"], driver.rooms[GROUP]
                    content = {"msgtype": "m.file", "body": "plan.pdf", "filename": "plan.pdf", "url": "mxc://x/y"}
                    await person.send(room, "m.room.message", content)
                case _:
                    continue
            await town.settled()
            copy = await town.find(second if platform == first else first, "plan.pdf")
            assert "Ana" in copy.text and "%PDF" not in copy.text
            assert ("Have a look" in copy.text) == (platform == "slack")


@both
async def test_a_file_stays_in_the_copy_when_the_words_beside_it_are_edited(pair: Pair) -> None:
    first, second = pair
    async with relayed(pair) as town:
        for platform, driver in town.drivers.items():
            other = second if platform == first else first
            match driver:
                case SlackDriver():
                    await driver.slack.person("ana").upload(driver.rooms[GROUP], "plan.pdf", b"%PDF", "Have a lok")
                    await town.settled()
                    await driver.edit("ana", HOME, (await town.find(platform, "Have a lok")).id, "Have a look")
                case MatrixDriver():
                    person, room = driver.people["ana"], driver.rooms[GROUP]
                    content = {"msgtype": "m.file", "body": "Have a lok", "filename": "plan.pdf", "url": "mxc://x/y"}
                    event = await person.send(room, "m.room.message", content)
                    await town.settled()
                    new = content | {"body": "Have a look"}
                    relation = {"rel_type": "m.replace", "event_id": event}
                    await person.send(room, "m.room.message", new | {"m.new_content": new, "m.relates_to": relation})
                case _:
                    continue
            await town.settled()
            copy = await town.find(other, "Have a look")
            assert "plan.pdf" in copy.text and "lok" not in copy.text


class Away(SimulatorAdapter):
    """A platform on which nothing can be done for a while."""

    away = False

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        if self.away:
            raise Transient("it is away")
        return await super().perform(effect, again=again)


@asynccontextmanager
async def relayed_to_one_that_goes_away(pair: Pair) -> AsyncIterator[tuple[TwoHomes, Away]]:
    """The first platform of the pair is the simulator, which is there until it is said otherwise."""
    async with relayed(pair, second=("ana", "bo", "cy")) as town:
        driver = town.drivers[pair[0]]
        assert isinstance(driver, SimulatorDriver)
        await town.stop()
        town.spoilt[pair[0]] = away = Away(driver.settings, {}, town.clock, driver.world)
        await town.begin()
        yield town, away


@cheap
async def test_what_happens_while_a_platform_is_away_is_carried_once_and_in_order_when_it_is_back(pair: Pair) -> None:
    first, second = pair
    async with relayed_to_one_that_goes_away(pair) as (town, there):
        driver = town.drivers[second]
        await town.say(second, "bo", "Before")
        there.away = True
        for text in ("One", "Two", "A mistake", "Three"):
            await town.say(second, "cy", text)
        await town.say(second, "bo", "A reply", to=await town.find(second, "Two"))
        await driver.edit("bo", HOME, (await town.find(second, "Before")).id, "Before, corrected")
        await driver.edit("cy", HOME, (await town.find(second, "One")).id, "One, corrected")
        await driver.remove("cy", HOME, (await town.find(second, "A mistake")).id)
        await town.settled()
        await town.react(second, "bo", await town.find(second, "One"), "🎉")
        for back in (False, True):
            await town.react(second, "bo", await town.find(second, "Two"), "👍", back=back)
        await town.wait(timedelta(minutes=20))
        await town.restart()
        there.away = False
        await town.wait(timedelta(minutes=20))
        said = [text.partition("\n")[2] for text in await copies(town, first)]
        assert said == ["Before, corrected", "One, corrected", "Two", "Three", "A reply"]
        assert (await town.find(first, "A reply")).thread == (await town.find(first, "Two")).id
        assert await reactions(town, first, await town.find(first, "One")) == {"🎉": {BOT}}
        assert await reactions(town, first, await town.find(first, "Two")) == {}


@cheap
async def test_of_what_could_not_be_carried_for_a_day_its_leader_hears_once_and_not_of_each_change_to_it(
    pair: Pair,
) -> None:
    first, second = pair
    async with relayed_to_one_that_goes_away(pair) as (town, there):
        driver = town.drivers[second]
        there.away = True
        await town.say(second, "bo", "Lost")
        await town.wait(timedelta(hours=26))
        there.away = False
        lost = await town.find(second, "Lost")
        await town.say(second, "cy", "A reply", to=lost)
        await driver.edit("bo", HOME, lost.id, "Lost again")
        await town.react(second, "cy", lost, "🎉")
        await driver.remove("bo", HOME, lost.id)
        await town.wait(timedelta(hours=1))
        assert [text.partition("\n")[2] for text in await copies(town, first)] == ["A reply"]
        told = [*await town.told(first, "ana"), *await town.told(second, "ana")]
        assert [text.partition("\n")[0] for text in told if "I could not" in text] == [
            "I could not write a message on Simulator: tried for 1 day, 0:00:00: it is away. I won't say so again for a week."
        ]
