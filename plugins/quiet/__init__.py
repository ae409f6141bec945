"""Lets people say when they want to be left in peace, and change it by one tap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum

from coterie.core.api import (
    NO_HOURS,
    Answer,
    Away,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    Hours,
    Item,
    PersonRef,
    Plugin,
    Rest,
    Section,
    Tap,
    code,
    paragraphs,
)

from .settings import days_of, in_short, shown

plugin = Plugin("quiet", texts="quiet.ftl")

LONGEST = timedelta(weeks=4)
"""What could not be said for so long is not said any more: a longer snooze would be more than one."""

FEW = 2
"""What `less` offers as the most in a week."""

MOST_HOLIDAYS = 20
LONGEST_TYPED = 40


class Over(Enum):
    """What ends being snoozed."""

    OFF = "off"


# --- commands -------------------------------------------------------------------------------------------------------


@plugin.command("quiet")
async def quiet(ctx: Context, *, hours: Rest | None = None) -> None:
    """Set your quiet hours: `quiet 21:00-08:00`, `quiet off`, `quiet default`."""
    word = (hours or "").strip().casefold()
    if not word:
        return await my_settings(ctx)
    meant = ctx.one_of(word, "off", "default")
    if meant == "default":
        await ctx.people.prefer(hours=None)
        return await my_settings(ctx)
    if meant == "off":
        await ctx.people.prefer(hours=NO_HOURS)
        ctx.quietly(ctx.text("no-quiet-hours"))
        return
    try:
        found = Hours.parse(word)
    except ValueError:
        ctx.refuse("no-hours", found=word[:LONGEST_TYPED], usage=code(f"{ctx.start}quiet 21:00-08:00"))
    await ctx.people.prefer(hours=found)
    ctx.quietly(ctx.text("quiet-hours", hours=str(found), zone=(await ctx.people.zone()).key))


@plugin.command("snooze")
async def snooze(ctx: Context, over: Over | None = None, length: timedelta | None = None) -> None:
    """Hear nothing unasked for a while: `snooze 3d`; `snooze off` ends it."""
    if over is not None:
        return await awake(ctx)
    if length is None:
        until = (await ctx.people.preferences()).snoozed_until
        if until is not None and until > ctx.now:
            ctx.quietly(await _snoozed(ctx, until))
        else:
            ctx.quietly(paragraphs(ctx.text("not-snoozed"), ctx.ways("snooze 3d")))
        return
    if length > LONGEST:
        ctx.refuse("too-long", longest=LONGEST, away=code(f"{ctx.start}holiday 2026-12-20 2027-01-06"))
    await _snooze(ctx, ctx.now + length)


@plugin.command("leave-me-alone")
async def leave_me_alone(ctx: Context, yes: bool = True) -> None:
    """Hear nothing at all that you did not ask for: `leave-me-alone`, and back with `leave-me-alone no`."""
    await ctx.people.prefer(left_alone=yes)
    if yes:
        ctx.quietly(Card(ctx.text("left-alone"), choices=[Choice("back", ctx.plain("talk-to-me"))]))
    else:
        ctx.quietly(ctx.text("back"))


@plugin.command("holiday")
async def holiday(ctx: Context, first: date | None = None, last: date | None = None) -> None:
    """Say when you are away: `holiday 2026-12-20 2027-01-06`; `holiday` alone shows it."""
    today = ctx.now.astimezone(await ctx.people.zone()).date()
    away = tuple(one for one in (await ctx.people.preferences()).away if one.last >= today)
    if first is None:
        return _show_holidays(ctx, away)
    span = Away(first, last or first)
    if span.last < span.first or span.last < today:
        ctx.refuse("no-span", first=span.first, last=span.last)
    if len(away) >= MOST_HOLIDAYS:
        ctx.refuse("too-many", count=MOST_HOLIDAYS)
    await ctx.people.prefer(away=tuple(sorted({*away, span}, key=lambda one: (one.first, one.last))))
    choices = [Choice("not_away", ctx.plain("take-back"), (span.first, span.last))]
    ctx.quietly(Card(ctx.text("away", first=span.first, last=span.last), choices=choices))


@plugin.command("my-settings")
async def my_settings(ctx: Context) -> None:
    """Show when and how I speak to you, and change it."""
    ctx.quietly(Card(await shown(ctx), choices=[Choice("change", ctx.plain("change"))]))


# --- one tap --------------------------------------------------------------------------------------------------------


@plugin.choice("less", less="less-of-this")
async def less(ctx: Context) -> None:
    """Offer the ways of hearing less."""
    choices = [
        Choice("few", ctx.plain("few-a-week", count=FEW)),
        Choice("week", ctx.plain("snooze-a-week")),
        Choice("alone", ctx.plain("leave-me-alone")),
    ]
    ctx.reply(Card(ctx.text("how-much-less"), choices=choices))


@plugin.choice("few")
async def few(ctx: Context) -> None:
    """At most so many a week."""
    await ctx.people.prefer(most_per_week=FEW)
    ctx.reply(ctx.text("few-from-now", count=FEW))


@plugin.choice("week")
async def week(ctx: Context) -> None:
    """A week without a word."""
    await _snooze(ctx, ctx.now + timedelta(weeks=1))


@plugin.choice("alone")
async def alone(ctx: Context) -> None:
    """Nothing unasked any more."""
    await leave_me_alone(ctx)


@plugin.choice("back")
async def back(ctx: Context) -> None:
    """Left alone no longer."""
    await leave_me_alone(ctx, False)


@plugin.choice("awake")
async def awake(ctx: Context) -> None:
    """Snoozed no longer."""
    await ctx.people.prefer(snoozed_until=None)
    ctx.quietly(ctx.text("back"))


@plugin.choice("not_away")
async def not_away(ctx: Context, span: tuple[date, date] | None) -> None:
    """Away no longer on these days, or on none at all."""
    kept = (await ctx.people.preferences()).away if span else ()
    await ctx.people.prefer(away=tuple(one for one in kept if (one.first, one.last) != span))
    ctx.quietly(ctx.text("not-away"))


@plugin.choice("change")
async def change(ctx: Context) -> None:
    """Let the settings be changed."""
    languages = (Choice("en", "English"), Choice("de", "Deutsch"))
    fields = (
        Field("zone", FieldKind.TEXT, ctx.plain("field-zone"), maximum="60"),
        Field("locale", FieldKind.SELECT, ctx.plain("field-locale"), choices=languages),
        Field("hours", FieldKind.TEXT, ctx.plain("field-hours"), maximum="20"),
        Field("days", FieldKind.TEXT, ctx.plain("field-days"), maximum="60"),
        Field("most", FieldKind.NUMBER, ctx.plain("field-most"), minimum="1", maximum="100"),
    )
    ctx.ask(Form(ctx.plain("settings"), fields, ctx.text("empty-stays")), then="changed")


@plugin.form("changed")
async def changed(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """Keep what was filled in, all of it or nothing."""
    changes: dict[str, object] = {}
    given = {name: str(value).strip() for name, value in answers.items() if value is not None}
    if "hours" in given:
        changes["hours"] = _hours(ctx, given["hours"])
    if "days" in given:
        changes["days_off"] = _days(ctx, given["days"])
    if "most" in given:
        changes["most_per_week"] = int(float(given["most"]))
    if "locale" in given:
        changes["locale"] = given["locale"]
    if "zone" in given:
        changes["zone"] = given["zone"].replace(" ", "_")
    try:
        await ctx.people.prefer(**changes)
    except ValueError as error:
        near = getattr(error, "nearest", None)
        ctx.refuse("no-zone", found=given.get("zone", "")[:LONGEST_TYPED], near=near or "Europe/Berlin")
    await my_settings(ctx)
    await ctx.call("me.refresh", people=[ctx.person])


# --- on the page of whoever it is about --------------------------------------------------------------------------------


@plugin.contribute("page-everywhere")
async def on_the_page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
    """When somebody is left in peace, and where that is changed."""
    taps = (Tap(ctx.plain("change"), "quiet.change"), Tap(ctx.plain("settings-show"), "quiet.settings"))
    return (Item(Section.YOU, await in_short(ctx, person), ctx.plain("settings"), taps=taps),)


@plugin.action("change")
async def change_settings(ctx: Context) -> None:
    """Let whoever asks change their settings."""
    await change(ctx)


@plugin.action("settings")
async def show_settings(ctx: Context) -> None:
    """Show whoever asks their settings."""
    await my_settings(ctx)


# --- what they share ------------------------------------------------------------------------------------------------


async def _snooze(ctx: Context, until: datetime) -> None:
    await ctx.people.prefer(snoozed_until=until)
    ctx.quietly(await _snoozed(ctx, until))


async def _snoozed(ctx: Context, until: datetime) -> Card:
    """Until when, with the tap that ends it."""
    local = until.astimezone(await ctx.people.zone()).replace(tzinfo=None)
    return Card(ctx.text("snoozed", until=local), choices=[Choice("awake", ctx.plain("end-snooze"))])


def _show_holidays(ctx: Context, away: tuple[Away, ...]) -> None:
    if not away:
        ctx.quietly(ctx.text("never-away", usage=code(f"{ctx.start}holiday 2026-12-20 2027-01-06")))
        return
    spans = [ctx.text("span", first=one.first, last=one.last) for one in away]
    ctx.quietly(Card(ctx.text("away-then", spans=spans), choices=[Choice("not_away", ctx.plain("take-all-back"))]))


def _hours(ctx: Context, typed: str) -> Hours:
    if ctx.one_of(typed, "off"):
        return NO_HOURS
    try:
        return Hours.parse(typed)
    except ValueError:
        ctx.refuse("no-hours", found=typed[:LONGEST_TYPED], usage=code("21:00-08:00"))


def _days(ctx: Context, typed: str) -> tuple[str, ...]:
    if ctx.one_of(typed, "off"):
        return ()
    found = days_of(typed)
    if found is None:
        ctx.refuse("no-days", found=typed[:LONGEST_TYPED])
    return found
