"""coterie on Matrix: one account on one homeserver."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from attrs import evolve, field

from coterie.core.clock import Clock
from coterie.core.errors import LoggedOut, PlatformError, StoreError, Transient
from coterie.core.logs import get_logger
from coterie.core.model.content import Capability
from coterie.core.model.effect import Effect, OpenRoom, Survey
from coterie.core.model.event import Event
from coterie.core.ports import Cursor, Diagnosis, Inbox, Performed
from coterie.core.refs import RoomRef
from coterie.core.settings import like, web_address
from coterie.core.values import frozen

from .answers import Answers
from .directs import Directs
from .encryption.encryption import Encrypt, Encryption
from .examining import Examining
from .listening import FILTER, FIRST_FILTER, Listener
from .names import PLATFORM, room_ref
from .performing import Performer
from .policies import Policies
from .rooms import Rooms
from .setbacks import UNKNOWN_PLACE, went_back
from .wire import PASSWORD as PASSWORD
from .wire import TOKEN as TOKEN
from .wire import Denied, Wire, path

log = get_logger(__name__)

_AT_ONCE = 500
"""So many events are handed over together at least, where there are more."""
_LONG_POLL = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=1)
_KEYS_AGAIN = timedelta(seconds=2)

CAPABILITIES = frozenset(
    {
        Capability.THREADS,
        Capability.EDITS,
        Capability.POLLS,
        Capability.REACTIONS,
        Capability.PINS,
        Capability.SPACES,
        Capability.ROLES,
        Capability.ROOMS,
        Capability.ACCESS,
        Capability.AVATARS,
        Capability.UPLOAD,
    }
)


@frozen
class MatrixSettings:
    """The section `[matrix]`: the homeserver's address, the account's full id; whether coterie reads and writes encrypted rooms, and which of
    those that it opens itself it encrypts; the rooms whose policy lists say who is not invited."""

    homeserver: str = field(validator=web_address)
    user: str = field(validator=like(r"@[^:\s]+:\S+", "the account's full id such as @coterie:example.org"))
    encryption: bool = True
    encrypt: Encrypt = Encrypt.DIRECT
    policy_rooms: tuple[str, ...] = ()


_TRIES_AT_FIRST = 3
"""A homeserver that can't be reached so often at the start is most likely the wrong address: whoever starts coterie is told."""


class MatrixAdapter:
    """Follows the account's sync and performs effects on it. The cursor is saved in the same commit as the last of the events up to it."""

    Settings: ClassVar[type] = MatrixSettings
    secrets: ClassVar[tuple[str, ...]] = (TOKEN, PASSWORD)

    def __init__(self, settings: MatrixSettings, environment: Mapping[str, str], clock: Clock) -> None:
        self._clock = clock
        self._homeserver = settings.homeserver
        self._wire = Wire(
            settings.homeserver, settings.user, token=environment.get(TOKEN), password=environment.get(PASSWORD)
        )
        self._encryption = Encryption(self._wire, clock)
        self._directs = Directs(self._wire, self._encryption)
        self._listener = Listener(self._wire, self._directs, self._encryption)
        policies = Policies(self._wire, clock, settings.policy_rooms)
        self._performer = Performer(self._wire, self._directs, self._encryption, policies)
        self._listening, self._performing = False, 0
        self._answers = Answers()
        self._cursor = f"{PLATFORM}:{settings.user}"
        self._encrypts, self._encrypt = settings.encryption, settings.encrypt
        self._has_token = bool(environment.get(TOKEN))

    @staticmethod
    def missing_secrets(settings: MatrixSettings, environment: Mapping[str, str]) -> tuple[str, ...]:
        """One of token and password is enough."""
        return () if environment.get(TOKEN) or environment.get(PASSWORD) else (f"{TOKEN} or {PASSWORD}",)

    @property
    def platform(self) -> str:
        return PLATFORM

    @property
    def account(self) -> str:
        return self._cursor

    @property
    def capabilities(self) -> frozenset[Capability]:
        return CAPABILITIES

    def kept_in(self, folder: Path) -> None:
        """Keep the keys to encrypted rooms below the folder. Without this, or with `encryption = false`, those are not read or written."""
        if self._encrypts:
            self._encryption.data = folder
            self._encryption.encrypt = self._encrypt
            self._wire.device = self._encryption.device_kept()

    async def listen(self, inbox: Inbox) -> None:
        """Bring events until cancelled. Waits and goes on from the cursor after whatever fails, but for two things: raises LoggedOut,
        and Transient where the homeserver could not be reached even once."""
        failures = _Failures()
        self._listening = True
        self._listener.first_sight.expected()
        try:
            while True:
                try:
                    await self._follow(inbox, failures)
                except LoggedOut:
                    raise
                except (PlatformError, StoreError) as error:
                    if failures.at_first == _TRIES_AT_FIRST:
                        raise Transient(
                            f"{self._homeserver} can't be reached: check homeserver in [matrix] ({error})"
                        ) from error
                    inbox.away(PLATFORM)
                    pause = failures.next_pause(error)
                    told = (
                        log.debug if failures.at_first is not None else log.warning
                    )  # at first, how it ended is enough
                    told("sync failed", platform=PLATFORM, again_in=str(pause), reason=str(error))
                    await self._clock.wait(pause)
        finally:
            self._listening = False
            self._listener.first_sight.over()
            await self.close()

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        """Do it, once per key."""
        await self._wire.connect()
        async with self._with_keys(), self._answers.under_way():
            if isinstance(effect, Survey):
                return await self._performer.survey(effect, self._clock.now())
            if isinstance(effect, OpenRoom) and (room := await self._seen_already(effect)) is not None:
                return Performed(room_ref(room).id)
            done = await self._performer.perform(effect, again=again)
            if isinstance(effect, OpenRoom) and not effect.create and done.native is not None:
                return evolve(done, learned=await self._listener.found(RoomRef(done.native), effect))
            return done

    async def _seen_already(self, effect: OpenRoom) -> str | None:
        """The room that is looked for, where the first sync has told everybody of it by that very name."""
        if effect.create or effect.invite or not self._listening:
            return None
        return await self._listener.first_sight.room(effect.name)

    @asynccontextmanager
    async def _with_keys(self) -> AsyncIterator[None]:
        """The keys at hand, before others see coterie in a room: what they say there is for the devices that they know. Who does not listen
        lets go of them again, as only one process can have them."""
        self._performing += 1
        try:
            await self._encryption.start()
            yield
        finally:
            self._performing -= 1
            if not self._performing and not self._listening:
                await self._encryption.close()

    async def examine(self, homes: Mapping[str, str]) -> AsyncIterator[Diagnosis]:
        """Look at the homeserver, the token, the encryption, and what coterie may do in the homes of groups."""
        rooms, data = Rooms(self._wire, self._encryption), self._encryption.data
        examining = Examining(self._wire, rooms, self._clock, self._has_token, self._encrypts, data)
        try:
            async for one in examining.diagnoses(homes):
                yield one
        finally:
            await self._wire.close()

    async def close(self) -> None:
        """Close the connections of an adapter that performed without listening, and let go of the keys."""
        await self._encryption.close()
        await self._wire.close()

    async def _follow(self, inbox: Inbox, failures: _Failures) -> None:
        await self._wire.connect()
        since = await inbox.cursor(self._cursor)
        if since is not None:
            self._listener.first_sight.over()
        await self._take_keys()
        self._encryption.begin_again()
        patience = timedelta()
        while True:
            sync, since, heard_again = await self._news(since, patience)
            await self._encryption.receive(sync, since)
            events: list[Event] = []
            async for piece in self._listener.events(sync, since, heard_again):
                events += piece
                if (
                    len(events) >= _AT_ONCE
                ):  # without the cursor: who dies now reads it again, and what is known is dropped
                    await inbox.take(events)
                    events = []
            for late in await self._encryption.late():
                events += await self._listener.late(late)
            overdue = await self._encryption.overdue()
            events += await self._listener.unread(overdue)
            since = str(sync["next_batch"])
            await inbox.take(events, Cursor(self._cursor, since))
            self._listener.first_sight.over()
            await self._encryption.settle(overdue)
            inbox.ready(PLATFORM)
            failures.well()
            if events:
                await self._answers.given()
            patience = await self._encryption.patience(_LONG_POLL)

    async def _take_keys(self) -> None:
        """Wait for whoever else has them: without them what is said in encrypted rooms would be passed over."""
        await self._encryption.start()
        while self._encryption.is_held_elsewhere:
            log.warning("waiting for the keys of encrypted rooms", platform=PLATFORM, reason=self._encryption.trouble)
            await self._clock.wait(_KEYS_AGAIN)
            await self._encryption.start()
        if self._encryption.trouble is not None:
            log.error("encrypted rooms can't be read or written", platform=PLATFORM, reason=self._encryption.trouble)

    async def _news(self, since: str | None, patience: timedelta) -> tuple[dict[str, object], str | None, bool]:
        """What happened since, and whether the homeserver knows nothing of that place any more: then it is everything, from the beginning."""
        try:
            sync = await self._sync(since, patience)
        except Denied as error:
            if since is None or error.code not in UNKNOWN_PLACE:
                raise
            sync = None
        if since is None or (sync is not None and not went_back(since, str(sync["next_batch"]))):
            return sync or {}, since, False
        log.warning(
            "the homeserver does not know how far it was read, as after a restore: read anew", platform=PLATFORM
        )
        return await self._sync(None, timedelta(), heard_again=True), None, True

    async def _sync(self, since: str | None, patience: timedelta, *, heard_again: bool = False) -> dict[str, object]:
        wanted = FILTER if since is not None or heard_again else FIRST_FILTER
        query: dict[str, str | int] = {"filter": wanted, "timeout": int(patience / timedelta(milliseconds=1))}
        if since is not None:
            query["since"] = since
        sync = await self._wire.call("GET", path("sync"), query=query, patience=patience + _LONGEST_PAUSE)
        if not isinstance(sync.get("next_batch"), str):
            raise Transient("the homeserver gave a sync without next_batch: it can't be gone on from")
        return sync


class _Failures:
    """How often the sync failed in a row, and how long to wait for that."""

    def __init__(self) -> None:
        self.count = 0
        self.at_first: int | None = 0
        """The same before the first sync; None from then on."""

    def well(self) -> None:
        """A sync went well."""
        self.count, self.at_first = 0, None

    def next_pause(self, error: Exception) -> timedelta:
        """What the homeserver asked for, else twice as long each time, from a second to a minute."""
        asked = error.retry_after if isinstance(error, Transient) else None
        pause = asked or min(timedelta(seconds=2 ** min(self.count, 10)), _LONGEST_PAUSE)
        self.count += 1
        self.at_first = None if self.at_first is None else self.at_first + 1
        return pause
