"""`quiet:` of a community file: when its people are left in peace, and what becomes of that which recurs on holidays."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from ..model.preferences import DAYS, Hours, Quiet, Recurring
from ..nearest import nearest
from ..playbook.parsers import (
    integer_from,
    one_of,
    one_or_more,
    text,
)
from ..playbook.reader import (
    Fields,
    Parser,
    Reader,
    Wrong,
)
from ..playbook.yaml import Node
from ..public_holidays import UnknownRegion, checked_region

EXAMPLE = '{hours: "21:00-08:00", days: [sat, sun], holidays: DE-SN, most_per_week: 7}'
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def quiet_of_community(reader: Reader, node: Node) -> Quiet:
    """What a community asks for its people and its groups."""
    with reader.map(node, "quiet", EXAMPLE) as fields:
        return Quiet(
            hours=fields.get("hours", hours),
            days=_days_of(fields, ()),
            holidays=fields.get("holidays", region),
            most_per_week=fields.get("most_per_week", integer_from(1)),
            recurring=fields.get("recurring", one_of(Recurring), Recurring.SKIP),
        )


def quiet_of_group(community: Quiet | None) -> Parser[Quiet]:
    """What a group has of its own, over what it has from its community. Hours and numbers are about people, not about rooms."""

    def parse(reader: Reader, node: Node) -> Quiet:
        base = community or Quiet()
        with reader.map(node, "quiet of a group", "{holidays: DE-BY, recurring: move}") as fields:
            for name in ("hours", "most_per_week"):
                if (entry := fields.entry(name)) is not None:
                    message = f"'{name}' is about people, who may be in several groups: it stands under quiet of the community"
                    reader.error(entry.key, message)
            return evolve(
                base,
                days=_days_of(fields, base.days),
                holidays=fields.get("holidays", region, base.holidays),
                recurring=fields.get("recurring", one_of(Recurring), base.recurring),
            )

    return parse


def hours(reader: Reader, node: Node) -> Hours:
    """Hours of a day: `21:00-08:00`."""
    found = text(reader, node)
    try:
        span = Hours.parse(found)
    except ValueError as error:
        raise Wrong(str(error)) from error
    if not span:
        raise Wrong(f"'{found}' is no time at all: it begins when it ends")
    return span


def day(reader: Reader, node: Node) -> str:
    """A day of the week: `sat` or `saturday`."""
    found = text(reader, node)
    word = found.strip().lower()
    if word in _LONG:
        return DAYS[_LONG.index(word)]
    if word not in DAYS:
        raise Wrong(f"must be a day such as {', '.join(DAYS)}, not '{found}'", nearest=nearest(word, (*DAYS, *_LONG)))
    return word


def region(reader: Reader, node: Node) -> str:
    """A country, or a part of it, whose public holidays are known."""
    try:
        return checked_region(text(reader, node))
    except UnknownRegion as error:
        raise Wrong(str(error), nearest=error.nearest) from error


def _days_of(fields: Fields, instead: Sequence[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(fields.get("days", one_or_more(day), tuple(instead))))
    if len(found) == len(DAYS) and (node := fields.node_of("days")) is not None:
        fields.reader.error(node, "on all days of the week there is nobody left to speak to")
    return found
