"""A good end: a farewell, what is worth keeping, a way on for everybody, and only then silence. A person has decided it every time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from coterie.core.api import (
    LIVE,
    Answer,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    Group,
    GroupRef,
    GroupState,
    PersonRef,
    RoomRef,
    Urgency,
    listed,
    paragraphs,
)

from . import plugin
from .deciding import Act, entered, settle
from .onward import offer
from .pausing import morning_of
from .standing import Ending, Gone, How

FAREWELL = timedelta(days=14)
"""So long a group has to say goodbye."""


LAST_WORDS = timedelta(minutes=1)
"""So long the room is open behind the last word: what the group planned reads as called off in it."""


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
        Choice("not-yet", ctx.plain("choice-not-yet"), agrees=False),
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
    ctx.post(ctx.groups.room(ref), Card(paragraphs(*parts), choices=choices))
    ending = await offer(ctx, group, Ending(How.SUNSET, on, by, why))
    await ctx.save(ending)
    ctx.timer(morning_of(on, group), then="end", value=on.isoformat())


async def call_off(ctx: Context, why: str, by: PersonRef) -> None:
    """The group here goes on after all."""
    group, ending = await ctx.groups.move(ctx.group, GroupState.ACTIVE, why, by=by), await ctx.find(Ending)
    await ctx.delete(Ending)
    ctx.post(ctx.groups.room(ctx.group), ctx.text("called-off", person=by, why=why))
    if ending is not None and ending.into is not None:
        there = ctx.text("called-off-there", person=by, group=group.name, why=why)
        ctx.post(ctx.groups.room(GroupRef(ending.into)), there)


async def remember(ctx: Context, what: str, link: str, by: PersonRef) -> None:
    """Somebody names what should outlive the group: the library keeps it for the one above, or it is told there at the end."""
    ending = await ctx.find(Ending)
    if ending is None:
        ctx.refuse("end-over")
    named = f"{what} {link}".strip()
    if _is_address(link):
        await ctx.call("library.keep", title=what, link=link, owner=by, scope="parent")
    await ctx.save(ending.with_kept(named))
    ctx.quietly(ctx.text("remembered"))


def _is_address(link: str) -> bool:
    """Whether a library can keep it; what is none is kept as it was written."""
    return re.fullmatch(r"https?://[^\s<>\"/]+[^\s<>\"]*", link, re.IGNORECASE) is not None


async def finish(ctx: Context, on: str) -> None:
    """The day has come: the last offers, what is kept goes to the group above, a last word, and nothing more is said."""
    ending, ref = await ctx.find(Ending), ctx.group
    group = ctx.groups.get()
    if ending is None or ending.on != date.fromisoformat(on):
        return
    if group.state not in (GroupState.SUNSETTING, GroupState.MERGING):
        return
    ending = await offer(ctx, group, ending)
    room = ctx.groups.room(ref)
    into = ctx.groups.get(GroupRef(ending.into)) if ending.into else None
    # The group that was to take this one in may have ended itself meanwhile.
    if into is None or into.state not in LIVE:
        await ctx.call("library.harvest")
        _hand_up(ctx, group, ending)
        ctx.post(room, ctx.text("sunset-last", group=group.name))
    else:
        await ctx.save(Gone(into.id, tuple(dict.fromkeys((*await ctx.members(), *ending.offered)))))
        await ctx.call("library.harvest", to=GroupRef(into.id))
        ctx.post(room, ctx.text("merge-last", group=group.name, into=into.name), pin=True)
        ctx.set_topic(ctx.plain("topic-moved", into=into.name), room)
    await ctx.groups.move(ref, GroupState.ARCHIVED, ending.why, by=ending.by)
    await ctx.delete(Ending)
    ctx.timer(LAST_WORDS, then="close")


def _hand_up(ctx: Context, group: Group, ending: Ending) -> None:
    """Tell the group above, or the whole community, what this one leaves behind."""
    above_ = room_above(ctx, group)
    if above_ is None or not ending.kept:
        return
    items = listed([ctx.text("kept-item", what=what) for what in ending.kept])
    ctx.post(above_, paragraphs(ctx.text("harvest", group=group.name), items))


def room_above(ctx: Context, group: Group) -> RoomRef | None:
    """The room of the group out of which this one grew, else that of the whole community."""
    return (
        ctx.groups.room(GroupRef(group.parent)) if group.parent and ctx.groups.alive(group.parent) else ctx.common_room
    )


@plugin.choice("sunset")
async def sunset(ctx: Context, said: tuple[str, str, str]) -> None:
    """It is decided: the group ends."""
    id, on, why = said
    await entered(ctx, id, Act.SUNSET)
    await begin(ctx, last_day(ctx, date.fromisoformat(on)), why, ctx.person)
    settle(ctx, "done")


@plugin.choice("not-yet")
async def not_yet(ctx: Context) -> None:
    """Nothing is decided."""
    settle(ctx, "nothing-decided")


@plugin.choice("remember")
async def ask_what_to_remember(ctx: Context, id: str) -> None:
    """Ask what should outlive the group."""
    fields = (
        Field("what", FieldKind.TEXT, ctx.plain("field-what"), required=True, maximum="200"),
        Field("link", FieldKind.TEXT, ctx.plain("field-link"), maximum="500"),
    )
    ctx.ask(Form(ctx.plain("form-remember"), fields), then="remembered", value=id)


@plugin.form("remembered")
async def remembered(ctx: Context, answers: Mapping[str, Answer], id: str) -> None:
    """Keep it."""
    ctx.enter(GroupRef(id))
    await remember(ctx, str(answers["what"]), str(answers.get("link") or ""), ctx.person)


@plugin.timer("end")
async def day_has_come(ctx: Context, on: str) -> None:
    """The day has come."""
    await finish(ctx, on)


@plugin.timer("close")
async def close(ctx: Context) -> None:
    """Everything is said: the room is closed, unless the group is there again."""
    if ctx.groups.get().state is GroupState.ARCHIVED:
        await ctx.groups.close(ctx.group)
