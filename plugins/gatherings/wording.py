"""How gatherings are told of: in the room by the group's clocks, to each alone by their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from coterie.core.api import Card, Choice, Context, GroupRef, PersonRef, Text, Urgency, together

from .circle import group_of, known_in
from .gathering import Coming, Gathering, Phase, Plan, Scope

NAMED = 8
"""So many names stand on a card; the others are counted."""
ELSEWHERE = 3
"""So many other local times stand on a card."""
_BREAK = "\\\n"


async def card(ctx: Context, gathering: Gathering, partner: GroupRef | None = None) -> Card:
    """The gathering as its room sees it now; or the room of a `partner` that holds it too, by the clocks there."""
    rows = [row for row in await _rows(ctx, gathering, partner) if row]
    choices: list[Choice] = []
    if gathering.is_open:
        value = [ctx.group.id, gathering.number]
        choices = [
            Choice("yes", ctx.plain("yes"), value, urgency=Urgency.PRIMARY),
            Choice("maybe", ctx.plain("maybe"), value),
            Choice("no", ctx.plain("no"), value),
        ]
    return Card(together(*rows, between=_BREAK), choices=choices)


async def _rows(ctx: Context, gathering: Gathering, partner: GroupRef | None) -> list[str]:
    plan, rsvps = gathering.plan, gathering.rsvps
    kind = ctx.text("kind", kind=plan.kind)
    head = ctx.text("card-head", title=plan.title, kind=kind, number=gathering.number)
    zone = ctx.groups.get(partner).zone if partner is not None else gathering.zone
    time = ctx.text("card-time", **span(plan, zone), city=city(zone))
    if gathering.phase is Phase.CANCELLED:
        return [ctx.text("card-cancelled", title=plan.title, kind=kind), time]
    rows: list[str] = [head, together(time, *await _elsewhere(ctx, gathering, zone), between=" · ")]
    rows.append(ctx.text("card-link", link=link(plan)) if plan.link else "")
    rows.append(ctx.text("card-place", place=plan.place) if plan.place else "")
    rows.append(ctx.text("card-about", about=plan.about) if plan.about else "")
    rows.append("" if plan.scope is Scope.GROUP or partner else await _open_to(ctx, plan.scope))
    rows.append(await _with_whom(ctx, gathering, partner))
    rows.append(ctx.text("card-host", host=await name(ctx, gathering.host)))
    going = ctx.text("card-going", count=len(rsvps.going), seats=rsvps.capacity if rsvps.capacity is not None else -1)
    rows.append(together(going, await _names(ctx, rsvps.going), between=": ") if rsvps.going else going)
    if rsvps.maybe or rsvps.waiting:
        rows.append(ctx.text("card-others", maybe=len(rsvps.maybe), waiting=len(rsvps.waiting)))
    if gathering.recording:
        rows.append(ctx.text("card-recording", link=Text(f"<{gathering.recording}>")))
    return rows


async def _open_to(ctx: Context, scope: Scope) -> str:
    parent = await ctx.name(GroupRef(ctx.charter.parent)) if scope is Scope.PARENT and ctx.charter.parent else ""
    return ctx.text("card-scope", scope=scope, group=await ctx.name(ctx.group), parent=parent)


async def _with_whom(ctx: Context, gathering: Gathering, partner: GroupRef | None) -> str:
    """The other groups that hold it, as all in the room may read it."""
    if not (held := [one.group for one in gathering.together]):
        return ""
    others = [one for one in (ctx.group, *held) if one != (partner or ctx.group)]
    return ctx.text("card-with", groups=await known_in(ctx, others))


async def _elsewhere(ctx: Context, gathering: Gathering, here: str) -> list[Text]:
    """The local times of those who come from other zones than that of the card, the earliest first; short."""
    at, home, people = gathering.plan.at, ZoneInfo(here), ctx.people
    zones: dict[timedelta | None, ZoneInfo] = {}
    coming = [(person, await group_of(ctx, gathering, person)) for person in gathering.rsvps.interested]
    for zone in dict.fromkeys([await people.zone(person, group) for person, group in coming]):
        if at.astimezone(zone).utcoffset() != at.astimezone(home).utcoffset():
            zones.setdefault(at.astimezone(zone).utcoffset(), zone)
    shown = sorted(zones.values(), key=lambda zone: at.astimezone(zone).replace(tzinfo=None))[:ELSEWHERE]
    return [
        ctx.text("time-elsewhere", at=at.astimezone(zone).replace(tzinfo=None), city=city(str(zone))) for zone in shown
    ]


async def _names(ctx: Context, people: tuple[PersonRef, ...]) -> Text:
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


def row(ctx: Context, gathering: Gathering | Coming, at: datetime | None = None) -> Text:
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


async def visit_row(ctx: Context, host: GroupRef, gathering: Gathering, at: datetime | None = None) -> Text:
    """The same of a gathering that another group plans and this one holds too: no number leads to it here."""
    rsvps, plan = gathering.rsvps, gathering.plan
    return ctx.text(
        "visit-row",
        groups=await known_in(ctx, [host], ctx.group),
        title=plan.title,
        at=at or span(plan, ctx.charter.zone)["at"],
        going=len(rsvps.going),
        seats=rsvps.capacity if rsvps.capacity is not None else -1,
        waiting=len(rsvps.waiting),
    )


def command(ctx: Context, words: str) -> Text:
    """A command of ours as it is given here."""
    return ctx.usage(words)
