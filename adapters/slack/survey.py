"""How a channel stands, as Slack's lists tell it.

One list of all channels serves many surveys: 500 channels asked for one by one would take ten minutes at Slack's pace.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from attrs import define, field

from coterie.core.model.community import JoinMode, Visibility
from coterie.core.model.effect import Survey
from coterie.core.model.event import Belongs, RoomSurveyed
from coterie.core.refs import MessageRef, PersonRef

from .bookmarks import Bookmarks
from .calls import Calls, SlackRefused
from .decode import account_of
from .names import PLATFORM, channel_name, native, person_ref, place_of, room_ref
from .typed import JOINER, neutral

FRESH = timedelta(minutes=1)
"""A list of all channels is taken for true so long, unless coterie changed something meanwhile."""

Json = dict[str, Any]


@define
class Surveying:
    """Looks at channels and changes nothing."""

    calls: Calls
    bot: str
    team: str
    bookmarks: Bookmarks
    _channels: dict[str, Json] = field(factory=dict)
    _listed: datetime | None = None
    _listing: asyncio.Lock = field(factory=asyncio.Lock)

    def changed(self) -> None:
        """What was listed may be otherwise now."""
        self._listed = None

    async def look(self, asked: Survey, now: datetime) -> RoomSurveyed:
        """How the channel stands. Raises Transient or LoggedOut."""
        about: dict[str, Any] = {"id": f"{PLATFORM}:surveyed:{asked.key}", "at": now, "platform": PLATFORM}
        about |= {"survey": asked.key, "room": asked.room}
        await self._list(now)
        channel = await self._by_id(native(asked.room)) if asked.room else await self._by_name(asked.name)
        if channel is None:
            who = "by this id" if asked.room else f"called {channel_name(asked.name)}"
            return RoomSurveyed(**about, gone=f"there is no channel {who}, or it is private and coterie is not in it")
        id = str(channel["id"])
        people = await self._people(id)
        return RoomSurveyed(
            **{**about, "room": room_ref(id)},
            **_told(channel, asked.name),
            **people,
            outsiders=await self._outsiders(people.get("members", ())) if asked.belonging else (),
            **await self._message(id, asked.message),
        )

    async def _list(self, now: datetime) -> None:
        async with self._listing:
            if self._listed is not None and now - self._listed < FRESH:
                return
            types = "public_channel,private_channel"
            pages = self.calls.pages("conversations.list", "channels", types=types, limit=1000)
            self._channels = {str(channel["id"]): dict(channel) async for channel in pages}
            self._listed = now

    async def _by_id(self, id: str) -> Json | None:
        if id in self._channels:
            return self._channels[id]
        try:
            return dict((await self.calls.call("conversations.info", channel=id))["channel"])
        except SlackRefused:
            return None

    async def _by_name(self, name: str) -> Json | None:
        """The channel of this name or id. The name of an archived one stays taken."""
        if name in self._channels:
            return self._channels[name]
        wanted = channel_name(name)
        found = (channel for channel in self._channels.values() if channel.get("name") == wanted)
        return next(iter(sorted(found, key=lambda channel: channel.get("is_archived") is True)), None)

    async def _people(self, channel: str) -> Json:
        try:
            pages = self.calls.pages("conversations.members", "members", channel=channel, limit=1000)
            return {"members": tuple([person_ref(str(user)) async for user in pages if user != self.bot])}
        except SlackRefused:
            return {}

    async def _outsiders(self, people: Sequence[PersonRef]) -> tuple[PersonRef, ...]:
        """Who of them is no member of the workspace: of whom Slack tells nothing is none."""
        found = list[PersonRef]()
        for person in people:
            try:
                user = (await self.calls.call("users.info", user=native(person)))["user"]
            except SlackRefused:
                found.append(person)
                continue
            account = account_of(user, self.team)
            if account.bot or account.belongs is not Belongs.HERE or user.get("deleted") is True:
                found.append(person)
        return tuple(found)

    async def _message(self, channel: str, message: MessageRef | None) -> Json:
        """Whether the message stands and is pinned: a message of a history names the channels it is pinned to."""
        if message is None or (place := place_of(message)).channel != channel:
            return {}
        try:
            answer = await self.calls.call(
                "conversations.history", channel=channel, oldest=place.ts, latest=place.ts, inclusive=True, limit=1
            )
        except SlackRefused:
            return {}
        found = next((one for one in answer.get("messages") or () if one.get("ts") == place.ts), None)
        if found is None:
            return {}
        named = await self.bookmarks.leads_to(place)
        return {"message": message, "pinned": bool(found.get("pinned_to")), "listed": named}


def _told(channel: Mapping[str, Any], asked: str) -> Json:
    id, name = str(channel["id"]), str(channel.get("name") or "")
    private = channel.get("is_private") is True
    answers = bool(asked) and (asked == id or channel_name(asked) == name)
    return {
        "inside": channel.get("is_member") is True,
        "archived": channel.get("is_archived") is True,
        "names": (name, f"#{name}", id, *([asked] if answers else [])),
        "topic": neutral(str((channel.get("topic") or {}).get("value") or "")).replace(JOINER, ""),
        "visibility": Visibility.PRIVATE if private else Visibility.PUBLIC,
        "join": JoinMode.INVITE if private else JoinMode.OPEN,
    }
