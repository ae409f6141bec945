"""Calls of a homeserver's client API, on matrix-nio's connection: JSON in, JSON out, our errors.

nio's own methods are not used where they would hide something: its sync loses events when a handler fails, its sends sleep through rate limits,
its rooms forget what raw state says.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from nio import AsyncClient, AsyncClientConfig  # type: ignore[import-untyped]  # it ships no types

from coterie.core.errors import Cure, LoggedOut, PlatformError, Refused, Transient
from coterie.core.payloads import well_formed

CLIENT = "/_matrix/client/v3"
MEDIA = "/_matrix/media/v3"
RELATIONS = "/_matrix/client/v1"

TOKEN = "COTERIE_MATRIX_TOKEN"
PASSWORD = "COTERIE_MATRIX_PASSWORD"

# A password logs in as this device again after each start: a homeserver recognises a repeated send by its device.
DEVICE = "COTERIE"
_PATIENCE = timedelta(seconds=60)
_VOID = ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED", "M_USER_LOCKED")
_SUCCESS = range(200, 300)

Reply = dict[str, Any]


class Limited(Transient):
    """Too much at once: the homeserver did nothing."""


class Denied(Refused):
    """The homeserver said no; `code` is Matrix's error code."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message, _cure(message, code))
        self.code = code


def _cure(message: str, code: str) -> Cure | None:
    """What can be done about it. One code stands for every right that is missing, and for not being in the room: Synapse says which."""
    if code == "M_FORBIDDEN":
        return Cure.INVITE if "not in room" in message or "not joined" in message else Cure.RIGHTS
    return {"M_NOT_FOUND": Cure.INVITE, "M_ROOM_IN_USE": Cure.NAME, "M_USER_DEACTIVATED": Cure.PERSON}.get(code)


class Unproven(Denied):
    """The homeserver wants to be shown again who asks, by one of these `flows` in this `session` (client-server API, "User-interactive
    authentication")."""

    def __init__(self, message: str, reply: Reply) -> None:
        super().__init__(message, str(reply.get("errcode", "M_UNAUTHORIZED")))
        self.session = str(reply.get("session", ""))


class Wire:
    """One account's connection. `user` is its id; `device`, which session of it this is, is known once `connect` returned."""

    def __init__(self, homeserver: str, user: str, *, token: str | None = None, password: str | None = None) -> None:
        self.user = user
        self.device: str | None = None
        self.name: str | None = None
        self.date: str | None = None
        """What time the homeserver had when it answered last, as it wrote it."""
        self._password = password
        self._client = AsyncClient(
            homeserver.rstrip("/"), user, config=AsyncClientConfig(request_timeout=_PATIENCE.seconds)
        )
        self._client.access_token = token or ""
        self._connecting = asyncio.Lock()
        self._connected = False

    async def connect(self) -> None:
        """Log in, if that was not done yet. Raises LoggedOut where the token or the password is not good."""
        async with self._connecting:
            if self._connected:
                return
            if not self._client.access_token:
                await self._log_in(self.device or DEVICE)
            me = await self.call("GET", path("account", "whoami"))
            if "user_id" not in me:
                raise Transient("what answers there is no homeserver: it does not say whose the token is")
            if me["user_id"] != self.user:
                raise LoggedOut(f"the token belongs to {me['user_id']}, and the configuration names {self.user}")
            device = me.get("device_id")
            self.device = device if isinstance(device, str) else None
            self.name = await self.display_name(self.user)
            self._connected = True

    @property
    def token(self) -> str:
        """What the homeserver knows the session by: a secret."""
        return str(self._client.access_token)

    @property
    def has_password(self) -> bool:
        """Whether it can log in again by itself."""
        return bool(self._password)

    async def begin_anew(self, device: str) -> None:
        """Log in by the password, as another device than before. Raises LoggedOut where that is not taken."""
        async with self._connecting:
            self._client.access_token = ""
            await self._log_in(device)
            self.device = device

    async def call(
        self,
        method: str,
        where: str,
        body: Mapping[str, Any] | bytes | None = None,
        *,
        query: Mapping[str, str | int] | None = None,
        media_type: str = "application/json",
        patience: timedelta = _PATIENCE,
    ) -> Reply:
        """The JSON object that the homeserver answers with; a list stands under `chunk` in one. Raises Transient, Denied or LoggedOut."""
        data = json.dumps(body) if isinstance(body, Mapping) else body
        target = f"{where}?{urlencode(query)}" if query else where
        headers = {"Content-Type": media_type}
        if self._client.access_token:
            headers["Authorization"] = f"Bearer {self._client.access_token}"
        try:
            async with asyncio.timeout(patience.total_seconds()):
                answer = await self._client.send(method, target, data, headers, None, patience.total_seconds())
                async with answer:
                    self.date = answer.headers.get("Date")
                    return _reply(f"{method} {where}", answer, await answer.read())
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            there = f"the homeserver {self._client.homeserver} could not be reached for {method} {where}"
            raise Transient(f"{there}: {error or type(error).__name__}") from error

    async def display_name(self, user: str) -> str | None:
        """What somebody calls themselves; None where they or the homeserver do not say."""
        try:
            name = (await self.call("GET", path("profile", user, "displayname"))).get("displayname")
        except Refused:
            return None
        return name if isinstance(name, str) and name else None

    async def state(self, room: str, kind: str, key: str = "") -> Reply | None:
        """The content of a state event, None where the room has none."""
        try:
            return await self.call("GET", path("rooms", room, "state", kind, key))
        except Denied as error:
            if error.code == "M_NOT_FOUND":
                return None
            raise

    async def put_state(self, room: str, kind: str, content: Mapping[str, Any], key: str = "") -> str:
        """The id of the state event; the one that is there where it says the same."""
        return str((await self.call("PUT", path("rooms", room, "state", kind, key), content))["event_id"])

    async def close(self) -> None:
        """Close the connections. A later call opens them again."""
        await self._client.close()

    async def _log_in(self, device: str) -> None:
        if not self._password:
            raise LoggedOut("neither COTERIE_MATRIX_TOKEN nor COTERIE_MATRIX_PASSWORD is set")
        wish = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": self.user},
            "password": self._password,
            "device_id": device,
            "initial_device_display_name": "coterie",
        }
        try:
            given = (await self.call("POST", path("login"), wish)).get("access_token")
        except Refused as error:
            raise LoggedOut(f"the homeserver does not let {self.user} in: {error}") from error
        if not isinstance(given, str):
            raise Transient("what answers there is no homeserver: it gives no token")
        self._client.access_token = given


def path(*parts: str, api: str = CLIENT) -> str:
    """The path of a call, every part of it quoted."""
    return "/".join([api, *(quote(part, safe="") for part in parts)])


def _reply(what: str, answer: aiohttp.ClientResponse, body: bytes) -> Reply:
    try:
        said = well_formed(json.loads(body))
    except (ValueError, RecursionError) as error:
        if answer.status in _SUCCESS and body:  # a proxy's page, say: the homeserver may answer next time
            raise Transient(f"{what}: what answers there is no homeserver, it gives no JSON") from error
        said = {}
    reply: Reply = said if isinstance(said, dict) else {"chunk": said}
    if answer.status in _SUCCESS:
        return reply
    raise _error(what, answer, reply)


def _error(what: str, answer: aiohttp.ClientResponse, reply: Reply) -> PlatformError:
    code, words = str(reply.get("errcode", "")), str(reply.get("error", answer.reason))
    message = f"{what}: {answer.status} {code} {words}"
    if answer.status == 429 or code == "M_LIMIT_EXCEEDED":
        return Limited(message, _retry_after(answer, reply))
    if answer.status == 401 and "flows" in reply:
        return Unproven(message, reply)
    if code in _VOID or (answer.status == 401 and not code):
        return LoggedOut(
            f"the homeserver does not take the token in COTERIE_MATRIX_TOKEN; log in again and give the new one: {message}"
        )
    if answer.status >= 500:
        return Transient(message)
    return Denied(message, code)


def _retry_after(answer: aiohttp.ClientResponse, reply: Reply) -> timedelta | None:
    """The header is the newer way to say it, in seconds; the field is in milliseconds (client-server API, "Rate limiting")."""
    header, wait = answer.headers.get("Retry-After", ""), reply.get("retry_after_ms")
    if isinstance(wait, int) and not isinstance(wait, bool) and wait >= 0:
        return timedelta(milliseconds=min(wait, 86_400_000))
    return timedelta(seconds=min(int(header), 86_400)) if header.isascii() and header.isdigit() else None
