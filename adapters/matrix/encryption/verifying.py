"""One verification from the request to its end, with whatever carries its messages: to devices, or in a room."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from coterie.core.values import frozen

from .sas import METHOD, Cancelled, Content, Party, Sas

KEY_VERIFICATION = "m.key.verification."
REQUEST = f"{KEY_VERIFICATION}request"

Send = Callable[[str, dict[str, Any]], Awaitable[None]]


@frozen
class Message:
    """A message of a verification: `kind` without the beginning that all have. `room` is None where it came to the device."""

    kind: str
    sender: str
    transaction: str
    content: Content
    room: str | None = None

    @staticmethod
    def of(native: Mapping[str, Any], room: str | None = None) -> Message | None:
        """Out of a native event; None where it is no such message."""
        kind, content, sender = native.get("type"), native.get("content"), native.get("sender")
        if not isinstance(kind, str) or not isinstance(content, dict) or not isinstance(sender, str):
            return None
        if room is None:
            transaction = content.get("transaction_id")
        elif kind == "m.room.message" and content.get("msgtype") == REQUEST:
            kind, transaction = REQUEST, native.get("event_id")
        else:
            relation = content.get("m.relates_to")
            transaction = relation.get("event_id") if isinstance(relation, dict) else None
        if not kind.startswith(KEY_VERIFICATION) or not isinstance(transaction, str):
            return None
        return Message(kind.removeprefix(KEY_VERIFICATION), sender, transaction, content, room)

    @property
    def device(self) -> str:
        """With which device the sender verifies; empty where the message does not say."""
        return str(self.content.get("from_device", ""))


@frozen
class Keys:
    """What is to be proven: ours, and how we know theirs; both id → public part."""

    ours: Mapping[str, str]
    theirs: Mapping[str, str]


class Verification:
    """One of them, in a room or between devices. `send` brings a message to the other side, `know` gives the keys of both, `same` asks our
    person whether both see the same."""

    def __init__(
        self,
        me: Party,
        transaction: str,
        room: str | None,
        send: Send,
        know: Callable[[Party], Awaitable[Keys]],
        same: Callable[[Sas], Awaitable[bool]],
    ) -> None:
        self.me, self.transaction = me, transaction
        self.room = room
        self._bring, self._know, self._same = send, know, same
        self.them: Party | None = None
        self._sas: Sas | None = None
        self._we_asked = False
        self._keys: Keys | None = None
        self._proof: Content | None = None
        self._confirmed = False
        self.proven: tuple[str, ...] = ()
        self.over = False
        """Whether both are done."""

    async def asked(self, request: Message) -> None:
        """They ask for it: say that we are ready."""
        if METHOD not in _list(request.content.get("methods")):
            raise Cancelled("m.unknown_method", "the other client knows no comparison of emojis")
        self.them = Party(request.sender, request.device)
        await self._send("ready", {"from_device": self.me.device, "methods": [METHOD]})

    def asks(self) -> None:
        """We asked for it; whoever answers first it is."""
        self._we_asked = True

    async def hear(self, message: Message) -> None:
        """Go on with what the other side says. Raises Cancelled."""
        match message.kind:
            case "ready" if self._we_asked and self.them is None:
                await self._begin(message)
            case "start":
                await self._started(message)
            case "accept" if self._sas is not None and self._is_from_them(message):
                self._sas.accepted(message.content)
                await self._send("key", self._sas.key())
            case "key" if self._sas is not None and self._is_from_them(message):
                await self._compare(self._sas, message.content)
            case "mac" if self._sas is not None and self._is_from_them(message):
                self._proof = message.content
                await self._prove(self._sas)
            case "done" if self._is_from_them(message):
                self.over = bool(self.proven)
            case "cancel" if self.them is None or self._is_from_them(message):
                why = str(message.content.get("reason") or message.content.get("code") or "without a word")
                raise Cancelled(str(message.content.get("code", "m.user")), f"the other side called it off: {why}")

    async def call_off(self, error: Cancelled) -> None:
        """Tell them that it ends here, and why."""
        await self._send("cancel", {"code": error.code, "reason": str(error)})

    async def _send(self, kind: str, content: Content) -> Content:
        """The message, whole as it was sent: with what says to which verification it belongs."""
        belongs = {"m.relates_to": {"rel_type": "m.reference", "event_id": self.transaction}}
        whole = {**content, **(belongs if self.room else {"transaction_id": self.transaction})}
        await self._bring(f"{KEY_VERIFICATION}{kind}", whole)
        return whole

    def _is_from_them(self, message: Message) -> bool:
        return self.them is not None and message.sender == self.them.user

    async def _begin(self, ready: Message) -> None:
        """Who asked begins."""
        self.them = Party(ready.sender, ready.device)
        self._sas = Sas(self.me, self.them, self.transaction)
        self._sas.begun(await self._send("start", self._sas.start()))

    async def _started(self, start: Message) -> None:
        """They begin. Where both did, the smaller user and device wins."""
        them = Party(start.sender, start.device)
        if self.them is not None and self.them != them:
            raise Cancelled("m.user_mismatch", "somebody else begins the comparison")
        ours = (self.me.user, self.me.device) < (them.user, them.device)
        if self._sas is not None and ours:
            return
        self.them = them
        self._sas = Sas(self.me, them, self.transaction)
        await self._send("accept", self._sas.accept(start.content))

    async def _compare(self, sas: Sas, content: Content) -> None:
        began = sas.we_began
        sas.their_key(content)
        if not began:
            await self._send("key", sas.key())
        assert self.them is not None
        self._keys = await self._know(self.them)
        if not await self._same(sas):
            raise Cancelled("m.mismatched_sas", "both did not see the same")
        self._confirmed = True
        await self._send("mac", sas.mac(self._keys.ours))
        await self._prove(sas)

    async def _prove(self, sas: Sas) -> None:
        """Once both said that they see the same."""
        if self._proof is None or not self._confirmed or self._keys is None or self.proven:
            return
        self.proven = sas.proven(self._proof, self._keys.theirs)
        await self._send("done", {})


def new_transaction() -> str:
    return secrets.token_hex(16)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
