"""What should be said about a charter before a group is founded on it (pure): each remark with the reason, in plain words.

The words themselves stand in the texts of the plugin under `lint-` and the remark's id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from attrs import field

from coterie.core.api import ALIKE, BasisKind, Group, JoinMode, PersonRef, frozen, nearest_groups, words

FEW_WORDS = 4
"""With fewer words than that, beside those of the name, a purpose says too little to know whether it is one's own."""

MANY = 150
"""More people than that do not know each other any more (R. Dunbar, J. Human Evolution 22, 1992)."""

NAMED = 3
"""So many shared words are named."""

_ANYTHING = frozenset(
    "everything anything whatever misc miscellaneous various stuff random things general allgemein allgemeines alles diverses "
    "irgendwas sonstiges verschiedenes dies".split()
)
_ANYBODY = frozenset(
    "everybody everyone anybody anyone all any people humans alle alles jeder jede jeden jedermann leute menschen".split()
)


@frozen
class Ended:
    """A group that is over: what it was, when it ended and what was said about it."""

    group: Group
    on: date
    why: str = ""


@frozen
class Remark:
    """Something about a charter. `about` names the field of the form; what `stops` must be put right before it is proposed."""

    id: str
    about: str
    stops: bool = False
    arguments: Mapping[str, object] = field(factory=dict)


@frozen
class Surrounding:
    """What a charter is seen against: the groups there are, those that ended, the community's goals, and today."""

    today: date
    groups: Sequence[Group] = ()
    ended: Sequence[Ended] = ()
    goals: Mapping[str, str] = field(factory=dict)


def lint(
    charter: Group, around: Surrounding, consented: Collection[PersonRef] = (), *, why_closed: str = ""
) -> tuple[Remark, ...]:
    """All that is to be said about the charter: what stops it first, else in the order of the form.

    `consented` are those who agreed to lead it, `why_closed` is the reason for which not everybody may come in.
    """
    found = [
        *_name(charter, around),
        *_purpose(charter),
        *_people(charter),
        *_goal(charter, around),
        *_leaders(charter, consented),
        *_size(charter),
        *_end(charter, around),
        *_openness(charter, why_closed),
        *_others(charter, around),
    ]
    return tuple(sorted(found, key=lambda remark: not remark.stops))


def _name(charter: Group, around: Surrounding) -> Iterator[Remark]:
    if not words(charter.name) and len(charter.name.strip()) < 2:
        yield Remark("no-name", "name", stops=True)
    for group in around.groups:
        if group.id != charter.id and _same(group.name, charter.name):
            yield Remark("name-taken", "name", stops=True, arguments={"group": group.name})
            return


def _purpose(charter: Group) -> Iterator[Remark]:
    said = words(charter.purpose)
    more = [word for word in said if word not in words(charter.name)]
    if not charter.purpose.strip():
        yield Remark("no-purpose", "purpose", stops=True)
    elif vague := [word for word in said if word in _ANYTHING]:
        yield Remark("purpose-anything", "purpose", arguments={"word": vague[0]})
    elif len(more) < FEW_WORDS:
        yield Remark("purpose-short", "purpose", arguments={"count": len(more)})


def _people(charter: Group) -> Iterator[Remark]:
    wanted = words(charter.for_)
    if not charter.for_.strip():
        yield Remark("no-for", "for")
    elif wanted and all(word in _ANYBODY for word in wanted):
        yield Remark("for-anybody", "for")
    if not charter.not_for.strip():
        yield Remark("no-not-for", "not_for")


def _goal(charter: Group, around: Surrounding) -> Iterator[Remark]:
    if charter.goal is not None and charter.goal not in around.goals:
        known = tuple(around.goals.values())
        yield Remark("goal-unknown", "goal", arguments={"goal": charter.goal, "goals": known, "count": len(known)})
    elif charter.goal is None and around.goals:
        yield Remark("no-goal", "goal", arguments={"count": len(around.goals)})


def _leaders(charter: Group, consented: Collection[PersonRef]) -> Iterator[Remark]:
    if not charter.leaders:
        yield Remark("no-leader", "leaders")
    elif not any(PersonRef(id) in consented for id in charter.leaders):
        yield Remark("no-leader-agreed", "leaders", arguments={"people": _refs(charter), "count": len(charter.leaders)})


def _refs(charter: Group) -> tuple[PersonRef, ...]:
    return tuple(PersonRef(id) for id in charter.leaders)


def _size(charter: Group) -> Iterator[Remark]:
    if charter.size.from_ > charter.size.to:
        yield Remark("size-turned", "from", stops=True, arguments=_band(charter))
    elif charter.size.from_ < 3:
        yield Remark("size-small", "from", arguments=_band(charter))
    elif charter.size.to > MANY:
        yield Remark("size-large", "to", arguments=_band(charter))


def _band(charter: Group) -> Mapping[str, object]:
    return {"from": charter.size.from_, "to": charter.size.to}


def _end(charter: Group, around: Surrounding) -> Iterator[Remark]:
    if charter.until is not None and charter.until <= around.today:
        yield Remark("end-over", "until", stops=True, arguments={"day": charter.until})
    elif charter.until is None and charter.basis.kind is BasisKind.NEED:
        yield Remark("need-without-end", "until")
    elif charter.until is None and charter.review_every is None:
        yield Remark("no-end", "until", stops=True)


def _openness(charter: Group, why: str) -> Iterator[Remark]:
    if charter.join is not JoinMode.OPEN and not why.strip():
        yield Remark("closed-why", "why_closed", stops=True)


def _others(charter: Group, around: Surrounding) -> Iterator[Remark]:
    """Groups that it overlaps with, or repeats."""
    for near in nearest_groups(charter, around.groups):
        if near.likeness >= ALIKE and not _same(near.group.name, charter.name):
            yield Remark("overlaps", "purpose", arguments={"group": near.group.name, "words": near.shared[:NAMED]})
    over = [one.group for one in around.ended]
    alike = nearest_groups(charter, over, len(over), among=around.groups)
    close = {near.group.id for near in alike if near.likeness >= ALIKE}
    again = [one for one in around.ended if one.group.id in close or _same(charter.name, one.group.name)]
    for one in sorted(again, key=lambda ended: ended.on, reverse=True)[:1]:
        yield Remark("repeats", "name", arguments={"group": one.group.name, "day": one.on, "why": one.why})


def _same(one: str, other: str) -> bool:
    return words(one) == words(other) if words(one) else one.strip().casefold() == other.strip().casefold()
