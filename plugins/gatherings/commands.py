"""What one says to coterie about gatherings."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from coterie.core.api import AWAKE, Context, GroupRef, Item, PersonRef, Rest, Text, evolve, listed, paragraphs, together

from . import changing, inviting, plugin, shelf
from .again import bank, once_more
from .calendars import send_file
from .ending import held_key
from .gathering import Gathering, Held, Phase
from .links import is_link
from .planning import ask_for_new
from .poll import Poll
from .polling import ask_for_poll, edit_slots, pick
from .showing import show
from .wording import card, names, row, visit_row

LISTED = 15
LONGEST = 1500
TAGS = ("gatherings",)


class Deed(Enum):
    """What is to be done with a gathering."""

    NEW = "new"
    AGAIN = "again"
    SHOW = "show"
    WHO = "who"
    MOVE = "move"
    PLACE = "place"
    SEATS = "seats"
    HOST = "host"
    CANCEL = "cancel"
    WITH = "with"
    WITHOUT = "without"
    FILE = "file"
    REPEAT = "repeat"
    SKIP = "skip"
    STOP = "stop"
    POLL = "poll"
    SLOTS = "slots"
    PICK = "pick"
    RECORDING = "recording"
    RECAP = "recap"


DEEDS = "|".join(one.value for one in Deed)


@plugin.command("gatherings")
async def gatherings(ctx: Context) -> None:
    """List what comes in this group; outside of groups, in all groups of whoever asks."""
    said = await what_comes(ctx) if ctx.in_group else await what_comes_to(ctx, ctx.person)
    if said is None:
        ctx.refuse("nothing-comes" if ctx.in_group else "nothing-comes-to-you")
    ctx.quietly(said)


async def what_comes_to(ctx: Context, person: PersonRef) -> Text | None:
    """A line for each gathering that comes in somebody's groups, as it stands on their page; None where nothing does."""
    told = [
        one
        for group in await ctx.joined(person)
        for one in await ctx.contributions("gatherings", person, group=group, unused=True)
    ]
    items = [item for some in told if isinstance(some, tuple) for item in some if isinstance(item, Item)]
    items.sort(key=lambda item: item.at or ctx.now)
    if not items:
        return None
    return paragraphs(
        ctx.text("what-comes", count=len(items)), listed([together(item.text) for item in items[:LISTED]])
    )


async def what_comes(ctx: Context) -> Text | None:
    """A line for each gathering that comes; None where nothing does."""
    coming, visits = await shelf.coming(ctx), await shelf.open_visits(ctx)
    polls = (await ctx.load_all(Poll)).values()
    if not coming and not visits and not polls:
        return None
    rows = [row(ctx, one) for one in coming[:LISTED]]
    rows += [await visit_row(ctx, host, one) for host, one in visits[:LISTED]]
    rows += [ctx.text("row-poll", number=poll.number, title=poll.title, closes=poll.closes) for poll in polls]
    return paragraphs(ctx.text("what-comes", count=len(coming) + len(visits)), listed(rows))


@plugin.command("gathering")
async def gathering(
    ctx: Context, deed: Deed | None = None, number: int | None = None, *, words: Rest | None = None
) -> None:
    """Plan or change a gathering: `gathering new`, `gathering move 3 2026-12-01 19:00`; alone, see what comes; `gathering 3`, one of them."""
    said = str(words or "")
    match deed:
        case None if said:
            ctx.refuse("deed-unknown", word=said[:40], usage=ctx.usage(f"gathering {DEEDS}"))
        case None if number is None:
            ctx.quietly(paragraphs(await what_comes(ctx) or ctx.text("nothing-comes"), ctx.ways(f"gathering {DEEDS}")))
        case None:
            ctx.quietly(await card(ctx, await shelf.gathering(ctx, number)))
        case Deed.NEW:
            await ask_for_new(ctx, with_whom=_with_whom(ctx, said))
        case Deed.AGAIN:
            await (bank(ctx) if number is None else once_more(ctx, number))
        case Deed.POLL:
            ask_for_poll(ctx)
        case Deed.SHOW:
            ctx.quietly(await card(ctx, await shelf.gathering(ctx, number)))
        case Deed.WHO:
            await who(ctx, await shelf.gathering(ctx, number))
        case Deed.FILE:
            await send_file(ctx, await shelf.gathering(ctx, number), ctx.person)
        case Deed.MOVE:
            await changing.move(ctx, number, said)
        case Deed.PLACE:
            await changing.relocate(ctx, number, said)
        case Deed.SEATS:
            await changing.seats(ctx, number, said)
        case Deed.HOST:
            await changing.host(ctx, number, said)
        case Deed.WITH:
            await inviting.hold_with(ctx, number, said)
        case Deed.WITHOUT:
            await inviting.hold_without(ctx, number, said)
        case Deed.CANCEL:
            await changing.cancel(ctx, number, said)
        case Deed.REPEAT:
            await changing.repeat(ctx, number, said)
        case Deed.SKIP:
            await changing.skip(ctx, number, said)
        case Deed.STOP:
            await changing.stop(ctx, number, said)
        case Deed.SLOTS:
            await edit_slots(ctx, number, said)
        case Deed.PICK:
            await pick(ctx, number, said)
        case Deed.RECORDING:
            await recording(ctx, number, said)
        case Deed.RECAP:
            await recap(ctx, number, said)


def _with_whom(ctx: Context, words: str) -> str:
    """The groups that are named behind `new with`, to stand in the form."""
    first, _, rest = words.strip().partition(" ")
    return rest.strip() if ctx.one_of(first, Deed.WITH.value) else ""


async def who(ctx: Context, gathering: Gathering) -> None:
    """Tell who comes."""
    rsvps = gathering.rsvps
    rows = [ctx.text("who-head", title=gathering.plan.title)]
    for id, people in (("going", rsvps.going), ("maybe", rsvps.maybe), ("waiting", rsvps.waiting)):
        if people:
            rows.append(ctx.text("who-row", reply=id, names=await names(ctx, people), count=len(people)))
    if len(rows) == 1:
        rows.append(ctx.text("who-nobody"))
    ctx.quietly(paragraphs(*rows))


# --- what stays of it -----------------------------------------------------------------------------------------------


async def recording(ctx: Context, number: int | None, words: str) -> None:
    """Where the recording is: said in the room, and kept in the library, where there is one."""
    link = words.strip()
    if not is_link(link):
        ctx.refuse("no-link")
    title, found = await _over(ctx, number)
    if isinstance(found, Held):
        await ctx.save(evolve(found, recording=link), key=held_key(found))
    else:
        await shelf.keep(ctx, await show(ctx, evolve(found, recording=link)))
    for group in held_by(ctx, found):
        ctx.enter(group)
        ctx.post(ctx.room, ctx.text("recording-is", title=title, link=Text(f"<{link}>")))
        called = str(ctx.plain("recording-title", title=title))
        await ctx.call("library.keep", title=called, link=link, tags=TAGS, **await _owner(ctx))


async def recap(ctx: Context, number: int | None, words: str) -> None:
    """What was said there, in short: said in the room, where the library, if there is one, keeps it."""
    if not words.strip():
        ctx.refuse("no-recap")
    title, found = await _over(ctx, number)
    for group in held_by(ctx, found):
        ctx.enter(group)
        said = ctx.post(ctx.room, ctx.text("recap-is", title=title, text=words.strip()[:LONGEST]))
        called = str(ctx.plain("recap-title", title=title))
        await ctx.call("library.keep", title=called, message=said.id, tags=TAGS, **await _owner(ctx))


async def _owner(ctx: Context) -> Mapping[str, PersonRef]:
    """Who looks after what the library of this group keeps of it: who gave it, unless they are not in it; then one who leads it."""
    leader = next(iter(ctx.leaders()), None)
    return {} if leader is None or ctx.person in await ctx.members() else {"owner": leader}


def held_by(ctx: Context, found: Gathering | Held) -> tuple[GroupRef, ...]:
    """The group here, and those that held it too and are still awake."""
    others = found.partners if isinstance(found, Held) else tuple(one.group for one in found.together)
    living = [(one, ctx.groups.alive(one.id)) for one in others]
    return (ctx.group, *(one for one, group in living if group is not None and group.state in AWAKE))


async def _over(ctx: Context, number: int | None) -> tuple[str, Gathering | Held]:
    """What took place under this number, and its title. Its host and who leads the group may add to it."""
    found: Gathering | Held | None = await ctx.find(Gathering, key=shelf.key(number or 0))
    if found is None:
        held = (await ctx.load_all(Held)).values()
        found = next((one for one in held if one.number == number), None)
    if found is None:
        ctx.refuse("no-such", number=number or 0)
    await shelf.check_owner(ctx, found.host)
    if isinstance(found, Gathering) and found.phase in (Phase.PLANNED, Phase.CANCELLED):
        ctx.refuse("not-yet")
    return (found.title if isinstance(found, Held) else found.plan.title), found
