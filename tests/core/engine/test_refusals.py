"""What a platform refuses for good is kept, told once, tried again by request; what coterie itself fails at is set aside, and nothing waits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.adapters.stores.tinydb import open_store
from coterie.core.engine import aside
from coterie.core.engine.app import App
from coterie.core.engine.aside import Aside
from coterie.core.engine.dispatch import Failures
from coterie.core.engine.outbox import backoff, enqueue
from coterie.core.engine.scene import Handler, Scene
from coterie.core.errors import Cure, Refused, Transient
from coterie.core.model.content import Card
from coterie.core.model.effect import Effect, Invite, Post
from coterie.core.model.event import EffectFailed, MessagePosted
from coterie.core.ports import Entry, Performed, Queue
from coterie.core.refs import PersonRef, RoomRef

from .town import BEGIN, Town, community, founded, running

PYTHON = RoomRef("room:python")


def repeats(scene: Scene) -> None:
    assert isinstance(scene.event, MessagePosted)
    if scene.event.text.startswith("!"):
        scene.effect(Post(key=f"say {scene.event.text}", to=PYTHON, card=Card(scene.event.text[1:])))


def invites(scene: Scene) -> None:
    assert isinstance(scene.event, MessagePosted)
    if scene.event.text.startswith("!"):
        scene.effect(Invite(key=f"ask {scene.event.text}", room=PYTHON, person=PersonRef("cy")))


async def kept(town: Town) -> list[Aside]:
    async with town.store.unit() as unit:
        return list(await aside.all_standing(unit))


def told(town: Town, person: str = "ana") -> list[str]:
    return town.texts(town.world.direct(person).id)


async def ask(town: Town, *texts: str) -> None:
    for text in texts:
        town.world.say("cy", town.world.direct("cy").id, text)
        await town.settled()
        town.clock.jump(town.clock.now() + timedelta(seconds=1))


async def test_what_is_refused_stands_and_its_leader_is_told_once_with_what_to_do() -> None:
    town = founded()
    town.on(repeats, MessagePosted)
    async with running(town):
        town.world.rooms[town.room].archived = True
        await ask(town, "!one", "!two", "!three")
        assert [one.id for one in await kept(town)] == [f"say !{n}@simulator" for n in ("one", "two", "three")]
        assert {one.cure for one in await kept(town)} == {Cure.REOPEN}
        (said,) = told(town)
        assert "can't write into Python on Simulator any more" in said
        assert "open it again" in said and "coterie outbox retry" in said


async def test_what_is_no_message_is_told_of_once_a_week_to_the_leader() -> None:
    town = founded()
    town.on(invites, MessagePosted)
    async with running(town):
        town.world.rooms[town.room].archived = True
        await ask(town, "!one", "!two")
        (said,) = told(town)
        assert said.startswith("For Python I could not invite somebody on Simulator: ")
        town.clock.jump(BEGIN + timedelta(days=8))
        await ask(town, "!three")
        assert len(told(town)) == 2


async def test_what_is_tried_again_is_done_in_order_and_stands_no_more() -> None:
    town = founded()
    town.on(repeats, MessagePosted)
    async with running(town):
        town.world.rooms[town.room].archived = True
        await ask(town, "!one", "!two")
        town.world.rooms[town.room].archived = False
        async with town.store.unit() as unit:
            for one in await aside.all_standing(unit):
                aside.retry(unit, one, town.clock.now())
        await town.settled()
        assert town.texts() == ["one", "two"]
        assert await kept(town) == []


async def test_what_is_refused_again_stands_again() -> None:
    town = founded()
    town.on(repeats, MessagePosted)
    async with running(town):
        town.world.rooms[town.room].archived = True
        await ask(town, "!one")
        for minutes in (1, 2):
            town.clock.jump(BEGIN + timedelta(minutes=minutes))
            async with town.store.unit() as unit:
                aside.retry(unit, (await aside.all_standing(unit))[0], town.clock.now())
            await town.settled()
            assert len(await kept(town)) == 1
        assert len(told(town)) == 1


async def test_an_event_that_coterie_fails_at_is_set_aside_after_three_tries_and_its_room_goes_on(
    tmp_path: Path,
) -> None:
    town = founded()
    town.store = await open_store("tinydb", str(tmp_path), town.clock)
    town.on(repeats, MessagePosted)
    async with running(town):
        async with town.store.unit() as unit:
            body = {"type": "MessagePosted", "text": "?"}
            unit.enqueue(Queue.INBOX, Entry("bad", f"simulator/{town.room}", body, town.clock.now()))
        town.world.say("ana", town.room, "!after")
        await town.settled()
        assert town.texts() == [] and await town.store.size(Queue.INBOX) == 1 + 1
    await town.store.close()
    town.store = await open_store("tinydb", str(tmp_path), town.clock)
    async with running(town):
        for _ in range(3):
            town.clock.jump(town.clock.now() + timedelta(seconds=2))
            await town.settled()
        (bad,) = await kept(town)
        assert (bad.id, bad.queue, bad.attempts) == ("bad", Queue.INBOX, 3)
        assert bad.trace is not None and "Traceback" in bad.trace and "event_from_json" in bad.trace
        assert town.texts() == ["after"]
    await town.store.close()


async def test_an_effect_that_coterie_fails_at_is_set_aside_and_whoever_asked_is_told() -> None:
    town, failed = founded(), list[str]()

    def notes(scene: Scene) -> None:
        assert isinstance(scene.event, EffectFailed)
        failed.append(scene.event.key)

    town.on(notes, EffectFailed)
    async with running(town):
        async with town.store.unit() as unit:
            body = {"effect": {"type": "Post"}, "since": BEGIN.isoformat(), "platform": "simulator"}
            unit.enqueue(Queue.OUTBOX, Entry("bad@simulator", "room:python@simulator", body, BEGIN, attempts=2))
        await town.settled()
        assert [one.id for one in await kept(town)] == ["bad@simulator"]
        assert failed == ["bad"]


async def test_what_only_a_newer_version_knows_is_left_to_one_and_set_aside_when_none_took_it_for_an_hour() -> None:
    town = founded()
    town.on(repeats, MessagePosted)
    async with running(town):
        async with town.store.unit() as unit:
            body = {"type": "SomebodySang", "song": "?"}
            unit.enqueue(Queue.INBOX, Entry("new", f"simulator/{town.room}", body, town.clock.now()))
        town.world.say("ana", town.room, "!after")
        await town.settled()
        while town.clock.now() < BEGIN + timedelta(hours=1) - timedelta(seconds=20):
            town.clock.jump(town.clock.now() + timedelta(seconds=10))
            await town.settled()
        assert (await kept(town), town.texts()) == ([], [])
        town.clock.jump(town.clock.now() + timedelta(seconds=20))
        await town.settled()
        (new,) = await kept(town)
        assert "only a newer version of coterie knows what that is" in new.reason
        assert town.texts() == ["after"]


class Shy(SimulatorAdapter):
    """A platform on which nobody can write to cy."""

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        if isinstance(effect, Post) and effect.to == PersonRef("simulator/cy"):
            raise Refused("cy left", Cure.PERSON)
        return await super().perform(effect, again=again)


async def test_what_concerns_no_group_the_managers_are_told_in_their_language() -> None:
    town = founded()
    place = community()
    people = {**place.people, "bo": evolve(place.people["bo"], locale="de")}
    adapter = Shy(SimulatorSettings(), {}, town.clock, town.world)
    managed = evolve(place, managers=("bo",), people=people)
    async with App(town.store, town.clock, [adapter], [managed]) as town.app:
        await town.settled()
        async with town.store.unit() as unit:
            for number in range(3):
                post = Post(key=f"k{number}", to=PersonRef("cy"), card=Card("?"))
                await enqueue(unit, post, BEGIN, town.app.adapters)
        await town.settled()
        (said,) = told(town, "bo")
        assert said.startswith("Auf Simulator ging Folgendes nicht: eine Nachricht schreiben – cy left.")
        assert "vielleicht ist sie gegangen" in said and told(town, "ana") == []
        assert len(await kept(town)) == 3


class Failing(Failures):
    """An engine at fault."""

    def blocked(self, handler: Handler) -> bool:
        raise KeyError(" ".join(["between", "you"]))


async def test_what_is_only_overheard_is_set_aside_without_its_words(tmp_path: Path) -> None:
    town = founded()
    town.store = await open_store("tinydb", str(tmp_path), town.clock)
    town.on(repeats, MessagePosted, name="reader")
    async with running(town, failures=Failing()):
        town.world.say("ana", town.room, "between you and me")
        await town.settled()
        bad = next(one for one in await kept(town) if "KeyError" in one.reason and one.trace)
        assert bad.body is None and "between you" not in f"{bad.trace}{bad.reason}"
    await town.store.close()
    assert "between you" not in (tmp_path / "store.journal").read_text()


class Busy(SimulatorAdapter):
    """A platform that takes nothing for one room until noon, and remembers how it was asked."""

    def __init__(self, town: Town, undone: bool) -> None:
        super().__init__(SimulatorSettings(), {}, town.clock, town.world)
        self.busy, self.undone, self.asked, self.town = "", undone, list[bool](), town

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        if isinstance(effect, Post) and effect.to.native == self.busy:
            self.asked.append(again)
            if self.town.clock.now() < BEGIN + timedelta(seconds=30):
                error = Transient("too much", BEGIN + timedelta(seconds=30) - self.town.clock.now())
                error.undone = self.undone
                raise error
        return await super().perform(effect, again=again)


@pytest.mark.parametrize("undone", [True, False])
async def test_who_is_told_to_wait_waits_so_long_and_others_do_not(undone: bool) -> None:
    town = founded()
    den = town.world.add_room("den", ["ana"])
    platform = Busy(town, undone)
    async with App(town.store, town.clock, [platform], [community()]) as town.app:
        await town.settled()
        platform.busy = town.room
        async with town.store.unit() as unit:
            for number in range(40):
                room = RoomRef(f"simulator/{town.room}")
                await enqueue(unit, Post(key=f"k{number}", to=room, card=Card(f"{number}")), BEGIN, town.app.adapters)
            await enqueue(
                unit, Post(key="den", to=RoomRef(f"simulator/{den.id}"), card=Card("den")), BEGIN, town.app.adapters
            )
        await town.settled()
        assert (town.texts(), town.texts(den.id)) == ([], ["den"])
        town.clock.jump(BEGIN + timedelta(seconds=30))
        await town.settled()
        assert town.texts() == [f"{number}" for number in range(40)]
    assert platform.asked[:2] == [False, not undone], "who knows that nothing came of it need not look"


@pytest.mark.parametrize("attempts", [0, 1, 5, 60])
def test_pauses_grow_and_no_two_are_alike(attempts: int) -> None:
    pauses = {backoff(f"effect {number}", attempts) for number in range(50)}
    whole = min(timedelta(seconds=2 ** min(attempts, 20)), timedelta(minutes=5))
    assert len(pauses) == 50 and all(0.75 * whole <= pause <= 1.25 * whole for pause in pauses)
    assert backoff("effect 1", attempts) == backoff("effect 1", attempts)
