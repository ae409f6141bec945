"""Who is next, with everything that may happen to a queue: always the oldest that is due, of a lane in which nothing is claimed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coterie.adapters.stores.lines import Line, Ticket

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

Act = tuple[str, int, int]
ACTS = st.lists(st.tuples(st.sampled_from(["put", "drop", "claim", "release"]), st.integers(0, 5), st.integers(0, 3)))


class Plain:
    """The same without heaps: all tickets are looked through each time."""

    def __init__(self) -> None:
        self.tickets: dict[str, Ticket] = {}
        self.claimed: set[str] = set()

    def heads(self) -> list[Ticket]:
        first: dict[str, Ticket] = {}
        for ticket in self.tickets.values():
            first.setdefault(ticket.lane, ticket)
        taken = {self.tickets[id].lane for id in self.claimed}
        return [ticket for lane, ticket in first.items() if lane not in taken]

    def claim(self, now: datetime) -> str | None:
        due = [ticket for ticket in self.heads() if ticket.due <= now]
        if not due:
            return None
        id = min(due, key=lambda ticket: ticket.order).id
        self.claimed.add(id)
        return id


@given(ACTS)
def test_the_same_entry_is_next_as_if_all_were_looked_through(acts: list[Act]) -> None:
    line, plain, order = Line(), Plain(), 0
    for act, number, minutes in acts:
        id, lane, then = f"e{number}", f"lane {number % 3}", NOW + timedelta(minutes=minutes)
        match act:
            case "put":
                order += 1  # who is there already keeps its place
                known = plain.tickets.get(id)
                ticket = Ticket(then, known.order if known else order, id, lane)
                line.put(ticket)
                plain.tickets[id] = ticket
                plain.claimed.discard(id)
            case "drop":
                line.drop(id)
                plain.tickets.pop(id, None)
                plain.claimed.discard(id)
            case "release":
                line.release(id)
                plain.claimed.discard(id)
            case "claim":
                assert line.claim(then) == plain.claim(then)
        assert len(line) == len(plain.tickets)
        assert line.next_due() == min((ticket.due for ticket in plain.heads()), default=None)


def test_what_was_claimed_and_given_back_many_times_leaves_nothing_lying_about() -> None:
    line = Line()
    for number in range(3):
        line.put(Ticket(NOW, number, f"e{number}", f"lane {number}"))
    for _ in range(10_000):
        assert line.claim(NOW) == "e0"
        line.release("e0")
    assert len(line._ready) + len(line._due) + len(line._later) < 100
