"""Native events → what happened (pure). Whatever a homeserver hands over gives events or nothing, and never raises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from attrs import field

from coterie.core.links import links_in
from coterie.core.model.event import (
    Account,
    ChoiceMade,
    Closing,
    Departure,
    Event,
    Knocked,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    MessageSeen,
    MessageUnreadable,
    ReactionAdded,
    ReactionRemoved,
    RoleChanged,
    RoomClosed,
    RoomOpened,
    RoomReplaced,
    SharedFile,
)
from coterie.core.payloads import well_formed
from coterie.core.values import frozen

from .emoji import neutral_emoji
from .names import PLATFORM, message_ref, person_ref, room_ref, server_of
from .polls import RESPONSES, STARTS, poll_in, vote_of
from .power import roles_changed
from .text import typed_text, without_address

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MESSAGES = ("m.room.message", "m.sticker")
# By convention notices are what programs say (client-server API, "m.notice").
_PROGRAMS = ("m.notice", "m.server_notice")
_FILES = ("m.file", "m.image", "m.video", "m.audio")
_NO_MESSAGES = ("m.key.verification.request",)

Native = Mapping[str, Any]


@frozen
class Reading:
    """What must be known besides an event to read it.

    `user` and `name` are coterie's own account; `direct`, whether the room is a conversation with it alone; `known`, by their ids, the
    native events that edits and redactions speak about, as far as they could be had.
    """

    user: str
    name: str | None = None
    direct: bool = False
    known: Mapping[str, Native] = field(factory=dict, repr=False)


def events_of(room: str, native: object, reading: Reading) -> tuple[Event, ...]:
    """What a native event of the room says happened: mostly one event or none, one a person for a change of power levels."""
    event = _mapping(well_formed(native))
    head = head_of(room, event)
    if head is None:
        return ()
    kind, content = event.get("type"), _mapping(event.get("content"))
    if event.get("state_key") is not None:
        return _state_changed(room, kind, event, content, reading, head)
    if event["sender"] == reading.user:
        return ()
    if kind in _MESSAGES:
        return _said(room, event, content, reading, head)
    if kind in STARTS:
        return _asked(room, event, content, head)
    if kind in RESPONSES:
        return _voted(room, event, content, reading, head)
    if kind == "m.reaction":
        return _reacted(room, content, head)
    if kind == "m.room.redaction":
        return _redacted(room, event, content, reading, head)
    return ()


def seen(room: str, native: object, id: str) -> MessageSeen | None:
    """What is seen in a message that was fetched: where it can be opened, and the addresses in it. None for what is no message."""
    event = _mapping(well_formed(native))
    head, text = head_of(room, event), typed_text(_mapping(event.get("content")))
    if head is None or event.get("type") not in _MESSAGES or text is None:
        return None
    message, via = message_ref(room, str(event["event_id"])), server_of(str(event["sender"]))
    # An address that every client can open (Matrix specification, appendix "matrix.to navigation").
    address = f"https://matrix.to/#/{quote(room)}/{quote(str(event['event_id']))}?via={quote(via)}"
    return MessageSeen(**head | {"id": id, "message": message, "address": address, "links": links_in(text)})


def unreadable(room: str, native: object, session: str) -> MessageUnreadable:
    """That a message was said which can't be read; all that its sender wrote in one `session` has one cause."""
    event = _mapping(well_formed(native))
    found = head_of(room, event)
    assert found is not None  # what has no sender is not kept waiting
    id = _event_id("unreadable", str(event["event_id"]))
    message = message_ref(room, str(event["event_id"]))
    return MessageUnreadable(**found | {"id": id, "message": message, "cause": session})


def target_of(native: object) -> str | None:
    """The id of the event that an edit replaces, a redaction takes away or a vote is given on: it must be known to read this one."""
    event = _mapping(well_formed(native))
    content = _mapping(event.get("content"))
    if event.get("type") == "m.room.redaction":
        # Room version 11 moved it into the content; homeservers give older rooms' events as they are.
        return _text(content.get("redacts")) or _text(event.get("redacts"))
    relation = _mapping(content.get("m.relates_to"))
    related = "m.reference" if event.get("type") in RESPONSES else "m.replace"
    return _text(relation.get("event_id")) if relation.get("rel_type") == related else None


def room_opened(room: str, state: Iterable[object], joined: object, reading: Reading) -> RoomOpened | None:
    """What coterie sees of a room that it came into by the native event `joined`: its names and who is in."""
    event = _mapping(well_formed(joined))
    head = head_of(room, event)
    if head is None:
        return None
    by_key = {(str(one.get("type")), str(one.get("state_key"))): one for one in map(_mapping, map(well_formed, state))}
    members = (_account(one) for (kind, _), one in by_key.items() if kind == "m.room.member")
    return RoomOpened(
        **{**head, "id": f"{head['id']}:opened", "person": None},
        names=names_of(room, {key: _mapping(one.get("content")) for key, one in by_key.items()}),
        members=tuple(member for member in members if member is not None and member.person != person_ref(reading.user)),
        direct=reading.direct,
    )


def membership(native: object, user: str) -> tuple[str | None, str | None] | None:
    """What the event says the membership of `user` was and now is; None where it says nothing of it."""
    event = _mapping(native)
    if event.get("type") != "m.room.member" or event.get("state_key") != user:
        return None
    return _membership(_previous(event)), _membership(event.get("content"))


def _said(room: str, event: Native, content: Native, reading: Reading, head: dict[str, Any]) -> tuple[Event, ...]:
    relation = _mapping(content.get("m.relates_to"))
    head["bot"] = content.get("msgtype") in _PROGRAMS
    if relation.get("rel_type") == "m.replace":
        return _edited(room, event, content, reading, head)
    text = typed_text(content)
    if text is None or content.get("msgtype") in _NO_MESSAGES:
        return ()
    thread = _text(relation.get("event_id")) if relation.get("rel_type") == "m.thread" else None
    reply = None if relation.get("is_falling_back") else _text(_mapping(relation.get("m.in_reply_to")).get("event_id"))
    text, addressed = without_address(text, reading.user, reading.name)
    return (
        MessagePosted(
            **head,
            message=message_ref(room, event["event_id"]),
            text=text,
            thread=message_ref(room, thread) if thread else None,
            reply_to=message_ref(room, reply) if reply else None,
            direct=reading.direct,
            addressed=addressed,
            files=_files(room, event["event_id"], content),
        ),
    )


def _files(room: str, event: str, content: Native) -> tuple[SharedFile, ...]:
    """A file by the link to its message: media itself is served to accounts alone (client-server API, "Content repository")."""
    if content.get("msgtype") not in _FILES:
        return ()
    name = _text(content.get("filename")) or _text(content.get("body")) or "file"
    return (SharedFile(name, f"https://matrix.to/#/{quote(room)}/{quote(event)}"),)


def _edited(room: str, event: Native, content: Native, reading: Reading, head: dict[str, Any]) -> tuple[Event, ...]:
    """Homeservers let anybody send an edit of anybody's message; readers must pass over it (client-server API, "Validity of
    replacement events")."""
    target = target_of(event)
    new = _mapping(content.get("m.new_content"))
    text = typed_text(new)
    original = reading.known.get(target or "", {})
    if target is None or text is None or original.get("sender") != event["sender"]:
        return ()
    text, _ = without_address(text, reading.user, reading.name)
    return (MessageEdited(**head, message=message_ref(room, target), text=text, files=_files(room, target, new)),)


def _reacted(room: str, content: Native, head: dict[str, Any]) -> tuple[Event, ...]:
    target, key = _annotation(content)
    if target is None or key is None:
        return ()
    return (ReactionAdded(**head, message=message_ref(room, target), emoji=neutral_emoji(key)),)


def _asked(room: str, event: Native, content: Native, head: dict[str, Any]) -> tuple[Event, ...]:
    """A poll of somebody's own: to coterie it is what they said, by its question."""
    poll = poll_in(content)
    if poll is None:
        return ()
    relation = _mapping(content.get("m.relates_to"))
    thread = _text(relation.get("event_id")) if relation.get("rel_type") == "m.thread" else None
    message, root = message_ref(room, event["event_id"]), message_ref(room, thread) if thread else None
    return (MessagePosted(**head, message=message, text=poll.question, thread=root),)


def _voted(room: str, event: Native, content: Native, reading: Reading, head: dict[str, Any]) -> tuple[Event, ...]:
    """A vote in a poll of coterie's; what others ask each other is none of its business."""
    target = target_of(event)
    started = reading.known.get(target or "", {})
    poll = poll_in(started.get("content"))
    if target is None or poll is None or started.get("sender") != reading.user:
        return ()
    return (ChoiceMade(**head, message=message_ref(room, target), choices=vote_of(content, poll)),)


def _redacted(room: str, event: Native, content: Native, reading: Reading, head: dict[str, Any]) -> tuple[Event, ...]:
    target = target_of(event)
    gone = reading.known.get(target or "", {})
    if target is None:
        return ()
    if gone.get("type") in RESPONSES:
        voter = head | {"person": person_ref(str(gone.get("sender")))}
        return _voted(
            room,
            {**gone, "content": {"m.relates_to": _mapping(gone.get("content")).get("m.relates_to")}},
            {},
            reading,
            voter,
        )
    if gone.get("type") in (*_MESSAGES, *STARTS, "m.room.encrypted"):
        relation = _mapping(_mapping(gone.get("content")).get("m.relates_to"))
        thread = _text(relation.get("event_id")) if relation.get("rel_type") == "m.thread" else None
        return (
            MessageRemoved(
                **head,
                message=message_ref(room, target),
                thread=message_ref(room, thread) if thread else None,
            ),
        )
    reacted_by = _text(gone.get("sender"))
    if gone.get("type") != "m.reaction" or reacted_by in (None, reading.user):
        return ()
    to, key = _annotation(_mapping(gone.get("content")))
    who = head | {"person": person_ref(str(reacted_by))}
    if to is None or key is None:
        return (ReactionRemoved(**who, message=message_ref(room, target), emoji=""),)
    return (ReactionRemoved(**who, message=message_ref(room, to), emoji=neutral_emoji(key)),)


def _state_changed(
    room: str, kind: object, event: Native, content: Native, reading: Reading, head: dict[str, Any]
) -> tuple[Event, ...]:
    if kind == "m.room.member":
        return _membership_changed(event, content, reading, head)
    if kind == "m.room.power_levels":
        return _power_changed(event, content, reading, head)
    successor = _text(content.get("replacement_room"))
    if kind == "m.room.tombstone" and successor:
        return (RoomReplaced(**head, successor=room_ref(successor)),)
    return ()


def _membership_changed(event: Native, content: Native, reading: Reading, head: dict[str, Any]) -> tuple[Event, ...]:
    member = _text(event.get("state_key"))
    before, after = _membership(_previous(event)), _membership(content)
    if member is None or before == after:
        return ()
    head["person"] = person_ref(member)
    head["bot"] = member == reading.user
    if after == "knock":
        return (Knocked(**head, name=_text(content.get("displayname")), reason=_text(content.get("reason")) or ""),)
    if before == "knock" and after != "join":
        return (Knocked(**head, over=True),)
    if after == "join" and member != reading.user:
        return (MemberJoined(**head, name=_text(content.get("displayname")), handle=member.removeprefix("@")),)
    if after in ("leave", "ban") and before not in ("invite", "knock", "leave", "ban"):
        if member == reading.user:
            return _taken_out(event, reading, head)
        return (MemberLeft(**head, how=Departure.LEFT if event["sender"] == member else Departure.REMOVED),)
    return ()


def _taken_out(event: Native, reading: Reading, head: dict[str, Any]) -> tuple[Event, ...]:
    """coterie is in the room no more: by somebody's hand, or because it went itself."""
    by = _text(event.get("sender"))
    if by is None or by == reading.user:
        return ()
    return (RoomClosed(**head | {"person": person_ref(by), "bot": False}, how=Closing.LEFT),)


def _power_changed(event: Native, content: Native, reading: Reading, head: dict[str, Any]) -> tuple[Event, ...]:
    changes = roles_changed(_mapping(_previous(event)), content)
    return tuple(
        RoleChanged(
            **head
            | {
                "id": _event_id(event["event_id"], user),
                "person": person_ref(user),
                "bot": event["sender"] == reading.user,
            },
            role=role,
        )
        for user, role in changes.items()
        if _text(user) and user != reading.user
    )


def head_of(room: str, event: Native) -> dict[str, Any] | None:
    """What every event of ours carries, by its native one; None where that lacks it."""
    event_id, sender, sent = _text(event.get("event_id")), _text(event.get("sender")), event.get("origin_server_ts")
    if event_id is None or sender is None or not isinstance(sent, int) or isinstance(sent, bool):
        return None
    try:
        at = _EPOCH + timedelta(milliseconds=sent)
    except OverflowError:
        return None
    return {
        "id": _event_id(event_id),
        "at": at,
        "platform": PLATFORM,
        "room": room_ref(room),
        "person": person_ref(sender),
    }


def _event_id(*parts: str) -> str:
    """Keys of effects are made of it, and a slash in one of those would make it somebody's native reference."""
    return ":".join([PLATFORM, *parts]).replace("/", "_")


def _account(event: Native) -> Account | None:
    content, member = _mapping(event.get("content")), _text(event.get("state_key"))
    if _membership(content) != "join" or member is None:
        return None
    return Account(person_ref(member), name=_text(content.get("displayname")), handle=member.removeprefix("@"))


def names_of(room: str, state: Mapping[tuple[str, str], Native]) -> tuple[str, ...]:
    """What a community file may call the room: its aliases, its name, its id."""
    aliases = state.get(("m.room.canonical_alias", ""), {})
    others = aliases.get("alt_aliases")
    called: Sequence[object] = [
        aliases.get("alias"),
        *(others if isinstance(others, list) else ()),
        state.get(("m.room.name", ""), {}).get("name"),
        room,
    ]
    return tuple(dict.fromkeys(name for name in map(_text, called) if name))


def _annotation(content: Native) -> tuple[str | None, str | None]:
    relation = _mapping(content.get("m.relates_to"))
    if relation.get("rel_type") != "m.annotation":
        return None, None
    return _text(relation.get("event_id")), _text(relation.get("key"))


def _previous(event: Native) -> object:
    unsigned = _mapping(event.get("unsigned"))
    return unsigned.get("prev_content", event.get("prev_content"))


def _membership(content: object) -> str | None:
    return _text(_mapping(content).get("membership"))


def _mapping(value: object) -> Native:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
