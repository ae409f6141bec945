"""Who decides what about a group: its leaders, or a manager where the community wants that."""

from __future__ import annotations

from enum import Enum

from coterie.core.api import Context, GroupRef, PersonRef, listed, paragraphs

from . import plugin
from .standing import UNDER_WAY, Autonomy


class Act(Enum):
    """What may be done with a group by `group …`."""

    STATUS = "status"
    MOVES = "moves"
    PAUSE = "pause"
    WAKE = "wake"
    SEASON = "season"
    REVIEW = "review"
    CHANGE = "change"
    MERGE = "merge"
    SPLIT = "split"
    SUNSET = "sunset"
    KEEP = "keep"
    VISIBILITY = "visibility"
    JOIN = "join"


FOR_ALL = (Act.STATUS, Act.MOVES)


class Who(Enum):
    """Who takes a decision."""

    LEADER = "leader"
    MANAGER = "manager"


async def allowed(ctx: Context, act: Act) -> None:
    """Go on only if who asks may decide this here."""
    await ctx.require((await ctx.load(Autonomy, scope="community")).role(act.value))


def nothing_begun(ctx: Context) -> None:
    """Go on only if the group here is not on its way elsewhere already; else it is said what ends that."""
    group = ctx.groups.get()
    if group.state in UNDER_WAY:
        ctx.refuse("under-way", group=group.name, state=ctx.plain(f"state-{group.state.value}"))


async def entered(ctx: Context, id: str, act: Act) -> None:
    """Let it be about this group, for somebody who may decide this there."""
    ctx.enter(GroupRef(id))
    await allowed(ctx, act)


async def leading(ctx: Context, id: str) -> None:
    """Let it be about this group, for somebody who leads it or manages the community."""
    ctx.enter(GroupRef(id))
    await ctx.require("leader")


async def deciders(ctx: Context, act: str, group: GroupRef | None = None) -> tuple[PersonRef, ...]:
    """Who is asked for a decision about a group: those who lead it, or the managers where it takes one, or where nobody leads."""
    takes = (await ctx.load(Autonomy, scope="community")).role(act)
    return (ctx.leaders(group) if takes == "leader" else ()) or ctx.managers()


def settle(ctx: Context, said: str, **arguments: object) -> None:
    """Let the card on which was chosen offer nothing more, and say what came of it."""
    if ctx.message is not None:
        ctx.edit(ctx.message, ctx.text(said, **arguments))


@plugin.command("autonomy")
async def autonomy(ctx: Context, act: Act | None = None, who: Who | None = None) -> None:
    """Which decisions about groups take a manager; a manager changes it: `autonomy sunset manager`, `autonomy sunset leader`."""
    found = await ctx.load(Autonomy, scope="community")
    if act is not None and who is not None and act not in FOR_ALL:
        await ctx.require("manager")
        found = found.with_act(act.value, manager=who is Who.MANAGER, at=ctx.now, by=ctx.person)
        await ctx.save(found, scope="community")
    said = ctx.text("autonomy", acts=[ctx.word(act) for act in found.managers], count=len(found.managers))
    log = [
        ctx.text(
            "autonomy-changed",
            day=one.at.date(),
            person=await ctx.name(one.by),
            act=ctx.word(one.act),
            manager=one.manager,
        )
        for one in found.settled
    ]
    ctx.quietly(paragraphs(said, listed(log)) if log else said)
