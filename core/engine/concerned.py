"""Which of several communities something is about that happens in no group: see docs/adr/0048."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.community import Community
from ..model.event import Event
from ..ports import Unit
from ..refs import GroupRef, PersonRef, RoomRef
from .definitions import Definitions
from .directory import COMMON, MANAGERS, Directory, group_in, groups_joined


async def community_concerned(unit: Unit, event: Event, definitions: Definitions) -> str | None:
    """The id of the community that an event is about, whose references are ours already; None where there are not several.

    It is that of the group, or of the room in which all of a community, or its managers, meet; else of the person who caused it; else one
    that lives on the platform.
    """
    communities: Sequence[Community] = definitions.communities
    if len(communities) < 2:
        return None
    if (group := group_in(event.room)) is not None:
        return definitions.community_of(group.id).id
    if (own := _in_room_of_all(event.room)) is not None:
        return own
    if event.person is not None:
        communities = await _belongs_to(unit, event.person, definitions) or communities
    return next((one for one in communities if _lives_on(one, event.platform)), communities[0]).id


async def community_addressing(
    unit: Unit, person: PersonRef, directory: Directory, group: GroupRef | None
) -> Community:
    """The community that says something to somebody, through a group if one is given: what it is about, but where they are in others alone."""
    found, definitions = directory.community(group), directory.definitions
    if group is not None or len(definitions.communities) < 2:
        return found
    own = await _belongs_to(unit, person, definitions)
    return found if found in own or not own else own[0]


def _in_room_of_all(room: RoomRef | None) -> str | None:
    for mark in (COMMON, MANAGERS):
        if room is not None and room.id.startswith(mark):
            return room.id.removeprefix(mark)
    return None


async def _belongs_to(unit: Unit, person: PersonRef, definitions: Definitions) -> Sequence[Community]:
    """The communities in which somebody is in a group, or whose file names them, in the order of the files."""
    joined = {one.id for one in await groups_joined(unit, person)}
    return [
        one
        for one in definitions.communities
        if person.id in one.people or person.id in one.managers or not joined.isdisjoint(one.groups)
    ]


def _lives_on(community: Community, platform: str) -> bool:
    rooms = (community.room, community.managers_room, *(group.homes for group in community.groups.values()))
    return any(platform in homes for homes in rooms)
