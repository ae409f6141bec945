"""Charter and library among the bookmarks of a channel, by the real SDK: never doubled, theirs left alone, and without noise where there are none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import define

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing import BOT_TOKEN, LoopbackSlack, slack_on_loopback
from coterie.adapters.slack.testing.faults import Dropped, Refusal
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine.definitions import Definitions
from coterie.core.errors import Transient
from coterie.core.model.community import Community, Group, Person
from coterie.core.model.content import Capability, Card
from coterie.core.model.effect import Pin, Post, Remove, Survey
from coterie.core.model.event import RoomSurveyed
from coterie.core.plan.applying import Applying
from coterie.core.plan.comparing import differences
from coterie.core.plan.difference import Difference
from coterie.core.plan.surveying import Surveyor
from coterie.core.refs import MessageRef, RoomRef
from coterie.core.testing import StageFactory
from coterie.plugins.library import plugin as library

TOKEN = {"SLACK_BOT_TOKEN": BOT_TOKEN}


@define
class Desk:
    """A workspace with one channel, and an adapter that speaks there."""

    slack: LoopbackSlack
    adapter: SlackAdapter
    room: RoomRef

    async def say(self, text: str, called: str, key: str = "k", *, again: bool = False) -> MessageRef:
        effect = Post(key=key, to=self.room, card=Card(text), pin=True, called=called)
        done = await self.adapter.perform(effect, again=again)
        assert done.native is not None
        return MessageRef(done.native)

    async def survey(self, message: MessageRef) -> RoomSurveyed:
        effect = Survey(key=f"s{len(self.slack.calls)}", room=self.room, platform="slack", message=message)
        (found,) = (await self.adapter.perform(effect)).learned
        assert isinstance(found, RoomSurveyed)
        return found

    @property
    def bar(self) -> list[dict[str, Any]]:
        return self.slack.workspace.channels[self.room.native].bookmarks

    @property
    def titles(self) -> list[str]:
        return [str(one["title"]) for one in self.bar]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with slack_on_loopback() as slack:
        slack.add_person("ana")
        channel = slack.add_channel("python", "ana")
        adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), {"SLACK_BOT_TOKEN": BOT_TOKEN}, slack.clock)
        yield Desk(slack, adapter, RoomRef(f"slack/{channel.id}"))
        await adapter.close()


async def test_what_is_pinned_under_a_name_is_a_bookmark_that_leads_to_it(desk: Desk) -> None:
    charter = await desk.say("What we are for", "📜 Charter")
    ts = charter.native.partition(":")[2].replace(".", "")
    assert [(one["title"], one["link"].endswith(f"/p{ts}")) for one in desk.bar] == [("📜 Charter", True)]
    found = await desk.survey(charter)
    assert (found.pinned, found.listed) == (True, True)


async def test_a_crash_in_the_middle_doubles_nothing(desk: Desk) -> None:
    desk.slack.faults.add("bookmarks.add", Dropped(done=True))
    with pytest.raises(Transient):
        await desk.say("What we are for", "📜 Charter")
    first = await desk.say("What we are for", "📜 Charter", again=True)
    assert await desk.say("What we are for", "📜 Charter", again=True) == first
    assert desk.titles == ["📜 Charter"]
    assert len([one for one in desk.slack.workspace.channels[desk.room.native].messages if one.by_app]) == 1


async def test_drift_is_seen_and_repaired_and_a_new_charter_takes_the_place_of_the_old(desk: Desk) -> None:
    charter = await desk.say("What we are for", "📜 Charter")
    desk.bar.clear()
    assert (await desk.survey(charter)).listed is False
    await desk.adapter.perform(Pin(key="p", message=charter, called="📜 Charter"))
    assert (await desk.survey(charter)).listed is True
    anew = await desk.say("Said again", "📜 Charter", "k2")
    assert desk.titles == ["📜 Charter"] and (await desk.survey(anew)).listed


async def test_what_people_put_there_or_call_otherwise_is_left_alone(desk: Desk) -> None:
    theirs = {"id": "Bk1", "title": "📜 Charter", "link": "https://example.org", "last_updated_by_user_id": "U9"}
    desk.bar.append(dict(theirs))
    charter = await desk.say("What we are for", "📜 Charter")
    assert desk.titles == ["📜 Charter", "📜 Charter"] and desk.bar[0] == theirs
    desk.bar[1] |= {"title": "Our rules", "last_updated_by_user_id": "U9"}
    await desk.adapter.perform(Pin(key="p", message=charter, called="📜 Charter"))
    assert desk.titles == ["📜 Charter", "Our rules"] and (await desk.survey(charter)).listed
    await desk.adapter.perform(Remove(key="r", message=charter, called="📜 Charter"))
    assert desk.bar == [theirs]


@pytest.mark.parametrize("refusal", ["missing_scope", "not_implemented", "permission_denied", "too_many_bookmarks"])
async def test_where_slack_has_no_place_for_one_it_stays_with_the_pin(desk: Desk, refusal: str) -> None:
    for _ in range(9):
        desk.slack.faults.add(
            "bookmarks.add" if refusal == "too_many_bookmarks" else "bookmarks.list", Refusal(refusal)
        )
    charter = await desk.say("What we are for", "📜 Charter")
    found = await desk.survey(charter)
    assert (found.pinned, found.listed) == (True, None), "nothing is amiss that could be mended"
    asked = len([call for call in desk.slack.calls if call.name.startswith("bookmarks.")])
    await desk.say("Another", "📚 Library", "k2")
    assert len([call for call in desk.slack.calls if call.name.startswith("bookmarks.")]) == asked, "asked once"


async def test_a_full_bar_is_nothing_to_be_mended(desk: Desk) -> None:
    desk.bar.extend({"id": f"Bk{n}", "title": str(n), "link": "https://example.org"} for n in range(100))
    charter = await desk.say("What we are for", "📜 Charter")
    assert len(desk.bar) == 100 and (await desk.survey(charter)).listed is None


@pytest.mark.parametrize("refusal", ["too_many_pins", "restricted_action", "not_pinnable"])
async def test_what_nobody_may_pin_is_said_all_the_same(desk: Desk, refusal: str) -> None:
    desk.slack.faults.add("pins.add", Refusal(refusal))
    charter = await desk.say("What we are for", "📜 Charter")
    assert (found := await desk.survey(charter)).message == charter and not found.pinned and found.listed


async def test_turned_off_there_is_none(desk: Desk) -> None:
    settings = SlackSettings(api_url=desk.slack.api_url, bookmarks=False)
    assert "bookmarks" not in settings.also and "bookmarks" in SlackSettings().also
    adapter = SlackAdapter(settings, {"SLACK_BOT_TOKEN": BOT_TOKEN}, desk.slack.clock)
    assert Capability.BOOKMARKS not in adapter.capabilities
    await adapter.perform(Post(key="k", to=desk.room, card=Card("Charter"), pin=True, called="📜 Charter"))
    assert not [call for call in desk.slack.calls if call.name.startswith("bookmarks.")]
    await adapter.close()


async def test_apply_puts_it_there_and_puts_it_back_and_then_nothing_is_left() -> None:
    clock = ManualClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    async with slack_on_loopback(clock) as slack:
        ana = slack.add_person("ana").user.id
        group = Group("python", "Python", "Learn it.", leaders=("ana",), homes={"slack": "python"})
        people = {"ana": Person("ana", "Ana", accounts={"slack": ana})}
        files = Definitions((Community("town", "Town", people=people, groups={"python": group}),))
        store, adapter = MemoryStore(clock), SlackAdapter(SlackSettings(api_url=slack.api_url), TOKEN, clock)
        adapters = {"slack": adapter}

        async def plan() -> list[tuple[str, str]]:
            found: tuple[Difference, ...] = differences(*await Surveyor(store, clock, adapters, files).look())
            return [(one.what.value, one.why) for one in found]

        async def apply(occasion: str) -> None:
            outcome = await Applying(store, clock, adapters, files, occasion).apply(lambda difference: True)
            assert not outcome.failed and await plan() == []

        await apply("first")
        (channel,) = [one for one in slack.workspace.channels.values() if one.name == "python"]
        assert [one["title"] for one in channel.bookmarks] == ["📜 Charter"]
        channel.bookmarks.clear()
        assert await plan() == [("charter", "stands among the bookmarks")]
        await apply("second")
        assert [one["title"] for one in channel.bookmarks] == ["📜 Charter"]
        channel.messages.clear()
        await apply("third")
        assert len(channel.bookmarks) == 1 and channel.messages[-1].pinned
        assert channel.bookmarks[0]["link"].endswith(channel.messages[-1].ts.replace(".", ""))
        await adapter.close()


@pytest.mark.parametrize("platform", ["simulator", "slack"])
async def test_the_library_stands_in_the_room_and_changes_with_what_is_kept(stage: StageFactory, platform: str) -> None:
    room = await stage(library, platform=platform)
    await room.say("bo", "!coterie keep https://example.org/a Dovetails #joinery")
    await room.say("bo", "!coterie library pin")
    assert "📚 Library" not in "".join(room.said), "only who leads may"
    await room.say("ana", "!coterie library pin")
    await room.say("bo", "!coterie keep https://example.org/b Tenons")
    (board,) = [said for said in room.said if said.startswith("📚 Library")]
    assert board.index("Tenons") < board.index("Dovetails") and "#joinery" in board
    await room.say("bo", "!coterie library remove 1")
    await room.say("ana", "!coterie library pin")
    (board,) = [said for said in room.said if said.startswith("📚 Library")]
    assert "Dovetails" not in board
    await room.say("ana", "!coterie library unpin")
    assert not [said for said in room.said if said.startswith("📚 Library")]
