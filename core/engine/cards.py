"""Cards that were posted: what may be chosen on them, kept under the post's key, and every way in which somebody chooses.

Where a platform has no buttons, a choice is made by a reaction (the keycap of its place, or an emoji that is its label) or by typing its
number or its label: in the card's thread, in a direct message, or in its room, there for a day after it was asked. All become `ChoiceMade`.

Records:
    card        post's key → the choices with their values, and whose card it is
    card-open   room or person → keys of the newest cards there, the newest last
    card-over   "INSTANT POST" → true; when the cards were asked on which nothing more may be chosen
    card-held   "POST PERSON" → what somebody holds of a card that takes several
"""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import evolve

from ..codec import converter, without_defaults
from ..model.content import OPEN_FORM, Card, Choice, choice_emoji
from ..model.effect import Edit, Post, ShowHome
from ..model.event import (
    ChoiceMade,
    Event,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    ReactionAdded,
    ReactionRemoved,
)
from ..ports import Json, Made, Unit
from ..refs import GroupRef, MessageRef, PersonRef, RoomRef
from ..values import evolved, frozen
from . import bindings, typed
from .directory import LINK

CARD = "card"
OPEN = "card-open"
OVER = "card-over"
HELD = "card-held"

PAGE = "page:"
"""What a reference to somebody's own page begins with."""

REMEMBERED = 5
"""How many cards of one place may be answered by typing outside of their threads."""

ANSWERED_OUTSIDE = timedelta(days=1)
"""So long after it was asked a card of a room may be answered by typing outside of its thread: later, a lone `1` is about something else."""

LONGEST_TYPED = 150
"""A message longer than any label: it is no answer to a card."""


@frozen
class KeptCard:
    """A posted card: whose it is (a plugin's name, or empty where the key says it), and what may be chosen.

    A `poll` is to be ended where it is shown as one. Who chose what on a `secret` one is written down nowhere. A `lasting` one outlives what it
    stands under. On one that is `over` nothing more may be chosen; `at` is when it was asked. `alone` is who reads it, where one person does.
    `typed` are the messages that answered it. `community` is what it is about, where it was asked outside of groups and there are several; `group`,
    where somebody had asked coterie alone about it.
    """

    key: str
    owner: str
    choices: tuple[Choice, ...]
    several: bool = False
    secret: bool = False
    alone: PersonRef | None = None
    at: datetime | None = None
    over: bool = False
    lasting: bool = False
    poll: bool = False
    typed: tuple[str, ...] = ()
    community: str | None = None
    group: GroupRef | None = None

    def choice(self, id: str) -> Choice | None:
        """The choice of this id."""
        return next((one for one in self.choices if one.id == id), None)


class Keeping:
    """Keeps what may be chosen on the posts of one handling. What many are asked alike becomes JSON once: it differs in who reads it alone."""

    def __init__(self, unit: Unit, at: datetime, owner: str = "", community: str | None = None) -> None:
        self._unit = unit
        self._about = KeptCard("", owner, (), at=at, community=community)
        self._alike: dict[tuple[int, bool, bool, bool], tuple[tuple[Choice, ...], Json]] = {}
        """With the choices, so that their `id` stays theirs; None where nothing may be chosen."""

    async def keep(
        self, post: Post, *, secret: bool = False, alone: PersonRef | None = None, group: GroupRef | None = None
    ) -> None:
        """Remember what may be chosen on a post; nothing where nothing may. To be called when the post is asked for."""
        card = post.card
        asked = (id(card.choices), card.several, card.poll, secret)
        if (known := self._alike.get(asked)) is None:
            known = self._alike[asked] = (card.choices, self._in_common(card, secret))
        if known[1] is None:
            return
        kept = Made(known[1])
        if alone is not None:
            kept["alone"] = alone.id
        if group is not None:
            kept["group"] = group.id
        self._unit.put(CARD, post.key, kept)
        # What one person alone reads is answered to coterie alone, or under it: what is said in the room is about what stands there.
        await _open(self._unit, post.quietly or post.to, post.key)

    def _in_common(self, card: Card, secret: bool) -> Json:
        about = {"choices": _chosen_on(card), "several": card.several, "secret": secret, "poll": card.poll}
        return _without_key(evolved(self._about, about)) if about["choices"] else None


async def keep(unit: Unit, post: Post, at: datetime, owner: str = "", *, secret: bool = False) -> None:
    """The same of one post alone."""
    await Keeping(unit, at, owner).keep(post, secret=secret)


async def _open(unit: Unit, ref: RoomRef | PersonRef, key: str) -> None:
    """Note that the card may be answered by typing there, of the newest alone."""
    place = (await bindings.ours(unit, ref) if isinstance(ref, PersonRef) else ref).id
    newest = await unit.get(OPEN, place)
    unit.put(OPEN, place, [*newest[1 - REMEMBERED :], key] if newest else [key])


def _chosen_on(card: Card) -> tuple[Choice, ...]:
    """What may be chosen on a card, links aside: its own choices where there are none, for what many are asked is the same tuple."""
    choices = card.choices
    for choice in choices:
        if choice.url is not None:
            return tuple([one for one in choices if one.url is None])
    return choices


def keep_closed(unit: Unit, post: Post, owner: str) -> None:
    """Remember what may be chosen on a post by button or reaction alone: what is typed there is meant for another card."""
    _put(unit, KeptCard(post.key, owner, post.card.choices, lasting=True))


def page_of(person: PersonRef) -> MessageRef:
    """Somebody's own page, as the message that is chosen on."""
    return MessageRef(f"{PAGE}{person.id}")


def is_page(message: MessageRef) -> bool:
    """Whether it is somebody's own page."""
    return message.id.startswith(PAGE)


def keep_page(unit: Unit, show: ShowHome, owner: str) -> None:
    """Remember what may be chosen on somebody's page from now on."""
    choices = tuple(choice for card in show.cards for choice in _chosen_on(card))
    page = page_of(show.person).id
    unit.put(CARD, page, converter.unstructure(KeptCard(page, owner, choices, alone=show.person, lasting=True)))


def keep_opener(unit: Unit, post: Post, owner: str, form: str) -> None:
    """Remember that pressing what opens the post's form opens the one of this key."""
    opener = Choice(OPEN_FORM, "", form)
    _put(unit, KeptCard(post.key, owner, (opener,)))


async def keep_edited(unit: Unit, edit: Edit) -> None:
    """Remember what may be chosen now that a card reads otherwise."""
    kept = await card(unit, edit.message)
    if kept is not None:
        _put(unit, evolve(kept, choices=_chosen_on(edit.card), several=edit.card.several))


async def is_awaited(unit: Unit, room: RoomRef, now: datetime) -> bool:
    """Whether a card of the room may be answered by typing outside of its thread."""
    for key in await unit.get(OPEN, room.id) or ():
        kept = await card(unit, MessageRef(key))
        if kept is not None and _is_recent(kept, now):
            return True
    return False


async def open_in(unit: Unit, room: RoomRef | PersonRef) -> tuple[KeptCard, ...]:
    """The newest cards of a room, or of what somebody alone was asked, on which something may be chosen, in the order in which they were asked."""
    found = [await card(unit, MessageRef(key)) for key in await unit.get(OPEN, room.id) or ()]
    return tuple(one for one in found if one is not None)


async def hand_over(unit: Unit, person: PersonRef, to: PersonRef) -> None:
    """Somebody is somebody else now: what they may answer by typing, the other may."""
    if left := await unit.get(OPEN, person.id):
        unit.put(OPEN, to.id, [*(await unit.get(OPEN, to.id) or []), *left][-REMEMBERED:])
        unit.delete(OPEN, person.id)


async def card(unit: Unit, message: MessageRef) -> KeptCard | None:
    """What may be chosen on this message; None where nothing may, or not any more."""
    kept = await card_or_past(unit, message)
    return None if kept is None or kept.over else kept


async def card_or_past(unit: Unit, message: MessageRef) -> KeptCard | None:
    """What may be chosen on this message, or might be once."""
    kept = await unit.get(CARD, message.id)
    return converter.structure({"key": message.id, **kept}, KeptCard) if kept else None


def _put(unit: Unit, card: KeptCard) -> None:
    """Keep a card, without its key: it is that of the record. Until 0.2 the key stood in it, too."""
    unit.put(CARD, card.key, Made(_without_key(card)))


def _without_key(card: KeptCard) -> Json:
    kept = without_defaults(card)
    del kept["key"]
    return kept


async def forget(unit: Unit, message: MessageRef) -> None:
    """Nothing more may be chosen on this message; whoever tries is told so. What is lasting stays."""
    kept = await card(unit, message)
    if kept is not None and not kept.lasting:
        for answer in kept.typed:
            typed.forget(unit, answer)
        _put(unit, evolve(kept, over=True, typed=()))
        if kept.at is not None:
            unit.put(OVER, f"{kept.at.isoformat()} {message.id}", True)


async def drop_over(unit: Unit, before: datetime, limit: int) -> int:
    """Keep no longer what is over and was asked before, nor under which message it stood, so many cards at most; how many."""
    old = [key for key, _ in await unit.scan(OVER, limit=limit) if key < before.isoformat()]
    for key in old:
        unit.delete(OVER, key)
        unit.delete(CARD, key.partition(" ")[2])
        await bindings.forget(unit, MessageRef(key.partition(" ")[2]))
    return len(old)


async def is_too_late(unit: Unit, event: Event) -> bool:
    """Whether somebody means to choose on what is over: by a press, or by a reaction that stood for a choice."""
    match event:
        case ChoiceMade():
            return await card(unit, event.message) is None
        case ReactionAdded():
            kept = await card_or_past(unit, event.message)
            return kept is not None and kept.over and _by_emoji(kept, event.emoji) is not None
    return False


async def as_choice(unit: Unit, event: Event) -> ChoiceMade | None:
    """The event, if somebody chooses by it, as the choice it stands for; None if it is anything else."""
    match event:
        case MessagePosted():  # as most are
            return await _typed(unit, event) if len(event.text) <= LONGEST_TYPED and event.person is not None else None
        case ChoiceMade():
            return event
        case ReactionAdded() | ReactionRemoved():
            return await _reacted(unit, event)
        case MessageEdited() | MessageRemoved():
            return await _corrected(unit, event)
    return None


async def newly_held(unit: Unit, kept: KeptCard, choice: ChoiceMade) -> tuple[str, ...]:
    """Which choices of the event are news; of a card that takes several, what is held is remembered."""
    if not kept.several or choice.person is None:
        return choice.choices
    held = await _held(unit, kept, choice.person)
    unit.put(HELD, f"{kept.key} {choice.person.id}", list(choice.choices))
    return tuple(id for id in choice.choices if id not in held)


async def _reacted(unit: Unit, event: ReactionAdded | ReactionRemoved) -> ChoiceMade | None:
    kept = await card(unit, event.message)
    chosen = _by_emoji(kept, event.emoji) if kept and event.emoji else None
    if kept is None or chosen is None:
        return None
    if isinstance(event, ReactionAdded):
        return await _made(unit, event, kept, chosen)
    if not kept.several:
        return None
    held = await _held(unit, kept, event.person)
    return _choice(event, kept, tuple(id for id in held if id != chosen.id))


async def _typed(unit: Unit, event: MessagePosted) -> ChoiceMade | None:
    for key in await _answerable(unit, event):
        kept = await card(unit, MessageRef(key))
        if kept and not _is_meant(event) and not _is_recent(kept, event.at):
            continue
        if kept and kept.alone and await bindings.ours(unit, kept.alone) != event.person:
            continue  # who does not read it answers something else
        chosen = typed.meant_by(kept.choices, event.text, addressed=_is_meant(event)) if kept else None
        if kept and chosen:
            return await _made(unit, event, kept, chosen)
        if kept and typed.is_number(event.text):
            return None
    return None


async def _corrected(unit: Unit, event: MessageEdited | MessageRemoved) -> ChoiceMade | None:
    """An answer that reads otherwise now, or is gone: what its writer holds from then on. A button that was pressed so stays pressed."""
    said = await typed.said_by(unit, event.message)
    kept = await card(unit, MessageRef(said.card)) if said else None
    if said is None or kept is None:
        return None
    text = event.text if isinstance(event, MessageEdited) else ""
    chosen = typed.meant_by(kept.choices, text, addressed=True)
    if chosen is not None and chosen.id == said.choice:
        return None
    held = await _held(unit, kept, said.person) if kept.several else ()
    left = tuple(id for id in held if id != said.choice)
    if chosen is not None:
        return _choice(evolve(event, person=said.person), kept, (*(id for id in left if id != chosen.id), chosen.id))
    return _choice(evolve(event, person=said.person), kept, left)


async def note_typed(unit: Unit, kept: KeptCard, event: Event, choice: ChoiceMade) -> None:
    """Remember which message chose it, so that its edit counts; never of an anonymous card."""
    if kept.secret or choice.person is None or not isinstance(event, MessagePosted | MessageEdited | MessageRemoved):
        return
    if not choice.choices or isinstance(event, MessageRemoved):
        typed.forget(unit, event.message.id)
        return
    await typed.note(unit, event.message, kept.key, choice.choices[-1], choice.person)
    if event.message.id not in kept.typed:
        for old in kept.typed[: -typed.REMEMBERED + 1]:
            typed.forget(unit, old)
        _put(unit, evolve(kept, typed=(*kept.typed, event.message.id)[-typed.REMEMBERED :]))


def _is_meant(event: MessagePosted) -> bool:
    """Whether a message is said to a card, or to coterie alone, and not just into a room."""
    return event.direct or event.reply_to is not None or event.thread is not None


def _is_recent(kept: KeptCard, now: datetime) -> bool:
    return kept.at is None or now - kept.at <= ANSWERED_OUTSIDE


async def _answerable(unit: Unit, event: MessagePosted) -> list[str]:
    """The keys of the cards that a message may answer: the one whose thread it stands in, else the newest ones of its place."""
    answered = event.reply_to or event.thread
    if answered is not None:
        return [answered.id]
    keys = (await unit.get(OPEN, event.room.id) or []) if event.room else []
    found = keys[::-1]
    if event.direct and event.person:
        found += (await unit.get(OPEN, event.person.id) or [])[::-1]
    return found


async def _made(unit: Unit, event: Event, kept: KeptCard, chosen: Choice) -> ChoiceMade:
    held = await _held(unit, kept, event.person) if kept.several else ()
    return _choice(event, kept, (*(id for id in held if id != chosen.id), chosen.id))


def _choice(event: Event, kept: KeptCard, choices: tuple[str, ...]) -> ChoiceMade:
    return ChoiceMade(
        id=event.id,
        at=event.at,
        platform=event.platform,
        room=event.room,
        person=event.person,
        bot=event.bot,
        message=MessageRef(kept.key),
        choices=choices,
    )


async def _held(unit: Unit, kept: KeptCard, person: PersonRef | None) -> tuple[str, ...]:
    """What a person holds; what they chose before their accounts were linked too."""
    if person is None:
        return ()
    if (held := await unit.get(HELD, f"{kept.key} {person.id}")) is not None:
        return tuple(held)
    accounts = await bindings.natives(unit, person) if await unit.scan(LINK, limit=1) else ()
    before = [await unit.get(HELD, f"{kept.key} {account.id}") or () for account in accounts]
    return tuple(dict.fromkeys(id for held in before for id in held))


async def by_emoji(unit: Unit, message: MessageRef, emoji: str) -> str | None:
    """The id of the choice that the emoji stands for on the card, where it takes one choice and is open."""
    kept = await card(unit, message) if emoji else None
    chosen = _by_emoji(kept, emoji) if kept is not None and not kept.several else None
    return chosen.id if chosen else None


def _by_emoji(kept: KeptCard, emoji: str) -> Choice | None:
    bare = emoji.replace("\ufe0f", "")
    for place, choice in enumerate(kept.choices):
        if bare == choice.label.strip().replace("\ufe0f", ""):
            return choice
        if place < 10 and bare == choice_emoji(place).replace("\ufe0f", ""):
            return choice
    return None
