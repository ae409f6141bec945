"""What is old is forgotten; what may still be needed stays."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.codec import converter
from coterie.core.engine import bindings, cards
from coterie.core.engine.directory import room_of
from coterie.core.engine.intake import HANDLED
from coterie.core.engine.retention import EVERY, FIRST, PAST, SAID, SEEN, SWEEP_EVERY, Retention
from coterie.core.engine.runs import store as run_store
from coterie.core.engine.scene import Scene
from coterie.core.model.content import Capability, Card, Choice
from coterie.core.model.effect import Pin, Post
from coterie.core.model.event import MessagePosted
from coterie.core.refs import MessageRef, PersonRef

from .playing import passes, playing, runs, written
from .test_cards import VOTE
from .town import Town, founded, running

WAITING = written("""
    playbook: waiting
    one_per: none
    starts: [{command: waiting}]
    steps:
      - run: {playbook: vote}
      - wait: 900d
""")


async def records(town: Town, table: str) -> int:
    async with town.store.unit() as unit:
        return len(await unit.scan(table))


async def voted(town: Town) -> None:
    """Somebody votes; the run ends, and somebody replies to its question."""
    town.world.say("bo", town.room, "!coterie vote")
    await town.settled()
    card = [one for one in town.world.messages.values() if one.choices][-1]
    town.world.say("bo", town.room, "Hm", thread=card.id)
    town.world.press("bo", card.id, "tea")
    await town.settled()


async def test_a_run_that_ended_long_ago_goes_with_its_cards_replies_and_messages() -> None:
    town = founded()
    async with playing(town, VOTE):
        await voted(town)
        (run,) = await runs(town)
        await passes(town, days=PAST.days - 1)
        assert [one.id for one in await runs(town)] == [run.id]
        await passes(town, days=3)
        assert await runs(town) == []
        for table in (run_store.RUN, run_store.GROUP, run_store.REPLY, cards.CARD, cards.HELD):
            assert await records(town, table) == 0, table
        async with town.store.unit() as unit:
            assert not await bindings.natives(unit, next(iter(run.steps.values())).sent[0].message)
            assert not any(key.startswith("run:") for key, _ in await unit.scan("lane"))


async def test_a_live_run_stays_however_old_and_so_do_those_it_began_and_its_cards() -> None:
    town = founded()
    async with playing(town, VOTE, WAITING):
        town.world.say("bo", town.room, "!coterie waiting")
        await town.settled()
        card = next(one for one in town.world.messages.values() if one.choices)
        town.world.press("bo", card.id, "tea")
        await town.settled()
        await passes(town, days=PAST.days + 3)
        assert sorted((run.playbook, run.live) for run in await runs(town)) == [("vote", False), ("waiting", True)]


async def test_what_was_seen_or_handled_long_ago_is_forgotten() -> None:
    town = founded()
    async with playing(town):
        now = town.clock.now()
        async with town.store.unit() as unit:
            unit.put(HANDLED, "old", (now - SEEN - timedelta(seconds=1)).isoformat())
            unit.put(HANDLED, "new", now.isoformat())
            unit.put(HANDLED, "timeless", True)
        town.world.say("bo", town.room, "hello")
        await town.settled()
        await passes(town, minutes=FIRST.seconds / 60 + 1)
        async with town.store.unit() as unit:
            assert [key for key, _ in await unit.scan(HANDLED)] == ["new", "timeless"]
        await passes(town, days=SEEN.days + EVERY.days + 1)
        assert await records(town, HANDLED) == 0
        assert await town.store.forget_seen(now + timedelta(hours=1)) == 0


async def test_a_card_of_a_plugin_stays_as_long_as_something_may_be_chosen_on_it() -> None:
    town = founded()
    async with playing(town, VOTE, lacks=(Capability.BUTTONS,)):
        async with town.store.unit() as unit:
            kept = cards.KeptCard("plugin:poll:1", "poll", (), at=town.clock.now() - 2 * PAST)
            unit.put(cards.CARD, kept.key, converter.unstructure(kept))
        await Retention(town.store, town.clock).forget()
        async with town.store.unit() as unit:
            assert await cards.card(unit, MessageRef("plugin:poll:1"))
            await cards.forget(unit, MessageRef("plugin:poll:1"))
        await Retention(town.store, town.clock).forget()
        assert await records(town, cards.CARD) == 0


async def test_which_message_is_which_is_known_for_a_year_and_for_ever_of_what_is_pinned_or_may_be_chosen_on() -> None:
    town, room = founded(), room_of("python")
    ways = {
        "said": Post(key="said", to=room, card=Card("Hello")),
        "pinned": Post(key="pinned", to=room, card=Card("Read me"), pin=True),
        "pinned later": Post(key="pinned later", to=room, card=Card("Me too")),
        "open": Post(key="open", to=room, card=Card("?", choices=[Choice("yes", "Yes")])),
    }

    async def speak(scene: Scene) -> None:
        for post in ways.values():
            await cards.keep(scene.unit, post, scene.now)
            scene.effect(post)
        scene.effect(Pin(key="pin", message=MessageRef("pinned later")))

    async def known() -> set[str]:
        async with town.store.unit() as unit:
            return {key for key in ways if await bindings.natives(unit, MessageRef(key))}

    town.on(speak, MessagePosted)
    async with running(town):
        town.world.say("bo", town.room, "speak")
        await town.settled()
        await passes(town, days=SAID.days - 31)
        assert await known() == set(ways)
        await passes(town, days=31 + SWEEP_EVERY.days + 2)
        assert await known() == {"pinned", "pinned later", "open"}
        async with town.store.unit() as unit:
            assert await unit.get("lane", "said") is None


async def test_of_a_letter_that_is_not_to_be_remembered_nothing_is_unless_something_may_be_chosen_on_it() -> None:
    town = founded()
    letter = Post(key="letter", to=PersonRef("bo"), card=Card("News"), remembered=False)
    asking = Post(key="asking", to=PersonRef("bo"), card=Card("?", choices=[Choice("yes", "Yes")]), remembered=False)

    async def speak(scene: Scene) -> None:
        await cards.keep(scene.unit, asking, scene.now)
        scene.effect(letter)
        scene.effect(asking)

    town.on(speak, MessagePosted)
    async with running(town):
        town.world.say("bo", town.room, "speak")
        await town.settled()
        assert {"News", "?"} <= {one.text for one in town.world.messages.values()}
        async with town.store.unit() as unit:
            for table in ("lane", "on the way", "bind:message"):
                assert await unit.get(table, "letter") is None, table
            assert await bindings.natives(unit, MessageRef("asking"))
