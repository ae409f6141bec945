"""The functions of the playbook language: `replies`, `answered`, `pick`, `date` and the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import ModuleType

from ..refs import GroupRef, Ref
from .duration import Duration
from .facts import Facts
from .local_time import local_to_utc, parse_local
from .operators import concatenated
from .printing import Named, Reader, Span
from .views import GroupView, PersonView, StepView, answered_by, frozen_value, missing_of, seen_people

FUNCTIONS = "replies reactions answered missing count first join pick has_role in_group date time ago duration".split()
"""The names of all of them; `range` is there too."""


def functions(run: str, group: GroupRef | None, facts: Facts, reader: Reader) -> Mapping[str, Callable[..., object]]:
    """The functions for one run, by name; `run` is its id, from which `pick` draws."""

    def has_role(person: object, role: str) -> bool:
        return _person(person).ref in facts.holders(role, group)

    def in_group(person: object, other: object) -> bool:
        name = other.ref.id if isinstance(other, GroupView) else str(other)
        return any(name == one.id for one in facts.groups_of(_person(person).ref))

    return {
        "replies": lambda step: len(_step(step).state.replies),
        "reactions": _reactions,
        "answered": lambda step: seen_people(answered_by(_step(step).state), facts),
        "missing": lambda step: seen_people(missing_of(_step(step).state), facts),
        "count": lambda items: len(_items(items)),
        "first": lambda items: next(iter(_items(items)), None),
        "join": lambda items, separator=", ": _joined(items, separator),
        "pick": lambda items: picked(run, _items(items)),
        "has_role": has_role,
        "in_group": in_group,
        "date": lambda value, length="medium": _dates().in_date(_date(value, reader), reader, length),
        "time": lambda value, length="short": _dates().in_time(_instant(value, reader), reader, length),
        "ago": lambda value: _dates().in_ago(_instant(value, reader) - reader.now, reader),
        "duration": _duration,
    }


def _dates() -> ModuleType:
    from . import dates  # when the first is said: Babel is large, and a start says nothing

    return dates


def _reactions(step: object, emoji: str | None = None) -> int:
    given = _step(step).state.reactions
    return len({person for person, one in given if emoji is None or _bare(one) == _bare(emoji)})


def _bare(emoji: str) -> str:
    return emoji.replace("\ufe0f", "")


def picked(run: str, items: Sequence[object]) -> object:
    """One of the items, the same for the same run: the one whose hash with the run's id is least; None of none.

    So it stays the same when others join or leave the list.
    """

    def rank(item: object) -> bytes:
        kept = frozen_value(item)
        return hashlib.sha256(f"{run}\0{kept.id if isinstance(kept, Ref) else repr(kept)}".encode()).digest()

    return min(items, key=rank, default=None)


def _duration(written: object) -> Span:
    return written if isinstance(written, Span) else Span.of(Duration.parse(str(written)))


def _joined(items: object, separator: object) -> str:
    parts: list[object] = []
    for item in _items(items):
        parts += [str(separator), item] if parts else [item]
    return concatenated(*parts)


def _items(value: object) -> Sequence[object]:
    if isinstance(value, Mapping):
        return tuple(value)
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError(
            f"a list is needed, not {value!r}"
            if not isinstance(value, Named)
            else f"a list is needed, not {value.kind}"
        )
    return value if isinstance(value, Sequence) else tuple(value)


def _step(value: object) -> StepView:
    if not isinstance(value, StepView):
        raise TypeError("the id of a step is needed")
    return value


def _person(value: object) -> PersonView:
    if not isinstance(value, PersonView):
        raise TypeError("a person is needed" + (", and here is nobody" if value is None else ""))
    return value


def _date(value: object, reader: Reader) -> date:
    if isinstance(value, date):
        return value
    return _instant(value, reader)


def _instant(value: object, reader: Reader) -> datetime:
    """The instant meant by a date-time, a day (its beginning in the reader's zone), or a text of either."""
    match value:
        case datetime():
            return value if value.tzinfo else local_to_utc(value, reader.tzinfo)
        case date():
            return local_to_utc(datetime.combine(value, time()), reader.tzinfo)
        case timedelta():
            return reader.now.astimezone(UTC) - value
        case str():
            return local_to_utc(parse_local(value), reader.tzinfo)
    raise TypeError("a date-time is needed" + (", and here is nothing" if value is None else ""))
