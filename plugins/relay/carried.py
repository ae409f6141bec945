"""Which message is the copy of which: ids, and nothing of what was said. Values and rules only."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.api import MessageRef, RoomRef, evolve, field, frozen


@frozen
class Copy:
    """A message of somebody as coterie said it again in another home."""

    home: RoomRef
    message: MessageRef


@frozen
class Carried:
    """A message of somebody in one home, and its copies in the others."""

    original: MessageRef
    home: RoomRef
    copies: tuple[Copy, ...] = ()

    def in_home(self, home: RoomRef) -> MessageRef | None:
        """The message as it stands in a home; None where it does not."""
        if home == self.home:
            return self.original
        return next((copy.message for copy in self.copies if copy.home == home), None)

    @property
    def messages(self) -> tuple[MessageRef, ...]:
        """All of them, the original first."""
        return (self.original, *(copy.message for copy in self.copies))

    @property
    def homes(self) -> tuple[RoomRef, ...]:
        """Where they stand, in the same order."""
        return (self.home, *(copy.home for copy in self.copies))


@frozen
class Reacted:
    """How many people react with one emoji to a message, by home; nothing of who."""

    counts: Mapping[str, int] = field(factory=dict)

    def plus(self, home: RoomRef, number: int) -> Reacted:
        """With so many more in a home; never fewer than none."""
        now = max(0, self.counts.get(home.id, 0) + number)
        others = {one: count for one, count in self.counts.items() if one != home.id}
        return evolve(self, counts={**others, home.id: now} if now else others)

    def shown_in(self, home: RoomRef) -> bool:
        """Whether coterie shows the emoji in this home: because somebody in another one reacts so."""
        return any(count for one, count in self.counts.items() if one != home.id)
