"""Which handlers an event concerns, found in an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from ..model.event import Event
from ..ports import Unit
from ..refs import GroupRef
from .definitions import Definitions
from .scene import Handler


@runtime_checkable
class Choosy(Protocol):
    """A handler that most events of its kinds say nothing to."""

    async def wants(self, unit: Unit, event: Event) -> bool:
        """Whether this one does."""


@runtime_checkable
class Selective(Protocol):
    """A handler that hears what happens in some groups alone, by which plugins they use."""

    def hears(self, kind: type[Event], definitions: Definitions, group: GroupRef | None) -> bool:
        """Whether it hears of such events in a group, or, with none, outside of all groups."""


Used = Callable[[Definitions, GroupRef], frozenset[str]]

REMEMBERED = 10_000
"""Of so many choices of plugins it is remembered who is concerned by what."""


class Router:
    """The handlers of every kind of event, in the order in which they were added."""

    def __init__(self) -> None:
        self._by_event: dict[type[Event], list[Handler]] = {}
        self._concerned: dict[tuple[type[Event], frozenset[str] | None, bool], Sequence[Handler]] = {}
        self._wanting: dict[type[Event], Sequence[Choosy] | None] = {}
        self.used: Used | None = None
        """Which plugins a group uses; None where there are none."""

    def add(self, handler: Handler, *events: type[Event]) -> None:
        """Let `handler` see these kinds of events, after those that were added before."""
        self._forget()
        for kind in events:
            self._by_event.setdefault(kind, []).append(handler)

    def add_first(self, handler: Handler, *events: type[Event]) -> None:
        """Let `handler` see these kinds of events before everybody else."""
        self._forget()
        for kind in events:
            self._by_event.setdefault(kind, []).insert(0, handler)

    def route(self, event: Event) -> Sequence[Handler]:
        """Who handles it, in order."""
        return self.handlers(type(event))

    def concerned(self, event: Event, definitions: Definitions, group: GroupRef | None) -> Sequence[Handler]:
        """Who has anything to do because of an event in a group, or, with none, outside of all groups; in order.

        Of hundreds of plugins few hear what happens in one group, and none hears bots. Who that is depends on the plugins that the group
        uses alone: it is found out once for each choice of them.
        """
        used = None
        if group is not None:
            used = self.used(definitions, group) if self.used is not None else frozenset[str]()
        about = (type(event), used, event.bot)
        if (found := self._concerned.get(about)) is None:
            if len(self._concerned) >= REMEMBERED:
                self._concerned.clear()
            found = self._concerned[about] = tuple(
                handler
                for handler in self.route(event)
                if not isinstance(handler, Selective)
                or (not event.bot and handler.hears(type(event), definitions, group))
            )
        return found

    def handlers(self, kind: type[Event]) -> Sequence[Handler]:
        """Who handles events of this kind, in order."""
        return self._by_event.get(kind, ())

    async def wants(self, unit: Unit, event: Event) -> bool:
        """Whether anybody has anything to do because of it: all who handle its kind, but for those who say otherwise."""
        kind = type(event)
        if kind not in self._wanting:
            self._wanting[kind] = _all_choosy(self.handlers(kind))
        choosy = self._wanting[kind]
        if choosy is None:
            return True
        for handler in choosy:
            if await handler.wants(unit, event):
                return True
        return False

    def _forget(self) -> None:
        self._concerned.clear()
        self._wanting.clear()


def _all_choosy(handlers: Sequence[Handler]) -> Sequence[Choosy] | None:
    """The handlers, if all of them are choosy; None if one wants everything."""
    choosy = [one for one in handlers if isinstance(one, Choosy)]
    return choosy if len(choosy) == len(handlers) else None
