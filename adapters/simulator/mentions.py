"""The simulator's own markup: `@handle` mentions somebody, `@all` everybody in the room."""

from __future__ import annotations

import re
from collections.abc import Container

from .things import Room

EVERYBODY = "all"
_HANDLE = re.compile(r"(?<![\w@])@([\w][\w.-]*\w|\w)")


def is_handle(id: str) -> bool:
    """Whether somebody may be called so."""
    return id != EVERYBODY and _HANDLE.fullmatch(f"@{id}") is not None


def mentioned(text: str, people: Container[str]) -> list[tuple[int, int, str]]:
    """The mentions in a text, of these people: start, end, and who."""
    found = [(match.start(), match.end(), match[1]) for match in _HANDLE.finditer(text)]
    return [one for one in found if one[2] in people or one[2] == EVERYBODY]


def pinged(text: str, people: Container[str], room: Room, author: str, seen_by: str | None) -> frozenset[str]:
    """Whom a message notifies: in a direct conversation the other, else the mentioned who are in the room."""
    if seen_by is not None or room.direct is not None:
        return frozenset({seen_by or room.direct or ""}) - {author}
    named = {who for _, _, who in mentioned(text, people)}
    here = set(room.members)
    return frozenset((here if EVERYBODY in named else here & named) - {author})
