"""Which handlers an event concerns, found in an index."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.event import Event
from .scene import Choosy, Handler


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

    def wants(self, event: Event) -> bool:
        """Whether anybody handles this event. Who handles but some of a kind may say so by a method `concerns`."""
        return any(not isinstance(one, Choosy) or one.concerns(event) for one in self.route(event))
