"""Who leads here, who is there, and who has to decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from coterie.core.api import Context, GroupRef, PersonRef, Term, frozen

DUTY = "duty-leader"
"""Who holds this role is whom playbooks call `leader`, as long as those who lead are away."""


MOST_GROUPS = 3
MOST_ROLES = 5
"""Who has more than this is asked whether it is too much."""


@frozen
class Away:
    """Somebody is not there until an instant; in each group somebody stands in for them."""

    until: datetime | None = None
    stand_ins: tuple[tuple[str, PersonRef], ...] = ()


@frozen
class Alumnus:
    """Somebody who had a role, and until when."""

    person: PersonRef
    role: str
    until: datetime


@frozen
class Load:
    """What somebody does in all groups: those that they lead or help to lead, and how many roles."""

    groups: tuple[GroupRef, ...] = ()
    roles: int = 0

    @property
    def is_heavy(self) -> bool:
        return len(self.groups) > MOST_GROUPS or self.roles > MOST_ROLES


@frozen
class Warned:
    """When somebody was last told that they do a lot."""

    at: datetime | None = None


@frozen
class Watch:
    """What the managers or leaders of a group were told, and need not be told again."""

    vacant: bool = False
    lonely: datetime | None = None
    told: datetime | None = None


@frozen
class Alone:
    """A group that one person has led for weeks without a deputy, though they were asked; kept until the managers are told. Under its id."""


def held(ctx: Context, person: PersonRef, role: str) -> Term | None:
    """The term in which somebody holds a role here."""
    return next((term for term in ctx.groups.holders(role) if term.person == person.id), None)


def holders(ctx: Context, role: str, here: Sequence[PersonRef]) -> tuple[PersonRef, ...]:
    """Who holds a role, of those who are there."""
    return tuple(dict.fromkeys(one for term in ctx.groups.holders(role) if (one := PersonRef(term.person)) in here))


async def present_leaders(ctx: Context) -> tuple[PersonRef, ...]:
    """Who leads the group and is in its room."""
    return holders(ctx, "leader", await ctx.members())


async def is_away(ctx: Context, person: PersonRef) -> bool:
    """Whether somebody said that they are not there now: as somebody who leads, by a holiday, or by wanting to be left alone."""
    until = (await ctx.load(Away, scope="person", of=person)).until
    said = await ctx.people.preferences(person)
    today = ctx.now.astimezone(await ctx.people.zone(person)).date()
    on_holiday = any(today in days for days in said.away) or (said.snoozed_until or ctx.now) > ctx.now
    return on_holiday or said.left_alone or (until is not None and until > ctx.now)


async def stand_in_for(ctx: Context, person: PersonRef) -> PersonRef | None:
    """Who acts while somebody who leads the group does not: a deputy who is there, else another leader."""
    here = await ctx.members()
    for one in (*holders(ctx, "deputy", here), *holders(ctx, "leader", here)):
        if one != person and not await is_away(ctx, one):
            return one
    return None


def load_of(ctx: Context, person: PersonRef) -> Load:
    """What somebody does in all groups of the community together."""
    groups, count = list[GroupRef](), 0
    for group in ctx.groups.serving(person):
        roles = [term.role for term in group.terms if term.person == person.id]
        roles += ["leader"] if person.id in group.leaders else []
        groups += [GroupRef(group.id)] if {"leader", "deputy"} & set(roles) else []
        count += sum(role != DUTY for role in roles)
    return Load(tuple(groups), count)
