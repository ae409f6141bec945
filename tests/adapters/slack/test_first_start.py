"""The first seconds of the very first start: Slack tells what is said before it has told which channel is whose."""

from __future__ import annotations

import asyncio

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, LoopbackSlack, slack_on_loopback
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.assembly import assembled
from coterie.core.clock import SystemClock
from coterie.core.files.library import read_library
from coterie.core.model.community import Community, Group
from coterie.plugins import leaders

CHANNELS = 8


def answers(slack: LoopbackSlack) -> list[str]:
    """What coterie told people in channels, to each alone."""
    return [one.text("text") for one in slack.calls if one.name == "chat.postEphemeral"]


async def test_what_is_said_as_soon_as_slack_is_connected_is_said_in_its_group() -> None:
    clock, plugin = SystemClock(), leaders.plugin.load()
    async with slack_on_loopback(clock) as slack, asyncio.timeout(60):
        bo = slack.add_person("bo")
        rooms = [slack.add_channel(f"g{number}", "bo", with_coterie=True).id for number in range(CHANNELS)]
        groups = {
            f"g{number}": Group(f"g{number}", f"G{number}", "Talk.", homes={"slack": f"g{number}"})
            for number in range(CHANNELS)
        }
        secrets = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
        adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), secrets, clock)
        community = Community("town", "Town", groups=groups, plugins=("leaders",))
        library = read_library((), [plugin]).sound()

        async def talk() -> None:
            await slack.connected()
            for room in rooms:
                await bo.say(room, "!coterie leaders")

        talking = asyncio.create_task(talk())
        async with assembled(MemoryStore(clock), clock, [adapter], [community], library, [plugin]) as house:
            await talking
            while len(answers(slack)) < CHANNELS:  # noqa: ASYNC110 - it is Slack's side that is waited for
                await asyncio.sleep(0.05)
            await house.settled()
        assert all(text.startswith("Nobody has a role here yet") for text in answers(slack)), answers(slack)
