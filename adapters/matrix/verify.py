"""`coterie matrix verify`: a person in their client and the operator on a terminal compare seven emojis."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from coterie.core.commands.account import Desk
from coterie.core.errors import Locked, LoggedOut, StoreError, UserError

from .directs import Directs
from .encryption.crosssigning import standing
from .encryption.encryption import Encryption
from .encryption.sas import METHOD, Cancelled, Party, Sas
from .encryption.verifying import REQUEST, Keys, Message, Verification, new_transaction
from .wire import PASSWORD, TOKEN, Wire, path

PATIENCE = timedelta(minutes=10)
"""So long the specification lets a request stand."""
_LONG_POLL = timedelta(seconds=20)
_FILTER = json.dumps(
    {
        "presence": {"types": []},
        "account_data": {"types": []},
        "room": {"ephemeral": {"types": []}, "account_data": {"types": []}, "timeline": {"limit": 20}},
    }
)

Native = Mapping[str, Any]


async def verify(desk: Desk, *, user: str | None) -> None:
    """Wait for whoever asks, or ask `user`; return when both saw the same. Raises UserError where they did not, or nobody came."""
    settings = desk.settings
    token, password = desk.environment.get(TOKEN), desk.environment.get(PASSWORD)
    if not settings.encryption:
        raise UserError("encryption is off in [matrix]: there is nothing to verify")
    if not token and not password:
        raise LoggedOut(f"neither {TOKEN} nor {PASSWORD} is set: coterie matrix login")
    wire = Wire(settings.homeserver, settings.user, token=token, password=password)
    encryption = Encryption(wire, desk.clock)
    encryption.data, encryption.encrypt = desk.data, settings.encrypt
    wire.device = encryption.device_kept()
    try:
        await wire.connect()
        await encryption.start()
        if encryption.is_held_elsewhere:
            raise Locked(f"{encryption.trouble}: coterie is running. Stop it, and start it again afterwards")
        if encryption.trouble is not None or encryption.machine is None:
            raise StoreError(str(encryption.trouble))
        await Verifying(desk, wire, encryption).run(user)
    finally:
        await encryption.close()
        await wire.close()


class Verifying:
    """Follows the account's sync, apart from the running coterie's place in it: what is said meanwhile that one still hears."""

    def __init__(self, desk: Desk, wire: Wire, encryption: Encryption) -> None:
        self._desk, self._wire, self._encryption = desk, wire, encryption
        assert wire.device is not None
        self._me = Party(wire.user, wire.device)
        self._standing: Verification | None = None

    async def run(self, user: str | None) -> None:
        """Until one verification is over."""
        say = self._desk.terminal.say
        since = await self._sync(None)
        if user is not None:
            await self._ask(user)
        else:
            say(f"Waiting for somebody to verify {self._me.user} in their client, device {self._me.device} …")
        until = self._desk.clock.now() + PATIENCE
        while self._desk.clock.now() < until:
            since = await self._sync(since)
            if self._standing is not None and self._standing.over:
                them = self._standing.them
                assert them is not None
                say(f"Verified: {them.user} and coterie saw the same.")
                return
        raise UserError(f"nobody finished it within {PATIENCE.seconds // 60} minutes")

    async def _sync(self, since: str | None) -> str:
        query: dict[str, str | int] = {"filter": _FILTER, "timeout": 0}
        if since is not None:
            query |= {"since": since, "timeout": int(_LONG_POLL / timedelta(milliseconds=1))}
        sync = await self._wire.call("GET", path("sync"), query=query, patience=_LONG_POLL * 3)
        await self._encryption.receive(sync, since)
        for native in self._encryption.others:
            await self._hear(Message.of(native))
        for room, natives in _said(sync):
            for native in await self._encryption.read(room, natives, wait=False):
                if self._is_recent(native):
                    await self._hear(Message.of(native, room))
        await self._encryption.settle()
        return str(sync["next_batch"])

    def _is_recent(self, native: Native) -> bool:
        sent = native.get("origin_server_ts")
        now = self._desk.clock.now().timestamp()
        return isinstance(sent, int) and now - sent / 1000 < PATIENCE.total_seconds()

    # --- one message ------------------------------------------------------------------------------------------------

    async def _hear(self, message: Message | None) -> None:
        if message is None or (message.sender, message.device) == (self._me.user, self._me.device):
            return
        if message.room is not None and message.sender == self._me.user:
            return
        try:
            if message.kind == "request" and self._standing is None:
                await self._asked(message)
            elif self._standing is not None and message.transaction == self._standing.transaction:
                await self._standing.hear(message)
        except Cancelled as error:
            assert self._standing is not None
            if not str(error).startswith("the other side called it off"):
                await self._standing.call_off(error)
            raise UserError(f"not verified: {error}") from error

    async def _asked(self, request: Message) -> None:
        if request.room is not None and request.content.get("to") != self._me.user:
            return
        self._desk.terminal.say(f"{request.sender} asks, with the device {request.device}.")
        self._standing = self._verification(request.transaction, request.room, request.sender, request.device)
        await self._standing.asked(request)

    async def _ask(self, user: str) -> None:
        """In the direct conversation; of the account itself, its other devices."""
        wish = {"from_device": self._me.device, "methods": [METHOD]}
        if user == self._me.user:
            now = int(self._desk.clock.now().timestamp() * 1000)
            self._standing = self._verification(new_transaction(), None, user, "*")
            whole = {**wish, "timestamp": now, "transaction_id": self._standing.transaction}
            await self._tell_device(user, "*", REQUEST, whole)
        else:
            room = await Directs(self._wire, self._encryption).room_with(user, again=True)
            body = f"{self._me.user} asks to be verified, which this client can't do."
            content = {**wish, "msgtype": REQUEST, "to": user, "body": body}
            event = await self._tell_room(room, "m.room.message", content)
            self._standing = self._verification(event, room, user, "")
        self._standing.asks()
        self._desk.terminal.say(f"Asked {user}: they accept it in their client.")

    def _verification(self, transaction: str, room: str | None, user: str, device: str) -> Verification:
        async def send(kind: str, content: dict[str, Any]) -> None:
            if room is not None:
                await self._tell_room(room, kind, content)
            else:
                them = self._standing.them if self._standing is not None else None
                await self._tell_device(user, them.device if them else device, kind, content)

        return Verification(self._me, transaction, room, send, self._keys, self._same)

    async def _tell_device(self, user: str, device: str, kind: str, content: dict[str, Any]) -> None:
        body = {"messages": {user: {device: content}}}
        await self._wire.call("PUT", path("sendToDevice", kind, secrets.token_hex(16)), body)

    async def _tell_room(self, room: str, kind: str, content: dict[str, Any]) -> str:
        if await self._encryption.is_encrypted(room):
            kind, content = "m.room.encrypted", await self._encryption.sealed(room, kind, content)
        where = path("rooms", room, "send", kind, secrets.token_hex(16))
        return str((await self._wire.call("PUT", where, content))["event_id"])

    # --- keys and people --------------------------------------------------------------------------------------------

    async def _keys(self, them: Party) -> Keys:
        """What each side proves: its device, and the key that signs for its account."""
        ours = await standing(self._wire, self._me.user, self._me.device)
        theirs = await standing(self._wire, them.user, them.device)
        if theirs.fingerprint is None:
            raise Cancelled("m.key_mismatch", f"the homeserver knows no device {them.device} of {them.user}")
        machine = self._encryption.machine
        assert machine is not None
        mine = {f"ed25519:{self._me.device}": machine.fingerprint}
        if machine.signer is not None and ours.master_public is not None:
            mine[f"ed25519:{ours.master_public}"] = ours.master_public
        known = {f"ed25519:{them.device}": theirs.fingerprint}
        if theirs.master_public is not None:
            known[f"ed25519:{theirs.master_public}"] = theirs.master_public
        return Keys(mine, known)

    async def _same(self, sas: Sas) -> bool:
        terminal = self._desk.terminal
        terminal.say(f"{sas.them.user} must see the same seven, in this order:")
        terminal.say("    " + "   ".join(f"{emoji} {name}" for emoji, name in sas.emoji))
        terminal.say("or, where a client has no emojis: " + " ".join(map(str, sas.decimals)))
        return await terminal.agrees("Do both of you see the same? [y/N] ")


def _said(sync: Native) -> Iterator[tuple[str, list[Native]]]:
    rooms = sync.get("rooms")
    joined = rooms.get("join") if isinstance(rooms, dict) else None
    for room, one in joined.items() if isinstance(joined, dict) else ():
        events = (one.get("timeline") or {}).get("events") if isinstance(one, dict) else None
        yield room, [event for event in (events if isinstance(events, list) else ()) if isinstance(event, dict)]
