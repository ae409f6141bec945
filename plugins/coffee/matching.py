"""As many pairs as there can be, in a graph that is given by a question: who may sit with whom. Pure.

Edmonds, "Paths, trees, and flowers" (1965), with the neighbours asked for instead of listed: nearly everybody may sit with nearly
everybody, so a list of who may would be as long as the square of the people.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

May = Callable[[int, int], bool]
"""Whether two may sit together; the same both ways round."""

ALONE = -1


def most_pairs(count: int, may: May, begun: Sequence[int] = ()) -> list[int]:
    """For each of the people 0 … `count` - 1 their partner, or -1: as many pairs as there can be.

    `begun` are partners to begin with, pairs that may sit together; whoever has one keeps having one, though perhaps another.
    """
    partner = list(begun) or [ALONE] * count
    alone = [person for person in range(count) if partner[person] == ALONE]
    while alone:
        person = alone.pop()
        found = _at_once(may, partner, person, alone)
        if found == ALONE:
            found = _Search(count, may, partner, person).augment()
        if found != ALONE:
            alone.remove(found)
    return partner


def _at_once(may: May, partner: list[int], person: int, alone: Sequence[int]) -> int:
    """Who is no longer alone when the person sits with them, or when a pair splits up for both; -1 where that is not enough.

    It finds nothing that the search would not find: where nearly everybody may sit with everybody, it finds it in a few steps.
    """
    for other in alone:
        if may(person, other):
            partner[person], partner[other] = other, person
            return other
    for other in alone:
        for one, two in enumerate(partner):
            if two != ALONE and may(person, one) and may(other, two):
                partner[person], partner[one] = one, person
                partner[other], partner[two] = two, other
                return other
    return ALONE


class _Search:
    """The search for an alternating path from one who is alone to another who is."""

    def __init__(self, count: int, may: May, partner: list[int], root: int) -> None:
        self.count = count
        self.may = may
        self.partner = partner
        self.root = root
        self.alone = [one for one in range(count) if partner[one] == ALONE and one != root]
        self.parent = [ALONE] * count
        self.base = list(range(count))
        self.outer = [False] * count

    def augment(self) -> int:
        """Give the root a partner without taking anybody's for good; who is no longer alone beside it, or -1 where that can't be."""
        found = end = self._end()
        while end != ALONE:
            before = self.parent[end]
            following = self.partner[before]
            self.partner[end], self.partner[before] = before, end
            end = following
        return found

    def _end(self) -> int:
        """Somebody alone, to whom a path leads back over `parent`; -1 where there is none."""
        if not self.alone:
            return ALONE
        self.outer[self.root] = True
        waiting = deque([self.root])
        while waiting:
            person = waiting.popleft()
            for other in self.alone:  # first, for mostly this is the end of it
                if self.may(person, other):
                    self.parent[other] = person
                    return other
            self._grow(person, waiting)
        return ALONE

    def _grow(self, person: int, waiting: deque[int]) -> None:
        for other in range(self.count):
            if (
                self.base[other] == self.base[person]
                or other == self.partner[person]
                or other == person
                or not self.may(person, other)
            ):
                continue
            if self.outer[other]:
                self._contract(person, other, waiting)
            elif self.parent[other] == ALONE:
                self.parent[other] = person
                self.outer[self.partner[other]] = True
                waiting.append(self.partner[other])

    def _contract(self, one: int, other: int, waiting: deque[int]) -> None:
        """Make a ring of odd length one node, all of which can be reached from the root both ways round."""
        ground = self._common(one, other)
        ring = [False] * self.count
        self._mark(one, ground, other, ring)
        self._mark(other, ground, one, ring)
        for person in range(self.count):
            if ring[self.base[person]]:
                self.base[person] = ground
                if not self.outer[person]:
                    self.outer[person] = True
                    waiting.append(person)

    def _mark(self, person: int, ground: int, child: int, ring: list[bool]) -> None:
        while self.base[person] != ground:
            ring[self.base[person]] = ring[self.base[self.partner[person]]] = True
            self.parent[person] = child
            child = self.partner[person]
            person = self.parent[child]

    def _common(self, one: int, other: int) -> int:
        above = set[int]()
        while True:
            one = self.base[one]
            above.add(one)
            if self.partner[one] == ALONE:
                break
            one = self.parent[self.partner[one]]
        while True:
            other = self.base[other]
            if other in above:
                return other
            other = self.parent[self.partner[other]]
