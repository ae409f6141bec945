"""Several workers behind one address: two coteries with one PostgreSQL take what Slack sends, each whatever comes to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
from attrs import define, evolve

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import Mode, SlackSettings
from coterie.adapters.slack.testing import SIGNING_SECRET, LoopbackSlack, Person
from coterie.adapters.slack.testing.delivery import event_payload
from coterie.adapters.slack.testing.distributed import CLIENT_ID, CLIENT_SECRET, SlackOfMany, slack_of_many
from coterie.core.claims import under_claim
from coterie.core.clock import ManualClock, elapse
from coterie.core.commands.hosting import Houses, hosted
from coterie.core.commands.running import hosting_of, store_of
from coterie.core.config import Config, CoterieSettings, WebSettings
from coterie.core.engine import bindings
from coterie.core.engine.outbox import enqueue
from coterie.core.files.surroundings import installed_plugins
from coterie.core.model.content import Card
from coterie.core.model.effect import Edit, Effect, Post
from coterie.core.refs import MessageRef, RoomRef
from tests.adapters.stores.server import Server, server, why_no_server

PUBLIC = "https://coterie.example.org"
SECRETS = {"SLACK_CLIENT_ID": CLIENT_ID, "SLACK_CLIENT_SECRET": CLIENT_SECRET, "SLACK_SIGNING_SECRET": SIGNING_SECRET}


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    if reason := why_no_server():
        pytest.skip(reason)
    with server() as running:
        yield running


@define
class Fleet:
    """Two workers, Slack around them, and whom it sends to."""

    whole: SlackOfMany
    workers: list[Houses]
    clock: ManualClock

    def address(self, worker: int, path: str) -> str:
        return f"http://127.0.0.1:{self.workers[worker].port}{path}"

    def to(self, worker: int, *slacks: LoopbackSlack) -> None:
        """Let this worker be the one that requests go to."""
        for slack in slacks:
            slack.send_to(self.address(worker, "/slack/events"))

    async def up(self) -> None:
        """Return when both serve their pages."""
        async with asyncio.timeout(20), aiohttp.ClientSession() as browser:
            for worker in (0, 1):
                status = 0
                while status != 200:
                    async with browser.get(self.address(worker, "/slack/install")) as seen:
                        status = seen.status
                    await elapse(timedelta(milliseconds=5))

    async def until(self, so: Callable[[], bool], step: timedelta = timedelta(), within: float = 20) -> None:
        async with asyncio.timeout(within):
            while not so():
                self.clock.jump(self.clock.now() + step)
                await elapse(timedelta(milliseconds=5))

    async def install(self, slack: LoopbackSlack, by: str, began: int = 0, ended: int = 1) -> tuple[int, str]:
        """Somebody presses the button of one worker's page, and comes back to another."""
        self.whole._consents.append(([slack], slack.person(by).user.id))
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
            async with browser.post(self.address(began, "/slack/install"), allow_redirects=False) as seen:
                consent, cookie = seen.headers["location"], seen.headers["set-cookie"].partition(";")[0]
            async with browser.get(consent, allow_redirects=False) as seen:
                back = urlsplit(seen.headers["location"])
                assert f"{back.scheme}://{back.netloc}" == PUBLIC
            here = self.address(ended, f"{back.path}?{back.query}")
            async with browser.get(here, headers={"cookie": cookie}) as seen:
                return seen.status, await seen.text()

    async def lives(self, slack: LoopbackSlack, worker: int) -> None:
        team = slack.tenancy.team
        # One that did not hear of the install finds it when it looks, each minute.
        await self.until(lambda: team in self.workers[worker].living, timedelta(seconds=1))
        await self.workers[worker].living[team].connected()

    async def answer(self, person: Person, text: str) -> str:
        before = len(person.sees_dm())
        await person.dm(text)
        await self.until(lambda: len(person.sees_dm()) > before)
        await self.settled()
        return "\n".join(seen.text for seen in person.sees_dm()[before:])

    async def settled(self) -> None:
        for _ in range(2):  # what one did may be the other's work
            for worker in self.workers:
                for house in list(worker.living.values()):
                    await house.settled()


@asynccontextmanager
async def fleet(folder: Path, postgres: Server) -> AsyncIterator[Fleet]:
    clock, url = ManualClock(datetime(2026, 11, 23, 8, tzinfo=UTC)), postgres.new_database()
    async with AsyncExitStack() as stack:
        whole = await stack.enter_async_context(slack_of_many(clock, rotates=True))
        settings, web = SlackSettings(Mode.HTTP, whole.api_url), WebSettings("127.0.0.1:0", PUBLIC)
        config = Config(folder / "coterie.toml", CoterieSettings(community=()), web, {"slack": settings})
        plugins, workers = installed_plugins(), list[Houses]()
        for _ in range(2):
            host = hosting_of(config, {"slack": SlackAdapter}, SECRETS, clock, plugins)
            assert host is not None
            store = await store_of(config, url, {}, clock)
            stack.push_async_callback(store.close)
            workers.append(await stack.enter_async_context(hosted(host, store, config, web, url, {}, clock, plugins)))
        two = Fleet(whole, workers, clock)
        await two.up()
        yield two


@pytest.fixture
async def two(tmp_path: Path, postgres: Server) -> AsyncIterator[Fleet]:
    async with fleet(tmp_path, postgres) as two:
        yield two


async def test_an_install_that_one_began_the_other_ends_and_both_serve_the_workspace(two: Fleet) -> None:
    slack = await two.whole.workspace("T0FIRST")
    ana = slack.add_person("ana", "Ana")
    status, text = await two.install(slack, by="ana")
    assert status == 200 and "coterie is in Workspace T0FIRST" in text
    for worker in (0, 1):
        two.to(worker, slack)
        assert "Your groups" in await two.answer(ana, "/coterie me")
    two.to(0, slack)
    await two.answer(ana, "/coterie quiet 21:15-08:00")
    two.to(1, slack)
    assert "21:15" in await two.answer(ana, "/coterie me")


async def test_an_event_sent_to_both_is_handled_once_and_a_room_keeps_its_order(two: Fleet) -> None:
    slack = await two.whole.workspace("T0FIRST")
    ana = slack.add_person("ana", "Ana")
    await two.install(slack, by="ana")
    for worker in (0, 1):
        await two.lives(slack, worker)
    channel = slack.workspace.direct(ana.user.id)
    for number in range(5):
        ts = f"1795.00000{number}"
        event = {"type": "message", "channel": channel.id, "user": ana.user.id, "channel_type": "im"}
        event |= {"text": "!coterie me", "ts": ts, "event_ts": ts}
        told = slack.tenancy.told(event_payload(event, f"EvTWICE{number}", 1795, slack.tenancy))
        for worker in (0, 1):
            two.to(worker, slack)
            await slack.deliveries.event(dict(told))
    await two.until(lambda: len(ana.sees_dm()) >= 5)
    await two.settled()
    assert len(ana.sees_dm()) == 5


async def test_what_one_asked_is_answered_to_the_other(two: Fleet) -> None:
    slack = await two.whole.workspace("T0FIRST")
    ana = slack.add_person("ana", "Ana")
    await two.install(slack, by="ana")
    for worker in (0, 1):
        await two.lives(slack, worker)
    two.to(0, slack)
    await ana.dm("/coterie propose")
    await two.until(lambda: bool(ana.sees_dm() or ana.view))
    seen = ana.sees_dm()
    two.to(1, slack)
    if ana.view is None:
        await ana.press(seen[-1], seen[-1].buttons[0])
        await two.until(lambda: ana.view is not None)
    two.to(0, slack)
    values = {"name": "Rust Evenings", "purpose": "Write Rust for a living, together.", "basis": "A shared interest"}
    assert await ana.submit(values | {"from": "9", "to": "3"}) == {}
    await two.until(lambda: len(ana.sees_dm()) > len(seen) or ana.view is not None)
    await two.settled()
    assert "Rust Evenings" in ana.sees_dm()[-1].text


async def test_a_change_of_an_account_that_one_met_reaches_coterie_by_the_other(two: Fleet) -> None:
    slack = await two.whole.workspace("T0FIRST")
    slack.add_person("ana", "Ana")
    slack.add_channel("python", "ana")
    await two.install(slack, by="ana")
    for worker in (0, 1):
        await two.lives(slack, worker)
    two.to(0, slack)
    bo, cy = slack.add_person("bo", "Bo"), slack.add_person("cy", "Cy")
    await bo.join("python")
    await two.settled()
    two.to(1, slack)
    await bo.becomes(name="Bodo")
    await cy.becomes(name="Cyra")
    await two.settled()
    async with two.workers[0].living["T0FIRST"].app.store.unit() as unit:
        names = [one.get("name") for _, one in await unit.scan("person")]
    assert "Bodo" in names and "Cyra" not in names, "of whom it never met nothing is kept"


async def test_a_long_message_that_the_other_changed_is_changed_whole(two: Fleet) -> None:
    """How many pieces it is made of nobody goes by from memory."""
    slack = await two.whole.workspace("T0FIRST")
    slack.add_person("ana", "Ana")
    channel = slack.add_channel("python", "ana")
    await two.install(slack, by="ana")
    for worker in (0, 1):
        await two.lives(slack, worker)
    message, words = MessageRef("k"), "\n\n".join(f"{n}: {'word ' * 200}" for n in range(30))

    async def ask(worker: int, effect: Effect) -> None:
        app = two.workers[worker].living["T0FIRST"].app
        async with app.store.unit() as unit:
            await enqueue(unit, effect, two.clock.now(), app.adapters)
        await app.settled()
        await two.settled()

    await ask(0, Post(key="k", to=RoomRef(f"slack/{channel.id}"), card=Card(words)))
    adapters = [worker.living["T0FIRST"].app.adapters["slack"] for worker in two.workers]
    async with two.workers[0].living["T0FIRST"].app.store.unit() as unit:
        (native,) = await bindings.natives(unit, message)
    long = len([one for one in channel.messages if one.by_app])
    assert long > 1
    edit = Edit(key="e1", message=native, card=Card(f"{words}\n\n{words}"))
    with under_claim(lambda: True):
        await adapters[0].perform(edit)
        await adapters[1].perform(evolve(edit, key="e2"))
        longer = len([one for one in channel.messages if one.by_app])
        await adapters[0].perform(evolve(edit, key="e3", card=Card("short")))
        await adapters[1].perform(evolve(edit, key="e4"))
        await adapters[0].perform(evolve(edit, key="e5", card=Card("short")))
    assert longer > long and len([one for one in channel.messages if one.by_app]) == 1


async def test_what_one_hears_the_end_of_the_other_ends_and_an_install_anew_begins_on_both(two: Fleet) -> None:
    slack = await two.whole.workspace("T0FIRST")
    ana = slack.add_person("ana", "Ana")
    await two.install(slack, by="ana")
    for worker in (0, 1):
        await two.lives(slack, worker)
    two.to(0, slack)
    await two.whole.uninstall(slack)
    await two.until(lambda: not any(worker.living for worker in two.workers), timedelta(seconds=20))
    await two.install(slack, by="ana", began=1, ended=0)
    for worker in (1, 0):
        two.to(worker, slack)
        assert "Your groups" in await two.answer(ana, "/coterie me")


async def test_tokens_are_refreshed_once_though_both_find_them_near_their_end(two: Fleet) -> None:
    slack = await two.whole.workspace("T0FIRST")
    ana = slack.add_person("ana", "Ana")
    await two.install(slack, by="ana")
    for worker in (0, 1):
        await two.lives(slack, worker)
    for _ in range(3):
        before = len(two.whole.grants)
        two.clock.jump(two.clock.now() + timedelta(hours=10, minutes=30))
        await two.until(lambda known=before: len(two.whole.grants) > known, timedelta(seconds=30))  # type: ignore[misc]
        for worker in (0, 1):
            two.to(worker, slack)
            assert "Your groups" in await two.answer(ana, "/coterie me")
    assert not any(grant.is_revoked for grant in two.whole.grants[-1:])


async def test_a_channel_that_was_shared_later_is_heard_of_whichever_worker_slack_tells(two: Fleet) -> None:
    """Of a channel of two workspaces Slack tells once, naming one; that coterie came into it one worker alone heard."""
    first, second = await two.whole.workspace("T0FIRST"), await two.whole.workspace("T0SECOND")
    for slack in (first, second):
        slack.add_person("ana", "Ana", id="U00000ANA")
        slack.add_person("bo", "Bo", id="U000000BO")
        await two.install(slack, by="ana")
        for worker in (0, 1):
            await two.lives(slack, worker)
    two.to(0, first, second)
    for slack in (first, second):
        channel = slack.add_channel("python", "ana", "bo", with_coterie=False)
        del slack.workspace.channels[channel.id]
        channel.id = "C000PYTHON"
        slack.workspace.channels[channel.id] = channel
        await slack.person("ana").invite("C000PYTHON", "coterie")
    await two.settled()
    second.workspace.users["U000000BO"].home = "T0FIRST"

    async def say(number: int, worker: int) -> list[int]:
        two.to(worker, first, second)
        event = {"type": "message", "channel": "C000PYTHON", "user": "U000000BO", "channel_type": "channel"}
        event |= {"text": "!coterie help", "ts": f"1795.00000{number}", "event_ts": f"1795.00000{number}"}
        told = first.tenancy.told(event_payload(event, f"EvSHARED{number}", 1795, first.tenancy))
        await first.deliveries.event(told | {"is_ext_shared_channel": True})
        await two.settled()
        return [len([call for call in one.calls if call.name == "chat.postEphemeral"]) for one in (first, second)]

    assert await say(0, 0) == [1, 1]
    assert await say(1, 1) == [2, 2]
    two.to(0, second)
    await second.person("ana").remove_coterie("C000PYTHON")
    two.clock.jump(two.clock.now() + timedelta(minutes=2))
    assert await say(2, 1) == [3, 2], "out of the channel, the second workspace hears nothing of it"
