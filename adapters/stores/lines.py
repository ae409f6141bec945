"""Who is next: the order in which waiting work and timers come up. Kept in memory, rebuilt from the documents when a store is opened."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from sortedcontainers import SortedList

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_STALE = 64
"""So many tickets that nobody is shown any more lie on a heap at least before it is made anew."""


class Ticket(NamedTuple):
    """Where an entry stands: `order` counts up over the whole queue. In order of when they are due."""

    due: datetime
    order: int
    id: str
    lane: str


class Line:
    """A queue's lanes, of which each gives its head to one claimer at a time.

    `_shown` holds the heads of lanes in which nothing is claimed; only these can be claimed. They lie on heaps: those that are due at `_until`
    by order (`_ready`) and by instant (`_due`), all others by instant (`_later`). Who is shown no more is left lying there, and passed over when
    it comes up: to find it would take longer. Nearly every lane of a crowd holds one entry: only others have their ids in a queue of their own.
    """

    def __init__(self) -> None:
        self.last_order = 0
        self.begun: set[str] = set()
        """The ids that somebody may have begun to work on."""
        self._tickets: dict[str, Ticket] = {}
        self._lanes: dict[str, str | OrderedDict[str, None]] = {}
        self._claimed: dict[str, str] = {}
        self._shown: dict[str, Ticket] = {}
        self._ready: list[tuple[int, Ticket]] = []
        self._due: list[Ticket] = []
        self._later: list[Ticket] = []
        self._until = _BEGINNING

    def __len__(self) -> int:
        return len(self._tickets)

    def put(self, ticket: Ticket) -> None:
        """Add an entry at the end of its lane, or give one that is there a new instant. A claim on it ends."""
        _, order, id, lane = ticket
        if order > self.last_order:
            self.last_order = order
        if lane not in self._lanes and lane not in self._claimed:  # as of nearly every one in a crowd
            self._lanes[lane] = id
            self._tickets[id] = ticket
            self._show(ticket)
            return
        if id in self._tickets:
            self._withdraw(lane)
        elif lane in self._lanes:
            self._queue(lane)[id] = None
        else:
            self._lanes[lane] = id
        self._tickets[id] = ticket
        self.release(id, lane)

    def drop(self, id: str) -> None:
        """Take an entry out; nothing if there is none. A claim on it ends."""
        if (ticket := self._tickets.pop(id, None)) is None:
            return
        self.begun.discard(id)
        lane = ticket.lane
        if self._shown.get(lane) is ticket:
            self._withdraw(lane)
        ids = self._lanes[lane]
        if isinstance(ids, str) or len(ids) == 1:
            del self._lanes[lane]
        else:
            del ids[id]
        self.release(id, lane)

    def claim(self, now: datetime) -> str | None:
        """The id of the entry that came first among the due heads of free lanes; its lane is closed from now on."""
        self._turn_to(now)
        while self._ready:
            ticket = heappop(self._ready)[1]
            if self._shown.get(ticket.lane) is ticket:
                self._withdraw(ticket.lane)
                self._claimed[ticket.lane] = ticket.id
                return ticket.id
        return None

    def release(self, id: str, lane: str | None = None) -> None:
        """Open the lane again if it is this entry that is claimed."""
        if lane is None and id in self._tickets:
            lane = self._tickets[id].lane
        if lane is None:
            return
        if self._claimed.get(lane) == id:
            del self._claimed[lane]
        if lane in self._lanes:
            self._offer(lane)

    def head(self, lane: str) -> str | None:
        """The id of the entry that came first of those in a lane."""
        waiting = self._lanes.get(lane)
        return waiting if waiting is None or isinstance(waiting, str) else next(iter(waiting))

    def next_due(self) -> datetime | None:
        """The earliest instant of a head that could be claimed then."""
        for heap in (self._due, self._later):
            while heap:
                if self._shown.get(heap[0].lane) is heap[0]:
                    return heap[0].due
                heappop(heap)
        return None

    def _queue(self, lane: str) -> OrderedDict[str, None]:
        """The ids of a lane with more than one."""
        ids = self._lanes[lane]
        if isinstance(ids, str):
            ids = self._lanes[lane] = OrderedDict({ids: None})
        return ids

    def _withdraw(self, lane: str) -> None:
        """Hide the head of a lane from the claimers, if it is shown to them."""
        self._shown.pop(lane, None)

    def _offer(self, lane: str) -> None:
        """Show the head of a lane to the claimers, unless something in the lane is claimed."""
        head = self.head(lane)
        if head is not None and lane not in self._claimed and lane not in self._shown:
            self._show(self._tickets[head])

    def _show(self, ticket: Ticket) -> None:
        due, order, _, lane = ticket
        self._shown[lane] = ticket
        if due > self._until:
            heappush(self._later, ticket)
        else:
            heappush(self._due, ticket)
            heappush(self._ready, (order, ticket))
        if len(self._ready) + len(self._due) + len(self._later) > 3 * len(self._shown) + _STALE:
            self._sort()

    def _turn_to(self, now: datetime) -> None:
        before, self._until = self._until, now
        if now < before:
            self._sort()
        while self._later and self._later[0].due <= now:
            ticket = heappop(self._later)
            heappush(self._due, ticket)
            heappush(self._ready, (ticket.order, ticket))

    def _sort(self) -> None:
        """Let only those lie on the heaps who are shown, each where it belongs."""
        self._due = [ticket for ticket in self._shown.values() if ticket.due <= self._until]
        self._ready = [(ticket.order, ticket) for ticket in self._due]
        self._later = [ticket for ticket in self._shown.values() if ticket.due > self._until]
        heapify(self._due)
        heapify(self._ready)
        heapify(self._later)


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
