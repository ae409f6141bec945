"""From willing to leading: consent, a trial with somebody at one's side, confirmation by those who lead; and how terms end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from coterie.core.api import Card, Choice, Context, PersonRef, Urgency, evolve

from .candidacy import Candidacy, Rung, Stage, Verdict
from .people import held, holders, present_leaders

PATIENCE = timedelta(days=7)
"""So long an answer is waited for."""
TRIAL = timedelta(days=28)
TERM = timedelta(days=182)
CONFIRM_BEFORE = timedelta(days=7)
"""So long before the end of a trial those who lead are asked."""
ASK_BEFORE = timedelta(days=14)
"""So long before the end of a term its holder is asked."""


async def find(ctx: Context, key: str) -> Candidacy | None:
    return await ctx.find(Candidacy, key=key)


async def put(ctx: Context, candidacy: Candidacy) -> None:
    await ctx.save(candidacy, key=candidacy.key)


async def drop(ctx: Context, candidacy: Candidacy) -> None:
    """It is over, one way or the other."""
    await ctx.delete(Candidacy, key=candidacy.key)
    for then in ("lapse", "confirm"):
        ctx.cancel_timer(then, candidacy.key)


# --- willing --------------------------------------------------------------------------------------------------------


async def stand(ctx: Context, rung: Rung, person: PersonRef, by: PersonRef | None) -> Candidacy:
    """Somebody stands for a role, or is named for it: then they are asked first. Who can't stand is told why not (UserError)."""
    name = await ctx.name(person)
    candidacy = Candidacy(person, rung, Stage.NOMINATED if by else Stage.WILLING, ctx.now, by)
    if person not in await ctx.members():
        ctx.refuse("not-here", person=name, group=await ctx.name(ctx.group))
    if held(ctx, person, rung.value) is not None:
        ctx.refuse("holds-it", person=name, role=rung)
    if await find(ctx, candidacy.key) is not None:
        ctx.refuse("stands-already", person=name, role=rung)
    if by is None:
        await ask_deciders(ctx, candidacy)
        return candidacy
    await put(ctx, candidacy)
    value = [ctx.group.id, candidacy.key]
    choices = [
        Choice("accept", ctx.plain("accept"), value, urgency=Urgency.PRIMARY),
        Choice("decline", ctx.plain("decline"), value),
    ]
    said = ctx.text("nominated", role=rung, by=await ctx.name(by), group=await ctx.name(ctx.group))
    ctx.post(person, Card(said, choices=choices))
    ctx.timer(PATIENCE, then="lapse", value=candidacy.key, name=candidacy.key)
    return candidacy


async def accept(ctx: Context, candidacy: Candidacy) -> None:
    """The person is willing, and still there."""
    if candidacy.person not in await ctx.members():
        await drop(ctx, candidacy)
        return
    ctx.post(candidacy.person, ctx.text("thanks-for-yes", group=await ctx.name(ctx.group)))
    await ask_deciders(ctx, candidacy.at(Stage.WILLING))


async def decline(ctx: Context, candidacy: Candidacy) -> None:
    """The person does not want to, and whoever named them hears no more than that."""
    await drop(ctx, candidacy)
    ctx.post(candidacy.person, ctx.text("fine-too"))
    if candidacy.by is not None:
        ctx.post(candidacy.by, ctx.text("declined", person=await ctx.name(candidacy.person), role=candidacy.rung))


# --- those who lead -------------------------------------------------------------------------------------------------


async def deciders(ctx: Context, candidacy: Candidacy) -> Sequence[PersonRef]:
    """Who is asked: the other leaders who are there, else the managers; these too where members object or nobody answered."""
    leaders = [one for one in await present_leaders(ctx) if one != candidacy.person]
    above = [one for one in ctx.managers() if one != candidacy.person]
    both = candidacy.objections or candidacy.escalated or not leaders
    return tuple(dict.fromkeys([*leaders, *(above if both else ())]))


async def ask_deciders(ctx: Context, candidacy: Candidacy) -> None:
    """Ask those who lead. Where there is nobody at all to ask, the group itself may object."""
    await put(ctx, candidacy)
    asked = await deciders(ctx, candidacy)
    if not asked:
        await agree(ctx, candidacy, None)
        return
    await _put_question(ctx, candidacy, asked)
    ctx.timer(PATIENCE, then="lapse", value=candidacy.key, name=candidacy.key)


async def _put_question(ctx: Context, candidacy: Candidacy, asked: Sequence[PersonRef]) -> None:
    value = [ctx.group.id, candidacy.key]
    choices = [
        Choice("yes", ctx.plain("yes"), value, urgency=Urgency.PRIMARY),
        Choice("no", ctx.plain("no"), value),
    ]
    said = ctx.text(
        "try-them" if candidacy.stage is Stage.WILLING else "confirm-them",
        person=await ctx.name(candidacy.person),
        role=candidacy.rung,
        group=await ctx.name(ctx.group),
        objections=len(candidacy.objections),
        own=candidacy.by is None,
    )
    for one in asked:
        ctx.post(one, Card(said, choices=choices))


async def hear(ctx: Context, candidacy: Candidacy, yes: bool) -> None:
    """One of those who lead has spoken. Who may not decide is told so (UserError)."""
    above = ctx.managers()
    leaders = await present_leaders(ctx)
    if ctx.person == candidacy.person or ctx.person not in (*leaders, *above):
        ctx.refuse("not-for-you")
    if candidacy.stage not in (Stage.WILLING, Stage.CONFIRMING):
        ctx.refuse("over")
    spoken = candidacy.said(ctx.person, yes)
    await put(ctx, spoken)
    ctx.post(ctx.person, ctx.text("heard"))
    match spoken.verdict(leaders, above):
        case Verdict.YES:
            await agree(ctx, spoken, ctx.person)
        case Verdict.NO:
            await reject(ctx, spoken)
        case Verdict.OPEN:
            await escalate(ctx, spoken)


async def agree(ctx: Context, candidacy: Candidacy, by: PersonRef | None) -> None:
    """Those who lead say yes: to a trial, or to a term."""
    if candidacy.stage is Stage.WILLING:
        await begin_trial(ctx, candidacy, by)
    else:
        await confirm(ctx, candidacy)


async def reject(ctx: Context, candidacy: Candidacy) -> None:
    """Those who lead say no; a term or trial that is under way goes on to its end."""
    await drop(ctx, candidacy)
    term = held(ctx, candidacy.person, candidacy.rung.value)
    said = ctx.text("not-now", role=candidacy.rung, group=await ctx.name(ctx.group))
    if term is not None and term.until is not None:
        said = ctx.text("ends-then", role=candidacy.rung, group=await ctx.name(ctx.group), until=term.until)
    ctx.post(candidacy.person, said)


async def escalate(ctx: Context, candidacy: Candidacy) -> None:
    """Nobody decided: ask the managers too, once."""
    if candidacy.escalated:
        return
    before = await deciders(ctx, candidacy)
    raised = evolve(candidacy, escalated=True)
    await put(ctx, raised)
    await _put_question(ctx, raised, [one for one in await deciders(ctx, raised) if one not in before])


async def lapse(ctx: Context, candidacy: Candidacy) -> None:
    """A week without an answer."""
    match candidacy.stage:
        case Stage.NOMINATED:
            await drop(ctx, candidacy)
            if candidacy.by is not None:
                said = ctx.text("no-answer", person=await ctx.name(candidacy.person), role=candidacy.rung)
                ctx.post(candidacy.by, said)
        case Stage.WILLING if not candidacy.escalated:
            await escalate(ctx, candidacy)
            ctx.timer(PATIENCE, then="lapse", value=candidacy.key, name=candidacy.key)
        case Stage.WILLING:
            await drop(ctx, candidacy)
            ctx.post(candidacy.person, ctx.text("undecided", role=candidacy.rung, group=await ctx.name(ctx.group)))
        case Stage.CONFIRMING:
            await escalate(ctx, candidacy)


# --- the trial and the term -----------------------------------------------------------------------------------------


async def begin_trial(ctx: Context, candidacy: Candidacy, by: PersonRef | None) -> None:
    """Four weeks, with somebody who leads at their side; members may object all that time."""
    leaders = [one for one in await present_leaders(ctx) if one != candidacy.person]
    companion = by if by in leaders else leaders[0] if leaders else by
    await trial(ctx, evolve(candidacy.at(Stage.TRIAL), companion=companion))


async def trial(ctx: Context, candidacy: Candidacy, said: str = "on-trial") -> None:
    """Give the role for trial, and tell the group."""
    until = ctx.now + TRIAL
    on_trial = evolve(candidacy, until=until)
    ctx.cancel_timer("lapse", candidacy.key)
    await ctx.groups.appoint(candidacy.person, candidacy.rung.value, until=until, trial=True)
    await put(ctx, on_trial)
    ctx.timer(until - CONFIRM_BEFORE, then="confirm", value=candidacy.key, name=candidacy.key)
    companion = candidacy.companion
    words = ctx.text(
        said,
        person=candidacy.person,
        role=candidacy.rung,
        until=until,
        companion=companion,
        accompanied=companion is not None,
    )
    object_ = Choice("object", ctx.plain("object"), [ctx.group.id, candidacy.key])
    ctx.post(ctx.groups.room(ctx.group), Card(words, choices=[object_]))


async def object_to(ctx: Context, candidacy: Candidacy) -> None:
    """A member objects: those who decide hear that somebody does, and it takes a manager now."""
    if candidacy.person == ctx.person:
        ctx.refuse("not-for-you")
    await put(ctx, candidacy.objected_by(ctx.person))
    ctx.quietly(ctx.text("objected", person=await ctx.name(candidacy.person)))
    if not candidacy.objections:
        said = ctx.text(
            "somebody-objects",
            person=await ctx.name(candidacy.person),
            role=candidacy.rung,
            group=await ctx.name(ctx.group),
        )
        for one in ctx.managers():
            ctx.post(one, said)


async def confirm(ctx: Context, candidacy: Candidacy) -> None:
    """Give the role for a term."""
    until = ctx.now + TERM
    await drop(ctx, candidacy)
    await ctx.groups.appoint(candidacy.person, candidacy.rung.value, until=until)
    plan_end(ctx, candidacy.person, candidacy.rung, until)
    ctx.post(
        ctx.groups.room(ctx.group),
        ctx.text("confirmed", person=candidacy.person, role=candidacy.rung, until=until),
    )


# --- the end of a term ----------------------------------------------------------------------------------------------


def plan_end(ctx: Context, person: PersonRef, rung: Rung, until: datetime) -> None:
    """Ask the holder in time."""
    value = [person.id, rung.value, until.isoformat()]
    ctx.timer(until - ASK_BEFORE, then="ending", value=value, name=f"{rung.value} {person.id}")


async def ask_holder(ctx: Context, person: PersonRef, rung: Rung, until: datetime) -> None:
    """Ask somebody whose term ends whether they go on. A term that was changed since is left alone."""
    term = held(ctx, person, rung.value)
    if term is None or term.until != until:
        return
    value = [ctx.group.id, rung.value]
    choices = [Choice("go-on", ctx.plain("go-on"), value), Choice("hand-over", ctx.plain("hand-over"), value)]
    said = ctx.text("term-ends", role=rung, group=await ctx.name(ctx.group), until=until)
    ctx.post(person, Card(said, choices=choices))
    ctx.timer(PATIENCE, then="undecided", value=[person.id, rung.value], name=f"{rung.value} {person.id}")


async def go_on(ctx: Context, person: PersonRef, rung: Rung) -> None:
    """Somebody wants another term: those who lead decide."""
    ctx.cancel_timer("undecided", f"{rung.value} {person.id}")
    again = Candidacy(person, rung, Stage.CONFIRMING, ctx.now)
    if held(ctx, person, rung.value) is None or await find(ctx, again.key) is not None:
        ctx.refuse("over")
    ctx.post(person, ctx.text("asking-others"))
    await ask_deciders(ctx, again)


async def hand_over(ctx: Context, person: PersonRef, rung: Rung) -> None:
    """Somebody wants to hand over: the group is asked who would like to."""
    ctx.cancel_timer("undecided", f"{rung.value} {person.id}")
    term = held(ctx, person, rung.value)
    if term is None or term.until is None:
        ctx.refuse("over")
    if (asked := await find(ctx, f"{rung.value} {person.id}")) is not None:
        await drop(ctx, asked)
    ctx.post(person, ctx.text("handing-over", until=term.until))
    ask_group(ctx, ctx.text("who-takes-over", person=person, role=rung, until=term.until), rung)


async def nobody_said(ctx: Context, person: PersonRef, rung: Rung) -> None:
    """The holder did not say whether they go on: those who decide are told that the term ends."""
    term = held(ctx, person, rung.value)
    if term is not None and term.until is not None:
        said = ctx.text(
            "holder-silent",
            person=await ctx.name(person),
            role=rung,
            group=await ctx.name(ctx.group),
            until=term.until,
        )
        for one in await deciders(ctx, Candidacy(person, rung, Stage.CONFIRMING, ctx.now)):
            ctx.post(one, said)


def ask_group(ctx: Context, said: str, rung: Rung) -> None:
    """Ask the group who would take a role."""
    choice = Choice("would", ctx.plain("would"), [ctx.group.id, rung.value])
    ctx.post(ctx.groups.room(ctx.group), Card(said, choices=[choice]))


def acting(ctx: Context, here: Sequence[PersonRef]) -> PersonRef | None:
    """The deputy who acts where nobody leads."""
    return next(iter(holders(ctx, "deputy", here)), None)
