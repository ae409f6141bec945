"""maubot's own client and commands, with a homeserver that is not there: events come in as from a sync, and nothing is sent."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from aiohttp import ClientSession
from drive import Take, main
from maubot import MessageEvent, Plugin
from maubot.handlers import command
from maubot.matrix import MaubotMatrixClient
from mautrix.api import HTTPAPI


async def begin(plugins: int, said: Callable[[str], None]) -> Take:
    class Null(HTTPAPI):
        async def request(self, method: Any, path: Any, content: Any = None, **_: Any) -> Any:
            said(content["body"] if isinstance(content, dict) else content.body)
            return {"event_id": "$said"}

    session = ClientSession()
    client = MaubotMatrixClient(api=Null(base_url="http://127.0.0.1", client_session=session), mxid="@bot:example.org")
    for number in range(plugins):
        plugin = _plugin(number)(
            client=client,
            loop=asyncio.get_running_loop(),
            http=session,
            instance_id=f"plugin{number}",
            log=logging.getLogger(f"plugin{number}"),
            config=None,
            database=None,
            webapp=None,
            webapp_url=None,
            loader=None,
        )
        await plugin.internal_start()
    numbers = count()

    async def take(text: str, conversation: int) -> None:
        raw = {
            "type": "m.room.message",
            "room_id": f"!r{conversation}:example.org",
            "event_id": f"${next(numbers)}",
            "sender": f"@u{conversation}:example.org",
            "origin_server_ts": int(time.time() * 1000),
            "content": {"msgtype": "m.text", "body": text},
        }
        sync = {"next_batch": "s", "rooms": {"join": {raw["room_id"]: {"timeline": {"events": [raw]}}}}}
        await asyncio.gather(*client.handle_sync(sync))

    return take


def _plugin(number: int) -> type[Plugin]:
    class Do(Plugin):
        @command.new(f"do{number}")
        @command.argument("word")
        async def act(self, event: MessageEvent, word: str) -> None:
            await event.respond(f"done {word}")

    return Do


main(begin)
