"""A running app, looked at and pushed from outside as scenarios do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Protocol

from attrs import field, frozen

from ..engine import bindings, cards, forms, interview
from ..engine.app import App
from ..engine.directory import Directory, room_of
from ..engine.run_book import RunBook, RunView
from ..engine.scene import Scene
from ..errors import CoterieError, UserError
from ..model.content import Field
from ..model.event import CommandGiven
from ..refs import GroupRef, MessageRef, PersonRef
from .driver import Offer

BY_HAND = "scenario:start:"
"""The ids of the events by which a scenario starts a playbook begin so."""


class Starter(Protocol):
    """Starts playbooks."""

    async def start_by_hand(self, scene: Scene, playbook: str, group: GroupRef, starter: PersonRef | None) -> None:
        """Start a playbook in a group, as its command would. Raises UserError where it can't be."""


@frozen
class HandStarts:
    """Handles the events by which a scenario starts playbooks. To be added to the router before all others."""

    starter: Starter
    refusals: dict[str, str] = field(factory=dict)
    """Event id → why nothing was started."""
    name: str = "core.scenario"

    async def __call__(self, scene: Scene) -> bool:
        event = scene.event
        if not isinstance(event, CommandGiven) or not event.id.startswith(BY_HAND) or scene.group is None:
            return False
        before = len(scene.effects)
        try:
            await self.starter.start_by_hand(scene, event.text, scene.group, event.person)
        except CoterieError as error:
            del scene.effects[before:]
            self.refusals[event.id] = str(error)
        return True


@frozen
class Watched:
    """The app of one platform, as `Coterie`."""

    app: App
    book: RunBook
    by_hand: HandStarts
    _starts: count[int] = field(factory=count)

    async def connected(self) -> None:
        await self.app.connected()

    async def settled(self) -> None:
        await self.app.settled()

    async def next_due(self) -> datetime | None:
        return await self.app.next_due()

    async def start_run(self, playbook: str, group: str, who: PersonRef | None) -> None:
        """By an event of its own: what it starts is committed as everything is."""
        now = self.app.clock.now()
        id = f"{BY_HAND}{now.isoformat()}:{next(self._starts)}:{playbook}:{group}"
        platform = next(iter(self.app.adapters))
        event = CommandGiven(id=id, at=now, platform=platform, room=room_of(group), person=who, text=playbook)
        await self.app.inbox.take([event])
        await self.app.settled()
        if (reason := self.by_hand.refusals.get(id)) is not None:
            raise UserError(reason)

    async def runs(self, group: str) -> Sequence[RunView]:
        async with self.app.store.unit() as unit:
            now = self.app.clock.now()
            event = CommandGiven(id=f"{BY_HAND}look", at=now, platform="core", room=room_of(group), text="")
            directory = Directory(self.app.definitions, unit)
            return await self.book.of_group(Scene("core.scenario", event, unit, now, directory, None), GroupRef(group))

    async def offers(self, message: MessageRef) -> Sequence[Offer]:
        async with self.app.store.unit() as unit:
            kept = await cards.card(unit, await bindings.ours(unit, message))
        return [Offer(choice.id, choice.label) for choice in kept.choices] if kept else []

    async def question(self, person: PersonRef) -> Field | None:
        async with self.app.store.unit() as unit:
            line = await interview.interview_of(unit, person)
            asked = await forms.asked_under(unit, line.forms[0]) if line.forms else None
        return interview.question(asked.form, line.answers) if asked else None
