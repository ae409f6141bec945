"""How gatherings are told of: in the room by the group's clocks, to each alone by their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from coterie.core.api import Card, Choice, Context, GroupRef, PersonRef, Text, Urgency, code

from .gathering import Gathering, Phase, Plan, Scope

NAMED = 8
"""So many names stand on a card; the others are counted."""
ELSEWHERE = 3
"""So many other local times stand on a card."""
_BREAK = "\\\n"


async def card(ctx: Context, gathering: Gathering) -> Card:
    """The gathering as its room sees it now."""
    rows = [row for row in await _rows(ctx, gathering) if row]
    choices: list[Choice] = []
    if gathering.is_open:
        value = [ctx.group.id, gathering.number]
        choices = [
            Choice("yes", ctx.plain("yes"), value, urgency=Urgency.PRIMARY),
            Choice("maybe", ctx.plain("maybe"), value),
            Choice("no", ctx.plain("no"), value),
        ]
    return Card(Text(_BREAK.join(rows)), choices=choices)


async def _rows(ctx: Context, gathering: Gathering) -> list[str]:
    plan, rsvps = gathering.plan, gathering.rsvps
    kind = ctx.text("kind", kind=plan.kind)
    head = ctx.text("card-head", title=plan.title, kind=kind, number=gathering.number)
    time = ctx.text("card-time", **span(plan, gathering.zone), city=city(gathering.zone))
    if gathering.phase is Phase.CANCELLED:
        return [ctx.text("card-cancelled", title=plan.title, kind=kind), time]
    rows = [head, time + await _elsewhere(ctx, gathering)]
    rows.append(ctx.text("card-link", link=link(plan)) if plan.link else "")
    rows.append(ctx.text("card-place", place=plan.place) if plan.place else "")
    rows.append(ctx.text("card-about", about=plan.about) if plan.about else "")
    rows.append("" if plan.scope is Scope.GROUP else await _open_to(ctx, plan.scope))
    rows.append(ctx.text("card-host", host=await name(ctx, gathering.host)))
    going = ctx.text("card-going", count=len(rsvps.going), seats=rsvps.capacity if rsvps.capacity is not None else -1)
    rows.append(going + (": " + await _names(ctx, rsvps.going) if rsvps.going else ""))
    if rsvps.maybe or rsvps.waiting:
        rows.append(ctx.text("card-others", maybe=len(rsvps.maybe), waiting=len(rsvps.waiting)))
    if gathering.recording:
        rows.append(ctx.text("card-recording", link=Text(f"<{gathering.recording}>")))
    return rows


async def _open_to(ctx: Context, scope: Scope) -> str:
    parent = await ctx.name(GroupRef(ctx.charter.parent)) if scope is Scope.PARENT and ctx.charter.parent else ""
    return ctx.text("card-scope", scope=scope, group=await ctx.name(ctx.group), parent=parent)


async def _elsewhere(ctx: Context, gathering: Gathering) -> str:
    """The local times of those who come from other zones, the earliest first; short."""
    at, home, people = gathering.plan.at, ZoneInfo(gathering.zone), ctx.people
    zones: dict[timedelta | None, ZoneInfo] = {}
    for zone in dict.fromkeys([await people.zone(person) for person in gathering.rsvps.interested]):
        if at.astimezone(zone).utcoffset() != at.astimezone(home).utcoffset():
            zones.setdefault(at.astimezone(zone).utcoffset(), zone)
    shown = sorted(zones.values(), key=lambda zone: at.astimezone(zone).replace(tzinfo=None))[:ELSEWHERE]
    times = [
        ctx.text("time-elsewhere", at=at.astimezone(zone).replace(tzinfo=None), city=city(str(zone))) for zone in shown
    ]
    return "".join(f" · {time}" for time in times)


async def _names(ctx: Context, people: tuple[PersonRef, ...]) -> str:
    names = tuple([await name(ctx, person) for person in people[:NAMED]])
    left = len(people) - len(names)
    return ctx.text("names", names=names, more=left) if left else ctx.text("only-names", names=names)


async def name(ctx: Context, person: PersonRef) -> str:
    """What a person is called, so that a name written from right to left leaves what stands around it in its place."""
    said = await ctx.name(person)
    return f"\u2068{said}\u2069" if any(bidirectional(one) in ("R", "AL", "AN") for one in said) else said


async def names(ctx: Context, people: Iterable[PersonRef]) -> tuple[str, ...]:
    """What they are called."""
    return tuple([await name(ctx, person) for person in people])


def link(plan: Plan) -> Text:
    """Where it meets online, to be followed."""
    return Text(f"<{plan.link}>")


def city(zone: str) -> str:
    """The place that a zone is named for: `Europe/Berlin` → Berlin."""
    return zone.rpartition("/")[2].replace("_", " ")


def span(plan: Plan, zone: str) -> dict[str, datetime]:
    """When it begins and ends by the clocks of a zone, for texts."""
    here = ZoneInfo(zone)
    return {
        "at": plan.at.astimezone(here).replace(tzinfo=None),
        "ends": (plan.at + plan.lasts).astimezone(here).replace(tzinfo=None),
    }


def row(ctx: Context, gathering: Gathering, at: datetime | None = None) -> Text:
    """One line of a list of gatherings, in the group's time; with an instant, in the time of whoever reads it."""
    rsvps, plan = gathering.rsvps, gathering.plan
    return ctx.text(
        "row",
        number=gathering.number,
        title=plan.title,
        at=at or span(plan, gathering.zone)["at"],
        going=len(rsvps.going),
        seats=rsvps.capacity if rsvps.capacity is not None else -1,
        waiting=len(rsvps.waiting),
    )


def command(ctx: Context, words: str) -> Text:
    """A command of ours as it is given here."""
    return code(f"{ctx.start}{words}")
