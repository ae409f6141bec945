"""What an earlier try left in a channel: found by the metadata that every message of coterie carries, or by what was shared."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from attrs import define, field

from coterie.core.claims import is_claimed
from coterie.core.values import frozen

from .calls import Calls, SlackRefused
from .names import Place

Json = dict[str, Any]

LOOK_BACK = 200  # messages of a channel in which an earlier try is looked for
WITHIN = 120  # seconds within which all pieces of a message were said
REMEMBERED = 10_000


@frozen
class Said:
    """The time stamps of all pieces of a message, in order; the thread in which it stands; its key, where that is known."""

    stamps: tuple[str, ...]
    thread: str = ""
    key: str = ""


@define
class Earlier:
    """The messages that were said as the user `bot`, and the pieces of which each is made."""

    calls: Calls
    bot: str
    _said: OrderedDict[str, Said] = field(factory=OrderedDict)

    async def sent(self, channel: str, thread: str | None, key: str) -> dict[int, str]:
        """The pieces of a message that an earlier try sent: number → time stamp."""
        found: dict[int, str] = {}
        for message in await self._recent(channel, thread):
            told = _told(message)
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

    async def said(self, place: Place) -> Said:
        """One message of ours as it stands: by what is remembered, else by what its first piece tells, else by who carries the same key."""
        known = self._said.get(place.ref.id)
        if known is not None and not is_claimed():  # else another worker may have changed how many pieces there are
            return known
        found = await self._around(place)
        about = {str(one["ts"]): one for one in found}
        head = about.get(place.ts, {})
        told, thread = _told(head), str(head.get("thread_ts") or "")
        listed = told.get("pieces")
        if isinstance(listed, list) and listed:
            stamps = tuple(str(one) for one in listed)
        else:
            alike = {
                int(_told(one).get("piece") or 0): ts
                for ts, one in about.items()
                if _told(one).get("key") == told.get("key")
            }
            pieces = {0: place.ts} | (alike if told.get("key") is not None else {})
            stamps = tuple(pieces[number] for number in sorted(pieces))
        said = Said(stamps, thread if thread != place.ts else "", str(told.get("key") or ""))
        self.remember(place, said)
        return said

    def remember(self, place: Place, said: Said) -> None:
        """Know the pieces of a message without looking."""
        self._said[place.ref.id] = said
        while len(self._said) > REMEMBERED:
            self._said.popitem(last=False)

    async def _around(self, place: Place) -> Sequence[Json]:
        """The message, and what was said right behind it: in the channel, or in the thread where it stands there."""
        seconds, _, rest = place.ts.partition(".")
        span: Json = {
            "oldest": place.ts,
            "latest": f"{int(seconds) + WITHIN}.{rest}",
            "inclusive": True,
            "limit": LOOK_BACK,
            "include_all_metadata": True,
        }
        found = await self._listed("conversations.history", place.channel, None, span)
        if any(one.get("ts") == place.ts for one in found):
            return found
        alone = await self._listed("conversations.replies", place.channel, place.ts, span | {"latest": place.ts})
        root = next((one.get("thread_ts") for one in alone if one.get("ts") == place.ts), None)
        return await self._listed("conversations.replies", place.channel, str(root), span) if root else alone

    async def _listed(self, method: str, channel: str, thread: str | None, span: Json) -> Sequence[Json]:
        try:
            answer = await self.calls.call(method, channel=channel, ts=thread, **span)
        except SlackRefused as refused:
            if refused.code not in ("thread_not_found", "message_not_found"):
                raise
            return ()
        return [one for one in answer.get("messages") or () if isinstance(one, dict)]

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


def _told(message: Json) -> Json:
    """What coterie wrote down about itself on a message."""
    told = (message.get("metadata") or {}).get("event_payload")
    return told if isinstance(told, dict) else {}
