"""What Slack sends → events (pure). Any payload gives events or none: a key that is missing or of another type is as if it were empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coterie.core.links import links_in
from coterie.core.model import event as events
from coterie.core.model.event import Account, Belongs, Closing, Event
from coterie.core.payloads import well_formed
from coterie.core.refs import MessageRef

from .emoji import emoji_named
from .interactions import choice, command, everywhere, shortcut, sought, submission
from .names import PLATFORM, Place, person_ref, room_ref
from .reading import digest, instant, listed, node, text
from .told import Bot, Told
from .typed import neutral

ARCHIVED = ("channel_archive", "group_archive")
REOPENED = ("channel_unarchive", "group_unarchive", "channel_convert_to_private", "channel_convert_to_public")
SPOKEN = ("", "file_share", "thread_broadcast", "me_message", "bot_message")


def decode(payload: object, bot: Bot, now: datetime) -> Told:
    """What the payload of a request or an envelope says. `now` stands for the instant where Slack names none."""
    payload = well_formed(payload)
    kind = text(payload, "type")
    if text(payload, "command"):
        return Told(command(payload, now))
    if kind == "event_callback":
        return _event(payload, bot, now)
    if kind == "app_rate_limited":  # by its own page it comes so; by what others recorded, as an event
        minute = text(payload, "team_id") + str(node(payload).get("minute_rate_limited") or "")
        return Told((events.EventsWithheld(id=f"{PLATFORM}:withheld:{minute}", at=now, platform=PLATFORM),))
    if kind == "block_actions":
        return Told(choice(payload, bot, now))
    if kind == "message_action":
        return Told(shortcut(payload, now))
    if kind == "shortcut":
        return Told(everywhere(payload, now))
    if kind == "block_suggestion":
        return Told(sought=sought(payload))
    if kind == "view_submission":
        return submission(payload, now)
    return Told()


def is_for(payload: object, bot: Bot) -> bool:
    """Whether it comes from the workspace that coterie is in. An app that stands in several is told of all of them, under one secret.

    In a channel that is shared with another organisation one of the workspaces that are named is ours; a payload that names none is taken.
    """
    told = {text(payload, "team_id"), text(payload, "context_team_id"), text(payload, "team", "id")}
    told |= {text(payload, "user", "team_id"), text(payload, "view", "app_installed_team_id")}
    told |= {text(one, "team_id") for one in listed(payload, "authorizations")}
    return bot.team in told or not told - {""}


def seen(message: Mapping[str, Any], place: Place, address: str, id: str) -> events.MessageSeen | None:
    """What is seen in a message: where it stands, and the addresses in it. None for what is no message."""
    at = instant(text(message, "ts"))
    if at is None:
        return None
    author = text(message, "user")
    return events.MessageSeen(
        id=id,
        at=at,
        platform=PLATFORM,
        room=room_ref(place.channel),
        person=person_ref(author) if author else None,
        message=place.ref,
        address=address,
        links=links_in(neutral(text(message, "text"))),
    )


def account_of(user: Mapping[str, Any], team: str) -> Account:
    """An account as Slack tells of it, in the workspace `team`: a guest is restricted; who is of no workspace of ours belongs elsewhere."""
    profile = node(user, "profile")
    shown = (text(profile, "display_name"), text(profile, "real_name"), text(user, "real_name"), text(user, "name"))
    own = text(user, "team_id") in ("", team) or team in listed(user, "enterprise_user", "teams")
    is_guest = user.get("is_restricted") is True or user.get("is_ultra_restricted") is True
    return Account(
        person_ref(text(user, "id")),
        next((one for one in shown if one), None),
        text(user, "name") or None,
        text(user, "tz") or None,
        text(user, "locale").replace("_", "-") or None,
        user.get("is_bot") is True,
        Belongs.ELSEWHERE if not own else Belongs.GUEST if is_guest else Belongs.HERE,
    )


# --- events ---------------------------------------------------------------------------------------------------------


def _event(payload: object, bot: Bot, now: datetime) -> Told:
    event = node(payload, "event")
    kind = text(event, "type")
    about = _about(payload, event, bot, now)
    match kind:
        case "message" if text(event, "subtype") in REOPENED and text(event, "channel"):
            return Told(rooms=(text(event, "channel"),))
        case "message" if text(event, "subtype") in ARCHIVED:
            by_hand = about["room"] and text(event, "user") != bot.user
            return Told((events.RoomClosed(**about, how=Closing.ARCHIVED),)) if by_hand else Told()
        case "message" | "app_mention":
            return Told(_message(event, about, bot))
        case "reaction_added" | "reaction_removed":
            return Told(_reaction(event, about, bot))
        case "member_joined_channel" if text(event, "user") == bot.user:
            return Told(rooms=(text(event, "channel"),) if text(event, "channel") else ())
        case "member_joined_channel" if about["person"] and about["room"]:
            return Told((events.MemberJoined(**about),))
        case "member_left_channel" if about["person"] and about["room"] and text(event, "user") != bot.user:
            return Told((events.MemberLeft(**about),))
        case "app_home_opened" if about["person"] and text(event, "tab") == "home":
            return Told((events.HomeOpened(**about | {"room": None}),))
        case "channel_left" | "group_left" if about["room"]:
            return Told((events.RoomClosed(**about, how=Closing.LEFT),))
        case "channel_deleted" | "group_deleted" if about["room"]:
            return Told((events.RoomClosed(**about, how=Closing.DELETED),))
        case "user_change" if text(event, "user", "id") and text(event, "user", "id") != bot.user:
            account = account_of(node(event, "user"), bot.team)
            over = node(event, "user").get("deleted") is True
            bot_or_person = {"person": account.person, "bot": account.bot}
            return Told((events.AccountChanged(**about | bot_or_person, account=account, over=over),))
        case "channel_rename" | "group_rename" if text(event, "channel", "id"):
            return Told(rooms=(text(event, "channel", "id"),))
        case "shared_channel_invite_accepted" | "shared_channel_invite_declined":
            return Told(_answered(event, about))
        case "app_rate_limited":
            return Told((events.EventsWithheld(**about),))
        case "app_uninstalled":
            return Told((events.Uninstalled(**about, workspace=text(payload, "team_id")),))
        case "tokens_revoked" if listed(event, "tokens", "bot"):
            return Told((events.Uninstalled(**about, workspace=text(payload, "team_id")),))
    return Told()


def _about(payload: object, event: object, bot: Bot, now: datetime) -> dict[str, Any]:
    """What all events have. `id` is that of Slack's event, so that a second delivery is dropped."""
    user = text(event, "user")
    channel = text(event, "channel") or text(event, "item", "channel")
    return {
        "id": f"{PLATFORM}:{text(payload, 'event_id') or digest(event)}",
        "at": instant(text(event, "event_ts") or text(event, "ts")) or now,
        "platform": PLATFORM,
        "room": room_ref(channel) if channel else None,
        "person": person_ref(user) if user else None,
        "bot": bool(text(event, "bot_id")) or user == bot.user,
    }


def _message(event: object, about: dict[str, Any], bot: Bot) -> tuple[Event, ...]:
    channel, ts, subtype = text(event, "channel"), text(event, "ts"), text(event, "subtype")
    if not channel or not instant(ts):
        return ()
    if subtype == "message_changed":
        return _changed(event, about, bot)
    if subtype == "message_deleted":
        gone = text(event, "deleted_ts") or text(event, "previous_message", "ts")
        return _removed(channel, gone, node(event, "previous_message"), about)
    if subtype not in SPOKEN or text(event, "user") == bot.user:
        return ()
    said, addressed = _unaddressed(neutral(text(event, "text")), bot)
    posted = events.MessagePosted(
        # `message` and `app_mention` tell of one text as two events: they are one by channel and time stamp.
        # Programs may write without an account: what nobody wrote is theirs.
        **about | {"id": f"{PLATFORM}:{channel}:{ts}", "bot": about["bot"] or about["person"] is None},
        message=Place(channel, ts).ref,
        text=said,
        thread=_thread(channel, ts, text(event, "thread_ts")),
        direct=text(event, "channel_type") == "im",
        addressed=addressed,
        files=_files(event),
    )
    return (posted,)


def _files(event: object) -> tuple[events.SharedFile, ...]:
    """Files as `permalink` shows them: to whoever may read the channel."""
    files = event.get("files") if isinstance(event, Mapping) else None
    known = [(text(one, "name"), text(one, "permalink")) for one in files if one] if isinstance(files, list) else []
    return tuple(events.SharedFile(name or "file", url) for name, url in known if url)


def _changed(event: object, about: dict[str, Any], bot: Bot) -> tuple[Event, ...]:
    channel, message, before = text(event, "channel"), node(event, "message"), node(event, "previous_message")
    ts, user = text(message, "ts") or text(before, "ts"), text(message, "user")
    if not instant(ts) or user == bot.user:
        return ()
    if text(message, "subtype") == "tombstone":  # a message with replies that was deleted
        return _removed(channel, ts, before, about)
    if text(message, "text") == text(before, "text"):  # Slack added a preview, or a reply was counted
        return ()
    about |= {"person": person_ref(user) if user else None, "bot": bool(text(message, "bot_id")) or not user}
    said = neutral(text(message, "text"))
    return (events.MessageEdited(**about, message=Place(channel, ts).ref, text=said, files=_files(message)),)


def _removed(channel: str, ts: str, before: object, about: dict[str, Any]) -> tuple[Event, ...]:
    if not instant(ts):
        return ()
    about |= {"person": None}  # Slack names who wrote it, not who took it away
    thread = _thread(channel, ts, text(before, "thread_ts"))
    return (events.MessageRemoved(**about, message=Place(channel, ts).ref, thread=thread),)


def _reaction(event: object, about: dict[str, Any], bot: Bot) -> tuple[Event, ...]:
    channel, ts = text(event, "item", "channel"), text(event, "item", "ts")
    name, user = text(event, "reaction"), text(event, "user")
    if not channel or not instant(ts) or not name or not user or user == bot.user:
        return ()
    made = events.ReactionAdded if text(event, "type") == "reaction_added" else events.ReactionRemoved
    return (made(**about, message=Place(channel, ts).ref, emoji=emoji_named(name) or f":{name}:"),)


def _answered(event: object, about: dict[str, Any]) -> tuple[Event, ...]:
    """Somebody of elsewhere answered. The account is told of only where it is surely theirs who was asked."""
    address = text(event, "invite", "recipient_email").lower()
    asked, by = text(event, "invite", "recipient_user_id"), text(event, "accepting_user", "id")
    if not text(event, "channel", "id") or not (address or asked):
        return ()
    theirs = by and (by == asked or text(event, "accepting_user", "profile", "email").lower() == address)
    answered = events.InvitationAnswered(
        **about | {"room": room_ref(text(event, "channel", "id")), "person": person_ref(address or asked)},
        accepted=text(event, "type") == "shared_channel_invite_accepted",
        account=person_ref(by) if theirs else None,
        waits=node(event).get("approval_required") is True,
    )
    return (answered,)


def _thread(channel: str, ts: str, thread_ts: str) -> MessageRef | None:
    return Place(channel, thread_ts).ref if instant(thread_ts) and thread_ts != ts else None


def _unaddressed(text: str, bot: Bot) -> tuple[str, bool]:
    """The text without a mention of coterie at its head, and whether there was one."""
    head = f"<@{PLATFORM}/{bot.user}>"
    text = text.strip()
    return (text.removeprefix(head).lstrip(" ,:"), True) if text.startswith(head) else (text, False)
