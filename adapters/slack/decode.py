"""What Slack sends → events (pure). Any payload gives events or none: a key that is missing or of another type is as if it were empty."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from coterie.core import forms
from coterie.core.links import links_in
from coterie.core.model import event as events
from coterie.core.model.content import Choice, Field, FieldKind, Form
from coterie.core.model.event import Event
from coterie.core.payloads import well_formed
from coterie.core.refs import MessageRef
from coterie.core.values import frozen

from .emoji import emoji_named, with_emoji
from .names import CHOOSE, FORM, HEAD, PLATFORM, Place, home_ref, person_ref, room_ref

JOINER = "\u2060"  # invisible: it stands where typed text would otherwise be read as a mention
SPOKEN = ("", "file_share", "thread_broadcast", "me_message", "bot_message")
_TS = re.compile(r"(\d{1,11})\.(\d{1,6})\Z")
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")
_REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


@frozen
class Bot:
    """Who coterie is in the workspace."""

    team: str
    user: str


@frozen
class Told:
    """What a payload says: events in order, the answer that its acknowledgement carries, rooms to be looked at."""

    events: tuple[Event, ...] = ()
    answer: Mapping[str, Any] | None = None
    rooms: tuple[str, ...] = ()


def decode(payload: object, bot: Bot, now: datetime) -> Told:
    """What the payload of a request or an envelope says. `now` stands for the instant where Slack names none."""
    payload = well_formed(payload)
    kind = _text(payload, "type")
    if _text(payload, "command"):
        return Told(_command(payload, now))
    if kind == "event_callback":
        return _event(payload, bot, now)
    if kind == "block_actions":
        return Told(_choice(payload, bot, now))
    if kind == "message_action":
        return Told(_shortcut(payload, now))
    if kind == "shortcut":
        return Told(_everywhere(payload, now))
    if kind == "view_submission":
        return _submission(payload, now)
    return Told()


def is_for(payload: object, bot: Bot) -> bool:
    """Whether it comes from the workspace that coterie is in. An app that stands in several is told of all of them, under one secret.

    In a channel that is shared with another organisation one of the workspaces that are named is ours; a payload that names none is taken.
    """
    told = {_text(payload, "team_id"), _text(payload, "context_team_id"), _text(payload, "team", "id")}
    told |= {_text(payload, "user", "team_id"), _text(payload, "view", "app_installed_team_id")}
    told |= {_text(one, "team_id") for one in _listed(payload, "authorizations")}
    return bot.team in told or not told - {""}


def neutral(text: str) -> str:
    """Text in Slack's markup as it was typed, mentions as `<@slack/ID>` and nothing else readable as one."""
    parts: list[str] = []
    done = 0
    for found in _REFERENCE.finditer(text):
        parts += [_typed(text[done : found.start()]), _reference(found[1], found[2] or "")]
        done = found.end()
    return "".join([*parts, _typed(text[done:])])


def seen(message: Mapping[str, Any], place: Place, address: str, id: str) -> events.MessageSeen | None:
    """What is seen in a message: where it stands, and the addresses in it. None for what is no message."""
    at = _instant(_text(message, "ts"))
    if at is None:
        return None
    author = _text(message, "user")
    return events.MessageSeen(
        id=id,
        at=at,
        platform=PLATFORM,
        room=room_ref(place.channel),
        person=person_ref(author) if author else None,
        message=place.ref,
        address=address,
        links=links_in(neutral(_text(message, "text"))),
    )


# --- events ---------------------------------------------------------------------------------------------------------


def _event(payload: object, bot: Bot, now: datetime) -> Told:
    event = _node(payload, "event")
    kind = _text(event, "type")
    about = _about(payload, event, bot, now)
    match kind:
        case "message" | "app_mention":
            return Told(_message(event, about, bot))
        case "reaction_added" | "reaction_removed":
            return Told(_reaction(event, about, bot))
        case "member_joined_channel" if _text(event, "user") == bot.user:
            return Told(rooms=(_text(event, "channel"),) if _text(event, "channel") else ())
        case "member_joined_channel" if about["person"] and about["room"]:
            return Told((events.MemberJoined(**about),))
        case "member_left_channel" if about["person"] and about["room"] and _text(event, "user") != bot.user:
            return Told((events.MemberLeft(**about),))
        case "app_home_opened" if about["person"] and _text(event, "tab") == "home":
            return Told((events.HomeOpened(**about | {"room": None}),))
        case "channel_rename" | "group_rename" if _text(event, "channel", "id"):
            return Told(rooms=(_text(event, "channel", "id"),))
        case "app_uninstalled":
            return Told((events.Uninstalled(**about, workspace=_text(payload, "team_id")),))
        case "tokens_revoked" if _listed(event, "tokens", "bot"):
            return Told((events.Uninstalled(**about, workspace=_text(payload, "team_id")),))
    return Told()


def _about(payload: object, event: object, bot: Bot, now: datetime) -> dict[str, Any]:
    """What all events have. `id` is that of Slack's event, so that a second delivery is dropped."""
    user = _text(event, "user")
    channel = _text(event, "channel") or _text(event, "item", "channel")
    return {
        "id": f"{PLATFORM}:{_text(payload, 'event_id') or _digest(event)}",
        "at": _instant(_text(event, "event_ts") or _text(event, "ts")) or now,
        "platform": PLATFORM,
        "room": room_ref(channel) if channel else None,
        "person": person_ref(user) if user else None,
        "bot": bool(_text(event, "bot_id")) or user == bot.user,
    }


def _message(event: object, about: dict[str, Any], bot: Bot) -> tuple[Event, ...]:
    channel, ts, subtype = _text(event, "channel"), _text(event, "ts"), _text(event, "subtype")
    if not channel or not _instant(ts):
        return ()
    if subtype == "message_changed":
        return _changed(event, about, bot)
    if subtype == "message_deleted":
        gone = _text(event, "deleted_ts") or _text(event, "previous_message", "ts")
        return _removed(channel, gone, _node(event, "previous_message"), about)
    if subtype not in SPOKEN or _text(event, "user") == bot.user:
        return ()
    text, addressed = _unaddressed(neutral(_text(event, "text")), bot)
    posted = events.MessagePosted(
        # `message` and `app_mention` tell of one text as two events: they are one by channel and time stamp.
        **about | {"id": f"{PLATFORM}:{channel}:{ts}"},
        message=Place(channel, ts).ref,
        text=text,
        thread=_thread(channel, ts, _text(event, "thread_ts")),
        direct=_text(event, "channel_type") == "im",
        addressed=addressed,
        files=_files(event),
    )
    return (posted,)


def _files(event: object) -> tuple[events.SharedFile, ...]:
    """Files as `permalink` shows them: to whoever may read the channel."""
    files = event.get("files") if isinstance(event, Mapping) else None
    known = [(_text(one, "name"), _text(one, "permalink")) for one in files if one] if isinstance(files, list) else []
    return tuple(events.SharedFile(name or "file", url) for name, url in known if url)


def _changed(event: object, about: dict[str, Any], bot: Bot) -> tuple[Event, ...]:
    channel, message, before = _text(event, "channel"), _node(event, "message"), _node(event, "previous_message")
    ts, user = _text(message, "ts") or _text(before, "ts"), _text(message, "user")
    if not _instant(ts) or user == bot.user:
        return ()
    if _text(message, "subtype") == "tombstone":  # a message with replies that was deleted
        return _removed(channel, ts, before, about)
    if _text(message, "text") == _text(before, "text"):  # Slack added a preview, or a reply was counted
        return ()
    about |= {"person": person_ref(user) if user else None, "bot": bool(_text(message, "bot_id"))}
    return (events.MessageEdited(**about, message=Place(channel, ts).ref, text=neutral(_text(message, "text"))),)


def _removed(channel: str, ts: str, before: object, about: dict[str, Any]) -> tuple[Event, ...]:
    if not _instant(ts):
        return ()
    about |= {"person": None}  # Slack names who wrote it, not who took it away
    thread = _thread(channel, ts, _text(before, "thread_ts"))
    return (events.MessageRemoved(**about, message=Place(channel, ts).ref, thread=thread),)


def _reaction(event: object, about: dict[str, Any], bot: Bot) -> tuple[Event, ...]:
    channel, ts = _text(event, "item", "channel"), _text(event, "item", "ts")
    name, user = _text(event, "reaction"), _text(event, "user")
    if not channel or not _instant(ts) or not name or not user or user == bot.user:
        return ()
    made = events.ReactionAdded if _text(event, "type") == "reaction_added" else events.ReactionRemoved
    return (made(**about, message=Place(channel, ts).ref, emoji=emoji_named(name) or f":{name}:"),)


# --- commands and interactions --------------------------------------------------------------------------------------


def _command(payload: object, now: datetime) -> tuple[Event, ...]:
    channel, user, trigger = _text(payload, "channel_id"), _text(payload, "user_id"), _text(payload, "trigger_id")
    if not user:
        return ()
    given = events.CommandGiven(
        id=f"{PLATFORM}:{trigger or _digest(payload)}",
        at=now,
        platform=PLATFORM,
        room=room_ref(channel) if channel else None,
        person=person_ref(user),
        text=neutral(_text(payload, "text")).strip(),
        direct=_text(payload, "channel_name") == "directmessage",
        trigger=trigger or None,
    )
    return (given,)


def _shortcut(payload: object, now: datetime) -> tuple[Event, ...]:
    """A shortcut of a message: the command that its callback_id names, about this message."""
    channel, user = _text(payload, "channel", "id"), _text(payload, "user", "id")
    ts, command = _text(payload, "message", "ts"), _text(payload, "callback_id")
    if not channel or not user or not command or not _instant(ts):
        return ()
    trigger = _text(payload, "trigger_id")
    given = events.CommandGiven(
        id=f"{PLATFORM}:{trigger or _digest(payload)}",
        at=_instant(_text(payload, "action_ts")) or now,
        platform=PLATFORM,
        room=room_ref(channel),
        person=person_ref(user),
        text=command,
        direct=_text(payload, "channel", "name") == "directmessage",
        message=Place(channel, ts).ref,
        quoted=neutral(_text(payload, "message", "text")),
        trigger=trigger or None,
    )
    return (given,)


def _everywhere(payload: object, now: datetime) -> tuple[Event, ...]:
    """A shortcut of no message: the command that its callback_id names, said to coterie alone."""
    user, command = _text(payload, "user", "id"), _text(payload, "callback_id")
    if not user or not command:
        return ()
    trigger = _text(payload, "trigger_id")
    given = events.CommandGiven(
        id=f"{PLATFORM}:{trigger or _digest(payload)}",
        at=_instant(_text(payload, "action_ts")) or now,
        platform=PLATFORM,
        person=person_ref(user),
        text=command,
        direct=True,
        trigger=trigger or None,
    )
    return (given,)


def _choice(payload: object, bot: Bot, now: datetime) -> tuple[Event, ...]:
    actions = [action for action in _listed(payload, "actions") if _chooses(action)]
    user, message = _text(payload, "user", "id"), _pressed(payload)
    if not actions or not user or message is None:
        return ()
    chosen = _selected(payload, actions)
    action = actions[0]
    channel = _text(payload, "channel", "id") or _text(payload, "container", "channel_id")
    made = events.ChoiceMade(
        id=f"{PLATFORM}:{message.native}:{user}:{_text(action, 'action_ts') or _digest(payload)}",
        at=_instant(_text(action, "action_ts")) or now,
        platform=PLATFORM,
        room=room_ref(channel) if channel else None,
        person=person_ref(user),
        message=message,
        choices=chosen,
        trigger=_text(payload, "trigger_id") or None,
    )
    return (made,)


def _chooses(action: object) -> bool:
    id = _text(action, "action_id")
    return id == FORM or id.partition(":")[0] == CHOOSE


def _selected(payload: object, actions: list[Any]) -> tuple[str, ...]:
    """The ids chosen: of a button its own; of selects all that the person now holds, on every select of the card."""
    states = [
        state
        for block in _node(payload, "state", "values").values()
        for state in (block.values() if isinstance(block, dict) else ())
    ]
    acted = [option for action in actions for option in _options(action)]
    if any(_text(action, "type") in ("checkboxes", "multi_static_select") for action in actions):
        # A page of the card on which nothing was chosen just now keeps what was chosen there before.
        acted += [option for state in states if _listed(state, "selected_options") for option in _options(state)]
    return tuple(dict.fromkeys(option for option in acted if option))


def _options(action: object) -> list[str]:
    if "selected_options" in _node(action):
        return [_text(option, "value") for option in _listed(action, "selected_options")]
    return [_text(action, "selected_option", "value") or _text(action, "value")]


def _pressed(payload: object) -> MessageRef | None:
    """The message that was pressed: by its first piece; an ephemeral one by its reader too; a home tab by whose it is."""
    user = _text(payload, "user", "id")
    if _text(payload, "container", "type") == "view":
        return home_ref(user) if _text(payload, "view", "type") == "home" else None
    channel = _text(payload, "container", "channel_id") or _text(payload, "channel", "id")
    ts = _text(payload, "container", "message_ts") or _text(payload, "message", "ts")
    block = next((_text(action, "block_id") for action in _listed(payload, "actions")), "")
    mark, _, tail = block.partition(":")
    if mark == HEAD and _instant(tail.partition(":")[0]):
        ts = tail.partition(":")[0]
    if not channel or not _instant(ts):
        return None
    ephemeral = isinstance(payload, dict) and _node(payload, "container").get("is_ephemeral") is True
    return Place(channel, ts, user if ephemeral else None).ref


def _submission(payload: object, now: datetime) -> Told:
    view, user = _node(payload, "view"), _text(payload, "user", "id")
    if _text(view, "callback_id") != FORM or not user:
        return Told()
    remembered = _json(_text(view, "private_metadata"))
    key = _text(remembered, "form")
    if not key:
        return Told()
    form = Form("", tuple(_fields(view, _node(remembered, "fields"))))
    given, problems = forms.answers(form, _given(view), lambda id: person_ref(id) if id else None)
    if problems:
        locale = _text(remembered, "locale") or "en"
        errors = {each.field: forms.reason(each, locale) for each in problems}
        return Told(answer={"response_action": "errors", "errors": errors})
    submitted = events.FormSubmitted(
        id=f"{PLATFORM}:{_text(view, 'id') or _digest(view)}:submitted",
        at=now,
        platform=PLATFORM,
        person=person_ref(user),
        form=key,
        answers=given,
        trigger=_text(payload, "trigger_id") or None,
    )
    return Told((submitted,))


_KINDS = {
    "plain_text_input": FieldKind.TEXT,
    "number_input": FieldKind.NUMBER,
    "datepicker": FieldKind.DATE,
    "timepicker": FieldKind.TIME,
    "static_select": FieldKind.SELECT,
    "radio_buttons": FieldKind.SELECT,
    "checkboxes": FieldKind.MANY,
    "multi_static_select": FieldKind.MANY,
    "multi_users_select": FieldKind.PEOPLE,
}


def _fields(view: object, bounds: Mapping[str, Any]) -> list[Field]:
    """The form's fields again, out of the view's blocks and what it remembered."""
    found = []
    for block in _listed(view, "blocks"):
        kind, id = _KINDS.get(_text(block, "element", "type")), _text(block, "block_id")
        if kind is None or not id:
            continue
        optional = isinstance(block, dict) and block.get("optional") is True
        least, most = _limits(bounds.get(id), kind)
        found.append(Field(id, kind, id, not optional, least, most, _choices(block)))
    return found


def _limits(bound: object, kind: FieldKind) -> tuple[str | None, str | None]:
    """Least and most, as far as they make sense for the kind: a payload is not trusted to."""
    if not isinstance(bound, list) or len(bound) != 2:
        return None, None
    least, most = (value if isinstance(value, str) and _makes_sense(value, kind) else None for value in bound)
    return least, most


def _makes_sense(limit: str, kind: FieldKind) -> bool:
    try:
        match kind:
            case FieldKind.NUMBER:
                return Decimal(limit).is_finite()
            case FieldKind.DATE:
                return bool(date.fromisoformat(limit))
            case FieldKind.TIME:
                return _TIME.match(limit) is not None
            case _:
                return limit.isascii() and limit.isdecimal() and len(limit) < 10
    except (ValueError, InvalidOperation):
        return False


def _choices(block: object) -> tuple[Choice, ...]:
    groups = [_listed(block, "element", "options")]
    groups += [_listed(group, "options") for group in _listed(block, "element", "option_groups")]
    options = [option for group in groups for option in group]
    return tuple(Choice(_text(option, "value"), _text(option, "text", "text")) for option in options)


_ONE = (("value",), ("selected_date",), ("selected_time",), ("selected_option", "value"))
"""Where the one value of an element stands, by its kind."""


def _given(view: object) -> dict[str, tuple[str, ...]]:
    given = {}
    for id, block in _node(view, "state", "values").items():
        for state in block.values() if isinstance(block, dict) else ():
            one = next((found for path in _ONE if (found := _text(state, *path))), "")
            people = [user for user in _listed(state, "selected_users") if isinstance(user, str)]
            chosen = [_text(option, "value") for option in _listed(state, "selected_options")]
            given[str(id)] = tuple(people or [each for each in chosen if each] or ([one] if one else []))
    return given


# --- reading what may be anything -----------------------------------------------------------------------------------


def _at(value: object, path: tuple[str, ...]) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _text(value: object, *path: str) -> str:
    found = _at(value, path)
    return found if isinstance(found, str) else ""


def _node(value: object, *path: str) -> dict[str, Any]:
    found = _at(value, path)
    return found if isinstance(found, dict) else {}


def _listed(value: object, *path: str) -> list[Any]:
    found = _at(value, path)
    return found if isinstance(found, list) else []


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _digest(value: object) -> str:
    """A name for a payload that Slack gave none."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:24]


def _instant(ts: str) -> datetime | None:
    found = _TS.match(ts)
    return (
        datetime.fromtimestamp(int(found[1]), UTC).replace(microsecond=int(found[2].ljust(6, "0"))) if found else None
    )


def _thread(channel: str, ts: str, thread_ts: str) -> MessageRef | None:
    return Place(channel, thread_ts).ref if _instant(thread_ts) and thread_ts != ts else None


def _typed(text: str) -> str:
    plain = with_emoji(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain.replace("<@", f"<{JOINER}@")


def _reference(target: str, label: str) -> str:
    label = _typed(label)
    if target.startswith("@"):
        return f"<@{PLATFORM}/{target[1:]}>" if re.fullmatch(r"\w+", target[1:]) else _typed(f"<{target}>")
    if target.startswith("#"):
        return f"#{label.removeprefix('#') or target[1:]}"
    if target.startswith("!"):
        return label or f"@{_typed(target[1:].partition('^')[0])}"
    address = _typed(target)
    return f"{label} ({address})" if label and label not in address else address.removeprefix("mailto:")


def _unaddressed(text: str, bot: Bot) -> tuple[str, bool]:
    """The text without a mention of coterie at its head, and whether there was one."""
    head = f"<@{PLATFORM}/{bot.user}>"
    text = text.strip()
    return (text.removeprefix(head).lstrip(" ,:"), True) if text.startswith(head) else (text, False)
