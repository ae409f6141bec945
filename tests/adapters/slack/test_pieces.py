"""Messages of several pieces are changed and taken away whole, whoever said them and whatever was said since."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from attrs import define, field

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing import BOT_TOKEN, LoopbackSlack, slack_on_loopback
from coterie.adapters.slack.testing.faults import Dropped
from coterie.adapters.slack.testing.things import Channel
from coterie.core.clock import ManualClock
from coterie.core.errors import Transient
from coterie.core.model.content import Card
from coterie.core.model.effect import Edit, Effect, Post, Remove
from coterie.core.refs import MessageRef, RoomRef

LONG = "\n\n".join(f"{number}: {'word ' * 200}" for number in range(30))


@define
class Restarting:
    """A channel, and coterie, which is started anew for everything that it does."""

    slack: LoopbackSlack
    clock: ManualClock
    channel: Channel
    _keys: int = field(default=0)

    async def do(self, effect: Effect, *, again: bool = False) -> MessageRef:
        adapter = SlackAdapter(
            SlackSettings(api_url=self.slack.api_url), {"SLACK_BOT_TOKEN": BOT_TOKEN}, self.slack.clock
        )
        try:
            done = await adapter.perform(effect, again=again)
        finally:
            await adapter.close()
        return MessageRef(done.native or "slack/none:0")

    async def edit(self, message: MessageRef, text: str) -> None:
        self._keys += 1
        await self.do(Edit(key=f"e{self._keys}", message=message, card=Card(text)))

    @property
    def pieces(self) -> int:
        return len([one for one in self.channel.messages if one.by_app])


@pytest.fixture
async def coterie() -> AsyncIterator[Restarting]:
    clock = ManualClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    async with slack_on_loopback(clock) as slack:
        slack.add_person("ana")
        yield Restarting(slack, clock, slack.add_channel("python", "ana"))


@pytest.mark.parametrize("in_thread", [False, True])
@pytest.mark.parametrize("since", [0, 300])
async def test_it_is_made_longer_and_shorter_and_taken_away(coterie: Restarting, in_thread: bool, since: int) -> None:
    ana = coterie.slack.person("ana")
    root = MessageRef(f"slack/{coterie.channel.id}:{await ana.say('python', 'Hello')}") if in_thread else None
    room = RoomRef(f"slack/{coterie.channel.id}")
    message = await coterie.do(Post(key="k", to=room, card=Card(LONG), thread=root))
    long = coterie.pieces
    coterie.clock.jump(coterie.clock.now() + timedelta(minutes=since))
    for number in range(since):
        coterie.slack.workspace.post(coterie.channel, ana.user.id, f"Something else {number}")
    await coterie.edit(message, f"{LONG}\n\n{LONG}")
    assert coterie.pieces > long
    assert {one.thread_ts for one in coterie.channel.messages if one.by_app} == {
        root.native.partition(":")[2] if root else None
    }
    await coterie.edit(message, LONG)
    assert coterie.pieces == long
    await coterie.edit(message, "Short")
    assert coterie.pieces == 1
    await coterie.edit(message, LONG)
    await coterie.do(Remove(key="r", message=message))
    assert coterie.pieces == 0


async def test_a_crash_while_it_becomes_longer_doubles_no_piece(coterie: Restarting) -> None:
    room = RoomRef(f"slack/{coterie.channel.id}")
    message = await coterie.do(Post(key="k", to=room, card=Card("Short")))
    longer = Edit(key="e", message=message, card=Card(LONG))
    coterie.slack.faults.add("chat.postMessage", Dropped(done=True))
    with pytest.raises(Transient):
        await coterie.do(longer)
    await coterie.do(longer, again=True)
    pieces = coterie.pieces
    await coterie.do(longer, again=True)
    await coterie.edit(message, LONG)
    assert coterie.pieces == pieces == 3
