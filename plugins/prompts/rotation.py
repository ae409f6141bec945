"""Which card comes next: pure, and the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from coterie.core.api import Deck, DeckCard, GroupRef, MessageRef, evolve, field, frozen

ENOUGH = 2
"""So many rounds running without an answer, and a card is set aside."""


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
    """Where the decks of a group stand, by the deck's id."""

    decks: Mapping[str, Rotation] = field(factory=dict)

    def of(self, deck: str) -> Rotation:
        return self.decks.get(deck, Rotation())

    def put(self, deck: str, rotation: Rotation) -> Rotations:
        return evolve(self, decks={**self.decks, deck: rotation})

    def with_answer_to(self, message: MessageRef) -> Rotations:
        """Somebody replied to this message."""
        decks = {
            deck: evolve(one, answered=True) if one.message == message else one for deck, one in self.decks.items()
        }
        return evolve(self, decks=decks)


def next_card(deck: Deck, rotation: Rotation, group: GroupRef, today: date) -> tuple[DeckCard | None, Rotation]:
    """The next card of the deck for the group, and the rotation, begun anew where every card had its turn.

    Cards that are set aside or out of season are passed over; None where no others are left.
    """
    wanted = [card for card in ordered(deck, group) if card.id not in rotation.aside and in_season(card, today)]
    left = [card for card in wanted if card.id not in rotation.asked]
    if left:
        return left[0], rotation
    return (wanted[0] if wanted else None), evolve(rotation, asked=())


def ordered(deck: Deck, group: GroupRef) -> list[DeckCard]:
    """The cards in the order of this group, which is another in every group and never changes."""
    return sorted(deck.cards, key=lambda card: sha256(f"{group.id}/{deck.id}/{card.id}".encode()).digest())


def in_season(card: DeckCard, today: date) -> bool:
    """Whether the day is between the card's two, both included; they may span New Year."""
    if card.between is None:
        return True
    first, last = card.between
    day = f"{today:%m-%d}"
    return first <= day <= last if first <= last else day >= first or day <= last
