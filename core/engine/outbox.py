"""The one door by which consequences leave: in order per room, tried again, once per key.

An effect leaves as deliveries: one for each home that its room stands for, with the fall-backs for what the platform there can't do. Each
home is a lane of its own, in which they are performed one after another.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from attrs import evolve, field

from ..claims import insist, under_claim
from ..clock import Clock
from ..codec import effect_from_json, effect_to_json, instant_to_json
from ..errors import Cure, Fenced, LoggedOut, PlatformError, Refused, Transient
from ..logs import get_logger
from ..model.effect import Effect, Look, OpenRoom, OpenSpace, Post, React, Remove, ShowHome, Survey, Upload
from ..model.event import EffectFailed, EffectPerformed, Event
from ..ports import Adapter, Entry, Made, Performed, Queue, Shared, Store, Unit
from ..refs import MessageRef, PersonRef, RoomRef
from ..values import frozen
from . import aside, bindings, lanes
from .cards import page_of
from .committing import committed
from .deliveries import Delivery, NotBound, deliveries, fallen_back, is_referred_to, made_native
from .directory import group_in
from .held import said_with
from .inbox import entry_of
from .made import remember
from .measures import NOTHING_COUNTED, Measures
from .people import HELD
from .together import Together

T = TypeVar("T")

log = get_logger(__name__)

GIVE_UP = timedelta(days=1)
"""A platform that could not be reached for so long: the effect has failed, and whoever asked for it is told."""

LONGEST_PAUSE = timedelta(minutes=5)
LOOKS, LOOK_EVERY = 60, timedelta(seconds=1)
"""How often who was too late looks what became of what they said, and when."""


async def enqueue(unit: Unit, effect: Effect, now: datetime, adapters: Mapping[str, Adapter]) -> None:
    """Let an effect leave. Its lanes are those of its room or person, so that two of them keep their order.

    What is bound nowhere, or can't be done at all, waits for its turn to fail: whoever asked for it is told as of any other failure.
    """
    lane = effect.to.id if isinstance(effect, Post) else await lane_of(unit, effect)
    if isinstance(effect, Post):
        before = await lanes.lane_of(unit, effect.key)
        if before is not None and not before.startswith(HELD):
            return  # the very same was to be said before: then perhaps by another account of the person, in another lane
        effect = _remembered(effect)
        if effect.thread is not None:
            effect = await _in_its_thread(unit, effect, effect.thread)
        if before is not None and not effect.remembered:  # it waited until somebody may be disturbed
            unit.delete(lanes.LANE, effect.key)
    try:
        parts = await deliveries(unit, effect, adapters)
    except (NotBound, Refused):
        if isinstance(effect, Post) and effect.remembered:
            lanes.leaves(unit, effect.key, lane)
        body = {"effect": effect_to_json(effect), "since": instant_to_json(now)}
        unit.enqueue(Queue.OUTBOX, Entry(effect.key, lane, body, now))
    else:
        _deliver(unit, effect, parts, lane, now, instant_to_json(now))


def _deliver(unit: Unit, effect: Effect, parts: Sequence[Delivery], lane: str, now: datetime, since: str) -> None:
    """Put each delivery of an effect into the lane of its home."""
    if isinstance(effect, Post):
        if effect.remembered:
            lanes.leaves(unit, effect.key, lane, _where(parts))
    elif isinstance(effect, OpenRoom | OpenSpace):
        lanes.opens(unit, effect.key, _where(parts))
    for part in parts:
        body = Made(effect=effect_to_json(part.effect), since=since, platform=part.platform)
        unit.enqueue(Queue.OUTBOX, Entry(f"{part.effect.key}@{part.platform}", f"{lane}@{part.platform}", body, now))


def _where(parts: Sequence[Delivery]) -> Sequence[str]:
    """The platforms to which they go, in order."""
    return (parts[0].platform,) if len(parts) == 1 else sorted({part.platform for part in parts})


def _remembered(post: Post) -> Post:
    """What somebody may choose on, or fill in, has to be known whatever whoever asked for it says."""
    if post.remembered:
        return post
    needed = post.pin or bool(post.card.choices) or post.card.form is not None
    return evolve(post, remembered=True) if needed else post


async def _in_its_thread(unit: Unit, post: Post, thread: MessageRef) -> Post:
    """The post behind the message that began its thread: on no platform does a thread begin within a thread."""
    root = await unit.get("thread", thread.id) or thread.id
    if post.remembered:
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
        return await lanes.lane_of(unit, message.id) or message.id
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


def backoff(id: str, attempts: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time, with a jitter of a quarter up or down that is the same for the same entry.

    So those who failed together do not come again together, and what happened once can be played again.
    """
    jitter = 0.75 + 0.5 * crc32(f"{id} {attempts}".encode()) / 2**32
    return min(timedelta(seconds=2 ** min(attempts, 20)), LONGEST_PAUSE) * jitter


def _only_looks(effect: Effect) -> bool:
    """Whether nothing would come of it but knowledge: who wanted that asks anew."""
    return isinstance(effect, Look | Survey) or (isinstance(effect, OpenRoom) and not effect.create)


@frozen
class Outbox:
    """Performs the entries of the outbox. Wired by the app alone.

    `wants` says whether anybody has to hear of an event: what concerns nobody is not told.
    """

    store: Store
    clock: Clock
    adapters: Mapping[str, Adapter]
    wants: Callable[[Unit, Event], Awaitable[bool]]
    measures: Measures = NOTHING_COUNTED
    looks_first: Callable[[], bool] = bool
    """Whether everything may have been done already, by a coterie that this store does not know of."""
    _undone: dict[str, int] = field(factory=dict, init=False, repr=False)
    """Entries of which this process knows that nothing came of the last try, with their number of attempts."""
    _shared: Shared | None = field(init=False, repr=False)
    _together: Together = field(init=False, repr=False)

    @_shared.default
    def _is_shared(self) -> Shared | None:
        return self.store if isinstance(self.store, Shared) else None

    @_together.default
    def _one_for_all(self) -> Together:
        return Together(self.store, "the outcome of an effect")

    async def handle(self, entry: Entry) -> None:
        """Perform one entry and write down what came of it, or say when to try again. Raises LoggedOut where a platform no longer knows us."""
        if (rest := await self.perform(entry)) is not None:
            await rest

    async def perform(self, entry: Entry) -> Awaitable[None] | None:
        """As `handle`; where the platform did it, what is left is given, to be awaited: to write that down."""
        effect, platform = effect_from_json(entry.body["effect"]), entry.body.get("platform")
        if isinstance(effect, Post) and effect.until is not None and not effect.is_of_use(self.clock.now()):
            await self._failed(entry, effect, Refused(f"it was of use until {effect.until}"), keep=False)
            return None
        try:
            if platform is None:
                plan = await self._look(lambda unit: deliveries(unit, effect, self.adapters))
            else:
                native = await self._look(partial(made_native, effect=effect, platform=platform))
        except NotBound as error:
            await self._fail(entry, effect, Refused(str(error)))
            return None
        except Refused as error:
            await self._fail(entry, effect, error)
            return None
        if platform is not None:
            return await self._perform(entry, effect, platform, native)
        await self._split(entry, effect, plan)
        return None

    async def _perform(self, entry: Entry, asked: Effect, platform: str, native: Effect) -> Awaitable[None] | None:
        again = self._may_be_done(entry)
        try:
            done = await self._asked_of(self.adapters[platform], entry, native, again)
        except Fenced:
            raise
        except Transient as error:
            await self._again(entry, asked, error, may_be_done=again)
        except LoggedOut as error:
            log.error("logged out", platform=platform, reason=str(error))
            await self.store.release(Queue.OUTBOX, entry.id)
            raise
        except PlatformError as error:
            await self._fail(entry, asked, error)
        except Exception as error:
            log.exception("effect failed in the adapter", key=asked.key, platform=platform)
            await self._fail(entry, asked, Refused(f"{type(error).__name__} in the adapter for {platform}"))
        else:
            return self._done(entry, asked, native, platform, done)
        return None

    async def _asked_of(self, adapter: Adapter, entry: Entry, native: Effect, again: bool) -> Performed:
        """What the adapter made of it, as long as it is ours to do."""
        shared = self._shared
        if shared is None:
            return await adapter.perform(native, again=again)
        with under_claim(lambda: shared.holds(Queue.OUTBOX, entry.id)):
            insist()
            return await adapter.perform(native, again=again)

    def _may_be_done(self, entry: Entry) -> bool:
        """Whether an earlier try may have succeeded. Of a shared store, what was tried here may have been tried elsewhere since."""
        if self._undone.pop(entry.id, None) == entry.attempts and self._shared is None:
            return False
        return not entry.fresh or entry.attempts > 0 or self.looks_first()

    async def _done(self, entry: Entry, effect: Effect, native: Effect, platform: str, done: Performed) -> None:
        now = self.clock.now()
        performed = EffectPerformed(
            id=f"performed:{entry.id}",
            at=now,
            platform=platform,
            room=_group_room(effect),
            key=effect.key,
            native=done.native,
        )

        async def write(unit: Unit) -> None:
            unit.finish(Queue.OUTBOX, entry.id)
            if done.native is not None and is_referred_to(effect):
                passes = isinstance(effect, Post) and not effect.pin
                await bindings.bind(unit, _made(effect), done.native, said=now.date() if passes else None)
            await remember(unit, effect, native, platform, done, now)
            await lanes.arrived(unit, effect.key, platform)
            for event in done.learned:
                unit.enqueue(Queue.INBOX, entry_of(event, now))
            if await self.wants(unit, performed):
                unit.enqueue(Queue.INBOX, entry_of(performed, now))

        try:
            await self._together.commit(write)
        except Fenced:
            await self._take_back(effect, platform, done)
            raise
        self._count(entry, effect, "done")

    async def _take_back(self, effect: Effect, platform: str, done: Performed) -> None:
        """Remove what was said while it was another worker's to say, where that one has said it too."""
        if not isinstance(effect, Post) or done.native is None:
            return
        for _ in range(LOOKS):
            said = await self._look(lambda unit: bindings.natives(unit, MessageRef(effect.key)))
            if there := [one.id for one in said if one.platform == platform]:
                break
            await self.clock.wait(LOOK_EVERY)
        if not there or done.native in there:
            return
        try:
            await self.adapters[platform].perform(Remove(key=f"{effect.key}:twice", message=MessageRef(done.native)))
        except PlatformError as error:
            log.warning("said twice, and could not be taken back", key=effect.key, platform=platform, why=str(error))
        else:
            log.warning("said twice, and taken back", key=effect.key, platform=platform)

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
            if effect.remembered:
                lanes.leaves(unit, effect.key, entry.lane.removesuffix(f"@{platform}"), [left])
            for part in fallen_back(effect, self.adapters[left].capabilities):
                body = {**entry.body, "effect": effect_to_json(part), "platform": left, "tried": tried}
                unit.enqueue(Queue.OUTBOX, Entry(f"{part.key}@{left}", lane, body, self.clock.now()))

        await self._commit(write)
        return True

    async def _is_left_out(self, entry: Entry, effect: React, platform: str | None) -> bool:
        """Whether the emoji belongs to a message that went to another account instead: then nothing is amiss."""
        async with self.store.unit() as unit:
            there = [one.platform for one in await bindings.natives(unit, effect.message)]
            there += await lanes.on_the_way(unit, effect.message.id)
        if platform is None or not there or platform in there:
            return False

        async def write(unit: Unit) -> None:
            unit.finish(Queue.OUTBOX, entry.id)

        await self._commit(write)
        return True

    async def _fail(self, entry: Entry, effect: Effect, error: PlatformError) -> None:
        if not await self._elsewhere(entry, effect, str(error)):
            await self._failed(entry, effect, error, keep=not _only_looks(effect))

    async def _failed(self, entry: Entry, effect: Effect, error: PlatformError, *, keep: bool) -> None:
        """It is over; kept beside the outbox until somebody decides about it."""
        reason = str(error)
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
            if keep:
                aside.keep(unit, self._refused(entry, error))
            elif isinstance(effect, OpenRoom):  # what was looked for is on its way no more
                await lanes.arrived(unit, effect.key, failed.platform)
            for key in await said_with(unit, effect.key) if await self.wants(unit, failed) else ():
                id = failed.id if key == effect.key else f"{failed.id}:{key}"
                unit.enqueue(Queue.INBOX, entry_of(evolve(failed, id=id, key=key), self.clock.now()))

        await self._commit(write)
        self._count(entry, effect, "given_up" if isinstance(error, Transient) else "refused")

    def _count(self, entry: Entry, effect: Effect, outcome: str) -> None:
        self.measures.delivered(entry.body.get("platform") or "core", type(effect).__name__, outcome)

    def _refused(self, entry: Entry, error: PlatformError) -> aside.Aside:
        cure: Cure | None = getattr(error, "cure", None)
        about = (entry.lane, self.clock.now(), str(error), entry.attempts + 1, entry.body)
        return aside.Aside(Queue.OUTBOX, entry.id, *about, cure, entry.body.get("platform"))

    async def _again(self, entry: Entry, effect: Effect, error: Transient, *, may_be_done: bool) -> None:
        now = self.clock.now()
        if now - datetime.fromisoformat(entry.body["since"]) > GIVE_UP:
            await self._fail(entry, effect, Transient(f"tried for {GIVE_UP}: {error}"))
            return
        pause = error.retry_after or backoff(entry.id, entry.attempts)
        log.info("effect will be tried again", key=effect.key, after=str(pause), reason=str(error))

        async def write(unit: Unit) -> None:
            unit.postpone(Queue.OUTBOX, entry.id, now + pause)

        await self._commit(write)
        self._count(entry, effect, "put_off")
        if error.undone and not may_be_done and self._shared is None:
            self._undone[entry.id] = entry.attempts + 1

    async def _split(self, entry: Entry, effect: Effect, parts: Sequence[Delivery]) -> None:
        async def write(unit: Unit) -> None:
            unit.finish(Queue.OUTBOX, entry.id)
            _deliver(unit, effect, parts, entry.lane, self.clock.now(), entry.body["since"])

        await self._commit(write)

    async def _look(self, read: Callable[[Unit], Awaitable[T]]) -> T:
        if self._shared is not None:
            return await committed(self.store, read, "what an effect needs")
        async with self.store.unit() as unit:  # who only reads is never too late
            return await read(unit)

    async def _commit(self, write: Callable[[Unit], Awaitable[None]]) -> None:
        await committed(self.store, write, "the outcome of an effect")
