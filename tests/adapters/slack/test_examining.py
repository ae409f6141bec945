"""What `coterie doctor` finds in a workspace, and that it changes nothing there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.examining import SCOPES
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing import LoopbackSlack, slack_on_loopback
from coterie.core.clock import ManualClock, SystemClock
from coterie.core.errors import LoggedOut
from coterie.core.ports import Diagnosis, Verdict

LOOKS = {"auth.test", "apps.connections.open", "conversations.list"}


async def looked_at(slack: LoopbackSlack, *, ahead: timedelta = timedelta(), **homes: str) -> dict[str, Diagnosis]:
    """What is found, by what it is about."""
    secrets = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
    adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), secrets, ManualClock(SystemClock().now() + ahead))
    return {one.about: one async for one in adapter.examine(homes)}


async def test_a_workspace_in_order_is_found_so_and_left_as_it_is() -> None:
    async with slack_on_loopback() as slack:
        slack.add_person("ana", "Ana")
        slack.add_channel("python", "ana")
        found = await looked_at(slack, python="python")
        assert {one.verdict for one in found.values()} == {Verdict.GOOD}
        assert found["slack token"].found.startswith("the bot token is good: ")
        assert found["slack channels"].found == "coterie is in 1 of 1 homes of groups"
        assert {call.name for call in slack.calls} == LOOKS and not slack.socket.connections


async def test_what_is_amiss_is_told_with_what_to_do() -> None:
    async with slack_on_loopback(scopes=frozenset(SCOPES) - {"pins:write", "channels:join"}) as slack:
        slack.add_person("ana", "Ana")
        slack.add_channel("left", "ana", with_coterie=False)
        slack.workspace.archive(slack.add_channel("closed", "ana"), slack.person("ana").user.id)
        adapter_sees = await looked_at(slack, left="left", closed="closed", nowhere="nowhere")
        assert adapter_sees["slack scopes"].found == "the app lacks channels:join, pins:write"
        assert adapter_sees["slack left"].remedy == "write there: /invite @coterie"
        assert adapter_sees["slack closed"].found == "#closed is archived"
        assert adapter_sees["slack nowhere"].verdict is Verdict.WARNING
        late = await looked_at(slack, ahead=timedelta(minutes=6))
        assert late["slack clock"].verdict is Verdict.PROBLEM and "timedatectl" in late["slack clock"].remedy


async def test_void_tokens_are_told_apart() -> None:
    async with slack_on_loopback() as slack:
        secrets = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": "xapp-void"}
        adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), secrets, SystemClock())
        found = {one.about: one async for one in adapter.examine({})}
        assert found["slack app token"].verdict is Verdict.PROBLEM
        assert "SLACK_APP_TOKEN" in found["slack app token"].remedy
        slack.is_installed = False
        with pytest.raises(LoggedOut, match="SLACK_BOT_TOKEN"):
            await looked_at(slack)
