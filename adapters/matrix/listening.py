"""What a sync brought → events, in the order they happened, with what is missing between two syncs fetched."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from attrs import evolve

from coterie.core.errors import Refused
from coterie.core.logs import get_logger
from coterie.core.model.effect import OpenRoom
from coterie.core.model.event import Event, MemberJoined, RoomOpened
from coterie.core.refs import RoomRef

from . import polls
from .decode import Reading, events_of, membership, room_opened, target_of, unreadable
from .directs import ACCOUNT_DATA, Directs
from .encryption.encryption import Encryption, Late, is_sealed
from .encryption.kept import Waiting
from .first_sight import FirstSight
from .ignored import IGNORED, Ignored
from .names import PLATFORM, person_ref
from .power import power_of
from .rights import let_in_by, rights_found
from .setbacks import HEARD_AGAIN, Doubles
from .wire import Denied, Wire, path

log = get_logger(__name__)

_WANTED: dict[str, Any] = {
    "presence": {"types": []},
    "account_data": {"types": [ACCOUNT_DATA, IGNORED]},
    "room": {"ephemeral": {"types": []}, "account_data": {"types": []}, "timeline": {"limit": 100}},
}
FILTER = json.dumps(_WANTED)
"""What coterie asks of a sync. 100 events is what Synapse gives at most, whatever is asked for."""
FIRST_FILTER = json.dumps(_WANTED | {"room": {**_WANTED["room"], "timeline": {"limit": 1}}})
"""And of the very first one, which is not read for what was said before."""

_REMEMBERED = 10_000
_REFERRED_TO = ("m.room.message", "m.room.encrypted", "m.sticker", "m.reaction", *polls.STARTS, *polls.RESPONSES)
"""What edits, redactions and votes may speak of."""
_NAMING = ("m.room.name", "m.room.canonical_alias", "m.room.join_rules")
"""What tells a room anew: by what it may be called, and whether everybody may come in."""
POWER = "m.room.power_levels"
_AGREED_ON = ("m.room.member", POWER, "m.room.tombstone")
"""What is heard also where it stands in the state alone. Where something between two syncs is missing, it is found there."""
_ONE_BY_ONE = 10
"""Of so many a sync tells, each is asked for by itself; of more, the room is."""
_ABOUT_RIGHTS = ("m.room.create", POWER, "m.room.name", "m.room.canonical_alias")

Native = Mapping[str, Any]


class Listener:
    """Reads syncs, one after another. Accepts invitations and follows rooms to their successors on the way."""

    def __init__(self, wire: Wire, directs: Directs, encryption: Encryption) -> None:
        self._wire = wire
        self._directs = directs
        self._encryption = encryption
        self.first_sight = FirstSight()
        self._ignored = Ignored(wire)
        self._doubles = Doubles()
        # What a redaction leaves of a reaction does not say what it was: remembered while it stands.
        self._known: OrderedDict[str, Native] = OrderedDict()

    async def events(self, sync: Native, since: str | None, heard_again: bool = False) -> AsyncIterator[list[Event]]:
        """What happened after `since`, piece by piece and in order: what is missing between two syncs may be more than fits into the memory.

        At the very first sync (None): which rooms coterie is in, and nothing that was said before; `heard_again`, what was said of late, too.
        """
        for data in _list(_dict(sync.get("account_data")).get("events")):
            if data.get("type") == ACCOUNT_DATA:
                self._directs.listed_now(_dict(data.get("content")))
            if data.get("type") == IGNORED:
                self._ignored.listed_now(_dict(data.get("content")))
        rooms = _dict(sync.get("rooms"))
        for room, invited in _dict(rooms.get("invite")).items():
            await self._accept(room, _list(_dict(_dict(invited).get("invite_state")).get("events")))
        for room, joined in _dict(rooms.get("join")).items():
            async for found in self._in_room(room, _dict(joined), since):
                yield found
            if _somebody_went(_dict(joined), self._wire.user, whole=since is None):
                await self._directs.leave_where_alone(room)
            if heard_again:
                yield await self._read(room, _of_late(_dict(joined), self._wire.user))
        for room, left in _dict(rooms.get("leave")).items():
            self.first_sight.lost(room)
            async for natives in self._pieces(room, _dict(left), since):
                yield await self._read(room, natives)

    async def found(self, room: RoomRef, asked: OpenRoom) -> tuple[Event, ...]:
        """The room that was looked for and is there, and who is in it; also by the name by which it was asked for."""
        state = _list((await self._wire.call("GET", path("rooms", room.native, "state"))).get("chunk"))
        mine = [event for event in state if membership(event, self._wire.user)]
        opened = await self._opened(room.native, state, mine[-1:], ())
        id = f"{PLATFORM}:found:{asked.key}"
        return tuple(evolve(event, id=id, names=(*event.names, asked.name)) for event in opened)

    async def late(self, late: Late) -> list[Event]:
        """What came before its key did, and can be read now."""
        return await self._read(late.room, late.natives)

    async def unread(self, overdue: Iterable[Waiting]) -> list[Event]:
        """That these can't be read; of whom the account ignores nothing."""
        heard = [one for one in overdue if not await self._ignored.silences(one.native)]
        return [unreadable(one.room, one.native, one.session) for one in heard]

    async def _in_room(self, room: str, joined: Native, since: str | None) -> AsyncIterator[list[Event]]:
        state = _list(_dict(joined.get("state")).get("events"))
        timeline = _list(_dict(joined.get("timeline")).get("events"))
        if any(event.get("type") == "m.room.member" for event in [*state, *timeline]):
            self._directs.members_changed(room)
        mine = [event for event in [*state, *timeline] if membership(event, self._wire.user)]
        came_in = [event for event in mine if _came_in(membership(event, self._wire.user))]
        if since is None:
            self._directs.members_are(room, len(_joined([*state, *timeline])))
            replaced = [one for one in [*state, *timeline] if one.get("type") == "m.room.tombstone"]
            opened = await self._opened(room, [*state, *timeline], mine[-1:], ())
            if not _is_space([*state, *timeline]):
                self.first_sight.of(opened)
            yield [
                *opened,
                *await self._read(room, replaced[-1:]),
                *await self._rights(room, [*state, *timeline], mine[-1:]),
            ]
            return
        if not came_in:
            # Of changes that are not in the timeline: the room's servers came to agree on something else.
            changed = [one for one in state if one.get("type") in _AGREED_ON]
            if changed and not _dict(joined.get("timeline")).get("limited"):
                yield await self._read(room, await self._standing(room, changed))
            elif changed := [one for one in changed if one.get("type") == POWER]:
                yield await self._rights(room, [], changed[-1:])
            async for natives in self._pieces(room, joined, since):
                yield await self._read(room, natives)
            return
        # From the invitation on: who opens a direct conversation has often written before coterie could come in.
        begin = _invitation(came_in[-1]) or came_in[-1].get("event_id")
        natives = await self._complete(room, joined, begin)
        happened = await self._read(room, natives)
        rights = await self._rights(room, [*state, *timeline], came_in[-1:], entered=True)
        yield [*await self._opened(room, [*state, *timeline], came_in[-1:], happened), *rights, *happened]

    async def _opened(
        self, room: str, state: Sequence[Native], joined: Sequence[Native], happened: Iterable[Event]
    ) -> list[RoomOpened]:
        """The room as it was found; who came in later is told of by an event of their own."""
        later = {event.person.native for event in happened if isinstance(event, MemberJoined) and event.person}
        before = [one for one in state if one.get("type") != "m.room.member" or str(one.get("state_key")) not in later]
        opened = [room_opened(room, before, event, await self._reading(room)) for event in joined]
        return [event for event in opened if event is not None]

    async def _rights(
        self, room: str, state: Sequence[Native], told_by: Sequence[Native], *, entered: bool = False
    ) -> list[Event]:
        """What coterie may not do there, told by the last of these events. That nothing is missing is told where somebody made it so."""
        if not told_by:
            return []
        event = told_by[-1]
        inviter = let_in_by(event, self._wire.user) if entered else None
        changed = event.get("type") == POWER and event.get("sender") != self._wire.user
        try:
            known = state or [one for kind in _ABOUT_RIGHTS if (one := await self._state_event(room, kind))]
        except Refused:
            return []
        by_kind = {str(one.get("type")): one for one in known if one.get("state_key") == ""}
        content = _dict(_dict(by_kind.get(POWER)).get("content"))
        power = power_of(_dict(by_kind.get("m.room.create")), content or None)
        who = inviter or (event.get("sender") if changed else None)
        caused = {"entered": inviter is not None, "person": person_ref(who) if isinstance(who, str) else None}
        found = rights_found(room, known, event, power, await self._reading(room), **caused)
        return [found] if found is not None and (inviter or changed or found.lacking) else []

    async def _standing(self, room: str, changed: Sequence[Native]) -> Sequence[Native]:
        """Those of these that are the room's state now. Where people act at once a sync tells, beside its timeline, what was overtaken before."""
        state: Sequence[Native]
        try:
            if len(changed) > _ONE_BY_ONE:
                state = _list((await self._wire.call("GET", path("rooms", room, "state"))).get("chunk"))
            else:
                asked = [(str(one.get("type")), str(one.get("state_key", ""))) for one in changed]
                state = [one for kind, key in asked if (one := await self._state_event(room, kind, key)) is not None]
        except Refused:
            return changed
        return [one for one in changed if any(_is_same(one, now) for now in state)]

    async def _state_event(self, room: str, kind: str, key: str = "") -> Native | None:
        """The whole event; None where the room has none."""
        where = path("rooms", room, "state", kind, key)
        try:
            found = await self._wire.call("GET", where, query={"format": "event"})
        except Denied as error:
            if error.code != "M_NOT_FOUND":
                raise
            return None
        return found if "content" in found else {"type": kind, "state_key": key, "content": found}

    async def _renamed(self, room: str, native: Native) -> list[RoomOpened]:
        """The room under its new name: by it a community file may mean this room."""
        self.first_sight.lost(room)
        try:
            state = _list((await self._wire.call("GET", path("rooms", room, "state"))).get("chunk"))
        except Refused:
            return []
        return await self._opened(room, state, [native], ())

    async def _read(self, room: str, natives: Sequence[Native]) -> list[Event]:
        found: list[Event] = []
        for native in await self._encryption.read(room, natives):
            self._doubles.notice(native, self._wire.user)
            if await self._ignored.silences(native):
                continue
            self._remember(native)
            about: Native | None = native
            for _ in range(2):  # a vote that is taken away speaks of its poll
                if about is not None and (target := target_of(about)) is not None:
                    if target not in self._known:
                        await self._look_up(room, target)
                    about = self._known.get(target)
            found += events_of(room, native, await self._reading(room))
            if _dict(native.get("content")).get("msgtype") == "m.key.verification.request":
                remedy = "stop coterie, run `coterie matrix verify`, and let them ask again"
                log.info("somebody wants to verify coterie", who=native.get("sender"), remedy=remedy)
            if self._encryption.trouble is not None and is_sealed(native):
                found.append(unreadable(room, native, f"no keys {room}"))
            if _names_room(native) and native.get("sender") != self._wire.user:
                found += await self._renamed(room, native)
            if native.get("type") == POWER and native.get("sender") != self._wire.user:
                found += await self._rights(room, [], [native])
            if native.get("type") == "m.room.tombstone":
                await self._enter(_dict(native.get("content")).get("replacement_room"))
        return found

    async def _pieces(self, room: str, section: Native, since: str | None) -> AsyncIterator[Sequence[Native]]:
        """The timeline, behind what is missing between it and the sync `since`: a page at a time, the oldest first."""
        timeline = _dict(section.get("timeline"))
        until = timeline.get("prev_batch") if timeline.get("limited") else None
        token: object = since
        while isinstance(token, str) and isinstance(until, str):
            page = await self._page(room, {"dir": "f", "from": token, "to": until, "limit": 100})
            chunk = _list(page.get("chunk"))
            yield chunk
            token = page.get("end") if chunk and page.get("end") != token else None
        yield _list(timeline.get("events"))

    async def _complete(self, room: str, section: Native, begin: str | None) -> Sequence[Native]:
        """The timeline from just behind the event `begin` on."""
        timeline = _dict(section.get("timeline"))
        events = _list(timeline.get("events"))
        token = timeline.get("prev_batch") if timeline.get("limited") else None
        while isinstance(token, str) and not _has(events, begin):
            page = await self._page(room, {"dir": "b", "from": token, "limit": 100})
            events = [*reversed(_list(page.get("chunk"))), *events]
            token = page.get("end") if page.get("chunk") else None
        ids = [event.get("event_id") for event in events]
        return events[ids.index(begin) + 1 :] if begin in ids else events

    async def _page(self, room: str, query: Mapping[str, str | int]) -> Native:
        """A page of a room's history; an empty one where it can't be read any more."""
        try:
            return await self._wire.call("GET", path("rooms", room, "messages"), query=query)
        except Refused as error:
            log.warning("events of a room can't be read any more", room=room, reason=str(error))
            return {}

    async def _accept(self, room: str, state: Sequence[Native]) -> None:
        """Take an invitation. Done before the sync is saved, so that it is tried again if coterie dies meanwhile."""
        ignored = await self._ignored.users()
        if any(membership(event, self._wire.user) and str(event.get("sender")) in ignored for event in state):
            return
        for event in state:
            content = _dict(event.get("content"))
            if membership(event, self._wire.user) and content.get("is_direct") is True:
                await self._directs.add(str(event.get("sender")), room)
        await self._enter(room)

    async def _enter(self, room: object) -> None:
        if not isinstance(room, str):
            return
        try:
            await self._wire.call("POST", path("join", room), {})
        except Refused as error:
            log.warning("a room can't be entered", room=room, reason=str(error))

    async def _reading(self, room: str) -> Reading:
        direct = await self._directs.is_direct(room)
        return Reading(user=self._wire.user, name=self._wire.name, direct=direct, known=self._known)

    async def _look_up(self, room: str, event: str) -> None:
        try:
            native = await self._wire.call("GET", path("rooms", room, "event", event))
            self._remember((await self._encryption.read(room, [native], wait=False))[0])
        except Refused:
            log.debug("an event that another one speaks of can't be had", room=room, native_event=event)

    def _remember(self, native: Native) -> None:
        event = native.get("event_id")
        if not isinstance(event, str) or native.get("type") not in _REFERRED_TO:
            return
        relation = _dict(native.get("content")).get("m.relates_to")
        content = {"m.relates_to": relation} if relation else {}
        if native.get("type") in polls.STARTS:
            content = _dict(native.get("content"))
        self._known[event] = {"type": native.get("type"), "sender": native.get("sender"), "content": content}
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


def _of_late(section: Native, user: str) -> Sequence[Native]:
    """What the timeline has of the last day, from when coterie came in."""
    events = _list(_dict(section.get("timeline")).get("events"))
    came = [place for place, event in enumerate(events) if _came_in(membership(event, user))]
    late = HEARD_AGAIN / timedelta(milliseconds=1)
    ages = ((event, _dict(event.get("unsigned")).get("age")) for event in events[came[-1] if came else 0 :])
    return [event for event, age in ages if isinstance(age, int) and age < late]


def _is_same(told: Native, now: Native) -> bool:
    """Whether both are one event; by what stands in them where the homeserver gives no more."""
    by = ("event_id",) if "event_id" in now else ("type", "state_key", "content")
    return all(told.get(name) == now.get(name) for name in by)


def _names_room(native: Native) -> bool:
    return native.get("type") in _NAMING and native.get("state_key") == ""


def _came_in(change: tuple[str | None, str | None] | None) -> bool:
    return change is not None and change[0] != "join" and change[1] == "join"


def _somebody_went(section: Native, user: str, *, whole: bool) -> bool:
    """Whether somebody left the room by what a sync tells of it; in what is told of the `whole` room, whether others than `user` are in at all."""
    told = [*_list(_dict(section.get("state")).get("events")), *_list(_dict(section.get("timeline")).get("events"))]
    if whole:
        return not _joined(told) - {user}
    went = ("leave", "ban")
    return any(
        one.get("type") == "m.room.member" and _dict(one.get("content")).get("membership") in went for one in told
    )


def _joined(state: Sequence[Native]) -> set[object]:
    """Who is in, of whole state with what changed it behind it."""
    now = {
        one.get("state_key"): _dict(one.get("content")).get("membership")
        for one in state
        if one.get("type") == "m.room.member"
    }
    return {user for user, membership in now.items() if membership == "join"}


def _is_space(state: Sequence[Native]) -> bool:
    return any(
        one.get("type") == "m.room.create" and _dict(one.get("content")).get("type") == "m.space" for one in state
    )


def _invitation(joined: Native) -> str | None:
    """The id of the invitation that was taken by this event, where there was one."""
    unsigned = _dict(joined.get("unsigned"))
    invited = _dict(unsigned.get("prev_content")).get("membership") == "invite"
    return unsigned.get("replaces_state") if invited else None


def _has(events: Sequence[Native], event: str | None) -> bool:
    return event is not None and any(one.get("event_id") == event for one in events)


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
