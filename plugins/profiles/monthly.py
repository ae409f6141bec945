"""Once a month whoever wants that is asked about somebody who shares a word with them."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Context, PersonRef

from . import plugin
from .circle import Whereabouts, profiles, whereabouts
from .meeting import proposals, propose
from .pairing import pairs
from .profile import Profile
from .state import Past, Proposal

ANSWERED_WITHIN = timedelta(days=7)
"""So long both have to say yes."""

HEARS_WITHIN = timedelta(days=3)
"""Who hears nothing for longer is left out this month."""


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
    for pair in pairs(people, may_meet=may_meet, strangers=strangers, seed=seed):
        said = {pair.one: pair.shared.values[0], pair.other: pair.shared.values[1]}
        two = (PersonRef(pair.one), PersonRef(pair.other))
        await propose(ctx, Proposal(*two, pair.shared.facet, said, ctx.now + ANSWERED_WITHIN))
