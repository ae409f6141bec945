"""Who may see a group and how one comes in: what is wider than before is voted on, what is narrower announced (pure)."""

from __future__ import annotations

from math import ceil

from coterie.core.api import JoinMode, MessageRef, PersonRef, Visibility, evolve, frozen

PART = 4
"""One in so many members must vote."""

LEAST = 2

_VISIBILITY = (Visibility.PRIVATE, Visibility.PUBLIC)
_JOIN = (JoinMode.INVITE, JoinMode.KNOCK, JoinMode.COMMUNITY, JoinMode.OPEN)


@frozen
class Opening:
    """How open a group is."""

    visibility: Visibility = Visibility.PUBLIC
    join: JoinMode = JoinMode.OPEN

    def is_wider_than(self, other: Opening) -> bool:
        """Whether anybody may see it or come in who could not before. What is wider in one and narrower in the other is wider."""
        sees = _VISIBILITY.index(self.visibility) > _VISIBILITY.index(other.visibility)
        return sees or _JOIN.index(self.join) > _JOIN.index(other.join)


@frozen
class Vote:
    """What a group is asked, and who answered how. Who it was is told to nobody."""

    wanted: Opening = Opening()
    by: PersonRef | None = None
    why: str = ""
    card: MessageRef | None = None
    yes: tuple[PersonRef, ...] = ()
    no: tuple[PersonRef, ...] = ()

    def cast(self, person: PersonRef, agrees: bool) -> Vote:
        """Somebody votes, or votes anew: the last word counts."""
        yes = tuple(one for one in self.yes if one != person)
        no = tuple(one for one in self.no if one != person)
        return evolve(self, yes=(*yes, person), no=no) if agrees else evolve(self, yes=yes, no=(*no, person))

    def of(self, members: tuple[PersonRef, ...]) -> Vote:
        """Only the votes of these: who has left meanwhile does not count."""
        return evolve(
            self,
            yes=tuple(one for one in self.yes if one in members),
            no=tuple(one for one in self.no if one in members),
        )

    def passes(self, members: int) -> bool:
        """Whether it is so: more for it than against, and enough took part."""
        return len(self.yes) > len(self.no) and len(self.yes) + len(self.no) >= needed(members)


def needed(members: int) -> int:
    """How many must vote: one in four, at least two, never more than there are."""
    return min(members, max(LEAST, ceil(members / PART)))
