"""What an earlier try left in a channel: found by the metadata that every message of coterie carries, or by what was shared."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from attrs import define, field

from .calls import Calls, SlackRefused
from .names import Place

Json = dict[str, Any]

LOOK_BACK = 200  # messages of a channel in which an earlier try is looked for
REMEMBERED = 10_000


@define
class Earlier:
    """The messages that were said as the user `bot`, and the pieces of which each is made."""

    calls: Calls
    bot: str
    _pieces: OrderedDict[str, tuple[str, ...]] = field(factory=OrderedDict)

    async def sent(self, channel: str, thread: str | None, key: str) -> dict[int, str]:
        """The pieces of a message that an earlier try sent: number → time stamp."""
        found: dict[int, str] = {}
        for message in await self._recent(channel, thread):
            told = (message.get("metadata") or {}).get("event_payload") or {}
            if told.get("key") == key:
                found[int(told.get("piece") or 0)] = str(message["ts"])
        return found

    async def shared(self, channel: str, thread: str | None, **wanted: object) -> str | None:
        """The time stamp of a message with a file of which these fields are so."""
        for message in await self._recent(channel, thread):
            for file in message.get("files") or ():
                if wanted.items() <= file.items():
                    return str(message["ts"])
        return None

    async def stamps(self, place: Place) -> tuple[str, ...]:
        """The time stamps of all pieces of one message of ours, in order."""
        known = self._pieces.get(place.ref.id)
        if known is not None:
            return known
        answer = await self.calls.call(
            "conversations.history",
            channel=place.channel,
            oldest=place.ts,
            inclusive=True,
            limit=LOOK_BACK,
            include_all_metadata=True,
        )
        pieces: dict[int, str] = {0: place.ts}
        messages = sorted(answer.get("messages") or (), key=lambda message: str(message["ts"]))
        told = [
            ((message.get("metadata") or {}).get("event_payload") or {}, str(message["ts"])) for message in messages
        ]
        key = next((each.get("key") for each, ts in told if ts == place.ts), None)
        pieces |= {int(each.get("piece") or 0): ts for each, ts in told if key is not None and each.get("key") == key}
        stamps = [pieces[number] for number in sorted(pieces)]
        self.remember(place, stamps)
        return tuple(stamps)

    def remember(self, place: Place, stamps: list[str]) -> None:
        """Know the pieces of a message without looking."""
        self._pieces[place.ref.id] = tuple(stamps)
        while len(self._pieces) > REMEMBERED:
            self._pieces.popitem(last=False)

    async def _recent(self, channel: str, thread: str | None) -> list[Json]:
        """The newest messages of a channel or a thread, with their metadata."""
        method = "conversations.replies" if thread else "conversations.history"
        try:
            answer = await self.calls.call(
                method, channel=channel, ts=thread, limit=LOOK_BACK, include_all_metadata=True
            )
        except SlackRefused as refused:
            if refused.code == "thread_not_found":
                return []
            raise
        return [message for message in answer.get("messages") or () if message.get("user") == self.bot]
