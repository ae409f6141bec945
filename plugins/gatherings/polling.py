"""A fair time, found together: proposed by the rule of fairness, chosen by who can come when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coterie.core.api import (
    Answer,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    GroupRef,
    PersonRef,
    Text,
    evolve,
)

from . import plugin, shelf
from .fairness import Burdens, Slot, proposals, ranked
from .gathering import Kind, Plan
from .links import with_place
from .planning import TITLE, open_gathering
from .poll import Poll
from .wording import city, command

MOST_DAYS = 14
MOST_SLOTS = 8
OPEN = timedelta(days=2)


def ask_for_poll(ctx: Context) -> None:
    """Let the person say for what a time is to be found, and on which days."""
    kinds = tuple(Choice(kind.value, ctx.plain("kind", kind=kind)) for kind in Kind)
    fields = (
        Field("title", FieldKind.TEXT, ctx.plain("form-name"), required=True, maximum=TITLE),
        Field("kind", FieldKind.SELECT, ctx.plain("form-kind"), choices=kinds),
        Field("first", FieldKind.DATE, ctx.plain("form-first"), required=True),
        Field("days", FieldKind.NUMBER, ctx.plain("form-days"), minimum="1", maximum=str(MOST_DAYS)),
        Field("minutes", FieldKind.NUMBER, ctx.plain("form-minutes"), minimum="5", maximum="720"),
        Field("where", FieldKind.TEXT, ctx.plain("form-where"), maximum="300"),
        Field("capacity", FieldKind.NUMBER, ctx.plain("form-capacity"), minimum="1"),
    )
    ctx.ask(Form(ctx.plain("form-poll"), fields, text=ctx.text("poll-rule", city=city(ctx.charter.zone))), then="poll")


@plugin.form("poll")
async def begin_poll(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """Propose the three fairest times of these days, and let people say when they can."""
    first, here = answers["first"], ZoneInfo(ctx.charter.zone)
    assert isinstance(first, date)
    days = [first + timedelta(days=number) for number in range(_number(answers.get("days")) or 1)]
    lasts = timedelta(minutes=_number(answers.get("minutes")) or 60)
    zones = await zones_of(ctx)
    slots = proposals(days, here, lasts, zones, await ctx.load(Burdens), ctx.now + timedelta(hours=1))
    if not slots:
        ctx.refuse("is-past")
    capacity = _number(answers.get("capacity")) or None
    plan = Plan(str(answers["title"]).strip(), slots[0].at, lasts, Kind(answers.get("kind") or Kind.MEETUP.value))
    plan = await with_place(ctx, plan, str(answers.get("where") or ""))
    closes = min(ctx.now + OPEN, min(slot.at for slot in slots) - timedelta(minutes=30))
    poll = Poll(
        await shelf.new_number(ctx),
        plan.title,
        plan.kind.value,
        lasts,
        ctx.person,
        closes,
        slots,
        link=plan.link,
        place=plan.place,
        capacity=capacity,
    )
    poll = evolve(poll, message=ctx.post(ctx.room, card(ctx, poll)))
    await shelf.keep(ctx, poll)
    ctx.timer(poll.closes, then="poll-closes", value=poll.number, name=str(poll.number))
    pick, edit = command(ctx, f"gathering pick {poll.number}"), command(ctx, f"gathering slots {poll.number} …")
    ctx.quietly(ctx.text("poll-begun", title=poll.title, closes=closes, pick=pick, edit=edit))


def _number(answer: Answer) -> int:
    return int(answer) if isinstance(answer, (int, float)) else 0


async def zones_of(ctx: Context) -> Mapping[PersonRef, str]:
    """The zone of every member; who lives in two counts where they say they are."""
    return {person: str(await ctx.people.zone(person)) for person in await ctx.members()}


def card(ctx: Context, poll: Poll, picked: Slot | None = None) -> Card:
    """The poll as the room sees it now, or what came of it."""
    zone = ctx.charter.zone
    rows: list[str] = [ctx.text("poll-head", title=poll.title, number=poll.number, city=city(zone), lasts=poll.lasts)]
    if picked is not None:
        return Card(ctx.text("poll-picked", title=poll.title, at=picked.at))
    rows += [_row(ctx, poll, place, slot) for place, slot in enumerate(poll.slots, 1)]
    rows.append(ctx.text("poll-closes", closes=poll.closes))
    group = ctx.group.id
    choices = [
        Choice(f"slot:{place}", ctx.plain("slot", at=slot.at), [group, poll.number, slot.at.isoformat()])
        for place, slot in enumerate(poll.slots, 1)
    ]
    none = Choice("no-slot", ctx.plain("no-slot"), [group, poll.number])
    return Card(Text("\\\n".join(rows)), choices=[*choices, none])


def _row(ctx: Context, poll: Poll, place: int, slot: Slot) -> str:
    votes = len(poll.voters(slot.at))
    # A share of few people would say who they are.
    share = slot.share if slot.people >= ctx.community.k else -1
    return ctx.text("poll-row", place=place, at=slot.at, share=share, votes=votes)


async def _poll(ctx: Context, number: int | None) -> Poll:
    poll = await ctx.find(Poll, key=shelf.key(number or 0))
    if poll is None:
        ctx.refuse("no-such", number=number or 0)
    return poll


@plugin.choice("slot")
async def vote(ctx: Context, chosen: tuple[str, int, str]) -> None:
    """Somebody can come then."""
    ctx.enter(GroupRef(chosen[0]))
    await ctx.require("member")
    poll = await _poll(ctx, chosen[1])
    at = datetime.fromisoformat(chosen[2])
    if at not in [slot.at for slot in poll.slots]:
        ctx.refuse("slot-gone")
    await _changed(ctx, poll, poll.with_vote(ctx.person, at))


@plugin.choice("no-slot")
async def vote_for_none(ctx: Context, chosen: tuple[str, int]) -> None:
    """Somebody can come at none of them."""
    ctx.enter(GroupRef(chosen[0]))
    poll = await _poll(ctx, chosen[1])
    await _changed(ctx, poll, poll.without_votes_of(ctx.person))


async def _changed(ctx: Context, before: Poll, poll: Poll) -> None:
    """Keep it and show it. Counts move with every vote; there are as many edits as changes."""
    if poll != before:
        await shelf.keep(ctx, poll)
        if poll.message is not None:
            ctx.edit(poll.message, card(ctx, poll))
    mine = [slot.at for slot in poll.slots if slot.at in poll.votes.get(ctx.person, ())]
    zone = await ctx.people.zone(ctx.person)
    times = tuple(ctx.text("slot-yours", at=at.astimezone(zone).replace(tzinfo=None)) for at in mine)
    if times:
        ctx.quietly(ctx.text("you-can", times=times, city=city(str(zone))))
    else:
        ctx.quietly(ctx.text("you-cannot"))


async def edit_slots(ctx: Context, number: int | None, words: str) -> None:
    """Other times to choose from, `2026-12-01 18:00, 2026-12-02 19:00`: votes for what stays are kept, the others are told."""
    poll = await _poll(ctx, number)
    await shelf.check_owner(ctx, poll.asker)
    instants = [ctx.instant(one) for one in words.split(",") if one.strip()]
    if not 1 <= len(set(instants)) <= MOST_SLOTS or min(instants) <= ctx.now:
        ctx.refuse("slots-wrong", most=MOST_SLOTS)
    slots = await _slots(ctx, poll, list(dict.fromkeys(instants)))
    edited, told = poll.with_slots(slots)
    await shelf.keep(ctx, edited)
    if edited.message is not None:
        ctx.edit(edited.message, card(ctx, edited))
    for person, gone in told.items():
        zone = await ctx.people.zone(person)
        times = tuple(ctx.text("slot-yours", at=at.astimezone(zone).replace(tzinfo=None)) for at in gone)
        left = len(edited.votes.get(person, ()))
        said = ctx.text(
            "slot-was-taken-out",
            title=poll.title,
            times=times,
            count=len(times),
            left=left,
            group=await ctx.name(ctx.group),
        )
        ctx.post(person, said)
    ctx.quietly(ctx.text("slots-changed", count=len(told)))


async def _slots(ctx: Context, poll: Poll, instants: Sequence[datetime]) -> list[Slot]:
    here = ZoneInfo(ctx.charter.zone)
    judged = ranked(instants, here, poll.lasts, await zones_of(ctx), await ctx.load(Burdens))
    return sorted(judged, key=lambda slot: instants.index(slot.at))


async def pick(ctx: Context, number: int | None, words: str) -> None:
    """End the poll: at the time that most can, or at the one of this place in the list."""
    poll = await _poll(ctx, number)
    await shelf.check_owner(ctx, poll.asker)
    place = int(words) if words.strip().isdecimal() else 0
    if words.strip() and not 1 <= place <= len(poll.slots):
        ctx.refuse("no-such-slot", count=len(poll.slots))
    await settle(ctx, poll, poll.slots[place - 1] if place else poll.winner(ctx.now))


@plugin.timer("poll-closes")
async def closes(ctx: Context, number: int) -> None:
    """The time to vote is over: where somebody voted, the time that most can is it; else the asker decides."""
    poll = await ctx.find(Poll, key=shelf.key(number))
    if poll is None:
        return
    chosen = poll.winner(ctx.now)
    if chosen is not None and poll.voters(chosen.at):
        await settle(ctx, poll, chosen)
        return
    await ctx.delete(Poll, key=shelf.key(number))
    said = ctx.text("poll-too-late" if poll.votes else "poll-without-votes", title=poll.title)
    if poll.message is not None:
        ctx.edit(poll.message, Card(said))
    if poll.asker in await ctx.members():
        ctx.post(poll.asker, said)


async def settle(ctx: Context, poll: Poll, slot: Slot | None) -> None:
    """The poll becomes a gathering."""
    if slot is None or slot.at <= ctx.now:
        ctx.refuse("is-past")
    await ctx.delete(Poll, key=shelf.key(poll.number))
    ctx.cancel_timer("poll-closes", str(poll.number))
    if poll.message is not None:
        ctx.edit(poll.message, card(ctx, poll, slot))
    plan = Plan(poll.title, slot.at, poll.lasts, Kind(poll.kind), poll.link, poll.place, poll.capacity, poll.about)
    await open_gathering(ctx, plan, poll.asker, "", told=False)
