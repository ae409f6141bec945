"""How people come to lead, and stop again: host of the week first, then a trial with somebody at one's side, a term, thanks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TypeVar

from coterie.core.api import (
    Context,
    GroupRef,
    MemberLeft,
    PersonRef,
    Plugin,
    TermBegan,
    TermEnded,
    evolve,
)

from . import absence, ladder, vigil, weeks
from .candidacy import Candidacy, Rung, Stage
from .overview import overview
from .people import DUTY, LIVE, Watch, held, present_leaders
from .rota import Small

plugin = Plugin("leaders", texts="leaders.ftl")

Kind = TypeVar("Kind", Small, Rung)


class Role(Enum):
    """All that one may volunteer or be named for."""

    HOST = "host"
    SCRIBE = "scribe"
    MODERATOR = "moderator"
    DEPUTY = "deputy"
    LEADER = "leader"

    @property
    def small(self) -> Small | None:
        """The micro-role that it is, if it is one."""
        return next((one for one in Small if one.value == self.value), None)


class When(Enum):
    """What may stand behind `away`."""

    UNTIL = "until"
    BIS = "bis"
    BACK = "back"


# --- micro-roles ----------------------------------------------------------------------------------------------------


@plugin.command("host")
async def host(ctx: Context) -> None:
    """See who hosts this week, and come on the list of those who are asked."""
    ctx.quietly(await weeks.shown(ctx, Small.HOST))


@plugin.command("scribe")
async def scribe(ctx: Context) -> None:
    """See who writes things down this week, and come on the list of those who are asked."""
    ctx.quietly(await weeks.shown(ctx, Small.SCRIBE))


@plugin.choice("on")
async def on(ctx: Context, what: Sequence[str]) -> None:
    """Come on the list of a micro-role."""
    role = entered(ctx, what, Small)
    await require_member(ctx, ctx.person)
    await weeks.join(ctx, role, ctx.person)


@plugin.choice("off")
async def off(ctx: Context, what: Sequence[str]) -> None:
    """Get off the list, also when it is one's turn."""
    role = entered(ctx, what, Small)
    await weeks.leave(ctx, role, ctx.person)
    await weeks.decline(ctx, role, ctx.person)


@plugin.choice("take")
async def take(ctx: Context, what: Sequence[str]) -> None:
    """Take a micro-role for this week."""
    await weeks.take(ctx, entered(ctx, what, Small), ctx.person)


@plugin.choice("pass")
async def pass_on(ctx: Context, what: Sequence[str]) -> None:
    """Not this week: the next one is asked."""
    role = entered(ctx, what, Small)
    ctx.post(ctx.person, ctx.text("fine-too"))
    await weeks.decline(ctx, role, ctx.person)


@plugin.choice("decline-list")
async def decline_list(ctx: Context, what: Sequence[str]) -> None:
    """Rather not come on a list."""
    entered(ctx, what, Small)
    ctx.post(ctx.person, ctx.text("fine-too"))


@plugin.timer("silent")
async def silent(ctx: Context, role: str) -> None:
    """Whoever was asked said nothing for a day: the next one is asked."""
    rota = await weeks.rota(ctx, Small(role))
    if rota.asked is not None:
        await weeks.decline(ctx, Small(role), rota.asked)


@plugin.every("monday 09:00")
async def monday(ctx: Context) -> None:
    """A new week: whose turn it is, and whether the group is led."""
    if ctx.groups.get().state not in LIVE:
        return
    for small in Small:
        await weeks.begin(ctx, small)
    await vigil.look_after(ctx)
    await vigil.look_for_deputy(ctx)
    for leader in await present_leaders(ctx):
        await vigil.warn_of_load(ctx, leader)


# --- the ladder -----------------------------------------------------------------------------------------------------


@plugin.command("leaders")
async def leaders(ctx: Context) -> None:
    """See who has which role here, until when, and who had one."""
    ctx.quietly(await overview(ctx))


@plugin.command("volunteer", who="member")
async def volunteer(ctx: Context, role: Role) -> None:
    """Offer to take a role: `volunteer host`, `volunteer deputy`."""
    await use(ctx)
    if role.small:
        await weeks.join(ctx, role.small, ctx.person)
        return
    await ladder.stand(ctx, Rung(role.value), ctx.person, None)
    ctx.quietly(ctx.text("thanks-for-offer", role=role))


@plugin.command("nominate", who="member")
async def nominate(ctx: Context, person: PersonRef, role: Role) -> None:
    """Name somebody for a role; they are asked first: `nominate @bo leader`."""
    await use(ctx)
    if person == ctx.person:
        await volunteer(ctx, role)
        return
    if role.small:
        await require_member(ctx, person)
        ctx.post(person, await weeks.invitation(ctx, role.small, ctx.person))
    else:
        await ladder.stand(ctx, Rung(role.value), person, ctx.person)
    ctx.quietly(ctx.text("asked-them", person=await ctx.name(person), role=role))


@plugin.choice("would")
async def would(ctx: Context, what: Sequence[str]) -> None:
    """Offer oneself, asked as a group."""
    rung = entered(ctx, what, Rung)
    await require_member(ctx, ctx.person)
    await ladder.stand(ctx, rung, ctx.person, None)
    ctx.quietly(ctx.text("thanks-for-offer", role=rung))


@plugin.choice("accept")
async def accept(ctx: Context, what: Sequence[str]) -> None:
    """Be willing."""
    candidacy = await own(ctx, what)
    if candidacy.stage is Stage.NOMINATED:
        await ladder.accept(ctx, candidacy)


@plugin.choice("decline")
async def decline(ctx: Context, what: Sequence[str]) -> None:
    """Rather not."""
    candidacy = await own(ctx, what)
    if candidacy.stage is Stage.NOMINATED:
        await ladder.decline(ctx, candidacy)


@plugin.choice("yes")
async def yes(ctx: Context, what: Sequence[str]) -> None:
    """One of those who lead agrees."""
    await ladder.hear(ctx, await candidacy_of(ctx, what), True)


@plugin.choice("no")
async def no(ctx: Context, what: Sequence[str]) -> None:
    """One of those who lead does not agree."""
    await ladder.hear(ctx, await candidacy_of(ctx, what), False)


@plugin.choice("object")
async def object_to(ctx: Context, what: Sequence[str]) -> None:
    """A member objects to a trial."""
    candidacy = await candidacy_of(ctx, what)
    await require_member(ctx, ctx.person)
    await ladder.object_to(ctx, candidacy)


@plugin.timer("lapse")
async def lapse(ctx: Context, key: str) -> None:
    """Nobody answered for a week."""
    if (candidacy := await ladder.find(ctx, key)) is not None:
        await ladder.lapse(ctx, candidacy)


@plugin.timer("confirm")
async def confirm(ctx: Context, key: str) -> None:
    """The trial will soon be over: those who lead are asked whether it becomes a term."""
    candidacy = await ladder.find(ctx, key)
    if candidacy is not None and candidacy.stage is Stage.TRIAL and ctx.groups.get().state in LIVE:
        await ladder.ask_deciders(ctx, candidacy.at(Stage.CONFIRMING))


# --- the end of terms -----------------------------------------------------------------------------------------------


@plugin.timer("ending")
async def ending(ctx: Context, term: Sequence[str]) -> None:
    """A term will soon be over."""
    person, rung, until = term
    if ctx.groups.get().state not in LIVE:
        return
    await ladder.ask_holder(ctx, PersonRef(person), Rung(rung), datetime.fromisoformat(until))


@plugin.timer("undecided")
async def undecided(ctx: Context, term: Sequence[str]) -> None:
    """The holder did not say what they want."""
    person, rung = term
    await ladder.nobody_said(ctx, PersonRef(person), Rung(rung))


@plugin.choice("go-on")
async def go_on(ctx: Context, what: Sequence[str]) -> None:
    """Have another term, if those who lead agree."""
    await ladder.go_on(ctx, ctx.person, entered(ctx, what, Rung))


@plugin.choice("hand-over")
async def hand_over(ctx: Context, what: Sequence[str]) -> None:
    """Let somebody else have it."""
    await ladder.hand_over(ctx, ctx.person, entered(ctx, what, Rung))


@plugin.command("step-down", who="member")
async def step_down(ctx: Context, role: Role) -> None:
    """Give a role back today: `step-down leader`."""
    await give_back(ctx, ctx.person, role)


@plugin.command("relieve", who="manager")
async def relieve(ctx: Context, person: PersonRef, role: Role) -> None:
    """Take a role back from somebody: `relieve @bo moderator`."""
    await give_back(ctx, person, role)


async def give_back(ctx: Context, person: PersonRef, role: Role) -> None:
    """End a term before its time."""
    await use(ctx)
    if held(ctx, person, role.value) is None:
        ctx.refuse("holds-it-not", person=await ctx.name(person), role=role)
    await ctx.groups.relieve(person, role.value)
    ctx.quietly(ctx.text("given-back", person=await ctx.name(person), role=role))


@plugin.on(TermBegan)
async def began(ctx: Context, term: TermBegan) -> None:
    """Somebody leads again; does anybody carry too much?"""
    if not ctx.in_group or term.role == DUTY:
        return
    if term.role == "leader":
        await ctx.save(evolve(await ctx.load(Watch), vacant=not await present_leaders(ctx)))
    await vigil.warn_of_load(ctx, ctx.person)


@plugin.on(TermEnded)
async def ended(ctx: Context, term: TermEnded) -> None:
    """Thank somebody, and see to it that the group is still led."""
    if ctx.in_group and term.role != DUTY:
        await vigil.ended(ctx, ctx.person, term.role, thank=ctx.person in await ctx.members())
        await vigil.look_after(ctx)


@plugin.on(MemberLeft)
async def left(ctx: Context, gone: MemberLeft) -> None:
    """Somebody left the group, and with it what they did in it."""
    if ctx.in_group and ctx.person not in await ctx.members():
        await vigil.left(ctx, ctx.person)
        await vigil.look_after(ctx)


# --- away -----------------------------------------------------------------------------------------------------------


@plugin.command("away")
async def away(ctx: Context, when: When | None = None, day: date | None = None) -> None:
    """Say that one is away, and who leads stands in: `away until 2026-12-24`, `away back`."""
    if when is When.BACK:
        was = await absence.come_back(ctx, ctx.person)
        ctx.post(ctx.person, ctx.text("back-again" if was else "was-here"))
        return
    if day is None or day < ctx.local_now.date():
        ctx.refuse("until-when")
    until = datetime.combine(day + timedelta(days=1), time(), ctx.local_now.tzinfo)
    await absence.go(ctx, ctx.person, until)


# --- what they have in common ---------------------------------------------------------------------------------------


def entered(ctx: Context, what: Sequence[str], kind: type[Kind]) -> Kind:
    """The role of a button; from here on it is about the button's group."""
    group, role = what
    ctx.enter(GroupRef(group))
    return kind(role)


async def candidacy_of(ctx: Context, what: Sequence[str]) -> Candidacy:
    """The candidacy of a button; from here on it is about its group. Where it is over the person is told so."""
    group, key = what
    ctx.enter(GroupRef(group))
    found = await ladder.find(ctx, key)
    if found is None:
        ctx.refuse("over")
    return found


async def own(ctx: Context, what: Sequence[str]) -> Candidacy:
    """The same, if it is about whoever pressed."""
    found = await candidacy_of(ctx, what)
    if found.person != ctx.person:
        ctx.refuse("not-for-you")
    return found


async def require_member(ctx: Context, person: PersonRef) -> None:
    """Go on only if somebody is in the group."""
    if person not in await ctx.members():
        ctx.refuse("not-here", person=await ctx.name(person), group=await ctx.name(ctx.group))


async def use(ctx: Context) -> None:
    """From the first time that somebody asks for it, the group uses this plugin: the ends of terms have to be heard."""
    group = ctx.groups.get()
    if plugin.name not in (*group.plugins, *ctx.community.plugins):
        await ctx.groups.amend(ctx.group, plugins=(*group.plugins, plugin.name))
