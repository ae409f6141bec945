"""How long a large workspace takes at the pace that Slack promises, and whether any call is turned away: 2,000 channels looked at, 10,000
people invited. The clock jumps to whatever coterie waits for.

python -m tests.bench tiers [CHANNELS [PEOPLE]]
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import Mode, SlackSettings
from coterie.adapters.slack.testing import BOT_TOKEN, SIGNING_SECRET, LoopbackSlack, slack_on_loopback
from coterie.core.clock import ManualClock
from coterie.core.model.effect import OpenRoom
from coterie.core.model.event import Event, RoomOpened
from coterie.core.ports import Cursor
from coterie.core.refs import PersonRef

CHANNELS, PEOPLE = 2_000, 10_000
START = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Counting:
    """An inbox that counts rooms."""

    def __init__(self) -> None:
        self.rooms = 0
        self.is_ready = asyncio.Event()

    async def take(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        self.rooms += sum(isinstance(event, RoomOpened) for event in events)

    async def cursor(self, name: str) -> str | None:
        return None

    def ready(self, platform: str) -> None:
        self.is_ready.set()

    def away(self, platform: str) -> None:
        self.is_ready.clear()


def main(arguments: Sequence[str]) -> None:
    channels, people = [int(one) for one in arguments] + [CHANNELS, PEOPLE][len(arguments) :]
    asyncio.run(measured(channels, people))


async def measured(channels: int, people: int) -> int:
    """How many calls were turned away; what was measured is printed."""
    clock = ManualClock(START)
    # What happens is told to nobody: only the pace of calls is measured.
    async with slack_on_loopback(clock, tiers=True, subscriptions=frozenset()) as slack:
        persons = [slack.add_person(f"p{number}") for number in range(people)]
        for number in range(channels):
            slack.add_channel(f"g{number}", f"p{number % people}")
        secrets = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
        settings = SlackSettings(Mode.HTTP, slack.api_url, "127.0.0.1:0")
        adapter, inbox = SlackAdapter(settings, secrets, clock), Counting()
        listening = asyncio.create_task(adapter.listen(inbox))
        await _told("channels looked at", channels, slack, clock, inbox.is_ready.wait())
        assert inbox.rooms == channels
        invited = tuple(PersonRef(f"slack/{person.user.id}") for person in persons)
        opened = OpenRoom(key="k", name="everybody", title="Everybody", invite=invited)
        await _told("people invited", people, slack, clock, adapter.perform(opened))
        channel = slack.workspace.channel_called("everybody")
        assert channel is not None and len(channel.members) == people + 1
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        assert slack.tiers is not None
        return slack.tiers.turned_away


async def _told(
    what: str, count: int, slack: LoopbackSlack, clock: ManualClock, work: Coroutine[Any, Any, Any]
) -> None:
    before, calls = clock.now(), len(slack.calls)
    task = asyncio.ensure_future(work)
    while not (await asyncio.wait({task}, timeout=0.02))[0]:
        if (sleeper := clock.next_sleeper()) is not None:
            clock.jump(max(sleeper, clock.now()))
    await task
    assert slack.tiers is not None
    by_method = ", ".join(
        f"{name} {number}" for name, number in Counter(call.name for call in slack.calls[calls:]).most_common(3)
    )
    minutes = (clock.now() - before).total_seconds() / 60
    print(
        f"{count:,} {what}: {minutes:.0f} minutes of Slack's time; {by_method}; {slack.tiers.turned_away} turned away"
    )
