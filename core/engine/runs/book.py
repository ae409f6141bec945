"""What the runs of playbooks look like to a plugin, and the door through which it sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ...refs import GroupRef
from ...values import frozen
from ..scene import Scene


@frozen
class TimelineEntry:
    """One thing that happened in a run: `what` in plain words of the group's language."""

    at: datetime
    what: str


@frozen
class RunView:
    """A run as its group may read it. `state` is running, finished, failed or cancelled; `outcome` its outcome or the reason why it failed."""

    id: str
    playbook: str
    title: str
    state: str
    started: datetime
    ended: datetime | None = None
    outcome: str | None = None
    step: str | None = None
    timeline: tuple[TimelineEntry, ...] = ()


class RunBook(Protocol):
    """Knows the runs of groups."""

    async def of_group(self, scene: Scene, group: GroupRef) -> Sequence[RunView]:
        """The runs of a group: live ones first, each kind the newest first."""

    async def cancel(self, scene: Scene, run: str) -> bool:
        """End a run with everything that hangs on it, and say so to whom it concerns; whether it was still live."""

    def playbooks(self, scene: Scene, group: GroupRef) -> Mapping[str, str]:
        """The playbooks that a group uses: id → title in its language."""

    async def next_start(self, scene: Scene, playbook: str, group: GroupRef) -> datetime | None:
        """When a group starts a playbook next by its schedule; None where it does not."""

    async def start(self, scene: Scene, playbook: str, group: GroupRef) -> None:
        """Start a playbook that the group uses, by whoever caused the scene's event. Raises UserError where it can't be."""
