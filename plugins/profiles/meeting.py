"""Two who might meet: asked without a name, told of each other when both said yes, and never when one did not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from coterie.core.api import Card, Choice, Context, PersonRef, Text, Urgency, evolve

from . import plugin
from .circle import profile_of, whereabouts, who
from .profile import Profile, match
from .state import Past, Proposal, Search, Seen, pair_of

SOON = timedelta(minutes=1)
"""After so long somebody else is looked for."""


async def propose(ctx: Context, proposal: Proposal) -> None:
    """Ask whoever has not said yes yet; it lapses by itself."""
    key = pair_of(*proposal.people)
    cards = dict(proposal.cards)
    for person in proposal.people:
        past = await ctx.load(Past, key=person.id, scope="community")
        past = past.with_(proposal.partner(person).id, Seen(ctx.now))
        if person not in proposal.agreed:
            past = evolve(past, asked=ctx.now)
            cards[person.id] = ctx.post(person, _card(ctx, proposal, person, key), secret=True, until=proposal.until)
        elif person == proposal.seeker:
            past = past.with_asking(ctx.now)
        await ctx.save(past, key=person.id, scope="community")
    await ctx.save(evolve(proposal, cards=cards), key=key, scope="community")
    ctx.timer(proposal.until, then="lapse", value=key, name=key, scope="community")


def _card(ctx: Context, proposal: Proposal, person: PersonRef, key: str) -> Card:
    """What somebody is asked: by their own word, and without anybody's name."""
    id = "asked" if proposal.seeker is not None else "asked-both"
    said = ctx.text(id, who=who(ctx, proposal.facet, proposal.said[person.id]), where=ctx.community.name)
    yes = Choice("meet", ctx.plain("meet"), key, urgency=Urgency.PRIMARY)
    no, never = Choice("rather-not", ctx.plain("rather-not"), key), Choice("leave", ctx.plain("leave"))
    return Card(said, choices=[yes, no, never])


# --- what comes of it -----------------------------------------------------------------------------------------------


@plugin.choice("meet")
async def meet(ctx: Context, key: str) -> None:
    """They would like to; where both would, they are told of each other."""
    proposal = (await asked_about(ctx, key)).with_yes(ctx.person)
    if proposal.is_agreed:
        await introduce(ctx, proposal)
    else:
        await ctx.save(proposal, key=key, scope="community")
        settle(ctx, ctx.text("yes-noted"))


@plugin.choice("rather-not")
async def rather_not(ctx: Context, key: str) -> None:
    """They would rather not. Nobody hears of it."""
    proposal = await asked_about(ctx, key)
    settle(ctx, ctx.text("no-noted"))
    await drop(ctx, proposal)


async def asked_about(ctx: Context, key: str) -> Proposal:
    """The proposal about which somebody is asked, if it still stands; else they are told that it is over."""
    proposal = await ctx.find(Proposal, key=key, scope="community")
    if proposal is None or ctx.person not in proposal.people or not await still_stands(ctx, proposal):
        ctx.refuse("over")
    if ctx.person in proposal.agreed:
        ctx.refuse("noted-already")
    return proposal


async def still_stands(ctx: Context, proposal: Proposal) -> bool:
    """Whether both still want what they wanted when it began, and may learn of each other."""
    if proposal.until <= ctx.now:
        return False
    seeker = proposal.seeker
    if seeker is not None and await ctx.find(Search, key=seeker.id, scope="community") is None:
        return False
    for person in proposal.people:
        if person != seeker and not (await profile_of(ctx, person)).may("asked" if seeker is not None else "monthly"):
            return False
    one, other = [await whereabouts(ctx, person) for person in proposal.people]
    return one.may_meet(other)


def settle(ctx: Context, said: Card | Text) -> None:
    """Let the card that was chosen on say what came of it, and take no second choice."""
    if ctx.message is not None:
        ctx.edit(ctx.message, said)
    else:
        ctx.quietly(said)


async def introduce(ctx: Context, proposal: Proposal) -> None:
    """Tell both of each other, and have them asked after a while whether they met."""
    await _over(ctx, proposal)
    for person in proposal.people:
        partner = proposal.partner(person)
        past = await ctx.load(Past, key=person.id, scope="community")
        await ctx.save(past.with_(partner.id, Seen(ctx.now, met=True)), key=person.id, scope="community")
        said = _told(ctx, proposal, person)
        if person == ctx.person:
            settle(ctx, said)
        else:
            ctx.post(person, said)
        await found(ctx, person, partner)
    await ctx.call("coffee.ask-whether-met", people=proposal.people)


def _told(ctx: Context, proposal: Proposal, person: PersonRef) -> Text:
    """Whom somebody is brought together with, and by which word."""
    partner = proposal.partner(person)
    if proposal.seeker is None:
        return ctx.text("introduced", person=partner, who=who(ctx, proposal.facet, proposal.said[partner.id]))
    asked = proposal.partner(proposal.seeker)
    id = "introduced-seeker" if person == proposal.seeker else "introduced-asked"
    return ctx.text(id, person=partner, who=who(ctx, proposal.facet, proposal.said[asked.id]))


async def found(ctx: Context, person: PersonRef, partner: PersonRef) -> None:
    """Somebody who was looking for just such a one has found them."""
    search = await ctx.find(Search, key=person.id, scope="community")
    if search is not None:
        said = await profile_of(ctx, partner)
        if match(search.wanted.word, search.wanted.facet, said) is not None:
            await end(ctx, person)


async def end(ctx: Context, person: PersonRef) -> None:
    """Forget what somebody looks for, and what is being asked for it."""
    await ctx.delete(Search, key=person.id, scope="community")
    for proposal in await proposals_of(ctx, person):
        if proposal.seeker == person:
            await drop(ctx, proposal)
    ctx.cancel_timer("look", person.id, scope="community")


# --- what does not come about ---------------------------------------------------------------------------------------


@plugin.timer("lapse")
async def lapse(ctx: Context, key: str) -> None:
    """Nobody answered in time."""
    proposal = await ctx.find(Proposal, key=key, scope="community")
    if proposal is not None and proposal.until <= ctx.now:
        await drop(ctx, proposal)


async def drop(ctx: Context, proposal: Proposal) -> None:
    """Nothing comes of it. Who was looking is not told, and somebody else is looked for; what was not said yet is not said any more."""
    await _over(ctx, proposal)
    for card in proposal.cards.values():
        await ctx.take_back(card)
    if proposal.seeker is not None:
        look_soon(ctx, proposal.seeker)


async def _over(ctx: Context, proposal: Proposal) -> None:
    """Keep nothing of it any more."""
    key = pair_of(*proposal.people)
    await ctx.delete(Proposal, key=key, scope="community")
    ctx.cancel_timer("lapse", key, scope="community")


async def drop_unwanted(ctx: Context, person: PersonRef, said: Profile) -> None:
    """Drop what somebody does not allow any more, or where they are found by a word that they took back; not what they look for themselves."""
    for proposal in await proposals_of(ctx, person):
        if proposal.seeker == person:
            continue
        allowed = said.may("asked" if proposal.seeker is not None else "monthly")
        if not allowed or proposal.said[person.id] not in said.values(proposal.facet):
            await drop(ctx, proposal)


async def proposals_of(ctx: Context, person: PersonRef) -> list[Proposal]:
    """All that stand in which somebody is one of the two: found by those whom they were thought of for, without reading those of others."""
    past = await ctx.load(Past, key=person.id, scope="community")
    keys = [pair_of(person, PersonRef(id)) for id in past.people]
    found = [await ctx.find(Proposal, key=key, scope="community") for key in keys]
    return [one for one in found if one is not None]


async def proposals(ctx: Context) -> Iterable[Proposal]:
    """All that stand, of everybody: as many as there are people who want a suggestion a month."""
    return (await ctx.load_all(Proposal, scope="community")).values()


def look_soon(ctx: Context, seeker: PersonRef, after: timedelta = SOON) -> None:
    """Look for somebody for who is looking, after a while."""
    ctx.timer(after, then="look", value=seeker, name=seeker.id, scope="community")
