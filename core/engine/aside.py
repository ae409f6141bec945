"""What could not be done and is kept until somebody decides about it: effects that a platform refused, and work at which coterie itself fails.

Record: `aside`: "QUEUE ID" → {lane, body, at, attempts, reason, cure, platform, trace}. The body is missing where the words of a message,
which are never written down, were a part of it: such an event can't be handled again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import field

from ..clock import Clock
from ..errors import Cure, TooNew
from ..logs import get_logger
from ..model.event import EffectFailed
from ..ports import Entry, Json, Queue, Store, Unit
from ..traces import told, trace_of
from ..values import frozen
from .committing import committed
from .inbox import entry_of

log = get_logger(__name__)

ASIDE = "aside"
TRIES = 3
"""So often something at which coterie itself fails is tried."""

_FIRST_PAUSE = timedelta(seconds=1)

TRIES_OF_NEWER = 360
"""So often what only a newer version knows is left to one: for an hour."""

_PAUSE_OF_NEWER = timedelta(seconds=10)
LONGEST_TRACE = 8_000


@frozen
class Aside:
    """A piece of work that was set aside: an event (of the inbox) or an effect (of the outbox)."""

    queue: Queue
    id: str
    lane: str
    at: datetime
    reason: str
    attempts: int = 0
    body: Json = field(default=None, repr=False)
    cure: Cure | None = None
    platform: str | None = None
    trace: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """A short name for it: the same as long as it stands."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:8]

    @property
    def key(self) -> str:
        """The key of its record."""
        return f"{self.queue.value} {self.id}"


def keep(unit: Unit, one: Aside) -> None:
    """Let it stand until somebody decides."""
    written = {"lane": one.lane, "at": one.at.isoformat(), "reason": one.reason, "attempts": one.attempts}
    more = {"body": one.body, "cure": one.cure and one.cure.value, "platform": one.platform, "trace": one.trace}
    unit.put(ASIDE, one.key, written | {name: value for name, value in more.items() if value is not None})


def read(key: str, kept: Json) -> Aside:
    """What stands under a key."""
    queue, _, id = key.partition(" ")
    cure = Cure(kept["cure"]) if kept.get("cure") in {one.value for one in Cure} else None
    at = datetime.fromisoformat(kept["at"])
    return Aside(
        *(Queue(queue), id, kept["lane"], at, kept["reason"], kept["attempts"]),
        *(kept.get("body"), cure, kept.get("platform"), kept.get("trace")),
    )


async def standing(unit: Unit, key: str) -> Aside | None:
    """What stands under a key, if it does."""
    kept = await unit.get(ASIDE, key)
    return None if kept is None else read(key, kept)


async def all_standing(unit: Unit) -> Sequence[Aside]:
    """Everything that was set aside, the oldest first."""
    found = [read(key, kept) for key, kept in await unit.scan(ASIDE)]
    return sorted(found, key=lambda one: one.at)


def drop(unit: Unit, one: Aside) -> None:
    """Let it go for good."""
    unit.delete(ASIDE, one.key)


def retry(unit: Unit, one: Aside, now: datetime) -> None:
    """Let it be done now, behind what waits in its lane. A platform is looked at first: an effect that was given up may have been done."""
    drop(unit, one)
    body = one.body | {"since": now.isoformat()} if one.queue is Queue.OUTBOX else one.body
    attempts = 1 if one.queue is Queue.OUTBOX else 0
    # An id that was finished is dropped by the store: the second try needs one of its own.
    id = f"{one.id.partition(AGAIN)[0]}{AGAIN}{now.isoformat()}"
    unit.enqueue(one.queue, Entry(id, one.lane, body, now, attempts))


AGAIN = "~again:"
"""Stands in the id of what is done once more, between its first id and when that was."""


@frozen
class SettingAside:
    """What becomes of work at which coterie itself fails: it is tried again, then set aside with its trace. Wired by the app alone.

    How often is counted in the entry itself, so that a restart does not forget it. Meanwhile its lane waits, some seconds at most; for an hour
    where a newer version wrote it, which runs beside this one while workers are replaced one by one, and takes it when it comes first.
    """

    store: Store
    clock: Clock

    async def failed(self, queue: Queue, entry: Entry, error: Exception) -> None:
        """Handling the entry raised this."""
        tries = entry.attempts + 1
        if isinstance(error, TooNew):
            most, pause = TRIES_OF_NEWER, _PAUSE_OF_NEWER
            if tries == 1:
                log.warning("left to a newer version", queue=queue.value, entry=entry.id, why=str(error))
        else:
            most, pause = TRIES, _FIRST_PAUSE * 2**entry.attempts
            log.error(
                "handling failed", queue=queue.value, entry=entry.id, tries=tries, error=told(error), exc_info=error
            )
        if tries < most:
            due = self.clock.now() + pause

            async def later(unit: Unit) -> None:
                unit.postpone(queue, entry.id, due)

            await committed(self.store, later, f"the failure of {entry.id}")
            return
        await committed(self.store, lambda unit: self._end(unit, queue, entry, error), f"the end of {entry.id}")
        log.error("set aside; see `coterie outbox list`", queue=queue.value, entry=entry.id)

    async def _end(self, unit: Unit, queue: Queue, entry: Entry, error: Exception) -> None:
        now, reason = self.clock.now(), f"coterie itself failed: {told(error):.300}"
        platform = entry.body.get("platform") if isinstance(entry.body, dict) else None
        trace = trace_of(error)[-LONGEST_TRACE:]
        tries = entry.attempts + 1
        keep(unit, Aside(queue, entry.id, entry.lane, now, reason, tries, entry.body, None, platform, trace))
        unit.finish(queue, entry.id)
        if queue is Queue.OUTBOX:
            key = entry.id.partition(AGAIN)[0].removesuffix(f"@{platform}")
            id, where = f"failed:{entry.id}", platform or "core"
            unit.enqueue(
                Queue.INBOX, entry_of(EffectFailed(id=id, at=now, platform=where, key=key, reason=reason), now)
            )
