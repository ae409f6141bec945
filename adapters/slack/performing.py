"""What shall happen → calls of Slack's Web API. Once per key: after a crash it looks for what an earlier try may have left."""

from __future__ import annotations

import base64
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp
from attrs import define, field

from coterie.core.clock import Clock
from coterie.core.errors import Refused
from coterie.core.logs import get_logger
from coterie.core.model import effect as effects
from coterie.core.model.effect import Effect
from coterie.core.model.event import Event, InvitationsRefused, MessageSeen
from coterie.core.ports import Performed
from coterie.core.refs import PersonRef

from . import encode
from .bookmarks import Bookmarks
from .calls import Calls, SlackRefused
from .channels import Channels
from .decode import seen
from .earlier import REMEMBERED, Earlier, Said
from .emoji import name_of_emoji
from .inviting import Inviting
from .names import EFFECT, HOME, PLATFORM, Place, as_typed_here, home_ref, native, person_ref, place_of, room_ref
from .richtext import fallback
from .survey import Surveying
from .throttle import Undone
from .user_groups import UserGroups

log = get_logger(__name__)

Json = dict[str, Any]

UNPINNED = frozenset({"too_many_pins", "restricted_action", "not_pinnable"})
"""Refusals after which a message is there and not pinned (source: docs.slack.dev, the errors of pins.add)."""

DIRECT_ONLY = frozenset({"user_not_in_channel", "not_in_channel", "channel_not_found"})


@define
class Performing:
    """Does effects in the workspace `team`, as the user `bot`. With `connects`, channels are shared with people of other organisations;
    with `bookmarks`, what is pinned under a name stands among a channel's bookmarks."""

    calls: Calls
    session: aiohttp.ClientSession
    bot: str
    team: str
    clock: Clock
    connects: bool = False
    bookmarks: bool = True
    found: Mapping[str, Json] = field(factory=dict)
    """The channel that was looked for last, by its id, as Slack told of it."""
    _quiet: OrderedDict[str, Performed] = field(factory=OrderedDict)
    _channels: Channels = field(init=False)
    _inviting: Inviting = field(init=False)
    _earlier: Earlier = field(init=False)
    _surveying: Surveying = field(init=False)
    _groups: UserGroups = field(init=False)
    _bookmarks: Bookmarks = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._channels = Channels(self.calls, self.bot)
        self._inviting = Inviting(self.calls, self.team, self.connects)
        self._earlier = Earlier(self.calls, self.bot)
        self._bookmarks = Bookmarks(self.calls, self.bot, self.bookmarks)
        self._surveying = Surveying(self.calls, self.bot, self.team, self._bookmarks)
        self._groups = UserGroups(self.calls, self.bot)

    async def survey(self, effect: effects.Survey, now: datetime) -> Performed:
        """How a channel stands; nothing is changed, and coterie goes in nowhere."""
        return Performed(learned=(await self._surveying.look(effect, now),))

    async def perform(self, effect: Effect, again: bool) -> Performed:
        """Do it. Raises PlatformError."""
        match effect:
            case effects.Post():
                return await self._post(effect, again)
            case effects.Edit():
                await self._edit(effect, again)
            case effects.Remove():
                await self._remove(effect)
            case effects.React():
                await self._react(effect, "reactions.add", "already_reacted")
            case effects.Unreact():
                await self._react(effect, "reactions.remove", "no_reaction")
            case effects.Pin():
                await self._pin(place_of(effect.message))
                await self._bookmarks.stand(place_of(effect.message), effect.called)
            case effects.Look():
                return Performed(learned=(await self._seen(effect),))
            case effects.AskForm():
                await self._ask(effect, again)
            case effects.OpenRoom():
                self._surveying.changed()
                found = await self._channels.open(effect, again)
                channel = str(found["id"])
                self.found = {channel: found}
                return Performed(room_ref(channel).id, learned=await self._asked_in(effect.key, channel, effect.invite))
            case effects.Invite():
                self._surveying.changed()
                asked = await self._asked_in(effect.key, native(effect.room), (effect.person,))
                return Performed(learned=asked)
            case effects.GrantRole():
                await self._groups.grant(effect)
            case effects.RevokeRole():
                await self._groups.revoke(effect)
            case effects.Upload():
                return await self._upload(effect, again)
            case effects.ShowHome():
                await self.calls.call("views.publish", user_id=native(effect.person), view=encode.home(effect.cards))
                return Performed(home_ref(native(effect.person)).id)
            case _:
                self._surveying.changed()
                await self._channels.rule(effect)
        return Performed()

    async def _asked_in(self, key: str, channel: str, people: Sequence[PersonRef]) -> tuple[Event, ...]:
        """Ask people into a channel; what is to be told of those who could not be."""
        refused = await self._inviting.ask_in(channel, people)
        if not refused:
            return ()
        told = InvitationsRefused(
            id=f"{PLATFORM}:uninvited:{key}",
            at=self.clock.now(),
            platform=PLATFORM,
            room=room_ref(channel),
            people=refused,
        )
        return (told,)

    # --- messages ---------------------------------------------------------------------------------------------------

    async def _post(self, effect: effects.Post, again: bool) -> Performed:
        if effect.quietly is not None:
            return await self._whisper(effect, native(effect.quietly))
        channel = await self._channels.id_of(effect.to)
        thread = place_of(effect.thread).ts if effect.thread else None
        sent = await self._earlier.sent(channel, thread, effect.key) if again else {}
        stamps: list[str] = []
        for number, piece in enumerate(encode.pieces(effect.card, in_thread=thread is not None)):
            if stamps:
                piece = encode.headed(piece, stamps[0])
            try:
                ts = sent.get(number) or await self._say(channel, thread, piece, effect.key, number)
            except Undone as error:
                error.undone = not stamps
                raise
            stamps.append(ts)
        place = Place(channel, stamps[0])
        self._earlier.remember(place, Said(tuple(stamps), thread or "", effect.key))
        if effect.pin:
            await self._pin_said(place, effect.called)
        direct = isinstance(effect.to, PersonRef)
        return Performed(place.ref.id, room_ref(channel).id if direct else None)

    async def _say(self, channel: str, thread: str | None, piece: encode.Piece, key: str, number: int) -> str:
        answer = await self.calls.call(
            "chat.postMessage",
            channel=channel,
            thread_ts=thread,
            text=piece.text,
            blocks=list(piece.blocks) or None,
            metadata=_about(key, number),
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
            for piece in encode.pieces(effect.card, in_thread=thread is not None):
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

    async def _edit(self, effect: effects.Edit, again: bool) -> None:
        """The pieces there are read otherwise; what is too much is taken away, what is missing said behind."""
        place = place_of(effect.message)
        if place.channel == HOME:
            await self.calls.call("views.publish", user_id=place.ts, view=encode.home((effect.card,)))
            return
        if place.user is not None:
            # Nothing can change an ephemeral message; the new words come as a new one.
            quiet = effects.Post(
                key=effect.key, to=room_ref(place.channel), card=effect.card, quietly=person_ref(place.user)
            )
            await self._whisper(quiet, place.user)
            return
        said = await self._earlier.said(place)
        old = said.stamps
        new = encode.pieces(effect.card, in_thread=bool(said.thread))
        for number, (ts, piece) in enumerate(zip(old, new, strict=False)):
            piece = encode.headed(piece, place.ts) if number else piece
            blocks = list(piece.blocks) or [_bare(piece.text)]
            await self.calls.call("chat.update", channel=place.channel, ts=ts, text=piece.text, blocks=blocks)
        for ts in old[len(new) :]:
            await self.calls.unless_done("chat.delete", place.channel, {"message_not_found"}, ts=ts)
        if len(old) != len(new):
            await self._resize(effect, place, said, new, again)

    async def _resize(
        self, effect: effects.Edit, place: Place, said: Said, new: Sequence[encode.Piece], again: bool
    ) -> None:
        """Say what is more than there was behind it, and write down on the first piece which ones there are: no key tells that any more."""
        stamps, thread = list(said.stamps[: len(new)]), said.thread or None
        sent = await self._earlier.sent(place.channel, thread, effect.key) if again else {}
        for number in range(len(stamps), len(new)):
            piece = encode.headed(new[number], place.ts)
            stamps.append(sent.get(number) or await self._say(place.channel, thread, piece, effect.key, number))
        head, metadata = new[0], _about(said.key or effect.key, 0, stamps)
        blocks = list(head.blocks) or [_bare(head.text)]
        await self.calls.call(
            "chat.update", channel=place.channel, ts=place.ts, text=head.text, blocks=blocks, metadata=metadata
        )
        self._earlier.remember(place, Said(tuple(stamps), said.thread, said.key))

    async def _remove(self, effect: effects.Remove) -> None:
        place = place_of(effect.message)
        if place.user is not None:
            return  # an ephemeral message goes by itself, and nothing can take it away
        for ts in (await self._earlier.said(place)).stamps:
            await self.calls.unless_done("chat.delete", place.channel, {"message_not_found"}, ts=ts)
        if effect.called:
            await self._bookmarks.go(place)

    async def _react(self, effect: effects.React | effects.Unreact, method: str, done: str) -> None:
        name = name_of_emoji(effect.emoji)
        if name is None:
            raise Refused(f"Slack has no name for the emoji {effect.emoji!r}")
        place = place_of(effect.message)
        await self.calls.unless_done(method, place.channel, {done}, timestamp=place.ts, name=name)

    async def _pin(self, place: Place) -> None:
        await self.calls.unless_done("pins.add", place.channel, {"already_pinned"}, timestamp=place.ts)

    async def _pin_said(self, place: Place, called: str) -> None:
        """Pin what was just said. Where Slack lets nobody pin, or there are too many pins, it stands in the channel all the same."""
        try:
            await self._pin(place)
        except SlackRefused as refused:
            if refused.code not in UNPINNED:
                raise
            log.warning("what was said could not be pinned", channel=place.channel, reason=str(refused))
        await self._bookmarks.stand(place, called)

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
        channel = await self._channels.id_of(effect.to)
        room = room_ref(channel).id if isinstance(effect.to, PersonRef) else None
        thread = place_of(effect.thread).ts if effect.thread else None
        if again and (earlier := await self._earlier.shared(channel, thread, name=effect.name, size=len(content))):
            return Performed(Place(channel, earlier).ref.id, room)
        begun = await self.calls.call("files.getUploadURLExternal", filename=effect.name, length=len(content))
        await self._send_bytes(str(begun["upload_url"]), content)
        files = [{"id": begun["file_id"], "title": effect.name}]
        comment = fallback(as_typed_here(effect.text)) or None
        await self.calls.call(
            "files.completeUploadExternal", files=files, channel_id=channel, thread_ts=thread, initial_comment=comment
        )
        shared = await self._earlier.shared(channel, thread, id=str(begun["file_id"]))
        return Performed(Place(channel, shared).ref.id if shared else None, room)

    async def _send_bytes(self, address: str, content: bytes) -> None:
        try:
            async with self.session.post(address, data=content) as answer:
                if answer.status != 200:
                    raise Undone(f"Slack took no file: HTTP {answer.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Undone(f"the file could not be sent to Slack: {error}") from error


def _about(key: str, piece: int, pieces: Sequence[str] = ()) -> Json:
    """What a message carries beside its words, by which it is found again. Members may read it."""
    return {
        "event_type": EFFECT,
        "event_payload": {"key": key, "piece": piece} | ({"pieces": list(pieces)} if pieces else {}),
    }


def _direct_instead(effect: effects.Post) -> effects.Post:
    assert effect.quietly is not None
    return effects.Post(key=effect.key, to=effect.quietly, card=effect.card)


def _bare(text: str) -> Json:
    return {"type": "section", "text": {"type": "plain_text", "text": text}}
