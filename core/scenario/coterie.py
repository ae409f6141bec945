"""What a scenario needs of coterie while it plays: a running one, looked at from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ..clock import ManualClock
from ..engine.runs.book import RunView
from ..model.community import Community
from ..model.content import Field
from ..ports import Adapter, Store
from ..refs import MessageRef, PersonRef
from ..values import frozen
from .offer import Offer


class Coterie(Protocol):
    """A running coterie. References are ours unless said otherwise."""

    async def connected(self) -> None:
        """Return when every platform is listened to."""

    async def settled(self) -> None:
        """Return when nothing is under way and nothing is due at this time."""

    async def next_due(self) -> datetime | None:
        """When the next thing comes due."""

    async def start_run(self, playbook: str, group: str, who: PersonRef | None) -> None:
        """Start a playbook in a group, as its command would. Raises UserError where it may not."""

    async def runs(self, group: str) -> Sequence[RunView]:
        """The runs of a group, of those that began at the same time the newest first."""

    async def offers(self, message: MessageRef) -> Sequence[Offer]:
        """What can be chosen on the card that the native message shows, in its order, links left out; nothing if that is over.

        What opens a form is among it, with the id `OPEN_FORM`.
        """

    async def homes(self, platform: str) -> Mapping[str, str]:
        """The groups that were founded meanwhile and have a room on the platform: id → native id of the room."""

    async def question(self, person: PersonRef) -> Field | None:
        """The field of a form that somebody is being asked in their direct conversation now."""


@frozen
class Opening:
    """What a coterie is started with: a store as the last one left it, and one platform."""

    store: Store
    clock: ManualClock
    adapter: Adapter
    community: Community
    folder: Path
    """Where folders named `playbooks` and `decks` stand beside the community file."""


class Open(Protocol):
    """Starts a coterie; leaving the block kills it where it stands."""

    def __call__(self, opening: Opening) -> AbstractAsyncContextManager[Coterie]: ...
