"""Slack's OAuth: a code or a refresh token given for tokens. Nothing of it is ever logged, which is why the SDK's client does not do it.

Source: docs.slack.dev, installing with OAuth, using token rotation, organisation-wide apps.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp
from attrs import field

from coterie.core.errors import Refused, Transient
from coterie.core.values import frozen

from .installations import Installation
from .reading import node, text

Json = dict[str, Any]

VOID = frozenset({"invalid_refresh_token", "invalid_grant", "token_revoked", "invalid_code", "code_already_used"})


class NotGranted(Refused):
    """Slack gives no tokens, and this is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack gave no token: {code}")
        self.code = code


@frozen
class OAuth:
    """The app as Slack's OAuth knows it."""

    api_url: str
    client_id: str
    client_secret: str = field(repr=False)
    session: aiohttp.ClientSession = field(repr=False)

    def consent_url(self, scopes: tuple[str, ...], state: str, redirect: str) -> str:
        """Where somebody is asked whether they let the app in."""
        asked = {"client_id": self.client_id, "scope": ",".join(scopes), "state": state, "redirect_uri": redirect}
        return f"{self.api_url.removesuffix('api/')}oauth/v2/authorize?{urlencode(asked)}"

    async def granted(self, code: str, redirect: str, now: datetime) -> tuple[Installation, str]:
        """What somebody installed, by the code that they came back with, and the id of their account.

        Raises NotGranted, or Transient where Slack can't be reached.
        """
        answer = await self._asked({"code": code, "redirect_uri": redirect})
        if not (token := text(answer, "access_token")) or text(answer, "token_type") not in ("bot", "granular_bot"):
            raise NotGranted("no_bot_token")
        of_org = answer.get("is_enterprise_install") is True
        place = node(answer, "enterprise" if of_org else "team")
        if not text(place, "id") or not text(answer, "bot_user_id"):
            raise NotGranted("no_workspace")
        found = Installation(
            team="" if of_org else text(place, "id"),
            enterprise=text(answer, "enterprise", "id"),
            name=text(place, "name"),
            bot=text(answer, "bot_user_id"),
            token=token,
            refresh=text(answer, "refresh_token"),
            expires=_expires(answer, now),
        )
        return found, text(answer, "authed_user", "id")

    async def refreshed(self, refresh: str, now: datetime) -> tuple[str, str, datetime | None]:
        """The next token, the next refresh token, and when that token expires. Raises NotGranted or Transient."""
        answer = await self._asked({"grant_type": "refresh_token", "refresh_token": refresh})
        token, following = text(answer, "access_token"), text(answer, "refresh_token")
        if not token or not following:
            raise NotGranted("no_bot_token")
        return token, following, _expires(answer, now)

    async def _asked(self, arguments: Json) -> Json:
        login = b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        headers = {"Authorization": f"Basic {login}"}
        try:
            async with self.session.post(f"{self.api_url}oauth.v2.access", data=arguments, headers=headers) as answered:
                if answered.status >= 500 or answered.status == 429:
                    raise Transient(f"Slack gives no token just now: HTTP {answered.status}")
                answer = await answered.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Transient(f"Slack could not be asked for a token: {type(error).__name__}") from error
        if not isinstance(answer, dict) or answer.get("ok") is not True:
            code = text(answer, "error") or "unreadable"
            if code in ("ratelimited", "internal_error", "fatal_error", "service_unavailable", "unreadable"):
                raise Transient(f"Slack gives no token just now: {code}")
            raise NotGranted(code)
        return answer


def _expires(answer: Json, now: datetime) -> datetime | None:
    seconds = answer.get("expires_in")
    lives = isinstance(seconds, int) and seconds > 0 and text(answer, "refresh_token")
    return now + timedelta(seconds=int(seconds)) if lives and seconds else None
