"""A gap of any length is read a page at a time: what was read is handed over before more is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from coterie.adapters.matrix.directs import Directs
from coterie.adapters.matrix.encryption.encryption import Encryption
from coterie.adapters.matrix.listening import Listener
from coterie.adapters.matrix.wire import Reply, Wire
from coterie.core.clock import SystemClock
from coterie.core.model.event import MessagePosted

PAGES, SIZE = 50, 100


class LongHistory(Wire):
    """A homeserver on which a room has said much: tokens count its messages."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1", "@coterie:test")
        self.asked = 0

    async def call(
        self,
        method: str,
        where: str,
        body: Mapping[str, Any] | bytes | None = None,
        *,
        query: Mapping[str, str | int] | None = None,
        media_type: str = "application/json",
        patience: timedelta = timedelta(),
    ) -> Reply:
        if query is None:
            return {}
        assert (query["dir"], query["to"]) == ("f", "end")
        self.asked += 1
        first = 0 if query["from"] == "start" else int(query["from"])
        chunk = [said(number) for number in range(first, first + SIZE)]
        return {"chunk": chunk} | ({"end": str(first + SIZE)} if self.asked < PAGES else {})


def said(number: int) -> dict[str, Any]:
    content = {"msgtype": "m.text", "body": f"{number}"}
    return {
        "type": "m.room.message",
        "event_id": f"${number}",
        "sender": "@ana:test",
        "origin_server_ts": number,
        "content": content,
    }


async def test_no_more_than_a_page_is_held_at_a_time() -> None:
    wire = LongHistory()
    timeline = {"limited": True, "prev_batch": "end", "events": [said(PAGES * SIZE)]}
    sync = {"rooms": {"join": {"!room:test": {"timeline": timeline}}}}
    heard: list[str] = []
    pages = 0
    encryption = Encryption(wire, SystemClock())
    async for events in Listener(wire, Directs(wire, encryption), encryption).events(sync, "start"):
        pages += 1
        assert len(events) <= SIZE and wire.asked == min(pages, PAGES)
        heard += [event.text for event in events if isinstance(event, MessagePosted)]
    assert heard == [f"{number}" for number in range(PAGES * SIZE + 1)]
