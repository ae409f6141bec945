"""Cards that members suggested, and a group's leaders approved: they are asked with the decks of the files."""

from __future__ import annotations

from coterie.core.api import Deck, DeckCard, LocalText, PersonRef, escape, evolve, frozen

ROOM = 200
"""So many cards of their own may a group have; and so many may wait for a leader."""

LONGEST = 500
"""A prompt has at most so many characters."""


@frozen
class Suggested:
    """A card that waits for a leader: its text as typed, and by whom."""

    text: str = ""
    by: PersonRef | None = None


@frozen
class OwnCard:
    """A card of the group's own. It belongs to the deck with which it was asked first; before that to every one."""

    id: str
    text: str
    deck: str | None = None


@frozen
class Own:
    """All cards of a group's own, and how many there were ever."""

    cards: tuple[OwnCard, ...] = ()
    count: int = 0

    def plus(self, text: str) -> Own:
        """One card more."""
        count = self.count + 1
        return Own((*self.cards, OwnCard(f"own-{count}", text)), count)

    def asked(self, id: str, deck: str) -> Own:
        """The card was asked with this deck."""
        return evolve(self, cards=tuple(evolve(one, deck=deck) if one.id == id else one for one in self.cards))

    @property
    def new(self) -> tuple[str, ...]:
        """The ids of those that were never asked: they come first."""
        return tuple(one.id for one in self.cards if one.deck is None)

    def within(self, deck: Deck) -> Deck:
        """The deck with the group's own cards; what a member typed reads as it was typed."""
        own = tuple(
            DeckCard(one.id, LocalText.plain(escape(one.text))) for one in self.cards if one.deck in (None, deck.id)
        )
        return evolve(deck, cards=(*deck.cards, *own))
