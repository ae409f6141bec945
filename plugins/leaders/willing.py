"""Who would take something on if asked: of those who said so, whom they helped and who helped them, and never how much they write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from coterie.core.api import (
    AccountsLinked,
    Card,
    Choice,
    Context,
    GroupRef,
    MemberLeft,
    PersonRef,
    evolve,
    field,
    frozen,
    paragraphs,
)

from . import ladder, plugin
from .candidacy import Rung
from .people import is_away

LOOKED_BACK = timedelta(weeks=13)
MOST = 5
"""So many are shown at a time."""
PEOPLE = 100
"""So many people are remembered whom somebody helped: beyond that it makes no difference."""


@frozen
class Willing:
    """Somebody may be asked. Whom they helped since, and who helped them: each with the day on which it was last."""

    helped: Mapping[PersonRef, date] = field(factory=dict)
    helped_by: Mapping[PersonRef, date] = field(factory=dict)

    def helping(self, other: PersonRef, day: date) -> Willing:
        """They helped somebody on this day."""
        return evolve(self, helped=_newest({**self.helped, other: day}))

    def being_helped(self, other: PersonRef, day: date) -> Willing:
        """Somebody helped them on this day."""
        return evolve(self, helped_by=_newest({**self.helped_by, other: day}))

    def since(self, day: date) -> Willing:
        """What of it is not longer ago."""
        return Willing(
            {one: at for one, at in self.helped.items() if at >= day},
            {one: at for one, at in self.helped_by.items() if at >= day},
        )

    def and_(self, other: Willing) -> Willing:
        """Two of them who are one person."""
        return Willing(_newest({**other.helped, **self.helped}), _newest({**other.helped_by, **self.helped_by}))

    @property
    def weight(self) -> int:
        """How many different people they helped, each once however often, and once more where it goes both ways."""
        return len(self.helped) + len(self.helped.keys() & self.helped_by.keys())


def _newest(known: Mapping[PersonRef, date]) -> Mapping[PersonRef, date]:
    return dict(sorted(known.items(), key=lambda pair: (pair[1], pair[0]))[-PEOPLE:])


# --- who may be asked ----------------------------------------------------------------------------------------------------


@plugin.command("willing", who="member")
async def willing(ctx: Context, on: bool = True) -> None:
    """Say that you may be asked to take something on in this group: `willing`; `willing off` ends it, and what is known for it is forgotten."""
    key = ctx.person.id
    if not on:
        await ctx.delete(Willing, key=key)
        ctx.quietly(ctx.text("willing-off"))
        return
    await ctx.use()  # who leaves has to be heard
    if await ctx.find(Willing, key=key) is None:
        await ctx.save(Willing(), key=key)
    ctx.quietly(ctx.text("willing-on", weeks=LOOKED_BACK // timedelta(weeks=1)))


@plugin.action("helped")
async def helped(ctx: Context, person: PersonRef, whom: PersonRef) -> None:
    """Somebody helped somebody else in this group: answered a question of theirs, was thanked by them. Kept of those alone who are willing."""
    if person == whom:
        return
    day = ctx.local_now.date()
    giving, taking = await ctx.find(Willing, key=person.id), await ctx.find(Willing, key=whom.id)
    if giving is not None:
        await ctx.save(giving.helping(whom, day), key=person.id)
    if taking is not None:
        await ctx.save(taking.being_helped(person, day), key=whom.id)


async def forget_old(ctx: Context) -> None:
    """What was noted of those who are willing is kept no longer than it is looked back, also where nothing comes after it."""
    day = ctx.local_now.date() - LOOKED_BACK
    for id, one in (await ctx.load_all(Willing)).items():
        if (left := one.since(day)) != one:
            await ctx.save(left, key=id)


@plugin.on(MemberLeft)
async def willing_left(ctx: Context, gone: MemberLeft) -> None:
    """Who left is asked for nothing."""
    if ctx.in_group and ctx.person not in await ctx.members():
        await ctx.delete(Willing, key=ctx.person.id)


@plugin.on(AccountsLinked)
async def willing_as_one(ctx: Context, linked: AccountsLinked) -> None:
    """Two who were two are one, who may be asked where either might."""
    if linked.person is None:
        return
    for group in await ctx.joined(linked.person):
        ctx.enter(group)
        other = await ctx.find(Willing, key=linked.other.id)
        if other is not None:
            own = await ctx.load(Willing, key=linked.person.id)
            await ctx.save(own.and_(other), key=linked.person.id)
            await ctx.delete(Willing, key=linked.other.id)


# --- whom to ask ---------------------------------------------------------------------------------------------------------


@plugin.command("candidates", who="leader")
async def candidates(ctx: Context) -> None:
    """See who might be asked to take something on: who is willing, and of those who helps many."""
    helping, others = await _found(ctx)
    if not helping and not others:
        ctx.refuse("nobody-willing")
    parts = []
    if helping:
        weeks = LOOKED_BACK // timedelta(weeks=1)
        parts.append(ctx.text("candidates", people=tuple(await _names(ctx, helping)), weeks=weeks))
    if others:
        parts.append(
            ctx.text("others-willing", people=tuple(await _names(ctx, others)), some="some" if helping else "none")
        )
    choices = [
        Choice(f"ask:{person.id}", ctx.plain("ask-candidate", person=await ctx.name(person)), [ctx.group.id, person.id])
        for person in (*helping, *others)
    ]
    ctx.quietly(Card(paragraphs(*parts, ctx.text("candidates-how")), choices=choices))


async def _found(ctx: Context) -> tuple[Sequence[PersonRef], Sequence[PersonRef]]:
    """Those who help most people, and as many of the others as there is room for; each by name, so that nobody comes first."""
    here, since = set(await ctx.members()), ctx.local_now.date() - LOOKED_BACK
    serving = {term.person for role in ("leader", "deputy") for term in ctx.groups.holders(role)}
    weights = dict[PersonRef, int]()
    for id, one in (await ctx.load_all(Willing)).items():
        person = PersonRef(id)
        if person in here and id not in serving and not await is_away(ctx, person):
            weights[person] = one.since(since).weight
    order = ctx.seed("candidates", ctx.local_now.date())  # of equals not always the same ones
    shown = sorted(weights, key=lambda person: (-weights[person], order.random()))[:MOST]
    names = {person: (await ctx.name(person)).casefold() for person in shown}
    by_name = sorted(shown, key=lambda person: names[person])
    return [one for one in by_name if weights[one]], [one for one in by_name if not weights[one]]


async def _names(ctx: Context, people: Sequence[PersonRef]) -> list[str]:
    return [await ctx.name(person) for person in people]


@plugin.choice("ask")
async def ask(ctx: Context, whom: tuple[str, str]) -> None:
    """One of those who lead would like to have somebody as deputy: they are asked alone."""
    group, id = whom
    ctx.enter(GroupRef(group))
    await ctx.require("leader")
    person = PersonRef(id)
    if await ctx.find(Willing, key=id) is None:
        ctx.refuse("willing-no-more", person=await ctx.name(person))
    await ladder.stand(ctx, Rung.DEPUTY, person, ctx.person)
    ctx.quietly(ctx.text("asked-them", person=await ctx.name(person), role=Rung.DEPUTY))
