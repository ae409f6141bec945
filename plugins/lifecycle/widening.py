"""Who may see the group and how one comes in. Narrower: with notice. Wider: with notice and the members' vote."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import (
    LIVE,
    Card,
    Choice,
    Context,
    Group,
    GroupRef,
    GroupState,
    JoinMode,
    PersonRef,
    Visibility,
    evolve,
)

from . import plugin
from .overview import note
from .standing import Wanted
from .votes import Opening, Vote, needed

NOTICE = timedelta(days=7)

STAYS = (*LIVE, GroupState.SPLITTING)
"""In these states a group goes on, so that it matters who comes in."""


async def announced(ctx: Context) -> Opening:
    """How open the group here will be if what was announced comes, else how open it is."""
    vote = (await ctx.load(Wanted)).vote
    return vote.wanted if vote is not None else _opening(ctx.groups.get())


def _opening(group: Group) -> Opening:
    return Opening(group.visibility, group.join)


async def want(ctx: Context, wanted: Opening, why: str, by: PersonRef) -> None:
    """Announce a change of how open the group here is; what is wider is voted on. Who wants it as it is calls off what was announced."""
    group = ctx.groups.get()
    if group.state not in STAYS:
        ctx.refuse("open-ending")
    now = _opening(group)
    if wanted == now and await call_off(ctx, why, by):
        return
    if wanted == await announced(ctx):
        ctx.refuse("open-already")
    if _is_closed(wanted) and await ctx.groups.lives_in_thread(ctx.group):
        ctx.refuse("open-in-thread")
    words = {**_words(ctx, wanted), "person": by, "why": why, "day": (ctx.local_now + NOTICE).date()}
    before = await ctx.load(Wanted)
    number = before.number + 1
    room = ctx.groups.room(ctx.group)
    if wanted.is_wider_than(now):
        value = [group.id, number]
        choices = [
            Choice("vote:yes", ctx.plain("choice-yes"), [*value, True]),
            Choice("vote:no", ctx.plain("choice-no"), [*value, False]),
        ]
        needs = needed(len(await ctx.members()))
        anew = before.vote is not None and before.vote.wanted.is_wider_than(now)
        card = ctx.post(room, Card(ctx.text("wider", needed=needs, anew=anew, **words), choices=choices))
    else:
        card = ctx.post(room, ctx.text("narrower", **words))
    if before.vote is not None and before.vote.card is not None and before.vote.wanted.is_wider_than(now):
        ctx.edit(before.vote.card, ctx.text("asked-no-more"))
    await ctx.save(Wanted(number, Vote(wanted, by, why, card)))
    ctx.timer(NOTICE, then="opened", value=number)


def _is_closed(wanted: Opening) -> bool:
    """Whether it is for those alone who are let in by hand: nobody is let into a thread so, and everybody around reads it."""
    return wanted.visibility is Visibility.PRIVATE or wanted.join is JoinMode.INVITE


async def call_off(ctx: Context, why: str, by: PersonRef) -> bool:
    """It stays as open as it is, and the group reads so; whether there was anything to call off."""
    wanted = await ctx.load(Wanted)
    if wanted.vote is None:
        return False
    await ctx.save(Wanted(wanted.number))
    words = _words(ctx, _opening(ctx.groups.get()))
    ctx.post(ctx.groups.room(ctx.group), ctx.text("opening-called-off", person=by, why=why, **words))
    return True


async def voted(ctx: Context, person: PersonRef, number: int, agrees: bool) -> None:
    """A member votes; others have no say."""
    wanted = await ctx.load(Wanted)
    if wanted.vote is None or wanted.number != number:
        ctx.refuse("decided-already")
    if person not in await ctx.members():
        ctx.refuse("members-vote")
    await ctx.save(evolve(wanted, vote=wanted.vote.cast(person, agrees)))
    ctx.quietly(ctx.text("counted"))


async def settle(ctx: Context, number: int) -> None:
    """The notice is over: what is narrower holds now, what is wider if the members want it."""
    wanted, group = await ctx.load(Wanted), ctx.groups.get()
    if wanted.vote is None or wanted.number != number:
        return
    await ctx.save(Wanted(number))
    if group.state not in STAYS:  # who leaves for elsewhere does not ask any more who comes in
        return
    members = await ctx.members()
    vote = wanted.vote.of(members)
    room, words = ctx.groups.room(ctx.group), _words(ctx, vote.wanted)
    wider = vote.wanted.is_wider_than(_opening(group))
    # Of fewer voters than k the numbers would tell those who know their own vote how the others voted.
    few = len(vote.yes) + len(vote.no) < ctx.community.k
    counts = {"yes": len(vote.yes), "no": len(vote.no), "needed": needed(len(members)), "few": few}
    kept = {"visibility": vote.wanted.visibility.value, "join": vote.wanted.join.value}
    if wider and not vote.passes(len(members)):
        await note(ctx, "not-wider", vote.by, vote.why, **kept)
        ctx.post(room, ctx.text("not-wider", **counts, **words))
        return
    await ctx.groups.amend(ctx.group, visibility=vote.wanted.visibility, join=vote.wanted.join)
    await note(ctx, "open", vote.by, vote.why, **kept)
    ctx.post(room, ctx.text("now-wider", **counts, **words) if wider else ctx.text("now-narrower", **words))


def _words(ctx: Context, opening: Opening) -> dict[str, object]:
    return {
        "visibility": ctx.plain(f"visibility-{opening.visibility.value}"),
        "join": ctx.plain(f"join-{opening.join.value}"),
    }


@plugin.choice("vote")
async def vote(ctx: Context, said: tuple[str, int, bool]) -> None:
    """A member votes."""
    id, number, agrees = said
    ctx.enter(GroupRef(id))
    await voted(ctx, ctx.person, number, agrees)


@plugin.timer("opened")
async def opened(ctx: Context, number: int) -> None:
    """The notice is over."""
    await settle(ctx, number)
