"""What comes over HTTP is Slack's, of now, of our workspace, and counts once; and no secret is ever in a log."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import structlog
from attrs import evolve

from coterie.adapters.slack.settings import Mode
from coterie.adapters.slack.testing import (
    APP_TOKEN,
    BOT_TOKEN,
    SIGNING_SECRET,
    LoopbackSlack,
    RateLimited,
    Refusal,
    ServerError,
    signature,
    slack_on_loopback,
)
from coterie.adapters.slack.testing.delivery import Envelope, HttpLine, _http_body
from coterie.core.clock import SystemClock
from coterie.core.model import event as events
from coterie.core.model.content import Choice, Field, FieldKind, Form
from coterie.core.model.effect import AskForm
from tests.adapters.slack.test_adapter import House, running

FORM = Form("Mood?", (Field("mood", FieldKind.TEXT, "Mood"),))
OUTSIDE = timedelta(seconds=301)
"""Slack asks apps to refuse what is older than five minutes."""


class Recorder:
    """The line to the app, with everything that goes down it."""

    def __init__(self, line: HttpLine) -> None:
        self.line = line
        self.sent: list[Envelope] = []

    async def send(self, envelope: Envelope) -> Any:
        self.sent.append(envelope)
        return await self.line.send(envelope)


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with slack_on_loopback() as slack:
        slack.add_person("ana", "Ana Ruiz")
        slack.add_person("bo")
        slack.add_channel("python", "ana", "bo")
        yield slack


def recorded(slack: LoopbackSlack) -> Recorder:
    assert isinstance(slack.deliveries.line, HttpLine)
    recorder = Recorder(slack.deliveries.line)
    slack.deliveries.line = recorder
    return recorder


async def posted(
    house: House, envelope: Envelope, *, secret: str = SIGNING_SECRET, age: timedelta = timedelta(), extra: str = ""
) -> int:
    """The status with which a request is answered that is signed so, and of that age."""
    body, kind = _http_body(envelope)
    at = SystemClock().now() - age
    headers = {**signature(secret, int(at.timestamp()), body), "Content-Type": kind}
    assert house.adapter.request_url is not None
    async with house.slack.session.post(house.adapter.request_url, data=body + extra, headers=headers) as answer:
        return answer.status


def said(slack: LoopbackSlack, text: str = "hello") -> Envelope:
    """A message that somebody wrote."""
    channel = slack.workspace.channel_called("python")
    assert channel is not None
    event = {"type": "message", "channel": channel.id, "channel_type": "channel", "ts": "1795000000.000100"}
    event |= {"user": slack.person("bo").user.id, "text": text}
    return Envelope("events_api", slack._wrapped(event))


async def test_only_what_is_signed_with_our_secret_just_now_and_unchanged_is_taken(slack: LoopbackSlack) -> None:
    async with running(slack, Mode.HTTP) as house:
        envelope = said(slack)
        assert await posted(house, envelope, secret="another") == 401
        assert await posted(house, envelope, age=OUTSIDE) == 401
        assert await posted(house, envelope, age=-OUTSIDE - timedelta(seconds=2)) == 401
        assert await posted(house, envelope, extra=" ") == 401
        assert house.adapter.request_url is not None
        async with slack.session.post(house.adapter.request_url, json=envelope.payload) as answer:
            assert answer.status == 401
        assert not house.inbox.of(events.MessagePosted)
        assert await posted(house, envelope, age=timedelta(seconds=290)) == 200
        assert len(house.inbox.of(events.MessagePosted)) == 1


async def test_whatever_is_sent_again_counts_once(slack: LoopbackSlack) -> None:
    async with running(slack, Mode.HTTP) as house:
        recorder = recorded(slack)
        await house.post("k", "Coming?", choices=[Choice("y", "Yes")])
        await house.ana.say("python", "hello")
        await house.ana.press(house.seen()[-1], "Yes")
        await house.ana.choose_in_menu("library keep", house.seen()[-1])
        await house.ana.open_home()
        await house.ana.say("python", "/coterie form")
        trigger = house.inbox.of(events.CommandGiven)[-1].trigger
        ask = AskForm(key="f", person=house.ref("ana"), form=FORM, form_key="k", trigger=trigger)
        await house.adapter.perform(ask)
        assert await house.ana.submit({"Mood": "fine"}) == {}
        kinds = {type(event) for event in house.inbox.events.values()}
        assert {
            events.MessagePosted,
            events.ChoiceMade,
            events.CommandGiven,
            events.HomeOpened,
            events.FormSubmitted,
        } <= kinds
        before = set(house.inbox.events)
        for envelope in list(recorder.sent):
            assert await posted(house, envelope) == 200
            again = evolve(envelope, attempt=1, reason="http_timeout")
            assert await recorder.line.send(again) in (None, {})
        assert set(house.inbox.events) == before


async def test_what_happens_in_another_workspace_is_none_of_ours(slack: LoopbackSlack) -> None:
    def elsewhere(envelope: Envelope) -> Envelope:
        text = json.dumps(envelope.payload).replace('"T0COMMUNE"', '"T0ELSEWHERE"')
        return evolve(envelope, payload=json.loads(text))

    async with running(slack, Mode.HTTP) as house:
        recorder = recorded(slack)
        await house.ana.say("python", "hello")
        await house.ana.say("python", "/coterie portfolio")
        await house.ana.open_home()
        await house.ana.choose_in_menu("me me")
        gone = Envelope("events_api", slack._wrapped({"type": "app_uninstalled"}))
        before = set(house.inbox.events)
        for envelope in [*recorder.sent, gone]:
            payload = elsewhere(envelope).payload
            payload |= {"event_id": "EvX"} if "event_id" in payload else {"trigger_id": "other"}
            assert await posted(house, Envelope(envelope.kind, payload)) == 200
        assert set(house.inbox.events) == before
        await house.ana.say("python", "still here?")
        assert len(house.inbox.of(events.MessagePosted)) == 2


async def test_a_channel_shared_with_another_organisation_is_ours_too(slack: LoopbackSlack) -> None:
    async with running(slack, Mode.HTTP) as house:
        envelope = said(slack)
        envelope.payload["team_id"] = "T0PARTNER"  # the authorisations still name our workspace
        assert await posted(house, envelope) == 200
        assert len(house.inbox.of(events.MessagePosted)) == 1


@pytest.mark.parametrize("mode", Mode)
async def test_no_secret_is_ever_in_a_log(slack: LoopbackSlack, mode: Mode, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    faults = (RateLimited(0), ServerError(), Refusal("internal_error"), Refusal("invalid_auth"))
    with structlog.testing.capture_logs() as ours:
        async with running(slack, mode) as house:
            slack.faults.add("chat.postMessage", *faults)
            for number in range(len(faults)):
                with pytest.raises(Exception) as failed:
                    await house.post(f"k{number}", "hello")
                assert not secrets_in(f"{failed.value!r} {failed.value} {failed.value.__cause__!r}")
            await house.ana.say("python", "/coterie help")
            await house.ana.say("python", "hello")
            assert not secrets_in(repr(vars(house.adapter)["_settings"]))
    assert "chat.postMessage" in caplog.text
    assert not secrets_in(repr(ours) + caplog.text)


def secrets_in(text: str) -> set[str]:
    return {one for one in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET) if one in text}
