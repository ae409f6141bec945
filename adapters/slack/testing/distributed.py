"""Slack as a whole, on loopback: several workspaces in which one app is installed by OAuth, from the app's own install page.

async with slack_of_many(clock) as whole:
    first, second = await whole.workspace("T0FIRST"), await whole.workspace("T0SECOND")
    ana = first.add_person("ana")
    …                                        # an app that was given whole.api_url serves its install page
    await whole.install(page, first, "ana")  # ana goes there, presses the button and lets the app in
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from urllib.parse import urlencode, urljoin

import aiohttp
from aiohttp import web
from attrs import define, field

from coterie.core.clock import Clock, SystemClock

from .delivery import event_payload
from .faults import Faults, RateLimited, Refusal, ServerError
from .requests import arguments_of
from .server import LoopbackSlack, slack_on_loopback
from .things import APP, BOT_USER, Payload, Tenancy

CLIENT_ID, CLIENT_SECRET = "1795.2718", "loopback-client-secret"
LIFE = timedelta(hours=12)
"""How long a token lives where tokens rotate (source: docs.slack.dev, using token rotation)."""
CODE_LIFE = timedelta(minutes=10)


@define
class Grant:
    """A token: what it is good for, until when; and the refresh token beside it, which is good once."""

    workspaces: list[LoopbackSlack]
    token: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires: datetime | None = None
    is_revoked: bool = False


@define
class Code:
    """What somebody who let the app in comes back with."""

    workspaces: list[LoopbackSlack]
    user: str
    scope: str
    redirect: str
    since: datetime


@define
class SlackOfMany:
    """All workspaces, and the app as Slack knows it. With `rotates`, tokens live twelve hours. Made by `slack_of_many`."""

    clock: Clock
    session: aiohttp.ClientSession
    stack: AsyncExitStack
    rotates: bool = False
    address: str = ""
    faults: Faults = field(factory=Faults)
    workspaces: dict[str, LoopbackSlack] = field(factory=dict)
    asked: list[str] = field(factory=list)
    grants: list[Grant] = field(factory=list, repr=False)
    _codes: dict[str, Code] = field(factory=dict, repr=False)
    _consents: list[tuple[list[LoopbackSlack], str] | None] = field(factory=list)

    @property
    def api_url(self) -> str:
        """What an app takes for https://slack.com/api/."""
        return f"{self.address}/api/"

    async def workspace(self, team: str, enterprise: str | None = None, *, org_wide: bool = False) -> LoopbackSlack:
        """Another workspace, in which the app is not yet."""
        tenancy = Tenancy(team, enterprise, org_wide)
        slack = await self.stack.enter_async_context(slack_on_loopback(self.clock, tenancy=tenancy))
        slack.admits = lambda token: self._refusal(token, slack)
        if enterprise is not None:  # ids are those of the whole organisation
            slack.workspace.number_from(10_000 * (len(self.workspaces) + 1))
        self.workspaces[team] = slack
        return slack

    # --- what somebody does in a browser ----------------------------------------------------------------------------

    async def install(self, page: str, *into: LoopbackSlack, by: str) -> tuple[int, str]:
        """Somebody opens the install page, presses the button and lets the app in; status and text of what they see then.

        Into several workspaces an administrator of their organisation installs it for all of it.
        """
        self._consents.append((list(into), into[0].person(by).user.id))
        return await self._walk(page)

    async def decline(self, page: str) -> tuple[int, str]:
        """Somebody opens the install page, presses the button, and lets nothing in."""
        self._consents.append(None)
        return await self._walk(page)

    async def _walk(self, page: str) -> tuple[int, str]:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            async with browser.get(page) as seen:
                action = (await seen.text()).partition('action="')[2].partition('"')[0]
            async with browser.post(urljoin(page, action)) as seen:
                return seen.status, await seen.text()

    # --- what becomes of an installation ----------------------------------------------------------------------------

    async def tell(self, event: Payload, slack: LoopbackSlack, *, of_org: bool = False) -> None:
        """Tell the app of something that happened to itself; `of_org`: in a whole organisation."""
        payload = event_payload(event, slack.workspace.new_id("Ev"), int(self.clock.now().timestamp()), slack.tenancy)
        payload = slack.tenancy.told(payload)
        if of_org:
            payload = {key: value for key, value in payload.items() if key not in ("team_id", "authorizations")}
        await slack.deliveries.event(payload)

    async def uninstall(self, slack: LoopbackSlack, *, of_org: bool = False) -> None:
        """Take the app out: its tokens are void, and it is told."""
        self.revoke(slack)
        for event in ({"type": "tokens_revoked", "tokens": {"bot": [BOT_USER]}}, {"type": "app_uninstalled"}):
            await self.tell(event, slack, of_org=of_org)

    def revoke(self, slack: LoopbackSlack) -> None:
        """Make the tokens void, without a word."""
        for grant in self.grants:
            if slack in grant.workspaces:
                grant.is_revoked = True

    # --- HTTP -------------------------------------------------------------------------------------------------------

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/oauth/v2/authorize", self._authorize),
            web.post("/api/oauth.v2.access", self._access),
            web.post("/api/auth.teams.list", self._teams),
            web.route("*", "/api/{method}", self._api),
        ]

    async def _authorize(self, request: web.Request) -> web.StreamResponse:
        asked, consent = request.query, self._consents.pop(0)
        back = {"state": asked.get("state", "")}
        if asked.get("client_id") != CLIENT_ID:
            return web.Response(status=400, text="Invalid client_id parameter")
        if consent is None:
            return _sent_back(asked["redirect_uri"], back | {"error": "access_denied"})
        code = secrets.token_hex(16)
        since = self.clock.now()
        self._codes[code] = Code(*consent, asked.get("scope", ""), asked["redirect_uri"], since)
        return _sent_back(asked["redirect_uri"], back | {"code": code})

    async def _access(self, request: web.Request) -> web.StreamResponse:
        self.asked.append("oauth.v2.access")
        match self.faults.take("oauth.v2.access"):
            case RateLimited(retry_after):
                return web.json_response({"ok": False}, status=429, headers={"Retry-After": str(retry_after)})
            case ServerError(status):
                return web.Response(status=status, text="upstream unavailable")
            case Refusal(code):
                return web.json_response({"ok": False, "error": code})
        given = await arguments_of(request)
        if (wrong := _stranger(request.headers.get("Authorization", ""))) is not None:
            return web.json_response({"ok": False, "error": wrong})
        refreshing = given.get("grant_type") == "refresh_token"
        return web.json_response(self._refreshed(given) if refreshing else self._exchanged(given))

    def _exchanged(self, given: Payload) -> Payload:
        code = self._codes.pop(str(given.get("code")), None)
        if code is None or self.clock.now() - code.since > CODE_LIFE:
            return {"ok": False, "error": "invalid_code"}
        if given.get("redirect_uri") != code.redirect:
            return {"ok": False, "error": "bad_redirect_uri"}
        tenancy, org_wide = code.workspaces[0].tenancy, code.workspaces[0].tenancy.is_org_wide
        org = {"id": tenancy.enterprise, "name": f"Org {tenancy.enterprise}"} if tenancy.enterprise else None
        return {
            "ok": True,
            "app_id": APP,
            "authed_user": {"id": code.user},
            "scope": code.scope,
            "token_type": "bot",
            "bot_user_id": BOT_USER,
            "team": None if org_wide else {"id": tenancy.team, "name": f"Workspace {tenancy.team}"},
            "enterprise": org,
            "is_enterprise_install": org_wide,
        } | self._granted(code.workspaces)

    def _refreshed(self, given: Payload) -> Payload:
        asked = str(given.get("refresh_token"))
        grant = next((one for one in self.grants if one.refresh == asked and not one.is_revoked), None)
        if grant is None:
            return {"ok": False, "error": "invalid_refresh_token"}
        grant.refresh = None  # it is good once; the token beside it lives on until its end
        return {"ok": True, "token_type": "bot", "bot_user_id": BOT_USER} | self._granted(grant.workspaces)

    def _granted(self, workspaces: list[LoopbackSlack]) -> Payload:
        grant = Grant(workspaces, f"{'xoxe.' if self.rotates else ''}xoxb-{secrets.token_hex(12)}")
        self.grants.append(grant)
        if not self.rotates:
            return {"access_token": grant.token}
        grant.refresh, grant.expires = f"xoxe-1-{secrets.token_hex(12)}", self.clock.now() + LIFE
        return {"access_token": grant.token, "refresh_token": grant.refresh, "expires_in": int(LIFE.total_seconds())}

    async def _teams(self, request: web.Request) -> web.StreamResponse:
        token = str((await arguments_of(request)).get("token"))
        grant = next((one for one in self.grants if one.token == token and not one.is_revoked), None)
        if grant is None:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        teams = [{"id": one.tenancy.team, "name": f"Workspace {one.tenancy.team}"} for one in grant.workspaces]
        return web.json_response({"ok": True, "teams": teams, "response_metadata": {"next_cursor": ""}})

    async def _api(self, request: web.Request) -> web.StreamResponse:
        """A call goes to the workspace of its token; with a token of several, to the one that it names or whose channel it names."""
        self.asked.append(request.match_info["method"])
        given = await arguments_of(request)
        grant = next((one for one in self.grants if one.token == given.get("token")), None)
        if grant is None:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        named = [one for one in grant.workspaces if _is_named(given, one)]
        return await (named or grant.workspaces)[0].api(request)

    def _refusal(self, token: str, slack: LoopbackSlack) -> str | None:
        grant = next((one for one in self.grants if one.token == token and slack in one.workspaces), None)
        if grant is None:
            return "invalid_auth"
        if grant.is_revoked:
            return "token_revoked"
        return "token_expired" if grant.expires is not None and grant.expires <= self.clock.now() else None


def _sent_back(to: str, more: Payload) -> web.Response:
    return web.Response(status=302, headers={"Location": f"{to}?{urlencode(more)}"})


def _stranger(header: str) -> str | None:
    """What is wrong with how the app said who it is."""
    try:
        id, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    except (binascii.Error, ValueError):
        return "invalid_client_id"
    if id != CLIENT_ID:
        return "invalid_client_id"
    return None if secret == CLIENT_SECRET else "bad_client_secret"


def _is_named(given: Payload, slack: LoopbackSlack) -> bool:
    if "team_id" in given:
        return bool(given["team_id"] == slack.tenancy.team)
    named = {str(given.get(name)) for name in ("channel", "user", "users", "user_id")}
    return bool(named & {*slack.workspace.channels, *slack.workspace.users} - {BOT_USER})


@asynccontextmanager
async def slack_of_many(clock: Clock | None = None, *, rotates: bool = False) -> AsyncIterator[SlackOfMany]:
    """Slack on 127.0.0.1, with no workspace yet, until the block ends. It lives by `clock`."""
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        whole = SlackOfMany(clock, session, stack, rotates)
        application = web.Application(client_max_size=2**26)
        application.add_routes(whole.routes())
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        whole.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield whole
