"""Every example event of the specification, whole and mutilated, in every place of a sync: whatever comes, what follows it is heard.

The adapter is a whole one, with keys; the homeserver is a loopback that tells it what a test has made up, and answers what it is asked with
whatever else.
"""

from __future__ import annotations

import asyncio
import copy
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.testing import listening
from coterie.core.clock import SystemClock
from coterie.core.model.event import MessagePosted

from .test_decode import examples

BOT, ROOM, FRIEND = "@coterie:example.org", "!room:example.org", "@friend:example.org"
EACH = 7
"""So often each example is mutilated, another way each time."""
AT_ONCE = 16
SEED = 20261122
PATIENCE_SECONDS = 40
JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 2**70, 1e300, "", "7", "\ud800", "x" * 3000, [], {}, [None], {"": ""}, [[[]]], {"a": {"a": []}}, "@friend:example.org",
)  # fmt: skip


def native(kind: str, content: Any, key: str | None = None, **more: Any) -> dict[str, Any]:
    head = {
        "type": kind,
        "event_id": f"${kind}{key}",
        "sender": "@ana:example.org",
        "origin_server_ts": 1_700_000_000_000,
    }
    return {**head, "content": content, **({} if key is None else {"state_key": key}), **more}


LEVELS = {"users": {BOT: 100, "@ana:example.org": 50}, "events": {"m.room.name": 50}, "users_default": 0, "kick": 50}
MORE: tuple[dict[str, Any], ...] = (
    native("m.room.power_levels", LEVELS, "", unsigned={"prev_content": {"users": {"@bo:example.org": 75}}}),
    native("m.room.power_levels", {"users": {BOT: "100"}, "state_default": "50"}, ""),
    native("m.room.canonical_alias", {"alias": "#py:example.org", "alt_aliases": ["#python:example.org"]}, ""),
    native("m.room.topic", {"topic": "Snakes"}, ""),
    native("m.room.avatar", {"url": "mxc://example.org/1", "info": {"w": 1}}, ""),
    native("m.room.server_acl", {"allow": ["*"], "deny": ["evil.example"]}, ""),
    native("m.room.join_rules", {"join_rule": "knock"}, ""),
    native("m.space.child", {"via": ["example.org"], "order": "a"}, "!child:example.org"),
    native("m.room.member", {"membership": "knock", "reason": "Please"}, "@cy:example.org"),
    native("m.room.member", {"membership": "ban"}, BOT, unsigned={"prev_content": {"membership": "join"}}),
    native("org.matrix.msc3381.poll.start", {"org.matrix.msc3381.poll.start": {"question": {"body": "?"}, "answers": [{"id": "a"}]}}),
    native("m.poll.response", {"m.selections": ["a"], "m.relates_to": {"rel_type": "m.reference", "event_id": "$1"}}),
    native("m.room.message", {"body": "* b", "m.new_content": {"body": "b"}, "m.relates_to": {"rel_type": "m.replace", "event_id": "$1"}}),
    native("m.room_key.withheld", {"algorithm": "m.megolm.v1.aes-sha2", "room_id": ROOM, "session_id": "s", "code": "m.unverified"}),
    native("m.room_key", {"algorithm": "m.megolm.v1.aes-sha2", "room_id": ROOM, "session_id": "s", "session_key": "k"}),
    native("m.key.verification.request", {"from_device": "D", "methods": ["m.sas.v1"], "timestamp": 1, "transaction_id": "t"}),
    native("m.typing", {"user_ids": ["@ana:example.org"]}),
    native("m.direct", {"@ana:example.org": [ROOM]}),
)  # fmt: skip
"""What the examples lack, or have only in part."""


def mutilated(value: Any, rng: random.Random) -> Any:
    """The value with one to four of its parts gone, empty, of another type, called otherwise, or doubled."""
    whole = copy.deepcopy(value)
    for _ in range(rng.randint(1, 4)):
        if found := list(_places(whole)):
            holder, key = rng.choice(found)
            _damage(holder, key, rng)
    return whole


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _damage(holder: Any, key: Any, rng: random.Random) -> None:
    match rng.randrange(5):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[f"{key}x"] = holder.pop(key)
        case 2:
            holder[key] = [holder[key], copy.deepcopy(holder[key])]
        case 3:
            holder[key] = json.dumps(holder[key], default=str)
        case _:
            holder[key] = copy.deepcopy(rng.choice(JUNK))


def said(number: int) -> dict[str, Any]:
    content = {"msgtype": "m.text", "body": f"number {number}"}
    head = {
        "type": "m.room.message",
        "event_id": f"$good{number}",
        "sender": FRIEND,
        "origin_server_ts": 1_700_000_000_000,
    }
    return {**head, "content": content}


def sync_of(number: int, strange: Sequence[Any]) -> dict[str, Any]:
    """A sync that has the strange events in each of its places, and behind each of them a message as it should be."""
    here = {"events": list(strange)}
    timeline = [event for place, one in enumerate(strange) for event in (one, said(number * AT_ONCE + place))]
    joined = {
        "timeline": {"events": timeline, "limited": number % 5 == 0, "prev_batch": "p1"},
        "state": here, "ephemeral": here, "account_data": here,
    }  # fmt: skip
    return {
        "next_batch": f"n{number + 1}",
        "rooms": {
            "join": {ROOM: joined},
            "invite": {"!invited:example.org": {"invite_state": here}},
            "knock": {"!knocked:example.org": {"knock_state": here}},
            "leave": {"!left:example.org": {"timeline": here, "state": here}},
        },
        "to_device": here, "account_data": here, "presence": here,
        "device_lists": {"changed": list(strange), "left": list(strange)}, "device_one_time_keys_count": {"signed_curve25519": 50},
    }  # fmt: skip


class MadeUp:
    """A homeserver that tells these syncs, one after another, and answers at random what it is asked besides."""

    def __init__(self, syncs: Sequence[dict[str, Any]], rng: random.Random) -> None:
        self._syncs, self._rng = syncs, rng
        self.over = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        where = request.path.removeprefix("/_matrix/client/v3/")
        known: dict[str, Any] = {
            "account/whoami": {"user_id": BOT, "device_id": "DEVICE"},
            "keys/query": {"device_keys": {}, "master_keys": {}},
            "keys/upload": {"one_time_key_counts": {"signed_curve25519": 50}},
        }
        if where == "sync":
            return await self._sync(request.query.get("since"))
        if where in known:
            return web.json_response(known[where])
        if request.method != "GET":
            return web.json_response({"event_id": "$sent", "room_id": ROOM})
        return self._whatever()

    async def _sync(self, since: str | None) -> web.StreamResponse:
        number = int(since.removeprefix("n")) if since else 0
        if since is None:
            return web.json_response({"next_batch": "n0", "rooms": {}})
        if number == len(self._syncs):
            await self.over.wait()
            return web.json_response({"next_batch": since})
        return web.Response(text=json.dumps(self._syncs[number]), content_type="application/json")

    def _whatever(self) -> web.StreamResponse:
        if self._rng.random() < 0.4:
            code = self._rng.choice(["M_NOT_FOUND", "M_FORBIDDEN"])
            return web.json_response({"errcode": code, "error": "no"}, status=404 if code == "M_NOT_FOUND" else 403)
        found = {key: self._rng.choice(JUNK) for key in ("content", "chunk", "joined", "sender", "type", "end")}
        return web.Response(text=json.dumps(found), content_type="application/json")


@asynccontextmanager
async def served(answer: Callable[[web.Request], Any]) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_whatever_comes_in_whichever_place_what_follows_is_heard(reference: Path, tmp_path: Path) -> None:
    rng = random.Random(SEED)
    strange: list[Any] = []
    for example in (*(one for _, one in examples()), *MORE):
        whole = json.loads(json.dumps(example, default=str))
        for one in whole if isinstance(whole, list) else [whole]:
            strange += [one, *(mutilated(one, rng) for _ in range(EACH))]
    rng.shuffle(strange)
    batches = [strange[begin : begin + AT_ONCE] for begin in range(0, len(strange), AT_ONCE)]
    syncs = [sync_of(number, some) for number, some in enumerate(batches)]
    made_up = MadeUp(syncs, rng)
    async with served(made_up.answer) as url:
        adapter = MatrixAdapter(MatrixSettings(url, BOT), {TOKEN: "secret"}, SystemClock())
        adapter.kept_in(tmp_path)
        async with listening(adapter) as inbox, asyncio.timeout(PATIENCE_SECONDS):
            last = f"number {len(strange) - 1}"
            await inbox.until(MessagePosted, lambda event: event.text == last)
            made_up.over.set()
    heard = [event.text for event in inbox.of(MessagePosted) if event.person and event.person.native == FRIEND]
    assert [text for text in heard if text.startswith("number ")] == [
        f"number {number}" for number in range(len(strange))
    ]
    assert len(strange) > 400
