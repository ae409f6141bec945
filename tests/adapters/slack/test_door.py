"""Whatever is posted to the address that Slack was given is answered; what can't be read is refused with a line in the log."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Mapping

import pytest
from structlog.testing import capture_logs

from coterie.adapters.slack.settings import Mode
from coterie.adapters.slack.testing import SIGNING_SECRET, LoopbackSlack, signature, slack_on_loopback
from coterie.core.clock import SystemClock
from tests.adapters.slack.test_adapter import House, running

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
EVENT = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1"}
UNREADABLE: tuple[tuple[bytes, Mapping[str, str]], ...] = (
    (json.dumps(EVENT | {"event": "message"}).encode(), JSON),
    (json.dumps(EVENT | {"event": ["message"]}).encode(), JSON),
    (b"payload=" + json.dumps(EVENT | {"event": 3}).encode(), FORM),
    (b"null", JSON),
    (b"[" * 100_000, JSON),
)


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with slack_on_loopback() as slack:
        slack.add_person("ana")
        slack.add_person("bo")
        slack.add_channel("python", "ana", "bo")
        yield slack


async def posted(house: House, body: bytes, headers: Mapping[str, str]) -> int:
    signed = signature(SIGNING_SECRET, int(SystemClock().now().timestamp()), body.decode())
    assert house.adapter.request_url is not None
    async with house.slack.session.post(house.adapter.request_url, data=body, headers={**signed, **headers}) as answer:
        return answer.status


@pytest.mark.parametrize("shared", [False, True])
async def test_what_cant_be_read_is_refused_and_said_once(slack: LoopbackSlack, shared: bool) -> None:
    async with running(slack, Mode.HTTP, shared=shared) as house:
        for body, headers in UNREADABLE:
            with capture_logs() as lines:
                assert await posted(house, body, headers) == 400, body[:60]
            assert [line["log_level"] for line in lines] == ["warning"], body[:60]


async def test_what_says_that_it_is_compressed_and_is_not_raises_nothing(
    slack: LoopbackSlack, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(slack, Mode.HTTP) as house:
        assert await posted(house, b"{}", JSON | {"Content-Encoding": "gzip"}) == 200
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("stamp", ["", "yesterday", "1" * 400, "1.5", "1e400"])
async def test_what_names_no_instant_is_not_of_slack(slack: LoopbackSlack, stamp: str) -> None:
    async with running(slack, Mode.HTTP) as house:
        assert await posted(house, b"{}", JSON | {"X-Slack-Request-Timestamp": stamp}) == 401


@pytest.mark.parametrize("mode", Mode)
async def test_a_start_with_the_token_in_the_environment_warns_of_nothing(
    slack: LoopbackSlack, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, mode: Mode
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
    async with running(slack, mode):
        pass
    assert not [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    logging.getLogger("slack_bolt.AsyncApp").warning("something else")
    assert [record.getMessage() for record in caplog.records] == ["something else"]
