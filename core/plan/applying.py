"""Makes it so: what differs becomes effects, which leave by the outbox as all others do.

It goes round by round: what was found decides what is done, and what was done is looked at again, until nothing is left that can be done. Nothing of
it is kept but the effects themselves and what they made: whoever is killed in the middle begins anew, and the store does first what was under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from attrs import define, field

from ..clock import Clock
from ..engine.accounts import platform_name
from ..engine.committing import committed
from ..engine.definitions import Definitions
from ..engine.homes import NAMED
from ..engine.made import MADE, take_over
from ..engine.outbox import Outbox, enqueue
from ..errors import Cure, PlatformError, Refused, Transient
from ..model.content import Capability
from ..model.effect import Effect, Invite, OpenRoom
from ..model.event import Event, InvitationsRefused
from ..ports import Adapter, Entry, Inbox, Json, Performed, Queue, Store, Unit
from ..texts import Reader, core_texts
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
SILENCE = timedelta(seconds=5)
"""So long nothing is done before somebody is told why."""

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
    since: datetime = field(kw_only=True)
    """When something was done last."""
    told: set[tuple[str, str]] = field(factory=set)


@frozen
class Listened:
    """An adapter, listened to: what it refuses is noted."""

    adapter: Adapter
    tally: _Tally
    done: Callable[[], None]
    waits: Callable[[str], None]

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
            if isinstance(effect, Invite):
                _insist_on_being_asked(done)
        except Transient as error:
            self.waits(str(error))
            raise
        except PlatformError as error:
            self.tally.reasons[effect.key] = self._in_words(error)
            self.done()
            raise
        self.done()
        return done

    def _in_words(self, error: PlatformError) -> str:
        """The reason, and what to do about it where that is known."""
        cure: Cure | None = getattr(error, "cure", None)
        if cure is None:
            return str(error)
        reader = Reader("en", ZoneInfo("UTC"))
        what = core_texts().plain(f"cure-{cure.value}", reader, platform=platform_name(self.platform))
        return f"{str(error).rstrip('.')}. {what}"


def _insist_on_being_asked(done: Performed) -> None:
    """Raise Refused where an invitation came to nothing: it was done for all others, and here there are none."""
    for told in done.learned:
        if isinstance(told, InvitationsRefused):
            raise Refused(told.people[0].word, Cure.PERSON)


@frozen
class Applying:
    """One run of `apply`. `occasion` tells its keys from those of every other run."""

    store: Store
    clock: Clock
    adapters: Mapping[str, Adapter]
    files: Definitions
    occasion: str
    progress: Progress = lambda what, done, of: None
    waits: Callable[[str, str], None] = lambda platform, reason: None
    """Told, once for each reason, that a platform takes nothing for a while."""

    async def apply(self, agree: Agree) -> Outcome:
        """Do what can be done. Raises PlatformError where a platform can't be reached, StoreError where the store can't be written."""
        tally, course = _Tally(since=self.clock.now()), _Course(agree)
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
            found = await surveyor.again(wish, found, _concerned(steps) | _waiting(found))
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
            tally.since = self.clock.now()
            self.progress(what, min(tally.performed - before, total), total)

        def waiting(platform: str, reason: str) -> None:
            if self.clock.now() - tally.since >= SILENCE and (platform, reason) not in tally.told:
                tally.told.add((platform, reason))
                self.waits(platform_name(platform), reason)

        listened: dict[str, Adapter] = {
            place: Listened(adapter, tally, one_more, partial(waiting, place))
            for place, adapter in self.adapters.items()
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


def _waiting(found: Found) -> frozenset[str]:
    """The groups that are to have rooms in which others lived when it was looked: these may have moved out."""
    return frozenset(home.group for home in found.homes.values() if home.of)


async def _whoever(unit: Unit, event: Event) -> bool:
    """Whoever asked for what is done here is told when coterie runs again: who that is, nobody here knows."""
    return True
