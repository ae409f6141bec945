"""One event, one commit: hands an event to its handlers and writes down what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from ..clock import Clock
from ..codec import event_from_json
from ..errors import Conflict, StoreError, Unfit, UserError
from ..logs import get_logger
from ..model.effect import CancelTimer, Effect, SetTimer
from ..model.event import ChoiceMade, CommandGiven, Event, FormSubmitted, MessagePosted, ReactionAdded, TimerFired
from ..ports import Adapter, Entry, Guess, Queue, Store, Timer, Unit
from ..traces import told
from ..values import frozen
from . import bindings
from .committing import committed, ends_unit
from .concerned import community_concerned
from .definitions import Definitions
from .directory import Directory, group_in
from .early import AWAITED, Early, Of, awaited, pause, refuse_unknown
from .inbox import entry_of
from .measures import NOTHING_COUNTED, Measures
from .outbox import enqueue
from .overlay import Overlay
from .register import Register
from .ringing import apart
from .router import Router
from .scene import Handler, Scene
from .set_back import noted
from .thread_homes.hearing import placed
from .unasked import Gate

T = TypeVar("T")

log = get_logger(__name__)
ACTS = (MessagePosted, CommandGiven, ChoiceMade, FormSubmitted, ReactionAdded)
"""What shows at which of their accounts somebody sits: there they are written to."""


class Failures:
    """What is done about a handler that raised: the house's own answer is in `coterie.core.engine.isolation`."""

    def blocked(self, handler: Handler) -> bool:
        """Whether the handler was set aside."""
        return False

    async def failed(self, scene: Scene, handler: Handler, error: Exception) -> bool:
        """Say so to whom it concerns, through the scene, which is empty; whether the event stops here."""
        return True

    def succeeded(self, handler: Handler) -> None:
        """The handler is well."""


@frozen
class Dispatcher:
    """Handles the entries of the inbox. Wired by the app alone."""

    store: Store
    clock: Clock
    router: Router
    register: Register
    failures: Failures
    adapters: Mapping[str, Adapter]
    gate: Gate = Gate()
    measures: Measures = NOTHING_COUNTED

    async def handle(self, entry: Entry) -> None:
        """Run everything that concerns the entry's event, and commit it with the entry's end; or put it off until its message is known.

        What it raises is coterie's own fault: of a handler the others are not told.
        """
        if (events := apart(entry)) is not None:
            await self._handle_together(entry, events)
            return
        event = event_from_json(entry.body)

        async def handle(unit: Unit, of: Of) -> None:
            await self.handle_in(unit, event, of=of)
            unit.finish(Queue.INBOX, entry.id)

        try:
            await committed(self.store, partial(handle, of=Of.WHAT_IS_KNOWN), f"event {event.id}")
        except Early:
            # Looked at before it is read again: what arrives in between is known then.
            if deliveries := await awaited(self.store, event, entry):
                await self._put_off(entry, deliveries)
            else:
                await committed(self.store, partial(handle, of=Of.ANYTHING), f"event {event.id}")

    async def _handle_together(self, entry: Entry, events: Sequence[TimerFired]) -> None:
        """Handle what one entry stands for in one commit; where that comes to nothing, let each be an entry of its own."""
        try:
            async with self.store.unit() as unit:
                for event in events:
                    await self.handle_in(unit, event)
                unit.finish(Queue.INBOX, entry.id)
            return
        except Exception as error:
            if isinstance(error, StoreError) and not isinstance(error, (Conflict, Unfit)):
                raise
            log.debug("each by itself", entry=entry.id, why=told(error))

        async def part(unit: Unit) -> None:
            unit.finish(Queue.INBOX, entry.id)
            for event in events:
                unit.enqueue(Queue.INBOX, entry_of(event, self.clock.now()))

        await committed(self.store, part, f"the parts of {entry.id}")

    async def _put_off(self, entry: Entry, deliveries: Sequence[str]) -> None:
        async with self.store.unit() as unit:
            body = {**entry.body, AWAITED: list(deliveries)}
            unit.postpone(Queue.INBOX, entry.id, self.clock.now() + pause(entry.attempts), body)

    async def within(self, event: Event, act: Callable[[Scene], Awaitable[T]]) -> T:
        """What comes of an act that no event of the inbox caused, all of it in one commit. What it raises leaves nothing behind."""

        async def handle(unit: Unit) -> T:
            overlay = Overlay(unit)
            definitions = await self.register.definitions(overlay)
            directory = Directory(definitions, overlay, about=await community_concerned(unit, event, definitions))
            scene = Scene("core", event, overlay, self.clock.now(), directory)
            result = await act(scene)
            await self._keep(scene)
            return result

        return await committed(self.store, handle, f"event {event.id}")

    async def handle_in(self, unit: Unit, native: Event, event: Event | None = None, of: Of = Of.ANYTHING) -> None:
        """Run everything that concerns the event within a unit; `event` is the native one made ours, where that is known.

        Raises Early where it is not of what it shall be of.
        """
        if event is None:
            native = await placed(unit, native)
            event = await bindings.made_ours(unit, native)
        if of is Of.WHAT_IS_KNOWN:
            await refuse_unknown(unit, event)
        if native.person is not None and not native.bot and isinstance(native, ACTS):
            await bindings.note_acted(unit, native.person, event.person)
        definitions, scene = await self.register.definitions(unit), None
        for handler in self.router.concerned(event, definitions, group_in(event.room)):
            if self.failures.blocked(handler):
                continue
            if scene is None:
                scene = await self._scene_of(handler.name, event, Overlay(unit), definitions, native)
            elif not scene.is_untouched:
                scene = await self._scene(handler.name, event, unit, native)
            scene.owner = handler.name  # where nothing was done there is nothing of another's
            if await self._run(handler, scene, unit):
                return

    async def _run(self, handler: Handler, scene: Scene, unit: Unit) -> bool:
        """Run one handler in an overlay; what it wrote before it raised is lost, and nobody else's."""
        event = scene.event
        try:
            taken = bool(await handler(scene))
            await self._keep(scene)
        except Exception as error:
            if ends_unit(error):
                raise
            await self._verify(unit)
            if not isinstance(error, UserError):
                self.measures.failed(handler.name.partition(".")[0], event.platform)
            log.debug("handler raised", handler=handler.name, event_id=event.id, error=told(error))
            scene = await self._scene(handler.name, event, unit, scene.native)
            taken = await self.failures.failed(scene, handler, error)
            await self._keep(scene)
            return taken
        self.failures.succeeded(handler)
        return taken

    @staticmethod
    async def _verify(unit: Unit) -> None:
        """Raise Conflict where a handler may have raised because what it was told is so no more."""
        if isinstance(unit, Guess):
            await unit.verify()

    async def _scene(self, owner: str, event: Event, unit: Unit, native: Event) -> Scene:
        return await self._scene_of(owner, event, Overlay(unit), await self.register.definitions(unit), native)

    async def _scene_of(self, owner: str, event: Event, overlay: Overlay, known: Definitions, native: Event) -> Scene:
        about = await community_concerned(overlay, event, known)
        return Scene(owner, event, overlay, self._now(event), Directory(known, overlay, native.person, about), native)

    def _now(self, event: Event) -> datetime:
        """What time it is for whoever handles the event. What has come due is not still to come, whatever this machine's clock says: it may be
        behind that of the worker who saw it, or was set back meanwhile.
        """
        now = self.clock.now()
        return max(now, event.due) if isinstance(event, TimerFired) else now

    async def _keep(self, scene: Scene) -> None:
        for asked in scene.effects:
            for effect in await self.gate.passed(scene, asked):
                await self._ask(scene.unit, effect, scene)
        assert isinstance(scene.unit, Overlay)
        if not scene.unit.is_empty:
            scene.unit.merge()

    async def _ask(self, unit: Unit, effect: Effect, scene: Scene) -> None:
        """Write down one effect: timers at once, all else in the outbox."""
        match effect:
            case SetTimer():
                unit.set_timer(Timer(effect.key, effect.due, noted(scene.owner, effect.span)))
            case CancelTimer():
                unit.cancel_timer(effect.timer)
            case _:
                await enqueue(unit, effect, scene.now, self.adapters)
