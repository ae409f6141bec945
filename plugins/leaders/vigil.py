"""No group whose only leader left unnoticed, no leader who carries too much unnoticed, nobody who leads alone for long."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import LIVE, Context, GroupRef, PersonRef, evolve

from .candidacy import Candidacy, Rung, Stage
from .ladder import acting, ask_group, drop, trial
from .people import Alone, Alumnus, Load, Warned, Watch, holders, load_of, present_leaders
from .rota import Rota, Small

MONTH = timedelta(days=28)
HALF_YEAR = timedelta(days=182)
NAMED = 10
"""So many groups without a deputy are named."""


async def left(ctx: Context, person: PersonRef) -> None:
    """Somebody is no longer in the group: their roles and candidacies here are over, and they are on no list."""
    for small in Small:
        rota = await ctx.load(Rota, key=small.value)
        if rota.has(person):
            await ctx.save(rota.left_by(person), key=small.value)
    for candidacy in (await ctx.load_all(Candidacy)).values():
        if candidacy.person == person:
            await drop(ctx, candidacy)
            await _tell_those_who_wait(ctx, candidacy)
    group = ctx.groups.get()
    roles = dict.fromkeys(
        [
            *(["leader"] if person.id in group.leaders else []),
            *(term.role for term in group.terms if term.person == person.id),
        ]
    )
    for role in roles:
        await ctx.groups.relieve(person, role)


async def _tell_those_who_wait(ctx: Context, candidacy: Candidacy) -> None:
    waiting = {candidacy.by, candidacy.companion} - {None, candidacy.person}
    said = ctx.text("candidate-left", person=await ctx.name(candidacy.person), role=candidacy.rung)
    for one in sorted(one for one in waiting if one is not None):
        ctx.post(one, said)


async def ended(ctx: Context, person: PersonRef, role: str, *, thank: bool) -> None:
    """A term is over: thanks, and a place among those who had it."""
    await ctx.save(Alumnus(person, role, ctx.now), key=f"{person.id} {role}")
    candidacy = await ctx.find(Candidacy, key=f"{role} {person.id}")
    if candidacy is not None and candidacy.stage in (Stage.TRIAL, Stage.CONFIRMING):
        await drop(ctx, candidacy)
    if thank:
        ctx.post(ctx.groups.room(ctx.group), ctx.text("thanks", person=person, role=role))


async def look_after(ctx: Context) -> None:
    """See whether somebody who leads is there; where not, let a deputy act, tell the managers once, and ask the group."""
    here, group = await ctx.members(), ctx.groups.get()
    watch = await ctx.load(Watch)
    if not here or group.state not in LIVE:
        return
    if await present_leaders(ctx):
        if watch.vacant:
            await ctx.save(evolve(watch, vacant=False))
        return
    if watch.vacant:
        return
    await ctx.save(evolve(watch, vacant=True))
    named = [await ctx.name(PersonRef(term.person)) for term in ctx.groups.holders("leader")]
    deputy = acting(ctx, here)
    for manager in ctx.managers():
        ctx.post(
            manager,
            ctx.text(
                "vacant",
                group=group.name,
                named=named,
                count=len(named),
                deputy=await ctx.name(deputy) if deputy else "",
                acting=deputy is not None,
            ),
        )
    if deputy is not None:
        candidacy = Candidacy(deputy, Rung.LEADER, Stage.TRIAL, ctx.now)
        await trial(ctx, candidacy, "deputy-acts")
    ask_group(ctx, ctx.text("who-would-lead"), Rung.LEADER)


async def look_for_deputy(ctx: Context) -> None:
    """Who leads alone is asked, at most twice a year, to name somebody who stands in; four weeks later the managers hear of the group."""
    here, watch = await ctx.members(), await ctx.load(Watch)
    leaders = await present_leaders(ctx)
    if len(leaders) != 1 or holders(ctx, "deputy", here) or len(here) < 2:
        await ctx.delete(Alone, key=ctx.group.id, scope="community")
        return
    if watch.lonely is None or ctx.now - watch.lonely >= HALF_YEAR:
        await ctx.save(evolve(watch, lonely=ctx.now, told=None))
        ctx.post(leaders[0], ctx.text("no-deputy", group=await ctx.name(ctx.group)))
    elif watch.told is None and ctx.now - watch.lonely >= MONTH:
        await ctx.save(evolve(watch, told=ctx.now))
        await ctx.save(Alone(), key=ctx.group.id, scope="community")


async def tell_of_missing_deputies(ctx: Context) -> None:
    """Tell the managers once, of all groups together, where one person leads and nobody could stand in; none of the group they lead themselves."""
    alone = set(await ctx.keys(Alone, scope="community"))
    groups = sorted(
        (one for one in ctx.groups.all() if one.id in alone and one.state in LIVE), key=lambda one: one.name
    )
    for id in alone:
        await ctx.delete(Alone, key=id, scope="community")
    for manager in ctx.managers():
        names = [one.name for one in groups if manager not in ctx.leaders(GroupRef(one.id))]
        more = max(0, len(names) - NAMED)
        if names:
            ctx.post(manager, ctx.text("alone", groups=names[:NAMED], count=len(names), more=more))


async def warn_of_load(ctx: Context, person: PersonRef) -> None:
    """Tell somebody who does a lot, and the managers, and nobody else; at most once a month."""
    load, warned = load_of(ctx, person), await ctx.load(Warned, scope="person", of=person)
    if not load.is_heavy or (warned.at is not None and ctx.now - warned.at < MONTH):
        return
    await ctx.save(Warned(ctx.now), scope="person", of=person)
    ctx.post(person, await _load_text(ctx, "you-do-a-lot", load, person))
    for manager in ctx.managers():
        if manager != person:
            ctx.post(manager, await _load_text(ctx, "does-a-lot", load, person))


async def _load_text(ctx: Context, id: str, load: Load, person: PersonRef) -> str:
    groups = [await ctx.name(group) for group in load.groups]
    return ctx.text(id, person=await ctx.name(person), groups=groups, roles=load.roles)
