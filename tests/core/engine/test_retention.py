"""What is old is forgotten; what may still be needed stays."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.codec import converter
from coterie.core.engine import bindings, cards
from coterie.core.engine.intake import HANDLED
from coterie.core.engine.retention import EVERY, FIRST, PAST, SEEN, Retention
from coterie.core.engine.runs import store as run_store
from coterie.core.model.content import Capability
from coterie.core.refs import MessageRef

from .playing import passes, playing, runs, written
from .test_cards import VOTE
from .town import Town, founded

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


async def test_a_run_that_ended_long_ago_goes_with_its_cards_and_replies_and_its_messages_stay_bound() -> None:
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
            assert await bindings.natives(unit, next(iter(run.steps.values())).sent[0].message)


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
