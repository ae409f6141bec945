"""Which card comes next: pure, and the same on every machine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from hashlib import sha256

from coterie.core.api import Deck, DeckCard, GroupRef, MessageRef, evolve, field, frozen

ENOUGH = 2
"""So many rounds running without an answer, and a card is set aside."""


FEW = 3
"""With so many cards left in a deck, or fewer, leaders hear of it."""

STANDING = 8
"""So many cards are known to stand in a room."""


@frozen
class Rotation:
    """Where one deck stands in a group.

    `asked` are the cards of this round so far, `silent` how many rounds running nobody answered a card, `aside` what does not come any
    more; `last` is the card asked last, `message` where, `answered` whether somebody replied.
    """

    asked: tuple[str, ...] = ()
    silent: Mapping[str, int] = field(factory=dict)
    aside: tuple[str, ...] = ()
    last: str | None = None
    message: MessageRef | None = None
    answered: bool = False

    def with_asked(self, card: str, message: MessageRef) -> Rotation:
        """The card was asked."""
        return evolve(self, asked=(*self.asked, card), last=card, message=message, answered=False)

    def with_answer(self) -> Rotation:
        """Somebody replied to the card asked last."""
        return evolve(self, answered=True)

    def with_last_round_closed(self) -> tuple[Rotation, str | None]:
        """What is known of the card asked last, and its id if it is set aside for it."""
        if self.last is None:
            return self, None
        silent = 0 if self.answered else self.silent.get(self.last, 0) + 1
        counted = evolve(self, silent={**self.silent, self.last: silent}, last=None, message=None, answered=False)
        if silent < ENOUGH:
            return counted, None
        return evolve(counted, aside=(*self.aside, self.last)), self.last


@frozen
class Rotations:
    """Where the decks of a group stood, by the deck's id, before each had a record of its own."""

    decks: Mapping[str, Rotation] = field(factory=dict)


@frozen
class Open:
    """A card that stands in the room: of which deck, where and since when, and how many replied."""

    deck: str
    card: str
    message: MessageRef
    at: datetime
    replies: int = 0


@frozen
class Standing:
    """The newest cards that stand in a room, the newest last. It is small: every reply in the room is held against it."""

    cards: tuple[Open, ...] = ()

    def with_asked(self, card: Open) -> Standing:
        """The card was asked; of its deck no other stands any more."""
        return Standing((*(one for one in self.cards if one.deck != card.deck), card)[-STANDING:])

    def with_reply_to(self, message: MessageRef) -> tuple[Standing, Open | None]:
        """Somebody replied to this message: the card that it is, if it is one, with one reply more."""
        for place, card in enumerate(self.cards):
            if card.message == message:
                more = evolve(card, replies=card.replies + 1)
                return Standing((*self.cards[:place], more, *self.cards[place + 1 :])), more
        return self, None


def next_card(
    deck: Deck,
    rotation: Rotation,
    group: GroupRef,
    today: date,
    tags: Collection[str] = (),
    first: Collection[str] = (),
) -> tuple[DeckCard | None, Rotation]:
    """The next card of the deck for the group, and the rotation, begun anew where every card had its turn.

    Cards that are set aside or out of season are passed over, and with `tags` those that have none of them; None where no others are left.
    Those whose ids are in `first` come before all others of their round.
    """
    aside, asked, early = set(rotation.aside), set(rotation.asked), set(first)
    wanted = [
        card
        for card in deck.cards
        if card.id not in aside and card.comes_on(today) and (not tags or set(tags) & set(card.tags))
    ]
    left = [card for card in wanted if card.id not in asked]
    among = left or wanted
    chosen = min(among, key=lambda card: (card.id not in early, _place(deck, group, card)), default=None)
    if left or chosen is None:
        return chosen, rotation
    again = {card.id for card in wanted}  # with tags, what has none of them keeps its turn
    return chosen, evolve(rotation, asked=tuple(one for one in rotation.asked if one not in again) if tags else ())


def ordered(deck: Deck, group: GroupRef) -> list[DeckCard]:
    """The cards in the order of this group, which is another in every group and never changes."""
    return sorted(deck.cards, key=lambda card: _place(deck, group, card))


def _place(deck: Deck, group: GroupRef, card: DeckCard) -> bytes:
    return sha256(f"{group.id}/{deck.id}/{card.id}".encode()).digest()
