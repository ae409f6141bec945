"""Who comes: replies, the line for a seat, who was there."""

from __future__ import annotations

from coterie.core.api import AccountsLinked, Card, Choice, Context, GroupRef, MemberLeft, PersonRef, TermBegan, evolve

from . import plugin, shelf
from .calendars import Guest, send_file
from .circle import check_welcome, welcome
from .gathering import Gathering, Phase
from .poll import Poll
from .reminding import in_their_time, urgency
from .rsvps import Reply
from .showing import show

MOST_GROUPS = 50
"""In so many groups a calendar looks for gatherings to which somebody comes as a guest, the newest."""


@plugin.choice("yes")
async def yes(ctx: Context, which: tuple[str, int]) -> None:
    """Somebody comes."""
    await reply(ctx, which, Reply.YES)


@plugin.choice("maybe")
async def maybe(ctx: Context, which: tuple[str, int]) -> None:
    """Somebody may come."""
    await reply(ctx, which, Reply.MAYBE)


@plugin.choice("no")
async def no(ctx: Context, which: tuple[str, int]) -> None:
    """Somebody does not come."""
    await reply(ctx, which, Reply.NO)


async def reply(ctx: Context, which: tuple[str, int], said: Reply) -> None:
    """Take down what somebody replied, tell them what it means, and whoever moves up."""
    here = None if ctx.direct else ctx.room  # a guest presses in another room than the group's, and is answered there
    ctx.enter(GroupRef(which[0]))
    gathering = await ctx.find(Gathering, key=shelf.key(which[1]))
    if gathering is None or not gathering.is_open:
        ctx.refuse("is-over")
    if said is not Reply.NO:
        await check_welcome(ctx, gathering)
        await remember_guest(ctx)
    rsvps, up = gathering.rsvps.with_reply(ctx.person, said)
    gathering = evolve(gathering, rsvps=rsvps)
    ctx.post(here or ctx.person, await _answer(ctx, gathering, said), quietly=ctx.person if here else None)
    await promoted(ctx, gathering, up)
    await shelf.keep(ctx, await show(ctx, gathering))
    await ctx.call("me.refresh", people=[ctx.person, *up])


async def remember_guest(ctx: Context) -> None:
    """Let the calendar of who is not in the group know where else to look."""
    if await ctx.has_role("member"):
        return
    guest = await ctx.load(Guest, scope="person")
    if ctx.group not in guest.groups:
        await ctx.save(Guest((*guest.groups, ctx.group)[-MOST_GROUPS:]), scope="person")


async def _answer(ctx: Context, gathering: Gathering, said: Reply) -> Card:
    """What a reply came to, by the clocks of who gave it."""
    line = gathering.rsvps.waiting
    if ctx.person in line:
        place = line.index(ctx.person) + 1
        return Card(await in_their_time(ctx, "you-wait", gathering, ctx.person, place=place))
    if said is Reply.NO:
        return Card(ctx.text("you-dont", title=gathering.plan.title))
    id = "you-come" if said is Reply.YES else "you-may"
    wish = Choice("file", ctx.plain("file"), [ctx.group.id, gathering.number])
    return Card(await in_their_time(ctx, id, gathering, ctx.person), choices=[wish])


async def promoted(ctx: Context, gathering: Gathering, up: tuple[PersonRef, ...]) -> None:
    """Tell those who have a seat now, each once; not when it is too late to come."""
    if gathering.phase is not Phase.PLANNED:
        return
    for person in up:
        away = Choice("no", ctx.plain("cannot"), [ctx.group.id, gathering.number])
        said = await in_their_time(ctx, "you-moved-up", gathering, person)
        card = Card(said, choices=[away])
        ctx.post(person, card, urgent=urgency(ctx, gathering), wanted=True, until=gathering.ends)


@plugin.choice("file")
async def wish_for_file(ctx: Context, which: tuple[str, int]) -> None:
    """Send the calendar file, and its changes from now on."""
    ctx.enter(GroupRef(which[0]))
    gathering = await shelf.gathering(ctx, which[1])
    await check_welcome(ctx, gathering)
    await send_file(ctx, gathering, ctx.person)
    if ctx.person not in gathering.filed:
        await shelf.keep(ctx, evolve(gathering, filed=(*gathering.filed, ctx.person)))


@plugin.choice("here")
async def is_here(ctx: Context, which: tuple[str, int]) -> None:
    """Somebody is there."""
    here = None if ctx.direct else ctx.room
    ctx.enter(GroupRef(which[0]))
    gathering = await ctx.find(Gathering, key=shelf.key(which[1]))
    if gathering is None or gathering.phase not in (Phase.UNDER_WAY, Phase.OVER):
        ctx.refuse("is-over")
    await check_welcome(ctx, gathering)
    if ctx.person not in gathering.came:
        await shelf.keep(ctx, evolve(gathering, came=(*gathering.came, ctx.person)))
    ctx.post(
        here or ctx.person, ctx.text("you-are-here", title=gathering.plan.title), quietly=ctx.person if here else None
    )


@plugin.on(MemberLeft)
async def gone(ctx: Context, left: MemberLeft) -> None:
    """Whoever leaves the group gives their seats free, in what it opened to them too, and what they host is handed on."""
    if not ctx.in_group or left.person is None or left.person in await ctx.members():
        return
    grown = [GroupRef(one.id) for one in ctx.groups.all() if one.parent == ctx.group.id]
    for group in (ctx.group, *grown):
        ctx.enter(group)
        await _gives_free(ctx, left.person)


async def _gives_free(ctx: Context, person: PersonRef) -> None:
    for gathering in await shelf.open_ones(ctx):
        changed, up = gathering, tuple[PersonRef, ...]()
        if not await _comes_still(ctx, gathering, person):
            rsvps, up = gathering.rsvps.without(person)
            changed = evolve(gathering, rsvps=rsvps, filed=tuple(one for one in gathering.filed if one != person))
        if gathering.host == person and person not in await ctx.members():
            changed = await handed_on(ctx, changed)
        if changed != gathering:
            await promoted(ctx, changed, up)
            await shelf.keep(ctx, await show(ctx, changed))
    for poll in (await ctx.load_all(Poll)).values():
        if person in await ctx.members():
            break
        changed_poll = poll.without_votes_of(person)
        if poll.asker == person and (heir := await heir_of(ctx, person)) is not None:
            changed_poll = evolve(changed_poll, asker=heir)
        if changed_poll != poll:
            await shelf.keep(ctx, changed_poll)


@plugin.on(TermBegan)
async def led_again(ctx: Context, term: TermBegan) -> None:
    """Whoever comes to lead a group takes over what somebody left who was followed by nobody."""
    if not ctx.in_group or term.role != "leader":
        return
    around = (*await ctx.members(), *ctx.leaders(), *ctx.managers())
    for gathering in await shelf.open_ones(ctx):
        if gathering.host not in around:
            await shelf.keep(ctx, await show(ctx, await handed_on(ctx, gathering)))
    for poll in (await ctx.load_all(Poll)).values():
        if poll.asker not in around:
            await shelf.keep(ctx, evolve(poll, asker=await heir_of(ctx, poll.asker) or poll.asker))


async def _comes_still(ctx: Context, gathering: Gathering, person: PersonRef) -> bool:
    """Whether it is for somebody who left a group; nothing is for who left them all."""
    return bool(await welcome(ctx, gathering, (person,)) and await ctx.joined(person))


@plugin.on(AccountsLinked)
async def one_person(ctx: Context, linked: AccountsLinked) -> None:
    """Two who were two are one: they have one seat and one vote."""
    if linked.person is None:
        return
    for group in await ctx.joined(linked.person):
        ctx.enter(group)
        for gathering in await shelf.open_ones(ctx):
            rsvps, up = gathering.rsvps.as_one(linked.person, linked.other)
            changed = evolve(gathering, rsvps=rsvps)
            if gathering.host == linked.other:
                changed = evolve(changed, host=linked.person)
            if changed != gathering:
                await promoted(ctx, changed, up)
                await shelf.keep(ctx, await show(ctx, changed))
        for poll in (await ctx.load_all(Poll)).values():
            if linked.other in poll.votes:
                await shelf.keep(ctx, poll.as_one(linked.person, linked.other))


async def heir_of(ctx: Context, person: PersonRef) -> PersonRef | None:
    """Who takes over what somebody leaves: the first leader who is still there; None where none is."""
    present = set(await ctx.members())
    return next((leader for leader in ctx.leaders() if leader in present and leader != person), None)


async def handed_on(ctx: Context, gathering: Gathering) -> Gathering:
    """The same with a new host, who is told. Where nobody leads the group any more, the host stays, on paper."""
    heir = await heir_of(ctx, gathering.host)
    if heir is None:
        return gathering
    ctx.post(
        heir,
        ctx.text(
            "host-left",
            title=gathering.plan.title,
            number=gathering.number,
            group=await ctx.name(ctx.group),
            host=await ctx.name(gathering.host),
        ),
    )
    return evolve(gathering, host=heir)
