"""The roles that one may have, and whom a button about one of them is for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TypeVar

from coterie.core.api import Context, GroupRef, PersonRef

from . import ladder
from .candidacy import Candidacy, Rung
from .rota import Small

Kind = TypeVar("Kind", Small, Rung)


class Role(Enum):
    """All that one may volunteer or be named for."""

    HOST = "host"
    SCRIBE = "scribe"
    MODERATOR = "moderator"
    DEPUTY = "deputy"
    LEADER = "leader"

    @property
    def small(self) -> Small | None:
        """The micro-role that it is, if it is one."""
        return next((one for one in Small if one.value == self.value), None)


def entered(ctx: Context, what: Sequence[str], kind: type[Kind]) -> Kind:
    """The role of a button; from here on it is about the button's group."""
    group, role = what
    ctx.enter(GroupRef(group))
    return kind(role)


async def candidacy_of(ctx: Context, what: Sequence[str]) -> Candidacy:
    """The candidacy of a button; from here on it is about its group. Where it is over the person is told so."""
    group, key = what
    ctx.enter(GroupRef(group))
    found = await ladder.find(ctx, key)
    if found is None:
        ctx.refuse("over")
    return found


async def own(ctx: Context, what: Sequence[str]) -> Candidacy:
    """The same, if it is about whoever pressed."""
    found = await candidacy_of(ctx, what)
    if found.person != ctx.person:
        ctx.refuse("not-for-you")
    return found


async def require_member(ctx: Context, person: PersonRef) -> None:
    """Go on only if somebody is in the group."""
    if person not in await ctx.members():
        ctx.refuse("not-here", person=await ctx.name(person), group=await ctx.name(ctx.group))
