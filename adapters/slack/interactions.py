"""Slack's interactivity → events (pure): commands, buttons and menus, shortcuts, forms that were sent off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from coterie.core.model import event as events
from coterie.core.model.event import Event
from coterie.core.ports import Sought
from coterie.core.refs import MessageRef

from .modals import submitted
from .names import CHOOSE, FORM, HEAD, PLATFORM, Place, home_ref, person_ref, room_ref
from .reading import digest, from_json, instant, listed, node, text
from .told import Bot, Told
from .typed import neutral


def command(payload: object, now: datetime) -> tuple[Event, ...]:
    """What was typed behind the slash command."""
    channel, user = text(payload, "channel_id"), text(payload, "user_id")
    if not user:
        return ()
    return _given(
        payload,
        now,
        user,
        neutral(text(payload, "text")).strip(),
        room=room_ref(channel) if channel else None,
        direct=text(payload, "channel_name") == "directmessage",
    )


def shortcut(payload: object, now: datetime) -> tuple[Event, ...]:
    """A shortcut of a message: the command that its callback_id names, about this message."""
    channel, user = text(payload, "channel", "id"), text(payload, "user", "id")
    ts, said = text(payload, "message", "ts"), text(payload, "callback_id")
    if not channel or not user or not said or not instant(ts):
        return ()
    return _given(
        payload,
        instant(text(payload, "action_ts")) or now,
        user,
        said,
        room=room_ref(channel),
        direct=text(payload, "channel", "name") == "directmessage",
        message=Place(channel, ts).ref,
        quoted=neutral(text(payload, "message", "text")),
    )


def everywhere(payload: object, now: datetime) -> tuple[Event, ...]:
    """A shortcut of no message: the command that its callback_id names, said to coterie alone."""
    user, said = text(payload, "user", "id"), text(payload, "callback_id")
    if not user or not said:
        return ()
    return _given(payload, instant(text(payload, "action_ts")) or now, user, said, direct=True)


def _given(payload: object, at: datetime, user: str, said: str, **more: Any) -> tuple[Event, ...]:
    trigger = text(payload, "trigger_id")
    given = events.CommandGiven(
        id=f"{PLATFORM}:{trigger or digest(payload)}",
        at=at,
        platform=PLATFORM,
        person=person_ref(user),
        text=said,
        trigger=trigger or None,
        **more,
    )
    return (given,)


def choice(payload: object, bot: Bot, now: datetime) -> tuple[Event, ...]:
    """A press of a button, a choice of a menu, ticks."""
    actions = [action for action in listed(payload, "actions") if _chooses(action)]
    block = next((text(action, "block_id") for action in listed(payload, "actions")), "")
    user, message = text(payload, "user", "id"), _pressed(payload, block)
    if not actions or not user or message is None:
        return ()
    chosen = _selected(payload, actions)
    action = actions[0]
    channel = text(payload, "channel", "id") or text(payload, "container", "channel_id")
    made = events.ChoiceMade(
        id=f"{PLATFORM}:{message.native}:{user}:{text(action, 'action_ts') or digest(payload)}",
        at=instant(text(action, "action_ts")) or now,
        platform=PLATFORM,
        room=room_ref(channel) if channel else None,
        person=person_ref(user),
        message=message,
        choices=chosen,
        trigger=text(payload, "trigger_id") or None,
    )
    return (made,)


def _chooses(action: object) -> bool:
    id = text(action, "action_id")
    return id == FORM or id.partition(":")[0] == CHOOSE


def _selected(payload: object, actions: list[Any]) -> tuple[str, ...]:
    """The ids chosen: of a button its own; of selects all that the person now holds, on every select of the card."""
    states = [
        state
        for block in node(payload, "state", "values").values()
        for state in (block.values() if isinstance(block, dict) else ())
    ]
    acted = [option for action in actions for option in _options(action)]
    if any(
        text(action, "type") in ("checkboxes", "multi_static_select", "multi_external_select") for action in actions
    ):
        # A page of the card on which nothing was chosen just now keeps what was chosen there before.
        acted += [option for state in states if listed(state, "selected_options") for option in _options(state)]
    return tuple(dict.fromkeys(option for option in acted if option))


def _options(action: object) -> list[str]:
    if "selected_options" in node(action):
        return [text(option, "value") for option in listed(action, "selected_options")]
    return [text(action, "selected_option", "value") or text(action, "value")]


def sought(payload: object) -> Sought | None:
    """What somebody types into a select whose entries we are asked for."""
    user, typed = text(payload, "user", "id"), text(payload, "value")
    if not user:
        return None
    if text(payload, "view", "callback_id") == FORM:
        key = text(from_json(text(payload, "view", "private_metadata")), "form")
        field = text(payload, "block_id")
        return Sought(person_ref(user), typed, form=key, field=field) if key and field else None
    message = _pressed(payload, text(payload, "block_id"))
    channel = text(payload, "channel", "id") or text(payload, "container", "channel_id")
    if message is None or not _chooses(payload):
        return None
    return Sought(person_ref(user), typed, room_ref(channel) if channel else None, message)


def _pressed(payload: object, block: str) -> MessageRef | None:
    """The message that was pressed: by its first piece; an ephemeral one by its reader too; a home tab by whose it is."""
    user = text(payload, "user", "id")
    if text(payload, "container", "type") == "view":
        return home_ref(user) if text(payload, "view", "type") == "home" else None
    channel = text(payload, "container", "channel_id") or text(payload, "channel", "id")
    ts = text(payload, "container", "message_ts") or text(payload, "message", "ts")
    mark, _, tail = block.partition(":")
    if mark == HEAD and instant(tail.partition(":")[0]):
        ts = tail.partition(":")[0]
    if not channel or not instant(ts):
        return None
    ephemeral = isinstance(payload, dict) and node(payload, "container").get("is_ephemeral") is True
    return Place(channel, ts, user if ephemeral else None).ref


def submission(payload: object, now: datetime) -> Told:
    """A form that was sent off; in the answer what does not fit in it, field by field."""
    match found := submitted(payload, now):
        case None:
            return Told()
        case events.FormSubmitted():
            return Told((found,))
    return Told(answer={"response_action": "errors", "errors": found})
