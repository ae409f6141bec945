"""Many groups are applied at the pace that a platform allows, and how far it is is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, slack_on_loopback
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine.definitions import Definitions
from coterie.core.model.community import Community, Group
from coterie.core.plan.applying import Applying

from .town import BEGIN

GROUPS = 60
IDLE_SECONDS = 0.02


async def as_time_passes(clock: ManualClock, done: asyncio.Event) -> None:
    """Whenever nothing happens any more, it is as late as the next who waits wants it to be."""
    while not done.is_set():
        await asyncio.sleep(IDLE_SECONDS)
        if (next_ := clock.next_sleeper()) is not None:
            clock.jump(max(next_, clock.now()))


async def test_sixty_channels_take_the_minutes_that_slack_wants_for_them() -> None:
    clock, told = ManualClock(BEGIN), list[tuple[str, int, int]]()
    groups = {f"g{n}": Group(f"g{n}", f"Group {n}", f"Be number {n}.", review_every="3mo") for n in range(GROUPS)}
    async with slack_on_loopback() as slack, asyncio.TaskGroup() as tasks:
        secrets = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
        adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), secrets, clock)
        done = asyncio.Event()
        tasks.create_task(as_time_passes(clock, done))
        files = Definitions((Community("town", "Town", groups=groups),))
        applying = Applying(MemoryStore(clock), clock, {"slack": adapter}, files, "test", lambda *one: told.append(one))
        outcome = await applying.apply(lambda difference: False)
        done.set()
        await adapter.close()
        pinned = [one for channel in slack.workspace.channels.values() for one in channel.messages if one.pinned]
    assert (len(outcome.done), outcome.failed, len(pinned)) == (2 * GROUPS, (), GROUPS)
    # Twenty a minute, of which the first twenty may come at once: forty channels, then forty pins and bookmarks, want two minutes each.
    assert timedelta(minutes=4) <= clock.now() - BEGIN <= timedelta(minutes=10)
    rounds = [(what, of) for what, n, of in told if n == of]
    assert rounds[:2] == [("looking at rooms", GROUPS), ("changing rooms", GROUPS)]
