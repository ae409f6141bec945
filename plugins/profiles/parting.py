"""What becomes of what somebody said when they take it back, leave, or turn out to be somebody who is known."""

from __future__ import annotations

from coterie.core.api import AccountsLinked, Context, MemberLeft, PersonRef, evolve

from . import index, plugin
from .circle import whereabouts
from .meeting import drop, end, look_soon, proposals_of
from .profile import Profile
from .state import LOOKED_FOR, Past, Search


async def forget(ctx: Context, person: PersonRef) -> bool:
    """Keep nothing of somebody any more but when others were lately asked for them; whether anything else was kept."""
    told = await ctx.find(Profile, key=person.id, scope="community")
    past = await ctx.find(Past, key=person.id, scope="community")
    looked = await ctx.find(Search, key=person.id, scope="community")
    await end(ctx, person)
    for proposal in await proposals_of(ctx, person):
        await drop(ctx, proposal)
    await index.keep(ctx, person, Profile())
    await _forget_past(ctx, person, past)
    known = past is not None and past != past.forgotten(ctx.now)
    return known or told is not None or looked is not None


async def _forget_past(ctx: Context, person: PersonRef, past: Past | None) -> None:
    """Let go of whom somebody was thought of for, on both sides."""
    for id, seen in past.people.items() if past is not None else ():
        if seen.met:
            await ctx.call("coffee.forget-introduction", people=(person, PersonRef(id)))
        theirs = await ctx.find(Past, key=id, scope="community")
        if theirs is not None:
            await ctx.save(theirs.without(person.id), key=id, scope="community")
    left = past.forgotten(ctx.now) if past is not None else Past()
    if left == Past():
        await ctx.delete(Past, key=person.id, scope="community")
        return
    await ctx.save(left, key=person.id, scope="community")
    over = max(left.for_them) + LOOKED_FOR - ctx.now
    ctx.timer(over, then="forget-askings", value=person, name=person.id, scope="community")


@plugin.timer("forget-askings")
async def forget_askings(ctx: Context, person: PersonRef) -> None:
    """The two weeks are over in which it counted; who looks again by now keeps what came since."""
    past = await ctx.find(Past, key=person.id, scope="community")
    if past is not None and past.forgotten(ctx.now) == Past() and not past.people and past.asked is None:
        await ctx.delete(Past, key=person.id, scope="community")


@plugin.on(MemberLeft, scope="always")
async def left(ctx: Context, event: MemberLeft) -> None:
    """Who left the last of their groups is forgotten, also where they are in one still that has ended; who left one may not be told of those
    any more whom they met there alone."""
    if event.person is not None and not (await whereabouts(ctx, event.person)).is_here:
        await forget(ctx, event.person)


@plugin.on(AccountsLinked)
async def one_person(ctx: Context, linked: AccountsLinked) -> None:
    """Two who were two are one: what they say of themselves is put together, and nobody is introduced to themselves."""
    if linked.person is None:
        return
    stays, comes = linked.person, linked.other
    own = await ctx.load(Profile, key=stays.id, scope="community")
    theirs = await ctx.find(Profile, key=comes.id, scope="community")
    before = await ctx.find(Past, key=comes.id, scope="community")
    looked = await ctx.find(Search, key=comes.id, scope="community")
    await forget(ctx, comes)
    await ctx.delete(Past, key=comes.id, scope="community")  # what must stay of it goes over to the other
    ctx.cancel_timer("forget-askings", comes.id, scope="community")
    if looked is not None and await ctx.find(Search, key=stays.id, scope="community") is None:
        await ctx.save(looked, key=stays.id, scope="community")
        look_soon(ctx, stays)
    if theirs is not None:
        await index.keep(ctx, stays, own.as_one(theirs))
    if before is not None:
        await _hand_over(ctx, stays, comes, before)


async def _hand_over(ctx: Context, stays: PersonRef, comes: PersonRef, before: Past) -> None:
    """Whom either was thought of for, both were."""
    past = await ctx.load(Past, key=stays.id, scope="community")
    for id, seen in before.people.items():
        if id == stays.id:
            continue
        past = past.with_(id, seen)
        theirs = await ctx.load(Past, key=id, scope="community")
        await ctx.save(theirs.with_(stays.id, seen), key=id, scope="community")
    asked = max((one for one in (past.asked, before.asked) if one is not None), default=None)
    for_them = tuple(sorted((*past.for_them, *before.for_them)))
    past = evolve(past.without(comes.id), asked=asked, for_them=for_them)
    await ctx.save(past, key=stays.id, scope="community")
