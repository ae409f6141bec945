"""A command as somebody is told of it."""

from __future__ import annotations

from ..values import frozen


@frozen
class Offer:
    """A command that somebody may give: by which plugin (or playbook), how, what it does, and the role it takes."""

    by: str
    name: str
    usage: str
    about: str
    who: str | None = None
