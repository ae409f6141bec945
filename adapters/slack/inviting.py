"""People who are asked into a channel: those of the workspace, and those of other organisations by way of Slack Connect.

Source: docs.slack.dev, the pages of conversations.invite and conversations.inviteShared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from coterie.core.model.event import Belongs, Uninvitable, Uninvited
from coterie.core.refs import PersonRef

from .calls import Calls, SlackRefused
from .decode import account_of
from .names import is_address, native, person_ref

INVITED = 100
"""So many of the workspace are asked with one call."""

THERE = frozenset({"already_in_channel", "cant_invite_self"})
"""Refusals that say that they are in already."""

WHY: Mapping[str, Uninvitable] = {
    "user_not_found": Uninvitable.GONE,
    "user_disabled": Uninvitable.GONE,
    "ura_max_channels": Uninvitable.GUEST,
    "user_is_restricted": Uninvitable.GUEST,
    "org_user_not_in_team": Uninvitable.ELSEWHERE,
    "invitee_cant_see_channel": Uninvitable.ELSEWHERE,
    "no_external_invite_permission": Uninvitable.ELSEWHERE,
    "no_permission": Uninvitable.RIGHTS,
    "cant_invite": Uninvitable.OTHER,
    "app_cannot_join_channel": Uninvitable.OTHER,
}
"""Refusals that are about whoever was asked, not about the channel."""

WHY_SHARED: Mapping[str, Uninvitable] = {
    "invalid_email": Uninvitable.GONE,
    "user_not_found": Uninvitable.GONE,
    "not_paid": Uninvitable.CLOSED,
    "not_allowed_for_grid_workspace": Uninvitable.CLOSED,
    "restricted_action": Uninvitable.CLOSED,
    "cannot_share_cross_workspace_channel": Uninvitable.CLOSED,
    "cannot_share_mandatory_channel": Uninvitable.CLOSED,
    "connection_limit_exceeded": Uninvitable.CLOSED,
    "connection_limit_exceeded_pending": Uninvitable.OTHER,
    "legacy_connection_limit_exceeded": Uninvitable.CLOSED,
    "member_limit_exceeded": Uninvitable.CLOSED,
    "not_owner": Uninvitable.CLOSED,
    "not_supported": Uninvitable.CLOSED,
    "no_external_invite_permission": Uninvitable.RIGHTS,
    "missing_scope": Uninvitable.RIGHTS,
}
"""The same of somebody of another organisation."""

PERHAPS_OF_ELSEWHERE = frozenset(code for code, why in WHY.items() if why is Uninvitable.ELSEWHERE) | {
    "user_not_found",
    "cant_invite",
}


@define
class Inviting:
    """Asks people into channels of the workspace `team`. With `connects`, those of other organisations are asked to share the channel."""

    calls: Calls
    team: str
    connects: bool = False
    _shared: set[tuple[str, str]] = field(factory=set)

    async def ask_in(self, channel: str, people: Sequence[PersonRef]) -> tuple[Uninvited, ...]:
        """Ask them; whom Slack does not let be asked. Raises PlatformError where it is the channel that nobody can be asked into."""
        users = [native(one) for one in people if not is_address(native(one))]
        addresses = [native(one) for one in people if is_address(native(one))]
        refused = list[Uninvited]()
        for start in range(0, len(users), INVITED):
            refused += await self._ask(channel, users[start : start + INVITED])
        for address in addresses:
            refused += await self._share(channel, address, emails=address)
        return tuple(refused)

    async def _ask(self, channel: str, users: Sequence[str]) -> list[Uninvited]:
        several = len(users) > 1 or None
        try:
            answer = await self.calls.call(
                "conversations.invite", channel=channel, users=",".join(users), force=several
            )
        except SlackRefused as refused:
            if refused.code in THERE and not several:
                return []
            if refused.code not in WHY and refused.code not in THERE:
                raise
            if several:  # Slack let nobody in for the sake of some
                return [found for user in users for found in await self._ask(channel, [user])]
            return await self._understood(channel, users[0], refused.code)
        found = list[Uninvited]()
        for user, code in _left_out(answer):
            found += await self._understood(channel, user, code)
        return found

    async def _understood(self, channel: str, user: str, code: str) -> list[Uninvited]:
        """Why somebody could not be asked; one of elsewhere is asked to share the channel instead."""
        if self.connects and code in PERHAPS_OF_ELSEWHERE and await self._is_of_elsewhere(user):
            return await self._share(channel, user, user_ids=user)
        return [Uninvited(person_ref(user), WHY.get(code, Uninvitable.OTHER), code)]

    async def _is_of_elsewhere(self, user: str) -> bool:
        try:
            answer = await self.calls.call("users.info", user=user)
        except SlackRefused:
            return False
        return account_of(answer.get("user") or {}, self.team).belongs is Belongs.ELSEWHERE

    async def _share(self, channel: str, who: str, **asked: str) -> list[Uninvited]:
        """Ask one person of elsewhere, who gets no more than to read and write there."""
        if not self.connects:
            return [Uninvited(person_ref(who), Uninvitable.ELSEWHERE, "connect")]
        try:
            await self.calls.call("conversations.inviteShared", channel=channel, external_limited=True, **asked)
        except SlackRefused as refused:
            known = (channel, who) in self._shared and refused.code == "connection_limit_exceeded_pending"
            if refused.code in THERE or known:
                return []
            if refused.code not in WHY_SHARED:
                raise
            return [Uninvited(person_ref(who), WHY_SHARED[refused.code], refused.code)]
        self._shared.add((channel, who))
        return []


def _left_out(answer: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Whom Slack left out of many, and its word for why."""
    for one in answer.get("errors") or ():
        if isinstance(one, dict) and one.get("error") not in THERE:
            yield str(one.get("user")), str(one.get("error"))
