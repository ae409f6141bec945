"""Who there is to be thought of: profiles, the groups that people are in, and whether two may be told of each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from coterie.core.api import Context, Facet, Group, PersonRef, Text, Visibility, frozen

from .profile import Profile
from .reading import Unfit


async def profile_of(ctx: Context, person: PersonRef) -> Profile:
    """What somebody says of themselves, of what the community asks for."""
    found = await ctx.load(Profile, key=person.id, scope="community")
    return found.within(ctx.community.facets)


async def profiles(ctx: Context) -> Mapping[PersonRef, Profile]:
    """What everybody says of themselves, of what the community asks for."""
    found = await ctx.load_all(Profile, scope="community")
    return {PersonRef(id): one.within(ctx.community.facets) for id, one in found.items()}


@frozen
class Whereabouts:
    """The groups of somebody that are alive, and the platforms on which they can be written to."""

    groups: frozenset[str]
    platforms: frozenset[str]
    public: bool
    """Whether one of their groups may be known to everybody."""

    def may_meet(self, other: Whereabouts) -> bool:
        """Whether they can write to each other, and each may learn of the other: in one group, or both in groups of which everybody may know."""
        if not self.platforms & other.platforms:
            return False
        return bool(self.groups & other.groups) or (self.public and other.public)

    @property
    def is_here(self) -> bool:
        """Whether they are in any group of the community."""
        return bool(self.groups)


async def whereabouts(ctx: Context, person: PersonRef) -> Whereabouts:
    """Where somebody is."""
    alive = [ctx.groups.alive(group.id) for group in await ctx.joined(person)]
    groups = [group for group in alive if group is not None]
    accounts = await ctx.accounts.of(person)
    platforms = frozenset(str(account.platform) for account in accounts)
    return Whereabouts(frozenset(group.id for group in groups), platforms, any(map(_is_public, groups)))


def _is_public(group: Group) -> bool:
    return group.visibility is Visibility.PUBLIC


def refuse(ctx: Context, unfit: Unfit) -> NoReturn:
    """Tell somebody why what they typed can't be kept, and let nothing else happen."""
    ctx.refuse(unfit.text, **{name: _in_words(ctx, value) for name, value in unfit.arguments.items()})


def _in_words(ctx: Context, value: object) -> object:
    if isinstance(value, Facet):
        return ctx.plain(f"facet-{value.value}")
    return tuple(_in_words(ctx, one) for one in value) if isinstance(value, tuple) else value


def who(ctx: Context, facet: Facet | None, value: str) -> Text:
    """Somebody, by what they say of themselves: `who works in Health care`."""
    return ctx.text(f"who-{facet.value if facet is not None else 'any'}", value=value)
