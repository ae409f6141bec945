"""Effects → native calls."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime

from nio.crypto import encrypt_attachment  # type: ignore[import-untyped]  # it ships no types

from coterie.core.errors import Refused, Unsupported
from coterie.core.logs import get_logger
from coterie.core.model.effect import (
    Archive,
    Edit,
    Effect,
    EndPoll,
    Expel,
    GrantRole,
    Invite,
    Look,
    OpenRoom,
    OpenSpace,
    Pin,
    PlaceInSpace,
    Post,
    React,
    Remove,
    Rename,
    Reopen,
    RevokeRole,
    SetAccess,
    SetAvatar,
    SetTopic,
    Survey,
    Unreact,
    Upload,
)
from coterie.core.model.event import MessageSeen
from coterie.core.ports import Performed
from coterie.core.refs import MessageRef, PersonRef, RoomRef

from . import encode, polls
from .avatars import Avatars
from .decode import Native, seen
from .directs import Directs
from .emoji import neutral_emoji
from .encode import KEY, Content
from .encryption.believed import ENCRYPTED
from .encryption.encryption import Encryption
from .markup import mentioned
from .media import decoded, stored
from .names import PLATFORM, event_of, message_ref, native_id, room_ref, transaction_id
from .policies import Policies
from .rooms import Rooms
from .survey import Surveying
from .wire import RELATIONS, Denied, Limited, Wire, path

log = get_logger(__name__)

# How many of its own events coterie looks through for one that it may have sent already.
_LOOK_BACK = 500
_ON_MESSAGES = (Edit, EndPoll, Remove, React, Unreact)


class Performer:
    """Does what effects ask. A send carries a transaction id made of the effect's key: a homeserver takes it once."""

    def __init__(self, wire: Wire, directs: Directs, encryption: Encryption, policies: Policies) -> None:
        self._wire = wire
        self._directs = directs
        self._encryption = encryption
        self._rooms = Rooms(wire, encryption, policies)
        self._avatars = Avatars(wire)
        self._names: dict[str, str] = {}

    async def survey(self, effect: Survey, now: datetime) -> Performed:
        """How a room stands; nothing is changed, and coterie goes in nowhere."""
        return Performed(learned=(await Surveying(self._wire, self._rooms).look(effect, now),))

    async def perform(self, effect: Effect, *, again: bool) -> Performed:
        """Do it. With `again`, what may have been done already is looked for first."""
        try:
            return await self._perform(effect, again)
        except Denied:
            if not isinstance(effect, _ON_MESSAGES) or not await self._directs.was_left(event_of(effect.message)[0]):
                raise
            return Performed()

    async def _perform(self, effect: Effect, again: bool) -> Performed:
        match effect:
            case Post():
                return await self._post(effect, again)
            case Upload():
                return await self._upload(effect, again)
            case Look():
                return Performed(learned=(await self._seen(effect),))
            case React():
                return await self._react(effect, again)
            case Unreact():
                await self._unreact(effect)
            case Edit():
                await self._edit(effect, again)
            case EndPoll():
                await self._end_poll(effect, again)
            case Remove():
                room, event = event_of(effect.message)
                await self._wire.call("PUT", path("rooms", room, "redact", event, transaction_id(effect.key)), {})
            case OpenRoom() | OpenSpace():
                return Performed(room_ref(await self._rooms.open(effect)).id)
            case _:
                await self._change(effect)
        return Performed()

    async def _change(self, effect: Effect) -> None:
        match effect:
            case Pin():
                await self._rooms.pin(*event_of(effect.message))
            case PlaceInSpace():
                room, space = native_id(effect.room), native_id(effect.space)
                await self._rooms.place(room, space, effect.order, suggested=effect.suggested)
            case SetTopic():
                await self._wire.put_state(native_id(effect.room), "m.room.topic", {"topic": effect.topic})
            case SetAvatar():
                await self._avatars.put(effect)
            case Invite():
                await self._rooms.invite(native_id(effect.room), native_id(effect.person))
            case Expel():
                await self._rooms.expel(native_id(effect.room), native_id(effect.person), effect.reason)
            case GrantRole():
                await self._rooms.grant(native_id(effect.room), native_id(effect.person), effect.role)
            case RevokeRole():
                await self._rooms.revoke(native_id(effect.room), native_id(effect.person), effect.role)
            case Archive():
                await self._rooms.archive(native_id(effect.room))
            case Reopen():
                await self._rooms.reopen(native_id(effect.room))
            case Rename():
                await self._rooms.rename(native_id(effect.room), effect.name, effect.title)
            case SetAccess():
                space = native_id(effect.space) if effect.space else ""
                await self._rooms.set_access(native_id(effect.room), effect.visibility, effect.join, space or None)
            case _:
                raise Unsupported(f"Matrix has no {type(effect).__name__}")

    async def _post(self, post: Post, again: bool) -> Performed:
        kind, text = "m.room.message", ""
        if post.card.poll:
            kind = polls.START
        else:
            text = encode.card_text(post.card)
        if post.quietly is not None:
            raise Unsupported("on Matrix everybody in a room sees a message: say it to the person directly")
        room = await self._place(post.to, again)
        names = await self._shown(mentioned(text))
        root = _root(post.thread, room)
        if post.card.poll:
            contents: tuple[Content, ...] = (polls.poll(post.card, key=post.key, root=root),)
        else:
            contents = encode.messages(text, names, key=post.key, root=root)
        sent: list[str] = []
        for content in contents:
            try:
                sent.append(await self._send(room, kind, content, again))
            except Limited as error:
                error.undone = not sent
                raise
        if post.pin:
            await self._pin_said(room, sent[0])
        return _made(room, sent[0], post.to)

    async def _end_poll(self, effect: EndPoll, again: bool) -> None:
        room, event = event_of(effect.message)
        found = await self._fetched(room, event)
        if polls.poll_in(found.get("content")) is not None:
            await self._send(room, polls.END, polls.end(event, effect.text, key=effect.key), again)

    async def _pin_said(self, room: str, event: str) -> None:
        """What was said stays said where coterie may not pin it."""
        try:
            await self._rooms.pin(room, event)
        except Denied as error:
            log.warning("a message can't be pinned", room=room, reason=str(error))

    async def _seen(self, look: Look) -> MessageSeen:
        room, event = event_of(look.message)
        found = await self._fetched(room, event)
        message = seen(room, found, f"{PLATFORM}:seen:{look.key}")
        if message is None:
            raise Refused(f"{look.message} is no message, or it was removed")
        return message

    async def _fetched(self, room: str, event: str) -> Native:
        """An event of the homeserver's, as it was before it was encrypted."""
        native = await self._wire.call("GET", path("rooms", room, "event", event))
        return (await self._encryption.read(room, [native], wait=False))[0]

    async def _edit(self, edit: Edit, again: bool) -> None:
        room, event = event_of(edit.message)
        text = encode.card_text(edit.card)
        content = encode.edit(text, await self._shown(mentioned(text)), key=edit.key, event=event)
        await self._send(room, "m.room.message", content, again)

    async def _react(self, react: React, again: bool) -> Performed:
        room, event = event_of(react.message)
        content = encode.reaction(react.emoji, key=react.key, event=event)
        try:
            return Performed(message_ref(room, await self._send(room, "m.reaction", content, again)).id)
        except Denied as error:
            if error.code == "M_DUPLICATE_ANNOTATION":
                return Performed()
            raise

    async def _unreact(self, effect: Unreact) -> None:
        """Redact coterie's own annotations with this key (client-server API, "Event annotations and reactions")."""
        room, event = event_of(effect.message)
        found = await self._wire.call("GET", path("rooms", room, "relations", event, "m.annotation", api=RELATIONS))
        for one in found.get("chunk") or ():
            key = ((one.get("content") or {}).get("m.relates_to") or {}).get("key")
            if one.get("sender") == self._wire.user and key and neutral_emoji(key) == neutral_emoji(effect.emoji):
                done = transaction_id(f"{effect.key}:{one['event_id']}")
                await self._wire.call("PUT", path("rooms", room, "redact", one["event_id"], done), {})

    async def _upload(self, upload: Upload, again: bool) -> Performed:
        room = await self._place(upload.to, again)
        data = decoded(upload.content, f"the file {upload.name}")
        content = encode.file_message(
            upload.name,
            upload.media_type,
            len(data),
            await self._uploaded(room, upload, data),
            key=upload.key,
            caption=upload.text,
            names=await self._shown(mentioned(upload.text)),
            root=_root(upload.thread, room),
        )
        return _made(room, await self._send(room, "m.room.message", content, again), upload.to)

    async def _uploaded(self, room: str, upload: Upload, data: bytes) -> str | Content:
        """Where the file is: its address; in an encrypted room with the key to it (client-server API, "Sending encrypted attachments")."""
        if not await self._encryption.is_encrypted(room):
            return await stored(self._wire, data, upload.name, upload.media_type)
        sealed, keys = await asyncio.to_thread(encrypt_attachment, data)
        return {**keys, "url": await stored(self._wire, sealed, "", "application/octet-stream")}

    async def _place(self, to: RoomRef | PersonRef, again: bool) -> str:
        return await self._directs.room_with(native_id(to), again=again) if isinstance(to, PersonRef) else native_id(to)

    async def _send(self, room: str, kind: str, content: Content, again: bool) -> str:
        key = content[KEY]
        # A reaction stays open: the homeserver could not count it otherwise, and no client encrypts it.
        seal = kind != "m.reaction" and await self._encryption.is_encrypted(room)
        if again and (sent := await self._sent_before(room, ENCRYPTED if seal else kind, key)):
            return sent
        if seal:
            kind, content = ENCRYPTED, await self._encryption.sealed(room, kind, content) | {KEY: key}
        return str((await self._wire.call("PUT", path("rooms", room, "send", kind, key), content))["event_id"])

    async def _sent_before(self, room: str, kind: str, key: str) -> str | None:
        """The event of ours that carries this key. Homeservers forget transaction ids, Synapse after a day."""
        query: dict[str, str | int] = {
            "dir": "b",
            "limit": 100,
            "filter": json.dumps({"senders": [self._wire.user], "types": [kind]}),
        }
        for _ in range(_LOOK_BACK // 100):
            page = await self._wire.call("GET", path("rooms", room, "messages"), query=query)
            for event in page.get("chunk", []):
                if event.get("content", {}).get(KEY) == key:
                    return str(event["event_id"])
            if not page.get("end"):
                return None
            query["from"] = page["end"]
        return None

    async def _shown(self, users: Sequence[str]) -> dict[str, str]:
        """What the users call themselves. Asked for once; a name that changes later is a matter of looks."""
        for user in users:
            if user not in self._names:
                self._names[user] = await self._wire.display_name(user) or user
        return {user: self._names[user] for user in users}


def _root(thread: MessageRef | None, room: str) -> str | None:
    """The event at the root of the thread, where it is in this room."""
    if thread is None:
        return None
    where, event = event_of(thread)
    return event if where == room else None


def _made(room: str, event: str, to: RoomRef | PersonRef) -> Performed:
    return Performed(message_ref(room, event).id, room_ref(room).id if isinstance(to, PersonRef) else None)
