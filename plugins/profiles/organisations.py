"""Of how many organisations those are who take part: for leaders of their group, for managers of all groups. Figures, and no names.

Of those alone who said where they work and may be counted. Who was active in a week is asked on Sunday night of the plugins that know it; every
four weeks figures are made of that. Until then is kept how many were active of which organisation, and digests of whom these figures stand on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from coterie.core.api import LIVE, Context, GroupRef, Line, PersonRef, Scope, Text, evolve, field, frozen

from . import plugin
from .circle import profile_of
from .figures import Basis, Diversity, Week, basis, digest, diversity, may_be_told
from .profile import folded

WEEKS = 4
"""Over so many weeks figures are taken, the same ones for all groups."""

PAGE = 50
"""Of so many groups it is taken note in one commit."""

STALE = timedelta(weeks=13)
"""Figures that could not be taken anew for so long are told no more."""


@frozen
class Window:
    """The weeks out of which the next figures are made, and on whom these will stand."""

    weeks: tuple[Week, ...] = ()
    basis: Basis = field(factory=Basis)

    def with_week(self, week: Week, of: Basis) -> Window:
        """One week more."""
        return Window((*self.weeks, week)[-WEEKS:], Basis({**self.basis.said, **of.said}))


@frozen
class Told:
    """The figures that are told, since when, and on whom they stand."""

    at: datetime | None = None
    figures: Diversity | None = None
    basis: Basis = field(factory=Basis)

    def anew(self, now: datetime, window: Window, k: int) -> Told:
        """With the figures of a window, where telling them gives nobody away; else as before, until that is stale."""
        if self.basis.is_news(window.basis, k):
            return Told(now, diversity(window.weeks, k), window.basis)
        return self.silent() if self.at is None or now - self.at > STALE else self

    def silent(self) -> Told:
        """The same, and nothing is told. On whom the last figures stood is kept: the next ones are compared with these."""
        return evolve(self, figures=None)


def closes(day: date) -> bool:
    """Whether the figures of the last weeks are made on this Sunday."""
    return day.toordinal() // 7 % WEEKS == 0


@frozen
class Noted:
    """Who was active in some groups in the week that ends; kept while it is taken note of all the others, for some minutes."""

    people: tuple[PersonRef, ...] = ()


@plugin.every("sunday 23:00", scope="community", on_holidays=True)
async def taken(ctx: Context) -> None:
    """Take note of the week, in each group and in all of them together; make the figures when it is time."""
    for key in await ctx.keys(Noted, scope="community"):
        await ctx.delete(Noted, key=key, scope="community")
    await _some(ctx, "", closes(ctx.local_now.date()))


@plugin.timer("taken")
async def go_on(ctx: Context, where: tuple[str, bool]) -> None:
    """Take note of the groups that come behind this one; `where` says also whether figures are made."""
    await _some(ctx, *where)


async def _some(ctx: Context, after: str, ends: bool) -> None:
    """Take note of a page of groups. Whoever says anything in one of them meanwhile lets no more than that page be read again."""
    left = sorted(group.id for group in ctx.groups.all() if group.state in LIVE and group.id > after)
    people = set[PersonRef]()
    for group in [GroupRef(id) for id in left[:PAGE]]:
        active = await _active(ctx, group)
        people |= active
        window = await _noted(ctx, active, await _declared(ctx, active), group)
        if ends:
            await _closed(ctx, window, group)
    await ctx.save(Noted(tuple(sorted(people))), key=f"after {after}", scope="community")
    if len(left) > PAGE:
        last = left[PAGE - 1]
        ctx.timer(timedelta(0), then="taken", value=(last, ends), name=last, scope="community")
    else:
        await _all(ctx, ends)


async def _all(ctx: Context, ends: bool) -> None:
    """Take note of all groups together, once it was of each; somebody who is in several counts once."""
    everybody = set[PersonRef]()
    for key, noted in (await ctx.load_all(Noted, scope="community")).items():
        everybody |= set(noted.people)
        await ctx.delete(Noted, key=key, scope="community")
    whole = await _noted(ctx, everybody, await _declared(ctx, everybody), None)
    if ends:
        groups = [GroupRef(group.id) for group in ctx.groups.all() if group.state in LIVE]
        told = [await ctx.load(Told, of=group) for group in groups]
        await _closed(ctx, whole, None, beside=[one.basis.said for one in told if one.figures is not None])


async def _declared(ctx: Context, people: Collection[PersonRef]) -> Mapping[PersonRef, str]:
    """For whom those of them work who said so and may be counted."""
    profiles = {person: await profile_of(ctx, person) for person in people}
    return {
        person: folded(profile.organisation)
        for person, profile in profiles.items()
        if profile.counted and profile.organisation
    }


async def _active(ctx: Context, group: GroupRef) -> set[PersonRef]:
    """Who of a group did something in the week that ends, as far as its plugins know."""
    known = await ctx.contributions("active", group=group)
    said = {one for some in known if isinstance(some, tuple) for one in some if isinstance(one, PersonRef)}
    return said & set(await ctx.members(group))


async def _noted(
    ctx: Context, active: Collection[PersonRef], declared: Mapping[PersonRef, str], of: GroupRef | None
) -> Window:
    """The window of a group, or of all, with this week; kept from the first on in which anybody said where they work."""
    before = await ctx.load(Window, scope=_scope(of), of=of)
    here = {person: declared[person] for person in active if person in declared}
    if not here and not before.weeks:
        return before
    of_each = Counter(digest(ctx.community.id, one) for one in here.values())
    now = basis(((person.id, (one,)) for person, one in here.items()), ctx.community.id)
    window = before.with_week(Week(len(active), of_each), now)
    await ctx.save(window, scope=_scope(of), of=of)
    return window


async def _closed(ctx: Context, window: Window, of: GroupRef | None, beside: Sequence[Collection[str]] = ()) -> Told:
    """Make the figures of a window that is over. Of what is told `beside` them, they must not give away the rest."""
    before, k = await ctx.load(Told, scope=_scope(of), of=of), ctx.community.k
    if before.at is None and not window.weeks:
        return before
    told = before.anew(ctx.now, window, k)
    if not may_be_told(told.basis.said, beside, k):
        told = before.silent()
    if told != before:
        await ctx.save(told, scope=_scope(of), of=of)
    if window.weeks:
        await ctx.delete(Window, scope=_scope(of), of=of)
    return told


def _scope(of: GroupRef | None) -> Scope:
    return "community" if of is None else "group"


# --- told -----------------------------------------------------------------------------------------------------------


@plugin.contribute("brief")
async def in_the_brief(ctx: Context) -> tuple[Line, ...]:
    """Of how many organisations the active of the group are."""
    figures = (await ctx.load(Told)).figures
    return (Line(_said(ctx, figures), 0.25),) if figures is not None else ()


@plugin.contribute("portfolio")
async def in_the_portfolio(ctx: Context) -> tuple[Line, ...]:
    """Of how many organisations the active of all groups are."""
    figures = (await ctx.load(Told, scope="community")).figures
    return (Line(_said(ctx, figures), 0.25),) if figures is not None else ()


def _said(ctx: Context, figures: Diversity) -> Text:
    elephant = figures.elephant or 0 if figures.organisations > 1 else 0
    return ctx.text("organisations", share=10 * figures.share, count=figures.organisations, elephant=elephant)
