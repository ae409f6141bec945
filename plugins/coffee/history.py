"""Who sat with whom, kept small: people have numbers, and a round is a line of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coterie.core.api import PersonRef, evolve, frozen

from .pairing import Table, history_of

KEPT = 260
"""So many rounds are remembered, five years of weeks; who met before may meet again as if for the first time."""


@frozen
class Roster:
    """Everybody who was ever seated, by number. A number is never given twice; who wants to be forgotten leaves an empty place."""

    people: tuple[str, ...] = ()
    rounds: int = 0
    """How many rounds there were."""

    def with_everybody(self, people: Iterable[str]) -> Roster:
        """The roster with those who are new behind the others."""
        known = set(self.people)
        return evolve(self, people=(*self.people, *(one for one in people if one not in known)))

    def without(self, person: PersonRef) -> Roster:
        """The roster with an empty place where the person was."""
        return evolve(self, people=tuple("" if one == person.id else one for one in self.people))

    @property
    def remembered(self) -> range:
        """The numbers of the rounds that count."""
        return range(max(0, self.rounds - KEPT), self.rounds)


@frozen
class Round:
    """One round: `12-7 3-9-1` are a table of 12 and 7, and one of 3, 9 and 1."""

    tables: str = ""


@frozen
class Outcome:
    """How many were asked after a round whether they met, and how many said so: counts, and no names."""

    asked: int = 0
    met: int = 0
    not_yet: int = 0


def written(tables: Iterable[Table], roster: Roster) -> Round:
    """The tables as a line of numbers. Everybody in them is on the roster."""
    number = {person: place for place, person in enumerate(roster.people)}
    return Round(" ".join("-".join(str(number[one]) for one in table) for table in tables))


def read(round: Round, roster: Roster) -> list[Table]:
    """The tables of a line, without whoever was forgotten."""
    people = roster.people
    tables = [tuple([people[int(one)] for one in table.split("-")]) for table in round.tables.split()]
    return [table if "" not in table else tuple(one for one in table if one) for table in tables]


def known(rounds: Sequence[tuple[int, Round]], roster: Roster) -> dict[str, dict[str, int]]:
    """Who met whom, and when last, after these rounds."""
    return history_of((number, read(one, roster)) for number, one in rounds)
