"""Who is woken when: people in pages of a few hundred, by zone and hour, and one timer for the earliest of all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from coterie.core.api import Context, PersonRef, Reader, evolve, field, frozen

from .hours import OFF, bucket_of, next_of

PAGE = 500
"""So many people are woken in one go."""

GRACE = timedelta(hours=12)
"""A digest that was missed for longer, while coterie was down, is not made up for."""


@frozen
class Subscription:
    """What somebody said about their digest: `off`, words such as `weekly monday 08:00`, or nothing yet; and on which page they stand.

    What they said by an account that is linked to them holds as long as it is. `community` is the one on whose page they stand.
    """

    rhythm: str = ""
    bucket: str = ""
    page: int = 0
    linked: bool = False
    community: str = ""

    def is_of_another(self, ctx: Context) -> bool:
        """Whether they stand on a page of another community than this."""
        return self.bucket != "" and self.community not in ("", ctx.community.id)


@frozen
class Wanderer:
    """Somebody who stood on a page of one community and was put on one of another: where they stand is looked up. Under their id."""


@frozen
class Hours:
    """How many pages there are of each bucket, what those get who said nothing, and when people were woken last."""

    pages: Mapping[str, int] = field(factory=dict)
    default: str = OFF
    woken: datetime | None = None


@frozen
class Page:
    """Some of the people of a bucket, in one line: it is read and written whole, and so costs the same however many they are.

    `asking` are those of them who asked for it themselves, while others get what the community decided.
    """

    line: str = ""
    asking: str = ""

    @property
    def people(self) -> list[str]:
        """Their references, which hold no blank."""
        return self.line.split()

    def plus(self, person: PersonRef, *, asking: bool) -> Page:
        """The page with somebody more."""
        return Page(f"{self.line} {person.id}".strip(), f"{self.asking} {person.id}".strip() if asking else self.asking)

    def minus(self, person: PersonRef) -> Page:
        """The page without somebody."""
        return Page(_without(self.line, person), _without(self.asking, person))


def _without(line: str, person: PersonRef) -> str:
    return " ".join(one for one in line.split() if one != person.id)


def key_of(bucket: str, page: int) -> str:
    """The key under which a page is kept."""
    return f"{bucket} {page:05d}"


def zone_of(reader: Reader) -> str:
    """The name of the zone in which somebody reads."""
    return reader.zone.key if isinstance(reader.zone, ZoneInfo) else "UTC"


def wanted(said: Subscription, hours: Hours, reader: Reader) -> str:
    """The bucket in which somebody should stand now; empty where they get nothing."""
    rhythm = said.rhythm or hours.default
    return "" if rhythm == OFF else bucket_of(zone_of(reader), rhythm)


async def place(ctx: Context, person: PersonRef, said: Subscription, hours: Hours) -> Hours:
    """Write down what somebody said, and on which page they stand for it; the hours as they are then."""
    bucket = wanted(said, hours, await ctx.reader(person))
    if said.bucket != bucket or await is_new_wish(ctx, person, said):
        said = await take_off(ctx, person, said)
    if bucket and said.bucket != bucket:
        last = max(0, hours.pages.get(bucket, 0) - 1)
        page = await ctx.load(Page, key=key_of(bucket, last), scope="community")
        if len(page.people) >= PAGE:
            last, page = last + 1, Page()
        page = page.plus(person, asking=said.rhythm != "")
        await ctx.save(page, key=key_of(bucket, last), scope="community")
        said = evolve(said, bucket=bucket, page=last)
        if last + 1 > hours.pages.get(bucket, 0):
            hours = evolve(hours, pages={**hours.pages, bucket: last + 1})
            await ctx.save(hours, scope="community")
            arm(ctx, hours)
    await ctx.save(evolve(said, bucket=bucket, community=ctx.community.id), scope="person", of=person)
    return hours


async def is_new_wish(ctx: Context, person: PersonRef, said: Subscription) -> bool:
    """Whether somebody stands on their page for another reason than what they say now: their own word, or that of the community."""
    page = await ctx.load(Page, key=key_of(said.bucket, said.page), scope="community")
    return (person.id in page.asking.split()) != (said.rhythm != "")


async def take_off(ctx: Context, person: PersonRef, said: Subscription) -> Subscription:
    """Take somebody off the page on which they stand; what they said stays."""
    if not said.bucket:
        return said
    if said.is_of_another(ctx):  # whose page is out of reach here: it drops them when it is turned
        await ctx.save(Wanderer(), key=person.id, scope="everywhere")
    else:
        key = key_of(said.bucket, said.page)
        page = await ctx.load(Page, key=key, scope="community")
        await ctx.save(page.minus(person), key=key, scope="community")
    said = evolve(said, bucket="", page=0)
    await ctx.save(said, scope="person", of=person)
    return said


async def who_left_for_elsewhere(ctx: Context, people: Page, bucket: str, number: int) -> tuple[PersonRef, ...]:
    """Who stands on this page still, and by what is known of them stands elsewhere by now."""
    wanderers = set(await ctx.keys(Wanderer, scope="everywhere")).intersection(people.people)
    found = list[PersonRef]()
    for person in [PersonRef(one) for one in sorted(wanderers)]:
        said = await ctx.load(Subscription, scope="person", of=person)
        if said.is_of_another(ctx) or (said.bucket, said.page) != (bucket, number):
            found.append(person)
    return tuple(found)


def arm(ctx: Context, hours: Hours) -> None:
    """Set the one timer of all: for the bucket that comes first."""
    if hours.pages:
        first = min(next_of(bucket, ctx.now) for bucket in hours.pages)
        ctx.timer(first, then="wake", name="wake", scope="community")


def due(hours: Hours, now: datetime) -> tuple[str, ...]:
    """The buckets that came since people were woken last."""
    since = now - GRACE if hours.woken is None else max(hours.woken, now - GRACE)
    return tuple(bucket for bucket in sorted(hours.pages) if next_of(bucket, since) <= now)
