"""What a charter is seen against: the groups of the community as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from coterie.core.api import LIVE, BasisKind, Context, Group, GroupRef, GroupState

from .charter_lint import Ended, Remark, Surrounding, lint
from .portfolio import Portfolio, estimate, portfolio

SAMPLE = 200
"""Of more groups than these the figures are taken."""

PEOPLE = 500
"""So many of their members are asked about for the other groups they are in, at least where there are so many."""


async def surrounding(ctx: Context) -> Surrounding:
    """The groups there are, those that ended with how they did, the goals, and today: as far as the author may know of them."""
    known = await ctx.groups.known(archived=True)
    lively = tuple(one for one in known if one.state is not GroupState.ARCHIVED)
    ended = [await _ended(ctx, group) for group in known if group.state is GroupState.ARCHIVED]
    return Surrounding(ctx.local_now.date(), lively, tuple(ended), ctx.community.goals)


async def _ended(ctx: Context, group: Group) -> Ended:
    moves = await ctx.groups.moves(GroupRef(group.id))
    last = moves[-1] if moves else None
    return Ended(group, (last.at if last else ctx.now).date(), last.why if last else "")


async def remarks_on(ctx: Context, charter: Group, why_closed: str) -> tuple[Remark, ...]:
    """What is to be said about a draft; its author, if they will lead, has agreed by writing it."""
    agreed = (ctx.person,) if ctx.person.id in charter.leaders else ()
    return lint(charter, await surrounding(ctx), agreed, why_closed=why_closed)


async def figures(ctx: Context) -> Portfolio:
    """The figures of all groups that can be joined; of very many an estimate, so that nobody waits until everybody is counted."""
    lively = [group for group in ctx.groups.all() if group.state in LIVE]
    looked_at = sample(lively)
    members = [(group, await ctx.members(GroupRef(group.id))) for group in looked_at]
    if len(looked_at) == len(lively):
        return portfolio(members)
    people = [person for _, some in members for person in some]
    joined = [len(await ctx.joined(person)) for person in people[:: max(1, len(people) // PEOPLE)]]
    return estimate(len(lively), [(group, len(some)) for group, some in members], joined)


def sample(groups: Sequence[Group]) -> Sequence[Group]:
    """All groups; of very many some, always the same, whose ids say nothing about them in the order of their hashes."""
    if len(groups) <= SAMPLE:
        return groups
    return sorted(groups, key=lambda group: sha256(group.id.encode()).digest())[:SAMPLE]


async def thin_figures(ctx: Context, wanted: int) -> Portfolio | None:
    """The figures, where one more group that wants so many people would be one too many; of few people nothing is told."""
    found = await figures(ctx)
    return found if found.is_thin(wanted) and found.people >= ctx.community.k else None


def is_regional(kind: object) -> bool:
    """Whether a group of this basis is at home where its founder is."""
    return kind == BasisKind.REGION.value
