"""What becomes of effects on their way out."""

from __future__ import annotations

from datetime import UTC, datetime

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.codec import effect_from_json
from coterie.core.engine.outbox import enqueue
from coterie.core.model.content import Card
from coterie.core.model.effect import Post
from coterie.core.ports import Queue
from coterie.core.refs import MessageRef, RoomRef

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def test_an_answer_to_an_answer_stands_in_the_same_thread() -> None:
    store = MemoryStore(ManualClock(NOW))
    async with store.unit() as unit:
        for key, thread in (("first", None), ("second", "first"), ("third", "second"), ("fourth", "third")):
            post = Post(key=key, to=RoomRef("r"), card=Card(key), thread=MessageRef(thread) if thread else None)
            await enqueue(unit, post, NOW, {})
    threads = []
    while (entry := await store.claim(Queue.OUTBOX, NOW)) is not None:
        effect = effect_from_json(entry.body["effect"])
        assert isinstance(effect, Post)
        threads.append(effect.thread)
        async with store.unit() as unit:
            unit.finish(Queue.OUTBOX, entry.id)
    assert threads == [None, *[MessageRef("first")] * 3]
