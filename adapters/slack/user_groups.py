"""Roles as user groups: who writes @python-leaders reaches them. Only groups that coterie made are ever changed.

User groups are part of Slack's paid plans. Where Slack refuses them the role is known to coterie alone, and the log says so once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import define, field

from coterie.core.logs import get_logger
from coterie.core.model import effect as effects

from .calls import Calls, SlackRefused
from .names import native

log = get_logger(__name__)

Json = dict[str, Any]

HANDLE = 21
"""Characters that a handle may have in every client; longer ones are cut at the group's name."""
NOT_HERE = frozenset(
    {
        "paid_teams_only",
        "plan_upgrade_required",
        "permission_denied",
        "missing_scope",
        "bad_handle",
        "forbidden_handle",
        "handle_already_exists",
        "name_already_exists",
    }
)
"""Refusals after which the role stays known to coterie alone (source: docs.slack.dev, the errors of usergroups.*)."""


@define
class UserGroups:
    """The user groups of one workspace, as the user `bot` made them."""

    calls: Calls
    bot: str
    _told: set[str] = field(factory=set)

    async def grant(self, effect: effects.GrantRole) -> None:
        """Let somebody be among those who hold the role in the room."""
        await self._change(effect, native(effect.person), here=True)

    async def revoke(self, effect: effects.RevokeRole) -> None:
        """Let them be no more; a group of nobody is put to rest."""
        await self._change(effect, native(effect.person), here=False)

    async def _change(self, effect: effects.GrantRole | effects.RevokeRole, user: str, *, here: bool) -> None:
        try:
            channel = (await self.calls.call("conversations.info", channel=native(effect.room)))["channel"]
            await self._make_so(channel, handle_of(str(channel.get("name") or ""), effect.role), user, here=here)
        except SlackRefused as refused:
            if refused.code not in NOT_HERE:
                raise
            if refused.code not in self._told:
                self._told.add(refused.code)
                log.warning("there are no user groups for roles here", reason=str(refused))

    async def _make_so(self, channel: Json, handle: str, user: str, *, here: bool) -> None:
        found = await self._find(handle)
        if found is None and not here:
            return
        if found is not None and found.get("created_by") != self.bot:
            log.warning("a user group of this handle is somebody else's", handle=handle)
            return
        before = tuple(found.get("users") or ()) if found is not None and not found.get("date_delete") else ()
        if found is None:
            found = await self._made(channel, handle)
        after = tuple(dict.fromkeys((*before, user))) if here else tuple(one for one in before if one != user)
        if after != before:
            await self._fill(found, after)

    async def _find(self, handle: str) -> Json | None:
        answer = await self.calls.call("usergroups.list", include_users=True, include_disabled=True)
        return next((one for one in answer.get("usergroups") or () if one.get("handle") == handle), None)

    async def _made(self, channel: Json, handle: str) -> Json:
        answer = await self.calls.call(
            "usergroups.create", name=handle, handle=handle, description="Kept by coterie", channels=str(channel["id"])
        )
        return dict(answer["usergroup"])

    async def _fill(self, group: Json, users: Sequence[str]) -> None:
        if not users:
            await self.calls.call("usergroups.disable", usergroup=group["id"])
            return
        if group.get("date_delete"):
            await self.calls.call("usergroups.enable", usergroup=group["id"])
        await self.calls.call("usergroups.users.update", usergroup=group["id"], users=",".join(users))


def handle_of(channel: str, role: str) -> str:
    """What the holders of a role in a channel are called: `python-leaders`."""
    tail = f"-{role}s"
    return channel[: HANDLE - len(tail)].rstrip("-_") + tail
