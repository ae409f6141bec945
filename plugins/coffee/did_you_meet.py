"""Whether people met for whom that was arranged: asked of each by themselves a week later, counted, and no name kept with it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Literal

from coterie.core.api import Card, Choice, Context, GroupRef, Line, PersonRef, Text, evolve, together

from . import ASKED_AFTER, PAGE, key_of, plugin, tables_of
from .history import Outcome, Roster, Round, read
from .pools import Drinker, Reach
from .ties import ties

MONTHS = 3
"""Of so many months managers read how introductions fared."""

ROUNDS = 26
"""Of so many rounds leaders read how closely they tied those in the group: half a year of weeks."""

Asked = Literal["group", "community", "introduced"]
"""After what is asked whether people met: a round of a group, one across groups, or an introduction."""


@plugin.timer("follow-up")
async def follow_up(ctx: Context, value: tuple[Reach, int, int]) -> None:
    """Ask everybody of a page of tables whether they met; not who left since, or said that they want no coffee."""
    reach, number, begin = value
    tables, asked = await tables_of(ctx, reach, number), 0
    here = set(await ctx.members()) if reach == "group" else None
    for table in tables[begin : begin + PAGE]:
        there = [one for one in map(PersonRef, sorted(set(table))) if await _is_there(ctx, one, here)]
        of = (reach, ctx.group.id if reach == "group" else "", number)
        asked += await ask_whether_met(ctx, there, of, sparing=True)
    outcome = await ctx.load(Outcome, key=key_of(number), scope=reach)
    await ctx.save(evolve(outcome, asked=outcome.asked + asked), key=key_of(number), scope=reach)
    if begin + PAGE < len(tables):
        value, name = (reach, number, begin + PAGE), f"{reach} {number} {begin}"
        ctx.timer(timedelta(0), then="follow-up", value=value, name=name, scope=reach)


async def ask_whether_met(
    ctx: Context, there: Collection[PersonRef], of: tuple[Asked, str, int], *, sparing: bool
) -> int:
    """Ask those of a table who are there still whether they met; not, where it is `sparing`, who wants no coffee. How many were asked."""
    asked = 0
    for person in there if len(there) > 1 else ():
        if sparing and (await ctx.load(Drinker, scope="person", of=person)).off:
            continue
        others = tuple(one for one in there if one != person)
        choices = [
            Choice("met", ctx.plain("met"), of, agrees=True),
            Choice("not-yet", ctx.plain("not-yet"), of, agrees=False),
        ]
        card = Card(ctx.text("did-you" if sparing else "did-you-two", people=others), choices=choices)
        ctx.post(person, card, secret=True, until=ctx.now + ASKED_AFTER)
        asked += 1
    return asked


@plugin.action("ask-whether-met")
async def after_an_introduction(ctx: Context, people: tuple[PersonRef, ...]) -> None:
    """Ask people who were introduced to each other whether they met, in the way and after the time of a round."""
    name = " ".join(sorted(person.id for person in people))
    ctx.timer(ASKED_AFTER, then="introduced", value=people, name=name, scope="community")


@plugin.action("forget-introduction")
async def forget_introduction(ctx: Context, people: tuple[PersonRef, ...]) -> None:
    """Ask these people nothing any more: one of them wants it forgotten."""
    ctx.cancel_timer("introduced", " ".join(sorted(person.id for person in people)), scope="community")


@plugin.timer("introduced")
async def introduced(ctx: Context, people: tuple[PersonRef, ...]) -> None:
    """Ask those who were introduced; they are counted by the month."""
    known = dict.fromkeys([await ctx.accounts.person(one) for one in people])
    there = [one for one in known if await _is_there(ctx, one, None)]
    month = ctx.now.year * 100 + ctx.now.month
    asked = await ask_whether_met(ctx, there, ("introduced", "", month), sparing=False)
    outcome = await ctx.load(Outcome, key=key_of_introductions(month), scope="community")
    await ctx.save(evolve(outcome, asked=outcome.asked + asked), key=key_of_introductions(month), scope="community")


def key_of_introductions(month: int) -> str:
    """The key under which is kept how the introductions of a month fared."""
    return f"introduced {month}"


async def _is_there(ctx: Context, person: PersonRef, members: Collection[PersonRef] | None) -> bool:
    return person in members if members is not None else bool(await ctx.joined(person))


@plugin.choice("met")
async def met(ctx: Context, of: tuple[Asked, str, int]) -> None:
    """They met: one more, and nobody's name."""
    await count(ctx, of, met=1)


@plugin.choice("not-yet")
async def not_yet(ctx: Context, of: tuple[Asked, str, int]) -> None:
    """They did not meet yet."""
    await count(ctx, of, not_yet=1)


async def count(ctx: Context, of: tuple[Asked, str, int], met: int = 0, not_yet: int = 0) -> None:
    """Count an answer; the card takes no second one."""
    reach, group, number = of
    if group:
        ctx.enter(GroupRef(group))
    scope: Reach = "group" if reach == "group" else "community"
    key = key_of_introductions(number) if reach == "introduced" else key_of(number)
    outcome = await ctx.load(Outcome, key=key, scope=scope)
    counted = evolve(outcome, met=outcome.met + met, not_yet=outcome.not_yet + not_yet)
    await ctx.save(counted, key=key, scope=scope)
    if ctx.message is not None:
        ctx.edit(ctx.message, ctx.text("counted"))


@plugin.contribute("brief")
async def in_the_brief(ctx: Context) -> tuple[Line, ...]:
    """How many of the last round that was asked about met, where enough were asked."""
    roster = await ctx.load(Roster)
    for number in reversed(roster.remembered[-4:]):
        outcome = await ctx.load(Outcome, key=key_of(number))
        if outcome.met + outcome.not_yet >= ctx.community.k:
            answered = outcome.met + outcome.not_yet
            said = together(
                ctx.text("in-the-brief", met=outcome.met, answered=answered), *await _tied(ctx), between=" "
            )
            return (Line(said, 0.3, ctx.plain("pair-now"), "coffee.round"),)
    return ()


async def _tied(ctx: Context) -> tuple[Text, ...]:
    """How many of all who could sat together in half a year, and how many of them again; nothing where they are too few to speak of."""
    roster, here = await ctx.load(Roster), [person.id for person in await ctx.members()]
    rounds = [await ctx.load(Round, key=key_of(number)) for number in roster.remembered[-ROUNDS:]]
    found = ties(here, [table for one in rounds for table in read(one, roster)])
    if found.people < ctx.community.k or found.people < 2:
        return ()
    share, again = round(100 * found.density), round(100 * found.recurring)
    return (ctx.text("tied", people=found.people, share=share, again=again),)


@plugin.contribute("portfolio")
async def in_the_portfolio(ctx: Context) -> tuple[Line, ...]:
    """How many of those met who were introduced to each other in the last months that are over, where enough answered."""
    found = await ctx.load_all(Outcome, prefix="introduced ", scope="community")
    this = key_of_introductions(ctx.now.year * 100 + ctx.now.month)
    last = [found[key] for key in sorted(found) if key < this][-MONTHS:]
    met, answered = sum(one.met for one in last), sum(one.met + one.not_yet for one in last)
    return (Line(ctx.text("in-the-portfolio", met=met, answered=answered), 0.2),) if answered >= ctx.community.k else ()
