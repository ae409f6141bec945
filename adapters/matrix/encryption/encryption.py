"""Encrypted rooms, as the rest of the adapter sees them: natives come out readable, contents go in sealed.

What crashes: to-device events are kept before the cursor moves past them, events that can't be read before the cursor moves past those, and
what is said to the homeserver and to devices about it (`settle`) is said after the cursor is kept, and again if nobody knows whether it was.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from attrs import field

from coterie.core.clock import Clock
from coterie.core.errors import Locked, Refused, Transient
from coterie.core.logs import get_logger
from coterie.core.values import frozen

from ..wire import Denied, Wire
from .believed import ENCRYPTED, UnknownDevice, Unreadable
from .copies import take_in
from .crosssigning import CrossSigning, Signed, Standing, standing
from .encrypted_rooms import EncryptedRooms
from .home import KeyHome, device_in, folder_of
from .kept import Waiting
from .machine import Machine, Received
from .talk import KeyTalk
from .vault import Vault

log = get_logger(__name__)

Native = Mapping[str, Any]

PATIENCE = timedelta(seconds=20)
"""So long a key may come after its message before anybody is told that it can't be read."""
_KEPT_WAITING = timedelta(days=14)
KEPT_UNUSED = timedelta(days=365)
"""So long the key of messages is kept by which nothing was read: everybody has a new one in each room every hundred messages."""
_PRUNE_EVERY = timedelta(days=1)
_NOT_OURS_YET = timedelta(seconds=2)
"""What another process has the keys for is left to it, or is tried again when that one has died."""


class Encrypt(Enum):
    """Which of the rooms that coterie opens are encrypted. It can't be undone, and who comes later reads nothing of what was said before."""

    NOTHING = "nothing"
    DIRECT = "direct"
    """Conversations with one person."""
    PRIVATE = "private"
    """Those, and rooms that people are invited to."""
    EVERYTHING = "everything"


@frozen
class Late:
    """Events of a room whose keys came after them, readable now."""

    room: str
    natives: tuple[Native, ...] = field(repr=False)


class Encryption:
    """The account's device and what it knows. `data` is the folder below which keys are kept; without one nothing is encrypted."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._vault = Vault()
        self._talk = KeyTalk(wire, clock, self._vault)
        self.data: Path | None = None
        self.encrypt = Encrypt.NOTHING
        self.rooms = EncryptedRooms(wire)
        self.trouble: str | None = None
        """Why nothing can be encrypted or read, with what to do; None where all is well."""
        self.signed: Signed | None = None
        self.others: list[Native] = []
        """To-device events that came with the last sync and are about no keys."""
        self.is_held_elsewhere = False
        """Whether that is so because another process of this machine has the keys."""
        self._starting = asyncio.Lock()
        self._sharing: dict[str, asyncio.Lock] = {}
        self._came: set[str] | None = None
        self._read_late: list[str] = []
        self._prune_at = clock.now()
        self._may_wait = True
        """Whether something may wait for its key without anybody having been told."""

    # --- beginning and ending ---------------------------------------------------------------------------------------

    @property
    def machine(self) -> Machine | None:
        """The device, where it is at hand."""
        return self._vault.machine

    def device_kept(self) -> str | None:
        """The device that coterie last was with this account, where its keys are still there."""
        return device_in(folder_of(self.data, self._wire.user)) if self.data else None

    async def start(self, *, reset: str | None = None) -> None:
        """Make the device ready, once. Raises PlatformError or StoreError; what can't be helped by trying again stands in `trouble`.

        `reset` is the password with which keys of other clients, that sign for the account, are replaced by ours.
        """
        async with self._starting:
            if self.machine is not None or self.data is None or (self.trouble and not self.is_held_elsewhere):
                return
            self.trouble, self.is_held_elsewhere = None, False
            try:
                home = await self._vault.enter(self.data, self._wire.user)
            except Locked as error:
                self.is_held_elsewhere, self.trouble = True, str(error)
                return
            try:
                await self._begin(home, reset)
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        """Let go of the keys; `start` takes them up again."""
        await self._vault.close()

    async def _begin(self, home: KeyHome, reset: str | None) -> None:
        if self._wire.device is None:
            self.trouble = "the token belongs to no device: `coterie matrix login` gives one that does"
            return
        machine = await self._vault.open(self._wire.user, self._wire.device)
        found = await standing(self._wire, machine.user, machine.device)
        if found.fingerprint not in (None, machine.fingerprint):  # it would never take others for this device
            if not self._wire.has_password:
                self.trouble = (
                    f"the keys of the device {machine.device} are not in {home.path}. "
                    "Log in as a new device: coterie matrix login"
                )
                await self._vault.do(Machine.discard)
                await self._vault.close()
                return
            machine = await self._anew(machine)
            found = await standing(self._wire, machine.user, machine.device)
        if found.fingerprint is None:  # also of a homeserver that was restored from an older backup
            await self._vault.do(Machine.forgotten)
        if (copy := home.laid_aside()) is not None:
            count = await self._vault.do(lambda machine: take_in(machine, json.loads(copy)))
            home.took()
            log.info("keys out of a backup were taken in", device=machine.device, count=count)
        home.keep_device(machine.device)
        self.rooms.remember(await self._vault.do(lambda machine: machine.kept.load_encrypted_rooms()))
        await self._talk.upload()
        await self._sign(home, machine, found, reset)

    async def _anew(self, lost: Machine) -> Machine:
        await self._vault.do(Machine.discard)
        await self._vault.shut()
        device = new_device()
        log.warning("the keys of the device are lost: logging in as a new one", lost=lost.device, device=device)
        await self._wire.begin_anew(device)
        return await self._vault.open(self._wire.user, device)

    async def _sign(self, home: KeyHome, machine: Machine, found: Standing, reset: str | None) -> None:
        signing = CrossSigning(self._wire, lambda: home.seeds, home.keep_seeds, machine.signed)
        try:
            self.signed = await signing.ensure(found, await self._vault.do(Machine.device_keys), password=reset)
        except Denied as error:  # it is read and written all the same, by clients that do not insist
            log.warning("the device can't be signed", device=machine.device, reason=str(error))
            return
        if self.signed is Signed.BY_US and (seeds := home.seeds) is not None:
            machine.signer = seeds.self_signing.public
        if self.signed not in (Signed.BY_US, Signed.BY_OTHERS):
            remedy = "coterie matrix verify, from that client; or coterie matrix login --reset-signing"
            about = {"device": machine.device, "reason": self.signed.value, "remedy": remedy}
            log.warning("some clients will not read this device", **about)

    # --- syncs ------------------------------------------------------------------------------------------------------

    def begin_again(self) -> None:
        """The syncs go on from the last cursor that was kept: what came of later ones may not have been."""
        self._came, self._read_late = None, []

    async def receive(self, sync: Native, since: str | None) -> None:
        """Keep what a sync brought for the device. To be called before its events are read."""
        self.rooms.follow(sync)
        await self.start()
        if self.machine is None:
            return
        self._talk.hear(sync, since)
        events = _dict(sync.get("to_device")).get("events")
        told = [one for one in events if isinstance(one, dict)] if isinstance(events, list) else []
        received = await self._vault.do(Machine.receive, told) if told else Received()
        self._talk.asked(received.requests)
        self.others = list(received.others)
        if self._came is not None:
            self._came.update(received.sessions)
        if self.rooms.new:
            found, self.rooms.new = self.rooms.new, set()
            await self._vault.do(lambda machine: machine.kept.save_encrypted_rooms(found))

    async def late(self) -> tuple[Late, ...]:
        """What could not be read when it came, and can be now. Once `settle` was called it does not come again."""
        if self.machine is None:
            return ()
        came, self._came = self._came, set()
        if came is not None and not came:
            return ()
        by_room: dict[str, list[Native]] = {}
        for one in await self._vault.do(lambda machine: machine.kept.waiting(came)):
            read = (await self.read(one.room, [one.native], wait=False))[0]
            if read.get("type") != ENCRYPTED:
                by_room.setdefault(one.room, []).append(read)
                self._read_late.append(str(read["event_id"]))
        return tuple(Late(room, tuple(natives)) for room, natives in by_room.items())

    async def overdue(self) -> tuple[Waiting, ...]:
        """What waited long enough for its key to say so, and can't be read even now."""
        waiting = [one for one in await self._untold() if one.native["event_id"] not in self._read_late]
        return tuple(one for one in waiting if self._clock.now() - one.since >= PATIENCE)

    async def patience(self, most: timedelta) -> timedelta:
        """How long the next sync may take, so that what is overdue is told in time."""
        left = [PATIENCE - (self._clock.now() - one.since) for one in await self._untold()]
        return max(timedelta(), min([most, *left]))

    async def settle(self, told: Iterable[Waiting] = ()) -> None:
        """What is to be said because of the last sync, whose events and cursor are kept now. Raises PlatformError; it may be called again."""
        if self.machine is None:
            return
        read, self._read_late = self._read_late, []
        events = [str(one.native["event_id"]) for one in told]
        if read or events:
            before = self._clock.now() - _KEPT_WAITING
            await self._vault.do(lambda machine: machine.kept.waited(read, events, before))
        await self._talk.settle()
        if (now := self._clock.now()) >= self._prune_at:
            await self._vault.do(lambda machine: machine.kept.prune(now, now - KEPT_UNUSED))
            self._prune_at = now + _PRUNE_EVERY

    async def _untold(self) -> tuple[Waiting, ...]:
        if self.machine is None or not self._may_wait:
            return ()
        found = await self._vault.do(lambda machine: machine.kept.untold())
        self._may_wait = bool(found)
        return found

    # --- reading ----------------------------------------------------------------------------------------------------

    async def read(self, room: str, natives: Sequence[Native], *, wait: bool = True) -> list[Native]:
        """The events as they were before they were encrypted; what can't be read stays as it is, and `wait`s for its key."""
        sealed = [one for one in natives if is_sealed(one)]
        if not sealed:
            return list(natives)
        await self.start()
        if self.machine is None:
            log.warning("encrypted messages can't be read", room=room, count=len(sealed), reason=self.trouble)
            return list(natives)
        found = await self._vault.do(_tried, room, sealed)
        tried = list(zip(sealed, found, strict=True))
        if strangers := {str(one["sender"]) for one, read in tried if isinstance(read, UnknownDevice)}:
            await self._talk.learn(strangers, again=True)
            tried = list(zip(sealed, await self._vault.do(_tried, room, sealed), strict=True))
        if wait:
            for native, error in tried:
                if isinstance(error, Exception):
                    await self._wait(room, native, error)
        read = {id(one): read for one, read in tried if isinstance(read, Mapping)}
        return [read.get(id(one), one) for one in natives]

    async def _wait(self, room: str, native: Native, error: Exception) -> None:
        """Keep what can't be read and may be yet. What pretends to be something is left alone, and nobody told: it would be easy to send more."""
        log.info("a message can't be read", room=room, native_event=native.get("event_id"), reason=str(error))
        session = str(_dict(native.get("content")).get("session_id", ""))
        pretends = isinstance(error, Unreadable) and not error.by_key and error.session
        if pretends or native.get("sender") == self._wire.user:
            return
        now = self._clock.now()
        await self._vault.do(lambda machine: machine.kept.wait_for(session, room, native, now))
        self._may_wait = True
        if isinstance(error, Unreadable) and error.by_key:
            self._talk.lacks(session, room, native)

    # --- writing ----------------------------------------------------------------------------------------------------

    def encrypts(self, *, direct: bool = False, private: bool = False) -> bool:
        """Whether a room that coterie opens is to be encrypted; none where it could not write there itself."""
        wanted = {
            Encrypt.NOTHING: False,
            Encrypt.DIRECT: direct,
            Encrypt.PRIVATE: direct or private,
            Encrypt.EVERYTHING: True,
        }
        return self.machine is not None and wanted[self.encrypt]

    async def is_encrypted(self, room: str) -> bool:
        """Whether what is said there must be encrypted."""
        return await self.rooms.settings(room) is not None

    async def sealed(self, room: str, kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The content to send as `m.room.encrypted` instead. Raises Refused where nothing can be encrypted."""
        await self.start()
        if self.machine is None:
            if self.is_held_elsewhere:
                raise Transient(str(self.trouble), _NOT_OURS_YET)
            why = self.trouble or "encryption is off in [matrix]"
            raise Refused(f"{room} is encrypted, and coterie can't write there: {why}")
        settings = await self.rooms.settings(room) or {}
        async with self._sharing.setdefault(room, asyncio.Lock()):
            await self._talk.share(room, await self.rooms.members(room), settings)
            return await self._vault.do(lambda machine: machine.writing.encrypt(room, kind, content))


def new_device() -> str:
    """The id of a device that nobody was before."""
    return f"COTERIE{secrets.token_hex(4).upper()}"


def is_sealed(native: Native) -> bool:
    """Whether it is an encrypted event of a room that has an id, and has not been redacted."""
    sealed = native.get("type") == ENCRYPTED and "state_key" not in native and bool(native.get("content"))
    return sealed and isinstance(native.get("event_id"), str) and isinstance(native.get("sender"), str)


def _tried(machine: Machine, room: str, natives: Sequence[Native]) -> list[Native | Unreadable | UnknownDevice]:
    """Each as it was, or why it can't be read."""
    found: list[Native | Unreadable | UnknownDevice] = []
    for native in natives:
        try:
            found.append(machine.reading.decrypt(room, native))
        except (Unreadable, UnknownDevice) as error:
            found.append(error)
    return found


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
