"""What shall happen → calls of Slack's Web API. Once per key: after a crash it looks for what an earlier try may have left."""

from __future__ import annotations

import base64
import re
from collections import OrderedDict
from datetime import datetime
from typing import Any

import aiohttp
from attrs import define, field

from coterie.core.errors import Refused, Unsupported
from coterie.core.model import effect as effects
from coterie.core.model.effect import Effect
from coterie.core.model.event import MessageSeen
from coterie.core.ports import Performed
from coterie.core.refs import PersonRef, RoomRef

from . import encode
from .calls import Calls, SlackRefused, Undone
from .decode import seen
from .emoji import name_of_emoji
from .names import EFFECT, HOME, PLATFORM, Place, channel_name, home_ref, native, person_ref, place_of, room_ref
from .richtext import fallback
from .survey import Surveying

Json = dict[str, Any]

LOOK_BACK = 200  # messages of a channel in which an earlier try is looked for
TOPIC = 250
INVITED = 100
REMEMBERED = 10_000
DIRECT_ONLY = frozenset({"user_not_in_channel", "not_in_channel", "channel_not_found"})


@define
class Performing:
    """Does effects in one workspace, as the user `bot`."""

    calls: Calls
    session: aiohttp.ClientSession
    bot: str
    _direct: dict[str, str] = field(factory=dict)
    _named: dict[str, str] = field(factory=dict)
    _pieces: OrderedDict[str, tuple[str, ...]] = field(factory=OrderedDict)
    _quiet: OrderedDict[str, Performed] = field(factory=OrderedDict)
    _surveying: Surveying = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._surveying = Surveying(self.calls, self.bot)

    async def survey(self, effect: effects.Survey, now: datetime) -> Performed:
        """How a channel stands; nothing is changed, and coterie goes in nowhere."""
        return Performed(learned=(await self._surveying.look(effect, now),))

    async def perform(self, effect: Effect, again: bool) -> Performed:
        """Do it. Raises PlatformError."""
        match effect:
            case effects.Post():
                return await self._post(effect, again)
            case effects.Edit():
                await self._edit(effect)
            case effects.Remove():
                await self._remove(effect)
            case effects.React():
                await self._react(effect, "reactions.add", "already_reacted")
            case effects.Unreact():
                await self._react(effect, "reactions.remove", "no_reaction")
            case effects.Pin():
                await self._pin(place_of(effect.message))
            case effects.Look():
                return Performed(learned=(await self._seen(effect),))
            case effects.AskForm():
                await self._ask(effect, again)
            case effects.OpenRoom():
                self._surveying.changed()
                return Performed(room_ref(await self._open(effect, again)).id)
            case effects.Upload():
                return await self._upload(effect, again)
            case effects.ShowHome():
                await self.calls.call("views.publish", user_id=native(effect.person), view=encode.home(effect.card))
                return Performed(home_ref(native(effect.person)).id)
            case _:
                await self._rule(effect)
        return Performed()

    async def _rule(self, effect: Effect) -> None:
        """What is done to channels and the people in them. What is so already is done."""
        self._surveying.changed()
        match effect:
            case effects.SetTopic():
                topic = encode.cut(effect.topic, TOPIC)
                await self.calls.call("conversations.setTopic", channel=native(effect.room), topic=topic)
            case effects.Invite():
                await self._invite(native(effect.room), [effect.person])
            case effects.Expel():
                await self._do(
                    "conversations.kick", native(effect.room), {"not_in_channel"}, user=native(effect.person)
                )
            case effects.Archive():
                await self._do("conversations.archive", native(effect.room), {"already_archived"})
            case effects.Reopen():
                await self._do("conversations.unarchive", native(effect.room), {"not_archived"})
            case effects.Rename():
                await self._rename(native(effect.room), channel_name(effect.name))
            case _:
                raise Unsupported(f"Slack has nothing for {type(effect).__name__}")

    async def _do(self, method: str, channel: str, done: set[str], **arguments: object) -> None:
        """A call whose refusal with a code of `done` means that it is so already."""
        try:
            await self.calls.call(method, channel=channel, **arguments)
        except SlackRefused as refused:
            if refused.code not in done:
                raise

    # --- messages ---------------------------------------------------------------------------------------------------

    async def _post(self, effect: effects.Post, again: bool) -> Performed:
        if effect.quietly is not None:
            return await self._whisper(effect, native(effect.quietly))
        channel = await self._channel(effect.to)
        thread = place_of(effect.thread).ts if effect.thread else None
        sent = await self._sent(channel, thread, effect.key) if again else {}
        stamps: list[str] = []
        for number, piece in enumerate(encode.pieces(effect.card)):
            if stamps:
                piece = encode.headed(piece, stamps[0])
            ts = sent.get(number) or await self._say(channel, thread, piece, effect.key, number)
            stamps.append(ts)
        self._remember(Place(channel, stamps[0]), stamps)
        place = Place(channel, stamps[0])
        if effect.pin:
            await self._pin(place)
        direct = isinstance(effect.to, PersonRef)
        return Performed(place.ref.id, room_ref(channel).id if direct else None)

    async def _say(self, channel: str, thread: str | None, piece: encode.Piece, key: str, number: int) -> str:
        answer = await self.calls.call(
            "chat.postMessage",
            channel=channel,
            thread_ts=thread,
            text=piece.text,
            blocks=list(piece.blocks) or None,
            metadata={"event_type": EFFECT, "event_payload": {"key": key, "piece": number}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["ts"])

    async def _whisper(self, effect: effects.Post, user: str) -> Performed:
        """An ephemeral message. Slack forgets it, so that only this process knows what it said before; who is not in the channel gets a DM."""
        if effect.key in self._quiet:
            return self._quiet[effect.key]
        if isinstance(effect.to, PersonRef):
            return await self._post(_direct_instead(effect), False)
        channel = native(effect.to)
        thread = place_of(effect.thread).ts if effect.thread else None
        stamp = ""
        try:
            for piece in encode.pieces(effect.card):
                piece = encode.headed(piece, stamp) if stamp else piece
                said = {"text": piece.text, "blocks": list(piece.blocks) or None, "thread_ts": thread}
                answer = await self.calls.call("chat.postEphemeral", channel=channel, user=user, **said)
                stamp = stamp or str(answer["message_ts"])
        except SlackRefused as refused:
            if refused.code not in DIRECT_ONLY:
                raise
            return await self._post(_direct_instead(effect), True)
        done = self._quiet[effect.key] = Performed(Place(channel, stamp, user).ref.id)
        while len(self._quiet) > REMEMBERED:
            self._quiet.popitem(last=False)
        return done

    async def _edit(self, effect: effects.Edit) -> None:
        """The pieces there are read otherwise; what is too much is taken away, what is missing said behind."""
        place = place_of(effect.message)
        if place.channel == HOME:
            await self.calls.call("views.publish", user_id=place.ts, view=encode.home(effect.card))
            return
        if place.user is not None:
            # Nothing can change an ephemeral message; the new words come as a new one.
            quiet = effects.Post(
                key=effect.key, to=room_ref(place.channel), card=effect.card, quietly=person_ref(place.user)
            )
            await self._whisper(quiet, place.user)
            return
        old = await self._stamps(place)
        new = encode.pieces(effect.card)
        for number, (ts, piece) in enumerate(zip(old, new, strict=False)):
            piece = encode.headed(piece, place.ts) if number else piece
            blocks = list(piece.blocks) or [_bare(piece.text)]
            await self.calls.call("chat.update", channel=place.channel, ts=ts, text=piece.text, blocks=blocks)
        for ts in old[len(new) :]:
            await self._do("chat.delete", place.channel, {"message_not_found"}, ts=ts)
        stamps = list(old[: len(new)])
        for number in range(len(old), len(new)):
            piece = encode.headed(new[number], place.ts)
            stamps.append(await self._say(place.channel, None, piece, effect.key, number))
        self._remember(place, stamps)

    async def _remove(self, effect: effects.Remove) -> None:
        place = place_of(effect.message)
        if place.user is not None:
            return  # an ephemeral message goes by itself, and nothing can take it away
        for ts in await self._stamps(place):
            await self._do("chat.delete", place.channel, {"message_not_found"}, ts=ts)

    async def _react(self, effect: effects.React | effects.Unreact, method: str, done: str) -> None:
        name = name_of_emoji(effect.emoji)
        if name is None:
            raise Refused(f"Slack has no name for the emoji {effect.emoji!r}")
        place = place_of(effect.message)
        await self._do(method, place.channel, {done}, timestamp=place.ts, name=name)

    async def _pin(self, place: Place) -> None:
        await self._do("pins.add", place.channel, {"already_pinned"}, timestamp=place.ts)

    async def _seen(self, effect: effects.Look) -> MessageSeen:
        place = place_of(effect.message)
        # `conversations.replies` finds a message wherever it stands: `history` leaves out what stands in threads.
        span = {
            "oldest": place.ts,
            "latest": place.ts,
            "inclusive": True,
            "limit": 2,
        }  # the root of a thread comes with it
        found = await self.calls.call("conversations.replies", channel=place.channel, ts=place.ts, **span)
        told = await self.calls.call("chat.getPermalink", channel=place.channel, message_ts=place.ts)
        message: Json = next((one for one in found.get("messages") or () if one.get("ts") == place.ts), {})
        message_seen = seen(message, place, str(told["permalink"]), f"{PLATFORM}:seen:{effect.key}")
        if message_seen is None:
            raise Refused(f"{effect.message} is gone")
        return message_seen

    async def _ask(self, effect: effects.AskForm, again: bool) -> None:
        if effect.trigger is None:
            raise Refused("Slack opens a form only in answer to a press or a command")
        view = encode.modal(effect.form, effect.form_key, effect.locale)
        try:
            await self.calls.call("views.open", trigger_id=effect.trigger, view=view)
        except SlackRefused as refused:
            if refused.code == "exchanged_trigger_id" and again:
                return  # the earlier try used it up: the form stands open
            if refused.code in ("expired_trigger_id", "exchanged_trigger_id"):
                raise Refused(
                    "the form came too late: Slack lets it be opened for 3 s after the press; press again"
                ) from refused
            raise

    async def _upload(self, effect: effects.Upload, again: bool) -> Performed:
        content = base64.b64decode(effect.content)
        channel = await self._channel(effect.to)
        room = room_ref(channel).id if isinstance(effect.to, PersonRef) else None
        thread = place_of(effect.thread).ts if effect.thread else None
        if again and (earlier := await self._shared(channel, thread, name=effect.name, size=len(content))):
            return Performed(Place(channel, earlier).ref.id, room)
        begun = await self.calls.call("files.getUploadURLExternal", filename=effect.name, length=len(content))
        await self._send_bytes(str(begun["upload_url"]), content)
        files = [{"id": begun["file_id"], "title": effect.name}]
        comment = fallback(effect.text) or None
        await self.calls.call(
            "files.completeUploadExternal", files=files, channel_id=channel, thread_ts=thread, initial_comment=comment
        )
        shared = await self._shared(channel, thread, id=str(begun["file_id"]))
        return Performed(Place(channel, shared).ref.id if shared else None, room)

    async def _send_bytes(self, address: str, content: bytes) -> None:
        try:
            async with self.session.post(address, data=content) as answer:
                if answer.status != 200:
                    raise Undone(f"Slack took no file: HTTP {answer.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Undone(f"the file could not be sent to Slack: {error}") from error

    # --- what an earlier try left -----------------------------------------------------------------------------------

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

    async def _sent(self, channel: str, thread: str | None, key: str) -> dict[int, str]:
        """The pieces of a message that an earlier try sent: number → time stamp."""
        found: dict[int, str] = {}
        for message in await self._recent(channel, thread):
            told = (message.get("metadata") or {}).get("event_payload") or {}
            if told.get("key") == key:
                found[int(told.get("piece") or 0)] = str(message["ts"])
        return found

    async def _shared(self, channel: str, thread: str | None, **wanted: object) -> str | None:
        for message in await self._recent(channel, thread):
            for file in message.get("files") or ():
                if wanted.items() <= file.items():
                    return str(message["ts"])
        return None

    async def _stamps(self, place: Place) -> tuple[str, ...]:
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
        self._remember(place, stamps)
        return tuple(stamps)

    def _remember(self, place: Place, stamps: list[str]) -> None:
        self._pieces[place.ref.id] = tuple(stamps)
        while len(self._pieces) > REMEMBERED:
            self._pieces.popitem(last=False)

    # --- channels ---------------------------------------------------------------------------------------------------

    async def _channel(self, to: RoomRef | PersonRef) -> str:
        """The channel's id; of a person the direct conversation with them."""
        id = native(to)
        if isinstance(to, RoomRef):
            return id
        if id not in self._direct:
            answer = await self.calls.call("conversations.open", users=id)
            self._direct[id] = str(answer["channel"]["id"])
        return self._direct[id]

    async def _open(self, effect: effects.OpenRoom, again: bool) -> str:
        found = await (self._find(effect.name) if effect.adopt else self._own(effect, again))
        if found is None:
            found = await self._create(effect)
        elif found.get("is_archived"):
            raise Refused(f"the channel {effect.name!r} is archived; unarchive it, or give the group another home")
        elif not found.get("is_member"):
            await self.calls.call("conversations.join", channel=str(found["id"]))
        channel = str(found["id"])
        if effect.invite:
            await self._invite(channel, list(effect.invite))
        return channel

    async def _find(self, name: str) -> Json | None:
        wanted = name.removeprefix("#")
        if re.fullmatch(r"[CG][A-Z0-9]{6,}", wanted):
            answer = await self.calls.call("conversations.info", channel=wanted)
            return dict(answer["channel"])
        return await self._known(channel_name(wanted)) or await self._listed(channel_name(wanted))

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
        async for channel in self.calls.pages("conversations.list", "channels", types=types, limit=1000):
            if channel.get("name") == name:
                self._named[name] = str(channel["id"])
                return dict(channel)
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
            purpose = encode.cut(effect.title, TOPIC)
            await self.calls.call("conversations.setPurpose", channel=channel, purpose=purpose)
        if effect.topic:
            topic = encode.cut(effect.topic, TOPIC)
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
                raise Refused(f"another channel, perhaps an archived one, is called {name!r}") from refused
            raise

    async def _invite(self, channel: str, people: list[PersonRef]) -> None:
        users = [native(person) for person in people]
        for start in range(0, len(users), INVITED):
            some = users[start : start + INVITED]
            done = {"already_in_channel", "cant_invite_self"}
            force = len(some) > 1 or None
            await self._do("conversations.invite", channel, done, users=",".join(some), force=force)


def _direct_instead(effect: effects.Post) -> effects.Post:
    assert effect.quietly is not None
    return effects.Post(key=effect.key, to=effect.quietly, card=effect.card)


def _bare(text: str) -> Json:
    return {"type": "section", "text": {"type": "plain_text", "text": text}}
