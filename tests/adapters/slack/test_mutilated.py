"""Whatever Slack sends, whole or with parts missing, emptied, of another kind or cut short: it is answered, nothing is raised, and all goes on.

The whole of coterie stands behind the address: Bolt, the store, the engine and every plugin.
"""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import define
from structlog.testing import capture_logs

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import Mode, SlackSettings
from coterie.adapters.slack.testing import SIGNING_SECRET, LoopbackSlack, signature, slack_on_loopback
from coterie.adapters.slack.testing.delivery import Envelope, HttpLine, _http_body
from coterie.adapters.slack.testing.distributed import CLIENT_ID, CLIENT_SECRET, slack_of_many
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.assembly import assembled
from coterie.core.clock import SystemClock, elapse
from coterie.core.commands.hosting import hosted
from coterie.core.commands.running import hosting_of
from coterie.core.config import Config, CoterieSettings, WebSettings
from coterie.core.engine.app import App
from coterie.core.files.library import read_library
from coterie.core.files.surroundings import installed_plugins
from coterie.core.model.community import Community, Group, Person

from .published import REFERENCE


@define
class Door:
    """A coterie that Slack reaches, by whichever way."""

    slack: LoopbackSlack
    app: App

    async def post(self, kind: str, payload: Any) -> None:
        """Send it; it is answered in time, with nothing, an object or a word, and with 400 at worst."""
        line = self.slack.deliveries.line
        if not isinstance(line, HttpLine):
            await line.send(Envelope(kind, payload))
            return
        if kind == "slash_commands":  # a form, in which a half of a character can't be spelt
            payload = {key: str(value).replace("\ud800", "\ufffd") for key, value in payload.items()}
        body, media = _http_body(Envelope(kind, payload))
        headers = signature(self.slack.signing_secret, int(SystemClock().now().timestamp()), body)
        headers |= {"Content-Type": media}
        async with self.slack.session.post(line.url, data=body.encode(), headers=headers) as answer:
            text = await answer.text()
            assert answer.status in (200, 400), (answer.status, payload)
            assert not text.startswith(("{", "[")) or isinstance(json.loads(text), dict)

    async def works(self) -> None:
        """Somebody asks for help, and is answered."""
        ana = self.slack.person("ana")
        before = len(ana.sees_dm())
        await ana.dm("/coterie help")
        for _ in range(1000):
            await self.app.settled()
            if len(ana.sees_dm()) > before:
                return
            await elapse(timedelta(milliseconds=5))
        raise AssertionError("coterie answers no more")


@asynccontextmanager
async def standing(mode: Mode) -> AsyncIterator[Door]:
    """In one workspace, with a group that uses every plugin."""
    async with slack_on_loopback() as slack:
        people = {}
        for handle in ("ana", "bo"):
            people[handle] = Person(handle, handle.capitalize(), accounts={"slack": slack.add_person(handle).user.id})
        slack.add_channel("python", "ana", "bo")
        plugins = installed_plugins()
        group = Group("python", "Python", "Learn.", leaders=("ana",), homes={"slack": "python"})
        town = Community("town", "Town", managers=("ana",), people=people, groups={"python": group})
        settings = SlackSettings(mode, slack.api_url, "127.0.0.1:0")
        secrets = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
        adapter = SlackAdapter(settings, secrets | {"SLACK_SIGNING_SECRET": slack.signing_secret}, slack.clock)
        names = frozenset(plugin.name for plugin in plugins)
        house = assembled(
            MemoryStore(slack.clock),
            slack.clock,
            [adapter],
            [town],
            read_library((), plugins).sound(),
            plugins,
            uses=lambda definitions, group: names,
        )
        async with house:
            await house.connected()
            if adapter.request_url is not None:
                slack.send_to(adapter.request_url)
            await house.settled()
            yield Door(slack, house.app)


@asynccontextmanager
async def hosting(folder: Path) -> AsyncIterator[Door]:
    """In one of the workspaces that an app is in."""
    clock = SystemClock()
    async with slack_of_many(clock) as whole:
        slack = await whole.workspace("T0COMMUNE")
        slack.add_person("ana")
        slack.add_person("bo")
        slack.add_channel("python", "ana", "bo")
        settings, web = SlackSettings(Mode.HTTP, whole.api_url), WebSettings("127.0.0.1:0")
        config = Config(folder / "coterie.toml", CoterieSettings(community=()), web, {"slack": settings})
        secrets = {"SLACK_CLIENT_ID": CLIENT_ID, "SLACK_CLIENT_SECRET": CLIENT_SECRET}
        secrets |= {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
        plugins = installed_plugins()
        host = hosting_of(config, {"slack": SlackAdapter}, secrets, clock, plugins)
        assert host is not None
        store = MemoryStore(clock)
        async with hosted(host, store, config, web, "memory:", {}, clock, plugins) as houses:
            page = f"http://127.0.0.1:{houses.port}/slack"
            await elapse(timedelta(milliseconds=100))
            assert (await whole.install(f"{page}/install", slack, by="ana"))[0] == 200
            while slack.tenancy.team not in houses.living:
                await elapse(timedelta(milliseconds=5))
            house = houses.living[slack.tenancy.team]
            await house.connected()
            slack.send_to(f"{page}/events")
            yield Door(slack, house.app)


# --- what is sent ---------------------------------------------------------------------------------------------------


def objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from objects(each)


def kind_of(payload: Any) -> str | None:
    """By which door it comes; None for what is no payload by itself."""
    if not isinstance(payload, dict):
        return None
    if "command" in payload:
        return "slash_commands"
    if isinstance(payload.get("event"), dict) or payload.get("type") in ("app_rate_limited", "url_verification"):
        return "events_api"
    if payload.get("type") in INTERACTIONS:
        return "interactive"
    return None


INTERACTIONS = (
    *("block_actions", "message_action", "shortcut", "block_suggestion", "view_submission", "view_closed"),
    *("interactive_message", "dialog_submission", "dialog_cancellation", "dialog_suggestion", "workflow_step_edit"),
)


def published() -> Iterator[tuple[str, str, Any]]:
    """Name, door and payload of everything that is recorded or shaped, and an event of every name that is published."""
    for file in sorted((REFERENCE / "payloads").glob("*/**/*.json")):
        for number, payload in enumerate(objects(json.loads(file.read_text()))):
            if (kind := kind_of(payload)) is not None and len(json.dumps(payload)) < 40_000:
                yield f"{file.stem}:{number}", kind, payload
    for event in json.loads((REFERENCE / "events.json").read_text()):
        inside = {"type": event["name"], "user": "U1", "channel": "C1", "event_ts": "1795.000100", "ts": "1795.000100"}
        yield event["name"], "events_api", {"type": "event_callback", "event_id": f"Ev{event['name']}", "event": inside}


def ours(payload: Any, slack: LoopbackSlack) -> Any:
    """The same in our workspace, our channel and by our people: else it is dropped at the door."""
    channel = next(one.id for one in slack.workspace.channels.values() if one.name == "python")
    ids = {
        "T": "T0COMMUNE",
        "C": channel,
        "G": channel,
        "U": slack.person("bo").user.id,
        "W": slack.person("ana").user.id,
    }

    def told(key: str, value: Any) -> Any:
        if isinstance(value, dict):
            # Bolt itself answers there where the app is not installed; from here nobody reaches it.
            return {name: told(name, each) for name, each in value.items() if name != "response_url"}
        if isinstance(value, list):
            return [told(key, each) for each in value]
        if (
            isinstance(value, str)
            and value[1:].isalnum()
            and value.isupper()
            and 2 < len(value) < 14
            and value[0] in ids
        ):
            return ids[value[0]]
        if value == "" and key in ("user", "user_id", "id"):
            return ids["U"]
        if value == "" and key in ("channel", "channel_id"):
            return channel
        return value

    found = told("", payload)
    return found | {"team_id": "T0COMMUNE"} if "team_id" in found or "event" in found else found


STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**30, "", " ", "x", "\0", "\ud800", "<@U1>", "1795.000100", "9" * 40),
    *("a" * 5000, "slack/U1", "U 1", "U1\nU2", "💥" * 300, [], {}, [None], [[]], [{}], {"id": None}, {"": ""}),
    *({"type": "message"}, {"value": {"value": {}}}, ["U1", 3], "https://[", "{", '{"form": 3}', "of:1.0:x"),
)


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value[:4]):
            yield from places(each, (*path, number))


def mutilated(payload: Any, chance: Random) -> Any:
    """With one to four parts deleted, made null, of another kind or cut short."""
    found = copy.deepcopy(payload)
    for _ in range(chance.randint(1, 4)):
        if not (every := list(places(found))):
            break
        path = chance.choice(every)
        parent = found
        for step in path[:-1]:
            parent = parent[step]
        value = parent[path[-1]]
        match chance.randint(0, 4):
            case 0:
                del parent[path[-1]]
            case 1:
                parent[path[-1]] = None
            case 2 if isinstance(value, str | list) and value:
                parent[path[-1]] = value[: chance.randrange(len(value))]
            case 3:
                parent[path[-1]] = [value] if chance.random() < 0.5 else {"type": value}
            case _:
                parent[path[-1]] = copy.deepcopy(chance.choice(STRANGE))
    return found


# --- what comes of it -----------------------------------------------------------------------------------------------

needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="Slack's reference data does not lie beside this repository"
)
ENDINGS = ("app_uninstalled", "tokens_revoked", "team_access_revoked")
"""After which there is nothing that could go on."""


async def mutilate(door: Door, times: int, caplog: pytest.LogCaptureFixture) -> None:
    """Send everything whole, and each so often mutilated; then all goes on, and coterie itself failed at nothing."""
    caplog.set_level(logging.ERROR)
    chance = Random(7)
    with capture_logs() as lines:
        for _, kind, payload in published():
            whole = ours(payload, door.slack)
            if isinstance(event := whole.get("event"), dict) and event.get("type") in ENDINGS:
                continue
            for sent in (whole, *(mutilated(whole, chance) for _ in range(times))):
                await door.post(kind, sent)
        await door.works()
    failed = [line for line in lines if line["log_level"] in ("error", "critical")]
    assert not failed, failed[:3]
    assert not [record for record in caplog.records if record.exc_info], caplog.text[:2000]
    async with door.app.store.unit() as unit:
        # What is said into channels that are not there Slack refuses; at no event coterie itself failed.
        assert not [key for key, _ in await unit.scan("aside") if not key.startswith("outbox ")]


@needs_reference
@pytest.mark.parametrize("mode", Mode)
async def test_every_payload_whole_and_mutilated_is_answered_and_all_goes_on(
    mode: Mode, caplog: pytest.LogCaptureFixture
) -> None:
    async with standing(mode) as door:
        await mutilate(door, 3, caplog)


@needs_reference
async def test_and_so_it_is_where_many_workspaces_have_the_app(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with hosting(tmp_path) as door:
        await mutilate(door, 2, caplog)
