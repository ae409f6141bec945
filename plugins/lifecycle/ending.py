"""A good end: a farewell, what is worth keeping, a way on for everybody, and only then silence. A person has decided it every time."""

from __future__ import annotations

from datetime import date, timedelta

from coterie.core.api import (
    Card,
    Choice,
    Context,
    Group,
    GroupRef,
    GroupState,
    JoinMode,
    PersonRef,
    RoomRef,
    Urgency,
    evolve,
)

from ..founding.cards import above, rows
from ..founding.seeing import LIVELY, near_for
from .pausing import morning_of
from .reviewing import deciders, managers
from .standing import Ending, EndQuestion, How, Standing

FAREWELL = timedelta(days=14)
"""So long a group has to say goodbye."""

NOTICE = timedelta(days=28)
"""So long before its day the leaders of a group are asked whether it ends."""

UNDECIDED = timedelta(days=14)
"""So long members and managers have from its day on, before a group ends as its charter says."""

LONGER = timedelta(days=91)
"""What "a quarter more" adds to a group's day."""


def last_day(ctx: Context, wanted: date | None = None) -> date:
    """The day on which a group ends that is decided to end now: the one wanted, but never before everybody could say goodbye."""
    earliest = ctx.local_now.date() + FAREWELL
    return max(wanted, earliest) if wanted else earliest


def confirm(ctx: Context, why: str, wanted: date | None = None) -> Card:
    """What will happen, before it does."""
    on = last_day(ctx, wanted)
    said = ctx.text("sunset-confirm", group=ctx.groups.get().name, day=on)
    choices = [
        Choice("sunset", ctx.plain("choice-sunset"), [ctx.group.id, on.isoformat(), why], urgency=Urgency.DANGER),
        Choice("not-yet", ctx.plain("choice-not-yet")),
    ]
    return Card(said, choices=choices)


async def begin(ctx: Context, on: date, why: str, by: PersonRef | None) -> None:
    """Begin the end of the group here: everybody is told what was decided, by whom and why, and where to go on.

    Where nobody decided it now, whoever wrote the day into the charter did.
    """
    ref = ctx.group
    group = await ctx.groups.move(ref, GroupState.SUNSETTING, why, by=by)
    members = await ctx.members()
    moves = await ctx.groups.moves(ref)
    head = ctx.text("sunset-head", person=by, group=group.name, day=on, why=why)
    parts = [head if by is not None else ctx.text("sunset-planned", group=group.name, day=on, why=why)]
    days = (ctx.now - moves[0].at).days
    thanked = {"members": len(members), "leaders": ctx.leaders(), "count": len(ctx.leaders())}
    if len(moves) > 1 and days:
        parts.append(ctx.text("sunset-thanks-days", days=days, **thanked))
    else:
        parts.append(ctx.text("sunset-thanks", **thanked))
    parts.append(ctx.text("sunset-ask"))
    choices = [
        Choice("remember", ctx.plain("choice-remember"), ref.id, urgency=Urgency.PRIMARY),
        Choice("where", ctx.plain("choice-where"), ref.id),
    ]
    ctx.post(ctx.groups.room(ref), Card(above(ctx, *parts), choices=choices))
    ending = await _offer(ctx, group, Ending(How.SUNSET, on, by, why))
    await ctx.save(ending)
    ctx.timer(morning_of(on, group), then="end", value=on.isoformat())


async def call_off(ctx: Context, why: str, by: PersonRef) -> None:
    """The group here goes on after all."""
    await ctx.groups.move(ctx.group, GroupState.ACTIVE, why, by=by)
    await ctx.delete(Ending)
    ctx.post(ctx.groups.room(ctx.group), ctx.text("called-off", person=by, why=why))


async def where_to(ctx: Context, person: PersonRef) -> Card | None:
    """The nearest groups that somebody could go on in; None where there is none."""
    group = ctx.groups.get()
    near = [one for one in await near_for(ctx, group, person) if one.group.id != group.id]
    if not near:
        return None
    names = tuple(one.group.name for one in near)
    choices = [
        Choice(f"onward:{number}", ctx.plain("choice-join", group=one.group.name), [group.id, one.group.id])
        for number, one in enumerate(near, 1)
    ]
    return Card(ctx.text("where-to", group=group.name, groups=names, count=len(names)), choices=choices)


async def _offer(ctx: Context, group: Group, ending: Ending) -> Ending:
    """Offer a way on to everybody who is in no other group and was offered none yet."""
    offered = list(ending.offered)
    for person in await ctx.members():
        if person in offered or await _has_another(ctx, person, group):
            continue
        card = await where_to(ctx, person)
        ctx.post(person, card or ctx.text("where-none", group=group.name))
        offered.append(person)
    return evolve(ending, offered=tuple(offered))


async def _has_another(ctx: Context, person: PersonRef, group: Group) -> bool:
    lively = {one.id for one in ctx.groups.all() if one.state in LIVELY}
    return any(ref.id in lively and ref.id != group.id for ref in await ctx.joined(person))


async def come_along(ctx: Context, person: PersonRef, to: GroupRef) -> None:
    """Somebody wants to go on there: they come in, or ask to; who leads it is told where they come from."""
    here, there = ctx.groups.get(), ctx.groups.get(to)
    if there.state not in LIVELY:
        ctx.refuse("gone", group=there.name)
    if there.join is JoinMode.OPEN:
        await ctx.groups.invite(person, to)
        ctx.quietly(ctx.text("invited", group=there.name))
    else:
        ctx.quietly(ctx.text("asked-to-join", group=there.name))
    said = "introduced" if there.join is JoinMode.OPEN else "introduced-asks"
    for leader in ctx.leaders(to):
        if leader != person:
            ctx.post(leader, ctx.text(said, person=person, group=there.name, before=here.name))


async def remember(ctx: Context, what: str, link: str, by: PersonRef) -> None:
    """Somebody names what should outlive the group: the library keeps it for the one above, or it is told there at the end."""
    ending = await ctx.find(Ending)
    if ending is None:
        ctx.refuse("end-over")
    named = f"{what} {link}".strip()
    if link:
        await ctx.call("library.keep", title=what, link=link, owner=by, scope="parent")
    await ctx.save(ending.with_kept(named))
    ctx.quietly(ctx.text("remembered"))


async def finish(ctx: Context, on: str) -> None:
    """The day has come: the last offers, what is kept goes to the group above, a last word, and nothing more is said."""
    ending, ref = await ctx.find(Ending), ctx.group
    group = ctx.groups.get()
    if ending is None or ending.on != date.fromisoformat(on):
        return
    if group.state not in (GroupState.SUNSETTING, GroupState.MERGING):
        return
    ending = await _offer(ctx, group, ending)
    room = ctx.groups.room(ref)
    into = ctx.groups.get(GroupRef(ending.into)) if ending.into else None
    # The group that was to take this one in may have ended itself meanwhile.
    if into is None or into.state not in LIVELY:
        await ctx.call("library.harvest")
        _hand_up(ctx, group, ending)
        ctx.post(room, ctx.text("sunset-last", group=group.name))
    else:
        await ctx.call("library.harvest", to=GroupRef(into.id))
        ctx.post(room, ctx.text("merge-last", group=group.name, into=into.name), pin=True)
        ctx.set_topic(ctx.plain("topic-moved", into=into.name), room)
    await ctx.groups.move(ref, GroupState.ARCHIVED, ending.why, by=ending.by)
    await ctx.groups.close(ref)
    await ctx.delete(Ending)


def _hand_up(ctx: Context, group: Group, ending: Ending) -> None:
    """Tell the group above, or the whole community, what this one leaves behind."""
    above_ = room_above(ctx, group)
    if above_ is None or not ending.kept:
        return
    items = rows(ctx, [ctx.text("kept-item", what=what) for what in ending.kept])
    ctx.post(above_, above(ctx, ctx.text("harvest", group=group.name), items))


def room_above(ctx: Context, group: Group) -> RoomRef | None:
    """The room of the group out of which this one grew, else that of the whole community."""
    alive = {one.id for one in ctx.groups.all()}
    return ctx.groups.room(GroupRef(group.parent)) if group.parent in alive and group.parent else ctx.common_room


# --- a group with a day on which it ends -----------------------------------------------------------------------------


async def ask_about_day(ctx: Context) -> None:
    """Some weeks before its day, ask the leaders whether the group ends then; once for each day."""
    group, standing = ctx.groups.get(), await ctx.load(Standing)
    if group.until is None or group.state not in LIVELY or standing.asked_end == group.until:
        return
    if group.until - ctx.local_now.date() > NOTICE:
        return
    said = ctx.text("until-ask", group=group.name, day=group.until)
    for person in await deciders(ctx, "sunset"):
        ctx.post(person, Card(said, choices=_day_choices(ctx, group)))
    await ctx.save(evolve(standing, asked_end=group.until))
    ctx.timer(morning_of(group.until, group), then="day", value=group.until.isoformat())


def _day_choices(ctx: Context, group: Group) -> list[Choice]:
    assert group.until is not None
    value = [group.id, group.until.isoformat()]
    return [
        Choice("day-ends", ctx.plain("choice-day-ends"), value),
        Choice("day-longer", ctx.plain("choice-day-longer"), value),
    ]


async def day_came(ctx: Context, day: str) -> None:
    """Nobody who leads has said anything until the day came: ask the members, and the managers, who decide."""
    group = ctx.groups.get()
    if group.until is None or group.until.isoformat() != day or group.state not in LIVELY:
        return
    choices = [
        Choice("like:longer", ctx.plain("choice-go-on"), [group.id, True]),
        Choice("like:end", ctx.plain("choice-let-end"), [group.id, False]),
    ]
    ctx.post(ctx.groups.room(ctx.group), Card(ctx.text("until-members", day=group.until), choices=choices))
    question = EndQuestion(on=True)
    card = _managers_card(ctx, group, question)
    await ctx.save(evolve(question, cards=tuple(ctx.post(person, card) for person in managers(ctx))))
    ctx.timer(UNDECIDED, then="day-silent", value=day)


async def day_passed(ctx: Context, day: str) -> None:
    """Everybody was asked and nobody who may has decided: the charter's day stands, unless more members would go on.

    Then the managers are asked again: a group is not ended over its members' heads.
    """
    group, question = ctx.groups.get(), await ctx.load(EndQuestion)
    over = group.until is None or group.until.isoformat() != day or group.state not in LIVELY
    if over or not question.on:
        return
    if len(question.longer) > len(question.end):
        card = _managers_card(ctx, group, question)
        for person in managers(ctx):
            ctx.post(person, card)
        ctx.timer(NOTICE, then="day-silent", value=day)
        return
    why = ctx.plain("why-planned-day", day=group.until, longer=len(question.longer), end=len(question.end))
    await ctx.save(EndQuestion())
    await begin(ctx, last_day(ctx), why, None)


def _managers_card(ctx: Context, group: Group, question: EndQuestion) -> Card:
    counts = {"longer": len(question.longer), "end": len(question.end)}
    said = ctx.text("until-managers", group=group.name, day=group.until, **counts)
    return Card(said, choices=_day_choices(ctx, group))


async def liked(ctx: Context, person: PersonRef, longer: bool) -> None:
    """A member says what they would like; who decides sees how many."""
    question = await ctx.load(EndQuestion)
    if not question.on:
        ctx.refuse("decided-already")
    if person not in await ctx.members():
        ctx.refuse("members-vote")
    question = question.with_answer(person, longer)
    await ctx.save(question)
    for card in question.cards:
        ctx.edit(card, _managers_card(ctx, ctx.groups.get(), question))
    ctx.quietly(ctx.text("counted"))


async def day_decided(ctx: Context, day: str, *, longer: bool, by: PersonRef) -> None:
    """A leader or manager decided about the day of the group here."""
    group, question = ctx.groups.get(), await ctx.load(EndQuestion)
    if group.until is None or group.until.isoformat() != day or group.state not in LIVELY:
        ctx.refuse("decided-already")
    asked = (len(question.longer), len(question.end)) if question.on else None
    why = ctx.plain("why-members", longer=asked[0], end=asked[1]) if asked else ctx.plain("why-day", day=group.until)
    await ctx.save(EndQuestion())
    if not longer:
        await begin(ctx, last_day(ctx, group.until), why, by)
        return
    until = max(group.until, ctx.local_now.date()) + LONGER
    await ctx.groups.amend(ctx.group, until=until)
    ctx.post(ctx.groups.room(ctx.group), ctx.text("until-longer", person=by, day=until))
