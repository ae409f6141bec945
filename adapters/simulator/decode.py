"""What the world's log tells → events (pure but for looking names up in the world)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coterie.core.model import event as events
from coterie.core.model.event import Event
from coterie.core.refs import MessageRef, PersonRef, RoomRef

from .mentions import EVERYBODY, mentioned
from .things import Change, Happened, Room
from .world import APP, World

PLATFORM = "simulator"

JOINER = "\u2060"
"""Word joiner, invisible: it stands where text would otherwise be read as a mention."""


def decode(world: World, change: Change) -> Event | None:
    """The event that a change is, or None for what concerns nobody. Its id is the same however often it is read."""
    room = world.rooms[change.room] if change.room is not None else None
    about: Mapping[str, Any] = {
        "id": f"{PLATFORM}:{world.name}:{change.number}",
        "at": change.at,
        "platform": PLATFORM,
        "room": room_ref(room.id) if room else None,
        "person": person_ref(change.person) if change.person else None,
        "bot": change.person is not None and world.person(change.person).bot,
    }
    message = message_ref(change.message) if change.message else None
    thread = message_ref(change.thread) if change.thread else None
    direct = room is not None and room.direct is not None
    match change.what:
        case Happened.INSTALLED:
            return events.Installed(**about, workspace=world.name)
        case Happened.ENTERED:
            return _opened(world, room, about) if room and not room.space else None
        case Happened.JOINED:
            return events.MemberJoined(**about, **_told(world, change.person))
        case Happened.LEFT:
            return events.MemberLeft(**about, how=events.Departure.LEFT)
        case Happened.EXPELLED:
            return events.MemberLeft(**about, how=events.Departure.REMOVED)
        case Happened.LOOKED:
            return events.HomeOpened(**about)
        case Happened.REPLACED:
            return events.RoomReplaced(**about, successor=room_ref(change.text))
        case Happened.COMMANDED:
            text = neutral(world, change.text)
            return events.CommandGiven(**about, text=text, direct=direct, trigger=change.trigger)
        case Happened.SUBMITTED:
            return events.FormSubmitted(**about, form=change.form or "", answers=change.answers, trigger=change.trigger)
    if message is None:
        return None
    match change.what:
        case Happened.SAID:
            text, addressed = _unaddressed(neutral(world, change.text))
            return events.MessagePosted(
                **about, message=message, text=text, thread=thread, direct=direct, addressed=addressed
            )
        case Happened.EDITED:
            return events.MessageEdited(**about, message=message, text=neutral(world, change.text))
        case Happened.REMOVED:
            return events.MessageRemoved(**about, message=message, thread=thread)
        case Happened.REACTED:
            return events.ReactionAdded(**about, message=message, emoji=without_tone(change.text))
        case Happened.UNREACTED:
            return events.ReactionRemoved(**about, message=message, emoji=without_tone(change.text))
        case Happened.CHOSE:
            return events.ChoiceMade(**about, message=message, choices=change.choices, trigger=change.trigger)


def neutral(world: World, typed: str) -> str:
    """What somebody typed, mentions as `<@REF>` and nothing else readable as one."""
    written, at = [], 0
    for start, end, who in mentioned(typed, world.people):
        if who != EVERYBODY:
            written += [_harmless(typed[at:start]), f"<@{PLATFORM}/{who}>"]
            at = end
    return "".join([*written, _harmless(typed[at:])])


def without_tone(emoji: str) -> str:
    """An emoji without a skin tone."""
    return "".join(sign for sign in emoji if not "\U0001f3fb" <= sign <= "\U0001f3ff")


def person_ref(id: str) -> PersonRef:
    return PersonRef.native_to(PLATFORM, id)


def room_ref(id: str) -> RoomRef:
    return RoomRef.native_to(PLATFORM, id)


def message_ref(id: str) -> MessageRef:
    return MessageRef.native_to(PLATFORM, id)


def _harmless(typed: str) -> str:
    return typed.replace("<@", f"<{JOINER}@")


def _unaddressed(text: str) -> tuple[str, bool]:
    """The text without a mention of the app at its head, and whether there was one."""
    head = f"<@{PLATFORM}/{APP}>"
    if not text.startswith(head):
        return text, False
    return text.removeprefix(head).lstrip(" ,:"), True


def _opened(world: World, room: Room, about: Mapping[str, Any]) -> events.RoomOpened:
    members = tuple(
        events.Account(person_ref(id), **_told(world, id), bot=world.person(id).bot) for id in room.members if id != APP
    )
    return events.RoomOpened(
        **about, names=(room.name, f"#{room.name}", room.id), members=members, direct=room.direct is not None
    )


def _told(world: World, person: str | None) -> Mapping[str, Any]:
    """What an account tells of itself."""
    account = world.person(person or "")
    return {"name": account.name, "handle": account.id, "zone": account.zone, "locale": account.locale}
