"""Channels are surveyed at Slack's pace, and what Slack refuses is said in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from attrs import define

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, LoopbackSlack, slack_on_loopback
from coterie.core.clock import ManualClock
from coterie.core.errors import Refused
from coterie.core.model import effect as effects
from coterie.core.model.content import Card
from coterie.core.model.event import RoomSurveyed
from coterie.core.refs import MessageRef, RoomRef


@define
class Desk:
    """A workspace, and an adapter that looks at it."""

    slack: LoopbackSlack
    adapter: SlackAdapter
    clock: ManualClock
    _keys: int = 0

    def key(self) -> str:
        self._keys += 1
        return f"k{self._keys}"

    async def survey(self, channel: str, **more: object) -> RoomSurveyed:
        room = RoomRef(f"slack/{channel}") if channel else None
        effect = effects.Survey(key=self.key(), room=room, platform="slack", **more)  # type: ignore[arg-type]  # as given
        (found,) = (await self.adapter.perform(effect)).learned
        assert isinstance(found, RoomSurveyed)
        return found

    def calls(self) -> Counter[str]:
        return Counter(call.name for call in self.slack.calls)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = ManualClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    async with slack_on_loopback(clock) as slack:
        slack.add_person("ana", "Ana")
        secrets = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
        adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), secrets, clock)
        yield Desk(slack, adapter, clock)
        await adapter.close()


async def test_one_list_of_all_channels_serves_many_surveys_until_something_changes(desk: Desk) -> None:
    made = [desk.slack.add_channel(f"group-{n}", "ana").id for n in range(8)]
    found = [await desk.survey(id) for id in made]
    assert [one.gone for one in found] == [None] * 8
    assert desk.calls() == {"auth.test": 1, "conversations.list": 1, "conversations.members": 8}
    await desk.adapter.perform(effects.SetTopic(key=desk.key(), room=RoomRef(f"slack/{made[0]}"), topic="New"))
    assert (await desk.survey(made[0])).topic == "New"
    assert desk.calls()["conversations.list"] == 2
    desk.slack.workspace.channels[made[1]].topic = "By hand"
    desk.clock.jump(desk.clock.now() + timedelta(minutes=2))
    assert (await desk.survey(made[1])).topic == "By hand"


async def test_members_of_a_large_channel_come_in_pages(desk: Desk) -> None:
    channel = desk.slack.add_channel("large", "ana")
    for n in range(1500):
        channel.members.append(desk.slack.add_person(f"p{n}").user.id)
    found = await desk.survey(channel.id)
    assert len(found.members or ()) == 1501
    assert desk.calls()["conversations.members"] == 2


async def test_a_topic_reads_as_it_was_written(desk: Desk) -> None:
    channel = desk.slack.add_channel("python", "ana")
    for typed in ("Tea & <cake>", "see https://example.org/a?b=c&d", "1 < 2 > 0"):
        await desk.adapter.perform(effects.SetTopic(key=desk.key(), room=RoomRef(f"slack/{channel.id}"), topic=typed))
        assert (await desk.survey(channel.id)).topic == typed


async def test_a_public_channel_that_coterie_is_not_in_is_seen_from_outside(desk: Desk) -> None:
    channel = desk.slack.add_channel("python", "ana", with_coterie=False)
    found = await desk.survey("", name="python")
    assert (found.room, found.inside, found.gone) == (RoomRef(f"slack/{channel.id}"), False, None)
    desk.slack.add_channel("secret", "ana", private=True, with_coterie=False)
    assert "private and coterie is not in it" in ((await desk.survey("", name="secret")).gone or "")


async def test_of_two_channels_of_one_name_the_living_one_is_meant(desk: Desk) -> None:
    desk.slack.add_channel("python", "ana").is_archived = True
    assert (await desk.survey("", name="python")).archived


async def test_an_app_may_rename_only_what_it_made(desk: Desk) -> None:
    room = RoomRef(f"slack/{desk.slack.add_channel('python', 'ana').id}")
    with pytest.raises(Refused, match="rename only what they made: let somebody call it 'snakes'"):
        await desk.adapter.perform(effects.Rename(key=desk.key(), room=room, name="Snakes"))
    opened = await desk.adapter.perform(effects.OpenRoom(key=desk.key(), name="rust"))
    assert opened.native is not None
    with pytest.raises(Refused, match="another channel, perhaps an archived one, is called 'python'"):
        await desk.adapter.perform(effects.Rename(key=desk.key(), room=RoomRef(opened.native), name="python"))


async def test_a_message_is_looked_for_by_itself(desk: Desk) -> None:
    room = RoomRef(f"slack/{desk.slack.add_channel('python', 'ana').id}")
    done = await desk.adapter.perform(effects.Post(key=desk.key(), to=room, card=Card("Charter"), pin=True))
    assert done.native is not None
    found = await desk.survey(room.native, message=MessageRef(done.native))
    assert (found.message, found.pinned) == (MessageRef(done.native), True)
    other = MessageRef(f"slack/{room.native}:1.000001")
    assert (await desk.survey(room.native, message=other)).message is None
