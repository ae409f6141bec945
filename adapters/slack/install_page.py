"""The pages by which somebody lets coterie into their workspace: a button, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from hmac import compare_digest
from html import escape
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from attrs import field

from coterie.core.clock import Clock
from coterie.core.errors import PlatformError, Refused, StoreError
from coterie.core.logs import get_logger
from coterie.core.ports import Request, Response, Routes
from coterie.core.texts import Reader, core_texts
from coterie.core.values import frozen

from .installations import Installation, Installations
from .oauth import OAuth
from .settings import SlackSettings

log = get_logger(__name__)

INSTALL, REDIRECT = "/slack/install", SlackSettings.back
BEGUN_FOR = timedelta(minutes=10)
COOKIE = "coterie-install"

Installed = Callable[[Installation, str], Awaitable[None]]
"""Takes in what was installed, and by whose account."""

_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
_STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f4f1ea;color:#1b2a2f;"
    "font:17px/1.5 system-ui,sans-serif}main{max-width:26rem;margin:2rem;padding:2.5rem;background:#fff;"
    "border-radius:14px;box-shadow:0 8px 40px #1d4f5c22}h1{font-size:1.45rem;margin:0 0 .6rem;color:#1d4f5c}"
    "p{margin:0 0 1.2rem}button,a{display:inline-block;padding:.7rem 1.3rem;border:0;border-radius:8px;"
    "background:#1d4f5c;color:#fff;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}"
    "button:focus-visible,a:focus-visible{outline:3px solid #e0a458;outline-offset:2px}"
)


@frozen
class InstallPage:
    """Served at `/slack/install`; Slack sends people back to `/slack/oauth_redirect`. `scopes` are what is asked for."""

    oauth: OAuth
    installations: Installations
    clock: Clock
    routes: Routes
    scopes: tuple[str, ...]
    locale: str
    installed: Installed = field(repr=False)

    def open(self) -> None:
        """Let the pages be seen."""
        self.routes.add("GET", INSTALL, self._asked)
        self.routes.add("POST", INSTALL, self._begun)
        self.routes.add("GET", REDIRECT, self._back)

    def close(self) -> None:
        for method, path in (("GET", INSTALL), ("POST", INSTALL), ("GET", REDIRECT)):
            self.routes.remove(method, path)

    # --- the pages --------------------------------------------------------------------------------------------------

    async def _asked(self, _: Request) -> Response:
        # A state is made at the press of the button: programs that look at links in advance begin nothing.
        button = f'<form method="post" action="{INSTALL}"><button>{self._said("install-button")}</button></form>'
        return self._page(200, "install-title", "install-about", more=button)

    async def _begun(self, _: Request) -> Response:
        now = self.clock.now()
        try:
            state = await self.installations.new_state(now, now + BEGUN_FOR)
        except StoreError:
            return self._page(503, "install-failed", "install-later")
        to = self.oauth.consent_url(self.scopes, state, self._redirect)
        secure = "; Secure" if self.routes.address.startswith("https:") else ""
        age = int(BEGUN_FOR.total_seconds())
        cookie = f"{COOKIE}={state}; Path=/slack; Max-Age={age}; HttpOnly; SameSite=Lax{secure}"
        return Response(302, headers={"location": to, "set-cookie": cookie, "cache-control": "no-store"})

    async def _back(self, request: Request) -> Response:
        asked = {name: values[0] for name, values in parse_qs(request.query[:4000]).items()}
        state = asked.get("state", "")
        try:
            if not await self._is_whoever_began(request, state):
                return self._page(400, "install-failed", "install-over", more=self._again)
            if asked.get("error") or not asked.get("code"):
                return self._page(200, "install-not", "install-not-about", more=self._again)
            found, who = await self.oauth.granted(asked["code"], self._redirect, self.clock.now())
            await self.installed(found, who)
        except Refused as refused:
            log.warning("an install was refused", reason=str(refused))
            return self._page(400, "install-failed", "install-refused", more=self._again)
        except (PlatformError, StoreError) as error:
            log.warning("an install came to nothing", reason=str(error))
            return self._page(503, "install-failed", "install-later", more=self._again)
        log.info("installed", workspace=found.key, name=found.name)
        link = f'<a href="https://app.slack.com/client/{escape(found.key)}">{self._said("install-open")}</a>'
        about = "install-done-org" if found.is_of_org else "install-done-about"
        return self._page(200, "install-done", about, more=link, workspace=found.name or found.key)

    # --- private ----------------------------------------------------------------------------------------------------

    @property
    def _redirect(self) -> str:
        return self.routes.address + REDIRECT

    @property
    def _again(self) -> str:
        return f'<a href="{INSTALL}">{self._said("install-again")}</a>'

    async def _is_whoever_began(self, request: Request, state: str) -> bool:
        """Whether the browser that comes back is the one that began, lately and for the first time."""
        try:
            began = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        is_theirs = began is not None and compare_digest(began.value.encode(), state.encode())
        return is_theirs and await self.installations.take_state(state, self.clock.now())

    def _said(self, id: str, **about: str) -> str:
        return escape(core_texts().plain(id, Reader(self.locale), **about))

    def _page(self, status: int, title: str, about: str, *, more: str = "", **words: str) -> Response:
        head = f'<!doctype html><html lang="{escape(self.locale)}"><meta charset="utf-8"><title>coterie</title>'
        head += f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        body = f"<main><h1>{self._said(title, **words)}</h1><p>{self._said(about, **words)}</p>{more}</main></html>"
        return Response(status, (head + body).encode(), _HEADERS)
