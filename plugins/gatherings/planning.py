"""A gathering comes to be: by a form, by a playbook, or because a series goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from coterie.core.api import (
    DAYS,
    Answer,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    Group,
    GroupState,
    MessageRef,
    PersonRef,
    Quiet,
    UserError,
    evolve,
    frozen,
    local_to_utc,
)

from . import plugin, shelf
from .circle import rooms, scopes
from .gathering import Gathering, Kind, Plan, Scope, Series
from .inviting import ask_others, named, others, with_field
from .links import with_place
from .reminding import set_timers
from .rsvps import Rsvps
from .series import Recurrence, RuleError, monthly_by_day, recurrence
from .wording import card, city, command

AHEAD = timedelta(days=14)
"""The next gathering of a series is announced so long before it begins, and never before the one ahead of it is over."""
LOOK_AGAIN = timedelta(days=1)
"""A group that rests is left to rest: so long after it is looked again whether it woke."""
LONGEST = timedelta(days=31)
MOST_SEATS = 100_000
MOST_HOLIDAYS = 20
TITLE, ABOUT = "120", "1500"
REPEATS = ("weekly", "fortnightly", "monthly", "same_weekday")


@frozen
class Gathered:
    """A gathering as a playbook holds it: its number, its message, when it begins."""

    number: int
    message: MessageRef
    at: datetime


# --- by a form ------------------------------------------------------------------------------------------------------


async def ask_for_new(ctx: Context, with_whom: str = "") -> None:
    """Let the person say what they have in mind; who leads the group may open it to others too, or hold it with other groups."""
    fields = (*_what(ctx), *when_fields(ctx), *_how(ctx))
    if with_whom:
        await ctx.require("leader")
    if await ctx.has_role("leader"):
        if len(offered := scopes(ctx)) > 1:
            choices = tuple(Choice(one.value, ctx.plain("scope", scope=one)) for one in offered)
            fields = (*fields, Field("scope", FieldKind.SELECT, ctx.plain("form-scope"), choices=choices))
        if await others(ctx):
            fields = (*fields, with_field(ctx, with_whom))
    ctx.ask(Form(ctx.plain("form-title"), fields), then="new")


def _what(ctx: Context) -> tuple[Field, ...]:
    kinds = tuple(Choice(kind.value, ctx.plain("kind", kind=kind)) for kind in Kind)
    return (
        Field("title", FieldKind.TEXT, ctx.plain("form-name"), required=True, maximum=TITLE),
        Field("kind", FieldKind.SELECT, ctx.plain("form-kind"), choices=kinds),
    )


def when_fields(ctx: Context, day: str = "", time: str = "") -> tuple[Field, ...]:
    """What is asked for where only the time is open: a day, and a time by the clocks of the group; from the start what was said before."""
    asked = ctx.plain("form-time", city=city(ctx.charter.zone))
    return (
        Field("day", FieldKind.DATE, ctx.plain("form-day"), required=True, initial=day),
        Field("time", FieldKind.TIME, asked, required=True, initial=time),
    )


def where_fields(ctx: Context) -> tuple[Field, ...]:
    """A place, and how many people it has room for; both may be left out."""
    return (
        Field("where", FieldKind.TEXT, ctx.plain("form-where"), maximum="300"),
        Field("capacity", FieldKind.NUMBER, ctx.plain("form-capacity"), minimum="1", maximum=str(MOST_SEATS)),
    )


def _how(ctx: Context) -> tuple[Field, ...]:
    repeats = tuple(Choice(one, ctx.plain(f"repeats-{one}")) for one in REPEATS)
    return (
        Field("minutes", FieldKind.NUMBER, ctx.plain("form-minutes"), minimum="5", maximum="44640"),
        *where_fields(ctx),
        Field("repeats", FieldKind.SELECT, ctx.plain("form-repeats"), choices=repeats),
        Field("about", FieldKind.LONG, ctx.plain("form-about"), maximum=ABOUT),
    )


@plugin.form("new")
async def planned(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """Announce what was filled in; a time that can't be is asked for again, and nothing else."""
    kept = {name: str(value) for name, value in answers.items() if value is not None}
    await plan_from(ctx, kept)


@plugin.form("when")
async def planned_then(ctx: Context, answers: Mapping[str, Answer], kept: dict[str, str]) -> None:
    """The same at another time."""
    await plan_from(ctx, {**kept, **{name: str(value) for name, value in answers.items() if value is not None}})


async def plan_from(ctx: Context, answers: Mapping[str, str]) -> None:
    """Announce a gathering out of the answers of the form."""
    at = time_of(ctx, answers)
    if at is None or at <= ctx.now:
        why = "ask-again-past" if at else "ask-again-time"
        when = when_fields(ctx, answers["day"], answers["time"])
        ctx.ask(Form(ctx.plain("form-title"), when, text=ctx.text(why)), then="when", value=dict(answers))
        return
    minutes = float(answers.get("minutes", 60))
    capacity = int(float(answers["capacity"])) if "capacity" in answers else None
    plan = Plan(
        answers["title"].strip(),
        at,
        timedelta(minutes=minutes),
        Kind(answers.get("kind", Kind.MEETUP.value)),
        capacity=capacity,
        about=answers.get("about", "").strip(),
        scope=Scope(answers.get("scope", Scope.GROUP.value)),
    )
    if plan.scope is not Scope.GROUP:
        await ctx.require("leader")
    partners = await _partners(ctx, answers)
    if partners is None:
        return
    plan = await with_place(ctx, plan, answers.get("where", ""))
    typed = _typed(answers, at, ctx.charter.zone)
    gathering = await open_gathering(ctx, plan, ctx.person, answers.get("repeats", ""), typed=typed)
    if partners:
        await ask_others(ctx, gathering, partners)


async def _partners(ctx: Context, answers: Mapping[str, str]) -> Sequence[Group] | None:
    """The groups that are to hold it too; None where one is not to be had, and was asked for again, and nothing else."""
    if not (written := answers.get("with_groups", "").strip()):
        return ()
    await ctx.require("leader")
    if answers.get("repeats"):
        ctx.refuse("with-no-series")
    try:
        return await named(ctx, written)
    except UserError as error:
        kept = {name: value for name, value in answers.items() if name != "with_groups"}
        form = Form(ctx.plain("form-title"), (with_field(ctx, written),), text=error.args[0])
        ctx.ask(form, then="when", value=kept)
        return None


def time_of(ctx: Context, answers: Mapping[str, str]) -> datetime | None:
    """The instant that a day and a time mean in the group's zone; None where they mean none."""
    try:
        return ctx.instant(f"{date.fromisoformat(answers['day'])} {answers['time'].strip().replace('.', ':')}")
    except (UserError, ValueError):
        return None


def _typed(answers: Mapping[str, str], at: datetime, zone: str) -> datetime | None:
    """The local time as it was typed, where the clocks never show it: a series goes on at that time afterwards."""
    try:
        local = datetime.fromisoformat(f"{answers['day']} {answers['time']}")
    except ValueError:
        return None
    return local if local_to_utc(local, ZoneInfo(zone)) == at else None


# --- by a playbook --------------------------------------------------------------------------------------------------


@plugin.step("gather")
async def gather_step(
    ctx: Context,
    title: str,
    at: str,
    lasts: timedelta = timedelta(hours=1),
    kind: Kind = Kind.MEETUP,
    where: str = "",
    link: str = "",
    capacity: int | None = None,
    about: str = "",
    host: PersonRef | None = None,
    repeats: str = "",
    scope: Scope = Scope.GROUP,
) -> Gathered:
    """Announce a gathering. `at` is a local time: `2026-12-01 18:00` or `friday 18:00`. `where` is a place, a link, `jitsi` or a provider's name."""
    if scope not in scopes(ctx):
        ctx.refuse("no-scope", scope=scope)
    begins = _begins(ctx, at)
    if begins <= ctx.now:
        ctx.refuse("is-past")
    if not timedelta() < lasts <= LONGEST:
        ctx.refuse("too-long")
    if capacity is not None and not 1 <= capacity <= MOST_SEATS:
        ctx.refuse("seats-wrong", most=MOST_SEATS)
    about = about.strip()[: int(ABOUT)]
    plan = Plan(title.strip()[: int(TITLE)], begins, lasts, kind, capacity=capacity, about=about, scope=scope)
    plan = await with_place(ctx, plan, where or link)
    made = await open_gathering(ctx, plan, host or await _host(ctx), repeats, told=False)
    assert made.message is not None
    return Gathered(made.number, made.message, made.plan.at)


def _begins(ctx: Context, at: str) -> datetime:
    """The instant that a playbook names: in words, or by an expression that gives an instant."""
    try:
        written = datetime.fromisoformat(at)
    except ValueError:
        return ctx.instant(at)
    return written.astimezone(UTC) if written.tzinfo else ctx.instant(f"{written:%Y-%m-%d %H:%M}")


@plugin.action("plan")
async def plan_action(
    ctx: Context,
    title: str,
    at: str,
    minutes: int = 60,
    kind: Kind = Kind.MEETUP,
    where: str = "",
    about: str = "",
    scope: Scope = Scope.GROUP,
) -> int:
    """Announce a gathering; gives its number."""
    lasts = timedelta(minutes=minutes)
    return (await gather_step(ctx, title, at, lasts, kind, where, about=about, scope=scope)).number


async def _host(ctx: Context) -> PersonRef:
    """Who caused it, where that was somebody of the group, else who leads it first; a manager where nobody does."""
    leaders = ctx.leaders() or ctx.managers()
    try:
        person = ctx.person
    except LookupError:
        person = None
    if person is not None:
        return person
    if not leaders:
        ctx.refuse("needs-host")
    return leaders[0]


# --- what both do ---------------------------------------------------------------------------------------------------


async def open_gathering(
    ctx: Context, plan: Plan, host: PersonRef, repeats: str, *, told: bool = True, typed: datetime | None = None
) -> Gathering:
    """Announce a gathering, the first of its series where it `repeats`, at the local time as `typed`; the host is told what they can do."""
    zone = ctx.charter.zone
    number = await shelf.new_number(ctx)
    gathering = Gathering(number, plan, zone, host, ctx.now, ctx.now, Rsvps(plan.capacity))
    if repeats:
        local = typed or gathering.local
        ruled = rule(ctx, repeats, local, zone)
        await shelf.keep(ctx, Series(number, plan, ruled, host, ctx.now, ctx.now, made=(local,)))
        gathering = evolve(gathering, series=number, original=local)
    gathering = await announced(ctx, gathering)
    if told:
        ctx.quietly(
            ctx.text(
                "planned",
                title=plan.title,
                number=number,
                move=command(ctx, f"gathering move {number} …"),
                cancel=command(ctx, f"gathering cancel {number}"),
                all=command(ctx, "help gathering"),
            )
        )
    return gathering


async def announced(ctx: Context, gathering: Gathering) -> Gathering:
    """Post the card, keep the gathering, and set its timers."""
    said = await card(ctx, gathering)
    message = ctx.post(ctx.room, said)
    also = tuple(ctx.post(room, said) for room in rooms(ctx, gathering.plan.scope))
    gathering = evolve(gathering, message=message, also=also)
    await shelf.keep(ctx, gathering)
    await ctx.call("me.refresh")
    set_timers(ctx, gathering)
    return gathering


def rule(ctx: Context, repeats: str, local: datetime, zone: str) -> Recurrence:
    """What the words mean that say how often it comes. The person is told where they mean nothing."""
    words = {"fortnightly": "every 2 weeks", "same_weekday": monthly_by_day(local)}.get(repeats, repeats)
    try:
        return recurrence(words, local, zone)
    except RuleError as error:
        _refuse_rule(ctx, error)


def _refuse_rule(ctx: Context, error: RuleError) -> NoReturn:
    ctx.refuse("wrong-rule", why=ctx.text(error.text, **error.values))


# --- because a series goes on ---------------------------------------------------------------------------------------


@plugin.timer("unfold")
async def unfold_then(ctx: Context, number: int) -> None:
    """It is time to announce the next one."""
    series = await ctx.find(Series, key=shelf.key(number))
    if series is not None:
        await unfold(ctx, series)


async def unfold(ctx: Context, series: Series) -> None:
    """Announce the next gathering of the series, or set the timer for it. A series that is through is let go, also with its group."""
    if ctx.charter.state in (GroupState.SUNSETTING, GroupState.ARCHIVED):
        await ctx.delete(Series, key=shelf.key(series.number))
        return
    if ctx.charter.state is GroupState.DORMANT:
        await shelf.keep(ctx, series)
        ctx.timer(LOOK_AGAIN, then="unfold", value=series.number, name=str(series.number))
        return
    if series.host not in await ctx.members():
        series = evolve(series, host=next(iter(ctx.leaders()), series.host))
    series = await _without_holidays(ctx, series)
    coming = series.recurrence.next(ctx.now)
    if coming is None:
        await ctx.delete(Series, key=shelf.key(series.number))
        return
    if coming.original in series.made:
        await shelf.keep(ctx, series)
        return
    at = series.recurrence.instant(coming.local)
    if at - AHEAD > ctx.now:
        await shelf.keep(ctx, series)
        ctx.timer(at - AHEAD, then="unfold", value=series.number, name=str(series.number))
        return
    number, plan = await shelf.new_number(ctx), evolve(series.plan, at=at)
    one = Gathering(number, plan, series.recurrence.zone, series.host, series.begun, ctx.now, Rsvps(plan.capacity))
    await announced(ctx, evolve(one, series=series.number, original=coming.original))
    await shelf.keep(ctx, evolve(series, made=(*series.made, coming.original)))


async def _without_holidays(ctx: Context, series: Series) -> Series:
    """The series without what would come next on a public holiday, or with it on the next day that is none, as the community wants it."""
    quiet = ctx.charter.quiet or ctx.people.quiet
    if quiet is None or quiet.holidays is None or quiet.recurring.value == "keep":
        return series
    for _ in range(MOST_HOLIDAYS):
        coming = series.recurrence.next(ctx.now)
        if coming is None or coming.was_moved or coming.original in series.made:
            break
        if not ctx.people.is_holiday(coming.local.date(), quiet.holidays):
            break
        ruled = series.recurrence
        if quiet.recurring.value == "skip":
            ruled = ruled.without(coming.original)
            ctx.post(series.host, ctx.text("holiday-skipped", title=series.plan.title, of=coming.local))
        else:
            ruled = ruled.with_moved(coming.original, _working_day(ctx, coming.local, quiet))
            ctx.post(
                series.host,
                ctx.text("holiday-moved", title=series.plan.title, of=coming.local, at=ruled.moved[coming.original]),
            )
        series = series.with_recurrence(ruled, ctx.now)
    return series


def _working_day(ctx: Context, local: datetime, quiet: Quiet) -> datetime:
    """The same time of the next day that is neither a holiday nor a day off, at the latest a month later."""
    days = [local + timedelta(days=number) for number in range(1, 32)]
    off = quiet.days or ("sat", "sun")
    free = (
        day for day in days if DAYS[day.weekday()] not in off and not ctx.people.is_holiday(day.date(), quiet.holidays)
    )
    return next(free, days[-1])
