"""Who is next: the order in which waiting work and timers come up. Kept in memory, rebuilt from the documents when a store is opened."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from itertools import takewhile
from operator import attrgetter
from sys import maxsize
from typing import NamedTuple

from sortedcontainers import SortedKeyList, SortedList

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_LAST = maxsize
"""Behind the order of every entry."""


class Ticket(NamedTuple):
    """Where an entry stands: `order` counts up over the whole queue. In order of when they are due."""

    due: datetime
    order: int
    id: str
    lane: str


class Line:
    """A queue's lanes, of which each gives its head to one claimer at a time.

    `_free` holds the heads of lanes in which nothing is claimed, by instant; `_ready` those of them that are due at `_until`, by order.
    Nearly every lane of a crowd holds one entry: only others have their ids in a queue of their own.
    """

    def __init__(self) -> None:
        self.last_order = 0
        self.begun: set[str] = set()
        """The ids that somebody may have begun to work on."""
        self._tickets: dict[str, Ticket] = {}
        self._lanes: dict[str, str | OrderedDict[str, None]] = {}
        self._claimed: dict[str, str] = {}
        self._free: SortedList[Ticket] = SortedList()
        self._ready = SortedKeyList[Ticket, int](key=attrgetter("order"))
        self._until = _BEGINNING

    def __len__(self) -> int:
        return len(self._tickets)

    def put(self, ticket: Ticket) -> None:
        """Add an entry at the end of its lane, or give one that is there a new instant. A claim on it ends."""
        self.last_order = max(self.last_order, ticket.order)
        head = self._head(ticket.lane)
        if ticket.id in self._tickets:
            self._withdraw(ticket.lane)
        elif head is None:
            self._lanes[ticket.lane] = ticket.id
        else:
            self._queue(ticket.lane)[ticket.id] = None
        self._tickets[ticket.id] = ticket
        self.release(ticket.id, ticket.lane)

    def drop(self, id: str) -> None:
        """Take an entry out; nothing if there is none. A claim on it ends."""
        if (ticket := self._tickets.get(id)) is None:
            return
        self.begun.discard(id)
        self._withdraw(ticket.lane)
        del self._tickets[id]
        ids = self._lanes[ticket.lane]
        if isinstance(ids, str) or len(ids) == 1:
            del self._lanes[ticket.lane]
        else:
            del ids[id]
        self.release(id, ticket.lane)

    def claim(self, now: datetime) -> str | None:
        """The id of the entry that came first among the due heads of free lanes; its lane is closed from now on."""
        self._turn_to(now)
        if not self._ready:
            return None
        ticket = self._ready[0]
        self._withdraw(ticket.lane)
        self._claimed[ticket.lane] = ticket.id
        return ticket.id

    def release(self, id: str, lane: str | None = None) -> None:
        """Open the lane again if it is this entry that is claimed."""
        if lane is None and id in self._tickets:
            lane = self._tickets[id].lane
        if lane is None:
            return
        if self._claimed.get(lane) == id:
            del self._claimed[lane]
        self._offer(lane)

    def head(self, lane: str) -> str | None:
        """The id of the entry that came first of those in a lane."""
        waiting = self._lanes.get(lane)
        return waiting if waiting is None or isinstance(waiting, str) else next(iter(waiting))

    def next_due(self) -> datetime | None:
        """The earliest instant of a head that could be claimed then."""
        return self._free[0].due if self._free else None

    def _head(self, lane: str) -> Ticket | None:
        """Who comes first in a lane."""
        ids = self._lanes.get(lane)
        if ids is None:
            return None
        return self._tickets[ids if isinstance(ids, str) else next(iter(ids))]

    def _queue(self, lane: str) -> OrderedDict[str, None]:
        """The ids of a lane with more than one."""
        ids = self._lanes[lane]
        if isinstance(ids, str):
            ids = self._lanes[lane] = OrderedDict({ids: None})
        return ids

    def _withdraw(self, lane: str) -> None:
        """Hide the head of a lane from the claimers, if it is shown to them."""
        head = self._head(lane)
        if head is not None and head in self._free:
            self._free.remove(head)
            if head.due <= self._until:
                self._ready.remove(head)

    def _offer(self, lane: str) -> None:
        """Show the head of a lane to the claimers, unless something in the lane is claimed."""
        head = self._head(lane)
        if head is None or lane in self._claimed or head in self._free:
            return
        self._free.add(head)
        if head.due <= self._until:
            self._ready.add(head)

    def _turn_to(self, now: datetime) -> None:
        if now > self._until:
            self._ready.update(takewhile(lambda one: one.due <= now, self._free.irange(_after(self._until))))
        elif now < self._until:
            early = [ticket for ticket in self._ready if ticket.due > now]
            for ticket in early:
                self._ready.remove(ticket)
        self._until = now


def _after(instant: datetime) -> Ticket:
    """Behind every ticket that is due at the instant."""
    return Ticket(instant, _LAST, "", "")


class Agenda:
    """Timers by their instant."""

    def __init__(self) -> None:
        self._due: dict[str, datetime] = {}
        self._order: SortedList[tuple[datetime, str]] = SortedList()

    def put(self, key: str, due: datetime) -> None:
        self.drop(key)
        self._due[key] = due
        self._order.add((due, key))

    def drop(self, key: str) -> None:
        if (due := self._due.pop(key, None)) is not None:
            self._order.remove((due, key))

    def due(self, now: datetime, limit: int) -> list[str]:
        """The keys that are due, earliest first."""
        found: list[str] = []
        for due, key in self._order:
            if due > now or len(found) >= limit:
                break
            found.append(key)
        return found

    def next_due(self) -> datetime | None:
        return self._order[0][0] if self._order else None
