"""Encrypted rooms, as the rest of the adapter sees them: natives come out readable, contents go in sealed.

What crashes: to-device events are kept before the cursor moves past them, events that can't be read before the cursor moves past those, and
what is said to the homeserver and to devices about it (`settle`) is said after the cursor is kept, and again if nobody knows whether it was.
"""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from attrs import field
from peewee import PeeweeException  # type: ignore[import-untyped]  # it ships no types

from coterie.core.clock import Clock
from coterie.core.errors import Locked, Refused, StoreError, Transient
from coterie.core.logs import get_logger
from coterie.core.values import frozen

from ..wire import Denied, Wire, path
from .crosssigning import CrossSigning, Signed, standing
from .encrypted_rooms import EncryptedRooms
from .home import KeyHome, device_in, folder_of
from .kept import Waiting
from .machine import ENCRYPTED, Machine, Unreadable, UnknownDevice

log = get_logger(__name__)

T = TypeVar("T")
Native = Mapping[str, Any]
Device = tuple[str, str]

PATIENCE = timedelta(seconds=20)
"""So long a key may come after its message before anybody is told that it can't be read."""
_KEPT_WAITING = timedelta(days=14)
_BARREN = timedelta(hours=1)
"""So long a device that has no keys to give is not asked for one again."""
_AT_ONCE = 250
"""Users a question about devices is about."""


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
        self.data: Path | None = None
        self.rooms = EncryptedRooms(wire)
        self.trouble: str | None = None
        """Why nothing can be encrypted or read, with what to do; None where all is well."""
        self.signed: Signed | None = None
        self._is_held_elsewhere = False
        self._home: KeyHome | None = None
        self._machine: Machine | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._starting = asyncio.Lock()
        self._asking = asyncio.Lock()
        self._sharing: dict[str, asyncio.Lock] = {}
        self._fresh: set[str] = set()
        self._barren: dict[Device, datetime] = {}
        self._keys_there: int | None = None
        self._fallback_used = False
        self._requests: list[Native] = []
        self._lacking: dict[str, tuple[str, Native]] = {}
        self._came: set[str] | None = None
        self._read_late: list[str] = []
        self.others: list[Native] = []
        """To-device events that are for whoever verifies."""

    # --- beginning and ending ---------------------------------------------------------------------------------------

    def device_kept(self) -> str | None:
        """The device that coterie last was with this account, where its keys are still there."""
        return device_in(folder_of(self.data, self._wire.user)) if self.data else None

    async def start(self) -> None:
        """Make the device ready, once. Raises PlatformError or StoreError; what can't be helped by trying again stands in `trouble`."""
        async with self._starting:
            if self._machine is not None or self.data is None or (self.trouble and not self._is_held_elsewhere):
                return
            self.trouble = None
            try:
                self._home = await asyncio.to_thread(KeyHome, self.data, self._wire.user)
            except Locked as error:
                self._is_held_elsewhere, self.trouble = True, str(error)
                return
            try:
                await self._begin(self._home)
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        """Let go of the keys; `start` takes them up again."""
        machine, self._machine = self._machine, None
        if machine is not None:
            await self._run(machine.close)
        if self._thread is not None:
            self._thread.shutdown(wait=False)
            self._thread = None
        if self._home is not None:
            self._home.release()
            self._home = None

    async def _begin(self, home: KeyHome) -> None:
        if self._wire.device is None:
            self.trouble = "the token belongs to no device, so nothing can be encrypted: `coterie matrix login` gives one that does"
            return
        machine = await self._open(home, self._wire.device)
        if not machine.is_uploaded and await self._is_lost(machine):
            if not self._wire.has_password:
                self.trouble = (
                    f"the keys of the device {machine.device} are lost, or were never here: encrypted rooms can't be read or written. "
                    "Log in as a new device: coterie matrix login"
                )
                log.error("encryption", reason=self.trouble)
                await self._run(machine.close)
                return
            machine = await self._anew(home, machine)
        self._machine = machine
        home.keep_device(machine.device)
        self.rooms.remember(await self._run(machine.kept.load_encrypted_rooms))
        await self._upload()
        await self._sign()

    async def _open(self, home: KeyHome, device: str) -> Machine:
        user = self._wire.user
        return await self._run(lambda: Machine(user, device, home.path))

    async def _is_lost(self, machine: Machine) -> bool:
        """Whether the homeserver knows the device by other keys than these new ones: then it would never take them."""
        known = (await standing(self._wire, machine.user, machine.device)).fingerprint
        return known not in (None, machine.fingerprint)

    async def _anew(self, home: KeyHome, lost: Machine) -> Machine:
        await self._run(lost.close)
        device = f"COTERIE{secrets.token_hex(4).upper()}"
        log.warning("the keys of the device are lost: logging in as a new one", lost=lost.device, device=device)
        await self._wire.begin_anew(device)
        return await self._open(home, device)

    async def _sign(self) -> None:
        assert self._home is not None and self._machine is not None
        machine, home = self._machine, self._home
        signing = CrossSigning(self._wire, lambda: home.seeds, home.keep_seeds, machine.signed)
        try:
            self.signed = await signing.ensure(await self._run(machine.device_keys))
        except Denied as error:  # it is read and written all the same, by clients that do not insist
            log.warning("the device can't be signed", device=machine.device, reason=str(error))
            return
        if self.signed in (Signed.UNKNOWN_KEYS, Signed.NOBODY):
            remedy = "verify it from that client, or: coterie matrix login --reset-signing"
            log.warning("some clients will not read this device", device=machine.device, reason=self.signed.value, remedy=remedy)

    # --- syncs ------------------------------------------------------------------------------------------------------

    async def receive(self, sync: Native, since: str | None) -> None:
        """Keep what a sync brought for the device. To be called before its events are read."""
        self.rooms.follow(sync)
        await self.start()
        if self._machine is None:
            return
        if since is None:
            self._fresh.clear()
        changed = _dict(sync.get("device_lists"))
        self._fresh.difference_update(_texts(changed.get("changed")), _texts(changed.get("left")))
        count = _dict(sync.get("device_one_time_keys_count")).get("signed_curve25519", 0)
        self._keys_there = count if isinstance(count, int) else None
        unused = sync.get("device_unused_fallback_key_types")
        self._fallback_used = isinstance(unused, list) and "signed_curve25519" not in unused
        events = _dict(sync.get("to_device")).get("events")
        told = [one for one in events if isinstance(one, dict)] if isinstance(events, list) else []
        if told:
            received = await self._kept(lambda machine: machine.receive(told))
            self._requests += received.requests
            self.others += received.others
            if self._came is not None:
                self._came.update(received.sessions)
        if self.rooms.new:
            found, self.rooms.new = self.rooms.new, set()
            await self._kept(lambda machine: machine.kept.save_encrypted_rooms(found))

    def begin_again(self) -> None:
        """The syncs go on from the last cursor that was kept: what came of later ones may not have been."""
        self._came, self._read_late = None, []

    async def late(self) -> tuple[Late, ...]:
        """What could not be read when it came, and can be now. Once `settle` was called it does not come again."""
        if self._machine is None:
            return ()
        came, self._came = self._came, set()
        by_room: dict[str, list[Native]] = {}
        for one in await self._kept(lambda machine: machine.kept.waiting(came)):
            read = (await self.read(one.room, [one.native], wait=False))[0]
            if read.get("type") != ENCRYPTED:
                by_room.setdefault(one.room, []).append(read)
                self._read_late.append(str(read["event_id"]))
        return tuple(Late(room, tuple(natives)) for room, natives in by_room.items())

    async def overdue(self) -> tuple[Waiting, ...]:
        """What waited long enough for its key to say so."""
        return tuple(one for one in await self._untold() if self._clock.now() - one.since >= PATIENCE)

    async def patience(self, most: timedelta) -> timedelta:
        """How long the next sync may take, so that what is overdue is told in time."""
        left = [PATIENCE - (self._clock.now() - one.since) for one in await self._untold()]
        return max(timedelta(), min([most, *left]))

    async def settle(self, told: Iterable[Waiting] = ()) -> None:
        """What is to be said because of the last sync, whose events and cursor are kept now. Raises PlatformError; it may be called again."""
        if self._machine is None:
            return
        read, self._read_late = self._read_late, []
        events = [str(one.native["event_id"]) for one in told]
        before = self._clock.now() - _KEPT_WAITING
        if read or events:
            await self._kept(lambda machine: (machine.kept.read(read), machine.kept.tell(events), machine.kept.forget_waiting(before)))
        await self._upload()
        await self._ask_for_keys()
        await self._answer_requests()
        await self._mend()
        async with self._asking:
            await self._query(await self._kept(lambda machine: machine.to_query()))
        for message in await self._kept(lambda machine: machine.outgoing()):
            await self._tell(message.type, message.as_dict())
            await self._kept(lambda machine, sent=message: machine.sent(sent))  # type: ignore[misc]  # the default binds the loop's value

    async def _untold(self) -> tuple[Waiting, ...]:
        return () if self._machine is None else await self._kept(lambda machine: machine.kept.untold())

    # --- reading ----------------------------------------------------------------------------------------------------

    async def read(self, room: str, natives: Sequence[Native], *, wait: bool = True) -> list[Native]:
        """The events as they were before they were encrypted; what can't be read stays as it is, and `wait`s for its key."""
        sealed = [one for one in natives if is_sealed(one)]
        if not sealed:
            return list(natives)
        await self.start()
        if self._machine is None:
            log.warning("encrypted messages can't be read", room=room, count=len(sealed), reason=self.trouble)
            return list(natives)
        found = await self._kept(lambda machine: [_tried(machine, room, one) for one in sealed])
        if strangers := {str(one["sender"]) for one, read in zip(sealed, found, strict=True) if isinstance(read, UnknownDevice)}:
            async with self._asking:
                await self._query(strangers)
            found = await self._kept(lambda machine: [_tried(machine, room, one) for one in sealed])
        by_id = {id(one): read for one, read in zip(sealed, found, strict=True)}
        if wait:
            await self._note(room, [(one, read) for one, read in zip(sealed, found, strict=True) if isinstance(read, Exception)])
        return [one if not isinstance(read := by_id.get(id(one), one), Mapping) else read for one in natives]

    async def _note(self, room: str, failed: Sequence[tuple[Native, Exception]]) -> None:
        """Keep what can't be read and may be yet. What pretends to be something is left alone, and nobody told: it would be easy to send more."""
        for native, error in failed:
            log.info("a message can't be read", room=room, native_event=native.get("event_id"), reason=str(error))
            session = str(_dict(native.get("content")).get("session_id", ""))
            pretends = isinstance(error, Unreadable) and not error.by_key and error.session
            if pretends or native.get("sender") == self._wire.user:
                continue
            now = self._clock.now()
            await self._kept(lambda machine, n=native, s=session: machine.kept.wait_for(s, room, n, now))  # type: ignore[misc]  # as above
            if isinstance(error, Unreadable) and error.by_key:
                self._lacking.setdefault(session, (room, native))

    # --- writing ----------------------------------------------------------------------------------------------------

    async def is_encrypted(self, room: str) -> bool:
        """Whether what is said there must be encrypted."""
        return await self.rooms.settings(room) is not None

    async def sealed(self, room: str, kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The content to send as `m.room.encrypted` instead. Raises Refused where nothing can be encrypted."""
        await self.start()
        if self._machine is None:
            if self._is_held_elsewhere:
                raise Transient(str(self.trouble))
            raise Refused(f"{room} is encrypted, and coterie can't write there: {self.trouble or 'encryption is off in [matrix]'}")
        settings = await self.rooms.settings(room) or {}
        async with self._sharing.setdefault(room, asyncio.Lock()):
            users = await self.rooms.members(room)
            async with self._asking:
                await self._query(users - self._fresh)
            wanted = await self._kept(lambda machine: machine.prepare(room, users, settings))
            if hopeful := self._hopeful(wanted):
                await self._share(room, users, hopeful)
            return await self._kept(lambda machine: machine.encrypt(room, kind, content))

    def _hopeful(self, devices: Collection[Device]) -> set[Device]:
        now = self._clock.now()
        return {one for one in devices if self._barren.get(one, now) <= now}

    async def _share(self, room: str, users: Collection[str], devices: Collection[Device]) -> None:
        async with self._asking:
            await self._meet(await self._kept(lambda machine: machine.unmet(devices)))
        for told, body in await self._kept(lambda machine: list(machine.share(room, users))):
            await self._tell(ENCRYPTED, body)
            await self._kept(lambda machine, told=told: machine.shared(room, told))  # type: ignore[misc]  # as above

    # --- what is asked of the homeserver ----------------------------------------------------------------------------

    async def _upload(self) -> None:
        count, used = self._keys_there, self._fallback_used
        wished = await self._kept(lambda machine: machine.upload(count, fallback=used))
        if wished is None:
            return
        try:
            reply = await self._wire.call("POST", path("keys", "upload"), wished)
        except Denied as error:
            if "already exists" not in str(error):
                raise
            # It has another key of this number: the file is older than what the homeserver knows. Newer numbers it takes.
            log.warning("the keys that are kept are older than those the homeserver has", reason=str(error))
            reply = {}
        await self._kept(lambda machine: machine.uploaded())
        count = _dict(reply.get("one_time_key_counts")).get("signed_curve25519")
        self._keys_there = count if isinstance(count, int) else None
        self._fallback_used = False

    async def _query(self, users: Collection[str]) -> None:
        """Learn the devices of these users. To be called while `_asking`."""
        asked = sorted(users)
        for begin in range(0, len(asked), _AT_ONCE):
            some = asked[begin : begin + _AT_ONCE]
            self._fresh.update(some)  # before: what changes while it is asked is asked for again
            try:
                reply = await self._wire.call("POST", path("keys", "query"), {"device_keys": {user: [] for user in some}})
            except BaseException:
                self._fresh.difference_update(some)
                raise
            await self._kept(lambda machine, reply=reply: machine.learn(reply))  # type: ignore[misc]  # as above

    async def _meet(self, devices: Sequence[Device]) -> None:
        """Begin sessions with these devices. To be called while `_asking`."""
        asked = sorted(self._hopeful(devices))
        for begin in range(0, len(asked), _AT_ONCE):
            some = asked[begin : begin + _AT_ONCE]
            wished: dict[str, dict[str, str]] = {}
            for user, device in some:
                wished.setdefault(user, {})[device] = "signed_curve25519"
            reply = await self._wire.call("POST", path("keys", "claim"), {"one_time_keys": wished})
            await self._kept(lambda machine, reply=reply: machine.meet(reply))  # type: ignore[misc]  # as above
            still = await self._kept(lambda machine, some=some: machine.unmet(some))  # type: ignore[misc]  # as above
            self._barren.update(dict.fromkeys(still, self._clock.now() + _BARREN))

    async def _mend(self) -> None:
        """Begin new sessions with devices whose sessions broke."""
        if wedged := await self._kept(lambda machine: machine.wedged()):
            async with self._asking:
                await self._meet(wedged)

    async def _ask_for_keys(self) -> None:
        lacking, self._lacking = self._lacking, {}
        for session, (room, native) in lacking.items():
            sender, key = str(native.get("sender")), _dict(native.get("content")).get("sender_key")
            asked = await self._kept(
                lambda machine, r=room, s=session, who=sender, k=key: list(machine.ask_for(r, s, who, k))  # type: ignore[misc]  # as above
            )
            for message in asked:
                await self._tell(message.type, message.as_dict())

    async def _answer_requests(self) -> None:
        """Give keys to who may have them; who asked and took it back in one breath is not answered."""
        requests, self._requests = self._requests, []
        over = {(one.get("sender"), _dict(one.get("content")).get("request_id")) for one in requests if not _is_request(one)}
        asking = [one for one in requests if (one.get("sender"), _dict(one.get("content")).get("request_id")) not in over]
        for request in asking:
            sender = str(request.get("sender"))
            device = (sender, str(_dict(request.get("content")).get("requesting_device_id")))
            if device == (self._wire.user, self._wire.device):
                continue
            async with self._asking:
                await self._query({sender} - self._fresh)
                await self._meet(await self._kept(lambda machine, d=device: machine.unmet([d])))  # type: ignore[misc]  # as above
            message = await self._kept(lambda machine, r=request: machine.answer(r))  # type: ignore[misc]  # as above
            if message is not None:
                await self._tell(message.type, message.as_dict())

    async def _tell(self, kind: str, body: Mapping[str, Any]) -> None:
        await self._wire.call("PUT", path("sendToDevice", kind, secrets.token_hex(16)), body)

    # --- the thread -------------------------------------------------------------------------------------------------

    async def _kept(self, act: Callable[[Machine], T]) -> T:
        """What the machine comes to. Where it can't keep something it is closed, so that it is begun again from what is kept."""
        machine = self._machine
        if machine is None:
            raise Transient("the keys of the device are not at hand")
        try:
            return await self._run(lambda: act(machine))
        except Exception as error:
            if not _is_of_the_file(error):
                raise
            await self.close()
            raise StoreError(f"the keys of the device can't be kept: {error}") from error

    async def _run(self, act: Callable[[], T]) -> T:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="matrix-keys")
        return await asyncio.get_running_loop().run_in_executor(self._thread, act)


def is_sealed(native: Native) -> bool:
    """Whether it is an encrypted event of a room that has an id, and has not been redacted."""
    sealed = native.get("type") == ENCRYPTED and "state_key" not in native and bool(native.get("content"))
    return sealed and isinstance(native.get("event_id"), str) and isinstance(native.get("sender"), str)


def _tried(machine: Machine, room: str, native: Native) -> Native | Unreadable | UnknownDevice:
    try:
        return machine.decrypt(room, native)
    except (Unreadable, UnknownDevice) as error:
        return error


def _is_request(event: Native) -> bool:
    return _dict(event.get("content")).get("action") == "request"


def _is_of_the_file(error: Exception) -> bool:
    return isinstance(error, sqlite3.Error | PeeweeException | OSError)


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
