"""What the account's device says to the homeserver and to other devices about keys."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from nio.event_builders import ToDeviceMessage  # type: ignore[import-untyped]  # it ships no types

from coterie.core.clock import Clock
from coterie.core.logs import get_logger

from ..wire import Denied, Wire, path
from .believed import ENCRYPTED
from .machine import Machine
from .vault import Vault

log = get_logger(__name__)

Native = Mapping[str, Any]
Device = tuple[str, str]

_BARREN = timedelta(hours=1)
"""So long a device that has no keys to give is not asked for one again."""
_AT_ONCE = 250
"""Users or devices that one question is about."""


class KeyTalk:
    """Raises PlatformError; whatever was not said is said the next time."""

    def __init__(self, wire: Wire, clock: Clock, vault: Vault) -> None:
        self._wire = wire
        self._clock = clock
        self._vault = vault
        self._asking = asyncio.Lock()
        self._fresh: set[str] = set()
        self._barren: dict[Device, datetime] = {}
        self._withheld: set[Device] = set()
        self._keys_there: int | None = None
        self._fallback_used = False
        self._requests: list[Native] = []
        self._lacking: dict[str, tuple[str, Native]] = {}

    # --- what it hears ----------------------------------------------------------------------------------------------

    def hear(self, sync: Native, since: str | None) -> None:
        """Take in what a sync says about devices and keys."""
        if since is None:
            self._fresh.clear()
        changed = _dict(sync.get("device_lists"))
        self._fresh.difference_update(_texts(changed.get("changed")), _texts(changed.get("left")))
        count = _dict(sync.get("device_one_time_keys_count")).get("signed_curve25519", 0)
        self._keys_there = count if isinstance(count, int) else None
        unused = sync.get("device_unused_fallback_key_types")
        self._fallback_used = isinstance(unused, list) and "signed_curve25519" not in unused

    def asked(self, requests: Sequence[Native]) -> None:
        """Devices ask for keys."""
        self._requests += requests

    def lacks(self, session: str, room: str, native: Native) -> None:
        """The key of a session did not come with its first message."""
        self._lacking.setdefault(session, (room, native))

    # --- what it says -----------------------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Say all that is to be said."""
        asked = self._lacking or self._requests
        if not asked and await self._vault.do(Machine.is_silent, self._keys_there, fallback=self._fallback_used):
            return
        await self.upload()
        await self._ask_for_keys()
        await self._answer()
        await self._mend()
        await self.learn(await self._vault.do(Machine.to_query), again=True)
        for message in await self._vault.do(Machine.outgoing):
            await self._tell(message.type, message.as_dict())
            await self._vault.do(Machine.sent, message)

    async def upload(self) -> None:
        """The homeserver has keys to give away, and those of the device."""
        wished = await self._vault.do(Machine.upload, self._keys_there, fallback=self._fallback_used)
        if wished is None:
            return
        try:
            reply = await self._wire.call("POST", path("keys", "upload"), wished)
        except Denied as error:
            if "already exists" not in str(error):
                raise
            # It has another key of this number: the file is older than what the homeserver knows. Higher numbers it takes.
            log.warning("the keys that are kept are older than those the homeserver has", reason=str(error))
            reply = {}
        await self._vault.do(Machine.uploaded)
        count = _dict(reply.get("one_time_key_counts")).get("signed_curve25519")
        self._keys_there = count if isinstance(count, int) else None
        self._fallback_used = False

    async def learn(self, users: Collection[str], *, again: bool = False) -> None:
        """Know the devices of these users; those that are known are asked for `again` only where that is wished."""
        async with self._asking:
            asked = sorted(set(users) if again else set(users) - self._fresh)
            for begin in range(0, len(asked), _AT_ONCE):
                some = asked[begin : begin + _AT_ONCE]
                self._fresh.update(some)  # before: what changes while it is asked is asked for again
                try:
                    body: Native = {"device_keys": {user: [] for user in some}}
                    reply = await self._wire.call("POST", path("keys", "query"), body)
                    await self._vault.do(Machine.learn, reply)
                except BaseException:
                    self._fresh.difference_update(some)
                    raise

    async def share(self, room: str, users: Collection[str], settings: Native) -> None:
        """Whoever may read the room can read what is said there next."""
        await self.learn(users)
        wanted = await self._vault.do(lambda machine: machine.writing.prepare(room, users, settings))
        if not self._hopeful(wanted):
            return
        await self._meet(await self._vault.do(Machine.unmet, wanted))
        for told, body in await self._vault.do(lambda machine: machine.writing.share(room, users)):
            await self._tell(ENCRYPTED, body)
            await self._vault.do(_note_told, room, told)

    async def _meet(self, devices: Sequence[Device]) -> None:
        """Begin sessions with these devices."""
        async with self._asking:
            asked = sorted(self._hopeful(devices))
            for begin in range(0, len(asked), _AT_ONCE):
                some = asked[begin : begin + _AT_ONCE]
                wished: dict[str, dict[str, str]] = {}
                for user, device in some:
                    wished.setdefault(user, {})[device] = "signed_curve25519"
                reply = await self._wire.call("POST", path("keys", "claim"), {"one_time_keys": wished})
                await self._vault.do(Machine.meet, reply)
                still = await self._vault.do(Machine.unmet, some)
                self._barren.update(dict.fromkeys(still, self._clock.now() + _BARREN))
                await self._withhold(still)

    async def _withhold(self, devices: Sequence[Device]) -> None:
        """Say once to devices that no session can be begun with why they can't read (client-server API, `m.room_key.withheld`)."""
        for device in devices:
            if device not in self._withheld:
                self._withheld.add(device)
                message = await self._vault.do(_unmet, device)
                await self._tell(message.type, message.as_dict())

    def _hopeful(self, devices: Collection[Device]) -> set[Device]:
        """Those that may have a key to give."""
        now = self._clock.now()
        return {one for one in devices if self._barren.get(one, now) <= now}

    async def _mend(self) -> None:
        """Begin new sessions with devices whose sessions broke."""
        if wedged := await self._vault.do(Machine.wedged):
            await self._meet(wedged)

    async def _ask_for_keys(self) -> None:
        lacking, self._lacking = self._lacking, {}
        for session, (room, native) in lacking.items():
            sender, key = str(native.get("sender")), _dict(native.get("content")).get("sender_key")
            for message in await self._vault.do(_asked, room, session, sender, key):
                await self._tell(message.type, message.as_dict())

    async def _answer(self) -> None:
        """Give keys to who may have them; who asked and took it back in one breath is not answered."""
        requests, self._requests = self._requests, []
        over = {_request(one) for one in requests if _dict(one.get("content")).get("action") != "request"}
        for request in requests:
            user, device, _ = asking = _request(request)
            if asking in over or (user, device) == (self._wire.user, self._wire.device):
                continue
            await self.learn([user])
            await self._meet(await self._vault.do(Machine.unmet, [(user, device)]))
            message = await self._vault.do(_answered, request)
            if message is not None:
                await self._tell(message.type, message.as_dict())

    async def _tell(self, kind: str, body: Native) -> None:
        await self._wire.call("PUT", path("sendToDevice", kind, secrets.token_hex(16)), body)


def _note_told(machine: Machine, room: str, devices: set[Device]) -> None:
    machine.writing.shared(room, devices)


def _asked(
    machine: Machine, room: str, session: str, sender: str, sender_key: str | None
) -> tuple[ToDeviceMessage, ...]:
    requests: tuple[ToDeviceMessage, ...] = machine.giving.ask_for(room, session, sender, sender_key)
    return requests


def _unmet(machine: Machine, device: Device) -> ToDeviceMessage:
    return machine.giving.unmet(*device)


def _answered(machine: Machine, request: Native) -> ToDeviceMessage | None:
    return machine.giving.answer(request)


def _request(event: Native) -> tuple[str, str, str]:
    """Who asks, with which device, and what it calls the request."""
    content = _dict(event.get("content"))
    return str(event.get("sender")), str(content.get("requesting_device_id")), str(content.get("request_id"))


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
