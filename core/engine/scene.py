"""What a handler is given: one event, one unit, and the means to ask for effects."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ..model.effect import Effect
from ..model.event import Event
from ..ports import Unit
from ..refs import GroupRef
from .directory import Directory, group_in
from .overlay import Overlay


class Scene:
    """One handler's view of one event. It has no network and no clock of its own; effects leave after the commit.

    `native` is the event as the platform told it, before its references were made ours: for whoever must tell one home from another, or
    one account.
    """

    def __init__(
        self, owner: str, event: Event, unit: Unit, now: datetime, directory: Directory, native: Event | None = None
    ) -> None:
        self.owner = owner
        self.event = event
        self.unit = unit
        self.now = now
        self.directory = directory
        self.native = native or event
        self.group: GroupRef | None = group_in(event.room)
        """The group in whose home it happened."""
        self.effects: list[Effect] = []

    @property
    def native_room(self) -> str | None:
        """The home in which it happened, as its platform calls it."""
        return self.native.room.id if self.native.room else None

    @property
    def native_person(self) -> str | None:
        """The account by which somebody caused it, as its platform calls it."""
        return self.native.person.id if self.native.person else None

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was written in it and no effect asked for."""
        return not self.effects and isinstance(self.unit, Overlay) and self.unit.is_empty

    def new_key(self, hint: str = "effect") -> str:
        """A key for an effect: the same when the same event is handled again, another at every call within one handling."""
        return f"{self.owner}:{self.event.id}:{hint}:{len(self.effects)}"

    def apart(self, owner: str | None = None) -> Scene:
        """A scene within this one, for what may come to nothing by itself: `take` it in, or leave it. What is written in it is known in it alone."""
        overlay = Overlay(self.unit)
        return Scene(owner or self.owner, self.event, overlay, self.now, self.directory.over(overlay), self.native)

    def beside(self, owner: str) -> Scene:
        """A scene within this one for who only tells, and writes nothing that anybody takes."""
        return Scene(owner, self.event, Overlay(self.unit), self.now, self.directory, self.native)

    def take(self, part: Scene) -> None:
        """Let what a scene `apart` wrote and asked for be written and asked for here."""
        assert isinstance(part.unit, Overlay)
        part.unit.merge()
        self.directory.definitions = part.directory.definitions
        self.effects += part.effects

    def effect(self, effect: Effect) -> None:
        """Ask for an effect. It leaves when the handler ended well and everything is committed."""
        self.effects.append(effect)


class Handler(Protocol):
    """Something that handles events. `name` says whose it is: a plugin's name, or `core.…`.

    Answering True takes the event: who stands behind in the line does not see it.
    """

    @property
    def name(self) -> str: ...

    async def __call__(self, scene: Scene) -> bool | None: ...
