"""The Web API's method by which a channel is shared with people of other organisations, and what becomes of such an invitation."""

from __future__ import annotations

import re

from .calls import Call, Method
from .things import DOMAIN, TEAM, Payload
from .world import Workspace


def invite_shared(call: Call) -> Payload:
    channel = call.workspace.channels.get(call.text("channel"))
    if channel is None:
        raise call.refuse("channel_not_found")
    if channel.is_direct:
        raise call.refuse("invalid_channel_type")
    if channel.is_archived:
        raise call.refuse("channel_archived")
    if not call.workspace.is_paid:
        raise call.refuse("not_paid")
    addresses, users = (_several(call, name) for name in ("emails", "user_ids"))
    if not addresses and not users:
        raise call.refuse("recipients_not_specified")
    if len(addresses) + len(users) > 1:
        raise call.refuse("too_many_emails")
    if addresses and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", addresses[0]):
        raise call.refuse("invalid_email")
    if users and users[0] not in call.workspace.users:
        raise call.refuse("user_not_found")
    if users and users[0] in channel.members:
        raise call.refuse("already_in_channel")
    if any(one["channel"] == channel.id for one in call.workspace.invites.values()):
        raise call.refuse("connection_limit_exceeded_pending")
    id = call.workspace.new_id("I")
    call.workspace.invites[id] = {"channel": channel.id, "email": "".join(addresses), "user": "".join(users)}
    return {"invite_id": id, "is_legacy_shared_channel": False}


def answered(workspace: Workspace, id: str, user: str, address: str, *, accepted: bool, waits: bool = False) -> Payload:
    """What an app is told when somebody of another organisation answers an invitation; it stands no more then."""
    asked = workspace.invites.pop(id)
    channel, who = workspace.channels[asked["channel"]], workspace.users[user]
    team = {"id": TEAM, "name": DOMAIN, "is_verified": False, "domain": DOMAIN, "date_created": channel.created}
    by = {"id": user, "team_id": who.home, "name": who.handle, "profile": {"real_name": who.name, "email": address}}
    invite = {"id": id, "date_created": channel.created, "inviting_team": team}
    invite |= {"recipient_email": asked["email"]} if asked["email"] else {"recipient_user_id": asked["user"]}
    place = {"id": channel.id, "is_private": channel.kind != "channel", "is_im": False, "name": channel.name}
    told: Payload = {"invite": invite, "channel": place, "teams_in_channel": [team], "event_ts": workspace.new_ts()}
    if accepted:
        return told | {"type": "shared_channel_invite_accepted", "approval_required": waits, "accepting_user": by}
    return told | {"type": "shared_channel_invite_declined", "declining_team_id": who.home, "declining_user": by}


def _several(call: Call, name: str) -> list[str]:
    return [one for one in call.text(name).split(",") if one]


METHODS = {
    "conversations.inviteShared": Method(
        invite_shared,
        ("token", "channel", "emails", "user_ids", "external_limited"),
        ("channel_not_found", "invalid_channel_type", "channel_archived", "not_paid", "recipients_not_specified")
        + ("too_many_emails", "invalid_email", "user_not_found", "already_in_channel")
        + ("connection_limit_exceeded_pending",),
        ("conversations.connect:write",),
    ),
}
