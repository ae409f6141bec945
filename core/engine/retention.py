"""What is forgotten in time, so that the store does not grow for ever. Nothing of it is done while coterie starts.

Kept for as long as the store are the texts of playbooks, because a run that begins in the same moment may keep to one; docs/adr/0017 has the
reasons.

Records:
    swept    of `messages`, the day on which they were last looked through: there are many
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta

from ..clock import Clock
from ..errors import Conflict, StoreError
from ..logs import get_logger
from ..ports import Json, Store, Unit
from ..refs import MessageRef
from ..values import frozen
from . import aside, bindings, cards
from .intake import HANDLED
from .refusals import REFUSED, TOLD_AGAIN
from .runs import store as run_store
from .thread_homes.records import MESSAGES, noted_before
from .unreadable import TOLD_AGAIN as UNREAD_AGAIN
from .unreadable import UNREADABLE

log = get_logger(__name__)

FIRST = timedelta(minutes=10)
"""So long after the start it is looked through for the first time."""

EVERY = timedelta(days=1)

SEEN = timedelta(days=30)
"""So long an event may come a second time and is known. Slack tries for an hour or so, a homeserver's sync goes on from its cursor."""

PAST = timedelta(days=180)
"""So long a run that has ended can be read, and a card that is over says so."""

SAID = timedelta(days=400)
"""So long coterie knows which message it said which was: what comes once a year may refer to the last time. What is pinned, and that on which
something may still be chosen, it knows for ever."""

SWEPT = "swept"
SWEEP_EVERY = timedelta(days=30)

ASIDE = timedelta(days=30)
"""So long what was refused or set aside waits for somebody to decide about it."""

AT_ONCE = 100
"""Records looked at in one commit."""


@frozen
class Retention:
    """Forgets what is old, a little at a time. Wired by the app alone."""

    store: Store
    clock: Clock

    async def run(self) -> None:
        """Forget once a day, until cancelled."""
        pause = FIRST
        while True:
            await self.clock.wait(pause)
            pause = EVERY
            try:
                await self.forget()
            except StoreError as error:
                log.error("what is old could not be forgotten", error=str(error))

    async def forget(self) -> None:
        """Forget everything that is old now."""
        now = self.clock.now()
        await self.store.forget_seen(now - SEEN)
        await self._each(HANDLED, lambda unit, key, value: _forget_handled(unit, key, value, now))
        for drop_over in (run_store.drop_over, cards.drop_over):
            while await self._some(drop_over, now - PAST) == AT_ONCE:
                pass
        await self._each(cards.HELD, _forget_held)
        await self._each(aside.ASIDE, lambda unit, key, value: _forget_aside(unit, key, value, now))
        await self._each(REFUSED, lambda unit, key, at: _forget_told(unit, key, at, now))
        await self._each(UNREADABLE, lambda unit, key, at: _forget_unread(unit, key, at, now))
        if await self._is_time_to_sweep(now):
            before = (now - SAID).date()
            await self._each("bind:message", lambda unit, key, kept: _forget_said(unit, key, kept, before))
            await self._each(MESSAGES, lambda unit, key, kept: _forget_noted(unit, key, kept, before))

    async def _is_time_to_sweep(self, now: datetime) -> bool:
        """Whether all messages are looked through today; noted if so. The first time is so long after the beginning: nothing is old there."""
        async with self.store.unit() as unit:
            last = await unit.get(SWEPT, "messages")
            due = last is not None and date.fromisoformat(last) + SWEEP_EVERY <= now.date()
            if last is None or due:
                unit.put(SWEPT, "messages", now.date().isoformat())
        return due

    async def _some(self, drop_over: Callable[[Unit, datetime, int], Awaitable[int]], before: datetime) -> int:
        """Drop some of what was over before; a card on which something may still be chosen stays, however old. How many were."""
        try:
            async with self.store.unit() as unit:
                return await drop_over(unit, before, AT_ONCE)
        except Conflict:
            return 0

    async def _each(self, table: str, forget: Callable[[Unit, str, Json], Awaitable[None]]) -> None:
        """Let `forget` look at every record of the table; those that somebody else changes meanwhile wait for the next time."""
        for keys in _in_parts(await self._keys(table)):
            try:
                async with self.store.unit() as unit:
                    for key in keys:
                        value = await unit.get(table, key)
                        if value is not None:
                            await forget(unit, key, value)
            except Conflict:
                continue

    async def _keys(self, table: str) -> Sequence[str]:
        async with self.store.unit() as unit:
            return list(await unit.keys(table))


def _in_parts(keys: Sequence[str]) -> Sequence[Sequence[str]]:
    return [keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE)]


async def _forget_handled(unit: Unit, id: str, at: Json, now: datetime) -> None:
    if not isinstance(at, str):  # one that was written without a time
        unit.put(HANDLED, id, now.isoformat())
    elif datetime.fromisoformat(at) < now - SEEN:
        unit.delete(HANDLED, id)


async def _forget_said(unit: Unit, key: str, kept: Json, before: date) -> None:
    """A message said before that day, unless something may still be chosen on it."""
    if bindings.said_before(kept, before) and await cards.card(unit, MessageRef(key)) is None:
        await bindings.forget(unit, MessageRef(key))


async def _forget_noted(unit: Unit, key: str, kept: Json, before: date) -> None:
    """A message in a thread that was noted before that day, unless coterie said it and knows it still."""
    if noted_before(kept, before) and await unit.get("bound:message", key) is None:
        unit.delete(MESSAGES, key)


async def _forget_held(unit: Unit, key: str, _: Json) -> None:
    """What somebody holds of a card that is no more, or over."""
    if await cards.card(unit, MessageRef(key.rpartition(" ")[0])) is None:
        unit.delete(cards.HELD, key)


async def _forget_aside(unit: Unit, key: str, kept: Json, now: datetime) -> None:
    if aside.read(key, kept).at < now - ASIDE:
        log.warning("what was set aside is forgotten: nobody decided about it", key=key, days=ASIDE.days)
        unit.delete(aside.ASIDE, key)


async def _forget_told(unit: Unit, key: str, at: str, now: datetime) -> None:
    if datetime.fromisoformat(at) < now - TOLD_AGAIN:
        unit.delete(REFUSED, key)


async def _forget_unread(unit: Unit, key: str, at: str, now: datetime) -> None:
    if datetime.fromisoformat(at) < now - UNREAD_AGAIN:
        unit.delete(UNREADABLE, key)
