"""Parsers of the values that stand in a community file. Each raises Wrong with what was expected instead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from zoneinfo import available_timezones

from ..model.community import THREAD, Basis, BasisKind, Facet, SizeBand, Use
from ..nearest import nearest
from ..playbook.duration import Duration, DurationError
from ..playbook.local_time import is_zone
from ..playbook.parsers import (
    integer_from,
    list_of,
    map_of,
    matching,
    one_of,
    one_or_more,
    scalar,
    text,
)
from ..playbook.reader import Reader, Wrong
from ..playbook.yaml import Node, Scalar

ACCOUNTS = {
    "slack": matching("[UW][A-Z0-9]{2,}", "a Slack member id such as U012AB3CD (profile → ⋮ → copy member ID)"),
    "matrix": matching(r"@[^:\s]+:\S+", "a Matrix user id such as @ana:example.org"),
    "simulator": matching("[a-z0-9][a-z0-9._-]*", "a name of small letters and digits"),
}
"""How an account is written down, by platform."""

person_id = matching("[a-z0-9][a-z0-9_.-]*", "an id of small letters, digits, '_', '.' and '-'")


def timezone(reader: Reader, node: Node) -> str:
    """The name of an IANA zone."""
    found = text(reader, node)
    if not is_zone(found):
        zones = available_timezones()
        near = nearest(found, zones) or _zone_of_city(found, zones)
        raise Wrong(f"'{found}' is no time zone; expected for example Europe/Berlin", nearest=near)
    return found


def duration(reader: Reader, node: Node) -> str:
    """A duration, as it is written."""
    found = text(reader, node)
    try:
        return str(Duration.parse(found))
    except DurationError as error:
        raise Wrong(str(error), nearest=error.nearest) from error


def interval(reader: Reader, node: Node) -> str:
    """A duration that is not nothing, as it is written."""
    found = duration(reader, node)
    if Duration.parse(found).amount == 0:
        raise Wrong("must be longer than nothing, for example 3mo")
    return found


def day(reader: Reader, node: Node) -> date:
    """A day: `2027-06-30`."""
    found = text(reader, node)
    try:
        return date.fromisoformat(found)
    except ValueError as error:
        raise Wrong(f"must be a day such as 2027-06-30, not '{found}'") from error


def platform(reader: Reader, node: Node) -> str:
    """The name of a platform that is built in."""
    found = text(reader, node)
    if found not in ACCOUNTS:
        raise Wrong(f"there is no platform '{found}'; expected slack or matrix", nearest=nearest(found, ACCOUNTS))
    return found


def home(reader: Reader, node: Node) -> str:
    """What a room or channel is called on its platform."""
    found = text(reader, node)
    if len(found.split()) > 1:
        raise Wrong(f"no room or channel is called '{found}': such a name has no blanks")
    return found


def room(reader: Reader, node: Node) -> str:
    """The same of what is no group's: only a group lives in a thread."""
    found = home(reader, node)
    if found == THREAD:
        raise Wrong("only a group lives in a thread; a channel that is called so is '#thread'")
    return found


def basis(reader: Reader, node: Node) -> Basis:
    """On what a group stands: `{kind: interest, about: [python]}`."""
    with reader.map(node, "basis", "{kind: interest, about: [python]}") as fields:
        return Basis(
            fields.get("kind", one_of(BasisKind), BasisKind.INTEREST), fields.get("about", one_or_more(text), ())
        )


def facets_of(reader: Reader, node: Node) -> tuple[Facet, ...]:
    """What people are asked to say of themselves: one facet or several, each once, in the order of the house."""
    found = one_or_more(one_of(Facet))(reader, node)
    if not found:
        raise Wrong(f"'facets' names none; leave it out for all of {', '.join(one.value for one in Facet)}")
    return tuple(one for one in Facet if one in found)


def size(reader: Reader, node: Node) -> SizeBand:
    """How many people a group is for: `{from: 10, to: 50}`."""
    with reader.map(node, "size", "{from: 10, to: 50}") as fields:
        band = SizeBand(fields.get("from", integer_from(1), 1), fields.get("to", integer_from(1), 10**9))
        if band.from_ > band.to:
            raise Wrong(f"size goes from {band.from_} to {band.to}; 'to' must not be smaller than 'from'")
        return band


def use(reader: Reader, node: Node) -> Use:
    """A playbook that a group uses, with what it sets of it: `heartbeat`, `{use: heartbeat, with: {at: monday 09:00}}`."""
    if isinstance(node, Scalar):
        return Use(text(reader, node))
    with reader.map(node, "a use of a playbook", "{use: heartbeat, with: {at: monday 09:00}}") as fields:
        playbook = fields.need("use", text, "")
        given = fields.get("with", map_of(_as_written), {})
    return Use(playbook, given)


def _as_written(reader: Reader, node: Node) -> str | tuple[str, ...]:
    return scalar(reader, node).text if isinstance(node, Scalar) else list_of(text)(reader, node)


def _zone_of_city(city: str, zones: Collection[str]) -> str | None:
    by_city = {zone.rpartition("/")[2]: zone for zone in sorted(zones, reverse=True)}
    near = nearest(city.rpartition("/")[2].replace(" ", "_"), by_city)
    return by_city[near] if near else None
