"""What belongs to a group and was said to coterie alone: which group is meant, or where it is to be said (docs/adr/0052-said-to-coterie-alone.md).

Who is in one group means that one. What only they read is answered to them as if they had said it there; what is answered aloud
(`ctx.reply`) is for all of the group, and to be said in its room.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from ..errors import UserError
from ..model.community import Group, GroupState
from ..refs import GroupRef, PersonRef
from ..texts import Reader, SpokenText, Text, code, core_texts
from .directory import room_of
from .place import Place
from .scene import Scene

ROOMLESS = (GroupState.PROPOSED, GroupState.GATHERING, GroupState.ARCHIVED)
"""In these states a group has no room yet, or none that is open."""

SHOWN = 8
"""So many groups are named at most to whoever is in more."""


class NeedsGroup(UserError):
    """It belongs to a group, and was said outside of all groups."""


class NeedsRoom(UserError):
    """It is answered aloud, and was said to coterie alone."""


def about_group(place: Place, group: GroupRef) -> Place:
    """The place of what was said to coterie alone, as if it had been said in a group. Answers still go where it was said."""
    return evolve(place, group=group, room=room_of(group.id), alone_about=True)


async def own_groups(scene: Scene, person: PersonRef, who: str | None = None) -> tuple[Group, ...]:
    """The groups of somebody that have an open room, by name; where they hold the role in some of them, these."""
    joined = [scene.directory.definitions.group(ref.id) for ref in await scene.directory.groups_of(person)]
    open_ = sorted((one for one in joined if one and one.state not in ROOMLESS), key=lambda one: one.name.casefold())
    held = [one for one in open_ if who and await scene.directory.has_role(person, who, GroupRef(one.id))]
    return tuple(held or open_)


def in_group(name: str, reader: Reader) -> SpokenText:
    """What stands above an answer to coterie alone that is about a group: whoever reads “here” in it knows where."""
    return core_texts().text("in-group", reader, group=name)


def is_answered(scene: Scene) -> bool:
    """Whether anything that was asked for goes to whoever caused it."""
    there = (scene.event.room, scene.event.person)
    return any(getattr(one, "to", getattr(one, "person", None)) in there for one in scene.effects)


def say_where(groups: Sequence[Group], command: str, find: Text, reader: Reader) -> SpokenText:
    """That a command belongs to a group, and in whose room it may be said; `command` is as it is typed there, `find` shows what groups there are."""
    id = "needs-a-group-of-yours" if groups else "needs-a-group-first"
    names, left = tuple(one.name for one in groups[:SHOWN]), len(groups[SHOWN:])
    return core_texts().text(id, reader, command=code(command), find=find, groups=names, count=len(groups), left=left)
