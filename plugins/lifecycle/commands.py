"""What one says to coterie about a group: `group status`, `group pause …`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coterie.core.api import (
    LIVE,
    Card,
    Context,
    Group,
    GroupState,
    JoinMode,
    Rest,
    Visibility,
    code,
    evolve,
    nearest_groups,
)

from . import amending, ending, merging, pausing, plugin, resting, reviewing, splitting, widening
from .deciding import FOR_ALL, Act, allowed, nothing_begun
from .overview import moves, note, status
from .standing import UNDER_WAY


@plugin.command("group")
async def group(ctx: Context, act: Act = Act.STATUS, *, more: Rest | None = None) -> None:
    """Look at this group, or decide about it: `group status`, `group pause 2027-01-10 Holidays`, `group merge Wood Evenings`."""
    said = str(more or "").strip()
    if act not in FOR_ALL:
        await allowed(ctx, act)
    match act:
        case Act.STATUS if said:
            # A mistyped word is not taken for a wish to see how the group stands.
            ctx.refuse(
                "group-what",
                word=said[:40],
                acts=[ctx.word(one.value) for one in Act],
                propose=code(f"{ctx.start}propose"),
            )
        case Act.STATUS:
            await status(ctx)
        case Act.MOVES:
            await moves(ctx)
        case Act.PAUSE:
            await pause(ctx, said)
        case Act.WAKE:
            await pausing.wake(ctx, said or ctx.plain("why-woken"), by=ctx.person)
        case Act.SEASON:
            await resting.season(ctx, said)
        case Act.REVIEW:
            ctx.quietly(Card(await reviewing.text(ctx), choices=[reviewing.decide_choice(ctx)]))
        case Act.CHANGE:
            ctx.ask(amending.charter_form(ctx), then="charter", value=ctx.group.id)
        case Act.MERGE:
            await merge(ctx, said)
        case Act.SPLIT:
            await splitting.begin(ctx, splitting.topics_of(said), ctx.person)
        case Act.SUNSET:
            nothing_begun(ctx)
            wanted, why = day_in(ctx, said)
            ctx.quietly(ending.confirm(ctx, why or ctx.plain("why-none"), wanted))
        case Act.KEEP:
            await keep(ctx, said or ctx.plain("why-none"))
        case Act.VISIBILITY | Act.JOIN:
            await widen(ctx, act, said)


async def keep(ctx: Context, why: str) -> None:
    """Call off what was begun: an end, else a change of how open the group is, a wish to go into another one, a pause."""
    here = ctx.groups.get()
    if here.state in UNDER_WAY:
        await ending.call_off(ctx, why, ctx.person)
    elif await widening.call_off(ctx, why, ctx.person) or await merging.withdraw(ctx, ctx.person):
        return
    elif here.state is GroupState.DORMANT:
        await pausing.wake(ctx, why, by=ctx.person)
    else:
        ctx.refuse("nothing-begun", group=here.name, state=ctx.plain(f"state-{here.state.value}"))


def day_in(ctx: Context, said: str) -> tuple[date | None, str]:
    """The day that a text begins with, also behind `until`, and the reason behind it; one that no calendar has, or that is over, is told to whoever
    typed it."""
    first, _, rest = said.partition(" ")
    try:
        found, why = pausing.split_day(rest if ctx.one_of(first, "until") else said)
    except pausing.NoSuchDay as error:
        ctx.refuse("no-day", day=str(error))
    why = why if found is not None else said
    if found is not None and found <= ctx.local_now.date():
        ctx.refuse("day-over", day=found)
    return found, why


async def pause(ctx: Context, said: str) -> None:
    """Let the group rest, until a day if one is named; one that rests, until another day."""
    until, why = day_in(ctx, said)
    why = why or ctx.plain("why-none")
    if until is not None and await pausing.put_off(ctx, until, why, ctx.person):
        await note(ctx, "resting", ctx.person, why, until=until.isoformat())
        return
    await pausing.pause(ctx, until, why, ctx.person)


async def merge(ctx: Context, said: str) -> None:
    """Find the group that is meant, and ask there."""
    others = [one for one in await ctx.groups.known() if one.state in LIVE]
    into, why = named_group(others, said)
    if into is None:
        near = [one.group.name for one in nearest_groups(ctx.groups.get(), others)]
        ctx.refuse("merge-whom", groups=near, count=len(near))
    await merging.propose(ctx, into, why or ctx.plain("why-none"), ctx.person)


def named_group(groups: Sequence[Group], said: str) -> tuple[Group | None, str]:
    """The group with whose id or name a text begins, and what stands behind it; of several the longest name."""
    wanted = said.casefold()
    names = [(name.casefold(), one) for one in groups for name in (one.name, one.id)]
    fitting = [(name, one) for name, one in names if wanted == name or wanted.startswith((f"{name} ", f"{name}:"))]
    if not fitting:
        return None, said
    name, found = max(fitting, key=lambda pair: len(pair[0]))
    return found, said[len(name) :].lstrip(": ").strip()


async def widen(ctx: Context, act: Act, said: str) -> None:
    """Ask for another visibility, or another way in."""
    now = await widening.announced(ctx)
    word, _, why = said.partition(" ")
    ways = Visibility if act is Act.VISIBILITY else JoinMode
    meant = ctx.one_of(word, *(one.value for one in ways))
    if meant is None:
        ctx.refuse("open-how")
    if not why.strip():
        ctx.refuse("open-why", usage=ctx.usage(f"group {act.value} {meant}"))
    wanted = evolve(now, visibility=Visibility(meant)) if act is Act.VISIBILITY else evolve(now, join=JoinMode(meant))
    await widening.want(ctx, wanted, why.strip(), ctx.person)
