"""What is of a platform as a whole: whether coterie may act there, and hears what happens."""

from __future__ import annotations

from ...values import frozen
from .happening import Event


@frozen(kw_only=True)
class Installed(Event):
    """coterie may now act in this workspace or on this homeserver."""

    workspace: str


@frozen(kw_only=True)
class Uninstalled(Event):
    """coterie may no longer act there; its tokens are void."""

    workspace: str


@frozen(kw_only=True)
class EventsWithheld(Event):
    """For a while the platform does not tell what happens, because too much did."""
