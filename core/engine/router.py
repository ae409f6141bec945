"""Which handlers an event concerns, found in an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from ..model.event import Event
from ..ports import Unit
from .scene import Handler


@runtime_checkable
class Choosy(Protocol):
    """A handler that most events of its kinds say nothing to."""

    async def wants(self, unit: Unit, event: Event) -> bool:
        """Whether this one does."""


class Router:
    """The handlers of every kind of event, in the order in which they were added."""

    def __init__(self) -> None:
        self._by_event: dict[type[Event], list[Handler]] = {}

    def add(self, handler: Handler, *events: type[Event]) -> None:
        """Let `handler` see these kinds of events, after those that were added before."""
        for kind in events:
            self._by_event.setdefault(kind, []).append(handler)

    def add_first(self, handler: Handler, *events: type[Event]) -> None:
        """Let `handler` see these kinds of events before everybody else."""
        for kind in events:
            self._by_event.setdefault(kind, []).insert(0, handler)

    def route(self, event: Event) -> Sequence[Handler]:
        """Who handles it, in order."""
        return self.handlers(type(event))

    def handlers(self, kind: type[Event]) -> Sequence[Handler]:
        """Who handles events of this kind, in order."""
        return self._by_event.get(kind, ())

    async def wants(self, unit: Unit, event: Event) -> bool:
        """Whether anybody has anything to do because of it: all who handle its kind, but for those who say otherwise."""
        for handler in self.route(event):
            if not isinstance(handler, Choosy) or await handler.wants(unit, event):
                return True
        return False
