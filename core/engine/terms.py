"""The timers of terms that have an end: `term:GROUP:ROLE:PERSON`."""

from __future__ import annotations

from ..model.roles import Term
from ..ports import Timer, Unit
from ..refs import GroupRef, PersonRef

PREFIX = "term:"


def set_end(unit: Unit, group: GroupRef, term: Term) -> None:
    """Let a timer come when the term is over; none where it has no end."""
    key = _key(group, PersonRef(term.person), term.role)
    if term.until is None:
        unit.cancel_timer(key)
    else:
        unit.set_timer(Timer(key, term.until))


def forget_end(unit: Unit, group: GroupRef, person: PersonRef, role: str) -> None:
    """The term is over already."""
    unit.cancel_timer(_key(group, person, role))


def ended(timer: str) -> tuple[GroupRef, str, PersonRef] | None:
    """The term that is over when this timer comes; None where it is another timer."""
    parts = timer.removeprefix(PREFIX).split(":", 2)
    if not timer.startswith(PREFIX) or len(parts) != 3:
        return None
    return GroupRef(parts[0]), parts[1], PersonRef(parts[2])


def _key(group: GroupRef, person: PersonRef, role: str) -> str:
    return f"{PREFIX}{group.id}:{role}:{person.id}"
