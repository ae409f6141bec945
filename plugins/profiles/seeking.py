"""Somebody looks for somebody: one after another is asked, and only a yes is told of."""

from __future__ import annotations

from datetime import datetime, timedelta

from coterie.core.api import Card, Choice, Context, PersonRef, Rest, Text, frozen

from . import plugin
from .circle import Whereabouts, refuse, whereabouts, who
from .index import who_may_fit
from .meeting import end, look_soon, proposals_of, propose, settle
from .profile import Match, Profile, match
from .reading import Unfit, wanted
from .state import LOOKED_FOR, Past, Proposal, Search

ANSWERED_WITHIN = timedelta(days=4)
"""Who says nothing for so long is not waited for."""

LOOK_AGAIN = timedelta(days=2)
"""Where nobody can be asked now, it is looked again after this time: somebody may have come."""

HEARS_WITHIN = timedelta(days=2)
"""Who hears nothing for longer is not asked: they would be waited for."""

STOP = ("stop", "off", "-")


@plugin.command("introduce-me")
async def introduce_me(ctx: Context, *, to: Rest | None = None) -> None:
    """Ask to be introduced to somebody: `introduce-me python`, `introduce-me industry health care`, `introduce-me stop`."""
    search = await ctx.find(Search, key=ctx.person.id, scope="community")
    stops = ctx.one_of(to or "", *STOP) is not None
    if search is not None and stops:
        await end(ctx, ctx.person)
        ctx.quietly(ctx.text("stopped"))
    elif search is not None:
        ctx.quietly(_card(ctx, "looking-still", search))
    elif to is None or not to.strip():
        ctx.refuse("say-whom")
    elif stops:
        ctx.refuse("not-looking")
    else:
        await begin(ctx, to)


async def begin(ctx: Context, to: str) -> None:
    """Begin to look. Whether there is anybody is told to nobody: who asks reads the same in any case."""
    try:
        found = wanted(to)
    except Unfit as unfit:
        refuse(ctx, unfit)
    if found.facet is not None and found.facet not in ctx.community.facets:
        refuse(ctx, Unfit("not-asked-for", facet=found.facet))
    if not (await whereabouts(ctx, ctx.person)).is_here:
        ctx.refuse("in-no-group")
    here = ctx.group.id if ctx.in_group else ""
    search = Search(found, ctx.now + LOOKED_FOR, here)
    await ctx.save(search, key=ctx.person.id, scope="community")
    look_soon(ctx, ctx.person, timedelta(0))
    ctx.quietly(_card(ctx, "looking", search))


def _card(ctx: Context, id: str, search: Search) -> Card:
    """What is looked for and until when, with a way to stop just that."""
    said = ctx.text(id, who=_whom(ctx, search), until=search.until)
    return Card(said, choices=[Choice("stop", ctx.plain("stop"), search.until)])


def _whom(ctx: Context, search: Search) -> Text:
    return who(ctx, search.wanted.facet, search.wanted.word)


@plugin.choice("stop")
async def stop(ctx: Context, until: datetime) -> None:
    """They look for that one no more, and who is being asked for them is asked no longer."""
    search = await ctx.find(Search, key=ctx.person.id, scope="community")
    if search is None or search.until != until:
        ctx.refuse("search-over")
    await end(ctx, ctx.person)
    settle(ctx, ctx.text("stopped"))


@plugin.timer("look")
async def look(ctx: Context, seeker: PersonRef) -> None:
    """Ask the next one, if there is anybody; when the time is over say so, whatever the reason was."""
    search = await ctx.find(Search, key=seeker.id, scope="community")
    if search is None:
        return
    if search.until <= ctx.now:
        await end(ctx, seeker)
        ctx.post(seeker, ctx.text("found-nobody", who=_whom(ctx, search)))
        return
    if any(one.seeker == seeker for one in await proposals_of(ctx, seeker)):
        return  # somebody is being asked; what comes of that leads here again
    candidate = await next_candidate(ctx, seeker, search)
    if candidate is None:
        look_soon(ctx, seeker, min(LOOK_AGAIN, search.until - ctx.now))
        return
    said = {candidate.person.id: candidate.match.value}
    until = min(ctx.now + ANSWERED_WITHIN, search.until)
    people = (seeker, candidate.person)
    await propose(ctx, Proposal(*people, candidate.match.facet, said, until, seeker, (seeker,)))


@frozen
class Candidate:
    """Somebody who may be asked, and why."""

    person: PersonRef
    match: Match
    before: bool
    """Whether they met who is looking before."""
    here: bool
    """Whether they are in the group where it was asked."""
    asked_last: float


async def next_candidate(ctx: Context, seeker: PersonRef, search: Search) -> Candidate | None:
    """Who is asked next: somebody new, in the group where it was asked, who fits best, asked longest ago; else whom chance picks."""
    past = await ctx.load(Past, key=seeker.id, scope="community")
    if not past.may_ask(ctx.now):
        return None
    own = await whereabouts(ctx, seeker)
    found = list[Candidate]()
    for person, profile in (await who_may_fit(ctx, search.wanted.word)).items():
        # Who is being asked about anybody just now was asked within the week, and who about the seeker was thought of lately.
        if person == seeker or past.lately(person.id, ctx.now):
            continue
        candidate = await _candidate(ctx, search, own, past, person, profile)
        if candidate is not None:
            found.append(candidate)
    chance = ctx.seed("candidate")
    ordered = sorted(
        ((one, chance.random()) for one in found),
        key=lambda pair: (pair[0].before, not pair[0].here, -pair[0].match.fit, pair[0].asked_last, pair[1]),
    )
    return ordered[0][0] if ordered else None


async def _candidate(
    ctx: Context, search: Search, own: Whereabouts, past: Past, person: PersonRef, profile: Profile
) -> Candidate | None:
    """Somebody as a candidate; None where they do not fit, may not be asked, or may not be told of."""
    matched = match(search.wanted.word, search.wanted.facet, profile) if profile.asked else None
    if matched is None:
        return None
    theirs = await whereabouts(ctx, person)
    asked = await ctx.load(Past, key=person.id, scope="community")
    if not own.may_meet(theirs) or not asked.may_be_asked(ctx.now) or await ctx.people.is_away(person, HEARS_WITHIN):
        return None
    here = search.group in theirs.groups
    last = asked.asked.timestamp() if asked.asked else 0.0
    return Candidate(person, matched, person.id in past.people, here, last)
