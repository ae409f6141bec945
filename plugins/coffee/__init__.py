"""Random coffee: people of a group, or of all groups, meet two by two, and never the same ones while that can be avoided."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from coterie.core.api import (
    AWAKE,
    AccountsLinked,
    Card,
    Choice,
    Context,
    GroupState,
    MemberLeft,
    PersonRef,
    Plugin,
    Rest,
    evolve,
    frozen,
)

from .history import Roster, Round, known, read, written
from .pairing import Table, seated
from .pools import Across, Drinker, Reach, Rhythm, pool_of
from .standing import standing, standing_across

plugin = Plugin("coffee", texts="coffee.ftl", playbooks="playbooks")

PAGE = 250
"""So many tables are told in one go."""


ASKED_AFTER = timedelta(days=7)
SNOOZE = timedelta(weeks=4)
SHORTEST = timedelta(days=1)
TOPICS, TOPIC = 10, 40


class Wish(Enum):
    """What one may say about coffee; `every`, `now` and `stop` are for leaders."""

    OFF = "off"
    ON = "on"
    SNOOZE = "snooze"
    ACROSS = "across"
    WITHIN = "within"
    EVERY = "every"
    NOW = "now"
    STOP = "stop"


class Order(Enum):
    """What a manager may say about coffee across groups."""

    EVERY = "every"
    NOW = "now"
    STOP = "stop"


@frozen
class Paired:
    """How many tables there are, and how many people sit at them."""

    tables: int
    people: int


# --- what people say of themselves ----------------------------------------------------------------------------------


@plugin.command("coffee")
async def coffee(ctx: Context, wish: Wish | None = None, length: timedelta | None = None) -> None:
    """Say whether you want a partner for coffee: `coffee off`, `coffee snooze 4w`, `coffee across`; leaders: `coffee every 2w`, `coffee now`."""
    if wish is None:
        ctx.quietly(await standing(ctx))
        return
    if wish in (Wish.EVERY, Wish.NOW, Wish.STOP):
        ctx.group  # noqa: B018 - outside of a group it says so
        await ctx.require("leader")
        await order(ctx, Order(wish.value), "group", length)
        return
    await wishes(ctx, wish, length or SNOOZE)


@plugin.command("coffee-across", who="manager")
async def across(ctx: Context, order_: Order | None = None, length: timedelta | None = None) -> None:
    """Pair people of different groups who want that: `coffee-across every 4w`, `coffee-across now`, `coffee-across stop`."""
    if order_ is None:
        ctx.quietly(await standing_across(ctx))
        return
    await order(ctx, order_, "community", length)


@plugin.command("coffee-about")
async def about(ctx: Context, *, topics: Rest | None = None) -> None:
    """Say what you like to talk about over coffee: `coffee-about python, product`, `coffee-about mine`; without a word: nothing any more."""
    said = await ctx.call("profiles.topics", typed=topics or "")
    typed = said if isinstance(said, tuple) else (topics or "").split(",")  # without profiles there are none of theirs
    tidied = dict.fromkeys(" ".join(one.split()).casefold()[:TOPIC] for one in typed)
    told = tuple(one for one in tidied if one)[:TOPICS]
    drinker = await ctx.load(Drinker, scope="person")
    await ctx.save(evolve(drinker, about=told), scope="person")
    ctx.quietly(ctx.text("about-told", topics=told) if told else ctx.text("about-nothing"))


async def wishes(ctx: Context, wish: Wish, length: timedelta) -> None:
    """Keep what somebody wants, and say it."""
    drinker = await ctx.load(Drinker, scope="person")
    if wish is Wish.OFF:
        drinker = evolve(drinker, off=True)
    elif wish is Wish.SNOOZE:
        drinker = evolve(drinker, until=ctx.now + length)
    elif wish is Wish.ON:
        drinker = evolve(drinker, off=False, until=None)
    else:
        drinker = evolve(drinker, across=wish is Wish.ACROSS, off=False)
        await enlist(ctx, ctx.person, drinker.across)
    await ctx.save(drinker, scope="person")
    ctx.quietly(ctx.text("wish", wish=wish, until=drinker.until or ctx.now))


async def enlist(ctx: Context, person: PersonRef, wanted: bool) -> None:
    """Put somebody on the list of those who want coffee across groups, or take them off it."""
    if wanted:
        await ctx.save(Across(), key=person.id, scope="community")
    else:
        await ctx.delete(Across, key=person.id, scope="community")


@plugin.choice("snooze")
async def snooze(ctx: Context) -> None:
    """One tap on the message with the partner."""
    await wishes(ctx, Wish.SNOOZE, SNOOZE)


@plugin.choice("off")
async def off(ctx: Context) -> None:
    """One tap, and there is no more coffee."""
    await wishes(ctx, Wish.OFF, SNOOZE)


@plugin.on(MemberLeft)
async def left(ctx: Context, event: MemberLeft) -> None:
    """Who left the last of their groups is on no list any more."""
    if event.person is not None and not await ctx.joined(event.person):
        await enlist(ctx, event.person, False)


@plugin.on(AccountsLinked)
async def one_person(ctx: Context, linked: AccountsLinked) -> None:
    """Two who were two are one: whom either met they met, and who wanted none by one account wants none."""
    if linked.person is None:
        return
    person, other = linked.person, linked.other
    own = await ctx.load(Drinker, scope="person", of=person)
    theirs = await ctx.load(Drinker, scope="person", of=other)
    if own != Drinker() or theirs != Drinker():
        both = evolve(own, off=own.off or theirs.off, about=own.about or theirs.about)
        await ctx.save(both, scope="person", of=person)
    if await ctx.find(Across, key=other.id, scope="community") is not None:
        await enlist(ctx, other, False)
        await enlist(ctx, person, True)
    await _seated_as_one(ctx, "community", person, other)
    for group in await ctx.joined(person):
        ctx.enter(group)
        await _seated_as_one(ctx, "group", person, other)


async def _seated_as_one(ctx: Context, reach: Reach, person: PersonRef, other: PersonRef) -> None:
    roster = await ctx.load(Roster, scope=reach)
    if other.id in roster.people:
        people = tuple(person.id if one == other.id else one for one in roster.people)
        await ctx.save(evolve(roster, people=people), scope=reach)


# --- rounds ---------------------------------------------------------------------------------------------------------


async def order(ctx: Context, order_: Order, reach: Reach, length: timedelta | None) -> None:
    """Do what a leader or a manager said."""
    command = "coffee" if reach == "group" else "coffee-across"
    if order_ is Order.NOW:
        paired = await pair(ctx, reach)
        ctx.quietly(ctx.text("paired", tables=paired.tables, people=paired.people))
    elif order_ is Order.STOP:
        await ctx.save(Rhythm(), scope=reach)
        ctx.cancel_timer("round", reach) if reach == "group" else None
        ctx.quietly(ctx.text("stopped", now=ctx.usage(f"{command} now")))
    else:
        every = length or timedelta(weeks=2)
        if every < SHORTEST:
            ctx.refuse("too-often")
        await ctx.save(Rhythm(every, ctx.now + every), scope=reach)
        ctx.timer(every, then="round", value=reach, name=reach, scope=reach)
        said = {"now": ctx.usage(f"{command} now"), "stop": ctx.usage(f"{command} stop")}
        ctx.quietly(ctx.text("rhythm", every=every, next=ctx.now + every, **said))


@plugin.timer("round")
async def round_due(ctx: Context, reach: Reach) -> None:
    """Pair the pool, and again when it is time."""
    rhythm = await ctx.load(Rhythm, scope=reach)
    if rhythm.every is None or (reach == "group" and ctx.charter.state is GroupState.ARCHIVED):
        return
    if reach == "community" or ctx.charter.state in AWAKE:
        await pair(ctx, reach)
    await ctx.save(evolve(rhythm, next=ctx.now + rhythm.every), scope=reach)
    ctx.timer(rhythm.every, then="round", value=reach, name=reach, scope=reach)


@plugin.step("pair")
async def pair_step(ctx: Context, across: bool = False) -> Paired:
    """Pair who wants coffee in the group, or everybody across groups who wants that."""
    return await pair(ctx, "community" if across else "group")


@plugin.action("round")
async def round_now(ctx: Context) -> Paired:
    """Pair who wants coffee in the group, now."""
    return await pair(ctx, "group")


async def pair(ctx: Context, reach: Reach) -> Paired:
    """Hold a round: seat everybody who wants a partner, and tell them."""
    pool, roster = await pool_of(ctx, reach), await ctx.load(Roster, scope=reach)
    rounds = [(number, await ctx.load(Round, key=key_of(number), scope=reach)) for number in roster.remembered]
    seed = ctx.group.id if reach == "group" else ctx.community.id
    seating = seated(pool.drinkers, known(rounds, roster), seed=seed, round=roster.rounds, liking=pool.liking)
    if seating.tables:
        roster = roster.with_everybody(pool.drinkers)
        await ctx.save(written(seating.tables, roster), key=key_of(roster.rounds), scope=reach)
        await ctx.save(evolve(roster, rounds=roster.rounds + 1), scope=reach)
        await tell(ctx, reach, roster.rounds, seating.tables, 0)
        ctx.timer(
            ASKED_AFTER, then="follow-up", value=(reach, roster.rounds, 0), name=f"{reach} {roster.rounds}", scope=reach
        )
    return Paired(len(seating.tables), sum(len(table) for table in seating.tables))


def key_of(number: int) -> str:
    """The key under which a round is kept."""
    return f"{number:06d}"


async def tables_of(ctx: Context, reach: Reach, number: int) -> list[Table]:
    """The tables of a round that was kept."""
    roster = await ctx.load(Roster, scope=reach)
    return read(await ctx.load(Round, key=key_of(number), scope=reach), roster)


async def tell(ctx: Context, reach: Reach, number: int, tables: tuple[Table, ...] | list[Table], begin: int) -> None:
    """Tell a page of tables, and have the next one told after it."""
    where = ctx.charter.name if reach == "group" else ctx.community.name
    choices = (Choice("snooze", ctx.plain("snooze")), Choice("off", ctx.plain("off")))
    until = ctx.now + ASKED_AFTER
    for table in tables[begin : begin + PAGE]:
        people = [PersonRef(one) for one in sorted(table)]
        for person in people:
            others = tuple([one for one in people if one is not person])
            said = await ctx.text_for(person, "with", people=others, count=len(others), where=where)
            ctx.post(person, Card(said, choices=choices), until=until)
    if begin + PAGE < len(tables):
        value, name = (reach, number, begin + PAGE), f"{reach} {number} {begin}"
        ctx.timer(timedelta(0), then="tell", value=value, name=name, scope=reach)


@plugin.timer("tell")
async def told_on(ctx: Context, value: tuple[Reach, int, int]) -> None:
    """The next page of tables."""
    reach, number, begin = value
    await tell(ctx, reach, number, await tables_of(ctx, reach, number), begin)


from . import did_you_meet  # noqa: E402, F401 - it needs the plugin
