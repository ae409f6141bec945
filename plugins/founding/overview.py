"""All groups of a community together, for those who manage it: figures of groups, never of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from coterie.core.api import (
    LIVE,
    Context,
    Group,
    GroupRef,
    Overlap,
    PersonRef,
    Text,
    alike_pairs,
    frozen,
    overlap,
    paragraphs,
)

from . import cards
from .portfolio import equal_groups, goals_without_group, groups_without_goal
from .seeing import PEOPLE, figures, sample

PAIRS = 5
"""So many overlapping pairs are named."""

MOSTLY = 0.5
"""From here on the smaller of two groups is mostly in the other."""

WORDS = 3

NAMED = 10
"""So many groups without a goal are named."""

MOST = 100
"""Of so many pairs that are about the same is looked at how many people they share."""


@frozen
class Pair:
    """Two groups that overlap, and the words that their charters share."""

    one: Group
    other: Group
    people: Overlap
    words: tuple[str, ...] = ()


async def overview(ctx: Context) -> Text:
    """Figures, goals without a group, groups without a goal, and the pairs that overlap."""
    lively = [group for group in ctx.groups.all() if group.state in LIVE]
    found = await figures(ctx)
    parts = [ctx.text("portfolio", equal=round(found.equal, 1), **cards.counts(found)), *await _liveliness(ctx, lively)]
    goals = ctx.community.goals
    if open_ := goals_without_group(goals, lively):
        parts.append(ctx.text("portfolio-goals", goals=open_))
    if goals and (goalless := groups_without_goal(goals, lively)):
        left = len(goalless) - NAMED
        parts.append(ctx.text("portfolio-goalless", groups=goalless[:NAMED], left=max(0, left)))
    pairs = sorted(await _pairs(ctx, lively), key=lambda pair: (-pair.people.coefficient, pair.one.id, pair.other.id))
    return paragraphs(*parts, *(_said(ctx, pair) for pair in pairs[:PAIRS]))


async def _liveliness(ctx: Context, groups: Sequence[Group]) -> list[Text]:
    """How many groups it is like by what is written, and in how many groups those are who write, where that is known and they are enough."""
    ids = tuple(group.id for group in sample(groups))
    written = await ctx.call("lifecycle.messages", groups=ids)
    writers = await ctx.call("lifecycle.writers", groups=ids)
    found = list[Text]()
    if isinstance(written, tuple) and any(written):
        equal, silent = equal_groups(written), sum(not one for one in written)
        found.append(ctx.text("portfolio-written", equal=round(equal, 1), groups=len(ids), silent=silent))
    if isinstance(writers, tuple) and len(writers) >= ctx.community.k:
        asked = writers[:: max(1, len(writers) // PEOPLE)]
        per = sum([len(await ctx.joined(one)) for one in asked]) / len(asked)
        found.append(ctx.text("portfolio-writers", people=len(writers), per=round(per, 1)))
    return found


async def _pairs(ctx: Context, groups: Sequence[Group]) -> Sequence[Pair]:
    """The pairs that are about the same or share people. Of very many groups, people are looked at in those alone that are told of first."""
    by_id, alike = {group.id: group for group in groups}, alike_pairs(groups)
    members = {group.id: frozenset(await ctx.members(GroupRef(group.id))) for group in sample(groups)}
    joint = [pair for pair, count in _shared(members).items() if count >= ctx.community.k]
    found = list[Pair]()
    for one, other in dict.fromkeys([*list(alike)[:MOST], *joint]):
        for id in (one, other):
            if id not in members:
                members[id] = frozenset(await ctx.members(GroupRef(id)))
        people, words = overlap(members[one], members[other]), alike.get((one, other), ())[:WORDS]
        if words or people.coefficient >= MOSTLY:
            found.append(Pair(by_id[one], by_id[other], people, words))
    return found


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
