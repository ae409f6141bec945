"""What shall happen to channels → calls of Slack's Web API: opened, entered, named, dressed, archived; and who is in them."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from attrs import define, field

from coterie.core.errors import Refused, Unsupported
from coterie.core.model import effect as effects
from coterie.core.model.effect import Effect
from coterie.core.refs import PersonRef, RoomRef

from .calls import Calls, SlackRefused
from .names import channel_name, native

Json = dict[str, Any]

TOPIC = 250


@define
class Channels:
    """The channels of one workspace, as the user `bot` sees and rules them."""

    calls: Calls
    bot: str
    _direct: dict[str, str] = field(factory=dict)
    _named: dict[str, str] = field(factory=dict)
    _listing: asyncio.Lock = field(factory=asyncio.Lock)

    async def id_of(self, to: RoomRef | PersonRef) -> str:
        """The channel's id; of a person the direct conversation with them."""
        id = native(to)
        if isinstance(to, RoomRef):
            return id
        if id not in self._direct:
            answer = await self.calls.call("conversations.open", users=id)
            self._direct[id] = str(answer["channel"]["id"])
        return self._direct[id]

    async def rule(self, effect: Effect) -> None:
        """What is done to channels and the people in them. What is so already is done."""
        match effect:
            case effects.SetTopic():
                topic = _short(effect.topic)
                await self.calls.call("conversations.setTopic", channel=native(effect.room), topic=topic)
            case effects.Expel():
                await self.calls.unless_done(
                    "conversations.kick", native(effect.room), {"not_in_channel"}, user=native(effect.person)
                )
            case effects.Archive():
                await self.calls.unless_done("conversations.archive", native(effect.room), {"already_archived"})
            case effects.Reopen():
                await self.calls.unless_done("conversations.unarchive", native(effect.room), {"not_archived"})
            case effects.Rename():
                await self._rename(native(effect.room), channel_name(effect.name))
            case _:
                raise Unsupported(f"Slack has nothing for {type(effect).__name__}")

    async def open(self, effect: effects.OpenRoom, again: bool) -> Json:
        """A channel of this name, entered; made if there is none, or only a new one will do. As Slack told of it last."""
        found = await (self._find(effect.name) if effect.adopt else self._own(effect, again))
        if found is None:
            found = await self._create(effect)
        elif found.get("is_archived"):
            raise Refused(f"the channel {effect.name!r} is archived; unarchive it, or give the group another home")
        elif not found.get("is_member"):
            await self.calls.call("conversations.join", channel=str(found["id"]))
        return found

    async def _find(self, name: str) -> Json | None:
        wanted = name.removeprefix("#")
        if re.fullmatch(r"[CG][A-Z0-9]{6,}", wanted):
            answer = await self.calls.call("conversations.info", channel=wanted)
            return dict(answer["channel"])
        async with self._listing:  # many are looked for at once at a start: one list serves them all
            if (name := channel_name(wanted)) not in self._named:
                return await self._listed(name)
        return await self._known(name) or await self._listed(name)

    async def _known(self, name: str) -> Json | None:
        """A channel found before under this name, if it still has it: the list of all channels is long, and few may be asked for."""
        if name not in self._named:
            return None
        try:
            channel = (await self.calls.call("conversations.info", channel=self._named.pop(name)))["channel"]
        except SlackRefused:
            return None
        if channel.get("name") != name:
            return None
        self._named[name] = str(channel["id"])
        return dict(channel)

    async def _listed(self, name: str) -> Json | None:
        types = "public_channel,private_channel"
        async for page in self.calls.whole_pages("conversations.list", "channels", types=types, limit=1000):
            # Of the whole page: the next may be looked for.
            self._named |= {str(channel.get("name")): str(channel["id"]) for channel in page}
            found = next((channel for channel in page if channel.get("name") == name), None)
            if found is not None:
                return dict(found)
        return None

    async def _own(self, effect: effects.OpenRoom, again: bool) -> Json | None:
        """The channel that an earlier try made, if there was one. Slack keeps nothing beside a channel by which to know it: it is the one
        that coterie itself created and where nobody has come in yet but those whom it invites."""
        if not again:
            return None
        for name in effects.names_for(effect):
            listed = await self._listed(channel_name(name))
            if listed is None:
                return None
            answer = await self.calls.call("conversations.info", channel=str(listed["id"]), include_num_members=True)
            found = dict(answer["channel"])
            if (
                found.get("creator") == self.bot
                and not found.get("is_archived")
                and await self._is_fresh(found, effect)
            ):
                await self._dress(str(found["id"]), effect)
                return found
        return None

    async def _is_fresh(self, channel: Json, effect: effects.OpenRoom) -> bool:
        """Whether only those are in the channel who are there when it is made."""
        expected = {self.bot, *(native(person) for person in effect.invite)}
        if channel.get("num_members", 1) > len(expected):
            return False
        pages = self.calls.pages("conversations.members", "members", channel=str(channel["id"]), limit=1000)
        return {user async for user in pages} <= expected

    async def _create(self, effect: effects.OpenRoom) -> Json:
        if not effect.create:
            raise Refused(f"there is no channel called {effect.name!r} that coterie can see; invite it there")
        names = [channel_name(name) for name in effects.names_for(effect)]
        for name in names:
            try:
                answer = await self.calls.call("conversations.create", name=name, is_private=effect.private)
                break
            except SlackRefused as refused:
                if refused.code != "name_taken":
                    raise
        else:
            raise Refused(
                f"a channel called {names[0]!r} is there, but coterie can't see it: it is private or archived; "
                "invite coterie there, or give the group another home"
            )
        await self._dress(str(answer["channel"]["id"]), effect)
        return dict(answer["channel"])

    async def _dress(self, channel: str, effect: effects.OpenRoom) -> None:
        if effect.title:
            purpose = _short(effect.title)
            await self.calls.call("conversations.setPurpose", channel=channel, purpose=purpose)
        if effect.topic:
            topic = _short(effect.topic)
            await self.calls.call("conversations.setTopic", channel=channel, topic=topic)

    async def _rename(self, channel: str, name: str) -> None:
        if (await self.calls.call("conversations.info", channel=channel))["channel"].get("name") == name:
            return
        try:
            await self.calls.call("conversations.rename", channel=channel, name=name)
        except SlackRefused as refused:
            if refused.code == "not_authorized":
                raise Refused(f"Slack lets apps rename only what they made: let somebody call it {name!r}") from refused
            if refused.code == "name_taken":
                raise Refused(
                    f"another channel, perhaps an archived one, is called {name!r}: call that one otherwise, or name another home for the group"
                ) from refused
            raise


def _short(text: str) -> str:
    """As much as Slack takes; it counts here as the core does, which makes topics of just that length."""
    return text if len(text) <= TOPIC else f"{text[: TOPIC - 1]}…"
