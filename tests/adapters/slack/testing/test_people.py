"""What people see and do on the Slack on loopback, with the real Bolt and SDK as the app."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from coterie.adapters.slack.testing import (
    APP_TOKEN,
    BOT_TOKEN,
    SIGNING_SECRET,
    Dropped,
    LoopbackSlack,
    NotAcknowledged,
    RateLimited,
    Refusal,
    ServerError,
    slack_on_loopback,
)
from coterie.adapters.slack.testing.things import (
    BOT,
    BOT_USER,
)
from coterie.core.clock import ManualClock

START = datetime(2026, 11, 23, 8, tzinfo=UTC)


class App:
    """A Bolt app that keeps what it hears and acknowledges as told."""

    def __init__(self, slack: LoopbackSlack) -> None:
        self.heard: list[dict[str, Any]] = []
        self.arrivals: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.answer: Any = None
        self.silent = 0
        self.client = AsyncWebClient(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])
        self.bolt = AsyncApp(
            client=self.client,
            signing_secret=SIGNING_SECRET,
            authorize=authorize,
            ignoring_self_events_enabled=False,
        )

        @self.bolt.middleware
        async def everything(body: dict[str, Any], ack: Any) -> Any:
            self.heard.append(body)
            self.arrivals.put_nowait(body)
            if self.silent:
                self.silent -= 1
                return None
            return await (ack(self.answer) if self.answer is not None else ack())

    async def next(self) -> dict[str, Any]:
        """What it hears next, and did not hand out before."""
        return await self.arrivals.get()

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [body["event"] for body in self.heard if body.get("event", {}).get("type") == kind]


async def authorize() -> AuthorizeResult:
    """Bolt looks at the names of the arguments and would pass `self` by name: hence a function."""
    return AuthorizeResult(
        enterprise_id=None, team_id="T0COMMUNE", bot_token=BOT_TOKEN, bot_id=BOT, bot_user_id=BOT_USER
    )


@asynccontextmanager
async def by_socket(slack: LoopbackSlack) -> AsyncIterator[App]:
    app = App(slack)
    handler = AsyncSocketModeHandler(app.bolt, APP_TOKEN, ping_interval=0.1)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    await slack.connected()
    try:
        yield app
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped


@asynccontextmanager
async def by_http(slack: LoopbackSlack) -> AsyncIterator[App]:
    app = App(slack)

    async def receive(request: web.Request) -> web.Response:
        headers: dict[str, str | Sequence[str]] = {key.lower(): value for key, value in request.headers.items()}
        answer = await app.bolt.async_dispatch(AsyncBoltRequest(body=await request.text(), headers=headers))
        return web.Response(status=answer.status, text=answer.body)

    server = web.Application()
    server.router.add_post("/slack/events", receive)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.send_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", timedelta(seconds=0.3))
    try:
        yield app
    finally:
        await runner.cleanup()


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with slack_on_loopback(ManualClock(START), acknowledge_within=timedelta(seconds=0.3)) as slack:
        slack.add_person("ana", "Ana Ruiz")
        slack.add_person("bo")
        slack.add_channel("python", "ana", "bo")
        yield slack


@pytest.mark.parametrize("way", [by_socket, by_http])
async def test_what_a_person_says_is_heard_before_say_returns(slack: LoopbackSlack, way: Any) -> None:
    async with way(slack) as app:
        await slack.person("ana").say("python", "Hi @bo & <all> 🎉")
        (event,) = app.events("message")
        bo = slack.person("bo").user.id
        assert event["text"] == f"Hi <@{bo}> &amp; &lt;all&gt; :tada:"
        seen = slack.person("bo").sees("python")[-1]
        assert (seen.text, seen.author, set(seen.pings)) == ("Hi @bo & <all> 🎉", "ana", {"bo"})


async def test_a_mention_of_the_app_comes_twice_with_one_ts(slack: LoopbackSlack) -> None:
    async with by_socket(slack) as app:
        await slack.person("ana").say("python", "@coterie help")
        assert app.events("message")[0]["ts"] == app.events("app_mention")[0]["ts"]


@pytest.mark.parametrize("way", [by_socket, by_http])
async def test_an_answer_to_a_command_is_seen_by_who_gave_it_alone(slack: LoopbackSlack, way: Any) -> None:
    async with way(slack) as app:
        app.answer = "Only for *you*"
        await slack.person("ana").say("python", "/coterie runs")
        assert app.heard[-1]["text"] == "runs"
        assert slack.person("ana").sees("python")[-1].text == "Only for you"
        assert slack.person("bo").sees("python") == []


@pytest.mark.parametrize("way", [by_socket, by_http])
async def test_an_event_that_was_not_acknowledged_comes_again_at_once(slack: LoopbackSlack, way: Any) -> None:
    async with way(slack) as app:
        app.silent = 1
        await slack.person("ana").say("python", "hello")
        first, second = app.heard
        assert first["event_id"] == second["event_id"]


async def test_an_event_comes_again_after_a_minute_and_after_five(slack: LoopbackSlack) -> None:
    clock = slack.clock
    assert isinstance(clock, ManualClock)
    await slack.person("ana").say("python", "is anybody there?")
    async with by_socket(slack) as app:
        app.silent = 1
        clock.jump(START + timedelta(minutes=1))
        await app.next()
        await slack.settled()
        clock.jump(START + timedelta(minutes=7))
        await app.next()
        await slack.settled()
    assert [body["event"]["text"] for body in app.heard] == ["is anybody there?"] * 2
    assert [envelope["retry_attempt"] for envelope in slack.socket.envelopes] == [2, 3]


async def test_a_command_that_nobody_acknowledges_is_told_to_the_person(slack: LoopbackSlack) -> None:
    with pytest.raises(NotAcknowledged):
        await slack.person("ana").say("python", "/coterie help")


async def test_a_press_a_modal_and_its_errors(slack: LoopbackSlack) -> None:
    def plain(text: str) -> dict[str, str]:
        return {"type": "plain_text", "text": text}

    number = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "min_value": "1", "max_value": "5"}
    blocks = [{"type": "input", "block_id": "mood", "label": plain("Mood"), "element": number}]
    view = {"type": "modal", "title": plain("Mood"), "submit": plain("Send"), "blocks": blocks}
    ana = slack.person("ana")
    async with by_socket(slack) as app:
        button = {"type": "button", "action_id": "fill", "text": plain("Fill in"), "value": "form"}
        await app.client.chat_postMessage(
            channel="C00000003", text="A form", blocks=[{"type": "actions", "elements": [button]}]
        )
        await ana.press(ana.sees("python")[-1], "Fill in")
        pressed = app.heard[-1]
        assert pressed["actions"][0]["value"] == "form"
        await app.client.views_open(trigger_id=pressed["trigger_id"], view=view)
        assert await ana.submit({"Mood": "9"}) == {"mood": "Enter a number from 1 to 5."}
        assert await ana.submit({}) == {"mood": "Please complete this required field."}
        app.answer = {"response_action": "errors", "errors": {"mood": "Not today."}}
        assert await ana.submit({"Mood": "4"}) == {"mood": "Not today."}
        app.answer = None
        assert await ana.submit({"Mood": "4"}) == {}
        assert ana.view is None
        assert app.heard[-1]["view"]["state"]["values"]["mood"]["n"]["value"] == "4"
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            await app.client.views_open(trigger_id=pressed["trigger_id"], view=view)


async def test_a_trigger_lives_three_seconds(slack: LoopbackSlack) -> None:
    clock = slack.clock
    assert isinstance(clock, ManualClock)
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [{"type": "divider"}]}
    async with by_socket(slack) as app:
        await slack.person("ana").say("python", "/coterie form")
        clock.jump(START + timedelta(seconds=4))
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await app.client.views_open(trigger_id=app.heard[-1]["trigger_id"], view=view)


async def test_scripted_faults_happen_once_each(slack: LoopbackSlack) -> None:
    slack.faults.add("auth.test", RateLimited(7), ServerError(), Refusal("internal_error"), Dropped())
    async with by_socket(slack) as app:
        with pytest.raises(SlackApiError) as limited:
            await app.client.auth_test()
        assert limited.value.response.headers["Retry-After"] == "7"
        with pytest.raises(SlackApiError, match="503"):
            await app.client.auth_test()
        with pytest.raises(SlackApiError, match="internal_error"):
            await app.client.auth_test()
        with pytest.raises(aiohttp.ClientConnectionError):
            await app.client.auth_test()
        assert (await app.client.auth_test())["ok"]


async def test_a_connection_dropped_after_the_call_leaves_its_effect(slack: LoopbackSlack) -> None:
    slack.faults.add("chat.postMessage", Dropped(done=True))
    async with by_socket(slack) as app:
        with pytest.raises(aiohttp.ClientConnectionError):
            await app.client.chat_postMessage(channel="C00000003", text="once")
    assert [seen.text for seen in slack.person("ana").sees("python")] == ["once"]


async def test_the_app_connects_anew_when_it_is_asked_to(slack: LoopbackSlack) -> None:
    async with by_socket(slack) as app:
        await slack.socket.ask_to_leave()
        await slack.socket.connected_anew()
        await slack.person("ana").say("python", "still there?")
        assert app.events("message")


@pytest.mark.parametrize(
    ("text", "blocks", "reads", "pings"),
    [
        (
            "<!channel> look: <https://x.example|here> &amp; *there*",
            None,
            "@channel look: here (https://x.example) & there",
            {"ana", "bo"},
        ),
        (
            "fallback",
            [{"type": "header", "text": {"type": "plain_text", "text": ":tada: Party"}}, {"type": "divider"}],
            "🎉 Party\n\n———",
            set(),
        ),
        (
            "fallback",
            [
                {
                    "type": "rich_text",
                    "elements": [
                        {
                            "type": "rich_text_list",
                            "style": "ordered",
                            "elements": [
                                {"type": "rich_text_section", "elements": [{"type": "text", "text": "<!channel>"}]},
                                {"type": "rich_text_section", "elements": [{"type": "emoji", "name": "tada"}]},
                            ],
                        }
                    ],
                }
            ],
            "1. <!channel>\n2. 🎉",
            set(),
        ),
    ],
)
async def test_a_message_reads_as_slack_lays_it_out(
    slack: LoopbackSlack, text: str, blocks: Any, reads: str, pings: set[str]
) -> None:
    channel = slack.workspace.channel_called("python")
    assert channel is not None
    slack.workspace.post(channel, BOT_USER, text, blocks=blocks)
    seen = slack.person("ana").sees("python")[-1]
    assert (seen.text, set(seen.pings)) == (reads, pings)
