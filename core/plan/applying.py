"""Makes it so: what differs becomes effects, which leave by the outbox as all others do.

It goes round by round: what was found decides what is done, and what was done is looked at again, until nothing is left that can be done. Nothing of
it is kept but the effects themselves and what they made: whoever is killed in the middle begins anew, and the store does first what was under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from attrs import define, field

from ..clock import Clock
from ..engine.committing import committed
from ..engine.definitions import Definitions
from ..engine.homes import NAMED
from ..engine.made import MADE, take_over
from ..engine.outbox import Outbox, enqueue
from ..errors import PlatformError, Transient
from ..model.content import Capability
from ..model.effect import Effect, OpenRoom
from ..model.event import Event
from ..ports import Adapter, Entry, Inbox, Json, Performed, Queue, Store, Unit
from ..values import frozen
from .comparing import differences
from .desired import Desired
from .difference import Act, Difference, Key, What
from .found import Found
from .remedy import remedy
from .surveying import USED, Progress, Surveyor

AT_ONCE = 16
BATCH = 100
ROUNDS = 8
PAUSE = timedelta(seconds=1)

UNMOVED = "it is as it was, though the platform said yes"

Agree = Callable[[Difference], bool]
"""Whether somebody agrees to what is asked before it is done."""


@frozen
class Outcome:
    """What came of it: what was done, what failed and why, what was asked and declined, what is only shown."""

    done: tuple[Difference, ...] = ()
    failed: tuple[tuple[Difference, str], ...] = ()
    declined: tuple[Difference, ...] = ()
    shown: tuple[Difference, ...] = ()


@define
class _Tally:
    """What adapters answered: by it a difference that stays knows why."""

    reasons: dict[str, str] = field(factory=dict)
    performed: int = 0


@frozen
class Listened:
    """An adapter, listened to: what it refuses is noted."""

    adapter: Adapter
    tally: _Tally
    done: Callable[[], None]

    @property
    def platform(self) -> str:
        return self.adapter.platform

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self.adapter.capabilities

    async def listen(self, inbox: Inbox) -> None:
        await self.adapter.listen(inbox)

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        try:
            done = await self.adapter.perform(effect, again=again)
        except Transient:
            raise
        except PlatformError as error:
            self.tally.reasons[effect.key] = str(error)
            self.done()
            raise
        self.done()
        return done


@frozen
class Applying:
    """One run of `apply`. `occasion` tells its keys from those of every other run."""

    store: Store
    clock: Clock
    adapters: Mapping[str, Adapter]
    files: Definitions
    occasion: str
    progress: Progress = lambda what, done, of: None

    async def apply(self, agree: Agree) -> Outcome:
        """Do what can be done. Raises PlatformError where a platform can't be reached, StoreError where the store can't be written."""
        tally, course = _Tally(), _Course(agree)
        await self._drain(tally, "finishing what was begun before", await self.store.size(Queue.OUTBOX))
        surveyor = Surveyor(self.store, self.clock, self.adapters, self.files, self.progress)
        wish, found = await surveyor.look()
        for number in range(ROUNDS):
            await self._note(wish, found)
            steps = list(self._steps(course.next(wish, found), wish, found, number))
            if not steps:
                break
            course.tried |= {difference.key: (difference, effect.key) for difference, effect in steps}
            await self._enqueue(steps, found)
            await self._drain(tally, "changing rooms", len(steps))
            found = await surveyor.again(wish, found, _concerned(steps))
        await self._use(wish)
        return course.outcome(differences(wish, found), tally.reasons)

    def _steps(
        self, todo: Sequence[Difference], wish: Desired, found: Found, number: int
    ) -> Iterator[tuple[Difference, Effect]]:
        """What is done in this round; what must wait for something else is left for a later one."""
        for place, difference in enumerate(todo):
            effect = remedy(difference, wish, found, f"{self.occasion}:{number}:{place}")
            if effect is not None:
                yield difference, effect

    # --- the outbox -------------------------------------------------------------------------------------------------

    async def _enqueue(self, steps: Sequence[tuple[Difference, Effect]], found: Found) -> None:
        for start in range(0, len(steps), BATCH):
            async with self.store.unit() as unit:
                for difference, effect in steps[start : start + BATCH]:
                    home = found.home(difference.group, difference.platform or "")
                    if isinstance(effect, OpenRoom) and home.was and home.room is not None:
                        await take_over(unit, home.was, home.group, home.room.id)
                    await enqueue(unit, effect, self.clock.now(), self.adapters)

    async def _drain(self, tally: _Tally, what: str, total: int) -> None:
        """Perform what waits in the outbox, until nothing does."""
        before = tally.performed

        def one_more() -> None:
            tally.performed += 1
            self.progress(what, min(tally.performed - before, total), total)

        listened: dict[str, Adapter] = {
            place: Listened(adapter, tally, one_more) for place, adapter in self.adapters.items()
        }
        outbox = Outbox(self.store, self.clock, listened, _whoever)
        running: set[str] = set()
        stirred = asyncio.Event()

        async def handle(entry: Entry) -> None:
            try:
                await outbox.handle(entry)
            finally:
                running.discard(entry.id)
                stirred.set()

        async with asyncio.TaskGroup() as tasks:
            while running or await self.store.size(Queue.OUTBOX):
                stirred.clear()
                entry = await self.store.claim(Queue.OUTBOX, self.clock.now()) if len(running) < AT_ONCE else None
                if entry is not None:
                    running.add(entry.id)
                    tasks.create_task(handle(entry), name=f"apply {entry.id}")
                elif running:
                    await stirred.wait()
                else:
                    await self.clock.wait(PAUSE)

    # --- what is remembered -----------------------------------------------------------------------------------------

    async def _note(self, wish: Desired, found: Found) -> None:
        """Remember what the file calls the homes that were found, and who was met where they have a role: should they leave, nobody invites
        them again."""

        async def write(unit: Unit) -> None:
            for wanted in wish.homes:
                home = found.home(wanted.group, wanted.platform)
                met = (home.members or frozenset()) & wanted.people.keys()
                if home.bound and wanted.exact and wanted.name.casefold() in home.names:
                    if await unit.get(NAMED, f"{wanted.group} {wanted.platform}") != wanted.name:
                        unit.put(NAMED, f"{wanted.group} {wanted.platform}", wanted.name)
                if home.bound and not met <= home.made.met:
                    key = f"{wanted.group} {wanted.platform}"
                    kept: Json = await unit.get(MADE, key) or {}
                    unit.put(MADE, key, {**kept, "met": sorted({*kept.get("met", ()), *met})})

        await self._commit(write)

    async def _use(self, wish: Desired) -> None:
        """Remember what each group uses as the files say it now."""

        async def write(unit: Unit) -> None:
            for use in wish.uses:
                now = {f"playbook {id}": given for id, given in use.playbooks.items()}
                now |= {f"plugin {name}": "" for name in use.plugins}
                if await unit.get(USED, use.group) != now:
                    unit.put(USED, use.group, now)

        await self._commit(write)

    async def _commit(self, write: Callable[[Unit], Awaitable[None]]) -> None:
        await committed(self.store, write, "what was found")


@define
class _Course:
    """How far one run has come: what was agreed to, and what was tried. Nothing is tried twice."""

    agree: Agree
    answers: dict[Key, bool] = field(factory=dict)
    tried: dict[Key, tuple[Difference, str]] = field(factory=dict)

    def next(self, wish: Desired, found: Found) -> Sequence[Difference]:
        """What may be done now."""
        return [one for one in differences(wish, found) if one.key not in self.tried and self._may_be_done(one)]

    def outcome(self, left: Sequence[Difference], reasons: Mapping[str, str]) -> Outcome:
        """What came of everything, by what still differs and what adapters refused."""
        still = {one.key: one for one in left}
        done = [one for key, (one, _) in self.tried.items() if key not in still]
        failed = [(one, reasons.get(sent) or UNMOVED) for key, (one, sent) in self.tried.items() if key in still]
        others = [one for key, one in still.items() if key not in self.tried]
        done += [one for one in others if one.what in (What.PLAYBOOK, What.PLUGIN)]
        declined = [one for one in others if self.answers.get(one.key) is False]
        shown = [one for one in others if one.act is Act.SHOW]
        return Outcome(tuple(done), tuple(failed), tuple(declined), tuple(shown))

    def _may_be_done(self, difference: Difference) -> bool:
        """Whether it is to be done; what must be asked is asked once."""
        if difference.act is not Act.ASK:
            return difference.act is Act.DO
        if difference.key not in self.answers:
            self.answers[difference.key] = self.agree(difference)
        return self.answers[difference.key]


def _concerned(steps: Sequence[tuple[Difference, Effect]]) -> frozenset[str]:
    """The groups whose rooms must be looked at again."""
    return frozenset(one.subject if one.what is What.SPACE else one.group for one, _ in steps)


async def _whoever(unit: Unit, event: Event) -> bool:
    """Whoever asked for what is done here is told when coterie runs again: who that is, nobody here knows."""
    return True
