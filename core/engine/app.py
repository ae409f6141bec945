"""The only wiring: puts a store, a clock, adapters, communities and handlers together, and lets them run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

from ..clock import Clock
from ..errors import LoggedOut
from ..logs import get_logger
from ..model.community import THREAD, Community, GroupState
from ..model.content import Capability, Choice
from ..model.effect import OpenRoom
from ..model.event import (
    AccountChanged,
    CommandGiven,
    EffectFailed,
    EffectPerformed,
    Event,
    EventsWithheld,
    InvitationAnswered,
    InvitationsRefused,
    MemberJoined,
    MemberLeft,
    MessagePosted,
    MessageUnreadable,
    RightsFound,
    RoomClosed,
    RoomOpened,
    RoomReplaced,
    RoomSurveyed,
    TimerFired,
)
from ..ports import Adapter, Cursor, Entry, OneListener, Queue, Shared, Sought, Store, Unit
from ..refs import GroupRef, PersonRef, RoomRef
from . import bindings, lanes
from .accounts import named_in_file
from .cards import KeptCard
from .changes import Changes
from .committing import committed
from .definitions import Definitions
from .directory import Directory, common_room_of, managers_room_of, room_of
from .dispatch import Dispatcher, Failures
from .first_contact import FirstContact
from .following import Following
from .homes import Homes, let_go
from .inbox import DurableInbox
from .intake import Intake
from .invitations import Invitations
from .keeper import Keeper
from .managing import Managing
from .measures import NOTHING_COUNTED, Measures
from .outbox import Outbox, enqueue
from .refusals import Refusals
from .register import Register
from .restored import looks_first_until
from .retention import Retention
from .router import Router
from .scene import Scene
from .suggesting import MayChoose, suggestions
from .thread_homes.performing import with_threads
from .unasked import Gate
from .unreadable import Unreadable
from .workers import Workers

T = TypeVar("T")

log = get_logger(__name__)


class App:
    """coterie, running. Use it as `async with App(…) as app`; leaving the block stops it, without closing the store."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        adapters: Sequence[Adapter],
        communities: Sequence[Community] = (),
        *,
        router: Router | None = None,
        failures: Failures | None = None,
        register: Register | None = None,
        gate: Gate | None = None,
        measures: Measures = NOTHING_COUNTED,
        may_choose: MayChoose | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.register = register or Register(Definitions(tuple(communities)))
        self._listening = tuple(adapters)
        self.adapters: Mapping[str, Adapter] = with_threads(adapters, store, clock, self.register)
        self.router = router or Router()
        self.router.add_first(Homes(), EffectFailed, EffectPerformed)
        self.router.add_first(Refusals(), EffectFailed)
        self.router.add_first(
            Managing(self.register),
            RoomOpened,
            RoomClosed,
            RightsFound,
            MemberJoined,
            MemberLeft,
            AccountChanged,
            RoomSurveyed,
        )
        self.router.add_first(Following(), RoomOpened, RoomReplaced, RoomSurveyed, EffectPerformed)
        self.router.add_first(FirstContact(), RightsFound, MessagePosted, TimerFired)
        self.router.add_first(Changes(), RoomClosed, RoomOpened, AccountChanged, MemberJoined, EventsWithheld)
        self.router.add_first(Invitations(), InvitationsRefused, InvitationAnswered)
        self.router.add_first(
            Keeper(self.register), RoomOpened, RoomReplaced, MemberJoined, MemberLeft, AccountChanged, EffectPerformed
        )
        self.router.add_first(Unreadable(measures), MessageUnreadable)
        self._dispatcher = Dispatcher(
            store,
            clock,
            self.router,
            self.register,
            failures or Failures(),
            self.adapters,
            gate or Gate(),
            measures,
        )
        self._looks_first_until: datetime | None = None
        outbox = Outbox(store, clock, self.adapters, self.router.wants, measures, self._looks_first)
        handlers = {Queue.INBOX: self._handle, Queue.OUTBOX: outbox.perform}
        self._workers = Workers(store, clock, handlers, measures=measures)
        self._may_choose = may_choose
        self._intake = Intake(self._dispatcher)
        self.inbox = DurableInbox(
            store,
            clock,
            self._intake.admit,
            self._workers.stir,
            at_once=self._at_once,
            suggest=self._suggestions,
        )
        self._tasks: list[asyncio.Task[None]] = []
        self._standing_by: set[str] = set()

    @property
    def capabilities(self) -> Mapping[str, frozenset[Capability]]:
        """What works on each platform."""
        return {platform: adapter.capabilities for platform, adapter in self.adapters.items()}

    async def __aenter__(self) -> Self:
        await self._prepare()
        self._group = asyncio.TaskGroup()
        await self._group.__aenter__()
        forgetting = Retention(self.store, self.clock).run()
        self._tasks = [
            self._group.create_task(self._workers.run(), name="workers"),
            self._group.create_task(forgetting, name="retention"),
        ]
        if isinstance(self.store, Shared):
            self._tasks.append(self._group.create_task(self._workers.hear(self.store), name="hear"))
        for adapter in self._listening:
            self._tasks.append(self._group.create_task(self._listen(adapter), name=f"listen {adapter.platform}"))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await self._group.__aexit__(kind, error, trace)

    async def connected(self) -> None:
        """Return when every platform is listened to."""
        await self.inbox.connected(self.adapters)

    def listens(self) -> Mapping[str, bool]:
        """Whether each platform is listened to, be it by the one worker that does."""
        return {name: name in self._standing_by or self.inbox.is_connected(name) for name in self.adapters}

    async def settled(self) -> None:
        """Return when nothing is under way and nothing is due at this time."""
        await self._workers.settled()

    async def next_due(self) -> datetime | None:
        """When the next thing comes due."""
        return await self.store.next_due()

    async def _listen(self, adapter: Adapter) -> None:
        try:
            if isinstance(self.store, Shared) and isinstance(adapter, OneListener):
                self._standing_by.add(adapter.platform)
                await self.store.alone(adapter.account, lambda: self._listen_alone(adapter))
            else:
                await adapter.listen(self.inbox)
        except LoggedOut as error:
            log.error("logged out", platform=adapter.platform, reason=str(error))
            raise

    async def _listen_alone(self, adapter: Adapter) -> None:
        self._standing_by.discard(adapter.platform)
        try:
            await adapter.listen(self.inbox)
        finally:
            self._standing_by.add(adapter.platform)

    async def _at_once(self, event: Event, cursor: Cursor | None) -> bool:
        """Handle an event as it is taken in, where that can be done."""
        return await self._workers.may_handle() and await self._intake.at_once(event, cursor)

    async def _handle(self, entry: Entry) -> None:
        try:
            await self._dispatcher.handle(entry)
        finally:
            self.inbox.freed()

    async def _prepare(self) -> None:
        """Write down whose accounts are whose, and look for the homes that are not found yet."""

        async def prepare(unit: Unit) -> None:
            definitions = await self.register.definitions(unit)
            for community in definitions.communities:
                await self._bind_people(unit, community)
            await self._seek_homes(unit, definitions)
            self._looks_first_until = await looks_first_until(unit, self.clock.now())

        await committed(self.store, prepare, "whose accounts are whose")

    def _looks_first(self) -> bool:
        return self._looks_first_until is not None and self.clock.now() < self._looks_first_until

    async def _bind_people(self, unit: Unit, community: Community) -> None:
        directory = Directory(Definitions((community,)), unit)
        for person in community.people.values():
            accounts = [PersonRef.native_to(platform, account) for platform, account in person.accounts.items()]
            await named_in_file(unit, directory, PersonRef(person.id), accounts)

    async def _seek_homes(self, unit: Unit, definitions: Definitions) -> None:
        await lanes.seek_anew(unit)
        for community in definitions.communities:
            await self._seek(unit, f"@{community.id}", common_room_of(community.id), community.room, community.name)
            await self._seek(unit, f"%{community.id}", managers_room_of(community.id), community.managers_room, "")
        directory = Directory(definitions, unit)
        for group in definitions.groups():
            await let_go(unit, directory, group, self.adapters.keys())
            if group.state is not GroupState.ARCHIVED:
                await self._seek(unit, group.id, room_of(group.id), group.homes, group.name)

    async def _seek(self, unit: Unit, whose: str, room: RoomRef, homes: Mapping[str, str], title: str) -> None:
        now = self.clock.now()
        bound = {one.platform for one in await bindings.held(unit, room)}
        for platform in self.adapters.keys() - bound:
            if (name := homes.get(platform)) is not None and name != THREAD:  # which nobody opens by hand
                key = f"{lanes.HOME}{whose}:{platform}:{now.isoformat()}"
                effect = OpenRoom(key=key, name=name, platform=platform, title=title, create=False)
                await enqueue(unit, effect, now, self.adapters)

    async def _suggestions(self, sought: Sought, most: int) -> Sequence[Choice]:
        """What somebody may choose. Nothing is written."""
        event = CommandGiven(id="core:suggestions", at=self.clock.now(), platform="core", text="")

        async def look(scene: Scene) -> Sequence[Choice]:
            return await suggestions(scene, sought, most, self._may_choose or _anybody)

        return await self._dispatcher.within(event, look)

    async def within(self, event: Event, act: Callable[[Scene], Awaitable[T]]) -> T:
        """What comes of an act from outside, all of it in one commit; what it asks for is done then."""
        result = await self._dispatcher.within(event, act)
        self._workers.stir()
        return result


async def _anybody(scene: Scene, kept: KeptCard, person: PersonRef, group: GroupRef | None) -> bool:
    return True
