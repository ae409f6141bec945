"""Who is next: the order in which waiting work and timers come up. Kept in memory, rebuilt from the documents when a store is opened."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from math import inf

from sortedcontainers import SortedKeyList, SortedList

from coterie.core.values import frozen

_BEGINNING = datetime.min.replace(tzinfo=UTC)


@frozen
class Ticket:
    """Where an entry stands: `order` counts up over the whole queue."""

    order: int
    id: str
    lane: str
    due: datetime


class Line:
    """A queue's lanes, of which each gives its head to one claimer at a time.

    `_free` holds the heads of lanes in which nothing is claimed, by instant; `_ready` those of them that are due at `_until`, by order.
    """

    def __init__(self) -> None:
        self.last_order = 0
        self.begun: set[str] = set()
        """The ids that somebody may have begun to work on."""
        self._tickets: dict[str, Ticket] = {}
        self._lanes: dict[str, OrderedDict[str, None]] = {}
        self._claimed: dict[str, str] = {}
        self._offers: dict[str, Ticket] = {}
        self._free = SortedKeyList[Ticket, tuple[datetime, float]](key=lambda ticket: (ticket.due, ticket.order))
        self._ready = SortedKeyList[Ticket, int](key=lambda ticket: ticket.order)
        self._until = _BEGINNING

    def __len__(self) -> int:
        return len(self._tickets)

    def put(self, ticket: Ticket) -> None:
        """Add an entry at the end of its lane, or give one that is there a new instant. A claim on it ends."""
        self.last_order = max(self.last_order, ticket.order)
        self._tickets[ticket.id] = ticket
        self._lanes.setdefault(ticket.lane, OrderedDict())[ticket.id] = None
        self.release(ticket.id, ticket.lane)

    def drop(self, id: str) -> None:
        """Take an entry out; nothing if there is none. A claim on it ends."""
        if (ticket := self._tickets.pop(id, None)) is None:
            return
        self.begun.discard(id)
        lane = self._lanes[ticket.lane]
        del lane[id]
        if not lane:
            del self._lanes[ticket.lane]
        self.release(id, ticket.lane)

    def claim(self, now: datetime) -> str | None:
        """The id of the entry that came first among the due heads of free lanes; its lane is closed from now on."""
        self._turn_to(now)
        if not self._ready:
            return None
        ticket = self._ready[0]
        self._claimed[ticket.lane] = ticket.id
        self._offer(ticket.lane)
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

    def next_due(self) -> datetime | None:
        """The earliest instant of a head that could be claimed then."""
        return self._free[0].due if self._free else None

    def _offer(self, lane: str) -> None:
        """Show the head of a lane to the claimers, or hide it while something in the lane is claimed."""
        if (old := self._offers.pop(lane, None)) is not None:
            self._free.remove(old)
            if old.due <= self._until:
                self._ready.remove(old)
        if lane in self._claimed or lane not in self._lanes:
            return
        head = self._tickets[next(iter(self._lanes[lane]))]
        self._offers[lane] = head
        self._free.add(head)
        if head.due <= self._until:
            self._ready.add(head)

    def _turn_to(self, now: datetime) -> None:
        if now > self._until:
            self._ready.update(self._free.irange_key((self._until, inf), (now, inf)))
        elif now < self._until:
            early = [ticket for ticket in self._ready if ticket.due > now]
            for ticket in early:
                self._ready.remove(ticket)
        self._until = now


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
