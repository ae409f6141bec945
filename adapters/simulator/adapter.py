"""The simulator as a platform of coterie: what happens in a `World` → events, effects → what the app does there."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import ClassVar

from attrs import evolve

from coterie.core.clock import Clock
from coterie.core.errors import Cure, Refused, StoreError, Unsupported
from coterie.core.links import links_in
from coterie.core.model import effect as effects
from coterie.core.model.community import Visibility
from coterie.core.model.content import Capability, Card
from coterie.core.model.effect import Effect
from coterie.core.model.event import Event, MessageSeen
from coterie.core.model.means import needs
from coterie.core.ports import Cursor, Inbox, Performed
from coterie.core.refs import PersonRef, Ref, RoomRef
from coterie.core.values import frozen

from .decode import PLATFORM, decode
from .encode import encode, pieces
from .survey import surveyed
from .things import Denied, File, Message, Room
from .world import APP, World, plain_name

AGAIN = timedelta(seconds=1)
"""How long the world waits before it tells again what could not be saved."""

CAPABILITIES = frozenset(Capability) - {Capability.POLLS, Capability.BOOKMARKS}
"""It has buttons, with which no question is asked as a poll; and what is pinned there is in view."""


@frozen
class SimulatorSettings:
    """`[simulator]` of coterie.toml. `lacks` names capabilities that the world shall not have, to see the fall-backs at work."""

    lacks: tuple[Capability, ...] = ()


class SimulatorAdapter:
    """One app in one world, which it makes if none is given."""

    Settings: ClassVar[type] = SimulatorSettings
    secrets: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, settings: SimulatorSettings, environment: Mapping[str, str], clock: Clock, world: World | None = None
    ) -> None:
        self.world = world or World(clock)
        self._clock = clock
        self.platform = PLATFORM
        self.capabilities = CAPABILITIES - frozenset(settings.lacks)

    @classmethod
    def missing_secrets(cls, settings: SimulatorSettings, environment: Mapping[str, str]) -> tuple[str, ...]:
        """None: a world in memory needs no password."""
        return ()

    # --- what happened ----------------------------------------------------------------------------------------------

    async def listen(self, inbox: Inbox) -> None:
        """Bring the log, from where the inbox knows it, until cancelled."""
        known = int(await inbox.cursor(PLATFORM) or 0)
        inbox.ready(PLATFORM)
        while True:
            news = await self.world.news(known)
            found = [event for change in news if (event := decode(self.world, change)) is not None]
            known += len(news)
            await self._bring(inbox, found, Cursor(PLATFORM, str(known)))
            self.world.acknowledge(known)

    async def _bring(self, inbox: Inbox, found: Sequence[Event], cursor: Cursor) -> None:
        """Offer the events until they are taken: what could not be saved is sent again."""
        while True:
            try:
                await inbox.take(found, cursor)
                return
            except StoreError:
                await self._clock.wait(AGAIN)

    # --- what shall happen ------------------------------------------------------------------------------------------

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        """Do it. The world remembers the key, so that a second time does nothing and gives the same."""
        if isinstance(effect, effects.Survey):
            return Performed(learned=(surveyed(self.world, effect, self._clock.now()),))
        if effect.key in self.world.done:
            return Performed(*self.world.done[effect.key])
        self._insist(effect)
        try:
            done = self._do(effect)
        except Denied as error:
            raise Refused(str(error), Cure.REOPEN if "archived" in str(error) else None) from error
        if not isinstance(effect, effects.Look):
            self.world.done[effect.key] = (done.native, done.room)
        return done

    def _insist(self, effect: Effect) -> None:
        """Raise Unsupported for what this world does not have."""
        for capability in needs(effect):
            if capability not in self.capabilities:
                raise Unsupported(f"this world has no {capability.value}; {type(effect).__name__} needs them")

    def _do(self, effect: Effect) -> Performed:
        match effect:
            case effects.Post():
                return self._post(effect)
            case effects.Edit():
                self._edit(effect)
            case effects.Remove():
                for piece in self._pieces(_native(effect.message)):
                    self.world.remove(piece.id)
            case effects.React():
                self.world.react(APP, _native(effect.message), effect.emoji)
            case effects.Unreact():
                if APP in self.world.message(_native(effect.message)).reactions.get(effect.emoji, ()):
                    self.world.unreact(APP, _native(effect.message), effect.emoji)
            case effects.Pin():
                self.world.message(_native(effect.message)).pinned = True
            case effects.Look():
                return Performed(learned=(self._seen(effect),))
            case effects.AskForm():
                self.world.show_modal(
                    _native(effect.person), effect.form, effect.form_key, effect.trigger, effect.locale
                )
            case effects.OpenRoom() | effects.OpenSpace():
                return Performed(f"{PLATFORM}/{self._open(effect).id}")
            case effects.Upload():
                return self._upload(effect)
            case effects.ShowHome():
                text = "\n\n".join(encode(self.world, card.text) for card in effect.cards)
                choices = tuple(choice for card in effect.cards for choice in card.choices)
                page = self.world.show_home(_native(effect.person), text, choices)
                return Performed(f"{PLATFORM}/{page.id}")
            case effects.SetTimer() | effects.CancelTimer():
                raise Unsupported("timers are kept by the store")
            case _:
                self._rule(effect)
        return Performed()

    def _rule(self, effect: Effect) -> None:
        """What is done to rooms and the people in them."""
        world = self.world
        match effect:
            case effects.PlaceInSpace():
                space, room = world.room(_native(effect.space)), world.room(_native(effect.room))
                space.children.extend([] if room.id in space.children else [room.id])
            case effects.SetTopic():
                self._own(effect.room).topic = effect.topic
            case effects.SetAvatar():
                world.room(_native(effect.room)).avatar = effect.digest
            case effects.Rename():
                self._rename(self._own(effect.room), effect)
            case effects.SetAccess():
                room = self._own(effect.room)
                room.private, room.join = effect.visibility is Visibility.PRIVATE, effect.join
            case effects.Invite():
                self._own(effect.room)
                world.join(_native(effect.person), _native(effect.room))
            case effects.Expel():
                if _native(effect.person) in self._own(effect.room).members:
                    world.leave(_native(effect.person), _native(effect.room), expelled=True)
            case effects.GrantRole():
                person = world.person(_native(effect.person)).id
                self._own(effect.room).roles.setdefault(person, set()).add(effect.role)
            case effects.RevokeRole():
                self._own(effect.room).roles.get(_native(effect.person), set()).discard(effect.role)
            case effects.Archive():
                self._own(effect.room).archived = True
            case effects.Reopen():
                world.room(_native(effect.room)).archived = False
            case _:
                raise Unsupported(f"{type(effect).__name__} is nothing that a chat platform does")

    # --- messages ---------------------------------------------------------------------------------------------------

    def _post(self, effect: effects.Post) -> Performed:
        direct = isinstance(effect.to, PersonRef)
        room = self.world.direct(_native(effect.to)).id if direct else _native(effect.to)
        seen_by = self.world.person(_native(effect.quietly)).id if effect.quietly else None
        thread = _native(effect.thread) if effect.thread else None
        first = None
        for key, text, card in _keyed(effect.key, effect.card, pieces(self.world, effect.card.text)):
            message = self.world.say(
                APP,
                room,
                text,
                thread=thread,
                key=key,
                seen_by=seen_by,
                head=first.id if first else None,
                choices=card.choices,
                several=card.several,
                form=card.form,
            )
            first = first or message
        assert first is not None
        first.pinned = effect.pin
        return Performed(f"{PLATFORM}/{first.id}", f"{PLATFORM}/{room}" if direct else None)

    def _seen(self, effect: effects.Look) -> MessageSeen:
        found = self.world.message(_native(effect.message))
        return MessageSeen(
            id=f"{PLATFORM}:seen:{effect.key}",
            at=found.at,
            platform=PLATFORM,
            room=RoomRef.native_to(PLATFORM, found.room) if found.room else None,
            person=PersonRef.native_to(PLATFORM, found.author),
            message=effect.message,
            address=f"https://{PLATFORM}.invalid/{found.id}",
            links=links_in(found.text),
        )

    def _edit(self, effect: effects.Edit) -> None:
        """The pieces there are read otherwise; what is too much is taken away, what is missing said behind."""
        old = self._pieces(_native(effect.message))
        head = old[0]
        if head.author != APP:
            raise Denied("only what coterie said can be edited by it")
        new = list(_keyed(effect.key, effect.card, pieces(self.world, effect.card.text)))
        for piece, (_, text, card) in zip(old, new, strict=False):
            self.world.edit(piece.id, text)
            piece.choices, piece.several, piece.form = card.choices, card.several, card.form
        for piece in old[len(new) :]:
            self.world.remove(piece.id)
        for key, text, card in new[len(old) :]:
            more = self.world.say(APP, head.room or "", text, thread=head.thread, key=key, head=head.id)
            more.choices, more.several, more.form = card.choices, card.several, card.form

    def _upload(self, effect: effects.Upload) -> Performed:
        direct = isinstance(effect.to, PersonRef)
        room = self.world.direct(_native(effect.to)).id if direct else _native(effect.to)
        file = File(effect.name, effect.media_type, base64.b64decode(effect.content))
        thread = _native(effect.thread) if effect.thread else None
        message = self.world.say(APP, room, encode(self.world, effect.text), thread=thread, file=file)
        return Performed(f"{PLATFORM}/{message.id}", f"{PLATFORM}/{room}" if direct else None)

    def _pieces(self, head: str) -> list[Message]:
        """All messages that one message of ours is made of, in order."""
        first = self.world.message(head)
        more = [one for one in self.world.messages.values() if one.head == head and not one.removed]
        return [first, *sorted(more, key=lambda message: message.order)]

    # --- rooms ------------------------------------------------------------------------------------------------------

    def _open(self, effect: effects.OpenRoom | effects.OpenSpace) -> Room:
        if isinstance(effect, effects.OpenRoom) and not effect.adopt:
            free = next((name for name in effects.names_for(effect) if self.world.find_room(name) is None), None)
            if free is None:
                raise Denied(f"every room from {effect.name!r} on is there already")
            return self._make(evolve(effect, name=free))
        found = self.world.find_room(effect.name)
        if found is None:
            return self._make(effect)
        if found.private and APP not in found.members:
            raise Denied(
                f"the room {effect.name} is private, and coterie is not in it; ask somebody in it to invite coterie"
            )
        self.world.enter(found.id)
        return found

    def _make(self, effect: effects.OpenRoom | effects.OpenSpace) -> Room:
        space = isinstance(effect, effects.OpenSpace)
        if isinstance(effect, effects.OpenRoom):
            if not effect.create:
                raise Denied(f"there is no room called {effect.name!r}")
            if Capability.ROOMS not in self.capabilities:
                raise Unsupported("this world lets no app make rooms")
        invited = [self.world.person(_native(one)).id for one in getattr(effect, "invite", ())]
        room = self.world.add_room(plain_name(effect.name), private=effect.private, space=space)
        room.title, room.topic = effect.title, effect.topic
        # Nobody is in a room without having come in: Slack tells of each, Matrix when they accept.
        for person in invited:
            self.world.join(person, room.id)
        return room

    def _rename(self, room: Room, effect: effects.Rename) -> None:
        name = plain_name(effect.name)
        if self.world.find_room(name) not in (None, room):
            raise Denied(f"another room is called {name!r}")
        room.name, room.title = name, effect.title or room.title

    def _own(self, ref: RoomRef) -> Room:
        """A living room in which the app is."""
        room = self.world.room(_native(ref))
        if room.archived or APP not in room.members:
            raise Denied(f"coterie is not in {room.name}" if not room.archived else f"the room {room.name} is archived")
        return room


def _keyed(key: str, card: Card, texts: tuple[str, ...]) -> Iterator[tuple[str, str, Card]]:
    """Key, text and card of every piece: what can be chosen stands under the last one."""
    for number, text in enumerate(texts):
        last = number == len(texts) - 1
        yield key if number == 0 else f"{key}#{number}", text, card if last else Card(text)


def _native(ref: Ref) -> str:
    """The world's own id. Raises Denied for a thing of another platform."""
    if ref.platform != PLATFORM:
        raise Denied(f"{ref.id!r} is nothing of this world")
    return ref.native
