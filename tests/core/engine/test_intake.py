"""What is kept of what people say and choose: looked for in every byte that the store wrote."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path

from coterie.adapters.stores.tinydb import open_store
from coterie.core.engine import aside, cards
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.depth import Depth
from coterie.core.engine.scene import Scene
from coterie.core.model.content import Card, Choice
from coterie.core.model.effect import Post
from coterie.core.model.event import ChoiceMade, CommandGiven, Event, MessagePosted
from coterie.core.ports import Cursor, Queue
from coterie.core.refs import GroupRef, MessageRef, PersonRef, RoomRef

from .town import Town, founded, running


def written(folder: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*") if file.is_file())


async def test_what_people_say_to_each_other_is_never_written_down(tmp_path: Path) -> None:
    town = founded()
    town.store = await open_store("tinydb", str(tmp_path), town.clock)
    heard: list[str] = []

    def hears(scene: Scene) -> None:
        assert isinstance(scene.event, MessagePosted)
        heard.append(scene.event.text)

    town.on(hears, MessagePosted, name="core.test")
    async with running(town):
        town.world.say("ana", town.room, "between you and me")
        town.world.say("ana", town.room, "!kudos for coterie to read")
        await town.settled()
    await town.store.close()
    assert heard == ["", "!kudos for coterie to read"]
    assert "between you and me" not in written(tmp_path)


async def test_what_a_plugin_reads_of_it_is_not_written_down_either(tmp_path: Path) -> None:
    town = founded()
    town.store = await open_store("tinydb", str(tmp_path), town.clock)
    heard: list[str] = []

    def hears(scene: Scene) -> None:
        assert isinstance(scene.event, MessagePosted)
        heard.append(scene.event.text)

    town.on(hears, MessagePosted, name="archive")
    async with running(town):
        town.world.say("ana", town.room, "for all to read, and nobody to keep")
        await town.settled()
    await town.store.close()
    assert heard == ["for all to read, and nobody to keep"]
    assert "nobody to keep" not in written(tmp_path)


async def test_who_chose_what_on_a_secret_card_is_never_written_down(tmp_path: Path) -> None:
    town = founded()
    town.store = await open_store("tinydb", str(tmp_path), town.clock)
    chosen: list[tuple[str, ...]] = []

    async def asks(scene: Scene) -> None:
        post = Post(
            key="vote", to=RoomRef("room:python"), card=Card("?", choices=[Choice("aye", "A"), Choice("nay", "N")])
        )
        await cards.keep(scene.unit, post, scene.now, secret=True)
        scene.effect(post)

    def counts(scene: Scene) -> None:
        assert isinstance(scene.event, ChoiceMade)
        chosen.append(scene.event.choices)

    town.on(asks, MessagePosted, name="core.asks")
    town.on(counts, ChoiceMade, name="core.counts")
    async with running(town):
        town.world.say("ana", town.room, "!go")
        await town.settled()
        card = next(one for one in town.world.messages.values() if one.text == "?")
        town.world.press("bo", card.id, "nay")
        await town.settled()
    await town.store.close()
    assert chosen == [("nay",)]
    assert "ChoiceMade" not in written(tmp_path)


def message(town: Town, number: int, text: str = "hello", person: str = "ana") -> MessagePosted:
    return MessagePosted(
        id=f"simulator:said {number}",
        at=town.clock.now(),
        platform="simulator",
        room=RoomRef(f"simulator/{town.room}"),
        person=PersonRef(f"simulator/{person}"),
        message=MessageRef(f"simulator/said {number}"),
        text=text,
    )


def counts(scene: Scene) -> Awaitable[None]:
    async def count() -> None:
        before = await scene.unit.get("count", "said") or 0
        scene.unit.put("count", "said", before + 1)

    return count()


async def counted(town: Town) -> int:
    async with town.store.unit() as unit:
        return await unit.get("count", "said") or 0


async def test_what_comes_alone_is_done_when_it_is_taken() -> None:
    town = founded()
    town.on(counts, MessagePosted, name="core.counts")
    async with running(town):
        await town.app.inbox.take([message(town, 1)], Cursor("read", "1"))
        assert await counted(town) == 1 and await town.app.inbox.cursor("read") == "1"
        assert await town.store.size(Queue.INBOX) == 0


async def test_a_command_is_acknowledged_before_anybody_handles_it() -> None:
    town, open_again = founded(), asyncio.Event()

    async def hears(scene: Scene) -> None:
        await open_again.wait()

    town.on(hears, CommandGiven, name="core.hears")
    async with running(town):
        room, ana = RoomRef(f"simulator/{town.room}"), PersonRef("simulator/ana")
        given = CommandGiven(id="1", at=town.clock.now(), platform="simulator", room=room, person=ana, text="help")
        await asyncio.wait_for(town.app.inbox.take([given]), 5)
        assert await town.store.size(Queue.INBOX) == 1
        open_again.set()
        await town.settled()
        assert await town.store.size(Queue.INBOX) == 0


async def test_what_comes_again_is_done_once_however_it_comes() -> None:
    town = founded()
    town.on(counts, MessagePosted, name="core.counts")
    async with running(town):
        await asyncio.gather(*(town.app.inbox.take([message(town, 1)]) for _ in range(5)))
        await town.app.inbox.take([message(town, 1), message(town, 2)])
        await town.settled()
        await town.app.inbox.take([message(town, 2)], Cursor("read", "2"))
        assert await counted(town) == 2 and await town.app.inbox.cursor("read") == "2"


async def test_a_message_that_nobody_wants_leaves_no_trace(tmp_path: Path) -> None:
    town = founded()
    town.store = await open_store("tinydb", str(tmp_path), town.clock)
    async with running(town):
        before = written(tmp_path)
        for number in range(5):
            await town.app.inbox.take([message(town, number)])
        assert written(tmp_path) == before
    await town.store.close()


async def test_nothing_is_done_before_what_waits_in_the_same_room() -> None:
    town, order, open_again = founded(), list[str](), asyncio.Event()

    async def hears(scene: Scene) -> None:
        assert isinstance(scene.event, MessagePosted)
        await open_again.wait()
        order.append(scene.event.message.native)

    town.on(hears, MessagePosted, name="core.hears")
    async with running(town):
        await town.app.inbox.take([message(town, 1), message(town, 2)])
        await town.app.inbox.take([message(town, 3)])
        assert await town.store.size(Queue.INBOX) == 3
        late = asyncio.create_task(town.app.inbox.take([message(town, 4), message(town, 5)]))
        open_again.set()
        await late
        await town.settled()
        assert order == [f"said {number}" for number in range(1, 6)]


async def test_messages_of_one_room_are_done_in_order_though_nobody_waited_for_the_first() -> None:
    town, order = founded(), list[str]()

    async def hears(scene: Scene) -> None:
        assert isinstance(scene.event, MessagePosted)
        for _ in range(20 if scene.event.message.native == "said 1" else 1):
            await asyncio.sleep(0)
        order.append(scene.event.message.native)

    town.on(hears, MessagePosted, name="core.hears")
    async with running(town):
        await asyncio.gather(*(town.app.inbox.take([message(town, number)]) for number in range(1, 4)))
        assert order == ["said 1", "said 2", "said 3"]


async def test_where_more_than_enough_is_to_be_said_events_wait() -> None:
    town = founded()
    town.on(counts, MessagePosted, name="core.counts")
    async with running(town):
        town.app._workers._said = Depth(town.store, Queue.OUTBOX, 0)
        await town.app.inbox.take([message(town, 1)])
        assert await town.store.size(Queue.INBOX) == 1 and await counted(town) == 0


class Broken:
    """Somebody of whom it can't even be said what they hear."""

    name = "core.broken"

    def hears(self, kind: type[Event], definitions: Definitions, group: GroupRef | None) -> bool:
        raise ZeroDivisionError

    async def __call__(self, scene: Scene) -> None:
        """Never."""


async def test_an_event_at_which_coterie_fails_waits_and_is_set_aside_in_the_end() -> None:
    town = founded()
    async with running(town):
        town.router.add(Broken(), MessagePosted)
        await town.app.inbox.take([message(town, 1, "!go")])
        assert await town.store.size(Queue.INBOX) == 1
        for _ in range(3):
            await town.settled()
            town.clock.jump(town.clock.now() + timedelta(seconds=2))
        async with town.store.unit() as unit:
            kept = await unit.scan(aside.ASIDE)
        assert [key for key, _ in kept] == ["inbox simulator:said 1"]
