"""What coterie itself made of the homes of groups, remembered as it is done: by it alone may something be undone.

Whoever asked for an effect, it is written down here in the commit that writes down that it was done.

Records:
    made   "GROUP PLATFORM" → {room, topic, title, charter, access, avatar, roles, met}   see `core.plan.found.Made`
"""

from __future__ import annotations

from datetime import datetime

from ..charter import charter_group, charter_key, digest
from ..model.effect import (
    Edit,
    Effect,
    GrantRole,
    Invite,
    OpenRoom,
    OpenSpace,
    Pin,
    Post,
    Rename,
    RevokeRole,
    SetAccess,
    SetAvatar,
    SetTopic,
    Upload,
)
from ..ports import Json, Performed, Unit
from ..refs import MessageRef, RoomRef
from . import bindings, lanes
from .directory import COMMON, REPLACED, ROOM, group_in, room_of
from .homes import NAMED
from .owners import lives_in, owner_of
from .thread_homes.records import forget, is_thread, note

MADE = "made"

SPACE = "space:"
"""The keys of effects that open a community's Space begin so; the community's id follows."""

SPACE_ITSELF = "^"
"""Before the id of a community: its Space, where else a group stands."""

FOUNDED = "founded"
"""The charter of a group is one message to coterie, wherever it stands and however often it was said again."""


def charter_of(group: str) -> MessageRef:
    """The one reference to a group's charter in all its homes."""
    return MessageRef(charter_key(group, FOUNDED))


def space_of(community: str) -> RoomRef:
    """The one reference to a community's Space."""
    return RoomRef(f"{SPACE}{community}")


async def take_over(unit: Unit, owner: str, whose: str, native: str) -> None:
    """Let a room be the home of `whose` that was that of an `owner` who has none there any more, with what coterie made of it."""
    platform = str(RoomRef(native).platform)
    await bindings.unbind(unit, lives_in(owner), native)
    for table in (MADE, NAMED):
        kept = await unit.get(table, _key(owner, platform))
        if kept is not None:
            unit.delete(table, _key(owner, platform))
        if table == MADE:
            unit.put(MADE, _key(whose, platform), kept or {"room": False})
    for charter in await bindings.natives(unit, charter_of(owner)):
        if charter.platform == platform:
            await bindings.unbind(unit, charter_of(owner), charter.id)
            await _bind_anew(unit, charter_of(whose), platform, charter.id)
            lanes.leaves(unit, charter_of(whose).id, lives_in(whose).id)
    await _bind_anew(unit, lives_in(whose), platform, native)


async def remember(unit: Unit, asked: Effect, native: Effect, platform: str, done: Performed, now: datetime) -> None:
    """Write down what the effect made, if it made something of a group's home. `native` is the effect as the platform was given it."""
    if isinstance(native, Post | Upload) and done.native is not None and is_thread(native.to):
        note(unit, done.native, native.to, now.date())
    match asked:
        case OpenSpace() if asked.key.startswith(SPACE) and done.native is not None:
            await _bind_anew(unit, space_of(asked.key.split(":")[1]), platform, done.native)
        case OpenRoom() if (group := group_opened_by(asked.key)) is not None and done.native is not None:
            await _opened(unit, asked, native, group, platform, done.native)
        case Post() if (group := charter_group(asked.key)) is not None and done.native is not None:
            await _said(unit, asked, group, platform, done.native)
        case Edit() if (group := charter_group((await bindings.ours(unit, asked.message)).id)) is not None:
            await _change(unit, group, platform, charter=digest(asked.card.text))
        case Pin():
            await bindings.know_for_ever(unit, asked.message)
        case SetAvatar():
            if (whose := _whose(await bindings.ours(unit, asked.room))) is not None:
                await _change(unit, whose, platform, avatar=asked.digest or None)
        case SetTopic() | Rename() | SetAccess() | GrantRole() | RevokeRole() | Invite():
            home = group_in(await bindings.ours(unit, asked.room))
            if home is not None:
                await _ruled(unit, asked, native, home.id, platform)


def group_opened_by(key: str) -> str | None:
    """The group (or `@` and the community) whose home is opened under this key: looked for by the engine, opened by `apply`, or founded in chat."""
    head, _, rest = key.partition(":")
    if head == "home":
        return rest.partition(":")[0]
    return key.removeprefix(ROOM) if key.startswith(ROOM) else None


def _whose(room: RoomRef) -> str | None:
    """The group whose room it is; `@` and a community's id for the room of all of it, `^` and its id for its Space."""
    group = group_in(room)
    if group is not None:
        return group.id
    for head, sign in ((COMMON, "@"), (SPACE, SPACE_ITSELF)):
        if room.id.startswith(head):
            return f"{sign}{room.id.removeprefix(head)}"
    return None


async def _opened(unit: Unit, asked: OpenRoom, native: Effect, group: str, platform: str, room: str) -> None:
    if not asked.create:
        if await owner_of(unit, room, group) is not None:
            return  # whether it changes hands is for those to decide who know what the files say
        if RoomRef(room) in await bindings.held(unit, lives_in(group)):
            return  # gone into again: what was made of it is known
    for thread in await bindings.held(unit, lives_in(group)):
        if (
            thread.platform == platform and thread.id != room and is_thread(thread)
        ):  # whoever comes into the room is in the thread no more
            unit.put(REPLACED, room, thread.id)
            forget(unit, thread)
    await _bind_anew(unit, lives_in(group), platform, room)
    made: dict[str, Json] = {"room": asked.create}
    if asked.create:
        made |= {"title": asked.title, "topic": asked.topic}
        assert isinstance(native, OpenRoom)
        made["met"] = [person.id for person in native.invite]
    unit.put(MADE, _key(group, platform), made)


async def _said(unit: Unit, asked: Post, group: str, platform: str, native: str) -> None:
    await _change(unit, group, platform, charter=digest(asked.card.text))
    if asked.key == charter_of(group).id:
        return
    await _bind_anew(unit, charter_of(group), platform, native)
    lanes.leaves(unit, charter_of(group).id, room_of(group).id)


async def _ruled(unit: Unit, asked: Effect, native: Effect, group: str, platform: str) -> None:
    kept = await unit.get(MADE, _key(group, platform)) or {}
    match asked, native:
        case SetTopic(), _:
            await _change(unit, group, platform, topic=asked.topic)
        case Rename(), _:
            await _change(unit, group, platform, title=asked.title)
            if await unit.get(NAMED, _key(group, platform)) is not None:
                unit.put(NAMED, _key(group, platform), asked.name)
        case SetAccess(), _:
            await _change(unit, group, platform, access=[asked.visibility.value, asked.join.value])
        case Invite(), Invite():
            await _change(unit, group, platform, met=sorted({*kept.get("met", ()), native.person.id}))
        case GrantRole(), GrantRole():
            held = [*kept.get("roles", ()), [native.person.id, native.role]]
            await _change(unit, group, platform, roles=sorted([list(one) for one in {tuple(one) for one in held}]))
        case RevokeRole(), RevokeRole():
            given = [native.person.id, native.role]
            await _change(unit, group, platform, roles=[one for one in kept.get("roles", ()) if list(one) != given])


async def _change(unit: Unit, group: str, platform: str, **fields: Json) -> None:
    kept = await unit.get(MADE, _key(group, platform)) or {}
    if kept | fields != kept:
        unit.put(MADE, _key(group, platform), kept | fields)


async def _bind_anew(unit: Unit, ours: RoomRef | MessageRef, platform: str, native: str) -> None:
    """Let `ours` stand for this native thing there, and for no other of the same platform."""
    for other in await bindings.natives(unit, ours):
        if other.platform == platform and other.id != native:
            await bindings.unbind(unit, ours, other.id)
    await bindings.bind(unit, ours, native)


def _key(group: str, platform: str) -> str:
    return f"{group} {platform}"
