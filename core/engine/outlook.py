"""What a context reaches beside its scene: what other parts of the house offer to plugins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from ..model.content import Capability
from ..model.playbook import Deck
from ..refs import GroupRef, PersonRef
from ..texts import Reader
from .definitions import Definitions
from .offer import Offer
from .place import Place
from .register import Register
from .runs.book import RunBook
from .scene import Scene

Announce = Callable[[Scene, str, GroupRef | None, PersonRef | None], Awaitable[None]]
"""Lets playbooks start on an event of a group, and go on that waited for it; about a person, where it is about one."""


Prepare = Callable[[Scene, GroupRef], Awaitable[None]]
"""Sets the timers of what recurs in a group, after the group was founded or changed."""


async def nothing_to_prepare(scene: Scene, group: GroupRef) -> None:
    """Where nothing recurs."""


Act = Callable[[Scene, str, Mapping[str, object], Place], Awaitable[object]]
"""Does `PLUGIN.ACTION` as part of a handling, at that place; None where no plugin offers it."""


Contributions = Callable[[Scene, str, GroupRef | None, tuple[object, ...], bool], Awaitable[tuple[object, ...]]]
"""What plugins contribute under a name, by plugin: those that the group uses, or all; without a group, all."""


class Outlook:
    """What a context reaches beside its scene: what other parts of the house offer to plugins. Made by the wiring alone."""

    def __init__(self) -> None:
        self.capabilities: Mapping[str, frozenset[Capability]] = {}
        self.decks: Mapping[str, Deck] = {}
        self.runs: RunBook | None = None
        self.offers: Callable[[Scene, Reader], Sequence[Offer]] = lambda scene, reader: ()
        self.announce: Announce | None = None
        self.register = Register(Definitions())
        self.prepare: Prepare = nothing_to_prepare
        self.act: Act | None = None
        self.contributions: Contributions | None = None
        self.address: str | None = None
        """How coterie's own server is reached; None where there is none."""
