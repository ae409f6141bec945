"""The adapter at work in a workspace on loopback, by Socket Mode and by HTTP."""

from __future__ import annotations

import asyncio
import base64
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import jsonschema
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import Mode, SlackSettings
from coterie.adapters.slack.socket_mode import SocketMode
from coterie.adapters.slack.testing import (
    Dropped,
    Held,
    LoopbackSlack,
    RateLimited,
    Refusal,
    Seen,
    ServerError,
    slack_on_loopback,
)
from coterie.adapters.slack.testing.delivery import Envelope, NotAcknowledged
from coterie.adapters.slack.testing.server import BOT_TOKEN, SIGNING_SECRET
from coterie.adapters.slack.testing.things import BOT_USER
from coterie.core.clock import ManualClock
from coterie.core.errors import Conflict, LoggedOut, Refused, Transient, Unsupported
from coterie.core.model import effect as effects
from coterie.core.model import event as events
from coterie.core.model.content import OPEN_FORM, Card, Choice, Field, FieldKind, Form, escape, mention
from coterie.core.model.event import Event
from coterie.core.ports import Cursor
from coterie.core.refs import MessageRef, PersonRef, RoomRef
from coterie.core.web import Web

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
E = TypeVar("E", bound=Event)


class WatchedClock(ManualClock):
    """A clock that tells when somebody waits on it."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.asleep = asyncio.Event()

    async def sleep_until(self, instant: datetime) -> None:
        self.asleep.set()
        await super().sleep_until(instant)


class Kept:
    """An inbox in memory that drops what it saw before, and fails as often as told."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.failures = 0
        self.is_ready = asyncio.Event()
        self.news = asyncio.Event()

    async def take(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        if self.failures:
            self.failures -= 1
            raise Conflict("the store is down")
        for event in events:
            self.events.setdefault(event.id, event)
        self.news.set()

    async def cursor(self, name: str) -> str | None:
        return None

    def ready(self, platform: str) -> None:
        self.is_ready.set()

    def away(self, platform: str) -> None:
        self.is_ready.clear()

    async def has(self, kind: type[Event], count: int) -> None:
        """Return when so many of this kind came."""
        while len(self.of(kind)) < count:
            self.news.clear()
            await self.news.wait()

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events.values() if isinstance(event, kind)]


class House:
    """A workspace, the adapter in it, and what it heard."""

    def __init__(self, slack: LoopbackSlack, adapter: SlackAdapter, inbox: Kept) -> None:
        self.slack, self.adapter, self.inbox = slack, adapter, inbox
        self.ana, self.bo = slack.person("ana"), slack.person("bo")
        self.channel = next(each for each in slack.workspace.channels.values() if each.name == "python")
        self.room = RoomRef(f"slack/{self.channel.id}")

    def ref(self, handle: str) -> PersonRef:
        return PersonRef(f"slack/{self.slack.person(handle).user.id}")

    async def post(self, key: str, text: str, **more: Any) -> MessageRef:
        card = Card(text, more.pop("choices", ()), more.pop("several", False), more.pop("form", None))
        done = await self.adapter.perform(effects.Post(key=key, to=more.pop("to", self.room), card=card, **more))
        assert done.native is not None
        return MessageRef(done.native)

    def seen(self) -> list[Seen]:
        return [seen for seen in self.bo.sees("python") if seen.by_coterie and not seen.subtype]


def secrets(slack: LoopbackSlack) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


@asynccontextmanager
async def running(slack: LoopbackSlack, mode: Mode = Mode.SOCKET, *, shared: bool = False) -> AsyncIterator[House]:
    """`shared`: what Slack sends comes in on coterie's own server, beside whatever else is served there."""
    settings = SlackSettings(mode, slack.api_url, "127.0.0.1:0")
    adapter, inbox = SlackAdapter(settings, secrets(slack), slack.clock), Kept()
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        if shared:
            web = Web("127.0.0.1:0")
            adapter.reached_at(web)
            port = await stack.enter_async_context(web.serving())
        listening = group.create_task(adapter.listen(inbox))
        await inbox.is_ready.wait()
        if shared:
            adapter.request_url = f"http://127.0.0.1:{port}{settings.path}"
        if adapter.request_url is not None:
            slack.send_to(adapter.request_url)
        yield House(slack, adapter, inbox)
        listening.cancel()


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with slack_on_loopback(WatchedClock(START), acknowledge_within=timedelta(seconds=1)) as slack:
        slack.add_person("ana", "Ana Ruiz", zone="Europe/Madrid", locale="es-ES")
        slack.add_person("bo")
        slack.add_channel("python", "ana", "bo")
        yield slack


# --- what happened --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", Mode)
async def test_what_people_do_comes_in_as_events(slack: LoopbackSlack, mode: Mode) -> None:
    async with running(slack, mode) as house:
        ts = await house.ana.say("python", "@coterie hello @bo 🎉")
        await house.bo.react(ts, "🎉")
        await house.bo.unreact(ts, "🎉")
        await house.ana.edit(ts, "hello again")
        await house.ana.say("python", "/coterie kudos @bo for it")
        await house.ana.dm("psst")
        slack.add_person("cy", "Cy 🌱")
        await slack.person("cy").join("python")
        await slack.person("cy").leave("python")
        await house.ana.delete(ts)
        (said, dm) = house.inbox.of(events.MessagePosted)
        bo = house.ref("bo").id
        assert (said.text, said.addressed, said.room) == (f"hello <@{bo}> 🎉", True, house.room)
        assert (dm.text, dm.direct) == ("psst", True)
        (command,) = house.inbox.of(events.CommandGiven)
        assert (command.text, command.person) == (f"kudos <@{bo}> for it", house.ref("ana"))
        assert command.trigger
        (joined,) = house.inbox.of(events.MemberJoined)
        assert (joined.name, joined.handle, joined.zone, joined.locale) == ("Cy 🌱", "cy", "Europe/Berlin", "en-US")
        kinds = (
            events.ReactionAdded,
            events.ReactionRemoved,
            events.MessageEdited,
            events.MessageRemoved,
            events.MemberLeft,
        )
        assert [len(house.inbox.of(kind)) for kind in kinds] == [1] * 5


async def test_the_rooms_it_is_in_are_told_with_their_people(slack: LoopbackSlack) -> None:
    slack.add_channel("hidden", "ana", with_coterie=False)
    async with running(slack) as house:
        (room,) = house.inbox.of(events.RoomOpened)
        assert (room.room, room.names) == (house.room, ("python", "#python", house.channel.id))
        ana = next(account for account in room.members if account.handle == "ana")
        assert (ana.name, ana.zone, ana.locale) == ("Ana Ruiz", "Europe/Madrid", "es-ES")


async def test_a_room_it_is_invited_to_is_told_too(slack: LoopbackSlack) -> None:
    slack.add_channel("rust", "ana", with_coterie=False)
    async with running(slack) as house:
        await house.ana.invite("rust", "coterie")
        await house.inbox.has(events.RoomOpened, 2)


@pytest.mark.parametrize("shared", [False, True])
async def test_what_could_not_be_saved_is_not_acknowledged_and_comes_again(slack: LoopbackSlack, shared: bool) -> None:
    async with running(slack, Mode.HTTP, shared=shared) as house:
        house.inbox.failures = 1
        await house.ana.say("python", "keep this")
        assert [said.text for said in house.inbox.of(events.MessagePosted)] == ["keep this"]


ODD: tuple[dict[str, object], ...] = (
    {"type": "event_callback", "event": []},
    {"type": "event_callback", "event": None},
    {"type": "event_callback", "event": "message", "authorizations": [1]},
    {"type": "event_callback", "authorizations": True, "event": {"type": "message"}},
    {"type": "event_callback", "event": {"type": "message", "channel": 7, "user": 3, "item": 5}},
    {
        "type": "event_callback",
        "event": {"type": "message", "text": "half \ud83d", "user": "\ud800", "channel": "C1", "ts": "1.0"},
    },
    {"type": "view_submission", "response_urls": [1, 2], "view": [], "user": "x"},
    {"type": "block_actions", "actions": {"a": 1}, "user": [], "channel": 9},
)


@pytest.mark.parametrize("mode", Mode)
async def test_what_is_not_of_the_shape_of_slack_is_at_most_a_log_line(
    slack: LoopbackSlack, mode: Mode, capfd: pytest.CaptureFixture[str]
) -> None:
    async with running(slack, mode) as house:
        for number, odd in enumerate(ODD):
            kind = "events_api" if odd["type"] == "event_callback" else "interactive"
            with suppress(NotAcknowledged):  # over HTTP it is refused, and Slack gives up by itself
                await slack.deliveries.line.send(Envelope(kind, odd | {"event_id": f"Ev{number}"}))
        await house.ana.say("python", "still there?")
        assert [said.text for said in house.inbox.of(events.MessagePosted)][-1] == "still there?"
    assert "Traceback" not in capfd.readouterr().err


async def test_many_messages_at_once_keep_their_order(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        async with asyncio.TaskGroup() as group:
            for number in range(50):
                group.create_task(house.ana.say("python", f"message {number}"))
        assert [said.text for said in house.inbox.of(events.MessagePosted)] == [f"message {n}" for n in range(50)]


async def test_a_wrong_app_token_ends_it_with_what_to_do(slack: LoopbackSlack) -> None:
    environment = secrets(slack) | {"SLACK_APP_TOKEN": "xapp-wrong"}
    adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), environment, slack.clock)
    with pytest.raises(LoggedOut, match="SLACK_APP_TOKEN"):
        await adapter.listen(Kept())


async def test_it_connects_as_soon_as_slack_can_be_reached(slack: LoopbackSlack) -> None:
    slack.faults.add("apps.connections.open", ServerError())
    async with running(slack) as house:
        await house.ana.say("python", "at last")
        assert house.inbox.of(events.MessagePosted)


async def test_a_wrong_bot_token_ends_it_with_what_to_do(slack: LoopbackSlack) -> None:
    environment = secrets(slack) | {"SLACK_BOT_TOKEN": "xoxb-wrong"}
    adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), environment, slack.clock)
    with pytest.raises(LoggedOut, match="SLACK_BOT_TOKEN"):
        await adapter.listen(Kept())


async def test_being_taken_out_of_the_workspace_is_told_and_ends_it(slack: LoopbackSlack) -> None:
    adapter, inbox = SlackAdapter(SlackSettings(api_url=slack.api_url), secrets(slack), slack.clock), Kept()
    async with asyncio.TaskGroup() as group:
        listening = group.create_task(logged_out(adapter, inbox))
        await inbox.is_ready.wait()
        await slack.uninstall()
        assert await listening
    assert inbox.of(events.Uninstalled)


async def logged_out(adapter: SlackAdapter, inbox: Kept) -> bool:
    try:
        await adapter.listen(inbox)
    except LoggedOut:
        return True
    return False


async def test_it_comes_back_when_slack_asks_it_to_connect_anew(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        await slack.socket.ask_to_leave()
        await slack.socket.connected_anew()
        await house.ana.say("python", "still there?")
        assert house.inbox.of(events.MessagePosted)


async def test_a_connection_that_does_not_come_back_is_told_and_made_anew(slack: LoopbackSlack) -> None:
    client = AsyncWebClient(base_url=slack.api_url, session=slack.session, retry_handlers=[])
    socket = SocketMode(slack.app_token, client, ping_every=0.05, watch_every=timedelta(seconds=0.05))
    told: asyncio.Queue[str] = asyncio.Queue()
    app = AsyncApp(client=AsyncWebClient(BOT_TOKEN, slack.api_url), signing_secret=SIGNING_SECRET)
    running = asyncio.create_task(
        socket.run(app, lambda address: told.put_nowait("up"), lambda: told.put_nowait("gone"))
    )
    async with asyncio.timeout(10):
        assert await told.get() == "up"
        slack.faults.add("apps.connections.open", *[ServerError()] * 2)
        slack.socket.drop()
        assert [await told.get(), await told.get()] == ["gone", "up"]
    running.cancel()
    await asyncio.wait([running])


@pytest.mark.parametrize("shared", [False, True])
async def test_a_forged_request_is_refused(slack: LoopbackSlack, shared: bool) -> None:
    async with running(slack, Mode.HTTP, shared=shared) as house:
        assert house.adapter.request_url is not None
        body = {
            "type": "event_callback",
            "event": {"type": "message", "channel": "C1", "ts": "1.0", "text": "x", "user": "U1"},
        }
        headers = {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=00"}
        async with slack.session.post(house.adapter.request_url, json=body, headers=headers) as answer:
            assert answer.status == 401
        assert not house.inbox.of(events.MessagePosted)


# --- what shall happen ----------------------------------------------------------------------------------------------


async def test_a_message_reads_as_meant_and_pings_whom_it_mentions(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        await house.post("k", f"Welcome {mention(house.ref('bo'))}: **{escape('<!channel> *x* @ana')}**")
        (seen,) = house.seen()
        assert (seen.text, set(seen.pings)) == ("Welcome @bo: <!channel> *x* @ana", {"bo"})


async def test_buttons_selects_and_checkboxes_are_chosen_from(slack: LoopbackSlack) -> None:
    few, many = [Choice("y", "Yes"), Choice("n", "No")], [Choice(f"c{n}", f"Choice {n}") for n in range(20)]
    async with running(slack) as house:
        message = await house.post("few", "?", choices=few)
        await house.post("many", "?", choices=many)
        await house.post("several", "?", choices=few, several=True)
        buttons, select, boxes = house.seen()
        await house.bo.press(buttons, "Yes")
        await house.bo.press(select, "Choice 13")
        await house.bo.choose(boxes, "Yes", "No")
        made = house.inbox.of(events.ChoiceMade)
        assert [choice.choices for choice in made] == [("y",), ("c13",), ("y", "n")]
        assert (made[0].message, made[0].person) == (message, house.ref("bo"))


async def test_a_form_is_opened_checked_and_taken(slack: LoopbackSlack) -> None:
    form = Form(
        "How are you?",
        (
            Field("mood", FieldKind.NUMBER, "Mood", True, "1", "5"),
            Field("day", FieldKind.DATE, "Day", False, "2026-11-01"),
        ),
    )
    async with running(slack) as house:
        await house.post("k", "A question", form=form)
        await house.bo.press(house.seen()[0], "How are you?")
        (pressed,) = house.inbox.of(events.ChoiceMade)
        assert pressed.choices == (OPEN_FORM,)
        ask = effects.AskForm(key="f", person=house.ref("bo"), form=form, form_key="k", trigger=pressed.trigger)
        await house.adapter.perform(ask)
        assert await house.bo.submit({"Mood": "9"}) == {"mood": "Enter a number from 1 to 5."}
        assert await house.bo.submit({"Mood": "4", "Day": "2026-10-01"}) == {"day": "The earliest date is 2026-11-01."}
        assert await house.bo.submit({"Mood": "4"}) == {}
        (submitted,) = house.inbox.of(events.FormSubmitted)
        assert (submitted.form, submitted.answers) == ("k", {"mood": 4, "day": None})
        await house.adapter.perform(ask, again=True)
        with pytest.raises(Refused, match="press again"):
            await house.adapter.perform(ask)


async def test_a_quiet_message_is_seen_by_one_and_its_buttons_work(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        message = await house.post("q", "Only you", quietly=house.ref("ana"), choices=[Choice("ok", "OK")])
        assert house.seen() == []
        (seen,) = [each for each in house.ana.sees("python") if each.is_ephemeral]
        await house.ana.press(seen, "OK")
        assert house.inbox.of(events.ChoiceMade)[0].message == message


async def test_who_is_not_in_the_channel_hears_quietly_by_dm(slack: LoopbackSlack) -> None:
    cy = slack.add_person("cy")
    async with running(slack) as house:
        await house.post("q", "Only you", quietly=house.ref("cy"))
        assert [seen.text for seen in cy.sees_dm()] == ["Only you"]


async def test_a_direct_message_names_the_conversation_it_stands_in(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        post = effects.Post(key="d", to=house.ref("ana"), card=Card("Psst"))
        done = await house.adapter.perform(post)
        assert done.room is not None and done.native is not None
        assert done.native.startswith(done.room + ":")
        assert [seen.text for seen in house.ana.sees_dm()] == ["Psst"]


async def test_a_message_is_edited_pinned_reacted_to_answered_and_removed(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        message = await house.post("k", "first", choices=[Choice("a", "A")])
        perform = house.adapter.perform
        for again in (False, True):
            await perform(effects.Edit(key="e", message=message, card=Card("second")), again=again)
            await perform(effects.Pin(key="p", message=message), again=again)
            await perform(effects.React(key="r", message=message, emoji="🎉"), again=again)
        await house.post("t", "below", thread=message)
        first, reply = house.seen()
        assert (first.text, first.buttons, first.is_pinned, first.reactions) == (
            "second",
            (),
            True,
            (("🎉", ("coterie",)),),
        )
        assert reply.thread_ts == first.ts
        for again in (False, True):
            await perform(effects.Remove(key="x", message=message), again=again)
        assert [seen.text for seen in house.seen()] == ["below"]


async def test_a_very_long_message_comes_in_pieces_and_is_one_to_everybody(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        long = "\n\n".join(f"Paragraph {n} " + "word " * 100 for n in range(80))
        message = await house.post("long", long, choices=[Choice("a", "A")])
        pieces = house.seen()
        assert len(pieces) > 2
        await house.bo.press(pieces[-1], "A")
        assert house.inbox.of(events.ChoiceMade)[0].message == message
        await house.adapter.perform(effects.Edit(key="e", message=message, card=Card("short")))
        assert [seen.text for seen in house.seen()] == ["short"]


@pytest.mark.parametrize("fault", [Dropped(), Dropped(done=True), ServerError(), ServerError(200)])
async def test_a_message_whose_sending_broke_stands_there_once(slack: LoopbackSlack, fault: Any) -> None:
    async with running(slack) as house:
        for thread in (None, await house.post("head", "head")):
            slack.faults.add("chat.postMessage", fault)
            post = effects.Post(key=f"k{thread}", to=house.room, card=Card("once"), thread=thread)
            with pytest.raises(Transient):
                await house.adapter.perform(post)
            first = await house.adapter.perform(post, again=True)
            assert await house.adapter.perform(post, again=True) == first
        assert [seen.text for seen in house.seen()].count("once") == 2


async def test_a_long_message_that_broke_off_is_finished_by_the_next_process(slack: LoopbackSlack) -> None:
    long = "\n\n".join(f"Paragraph {n} " + "word " * 100 for n in range(80))
    async with running(slack) as first:
        post = effects.Post(key="long", to=first.room, card=Card(long))
        slack.faults.add("chat.postMessage", Held(_set()), Dropped(done=True))
        with pytest.raises(Transient):
            await first.adapter.perform(post)
        assert len(first.seen()) == 2
    async with running(slack) as second:
        done = await second.adapter.perform(post, again=True)
        assert " ".join(seen.text for seen in second.seen()).split() == long.split()
        assert done.native is not None
    async with running(slack) as third:
        await third.adapter.perform(effects.Edit(key="e", message=MessageRef(done.native), card=Card("short")))
        assert [seen.text for seen in third.seen()] == ["short"]


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


async def test_too_many_requests_say_when_to_come_again(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        slack.faults.add("chat.postMessage", RateLimited(7))
        with pytest.raises(Transient) as limited:
            await house.post("k", "later")
        assert limited.value.retry_after == timedelta(seconds=7) and limited.value.undone


async def test_while_slack_wants_nothing_of_a_method_nobody_waits_with_folded_hands(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        slack.faults.add("chat.postMessage", RateLimited(7))
        for _ in range(20):
            with pytest.raises(Transient) as limited:
                await house.post("k", "later")
            assert limited.value.retry_after is not None and limited.value.retry_after <= timedelta(seconds=7)
        assert [call for call in slack.calls if call.name == "chat.postMessage"] == []
        await house.adapter.perform(effects.SetTopic(key="t", room=house.room, topic="other methods go on"))


async def test_a_revoked_token_is_logged_out_and_a_refusal_says_why(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        slack.faults.add("chat.postMessage", Refusal("token_revoked"), Refusal("restricted_action"))
        with pytest.raises(LoggedOut, match="SLACK_BOT_TOKEN"):
            await house.post("k", "no")
        with pytest.raises(Refused, match="restricted_action"):
            await house.post("k", "no")
        with pytest.raises(Unsupported):
            await house.adapter.perform(effects.OpenSpace(key="s", name="space"))


async def test_a_channel_gets_no_more_than_a_message_a_second_beyond_a_burst(slack: LoopbackSlack) -> None:
    clock = slack.clock
    assert isinstance(clock, WatchedClock)
    async with running(slack) as house:
        for number in range(15):
            await house.post(f"k{number}", "quick")
        async with asyncio.TaskGroup() as group:
            late = group.create_task(house.post("late", "slow"))
            await clock.asleep.wait()
            assert len(house.seen()) == 15
            assert clock.next_sleeper() == START + timedelta(seconds=1)
            clock.jump(START + timedelta(seconds=1))
            await late
        assert len(house.seen()) == 16


async def test_rooms_are_opened_found_filled_and_closed(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        perform = house.adapter.perform
        opened = effects.OpenRoom(
            key="o", name="#Rust Talk!", topic="Rust", title="All about Rust", invite=(house.ref("ana"),)
        )
        done = await perform(opened)
        assert await perform(opened, again=True) == done
        assert done.native is not None
        room = RoomRef(done.native)
        channel = slack.workspace.channels[room.native]
        assert (channel.name, channel.topic, channel.purpose) == ("rust-talk", "Rust", "All about Rust")
        for again in (False, True):
            await perform(effects.Invite(key="i", room=room, person=house.ref("bo")), again=again)
        assert {house.ana.user.id, house.bo.user.id, BOT_USER} == set(channel.members)
        for again in (False, True):
            await perform(effects.Expel(key="x", room=room, person=house.ref("bo")), again=again)
            await perform(effects.SetTopic(key="t", room=room, topic="x" * 300), again=again)
            await perform(effects.Archive(key="a", room=room), again=again) if again else None
        assert house.bo.user.id not in channel.members
        assert channel.is_archived


async def test_a_channel_that_can_not_be_had_is_refused_with_what_to_do(slack: LoopbackSlack) -> None:
    slack.add_channel("secret", "ana", private=True, with_coterie=False)
    slack.add_channel("open", "ana", with_coterie=False)
    async with running(slack) as house:
        with pytest.raises(Refused, match="invite coterie there"):
            await house.adapter.perform(effects.OpenRoom(key="s", name="secret"))
        with pytest.raises(Refused, match="no channel called"):
            await house.adapter.perform(effects.OpenRoom(key="n", name="nowhere", create=False))
        done = await house.adapter.perform(effects.OpenRoom(key="p", name="open", create=False))
        assert done.native is not None
        assert BOT_USER in slack.workspace.channels[RoomRef(done.native).native].members


async def test_a_file_is_shared_once(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        content = base64.b64encode(b"BEGIN:VCALENDAR").decode()
        upload = effects.Upload(
            key="u", to=house.room, name="a.ics", media_type="text/calendar", content=content, text="Here"
        )
        done = await house.adapter.perform(upload)
        assert await house.adapter.perform(upload, again=True) == done
        (seen,) = [each for each in house.bo.sees("python") if each.files]
        assert (seen.text, seen.files) == ("Here", ("a.ics",))
        (file,) = slack.workspace.files.values()
        assert file.content == b"BEGIN:VCALENDAR"


async def test_a_home_tab_is_shown_and_pressed(slack: LoopbackSlack) -> None:
    async with running(slack) as house:
        shown = await house.adapter.perform(
            effects.ShowHome(key="h", person=house.ref("ana"), cards=(Card("# Your groups"),))
        )
        assert shown.native == f"slack/home:{house.ana.user.id}"
        assert house.ana.sees_home() == "Your groups"


async def test_calls_have_only_published_arguments_and_blocks_pass_the_schema(
    slack: LoopbackSlack, reference: Callable[[str], Any]
) -> None:
    form = Form("Mood?", (Field("mood", FieldKind.LONG, "Mood"),))
    async with running(slack) as house:
        message = await house.post("k", "- a\n- b", choices=[Choice("y", "Yes")], form=form, pin=True)
        await house.post("q", "q", quietly=house.ref("ana"), thread=message)
        await house.post("d", "d", to=house.ref("ana"))
        await house.adapter.perform(effects.Edit(key="e", message=message, card=Card("")), again=True)
        await house.ana.say("python", "/coterie form")
        trigger = house.inbox.of(events.CommandGiven)[0].trigger
        await house.adapter.perform(
            effects.AskForm(key="f", person=house.ref("ana"), form=form, form_key="k", trigger=trigger)
        )
    schema = reference("blockkit/blockkit.schema.json")["definitions"]
    used: dict[str, set[str]] = defaultdict(set)
    for call in slack.calls:
        used[call.name] |= set(call.arguments)
        for argument, kind in (("blocks", "MessageBlocks"), ("view", "ModalView")):
            if (value := call.parsed(argument)) is not None:
                body = {"blocks": value} if argument == "blocks" else value
                jsonschema.Draft7Validator({"$ref": f"#/definitions/{kind}", "definitions": schema}).validate(body)
    for name, arguments in used.items():
        assert arguments <= set(reference(f"methods/{name}.json")["args"]["properties"]), name


async def test_requests_are_acknowledged_while_slacks_own_api_hangs(slack: LoopbackSlack) -> None:
    let_go = asyncio.Event()
    async with running(slack) as house:
        slack.add_person("cy")
        slack.faults.add("users.info", Held(let_go))
        await slack.person("cy").join("python")
        assert len(house.inbox.of(events.MemberJoined)) == 1
        let_go.set()


async def test_many_channels_are_found_by_one_list_and_who_is_in_all_of_them_is_looked_up_once(
    slack: LoopbackSlack,
) -> None:
    for number in range(20):
        slack.add_channel(f"g{number}", "ana")
    async with running(slack) as house:
        before = sum(call.name == "conversations.list" for call in slack.calls)
        new = slack.add_person("new").user.id
        for channel in slack.workspace.channels.values():
            channel.members.append(new)
        async with asyncio.TaskGroup() as tasks:
            for number in range(20):
                asked = effects.OpenRoom(key=f"k{number}", name=f"g{number}", create=False)
                tasks.create_task(house.adapter.perform(asked))
        assert sum(call.name == "conversations.list" for call in slack.calls) == before + 1
        assert [call.text("user") for call in slack.calls if call.name == "users.info"] == [new]
