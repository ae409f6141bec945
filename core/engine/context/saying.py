"""What a plugin says: messages, cards, files, reactions and forms."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from attrs import evolve

from ...model.content import Card, Choice, Form
from ...model.effect import Edit, Effect, Look, Pin, Post, React, Remove, ShowHome, Unreact, Upload
from ...refs import GroupRef, MessageRef, PersonRef, RoomRef
from ...texts import Reader, core_texts, in_words_of, is_spoken, paragraphs
from ...values import evolved
from .. import bindings, cards, forms, held, lanes
from ..belonging import NeedsRoom, in_group
from ..directory import common_room_of, group_in, room_of
from ..people import HELD
from ..unasked import Standing
from ..wording import card_in_words_of, form_in_words_of
from .here import Here

_ANYBODY = Reader()


class _Said:
    """What many are told or asked alike is worded once for all who read alike; what was asked for holds what is meant."""

    def __init__(self) -> None:
        self._cards: dict[tuple[int, Reader], Card] = {}
        self._choices: dict[tuple[int, Reader], tuple[Choice, ...]] = {}

    def card(self, card: Card, reader: Reader) -> Card:
        """The card as this reader is to read it."""
        this = (id(card), reader)
        if (said := self._cards.get(this)) is None:
            asked = (id(card.choices), reader)
            said = self._cards[this] = card_in_words_of(
                card, reader, self._choices.get(asked) if card.choices else None
            )
            if card.choices:
                self._choices[asked] = said.choices
        return said


class Saying(Here):
    """What a plugin says, and to whom."""

    _forms: Sequence[forms.Asked] = ()
    _secret: set[str] | None = None
    _through: dict[str, GroupRef] | None = None
    """Effect → the group whose language somebody reads who never said what they read."""
    _said: _Said | None = None
    _keeping_here: cards.Keeping | None = None

    def reply(self, said: Card | str) -> MessageRef:
        """Answer where it was said: in the room and its thread, in the direct message, where the run's step is addressed to.

        The reference is that of the first message, where a step is addressed to several. It is for all there to read: who gives a command
        that belongs to a group to coterie alone is told to say it in the group's room (UserError).
        """
        if self._place.alone_about and self._place.direct:
            raise NeedsRoom(core_texts().text("for-all-there", self._reader, group=self._groups.get().name))
        first, *others = [
            self.post(to, said, thread=self._place.thread, quietly=self._place.quietly) for to in self._place.to
        ]
        return first

    def quietly(self, said: Card | str, person: PersonRef | None = None) -> MessageRef:
        """Say something that one person alone sees: who caused it, unless given."""
        person = person or self.person
        if self._place.alone_about and person == self._place.person:
            said = said if isinstance(said, Card) else Card(said)
            head = in_group(self._groups.get().name, self._reader)
            said = evolve(said, text=paragraphs(head, said.text))
        room = None if self._place.direct or self._place.alone_about else self._place.room
        return self.post(room or person, said, quietly=person)

    def post(
        self,
        to: RoomRef | PersonRef,
        said: Card | str,
        *,
        thread: MessageRef | None = None,
        quietly: PersonRef | None = None,
        pin: bool = False,
        called: str = "",
        platform: str | None = None,
        secret: bool = False,
        urgent: str | None = None,
        wanted: bool = False,
        until: datetime | None = None,
        remembered: bool = True,
        through: GroupRef | None = None,
    ) -> MessageRef:
        """Say something in a room or to one person. Choices made on the card come to this plugin. A text is neutral Markdown.

        It is said in every home of a group, and to a person by the account by which they acted last; with `platform`, there alone.
        Who chooses what on a `secret` card is written down nowhere by coterie; it is for the plugin to keep people and choices apart. What
        a person gets unasked waits for the end of their quiet hours, unless it is `urgent`: for one of the reasons that the plugin declared. What
        they asked for ahead (a subscription, something they take part in) is `wanted`: the number of times a week is not about it.
        What could not be said before `until` is not said any more: a reminder, behind that of which it reminds. A letter to many that is never
        edited, answered or taken away need not be `remembered`: each message that is takes half a kilobyte of the store, until `forget`. What
        is pinned may be `called` something: under that name it is always in view above the room, where the platform has a place for that. Whoever
        gets it alone and never said what they read reads the language of the group `through` which it reaches them: this one, unless given.
        """
        if urgent is not None and urgent not in self._plugin.urgent:
            raise ValueError(
                f"plugin {self._plugin.name} says {urgent!r}, which is none of its urgent={self._plugin.urgent}"
            )
        card = said if isinstance(said, Card) else Card(said)
        if quietly is not None and (isinstance(to, PersonRef) or self._place.direct):
            quietly = None
        post = Post(
            key=self._key("post"),
            to=to,
            card=card,
            thread=thread,
            quietly=quietly,
            pin=pin,
            called=called,
            platform=platform,
            urgent=urgent is not None,
            wanted=wanted,
            until=until,
            remembered=remembered,
        )
        self._asked.append(post)
        self._reaches(post.key, through)
        if secret:
            self._secret = {post.key} if self._secret is None else self._secret
            self._secret.add(post.key)
        return MessageRef(post.key)

    def edit(self, message: MessageRef, said: Card | str, *, through: GroupRef | None = None) -> None:
        """Let a message of this plugin read otherwise; `through` as it was posted."""
        effect = Edit(key=self._key("edit"), message=message, card=said if isinstance(said, Card) else Card(said))
        self._asked.append(effect)
        self._reaches(effect.key, through)

    def _reaches(self, key: str, through: GroupRef | None) -> None:
        if through is not None:
            self._through = {} if self._through is None else self._through
            self._through[key] = through

    def show_page(self, cards: Sequence[Card], person: PersonRef | None = None) -> None:
        """Show a person (who caused it, unless given) their own page, where their platform has such pages; nothing elsewhere.

        The ids of the choices are unique over all cards, and best say what is chosen: a page that is pressed may have been shown a while ago.
        """
        self._asked.append(ShowHome(key=self._key("page"), person=person or self.person, cards=tuple(cards)))

    def remove(self, message: MessageRef, *, called: str = "") -> None:
        """Take a message of this plugin away; of one that is `called` something, what leads to it too."""
        self._asked.append(Remove(key=self._key("remove"), message=message, called=called))

    def pin(self, message: MessageRef) -> None:
        """Pin a message in its room."""
        self._asked.append(Pin(key=self._key("pin"), message=message))

    def upload(
        self,
        to: RoomRef | PersonRef,
        name: str,
        media_type: str,
        content: bytes,
        *,
        text: str = "",
        thread: MessageRef | None = None,
        through: GroupRef | None = None,
    ) -> None:
        """Put a file into a room or a direct message; `text` stands beside it. `through` is as for `post`."""
        effect = Upload(
            key=self._key("upload"),
            to=to,
            name=name,
            media_type=media_type,
            content=b64encode(content).decode("ascii"),
            text=text,
            thread=thread,
        )
        self._asked.append(effect)
        self._reaches(effect.key, through)

    def react(self, message: MessageRef, emoji: str) -> None:
        """Put an emoji on a message."""
        self._asked.append(React(key=self._key("react"), message=message, emoji=emoji))

    def unreact(self, message: MessageRef, emoji: str) -> None:
        """Take coterie's own emoji back from a message."""
        self._asked.append(Unreact(key=self._key("unreact"), message=message, emoji=emoji))

    async def take_back(self, message: MessageRef) -> bool:
        """Let a message of this plugin not be said, if it still waits until somebody may be disturbed; whether it did. What was said stays."""
        return await held.take_back(self._scene.unit, message)

    async def may_disturb(self, person: PersonRef) -> bool:
        """Whether somebody may be spoken to now without having asked: it is not quiet for them, and was not too often this week."""
        standing = await Standing.of(self._scene, person)
        return standing is None or standing.when(self.now) == self.now

    async def forget(self, message: MessageRef) -> None:
        """Let go of what is remembered of a message of this plugin: by its reference it can't be edited, answered or removed any more."""
        await bindings.forget(self._scene.unit, message)

    def ask(self, form: Form, *, then: str, value: object = None, person: PersonRef | None = None) -> None:
        """Let a person (who caused it, unless given) fill in a form: a modal, or questions one by one in a direct message.

        The answers come to the handler `@plugin.form(then)`, with `value`.
        """
        about = self._community_of_several
        owner = forms.Owner(
            self._plugin.name, then, value, self._place.group, self._place.room, about, self._place.alone_about
        )
        asked = forms.Asked(self._key("form"), person or self.person, form, owner, self._place.trigger)
        self._forms = (*self._forms, asked)

    def look(self, message: MessageRef) -> None:
        """Let the platform be asked where a message can be opened and which addresses stand in it: told to `@plugin.on(MessageSeen)`."""
        self._asked.append(Look(key=self._key("look"), message=message))

    # --- in the words of whoever reads it ---------------------------------------------------------------------------

    async def _worded(self, effect: Effect) -> Effect:
        """The effect in the words of whoever reads it; of a card is kept what its choices mean."""
        match effect:
            case Post():
                alone = self._alone(effect)
                through = self._through_of(effect) or group_in(_room(effect.to))
                card = await self._card_worded(effect.card, alone, effect.to, through)
                effect = effect if card is effect.card else evolved(effect, {"card": card})
                if card.choices:
                    secret = self._secret is not None and effect.key in self._secret
                    await self._keeping.keep(effect, secret=secret, alone=alone, group=self._asked_about(alone))
            case Edit():
                alone, to, through = await self._read_where(effect)
                effect = evolve(effect, card=await self._card_worded(effect.card, alone, to, through))
                await cards.keep_edited(self._scene.unit, effect)
            case ShowHome():
                reader = await self._reader_of(effect.person)
                effect = evolve(effect, cards=tuple(card_in_words_of(card, reader) for card in effect.cards))
                cards.keep_page(self._scene.unit, effect, self._plugin.name)
            case Upload():
                alone = effect.to if isinstance(effect.to, PersonRef) else None
                through = self._through_of(effect)
                reader = await self._read_by(alone, through) if alone else self._reader_in(_room(effect.to))
                effect = evolve(effect, text=in_words_of(effect.text, reader))
        return effect

    @property
    def _keeping(self) -> cards.Keeping:
        if self._keeping_here is None:
            about = self._community_of_several
            self._keeping_here = cards.Keeping(self._scene.unit, self._scene.now, self._plugin.name, about)
        return self._keeping_here

    def _alone(self, post: Post) -> PersonRef | None:
        """Who reads a post, where one person does."""
        if self._place.direct and post.to in self._place.to:
            return self._place.person
        return post.to if isinstance(post.to, PersonRef) else post.quietly

    def _asked_about(self, alone: PersonRef | None) -> GroupRef | None:
        """The group about which somebody asked coterie alone: so is what they choose on the answer."""
        return self._place.group if self._place.alone_about and alone == self._place.person else None

    def _through_of(self, effect: Effect) -> GroupRef | None:
        return None if self._through is None else self._through.get(effect.key)

    async def _read_by(self, person: PersonRef, through: GroupRef | None) -> Reader:
        return await self._scene.directory.reader(person, through or self._place.group)

    async def _card_worded(
        self,
        card: Card,
        alone: PersonRef | None,
        to: RoomRef | PersonRef | None,
        through: GroupRef | None = None,
    ) -> Card:
        if not (card.choices or card.form or is_spoken(card.text)):  # it has its words already, whoever reads it
            return card_in_words_of(card, _ANYBODY)
        if alone is not None:
            reader = await self._read_by(alone, through)
        else:
            reader = self._reader_in(_room(to) if through is None else room_of(through.id))
        if self._said is None:
            self._said = _Said()
        return self._said.card(card, reader)

    def _reader_in(self, room: RoomRef | None) -> Reader:
        """Who reads what is said in a room: a group its own language, everybody in the common room that of the community."""
        directory = self._scene.directory
        if (group := group_in(room)) is not None and group != self._place.group:
            return Reader(directory.locale(group), directory.zone(group))
        whole = self._groups.community
        if room is not None and room == common_room_of(whole.id):
            return Reader(whole.locale, ZoneInfo(whole.zone))
        return self._reader

    async def _read_where(self, edit: Edit) -> tuple[PersonRef | None, RoomRef | PersonRef | None, GroupRef | None]:
        """Who alone reads what is edited, where it was said, and through which group it reaches them, as far as that is known."""
        through, lane = self._through_of(edit), await lanes.lane_of(self._scene.unit, edit.message.id)
        if lane is None:
            said = next((one for one in self._asked if isinstance(one, Post) and one.key == edit.message.id), None)
            if said is not None:  # in this very handling
                return self._alone(said), said.to, through or self._through_of(said) or group_in(_room(said.to))
        kept = await cards.card(self._scene.unit, edit.message)
        if kept is not None and kept.alone is not None:
            return kept.alone, None, through
        if lane is None:
            return None, None, through
        room, person = RoomRef(lane), PersonRef(lane.removeprefix(HELD))
        if group_in(room) is None and await self._scene.directory.is_known(person):
            return person, None, through
        return None, room, through

    async def _form_worded(self, asked: forms.Asked) -> forms.Asked:
        return evolve(asked, form=form_in_words_of(asked.form, await self._reader_of(asked.person)))


def _room(to: RoomRef | PersonRef | None) -> RoomRef | None:
    return to if isinstance(to, RoomRef) else None
