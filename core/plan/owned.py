"""What is said of a room that the files give to a group, and in which another one lives (pure)."""

from __future__ import annotations

from .desired import Desired, Wanted
from .found import Found, Home


def owned_by_another(wanted: Wanted, home: Home, desired: Desired, found: Found) -> str:
    """Whose room it is, and what must come before it can be this group's: perhaps its owner moves out by itself, by the same files."""
    whose, seen, owner, room = what_it_is_to(home.of), {wanted.group}, home.of, home
    while (there := found.home(owner, wanted.platform)).of and owner not in seen:
        seen.add(owner)
        owner, room = there.of, there
    if owner in seen:
        instead = "give one of them a home that nobody has, apply, and then the one that is meant"
        return f"is {whose}, and those who wait for each other's room can't move first: {instead}"
    if _moves(owner, room, desired, found):
        return f"is {whose} until that one has moved, by the same apply"
    return f"is {whose}: give one of the two another home"


def what_it_is_to(whose: str) -> str:
    """What a room is to whom it belongs."""
    if whose.startswith("@"):
        return f"the room of all of {whose[1:]}"
    return f"the room of the managers of {whose[1:]}" if whose.startswith("%") else f"the home of {whose}"


def _moves(owner: str, home: Home, desired: Desired, found: Found) -> bool:
    """Whether the owner of a room gets another one, or that one another name."""
    written = next((one for one in desired.by_group.get(owner, ()) if one.platform == home.platform), None)
    there = found.home(owner, home.platform)
    if written is None or written.archived or there.archived:
        return False
    return there.room != home.room or written.exact and written.name.casefold() not in there.names
