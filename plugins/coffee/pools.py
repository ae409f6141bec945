"""Who drinks coffee: what people said of themselves, and the pool of a group or of the whole community."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from coterie.core.api import Context, GroupRef, PersonRef, field, frozen

from .pairing import Liking

Reach = Literal["group", "community"]
"""Whose round it is: that of the group here, or the one across all groups."""


TOLD_WITHIN = timedelta(days=2)
"""Who hears nothing for longer gets no partner, who would wait for them."""


@frozen
class Drinker:
    """What somebody said about coffee: none at all, none before an instant, also across groups, and what they like to talk about."""

    off: bool = False
    until: datetime | None = None
    across: bool = False
    about: tuple[str, ...] = ()

    def thirsty(self, now: datetime) -> bool:
        """Whether they want a partner now."""
        return not self.off and (self.until is None or self.until <= now)


_ANYBODY = Drinker()


@frozen
class Across:
    """Somebody wants coffee with people of other groups too: a record for each, of the community, under the id of who it is."""


@frozen
class Rhythm:
    """How often a pool is paired, and when next; not by itself where there is no length."""

    every: timedelta | None = None
    next: datetime | None = None


@frozen
class Pool:
    """Who is to be seated: their drinking, and the groups of each where that counts."""

    drinkers: Mapping[str, Drinker]
    groups: Mapping[str, frozenset[GroupRef]] = field(factory=dict)

    @property
    def liking(self) -> Liking | None:
        """Somebody of another group first, then whoever likes to talk about the same; None where nothing tells people apart."""
        abouts = {person: frozenset(one.about) for person, one in self.drinkers.items() if one.about}
        if not self.groups and len(abouts) < 2:
            return None
        nothing: frozenset[str] = frozenset()

        def liking(one: str, other: str) -> int:
            strangers = bool(self.groups) and not self.groups[one] & self.groups[other]
            return 100 * strangers + len(abouts.get(one, nothing) & abouts.get(other, nothing))

        return liking


async def pool_of(ctx: Context, reach: Reach) -> Pool:
    """Everybody who wants a partner now: of the group here, or across groups. Who is in no group any more is passed over."""
    people = (
        await ctx.members()
        if reach == "group"
        else [PersonRef(one) for one in await ctx.keys(Across, scope="community")]
    )
    found, groups = dict[str, Drinker](), dict[str, frozenset[GroupRef]]()
    known = ctx.people
    for person in people:
        drinker = await ctx.find(Drinker, scope="person", of=person) or _ANYBODY
        if not drinker.thirsty(ctx.now) or await known.is_away(person, TOLD_WITHIN):
            continue
        if reach == "community":
            groups[person.id] = frozenset(await ctx.joined(person))
            if not groups[person.id]:
                continue
        found[person.id] = drinker
    return Pool(found, groups)
