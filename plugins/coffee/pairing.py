"""Who has coffee with whom: no repeat that could be avoided, and the same on every machine. Pure.

Everybody sits at a table for two, one of them for three where the people are odd in number. In one round there are as few repeats as there can
be, whoever came and went: by a largest matching of those who never met. Over the rounds a pool that stays the same and is even in
number meets all, once each, before anybody meets again: by the circle method of round-robin tournaments.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import combinations

from coterie.core.api import frozen

from .matching import ALONE, most_pairs

Table = tuple[str, ...]
"""The people of one table, two or three."""

History = Mapping[str, Mapping[str, int]]
"""Who met whom, both ways round, with the number of the round in which they did last."""

Liking = Callable[[str, str], int]
"""How well two would fit, the more the better; the same both ways round. It decides among those who never met."""

EVERY_TRIO = 15
"""Up to so many people every table of three is tried."""

THIRDS = 48
"""Beyond, so many people are tried as the third of a table: among so many there is room."""

CIRCLES = 128
"""Up to so many people the best round of the circle is looked for, beyond it is the next one."""

WINDOW = 24
"""Among so many the one who fits best is chosen."""


@frozen
class Seating:
    """One round: the tables, and who is left over, because there is nobody with whom they may sit."""

    tables: tuple[Table, ...]
    left: tuple[str, ...] = ()


def history_of(rounds: Iterable[tuple[int, Iterable[Table]]]) -> dict[str, dict[str, int]]:
    """What is known after these rounds, oldest first."""
    met: dict[str, dict[str, int]] = {}
    for number, tables in rounds:
        for one, other in (pair for table in tables for pair in combinations(table, 2)):
            met.setdefault(one, {})[other] = number
            met.setdefault(other, {})[one] = number
    return met


def repeats(tables: Iterable[Table], met: History) -> int:
    """How many meetings of these tables are not the first of the two."""
    nobody: Mapping[str, int] = {}
    return sum(other in met.get(one, nobody) for table in tables for one, other in combinations(table, 2))


def seated(
    people: Collection[str],
    met: History,
    *,
    seed: str,
    round: int = 0,
    apart: Mapping[str, Collection[str]] | None = None,
    liking: Liking | None = None,
) -> Seating:
    """The tables of one round, people and tables in the order of the seed. `apart` are those who shall never meet, both ways round."""
    pool = _Pool.of(people, met, seed, round, apart or {}, liking)
    groups, left = _odd(pool) if len(pool.names) % 2 else _even(pool, range(len(pool.names)))
    names = pool.names
    return Seating(tuple(tuple(names[one] for one in group) for group in groups), tuple(names[one] for one in left))


@frozen
class _Pool:
    """The people by number, in an order of the seed's own: whom each met (and when last), and with whom they shall not sit."""

    names: tuple[str, ...]
    met: tuple[Mapping[int, int], ...]
    apart: tuple[frozenset[int], ...]
    round: int
    liking: Liking | None

    @classmethod
    def of(
        cls,
        people: Collection[str],
        met: History,
        seed: str,
        round: int,
        apart: Mapping[str, Collection[str]],
        liking: Liking | None,
    ) -> _Pool:
        # With a liking the order changes with the round: who fits best is looked for among neighbours.
        salt = f"{seed}/{round}" if liking else seed
        names = tuple(sorted(set(people), key=lambda one: sha256(f"{salt}/{one}".encode()).digest()))
        place = {name: number for number, name in enumerate(names)}
        own = tuple(
            {place[other]: when for other, when in met.get(name, {}).items() if other in place} for name in names
        )
        shunned = tuple(frozenset(place[other] for other in apart.get(name, ()) if other in place) for name in names)
        return cls(names, own, shunned, round, liking)

    def fresh(self, one: int, other: int) -> bool:
        """Whether they never met and may."""
        return other not in self.met[one] and other not in self.apart[one]

    def repeated(self, group: Iterable[int]) -> int:
        """How many of its meetings are repeats."""
        return sum(other in self.met[one] for one, other in combinations(group, 2))

    def possible(self, group: Iterable[int]) -> bool:
        """Whether none of them shall be kept apart."""
        return not any(other in self.apart[one] for one, other in combinations(group, 2))


Groups = list[tuple[int, ...]]


def _even(pool: _Pool, people: Sequence[int]) -> tuple[Groups, list[int]]:
    """Tables for two with as few repeats as there can be. Who is left has nobody; they join a table where they may."""
    count = len(people)
    partner = most_pairs(
        count, lambda one, other: pool.fresh(people[one], people[other]), _beginning(pool, people, pool.fresh)
    )
    groups: Groups = [(people[one], people[other]) for one, other in enumerate(partner) if one < other]
    more, rest = _again(pool, [people[one] for one in range(count) if partner[one] == ALONE])
    return _joined(pool, groups + more, rest)


def _again(pool: _Pool, rest: list[int]) -> tuple[Groups, list[int]]:
    """Pairs of those who all met before: those first whose meeting is longest ago."""
    partner = [ALONE] * len(rest)
    numbers = range(len(rest))
    ages = sorted({pool.met[one][other] for one in rest for other in rest if other in pool.met[one]})
    for age in ages:
        if ALONE not in partner:
            break

        def may(one: int, other: int, age: int = age) -> bool:
            a, b = rest[one], rest[other]
            return a != b and b not in pool.apart[a] and pool.met[a].get(b, age + 1) <= age

        partner = most_pairs(len(rest), may, partner)
    return (
        [(rest[one], rest[partner[one]]) for one in numbers if one < partner[one]],
        [rest[one] for one in numbers if partner[one] == ALONE],
    )


def _joined(pool: _Pool, groups: Groups, rest: Iterable[int]) -> tuple[Groups, list[int]]:
    """The tables when each of the rest joined one of two: the one with the fewest repeats."""
    groups, left = list(groups), list[int]()
    for one in rest:
        open_ = [place for place, group in enumerate(groups) if len(group) == 2 and pool.possible((*group, one))]
        if not open_:
            left.append(one)
            continue
        place = min(open_, key=lambda place: pool.repeated((*groups[place], one)))
        groups[place] = (*groups[place], one)
    return groups, left


def _odd(pool: _Pool) -> tuple[Groups, list[int]]:
    """Tables for two and one for three, with as few repeats as there can be among up to `EVERY_TRIO` people, else nearly so."""
    people = range(len(pool.names))
    if len(people) < 3:
        return [], list(people)
    best: tuple[Groups, list[int]] | None = None
    fewest = len(people) ** 2
    for trial in _with_every_trio(pool) if len(people) <= EVERY_TRIO else _with_thirds(pool):
        found = sum(pool.repeated(group) for group in trial[0]) + len(people) * len(trial[1])
        if found < fewest:
            best, fewest = trial, found
        if fewest == 0:
            break
    assert best is not None
    return best


def _with_every_trio(pool: _Pool) -> Iterable[tuple[Groups, list[int]]]:
    people = range(len(pool.names))
    trios = [trio for trio in combinations(people, 3) if pool.possible(trio)]
    start = pool.round * len(trios) // max(1, len(people))
    turned = [*trios[start % max(1, len(trios)) :], *trios[: start % max(1, len(trios))]]
    for trio in sorted(turned, key=pool.repeated):
        groups, left = _even(pool, [one for one in people if one not in trio])
        yield [trio, *groups], left
    if not trios:
        yield _even(pool, people)


def _with_thirds(pool: _Pool) -> Iterable[tuple[Groups, list[int]]]:
    count = len(pool.names)
    for turn in range(min(THIRDS, count)):
        third = (pool.round + turn) % count
        groups, left = _even(pool, [one for one in range(count) if one != third])
        groups, still = _joined(pool, groups, [third])
        yield groups, left + still


def _beginning(pool: _Pool, people: Sequence[int], fresh: Callable[[int, int], bool]) -> list[int]:
    """Partners to begin with, none of whom met: by the liking, else by the circle."""
    partner = _liked(pool, people, pool.liking) if pool.liking else _circle(pool, people)
    return [
        other if other != ALONE and fresh(people[one], people[other]) else ALONE for one, other in enumerate(partner)
    ]


def _circle(pool: _Pool, people: Sequence[int]) -> list[int]:
    """The round of the circle with the fewest repeats; among many people the next one."""
    count = len(people) + len(people) % 2
    if count < 2:
        return [ALONE] * len(people)
    turns = range(count - 1) if count <= CIRCLES else (pool.round % (count - 1),)

    def stale(partner: list[int]) -> int:
        return sum(not pool.fresh(people[one], people[other]) for one, other in enumerate(partner) if one < other)

    return min((_turn(len(people), count, turn) for turn in turns), key=stale)


def _turn(people: int, count: int, turn: int) -> list[int]:
    """One round of the circle method: one sits still, the others turn by one seat; who would meet nobody is alone."""
    partner = [ALONE] * people
    wheel = count - 1
    for one in range(people):
        other = (turn - one) % wheel if one < wheel else ALONE
        if one < wheel and other == one:
            other = wheel
        if one < other < people:
            partner[one], partner[other] = other, one
    return partner


def _liked(pool: _Pool, people: Sequence[int], liking: Liking) -> list[int]:
    """One after another gets whoever fits best among the next few."""
    names, partner = pool.names, [ALONE] * len(people)
    waiting = list(range(len(people) - 1, -1, -1))
    while waiting:
        one = waiting.pop()
        window = range(len(waiting) - 1, max(-1, len(waiting) - 1 - WINDOW), -1)
        near = [place for place in window if pool.fresh(people[one], people[waiting[place]])]
        if near:
            place = max(near, key=lambda place: liking(names[people[one]], names[people[waiting[place]]]))
            found = waiting.pop(place)
            partner[one], partner[found] = found, one
    return partner
