"""Once a month whoever wants that is asked about somebody who shares a word with them."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Context, PersonRef, frozen

from . import plugin
from .circle import Whereabouts, profile_of, profiles, whereabouts
from .meeting import proposals, propose, still_stands
from .pairing import pairs
from .profile import Profile
from .state import Past, Proposal

ANSWERED_WITHIN = timedelta(days=7)
"""So long both have to say yes."""

HEARS_WITHIN = timedelta(days=3)
"""Who hears nothing for longer is left out this month."""

PAGE = 100
"""So many pairs are asked in one commit."""


@frozen
class Planned:
    """A page of those who are to be asked; kept until they were, for some minutes."""

    proposals: tuple[Proposal, ...] = ()


@plugin.every("first tuesday 10:00", scope="community")
async def bring_together(ctx: Context) -> None:
    """Ask two by two whether they would like to meet; nobody who met the other one lately, or is being asked about somebody now."""
    people, where, past = dict[str, Profile](), dict[str, Whereabouts](), dict[str, Past]()
    busy = {person for one in await proposals(ctx) for person in one.people}
    for person, profile in (await profiles(ctx)).items():
        if not profile.monthly or profile.is_empty or person in busy:
            continue
        before = await ctx.load(Past, key=person.id, scope="community")
        if before.may_be_asked(ctx.now) and not await ctx.people.is_away(person, HEARS_WITHIN):
            people[person.id], past[person.id] = profile, before
            where[person.id] = await whereabouts(ctx, person)

    def may_meet(one: str, other: str) -> bool:
        return not past[one].lately(other, ctx.now) and where[one].may_meet(where[other])

    def strangers(one: str, other: str) -> bool:
        return not where[one].groups & where[other].groups

    seed = f"{ctx.community.id} {ctx.now:%Y-%m}"
    found = list[Proposal]()
    for pair in pairs(people, may_meet=may_meet, strangers=strangers, seed=seed):
        said = {pair.one: pair.shared.values[0], pair.other: pair.shared.values[1]}
        two = (PersonRef(pair.one), PersonRef(pair.other))
        found.append(Proposal(*two, pair.shared.facet, said, ctx.now + ANSWERED_WITHIN))
    for key in await ctx.keys(Planned, scope="community"):
        await ctx.delete(Planned, key=key, scope="community")
    for first in range(0, len(found), PAGE):
        await ctx.save(Planned(tuple(found[first : first + PAGE])), key=f"{first // PAGE:06}", scope="community")
    await _ask(ctx, 0)


@plugin.timer("ask")
async def ask(ctx: Context, page: int) -> None:
    """Ask the next ones."""
    await _ask(ctx, page)


async def _ask(ctx: Context, page: int) -> None:
    """Ask those of a page who want it still and say of themselves still what brings them together."""
    key = f"{page:06}"
    planned = await ctx.find(Planned, key=key, scope="community")
    if planned is None:
        return
    await ctx.delete(Planned, key=key, scope="community")
    for proposal in planned.proposals:
        if await _as_planned(ctx, proposal) and await still_stands(ctx, proposal):
            await propose(ctx, proposal)
    ctx.timer(timedelta(0), then="ask", value=page + 1, name=str(page + 1), scope="community")


async def _as_planned(ctx: Context, proposal: Proposal) -> bool:
    """Whether both say still by what they were paired, and nobody was asked about somebody else meanwhile."""
    for person in proposal.people:
        said, past = await profile_of(ctx, person), await ctx.load(Past, key=person.id, scope="community")
        if proposal.said[person.id] not in said.values(proposal.facet) or not past.may_be_asked(ctx.now):
            return False
    return True
