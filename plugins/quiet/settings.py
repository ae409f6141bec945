"""What somebody's settings are, in plain words."""

from __future__ import annotations

import re

from coterie.core.api import DAYS, Context, PersonRef, Preferences, Quiet, Text, together

_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GERMAN = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")


def days_of(typed: str) -> tuple[str, ...] | None:
    """The days of the week that were typed, `sat, Sunday` or `Sa So`, in their order; None where a word is none.

    A day is told by its name or the beginning of it, in English or German.
    """
    found = {_day_of(word) for word in re.findall(r"\w+", typed.casefold())}
    return tuple(day for day in DAYS if day in found) if found and None not in found else None


def _day_of(word: str) -> str | None:
    for names, least in ((_ENGLISH, 3), (_GERMAN, 2)):
        for day, name in zip(DAYS, names, strict=True):
            if len(word) >= least and name.startswith(word):
                return day
    return None


async def shown(ctx: Context) -> Text:
    """All settings of who asked, one a line."""
    own, common, locale = await ctx.people.preferences(), ctx.people.quiet or Quiet(), await ctx.people.locale()
    rows = [
        ctx.text("row-zone", zone=(await ctx.people.zone()).key),
        ctx.text("row-locale", locale=locale.partition("-")[0]),
        _hours_row(ctx, own, common),
        _days_row(ctx, own, common),
        *await _holiday_rows(ctx, common),
        *await _absence_rows(ctx, own),
        _most_row(ctx, own, common),
    ]
    if own.left_alone:
        rows.append(ctx.text("row-left-alone"))
    return together(ctx.text("your-settings"), "", *(together("- ", row, between="") for row in rows))


async def in_short(ctx: Context, person: PersonRef) -> Text:
    """When somebody is left in peace, in a line."""
    own, common = await ctx.people.preferences(person), ctx.people.quiet or Quiet()
    return ctx.text("row-left-alone") if own.left_alone else _hours_row(ctx, own, common)


def _hours_row(ctx: Context, own: Preferences, common: Quiet) -> Text:
    hours = common.hours if own.hours is None else own.hours
    if not hours:
        return ctx.text("row-no-hours")
    return ctx.text("row-hours", hours=str(hours), whose="community" if own.hours is None else "own")


def _days_row(ctx: Context, own: Preferences, common: Quiet) -> str:
    days = common.days if own.days_off is None else own.days_off
    if not days:
        return ctx.text("row-no-days")
    names = [ctx.plain(f"day-{day}") for day in days]
    return ctx.text("row-days", days=names, whose="community" if own.days_off is None else "own")


async def _holiday_rows(ctx: Context, common: Quiet) -> list[str]:
    found = await ctx.people.next_holiday()
    if found is None:
        return []
    return [ctx.text("row-holidays", region=common.holidays, day=found[0], name=found[1])]


async def _absence_rows(ctx: Context, own: Preferences) -> list[str]:
    zone = await ctx.people.zone()
    today = ctx.now.astimezone(zone).date()
    rows = [ctx.text("row-away", first=one.first, last=one.last) for one in own.away if one.last >= today]
    if own.snoozed_until is not None and own.snoozed_until > ctx.now:
        rows.append(ctx.text("row-snoozed", until=own.snoozed_until.astimezone(zone).replace(tzinfo=None)))
    return list(rows)


def _most_row(ctx: Context, own: Preferences, common: Quiet) -> str:
    most = own.most_per_week or common.most_per_week
    return ctx.text("row-most", count=most) if most else ctx.text("row-no-most")
