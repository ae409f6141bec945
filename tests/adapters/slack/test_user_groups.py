"""Roles as user groups, by the real SDK against a Slack on loopback: kept where the plan has them, and nothing is lost where it has not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing import BOT_TOKEN, LoopbackSlack, slack_on_loopback
from coterie.adapters.slack.user_groups import HANDLE, handle_of
from coterie.core.errors import Unsupported
from coterie.core.model.content import Capability
from coterie.core.model.effect import GrantRole, RevokeRole
from coterie.core.refs import PersonRef, RoomRef


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with slack_on_loopback() as slack:
        slack.add_person("ana")
        slack.add_person("bo")
        slack.add_channel("python", "ana", "bo")
        yield slack


def adapter_of(slack: LoopbackSlack, *, user_groups: bool = True) -> SlackAdapter:
    settings = SlackSettings(api_url=slack.api_url, user_groups=user_groups)
    return SlackAdapter(settings, {"SLACK_BOT_TOKEN": BOT_TOKEN}, slack.clock)


def granted(slack: LoopbackSlack, who: str, key: str = "k") -> GrantRole:
    room, person = _where(slack, who)
    return GrantRole(key=key, room=room, person=person, role="leader")


def revoked(slack: LoopbackSlack, who: str) -> RevokeRole:
    room, person = _where(slack, who)
    return RevokeRole(key=f"r{who}", room=room, person=person, role="leader")


def _where(slack: LoopbackSlack, who: str) -> tuple[RoomRef, PersonRef]:
    channel = slack.workspace.channel_called("python")
    assert channel is not None
    return RoomRef(f"slack/{channel.id}"), PersonRef(f"slack/{slack.person(who).user.id}")


async def test_who_holds_a_role_is_in_its_group_and_a_group_of_nobody_rests(slack: LoopbackSlack) -> None:
    adapter = adapter_of(slack)
    ana, bo = (slack.person(who).user.id for who in ("ana", "bo"))
    for who in ("ana", "bo", "ana"):
        await adapter.perform(granted(slack, who))
    (group,) = slack.workspace.groups.values()
    assert (group["handle"], group["users"]) == ("python-leaders", [ana, bo])
    await adapter.perform(revoked(slack, "ana"))
    assert group["users"] == [bo]
    await adapter.perform(revoked(slack, "bo"))
    assert group["date_delete"]
    await adapter.perform(granted(slack, "ana", "again"))
    assert (group["users"], group["date_delete"]) == ([ana], 0)
    await adapter.close()


async def test_where_the_plan_has_none_the_role_is_known_to_coterie_alone(slack: LoopbackSlack) -> None:
    slack.workspace.is_paid = False
    adapter = adapter_of(slack)
    assert (await adapter.perform(granted(slack, "ana"))).native is None
    await adapter.close()


async def test_a_group_that_somebody_else_made_is_left_alone(slack: LoopbackSlack) -> None:
    theirs = {"id": "S1", "handle": "python-leaders", "created_by": "U9", "users": ["U9"], "date_delete": 0}
    slack.workspace.groups["S1"] = theirs
    adapter = adapter_of(slack)
    await adapter.perform(granted(slack, "ana"))
    assert theirs["users"] == ["U9"] and len(slack.workspace.groups) == 1
    await adapter.close()


async def test_they_are_off_unless_they_are_turned_on(slack: LoopbackSlack) -> None:
    adapter = adapter_of(slack, user_groups=False)
    assert Capability.ROLES not in adapter.capabilities and Capability.ROLES in adapter_of(slack).capabilities
    with pytest.raises(Unsupported):
        await adapter.perform(granted(slack, "ana"))
    await adapter.close()


def test_handles_are_never_too_long() -> None:
    assert handle_of("python", "leader") == "python-leaders"
    assert handle_of("a-very-long-name-of-a-channel", "moderator") == "a-very-lon-moderators"
    assert len(handle_of("x" * 80, "moderator")) <= HANDLE
