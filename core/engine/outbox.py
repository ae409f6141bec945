"""The one door by which consequences leave: in order per room, tried again, once per key.

An effect waits in the lane of what it is about. When its turn comes it is made into deliveries: one for each home that its room stands for,
with the fall-backs for what the platform there can't do. Each home is a lane of its own, in which they are performed one after another.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

from ..clock import Clock
from ..codec import effect_from_json, effect_to_json
from ..errors import Fenced, LoggedOut, PlatformError, Refused, Transient
from ..logs import get_logger
from ..model.effect import Effect, OpenRoom, OpenSpace, Post, React, ShowHome, Upload
from ..model.event import EffectFailed, EffectPerformed, Event
from ..ports import Adapter, Entry, Performed, Queue, Shared, Store, Unit
from ..refs import MessageRef, PersonRef, RoomRef
from . import bindings
from .cards import page_of
from .committing import committed
from .deliveries import ON_THE_WAY, Delivery, NotBound, arrived, deliveries, fallen_back, made_native
from .directory import group_in
from .held import said_with
from .inbox import entry_of
from .made import remember

log = get_logger(__name__)

GIVE_UP = timedelta(days=1)
"""A platform that could not be reached for so long: the effect has failed, and whoever asked for it is told."""

LONGEST_PAUSE = timedelta(minutes=5)


async def enqueue(unit: Unit, effect: Effect, now: datetime) -> None:
    """Let an effect leave. Its lane is that of its room or person, so that two of them keep their order."""
    lane = await lane_of(unit, effect)
    if isinstance(effect, Post):
        unit.put("lane", effect.key, lane)
        effect = await _in_its_thread(unit, effect)
    body = {"effect": effect_to_json(effect), "since": now.isoformat()}
    unit.enqueue(Queue.OUTBOX, Entry(id=effect.key, lane=lane, body=body, due=now))


async def _in_its_thread(unit: Unit, post: Post) -> Post:
    """The post behind the message that began its thread: on no platform does a thread begin within a thread."""
    if post.thread is None:
        return post
    root = await unit.get("thread", post.thread.id) or post.thread.id
    unit.put("thread", post.key, root)
    return evolve(post, thread=MessageRef(root))


async def lane_of(unit: Unit, effect: Effect) -> str:
    """The lane of an effect: where it goes; for a message, the lane by which the message left."""
    if isinstance(effect, OpenRoom | OpenSpace):
        return effect.key
    if isinstance(effect, Post | Upload):
        return effect.to.id
    room: RoomRef | None = getattr(effect, "room", None)
    if room is not None:
        return room.id
    message: MessageRef | None = getattr(effect, "message", None)
    if message is not None:
        return str(await unit.get("lane", message.id) or message.id)
    person: PersonRef | None = getattr(effect, "person", None)
    return person.id if person else effect.key


def _made(effect: Effect) -> RoomRef | MessageRef:
    """What refers to what an effect made. Somebody's page is the same one however often it is shown."""
    if isinstance(effect, ShowHome):
        return page_of(effect.person)
    return RoomRef(effect.key) if isinstance(effect, OpenRoom | OpenSpace) else MessageRef(effect.key)


def _group_room(effect: Effect) -> RoomRef | None:
    """The homes of a group in which everybody was to read it; None for all else."""
    match effect:
        case Post(to=RoomRef() as room, quietly=None) | Upload(to=RoomRef() as room) if group_in(room) is not None:
            return room
    return None


@frozen
class Outbox:
    """Performs the entries of the outbox. Wired by the app alone.

    `wants` says whether anybody listens to a kind of event: nobody is told what nobody asked to hear.
    """

    store: Store
    clock: Clock
    adapters: Mapping[str, Adapter]
    wants: Callable[[type[Event]], bool]

    async def handle(self, entry: Entry) -> None:
        """Perform one entry, or say when to try again. Raises LoggedOut where a platform no longer knows us."""
        effect, platform = effect_from_json(entry.body["effect"]), entry.body.get("platform")
        if isinstance(effect, Post) and not effect.is_of_use(self.clock.now()):
            await self._failed(entry, effect, f"it was of use until {effect.until}")
            return
        try:
            async with self.store.unit() as unit:
                if platform is None:
                    plan = await deliveries(unit, effect, self.adapters)
                else:
                    native = await made_native(unit, effect, platform)
        except (NotBound, Refused) as error:
            await self._fail(entry, effect, str(error))
            return
        if platform is None:
            await self._split(entry, effect, plan)
        else:
            await self._perform(entry, effect, platform, native)

    async def _perform(self, entry: Entry, asked: Effect, platform: str, native: Effect) -> None:
        if isinstance(self.store, Shared) and not self.store.holds(Queue.OUTBOX, entry.id):
            raise Fenced(f"the lease was over before {asked.key} could be performed")
        try:
            done = await self.adapters[platform].perform(native, again=not entry.fresh or entry.attempts > 0)
        except Transient as error:
            await self._again(entry, asked, error)
        except LoggedOut:
            await self.store.release(Queue.OUTBOX, entry.id)
            raise
        except PlatformError as error:
            await self._fail(entry, asked, str(error))
        except Exception as error:
            log.exception("effect failed in the adapter", key=asked.key, platform=platform)
            await self._fail(entry, asked, f"{type(error).__name__} in the adapter for {platform}")
        else:
            await self._done(entry, asked, native, platform, done)

    async def _done(self, entry: Entry, effect: Effect, native: Effect, platform: str, done: Performed) -> None:
        performed = EffectPerformed(
            id=f"performed:{entry.id}",
            at=self.clock.now(),
            platform=platform,
            room=_group_room(effect),
            key=effect.key,
            native=done.native,
        )

        async def write(unit: Unit) -> None:
            unit.finish(Queue.OUTBOX, entry.id)
            if done.native is not None:
                await bindings.bind(unit, _made(effect), done.native)
            await remember(unit, effect, native, platform, done)
            await arrived(unit, effect.key, platform)
            for event in done.learned:
                unit.enqueue(Queue.INBOX, entry_of(event, self.clock.now()))
            if self.wants(EffectPerformed):
                unit.enqueue(Queue.INBOX, entry_of(performed, self.clock.now()))

        await self._commit(write)

    async def _elsewhere(self, entry: Entry, effect: Effect, reason: str) -> bool:
        """Say to one person by another account of theirs what can't be said by this one; whether they have one that was not tried."""
        platform = entry.body.get("platform")
        if platform is None or not isinstance(effect, Post) or not isinstance(effect.to, PersonRef):
            return isinstance(effect, React) and await self._is_left_out(entry, effect, platform)
        tried = [*entry.body.get("tried", ()), platform]
        async with self.store.unit() as unit:
            known = [str(one.platform) for one in await bindings.natives(unit, effect.to)]
        left = next((one for one in known if one in self.adapters and one not in tried), None)
        if left is None or effect.platform is not None:
            return False
        log.info("said by another account", key=effect.key, platform=left, reason=reason)
        lane = f"{entry.lane.removesuffix(f'@{platform}')}@{left}"

        async def write(unit: Unit) -> None:
            unit.finish(Queue.OUTBOX, entry.id)
            unit.put(ON_THE_WAY, effect.key, [left])
            for part in fallen_back(effect, self.adapters[left].capabilities):
                body = {**entry.body, "effect": effect_to_json(part), "platform": left, "tried": tried}
                unit.enqueue(Queue.OUTBOX, Entry(f"{part.key}@{left}", lane, body, self.clock.now()))

        await self._commit(write)
        return True

    async def _is_left_out(self, entry: Entry, effect: React, platform: str | None) -> bool:
        """Whether the emoji belongs to a message that went to another account instead: then nothing is amiss."""
        async with self.store.unit() as unit:
            there = [one.platform for one in await bindings.natives(unit, effect.message)]
            there += await unit.get(ON_THE_WAY, effect.message.id) or []
        if platform is None or not there or platform in there:
            return False

        async def write(unit: Unit) -> None:
            unit.finish(Queue.OUTBOX, entry.id)

        await self._commit(write)
        return True

    async def _fail(self, entry: Entry, effect: Effect, reason: str) -> None:
        if not await self._elsewhere(entry, effect, reason):
            await self._failed(entry, effect, reason)

    async def _failed(self, entry: Entry, effect: Effect, reason: str) -> None:
        log.warning("effect failed", key=effect.key, effect=type(effect).__name__, reason=reason)
        failed = EffectFailed(
            id=f"failed:{entry.id}",
            at=self.clock.now(),
            platform=entry.body.get("platform") or "core",
            room=_group_room(effect),
            key=effect.key,
            reason=reason,
        )

        async def write(unit: Unit) -> None:
            unit.finish(Queue.OUTBOX, entry.id)
            for key in await said_with(unit, effect.key) if self.wants(EffectFailed) else ():
                id = failed.id if key == effect.key else f"{failed.id}:{key}"
                unit.enqueue(Queue.INBOX, entry_of(evolve(failed, id=id, key=key), self.clock.now()))

        await self._commit(write)

    async def _again(self, entry: Entry, effect: Effect, error: Transient) -> None:
        now = self.clock.now()
        if now - datetime.fromisoformat(entry.body["since"]) > GIVE_UP:
            await self._fail(entry, effect, f"tried for {GIVE_UP}: {error}")
            return
        pause = error.retry_after or min(timedelta(seconds=2 ** min(entry.attempts, 20)), LONGEST_PAUSE)
        log.info("effect will be tried again", key=effect.key, after=str(pause), reason=str(error))

        async def write(unit: Unit) -> None:
            unit.postpone(Queue.OUTBOX, entry.id, now + pause)

        await self._commit(write)

    async def _split(self, entry: Entry, effect: Effect, parts: Sequence[Delivery]) -> None:
        async def write(unit: Unit) -> None:
            unit.finish(Queue.OUTBOX, entry.id)
            if isinstance(effect, Post | OpenRoom | OpenSpace):
                unit.put(ON_THE_WAY, effect.key, sorted({part.platform for part in parts}))
            for part in parts:
                lane = f"{entry.lane}@{part.platform}"
                body = {"effect": effect_to_json(part.effect), "since": entry.body["since"], "platform": part.platform}
                unit.enqueue(Queue.OUTBOX, Entry(f"{part.effect.key}@{part.platform}", lane, body, self.clock.now()))

        await self._commit(write)

    async def _commit(self, write: Callable[[Unit], Awaitable[None]]) -> None:
        await committed(self.store, write, "the outcome of an effect")
