"""One digest per person over all their groups, in their language and zone, at the hour they chose; nothing until they ask for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from coterie.core.api import (
    AccountsLinked,
    AccountsUnlinked,
    Context,
    GroupRef,
    Line,
    MemberJoined,
    MemberLeft,
    PersonRef,
    Plugin,
    Rest,
    evolve,
    field,
    frozen,
    paragraphs,
)

from .buckets import (
    Hours,
    Page,
    Subscription,
    arm,
    due,
    key_of,
    place,
    take_off,
    wanted,
    who_left_for_elsewhere,
    zone_of,
)
from .hours import DAYS, EVERY, OFF, Rhythm
from .sections import Made, digest_for, keep

plugin = Plugin("digest", texts="digest.ftl")

WEEK = timedelta(days=7)
REMEMBERED = 8
"""For so many days it is known how many came."""

GROUPS = 20
"""The members of so many groups are looked at in one go."""


@frozen
class Came:
    """How many came into a group, by day."""

    days: tuple[tuple[date, int], ...] = field(default=())

    def plus(self, day: date) -> Came:
        days = dict(self.days)
        days[day] = days.get(day, 0) + 1
        return Came(tuple(sorted(days.items())[-REMEMBERED:]))

    def since(self, day: date) -> int:
        return sum(count for one, count in self.days if one >= day)


# --- what people say ------------------------------------------------------------------------------------------------


@plugin.command("digest")
async def digest(ctx: Context, *, when: Rest | None = None) -> None:
    """Choose when your digest comes: `digest weekly monday 08:00`, `digest daily 7:30`, `digest off`; `digest now` shows it."""
    said, hours = await ctx.load(Subscription, scope="person"), await ctx.load(Hours, scope="community")
    words = (when or "").strip()
    if not words:
        rhythm = said.rhythm or hours.default
        ctx.quietly(ctx.text("is-off") if rhythm == OFF else ctx.text("is", when=spoken(ctx, rhythm)))
    elif ctx.one_of(words, "now"):
        await preview(ctx)
    else:
        chosen = rhythm_of(ctx, words)
        hours = await place(ctx, ctx.person, evolve(said, rhythm=chosen, linked=False), hours)
        ctx.quietly(ctx.text("off") if chosen == OFF else ctx.text("on", when=spoken(ctx, chosen)))


@plugin.command("digest-default", who="manager")
async def default(ctx: Context, *, when: Rest | None = None) -> None:
    """Choose when those get a digest who said nothing about it: `digest-default weekly monday 08:00`, `digest-default off`."""
    hours = await ctx.load(Hours, scope="community")
    if when is None:
        is_off = hours.default == OFF
        now = ctx.text("default-is-off") if is_off else ctx.text("default-is", when=spoken(ctx, hours.default))
        ctx.quietly(
            paragraphs(
                now, ctx.ways("digest-default weekly monday 08:00", "digest-default daily 8:00", "digest-default off")
            )
        )
        return
    chosen = rhythm_of(ctx, when)
    await ctx.save(evolve(hours, default=chosen), scope="community")
    ctx.timer(timedelta(0), then="enrol", value=0, name="enrol", scope="community")
    ctx.quietly(ctx.text("default-off") if chosen == OFF else ctx.text("default-on", when=spoken(ctx, chosen)))


def rhythm_of(ctx: Context, words: str) -> str:
    """The words as they are kept; what is no rhythm is refused."""
    known = " ".join(ctx.one_of(word, OFF, *EVERY, *DAYS) or word for word in words.split())
    if known == OFF:
        return OFF
    rhythm = Rhythm.parse(known)
    if rhythm is None:
        ctx.refuse("no-rhythm", words=words[:40])
    return rhythm.words


def spoken(ctx: Context, words: str) -> str:
    """A rhythm in the words of whoever reads it."""
    rhythm = Rhythm.parse(words)
    assert rhythm is not None
    day = "daily" if rhythm.day is None else DAYS[rhythm.day]
    return ctx.text("when", day=day, time=f"{rhythm.hour:02}:{rhythm.minute:02}")


async def preview(ctx: Context) -> None:
    """Show somebody the digest of the last week."""
    reader = await ctx.reader(ctx.person)
    shown = await digest_for(ctx, ctx.person, reader, Made(WEEK, ctx.now), now=True)
    ctx.quietly(shown or ctx.text("nothing"))


# --- who gets one unasked, where the community wants that -----------------------------------------------------------


@plugin.timer("enrol")
async def enrol(ctx: Context, begin: int) -> None:
    """Put the members of some groups on the pages where they belong, those who said nothing, and go on."""
    groups = ctx.groups.all()
    hours = await ctx.load(Hours, scope="community")
    for group in groups[begin : begin + GROUPS]:
        for person in await ctx.members(GroupRef(group.id)):
            hours = await enrolled(ctx, person, hours)
    if begin + GROUPS < len(groups):
        ctx.timer(timedelta(0), then="enrol", value=begin + GROUPS, name=f"{begin}", scope="community")


async def enrolled(ctx: Context, person: PersonRef, hours: Hours) -> Hours:
    """The hours when somebody stands where they should: as they said, else where those do who said nothing.

    Who stands on a page of another community they are in stays there: they get one digest, of all their groups.
    """
    said = await ctx.load(Subscription, scope="person", of=person)
    if said.is_of_another(ctx):
        return hours
    if said.bucket == wanted(said, hours, await ctx.reader(person)):
        return hours
    return await place(ctx, person, said, hours)


@plugin.on(MemberJoined)
async def joined(ctx: Context, event: MemberJoined) -> None:
    """Count who came; where everybody gets a digest they do too."""
    if event.person is None:
        return
    if ctx.in_group:
        await ctx.save((await ctx.load(Came)).plus(ctx.local_now.date()))
    await enrolled(ctx, event.person, await ctx.load(Hours, scope="community"))


@plugin.on(MemberLeft)
async def left(ctx: Context, event: MemberLeft) -> None:
    """Who is in no group any more stands on no page."""
    if event.person is None or await ctx.joined(event.person):
        return
    said = await ctx.load(Subscription, scope="person", of=event.person)
    await take_off(ctx, event.person, said)


@plugin.on(AccountsLinked)
async def one_person(ctx: Context, linked: AccountsLinked) -> None:
    """Two who were two are one: they get one digest, when they said by either account."""
    theirs = await take_off(ctx, linked.other, await ctx.load(Subscription, scope="person", of=linked.other))
    if linked.person is not None:
        # Who said nothing themselves has what was said by the account that came to them.
        own = await ctx.load(Subscription, scope="person", of=linked.person)
        said = own if own.rhythm and own != theirs else evolve(theirs, linked=theirs.rhythm not in ("", OFF))
        await place(ctx, linked.person, said, await ctx.load(Hours, scope="community"))


@plugin.on(AccountsUnlinked)
async def two_people(ctx: Context, parted: AccountsUnlinked) -> None:
    """One who was one is two: each gets what they said."""
    hours = await ctx.load(Hours, scope="community")
    own = await ctx.load(Subscription, scope="person", of=parted.person)
    if own.linked:
        await ctx.save(evolve(own, rhythm="", linked=False), scope="person", of=parted.person)
    for person in (parted.person, parted.other):
        if person is not None and await ctx.joined(person):
            hours = await enrolled(ctx, person, hours)


# --- waking people --------------------------------------------------------------------------------------------------


@plugin.timer("wake")
async def wake(ctx: Context) -> None:
    """Begin with the first page of the buckets that are due, and set the timer for those that come next."""
    hours = await ctx.load(Hours, scope="community")
    buckets = due(hours, ctx.now)
    hours = evolve(hours, woken=ctx.now)
    await ctx.save(hours, scope="community")
    arm(ctx, hours)
    turn_page(ctx, ctx.now, buckets, 0)


def turn_page(ctx: Context, at: datetime, buckets: tuple[str, ...], page: int) -> None:
    """Have the next page woken, if there is one."""
    if buckets:
        name = f"{at.isoformat()} {buckets[0]} {page}"  # each its own: a timer fires once at one instant
        ctx.timer(timedelta(0), then="page", value=(at, buckets, page), name=name, scope="community")


@plugin.timer("page")
async def page(ctx: Context, value: tuple[datetime, tuple[str, ...], int]) -> None:
    """Send the people of one page their digests; who belongs elsewhere by now is moved there, and where there is nothing to tell nothing is said."""
    at, buckets, number = value
    bucket, hours = buckets[0], await ctx.load(Hours, scope="community")
    people = await ctx.load(Page, key=key_of(bucket, number), scope="community")
    zone, _, words = bucket.partition("|")
    rhythm, more = Rhythm.parse(words), number + 1 < hours.pages.get(bucket, 0)
    assert rhythm is not None
    made, until = Made(rhythm.period, at, first=number == 0, more=more), at + rhythm.period
    asking = frozenset(people.asking.split())
    for gone in await who_left_for_elsewhere(ctx, people, bucket, number):
        people = people.minus(gone)
        await ctx.save(people, key=key_of(bucket, number), scope="community")
    for person in (PersonRef(one) for one in dict.fromkeys(people.people)):
        reader = await ctx.reader(person)
        if words != hours.default or zone_of(reader) != zone:  # who says anything but this is moved as they say it
            said = await ctx.load(Subscription, scope="person", of=person)
            if said.bucket != wanted(said, hours, reader):
                hours = await place(ctx, person, said, hours)
                continue
        if digest := await digest_for(ctx, person, reader, made):
            ctx.post(person, digest, wanted=person.id in asking, until=until, remembered=False)
    await keep(ctx, made)
    more = number + 1 < hours.pages.get(bucket, 0)
    turn_page(ctx, at, buckets if more else buckets[1:], number + 1 if more else 0)


@plugin.contribute("digest")
async def newcomers(ctx: Context, since: datetime) -> tuple[Line, ...]:
    """How many came; of few only that somebody did."""
    count = (await ctx.load(Came)).since(since.date())
    told = ctx.text("came", count=count) if count >= ctx.community.k else ctx.text("somebody-came")
    return (Line(told, 0.2),) if count else ()
