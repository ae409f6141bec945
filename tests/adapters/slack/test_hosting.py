"""One app in many workspaces, over HTTP and by the real Bolt: installed, living side by side, taken out."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import structlog
from attrs import define

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.installations import Sealing
from coterie.adapters.slack.scopes import scopes
from coterie.adapters.slack.settings import Mode, SlackSettings
from coterie.adapters.slack.testing import (
    SIGNING_SECRET,
    LoopbackSlack,
    NotAcknowledged,
    Person,
    RateLimited,
    Refusal,
    ServerError,
    signature,
)
from coterie.adapters.slack.testing.delivery import Envelope, HttpLine, event_payload
from coterie.adapters.slack.testing.distributed import CLIENT_ID, CLIENT_SECRET, SlackOfMany, slack_of_many
from coterie.adapters.stores.memory import MemoryStore
from coterie.adapters.stores.snapshot import snapshot
from coterie.core.clock import ManualClock, SystemClock, elapse
from coterie.core.commands.backup import backup, restore
from coterie.core.commands.doctor import doctor
from coterie.core.commands.hosting import Houses, hosted
from coterie.core.commands.planning import apply
from coterie.core.commands.running import hosting_of, store_of
from coterie.core.commands.undone import show
from coterie.core.config import Config, CoterieSettings, WebSettings
from coterie.core.errors import ConfigError, Refused, StoreError, UserError
from coterie.core.files.surroundings import installed_plugins
from coterie.core.model.effect import Archive
from coterie.core.ports import Store
from coterie.core.refs import RoomRef

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)
SECRETS = {"SLACK_CLIENT_ID": CLIENT_ID, "SLACK_CLIENT_SECRET": CLIENT_SECRET, "SLACK_SIGNING_SECRET": SIGNING_SECRET}


@define
class Running:
    """coterie as it runs, and Slack around it."""

    whole: SlackOfMany
    houses: Houses
    clock: ManualClock
    folder: Path

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.houses.port}/slack/install"

    def hears(self, slack: LoopbackSlack) -> None:
        slack.send_to(f"http://127.0.0.1:{self.houses.port}/slack/events")

    async def settled(self) -> None:
        """Return when nothing is under way in any community."""
        for house in list(self.houses.living.values()):
            await house.settled()

    async def later(self, span: timedelta) -> None:
        """So much later, once what comes due has begun."""
        self.clock.jump(self.clock.now() + span)
        await asyncio.sleep(0)

    async def until(self, so: Callable[[], bool], step: timedelta = timedelta()) -> None:
        """Return when it is so; what runs beside needs a moment of real time, in which coterie's own goes on by so much."""
        async with asyncio.timeout(10):
            while not so():
                self.clock.jump(self.clock.now() + step)
                await elapse(timedelta(milliseconds=5))


@asynccontextmanager
async def running(
    folder: Path, whole: SlackOfMany, *, shared: Store | None = None, **workspaces: str
) -> AsyncIterator[Running]:
    """With `shared`, one of several workers that have this store in common; what they keep of workspaces is then in memory."""
    clock = whole.clock
    assert isinstance(clock, ManualClock)
    settings = SlackSettings(Mode.HTTP, whole.api_url, workspaces=workspaces)
    web = WebSettings("127.0.0.1:0")
    files = ("community.yaml",) if "berlin" in workspaces.values() else ()
    config = Config(folder / "coterie.toml", CoterieSettings(community=files), web, {"slack": settings})
    plugins = installed_plugins()
    host = hosting_of(config, {"slack": SlackAdapter}, SECRETS, clock, plugins)
    assert host is not None
    location = None if shared is None else "memory:"
    store = shared or await store_of(config, location, {}, clock)
    try:
        async with hosted(host, store, config, web, location, {}, clock, plugins) as houses:
            yield Running(whole, houses, clock, folder)
    finally:
        await store.close()


async def test_a_workspace_installs_it_and_is_answered(tmp_path: Path) -> None:
    clock = ManualClock(START)
    async with slack_of_many(clock) as whole:
        slack = await whole.workspace("T0FIRST")
        ana = slack.add_person("ana", "Ana Ruiz", zone="Europe/Madrid", locale="es-ES")
        async with running(tmp_path, whole) as coterie:
            status, text = await whole.install(coterie.page, slack, by="ana")
            assert status == 200 and "coterie is in Workspace T0FIRST" in text
            coterie.hears(slack)
            await ana.dm("/coterie help")
            await coterie.settled()
            assert "/coterie" in ana.sees_dm()[-1].text


@pytest.fixture
async def whole() -> AsyncIterator[SlackOfMany]:
    async with slack_of_many(ManualClock(START)) as whole:
        yield whole


@pytest.fixture
async def rotating() -> AsyncIterator[SlackOfMany]:
    async with slack_of_many(ManualClock(START), rotates=True) as whole:
        yield whole


async def lives(coterie: Running, slack: LoopbackSlack) -> None:
    """Return when the workspace has its community."""
    await coterie.until(lambda: slack.tenancy.team in coterie.houses.living)
    await coterie.houses.living[slack.tenancy.team].connected()


async def installed(coterie: Running, *slacks: LoopbackSlack) -> None:
    assert (await coterie.whole.install(coterie.page, *slacks, by="ana"))[0] == 200
    for slack in slacks:
        await lives(coterie, slack)
        coterie.hears(slack)


async def answer(coterie: Running, person: Person, text: str) -> str:
    """What coterie says to somebody alone in answer."""
    before = len(person.sees_dm())
    await person.dm(text)
    await coterie.until(lambda: len(person.sees_dm()) > before)
    await coterie.settled()
    return "\n".join(seen.text for seen in person.sees_dm()[before:])


async def twins(whole: SlackOfMany) -> tuple[LoopbackSlack, LoopbackSlack]:
    """Two workspaces in which people and channels have the same ids."""
    pair = await whole.workspace("T0FIRST"), await whole.workspace("T0SECOND")
    for slack in pair:
        slack.add_person("ana", "Ana", id="U00000ANA")
        slack.add_person("bo", "Bo", id="U000000BO")
        channel = slack.add_channel("python", "ana", "bo")
        del slack.workspace.channels[channel.id]
        channel.id = "C000PYTHON"
        slack.workspace.channels[channel.id] = channel
    return pair


async def test_what_one_workspace_keeps_is_never_seen_in_another_with_the_same_ids(
    tmp_path: Path, whole: SlackOfMany
) -> None:
    first, second = await twins(whole)
    async with running(tmp_path, whole) as coterie:
        await installed(coterie, first)
        await installed(coterie, second)
        await first.person("ana").dm("/coterie quiet 21:15-08:00")
        await first.person("ana").dm("/coterie founding quorum 3")
        await first.person("bo").say("python", "@coterie a word of the first only")
        await coterie.settled()
        assert "21:15" in await answer(coterie, first.person("ana"), "/coterie me")
        assert "21:15" not in await answer(coterie, second.person("ana"), "/coterie me")
        assert "3" in await answer(coterie, first.person("ana"), "/coterie founding")
        assert await answer(coterie, second.person("ana"), "/coterie founding") != await answer(
            coterie, first.person("ana"), "/coterie founding"
        )
        tokens = [{call.arguments["token"] for call in slack.calls} for slack in (first, second)]
        assert tokens == [{grant.token} for grant in whole.grants]
    kept = await documents(tmp_path, "T0SECOND")
    assert "21:15" in await documents(tmp_path, "T0FIRST") and "21:15" not in kept and "the first only" not in kept


def journals(folder: Path) -> str:
    """Every file of a store, as it is written."""
    return "".join(path.read_text("utf-8") for path in folder.rglob("*.journal"))


async def documents(folder: Path, part: str) -> str:
    """Everything that is kept there."""
    where = folder / "data" / "parts" / part if part else folder / "data"
    async with snapshot("tinydb", str(where)) as there:
        return repr(await there.documents(None, 100_000))


async def test_of_a_channel_that_two_workspaces_share_both_hear_and_nothing_is_mixed(
    tmp_path: Path, whole: SlackOfMany
) -> None:
    """Slack tells of it once, naming one of them; its id is the same in both."""
    first, second = await twins(whole)
    async with running(tmp_path, whole) as coterie:
        await installed(coterie, first)
        await installed(coterie, second)
        second.workspace.users["U000000BO"].home = "T0FIRST"
        for number, shared in enumerate((False, True)):
            event = {"type": "message", "channel": "C000PYTHON", "user": "U000000BO", "channel_type": "channel"}
            event |= {"text": "!coterie help", "ts": f"1795.00000{number}", "event_ts": f"1795.00000{number}"}
            told = first.tenancy.told(event_payload(event, f"EvSHARED{number}", 1795, first.tenancy))
            await first.deliveries.event(told | {"is_ext_shared_channel": shared})
            await coterie.settled()
            heard = [len([call for call in one.calls if call.name == "chat.postEphemeral"]) for one in (first, second)]
            assert heard == [number + 1, number]
        assert {call.text("token") for call in first.calls}.isdisjoint({call.text("token") for call in second.calls})


async def test_no_request_asks_slack_who_we_are_and_a_store_that_is_away_lets_it_come_again(
    tmp_path: Path, whole: SlackOfMany, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = await whole.workspace("T0FIRST")
    ana = slack.add_person("ana")
    slack.add_channel("python", "ana")
    async with running(tmp_path, whole) as coterie:
        await installed(coterie, slack)
        for number in range(5):
            await ana.say("python", f"message {number}")
        assert "auth.test" not in whole.asked
        line = slack.deliveries.line
        assert isinstance(line, HttpLine)
        house = coterie.houses.living["T0FIRST"]
        before = house.app.store.unit

        def away() -> Any:
            raise StoreError("the disk is full")

        monkeypatch.setattr(house.app.store, "unit", away)
        event = {"type": "app_mention", "channel": "C1", "user": "U1", "text": "hello", "ts": "1.0", "event_ts": "1.0"}
        with pytest.raises(NotAcknowledged):
            await line.send(Envelope("events_api", slack._wrapped(event)))
        monkeypatch.setattr(house.app.store, "unit", before)
        await line.send(Envelope("events_api", slack._wrapped(event)))


# --- the install page -----------------------------------------------------------------------------------------------


async def test_an_install_is_ended_once_soon_and_in_the_browser_that_began_it(
    tmp_path: Path, whole: SlackOfMany
) -> None:
    slack = await whole.workspace("T0FIRST")
    slack.add_person("ana")
    async with running(tmp_path, whole) as coterie, aiohttp.ClientSession() as other:
        assert (await whole.decline(coterie.page))[0] == 200 and not coterie.houses.living
        cookie, back = await begun(coterie, slack)
        async with other.get(back) as seen:
            assert seen.status == 400
        async with other.get(back.replace("state=", "state=x"), headers=cookie) as seen:
            assert seen.status == 400
        async with other.get(back, headers=cookie) as seen:
            assert seen.status == 200
        async with other.get(back, headers=cookie) as seen:
            assert seen.status == 400 and "Begin again" in await seen.text()
        cookie, back = await begun(coterie, slack)
        await coterie.later(timedelta(minutes=10, seconds=1))
        async with other.get(back, headers=cookie) as seen:
            assert seen.status == 400
        assert whole.asked.count("oauth.v2.access") == 1


async def begun(coterie: Running, slack: LoopbackSlack) -> tuple[dict[str, str], str]:
    """The cookie of a browser in which somebody let the app in, and where Slack sends it to."""
    coterie.whole._consents.append(([slack], slack.person("ana").user.id))
    async with aiohttp.ClientSession() as browser:
        async with browser.post(coterie.page, allow_redirects=False) as seen:
            cookie, to = seen.headers["set-cookie"], seen.headers["location"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
        async with browser.get(to, allow_redirects=False) as seen:
            return {"cookie": cookie.partition(";")[0]}, seen.headers["location"]


async def test_what_slack_asks_is_what_the_plugins_need_and_the_page_lets_no_script_run(
    tmp_path: Path, whole: SlackOfMany
) -> None:
    async with running(tmp_path, whole) as coterie, aiohttp.ClientSession() as browser:
        async with browser.get(coterie.page) as seen:
            assert seen.headers["content-security-policy"].startswith("default-src 'none'")
        async with browser.post(coterie.page, allow_redirects=False) as seen:
            asked = parse_qs(urlsplit(seen.headers["location"]).query)
        assert tuple(asked["scope"][0].split(",")) == scopes(installed_plugins(), ("bookmarks",))
        async with browser.get(
            f"{coterie.page.removesuffix('install')}oauth_redirect?error=<script>&state=%3Cb%3E"
        ) as seen:
            assert seen.status == 400 and "<script" not in await seen.text()


@pytest.mark.parametrize(("fault", "status"), [(ServerError(), 503), (Refusal("bad_client_secret"), 400)])
async def test_an_install_that_slack_does_not_grant_is_told_and_leaves_nothing(
    tmp_path: Path, whole: SlackOfMany, fault: Any, status: int
) -> None:
    slack = await whole.workspace("T0FIRST")
    slack.add_person("ana")
    whole.faults.add("oauth.v2.access", fault)
    async with running(tmp_path, whole) as coterie:
        assert (await whole.install(coterie.page, slack, by="ana"))[0] == status
        assert not coterie.houses.living
    assert "slack-installation" not in await documents(tmp_path, "")


async def test_two_who_install_it_at_once_find_one_community(tmp_path: Path, whole: SlackOfMany) -> None:
    slack = await whole.workspace("T0FIRST")
    slack.add_person("ana")
    slack.add_person("bo")
    async with running(tmp_path, whole) as coterie:
        ended = await asyncio.gather(*(whole.install(coterie.page, slack, by=who) for who in ("ana", "bo", "ana")))
        assert [status for status, _ in ended] == [200, 200, 200]
        await lives(coterie, slack)
        coterie.hears(slack)
        for who in ("ana", "bo"):
            assert "For you as a manager" in await answer(coterie, slack.person(who), "/coterie me")


async def test_slack_finds_the_address_that_it_checks(tmp_path: Path, whole: SlackOfMany) -> None:
    async with running(tmp_path, whole) as coterie, aiohttp.ClientSession() as slack:
        body = json.dumps({"type": "url_verification", "challenge": "is it you?"})
        headers = signature(SIGNING_SECRET, int(SystemClock().now().timestamp()), body)
        address = f"http://127.0.0.1:{coterie.houses.port}/slack/events"
        async with slack.post(address, data=body, headers=headers | {"Content-Type": "application/json"}) as told:
            assert told.status == 200 and "is it you?" in await told.text()
        async with slack.post(address, data=body, headers={"Content-Type": "application/json"}) as told:
            assert told.status == 401


async def test_commands_that_mean_one_workspace_say_so(whole: SlackOfMany) -> None:
    adapter = SlackAdapter(SlackSettings(Mode.HTTP, whole.api_url), SECRETS, whole.clock)
    with pytest.raises(Refused, match="SLACK_BOT_TOKEN"):
        await adapter.perform(Archive(key="k", room=RoomRef("slack/C1")))


# --- living and leaving ---------------------------------------------------------------------------------------------


async def test_whoever_installs_it_manages_the_community_and_after_a_restart_all_go_on(
    tmp_path: Path, whole: SlackOfMany
) -> None:
    first, second = await twins(whole)
    async with running(tmp_path, whole) as coterie:
        await installed(coterie, first)
        await installed(coterie, second)
        await first.person("ana").dm("/coterie quiet 21:15-08:00")
        await coterie.settled()
        assert "manager" in await answer(coterie, first.person("bo"), "/coterie portfolio")
    async with running(tmp_path, whole) as coterie:
        for slack in (first, second):
            await lives(coterie, slack)
            coterie.hears(slack)
        assert "21:15" in await answer(coterie, first.person("ana"), "/coterie me")


async def test_a_workspace_may_be_bound_to_a_community_of_a_file(tmp_path: Path, whole: SlackOfMany) -> None:
    first, second = await twins(whole)
    (tmp_path / "community.yaml").write_text(FILE, encoding="utf-8")
    async with running(tmp_path, whole, T0FIRST="berlin") as coterie:
        await installed(coterie, first)
        await installed(coterie, second)
        assert "Python Evenings" in await answer(coterie, first.person("ana"), "/coterie me")
        assert "Python Evenings" not in await answer(coterie, second.person("ana"), "/coterie me")
    with pytest.raises(ConfigError, match="there is no community 'berlon' for workspace T0FIRST"):
        async with running(tmp_path, whole, T0FIRST="berlon"):
            pass


async def test_what_is_said_to_it_alone_and_what_recurs_are_about_the_own_workspace(
    tmp_path: Path, whole: SlackOfMany
) -> None:
    first, second = await twins(whole)
    (tmp_path / "community.yaml").write_text(FILE, encoding="utf-8")
    async with running(tmp_path, whole, T0FIRST="berlin") as coterie:
        await installed(coterie, first)
        await installed(coterie, second)
        first_ana, second_ana = first.person("ana"), second.person("ana")
        assert "One group" in await answer(coterie, first_ana, "/coterie portfolio")
        assert "0 groups, 0 people" in await answer(coterie, second_ana, "/coterie portfolio")
        await answer(coterie, first_ana, "/coterie digest-default weekly monday 08:00")
        assert "Monday" in await answer(coterie, first_ana, "/coterie digest")
        assert "Monday" not in await answer(coterie, second_ana, "/coterie digest")
        for house in coterie.houses.living.values():  # each has the timers of its own community as a whole
            async with house.app.store.unit() as unit:
                assert any(key.startswith("* plugin:") for key, _ in await unit.scan("recurring"))


async def test_what_the_file_of_a_workspace_names_is_made_in_that_one_alone(
    tmp_path: Path, whole: SlackOfMany, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = await twins(whole)
    written = FILE.replace("{slack: python}", "{slack: evenings}")
    config = f'[slack]\nmode = "http"\napi_url = "{whole.api_url}"\nworkspaces = {{T0FIRST = "berlin"}}\n'
    (tmp_path / "community.yaml").write_text(written, encoding="utf-8")
    (tmp_path / "coterie.toml").write_text(config, encoding="utf-8")
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    async with running(tmp_path, whole, T0FIRST="berlin") as coterie:
        await installed(coterie, first)
        await installed(coterie, second)
    made = await asyncio.to_thread(apply, tmp_path / "coterie.toml", yes=True, as_rows=True, workspace="T0FIRST")
    assert made == 0
    assert first.workspace.channel_called("evenings") and not second.workspace.channel_called("evenings")
    with pytest.raises(UserError, match="not installed in workspace 'T0THIRD'; it is in: T0FIRST"):
        await asyncio.to_thread(apply, tmp_path / "coterie.toml", yes=True, as_rows=True, workspace="T0THIRD")


async def test_the_doctor_looks_into_every_workspace_beside_a_running_coterie_and_changes_nothing(
    tmp_path: Path, whole: SlackOfMany, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = await twins(whole)
    workspaces = f'mode = "http"\napi_url = "{whole.api_url}"\nworkspaces = {{T0FIRST = "berlin"}}'
    web = '[web]\nurl = "https://coterie.example.org"\n'
    (tmp_path / "community.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "coterie.toml").write_text(f"[slack]\n{workspaces}\n{web}", encoding="utf-8")
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)

    async def seen() -> dict[str, dict[str, str]]:
        capsys.readouterr()
        await asyncio.to_thread(doctor, tmp_path / "coterie.toml", None, as_rows=True)
        return {row["about"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}

    assert (await seen())["workspaces"]["found"] == "the app is installed in none yet"
    async with running(tmp_path, whole, T0FIRST="berlin") as coterie:
        await installed(coterie, first)
        await installed(coterie, second)
        first.workspace.archive(next(iter(first.workspace.channels.values())), "U00000ANA")
        first.workspace.take_events()  # of which coterie hears nothing
        second.scopes = frozenset(scopes(installed_plugins(), ("bookmarks",))) - {"pins:write"}
        before = len(first.calls)
        rows = await seen()
        assert rows["slack T0FIRST python"]["found"] == "#python is archived"
        assert rows["slack T0SECOND scopes"]["found"] == "the app lacks pins:write"
        assert rows["slack T0FIRST scopes"]["verdict"] == rows["slack T0SECOND token"]["verdict"] == "good"
        assert {one.name for one in first.calls[before:]} == {"auth.test", "conversations.list"}
        whole.revoke(second)
        rows = await seen()
        assert "no longer takes the bot token" in rows["slack T0SECOND token"]["found"]
        assert "from the install page" in rows["slack T0SECOND token"]["remedy"]
        assert rows["slack T0FIRST token"]["verdict"] == "good"


FILE = """
community: berlin
name: Berlin
managers: [ana]
people:
  ana: {name: Ana, slack: U00000ANA}
groups:
  python:
    name: Python Evenings
    purpose: Learn together.
    leaders: [ana]
    review_every: 3mo
    homes: {slack: python}
"""


async def test_what_one_workspace_has_can_be_kept_and_brought_back_by_itself(
    tmp_path: Path, whole: SlackOfMany, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await twins(whole)
    file = tmp_path / "coterie.toml"
    file.write_text('[coterie]\ncommunity = []\n[slack]\nmode = "http"\n', encoding="utf-8")
    async with running(tmp_path, whole) as coterie:
        await installed(coterie, first)
        await installed(coterie, second)
        await first.person("ana").dm("/coterie quiet 21:15-08:00")
        await coterie.settled()
        await asyncio.to_thread(backup, tmp_path / "first.backup", file, None, "T0FIRST")
        await whole.uninstall(first)
        await coterie.houses.forget("T0FIRST")
    await asyncio.to_thread(restore, tmp_path / "first.backup", file, None, "T0FIRST")
    async with running(tmp_path, whole) as coterie:
        await installed(coterie, first)
        assert "21:15" in await answer(coterie, first.person("ana"), "/coterie me")
    assert "21:15" not in await documents(tmp_path, "T0SECOND")
    assert await asyncio.to_thread(show, file, None, as_rows=True, part="T0FIRST") == 0


async def test_taken_out_it_has_no_token_any_more_and_a_month_later_nothing_at_all(
    tmp_path: Path, whole: SlackOfMany
) -> None:
    first, second = await twins(whole)
    async with running(tmp_path, whole) as coterie:
        await installed(coterie, first)
        await installed(coterie, second)
        await first.person("ana").dm("/coterie quiet 21:15-08:00")
        await coterie.settled()
        await whole.uninstall(first)
        assert set(coterie.houses.living) == {"T0SECOND"}
        kept = await documents(tmp_path, "")
        assert (
            "records/slack-installation', key='T0SECOND'" in kept and "slack-installation', key='T0FIRST'" not in kept
        )
        await first.person("ana").say("python", "is anybody there?")  # acknowledged, and dropped
        await installed(coterie, first)
        assert "21:15" in await answer(coterie, first.person("ana"), "/coterie me")
        await whole.uninstall(first)
        await coterie.later(timedelta(days=29))
        assert (tmp_path / "data" / "parts" / "T0FIRST").exists()
        await coterie.later(timedelta(days=1))
        await coterie.until(lambda: not (tmp_path / "data" / "parts" / "T0FIRST").exists(), A_MINUTE)
        async with asyncio.timeout(10):
            while "T0FIRST" in await documents(tmp_path, ""):
                await elapse(timedelta(milliseconds=5))
        assert "Your groups" in await answer(coterie, second.person("ana"), "/coterie me")


async def test_two_workers_hear_of_each_others_installs_and_ends(tmp_path: Path, whole: SlackOfMany) -> None:
    """As with PostgreSQL, where several serve the same workspaces: here two hosts on one store, each with tokens that it remembers."""
    first = await whole.workspace("T0FIRST")
    ana = first.add_person("ana", "Ana", id="U00000ANA")
    store = MemoryStore(whole.clock)
    async with (
        running(tmp_path, whole, shared=store) as one,
        running(tmp_path, whole, shared=store) as other,
    ):
        assert (await whole.install(one.page, first, by="ana"))[0] == 200
        other.hears(first)
        assert "/coterie" in await answer(other, ana, "/coterie help")  # it was never told of the install
        one.hears(first)
        whole.revoke(first)
        assert (await whole.install(one.page, first, by="ana"))[0] == 200
        other.hears(first)
        before = other.houses.living["T0FIRST"]
        await ana.dm("/coterie help")  # which it can't answer by the token that it remembers
        await other.until(lambda: other.houses.living.get("T0FIRST", before) is not before)
        assert "/coterie" in await answer(other, ana, "/coterie help")
        async with store.unit() as unit:
            assert await unit.get("slack-installation", "T0FIRST") is not None
        one.hears(first)
        await whole.uninstall(first)
        await other.until(lambda: not other.houses.living, A_MINUTE)


async def test_that_it_was_taken_out_before_it_was_installed_anew_is_over_when_it_comes(
    tmp_path: Path, whole: SlackOfMany
) -> None:
    slack = await whole.workspace("T0FIRST")
    ana = slack.add_person("ana")
    async with running(tmp_path, whole) as coterie:
        await installed(coterie, slack)
        late = slack._wrapped({"type": "app_uninstalled"})
        await whole.uninstall(slack)
        await coterie.later(timedelta(seconds=30))
        await installed(coterie, slack)
        await slack.deliveries.event(late)
        assert "Your groups" in await answer(coterie, ana, "/coterie me")


async def test_a_token_that_was_revoked_without_a_word_ends_that_community_alone(
    tmp_path: Path, whole: SlackOfMany
) -> None:
    first, second = await twins(whole)
    async with running(tmp_path, whole) as coterie:
        await installed(coterie, first)
        await installed(coterie, second)
        whole.revoke(first)
        await first.person("ana").dm("/coterie me")
        await coterie.until(lambda: "T0FIRST" not in coterie.houses.living)
        assert "Your groups" in await answer(coterie, second.person("ana"), "/coterie me")


# --- tokens ---------------------------------------------------------------------------------------------------------


async def test_tokens_are_refreshed_before_they_expire_and_both_are_kept(tmp_path: Path, rotating: SlackOfMany) -> None:
    slack = await rotating.workspace("T0FIRST")
    ana = slack.add_person("ana")
    async with running(tmp_path, rotating) as coterie:
        await installed(coterie, slack)
        for _ in range(3):
            asked = rotating.asked.count("oauth.v2.access")
            rotating.faults.add("oauth.v2.access", ServerError(), RateLimited(1))
            await coterie.later(timedelta(hours=10, minutes=3))
            await coterie.until(lambda asked=asked: rotating.asked.count("oauth.v2.access") > asked + 2, A_MINUTE)  # type: ignore[misc]
            assert "Your groups" in await answer(coterie, ana, "/coterie me")
    async with running(tmp_path, rotating) as coterie:
        await lives(coterie, slack)
        coterie.hears(slack)
        assert "Your groups" in await answer(coterie, ana, "/coterie me")
    assert slack.calls[-1].arguments["token"] == rotating.grants[-1].token


async def test_a_token_that_slack_ends_early_is_replaced_and_nothing_is_lost(
    tmp_path: Path, rotating: SlackOfMany
) -> None:
    slack = await rotating.workspace("T0FIRST")
    ana = slack.add_person("ana")
    async with running(tmp_path, rotating) as coterie:
        await installed(coterie, slack)
        rotating.grants[-1].expires = rotating.clock.now()
        await ana.dm("/coterie me")
        await coterie.settled()
        await coterie.later(timedelta(seconds=5))
        await coterie.until(lambda: bool(ana.sees_dm()))


# --- an organisation ------------------------------------------------------------------------------------------------


async def test_an_organisation_installs_it_once_and_each_of_its_workspaces_is_a_community(
    tmp_path: Path, whole: SlackOfMany
) -> None:
    first = await whole.workspace("T0FIRST", "E0ORG", org_wide=True)
    second = await whole.workspace("T0SECOND", "E0ORG", org_wide=True)
    third = await whole.workspace("T0THIRD", "E0ORG", org_wide=True)
    for number, slack in enumerate((first, second, third)):
        slack.add_person("ana", id=f"U{number}ANA")
        slack.add_channel("python", "ana")
    async with running(tmp_path, whole) as coterie:
        await installed(coterie, first, second)
        assert set(coterie.houses.living) == {"T0FIRST", "T0SECOND"}
        for slack in (first, second):
            assert "Your groups" in await answer(coterie, slack.person("ana"), "/coterie me")
        assert {call.arguments.get("team_id") for call in second.calls if call.name.endswith(".list")} == {"T0SECOND"}
        whole.grants[0].workspaces.append(third)
        coterie.hears(third)
        await whole.tell({"type": "team_access_granted", "team_ids": ["T0THIRD"]}, first, of_org=True)
        await lives(coterie, third)
        assert "Your groups" in await answer(coterie, third.person("ana"), "/coterie me")
        await whole.tell({"type": "team_access_revoked", "team_ids": ["T0SECOND"]}, first, of_org=True)
        assert set(coterie.houses.living) == {"T0FIRST", "T0THIRD"}
        await whole.uninstall(first, of_org=True)
        assert not coterie.houses.living


# --- secrets --------------------------------------------------------------------------------------------------------


async def test_no_secret_is_in_a_log_in_the_store_or_in_what_is_kept(
    tmp_path: Path, rotating: SlackOfMany, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("markdown_it").setLevel(logging.INFO)
    slack = await rotating.workspace("T0FIRST")
    ana = slack.add_person("ana")
    with structlog.testing.capture_logs() as ours:
        async with running(tmp_path, rotating) as coterie:
            await rotating.decline(coterie.page)
            rotating.faults.add("oauth.v2.access", Refusal("invalid_code"))
            await rotating.install(coterie.page, slack, by="ana")
            await installed(coterie, slack)
            await answer(coterie, ana, "/coterie me")
            asked = rotating.asked.count("oauth.v2.access")
            await coterie.later(timedelta(hours=11))
            await coterie.until(lambda: rotating.asked.count("oauth.v2.access") > asked, A_MINUTE)
            await rotating.uninstall(slack)
            await installed(coterie, slack)
            codes = list(rotating._codes)
    secrets = [CLIENT_SECRET, SIGNING_SECRET, *codes]
    secrets += [one for grant in rotating.grants for one in (grant.token, grant.refresh) if one]
    assert len(secrets) >= 6
    written = repr(ours) + caplog.text + await documents(tmp_path, "") + await documents(tmp_path, "T0FIRST")
    written += journals(tmp_path)
    assert [one for one in secrets if one in written] == []
    assert "state=" not in repr(ours) + caplog.text.replace("chat.postMessage", "")


async def test_with_another_client_secret_what_is_sealed_stays_sealed() -> None:
    sealing = Sealing("one")
    sealed = sealing.sealed("xoxb-1", "T1")
    assert sealing.opened(sealed, "T1") == "xoxb-1"
    assert sealing.opened(sealed, "T2") is None and Sealing("other").opened(sealed, "T1") is None
