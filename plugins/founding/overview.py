"""All groups of a community together, for those who manage it: figures of groups, never of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

from coterie.core.api import Context, Group, GroupRef, PersonRef, Text, frozen

from . import cards
from .likeness import Overlap, alike_pairs, overlap
from .portfolio import goals_without_group, groups_without_goal, portfolio
from .seeing import LIVELY

PAIRS = 5
"""So many overlapping pairs are named."""

MOSTLY = 0.5
"""From here on the smaller of two groups is mostly in the other."""

WORDS = 3


@frozen
class Pair:
    """Two groups that overlap, and the words that their charters share."""

    one: Group
    other: Group
    people: Overlap
    words: tuple[str, ...] = ()


async def overview(ctx: Context) -> Text:
    """Figures, goals without a group, groups without a goal, and the pairs that overlap."""
    lively = [group for group in ctx.groups.all() if group.state in LIVELY]
    members = {group.id: frozenset(await ctx.members(GroupRef(group.id))) for group in lively}
    found = portfolio([(group, members[group.id]) for group in lively])
    parts = [ctx.text("portfolio", equal=round(found.equal, 1), **cards.counts(found))]
    goals = ctx.community.goals
    if open_ := goals_without_group(goals, lively):
        parts.append(ctx.text("portfolio-goals", goals=open_))
    if goals and (goalless := groups_without_goal(goals, lively)):
        parts.append(ctx.text("portfolio-goalless", groups=goalless))
    pairs = sorted(
        _pairs(lively, members, ctx.community.k),
        key=lambda pair: (-pair.people.coefficient, pair.one.id, pair.other.id),
    )
    return cards.above(ctx, *parts, *(_said(ctx, pair) for pair in pairs[:PAIRS]))


def _pairs(groups: list[Group], members: Mapping[str, frozenset[PersonRef]], k: int) -> Iterable[Pair]:
    by_id = {group.id: group for group in groups}
    alike = alike_pairs(groups)
    joint = [pair for pair, count in _shared(members).items() if count >= k]
    for one, other in dict.fromkeys([*alike, *joint]):
        people, words = overlap(members[one], members[other]), alike.get((one, other), ())[:WORDS]
        if words or people.coefficient >= MOSTLY:
            yield Pair(by_id[one], by_id[other], people, words)


def _shared(members: Mapping[str, frozenset[PersonRef]]) -> Mapping[tuple[str, str], int]:
    """How many people two groups share, for those that share any: ids, the lesser first."""
    of_person: dict[PersonRef, list[str]] = {}
    for id in sorted(members):
        for person in members[id]:
            of_person.setdefault(person, []).append(id)
    return Counter(pair for ids in of_person.values() for pair in combinations(ids, 2))


def _said(ctx: Context, pair: Pair) -> Text:
    named = {"one": pair.one.name, "other": pair.other.name, "about": pair.words}
    if pair.people.shared < ctx.community.k:
        return ctx.text("portfolio-similar", **named)
    share = round(100 * pair.people.coefficient)
    some = "some" if pair.words else "none"
    return ctx.text("portfolio-pair", shared=pair.people.shared, share=share, words=some, **named)
