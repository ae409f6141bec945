"""Three facts and one tap: what a group's leaders read of their week, in private, out of counts alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b

from coterie.core.api import (
    AWAKE,
    Card,
    Choice,
    Context,
    GroupRef,
    Line,
    MemberJoined,
    MemberLeft,
    MessagePosted,
    PersonRef,
    Plugin,
    code,
    evolve,
    frozen,
    together,
)

from .facts import Fact, Past, Week, facts

plugin = Plugin("brief", texts="brief.ftl")

WEEK = timedelta(weeks=1)
FACTS = 3
TAPS = 3
SAME_AGAIN = timedelta(weeks=4)
"""A brief that says what the last one said is sent this long after it: weeks in which nothing changes are weeks of silence."""


@frozen
class Said:
    """Whether leaders of the group want the brief at all; a fingerprint of the last one, and when it was sent."""

    off: bool = False
    last: str = ""
    at: datetime | None = None


# --- what is counted ------------------------------------------------------------------------------------------------


@plugin.on(MessagePosted, words=False)
async def hear(ctx: Context, posted: MessagePosted) -> None:
    """One message more."""
    if ctx.in_group and posted.person is not None:
        await ctx.save((await ctx.load(Week)).with_message(posted.person))


@plugin.on(MemberJoined)
async def joined(ctx: Context, event: MemberJoined) -> None:
    """One member more."""
    if ctx.in_group:
        week = await ctx.load(Week)
        await ctx.save(evolve(week, came=week.came + 1))


@plugin.on(MemberLeft)
async def left(ctx: Context, event: MemberLeft) -> None:
    """One member less."""
    if ctx.in_group:
        week = await ctx.load(Week)
        await ctx.save(evolve(week, went=week.went + 1))


@plugin.contribute("active")
async def active(ctx: Context) -> tuple[PersonRef, ...]:
    """Who wrote in the week that is under way."""
    return (await ctx.load(Week)).people


# --- what is told ---------------------------------------------------------------------------------------------------


@plugin.every("monday 08:30", on_holidays=True)
async def weekly(ctx: Context) -> None:
    """Close the week, and tell the leaders of it."""
    week, past = (await ctx.load(Week)).numbers, await ctx.load(Past)
    if ctx.charter.state not in AWAKE:
        await ctx.save(Week())
        return
    # A week that is quiet by the group's own word says nothing about what is usual, and asks for nothing.
    after = past.rested() if await ctx.call("lifecycle.resting") else past.with_(week)
    if not (await ctx.load(Said)).off:
        found = facts(week, past, len(await ctx.members()), ctx.community.k)
        await tell(ctx, found, after.quiet)
    await ctx.save(after)
    await ctx.save(Week())


@plugin.command("brief", who="leader")
async def brief(ctx: Context, on: bool = True) -> None:
    """Have the weekly brief for the leaders, or not: `brief on`, `brief off`."""
    ctx.group  # noqa: B018 - outside of a group it says so
    await ctx.save(evolve(await ctx.load(Said), off=not on))
    ctx.quietly(ctx.text("on") if on else ctx.text("off"))


async def tell(ctx: Context, found: tuple[Fact, ...], quiet: int) -> None:
    """Send the leaders three facts and up to three taps; nothing where there is nothing to tell."""
    lines = [Line(said(ctx, fact), fact.weight) for fact in found]
    lines += _lines(await ctx.contributions("brief"))
    lines = sorted((line for line in lines if line.text), key=lambda line: -line.weight)
    advising = await ctx.contributions("advice")
    advice = _lines(advising)
    if not lines and not advice:
        return
    parts = [ctx.text("head", group=ctx.charter.name), *(ctx.text("fact", fact=one.text) for one in lines[:FACTS])]
    if quiet and not advising:
        parts.append(ctx.text("rung", weeks=quiet, rung=min(quiet, 4)))
    parts += [ctx.text("advice", advice=one.text) for one in advice]
    if not await is_news(ctx, together(*parts)):
        return
    card = Card(together(*parts), choices=taps(ctx, lines, advice, quiet))
    # Who left everything may still be named in a file.
    leaders = [leader for leader in ctx.leaders() if await ctx.joined(leader)]
    for leader in leaders:
        ctx.post(leader, card, until=ctx.now + WEEK)
    if leaders and advice:
        await ctx.call("lifecycle.advised")


def _lines(contributed: tuple[object, ...]) -> list[Line]:
    return [line for some in contributed if isinstance(some, tuple) for line in some if isinstance(line, Line)]


async def is_news(ctx: Context, text: str) -> bool:
    """Whether the leaders have not been told just this of late; what they are told is noted."""
    before = await ctx.load(Said)
    fingerprint = blake2b(text.encode(), digest_size=8).hexdigest()
    if fingerprint == before.last and before.at is not None and ctx.now - before.at < SAME_AGAIN:
        return False
    await ctx.save(evolve(before, last=fingerprint, at=ctx.now))
    return True


def said(ctx: Context, fact: Fact) -> str:
    """The fact in words."""
    return ctx.text("activity", kind=fact.kind, count=fact.count, usual=fact.usual, went=fact.went)


def taps(ctx: Context, lines: list[Line], advice: list[Line], quiet: int) -> list[Choice]:
    """What can be done by one tap: what was advised, what plugins offer beside their lines, then playbooks of the group. In a quiet group for which
    there is no advice playbooks come first."""
    advised = [(tap.label, tap.action) for line in advice for tap in line.taps]
    others = [(line.label, line.action) for line in lines if line.action and line.label]
    offered = [
        Choice(f"do:{number}", label, (ctx.group, action)) for number, (label, action) in enumerate([*advised, *others])
    ]
    started = [
        Choice(f"start:{number}", ctx.plain("start-it", title=title), (ctx.group, id))
        for number, (id, title) in enumerate(ctx.playbooks().items())
    ]
    return [*started[:1], *offered, *started[1:]][:TAPS] if quiet and not advice else [*offered, *started][:TAPS]


@plugin.choice("do")
async def do(ctx: Context, of: tuple[GroupRef, str]) -> None:
    """A tap on what another plugin offers."""
    group, action = of
    ctx.enter(group)
    await ctx.require("leader")
    await ctx.call(action)
    ctx.reply(ctx.text("done"))


@plugin.choice("start")
async def start(ctx: Context, of: tuple[GroupRef, str]) -> None:
    """A tap that starts a playbook."""
    group, playbook = of
    ctx.enter(group)
    await ctx.require("leader")
    if playbook not in ctx.playbooks():
        ctx.refuse("not-used", playbook=code(playbook))
    await ctx.start_run(playbook)
    ctx.reply(ctx.text("done"))
