"""A person on a Matrix homeserver: what somebody with a client does and sees, over plain HTTP.

Every action returns the id of the event it made, so that a test can wait until coterie has taken that event in.
"""

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import aiohttp
from attrs import field

from coterie.core.values import frozen

from .sight import Seen, as_read, localpart, plain_text, reactions_to

_CLIENT = "/_matrix/client/v3"


class Refusal(Exception):
    """The homeserver said no: the HTTP status, Matrix's error code and its words."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(f"{status} {code}: {words}")
        self.status, self.code = status, code


async def call(
    url: str,
    method: str,
    path: str,
    *,
    body: Mapping[str, Any] | bytes | None = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON object a homeserver answers with. Raises Refusal."""
    data = json.dumps(body).encode() if isinstance(body, Mapping) else body
    async with aiohttp.ClientSession() as session:
        async with session.request(method, url + path, data=data, params=query, headers=headers) as answer:
            said = json.loads(await answer.read())
            if answer.status >= 400:
                raise Refusal(answer.status, said.get("errcode", ""), said.get("error", ""))
            return dict(said)


@frozen
class MatrixPerson:
    """An account somebody uses. Rooms are ids or aliases; events are ids."""

    url: str
    user: str
    name: str
    password: str = field(repr=False)
    token: str = field(repr=False)
    device: str
    done: Counter[str] = field(factory=Counter, eq=False, repr=False)
    """Method → how often something was asked of the homeserver by it: whoever looks on sees that something was done."""

    @property
    def localpart(self) -> str:
        return localpart(self.user)

    # Speaking

    async def say(
        self,
        room: str,
        text: str,
        *,
        thread: str | None = None,
        reply: str | None = None,
        html: str | None = None,
        pings: Iterable[str] = (),
    ) -> str:
        """Writes a message: in the thread below the event `thread`, as an answer to the event `reply`."""
        relation: dict[str, Any] = {}
        if thread:
            relation = {"rel_type": "m.thread", "event_id": thread, "is_falling_back": reply is None}
        if thread or reply:
            relation["m.in_reply_to"] = {"event_id": reply or thread}
        return await self.send(room, "m.room.message", _message(text, html, pings) | _relates(relation))

    async def edit(self, room: str, event: str, text: str, *, html: str | None = None) -> str:
        new = _message(text, html, ())
        relation = {"rel_type": "m.replace", "event_id": event}
        fallback = new | {"body": f"* {text}"}
        return await self.send(room, "m.room.message", fallback | {"m.new_content": new} | _relates(relation))

    async def redact(self, room: str, event: str, reason: str | None = None) -> str:
        body = {"reason": reason} if reason else {}
        path = f"/rooms/{await self._id(room)}/redact/{quote(event)}/{secrets.token_hex(8)}"
        return str((await self.call("PUT", path, body))["event_id"])

    async def react(self, room: str, event: str, emoji: str) -> str:
        relation = {"rel_type": "m.annotation", "event_id": event, "key": emoji}
        return await self.send(room, "m.reaction", _relates(relation))

    async def unreact(self, room: str, event: str, emoji: str) -> str:
        """Takes the own reaction back; KeyError where there is none."""
        for one in await self.events(room):
            relation = (one.get("content") or {}).get("m.relates_to") or {}
            mine = one["type"] == "m.reaction" and one["sender"] == self.user
            if mine and (relation.get("event_id"), relation.get("key")) == (event, emoji):
                return await self.redact(room, one["event_id"])
        raise KeyError(f"{self.name} did not react {emoji} to {event}")

    async def vote(self, room: str, poll: str, *answers: str, stable: bool = False) -> str:
        """Votes in the poll `poll` by the ids of answers, or takes the vote back; in the older form, which clients send, or the stable one."""
        kind = "m.poll.response" if stable else "org.matrix.msc3381.poll.response"
        given = {"m.selections": list(answers)} if stable else {kind: {"answers": list(answers)}}
        return await self.send(room, kind, given | _relates({"rel_type": "m.reference", "event_id": poll}))

    async def upload(self, room: str, name: str, data: bytes, mime: str = "application/octet-stream") -> str:
        """Puts a file into the room."""
        headers = self._headers | {"Content-Type": mime}
        made = await call(
            self.url, "POST", "/_matrix/media/v3/upload", body=data, query={"filename": name}, headers=headers
        )
        kind = "m.image" if mime.startswith("image/") else "m.file"
        content = {"msgtype": kind, "body": name, "filename": name, "url": made["content_uri"]}
        return await self.send(room, "m.room.message", content | {"info": {"mimetype": mime, "size": len(data)}})

    async def send(self, room: str, kind: str, content: Mapping[str, Any]) -> str:
        path = f"/rooms/{await self._id(room)}/send/{kind}/{secrets.token_hex(8)}"
        return str((await self.call("PUT", path, content))["event_id"])

    # Coming and going

    async def join(self, room: str) -> str:
        return await self._become(room, self.user, "join")

    async def leave(self, room: str) -> str:
        return await self._become(room, self.user, "leave")

    async def invite(self, room: str, user: str) -> str:
        return await self._become(room, user, "invite")

    async def expel(self, room: str, user: str, *, ban: bool = False) -> str:
        return await self._become(room, user, "ban" if ban else "leave")

    async def rename(self, name: str) -> None:
        await self.call("PUT", f"/profile/{quote(self.user)}/displayname", {"displayname": name})

    # Rooms

    async def open_room(
        self,
        name: str,
        *,
        alias: str | None = None,
        space: bool = False,
        version: str | None = None,
        public: bool = True,
        invite: Iterable[str] = (),
        **more: Any,
    ) -> str:
        """Makes a room, or a Space; gives its id. `more` goes into createRoom as it is."""
        wish: dict[str, Any] = {"invite": list(invite), "preset": "private_chat", **more}
        if name:
            wish["name"] = name
        if public:
            wish |= {"preset": "public_chat", "visibility": "public"}
        if alias:
            wish["room_alias_name"] = alias
        if version:
            wish["room_version"] = version
        if space:
            wish["creation_content"] = {"type": "m.space"}
        return str((await self.call("POST", "/createRoom", wish))["room_id"])

    async def place(self, space: str, room: str) -> str:
        """Puts a room into a Space."""
        child = await self.room_id(room)
        return await self.set_state(space, "m.space.child", {"via": [self.user.partition(":")[2]]}, child)

    async def upgrade(self, room: str, version: str) -> str:
        """Replaces a room by one of that room version; gives the new room's id."""
        path = f"/rooms/{await self._id(room)}/upgrade"
        return str((await self.call("POST", path, {"new_version": version}))["replacement_room"])

    async def dm(self, user: str) -> str:
        """The room in which this person and `user` talk alone, made where there is none."""
        known = await self.direct_rooms(user)
        if known:
            return known[-1]
        room = await self.open_room("", public=False, invite=[user], is_direct=True, preset="trusted_private_chat")
        await self._remember_direct(user, room)
        return room

    async def direct_rooms(self, user: str) -> tuple[str, ...]:
        """Rooms with `user` alone, oldest first; those that `user` opened are joined first, as a click would."""
        seen = (await self.call("GET", "/sync", query={"filter": '{"room":{"timeline":{"limit":0}}}'})).get("rooms", {})
        for room, invited in seen.get("invite", {}).items():
            mine = [e for e in invited["invite_state"]["events"] if e.get("state_key") == self.user]
            if any(e["sender"] == user and e["content"].get("is_direct") for e in mine):
                await self.join(room)
                await self._remember_direct(user, room)
        return tuple((await self._direct()).get(user, ()))

    async def set_state(self, room: str, kind: str, content: Mapping[str, Any], key: str = "") -> str:
        path = f"/rooms/{await self._id(room)}/state/{kind}/{quote(key, safe='')}"
        return str((await self.call("PUT", path, content))["event_id"])

    # Looking

    async def read(self, room: str, names: Mapping[str, str] | None = None) -> tuple[Seen, ...]:
        """Every message of the room, oldest first, as it reads now, threads included."""
        return as_read(await self.events(room), names or {})

    async def reactions(self, room: str, event: str) -> dict[str, tuple[str, ...]]:
        """Emoji → who reacted so to the message, in order."""
        return reactions_to(event, await self.events(room))

    async def state(self, room: str, kind: str, key: str = "") -> dict[str, Any]:
        """The content of a state event; empty where there is none."""
        try:
            return await self.call("GET", f"/rooms/{await self._id(room)}/state/{kind}/{quote(key, safe='')}")
        except Refusal as refusal:
            if refusal.status == 404:
                return {}
            raise

    async def members(self, room: str) -> dict[str, str]:
        """User id → membership (join, invite, leave, ban, knock)."""
        chunk = (await self.call("GET", f"/rooms/{await self._id(room)}/members"))["chunk"]
        return {event["state_key"]: event["content"]["membership"] for event in chunk}

    async def children(self, space: str) -> tuple[str, ...]:
        """The rooms that stand in a Space, in the order they were put there."""
        found = (event for event in await self.events(space) if event["type"] == "m.space.child")
        latest = {event["state_key"]: event["content"] for event in found}
        return tuple(room for room, content in latest.items() if content.get("via"))

    async def events(self, room: str) -> list[dict[str, Any]]:
        """All native events of the room that this person may see, oldest first."""
        path, events, query = f"/rooms/{await self._id(room)}/messages", [], {"dir": "f", "limit": "500"}
        while True:
            page = await self.call("GET", path, query=query)
            events += page["chunk"]
            if "end" not in page:
                return events
            query["from"] = page["end"]

    async def room_id(self, room: str) -> str:
        """The id of a room named by id or alias."""
        if not room.startswith("#"):
            return room
        return str((await self.call("GET", f"/directory/room/{quote(room)}"))["room_id"])

    # The wire

    async def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """A call of the client API that the methods above do not cover."""
        self.done[method] += 1
        return await call(self.url, method, _CLIENT + path, body=body, query=query, headers=self._headers)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def _id(self, room: str) -> str:
        return quote(await self.room_id(room))

    async def _become(self, room: str, user: str, membership: str) -> str:
        # Synapse takes a membership as a state event too, and then tells its id; /join would not.
        return await self.set_state(room, "m.room.member", {"membership": membership} | self._named(user), user)

    def _named(self, user: str) -> dict[str, str]:
        return {"displayname": self.name} if user == self.user else {}

    async def _direct(self) -> dict[str, list[str]]:
        try:
            return await self.call("GET", f"/user/{quote(self.user)}/account_data/m.direct")
        except Refusal as refusal:
            if refusal.status == 404:
                return {}
            raise

    async def _remember_direct(self, user: str, room: str) -> None:
        direct = await self._direct()
        direct[user] = [*direct.get(user, []), room]
        await self.call("PUT", f"/user/{quote(self.user)}/account_data/m.direct", direct)


def _message(text: str, html: str | None, pings: Iterable[str]) -> dict[str, Any]:
    content: dict[str, Any] = {"msgtype": "m.text", "body": text, "m.mentions": {}}
    if users := list(pings):
        content["m.mentions"] = {"user_ids": users}
    if html is not None:
        content |= {"format": "org.matrix.custom.html", "formatted_body": html, "body": text or plain_text(html)}
    return content


def _relates(relation: Mapping[str, Any]) -> dict[str, Any]:
    return {"m.relates_to": dict(relation)} if relation else {}
