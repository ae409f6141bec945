"""Where the app is installed, and the workspaces in which it lives. Tokens are sealed: who reads the store or a backup of it has none.

Records:
    slack-installation   team, or enterprise of an install for all of an organisation → an Installation, its tokens sealed
    slack-workspace      team → {installation, name, gone}     `gone`: since when it is installed there no more
    slack-state          SHA-256 of a state → until when it is good
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from attrs import define, evolve, field
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coterie.core.errors import Conflict
from coterie.core.logs import get_logger
from coterie.core.model.event import Account
from coterie.core.ports import Json, Unit, Units
from coterie.core.refs import PersonRef
from coterie.core.values import frozen

log = get_logger(__name__)

INSTALLATION, WORKSPACE, STATE = "slack-installation", "slack-workspace", "slack-state"
STATES = 1_000
"""So many installs are begun and not ended at most; the oldest gives way."""
TRIES = 20
T = TypeVar("T")


@frozen
class Installation:
    """The app in one workspace (`team`), or in an organisation (`enterprise`, no team). `token` expires where a `refresh` token stands beside it.

    `installers` are those who put it there, the last one first, `since` when.
    """

    team: str
    enterprise: str
    name: str
    bot: str
    token: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires: datetime | None = None
    installers: tuple[Account, ...] = ()
    since: datetime | None = None

    @property
    def key(self) -> str:
        return self.team or self.enterprise

    def by(self, who: Account) -> Installation:
        """As it was put there by somebody."""
        return evolve(self, installers=(who,))

    @property
    def is_of_org(self) -> bool:
        return not self.team


@frozen
class Home:
    """A workspace in which coterie lives or lived, by which installation; `gone` since when it may not any more."""

    team: str
    installation: str
    name: str
    gone: datetime | None = None


class Sealing:
    """Seals what is secret with a key made of the app's client secret, so that it opens only where that is known."""

    def __init__(self, client_secret: str) -> None:
        key = HKDF(SHA256(), 32, None, b"coterie slack installations").derive(client_secret.encode())
        self._cipher = AESGCM(key)

    def sealed(self, text: str, about: str) -> str:
        """Opens only as what is kept about this."""
        nonce = secrets.token_bytes(12)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), about.encode())).decode()

    def opened(self, sealed: str, about: str) -> str | None:
        """None where it was sealed with another secret, or about something else."""
        raw = base64.b64decode(sealed)
        try:
            return self._cipher.decrypt(raw[:12], raw[12:], about.encode()).decode()
        except InvalidTag:
            return None


@define
class Installations:
    """All of them, in the store."""

    store: Units
    sealing: Sealing = field(repr=False)

    # --- who installed ----------------------------------------------------------------------------------------------

    async def put(self, found: Installation, homes: Sequence[Home], at: datetime) -> None:
        """Keep an installation of now with the workspaces that it is for, in one commit. Who installed before stays among the installers."""

        async def write(unit: Unit) -> None:
            before = self._read(found.key, await unit.get(INSTALLATION, found.key))
            known = before.installers if before else ()
            people = {one.person: one for one in (*reversed(known), *reversed(found.installers))}
            self._write(unit, evolve(found, installers=tuple(reversed(people.values())), since=at))
            for home in homes:
                _write_home(unit, home)

        await self._committed(write)

    async def refreshed(self, old: Installation, new: Installation) -> Installation:
        """Put new tokens in the place of old ones, both in one commit; where others did so before, theirs are given."""

        async def write(unit: Unit) -> Installation:
            now = self._read(old.key, await unit.get(INSTALLATION, old.key))
            if now is None or now.refresh == old.refresh:
                self._write(unit, new)
                return new
            return now

        return await self._committed(write)

    async def get(self, key: str) -> Installation | None:
        """The installation of this team or enterprise. One whose tokens were sealed with another client secret is none."""
        async with self.store.unit() as unit:
            return self._read(key, await unit.get(INSTALLATION, key))

    async def all(self) -> Sequence[Installation]:
        """Every one, by their keys."""
        async with self.store.unit() as unit:
            found = [self._read(key, kept) for key, kept in await unit.scan(INSTALLATION)]
        return [one for one in found if one is not None]

    async def remove(self, key: str, at: datetime, told: datetime | None = None) -> Sequence[Home]:
        """The tokens go at once; the workspaces that lived by them are gone since `at`. Gives those.

        What was `told` before the app was installed anew, and only comes now, is over.
        """

        async def write(unit: Unit) -> Sequence[Home]:
            found = self._read(key, await unit.get(INSTALLATION, key))
            if told is not None and found is not None and found.since is not None and told < found.since:
                return ()
            unit.delete(INSTALLATION, key)
            homes = [home for home in await _homes(unit) if home.installation == key and home.gone is None]
            for home in homes:
                _write_home(unit, evolve(home, gone=at))
            return homes

        return await self._committed(write)

    # --- where it lives ---------------------------------------------------------------------------------------------

    async def homes(self) -> Sequence[Home]:
        """Every workspace of which something is kept."""
        async with self.store.unit() as unit:
            return await _homes(unit)

    async def put_home(self, home: Home) -> None:
        """Let coterie live there, or be gone from there."""

        async def write(unit: Unit) -> None:
            _write_home(unit, home)

        await self._committed(write)

    async def forget_home(self, team: str) -> None:
        """Nothing is kept of the workspace any more."""

        async def write(unit: Unit) -> None:
            unit.delete(WORKSPACE, team)

        await self._committed(write)

    # --- installs under way -----------------------------------------------------------------------------------------

    async def new_state(self, now: datetime, until: datetime) -> str:
        """A text that Slack gives back at the end of an install: good once, and until then."""
        state = secrets.token_urlsafe(32)

        async def write(unit: Unit) -> None:
            standing = sorted((kept, key) for key, kept in await unit.scan(STATE))
            over = [key for kept, key in standing if datetime.fromisoformat(kept) <= now]
            for key in {*over, *(key for _, key in standing[: max(0, len(standing) - STATES + 1)])}:
                unit.delete(STATE, key)
            unit.put(STATE, _digest(state), until.isoformat())

        await self._committed(write)
        return state

    async def take_state(self, state: str, now: datetime) -> bool:
        """Whether the state is good; it is not any more then."""

        async def write(unit: Unit) -> bool:
            kept = await unit.get(STATE, _digest(state))
            if kept is None:
                return False
            unit.delete(STATE, _digest(state))
            return datetime.fromisoformat(kept) > now

        return await self._committed(write)

    # --- how it is kept ---------------------------------------------------------------------------------------------

    def _write(self, unit: Unit, found: Installation) -> None:
        tokens = self.sealing.sealed(json.dumps([found.token, found.refresh]), found.key)
        kept: Json = {"team": found.team, "enterprise": found.enterprise, "name": found.name, "bot": found.bot}
        people = [
            {"id": one.person.id, "name": one.name, "zone": one.zone, "locale": one.locale} for one in found.installers
        ]
        expires = found.expires.isoformat() if found.expires else None
        kept |= {"since": found.since.isoformat() if found.since else None}
        unit.put(INSTALLATION, found.key, kept | {"tokens": tokens, "expires": expires, "installers": people})

    def _read(self, key: str, kept: Json) -> Installation | None:
        if kept is None:
            return None
        tokens = self.sealing.opened(kept["tokens"], key)
        if tokens is None:
            log.error("an installation was sealed with another SLACK_CLIENT_SECRET: install anew", workspace=key)
            return None
        token, refresh = json.loads(tokens)
        people = [
            Account(PersonRef(one["id"]), one["name"], None, one["zone"], one["locale"]) for one in kept["installers"]
        ]
        expires = datetime.fromisoformat(kept["expires"]) if kept["expires"] else None
        about = (kept["team"], kept["enterprise"], kept["name"], kept["bot"])
        since = datetime.fromisoformat(kept["since"]) if kept["since"] else None
        return Installation(*about, token, refresh, expires, tuple(people), since)

    async def _committed(self, write: Callable[[Unit], Awaitable[T]]) -> T:
        for _ in range(TRIES):
            try:
                async with self.store.unit() as unit:
                    result = await write(unit)
                return result
            except Conflict:
                continue
        raise Conflict(f"what is installed where could not be committed in {TRIES} tries")


async def _homes(unit: Unit) -> Sequence[Home]:
    return [
        Home(team, kept["installation"], kept["name"], datetime.fromisoformat(kept["gone"]) if kept["gone"] else None)
        for team, kept in await unit.scan(WORKSPACE)
    ]


def _write_home(unit: Unit, home: Home) -> None:
    gone = home.gone.isoformat() if home.gone else None
    unit.put(WORKSPACE, home.team, {"installation": home.installation, "name": home.name, "gone": gone})


def _digest(state: str) -> str:
    return sha256(state.encode()).hexdigest()
