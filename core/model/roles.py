"""Roles: held by a person in a group for a term, with a start and an end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..values import frozen

LEADER = "leader"
DEPUTY = "deputy"
MODERATOR = "moderator"
HOST = "host"

STANDS_FOR = {
    LEADER: (LEADER, DEPUTY),
    MODERATOR: (MODERATOR, LEADER, DEPUTY),
    HOST: (HOST, LEADER, DEPUTY),
}
"""What may be done in a role may also be done in these: a deputy acts for the leader, a leader may moderate and host."""

RIGHTS = (LEADER, MODERATOR, HOST)
"""The roles that come with rights of the platform, the widest first. A deputy has those of a moderator; all others are known to coterie alone."""


@frozen
class Term:
    """A role that somebody holds: from when, until when (None: until further notice), and whether for trial. `person` is a reference's id."""

    person: str
    role: str
    since: datetime | None = None
    until: datetime | None = None
    trial: bool = False


def right_of(role: str) -> str | None:
    """The platform's rights that come with a role; None where none do."""
    return MODERATOR if role == DEPUTY else role if role in RIGHTS else None


def widest_right(roles: Sequence[str]) -> str | None:
    """The rights of somebody who holds all these roles."""
    rights = {right_of(role) for role in roles}
    return next((right for right in RIGHTS if right in rights), None)
