"""What one says to coterie about challenges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from coterie.core.api import (
    Answer,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    GroupRef,
    Text,
    evolve,
    listed,
    paragraphs,
)

from . import plugin
from .challenge import Challenge, Enrolled, Every, Shelf, Where, challenge_of, how_many, key, key_of
from .running import card, finish, set_timers
from .streak import streak

MOST_DAYS = 100


class Deed(Enum):
    """What is to be done with a challenge."""

    NEW = "new"
    STATUS = "status"
    LEAVE = "leave"
    STOP = "stop"


@plugin.command("challenges")
async def challenges(ctx: Context) -> None:
    """List the challenges of this group."""
    said = await all_of_them(ctx)
    if said is None:
        ctx.refuse("no-such", count=0)
    ctx.quietly(said)


async def all_of_them(ctx: Context) -> Text | None:
    """A line for each challenge; None where there is none."""
    found = await ctx.load_all(Challenge)
    if not found:
        return None
    rows = [
        ctx.text("row", number=one.number, title=one.title, first=one.first, last=one.last) for one in found.values()
    ]
    return listed(rows)


@plugin.command("challenge")
async def challenge(ctx: Context, deed: Deed | None = None, number: int | None = None) -> None:
    """Begin a challenge, see how yours goes, leave it, or end one: `challenge new`; alone, see all."""
    match deed:
        case None if number is None:
            there = await all_of_them(ctx) or ctx.text("no-such", count=0)
            ctx.quietly(paragraphs(there, ctx.ways(f"challenge {'|'.join(one.value for one in Deed)}")))
        case Deed.NEW:
            ask(ctx)
        case None | Deed.STATUS:
            await status(ctx, await challenge_of(ctx, number))
        case Deed.LEAVE:
            found = await challenge_of(ctx, number)
            if await ctx.find(Enrolled, key=key_of(found.number, ctx.person)) is None:
                ctx.refuse("not-in-it", title=found.title)
            await ctx.delete(Enrolled, key=key_of(found.number, ctx.person))
            if found.message is not None:
                ctx.edit(found.message, card(ctx, found, await how_many(ctx, found.number)))
            ctx.quietly(ctx.text("left", title=found.title))
        case Deed.STOP:
            found = await challenge_of(ctx, number)
            if ctx.person != found.host and not await ctx.has_role("leader"):
                ctx.refuse("host-only")
            await finish(ctx, found)


# --- a new one ------------------------------------------------------------------------------------------------------


def ask(ctx: Context) -> None:
    """Let the person say what is to be done."""
    places = tuple(Choice(one.value, ctx.plain(f"where-{one.value}")) for one in Where)
    often = tuple(Choice(one.value, ctx.plain(f"every-{one.value}")) for one in Every)
    fields = (
        Field("title", FieldKind.TEXT, ctx.plain("form-name", group=ctx.charter.name), required=True, maximum="100"),
        Field("first", FieldKind.DATE, ctx.plain("form-first"), required=True),
        Field("every", FieldKind.SELECT, ctx.plain("form-every"), choices=often),
        Field("days", FieldKind.NUMBER, ctx.plain("form-days"), required=True, minimum="2", maximum=str(MOST_DAYS)),
        Field("forgives", FieldKind.NUMBER, ctx.plain("form-forgives"), minimum="0", maximum="10"),
        Field("hour", FieldKind.NUMBER, ctx.plain("form-hour"), minimum="6", maximum="22"),
        Field("where", FieldKind.SELECT, ctx.plain("form-where"), choices=places),
        Field("about", FieldKind.LONG, ctx.plain("form-about"), maximum="1000"),
    )
    ctx.ask(Form(ctx.plain("form-title"), fields), then="new")


@plugin.form("new")
async def begin(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """Announce what was filled in."""
    first = answers["first"]
    assert isinstance(first, date)
    if first < ctx.local_now.date():
        ctx.refuse("is-past")
    shelf = await ctx.load(Shelf)
    await ctx.save(evolve(shelf, next=shelf.next + 1))
    found = Challenge(
        shelf.next,
        str(answers["title"]).strip(),
        ctx.person,
        first,
        _number(answers.get("days"), 7),
        _number(answers.get("forgives"), 1),
        _number(answers.get("hour"), 19),
        Where(answers.get("where") or Where.ALONE.value),
        str(answers.get("about") or "").strip(),
        every=Every(answers.get("every") or Every.DAY.value),
    )
    found = evolve(found, message=ctx.post(ctx.room, card(ctx, found, 0)))
    await ctx.save(found, key=key(found.number))
    set_timers(ctx, found)


def _number(answer: Answer, otherwise: int) -> int:
    return int(answer) if isinstance(answer, (int, float)) else otherwise


# --- taking part ----------------------------------------------------------------------------------------------------


@plugin.choice("join")
async def join(ctx: Context, which: tuple[str, int]) -> None:
    """Somebody takes part, from now on, by their own clocks."""
    ctx.enter(GroupRef(which[0]))
    await ctx.require("member")
    found = await ctx.find(Challenge, key=key(which[1]))
    if found is None or ctx.local_now.date() > found.last:
        ctx.refuse("is-over")
    there = await ctx.find(Enrolled, key=key_of(found.number, ctx.person))
    zone = str(await ctx.people.zone(ctx.person))
    if there is None:
        await ctx.save(Enrolled(ctx.person, zone), key=key_of(found.number, ctx.person))
        if found.message is not None:
            ctx.edit(found.message, card(ctx, found, await how_many(ctx, found.number)))
        set_timers(ctx, found, zone)
    where = "joined-alone" if found.where is Where.ALONE else "joined-thread"
    ctx.quietly(
        ctx.text(
            where,
            title=found.title,
            every=found.every,
            first=found.due,
            hour=f"{found.hour}:00",
            forgives=found.forgives,
        )
    )


async def status(ctx: Context, found: Challenge) -> None:
    """How it goes for who asks, alone; there are no lists of who does best."""
    mine = await ctx.find(Enrolled, key=key_of(found.number, ctx.person))
    if mine is None:
        ctx.quietly(Card(ctx.text("not-in-it", title=found.title)))
        return
    today = min(ctx.now.astimezone(await ctx.people.zone(ctx.person)).date(), found.last)
    now = streak(mine.checkins, found.due, today, found.forgives, found.step)
    left = found.forgives - now.forgiven
    ctx.quietly(
        ctx.text(
            "status",
            title=found.title,
            every=found.every,
            days=len(mine.checkins.days),
            of=found.days,
            streak=now.days,
            left=left,
        )
    )
