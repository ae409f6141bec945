"""One step of a scenario, played: people act on the platform, and what coterie makes of it is awaited."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Iterable, Sequence
from datetime import datetime, timedelta
from functools import singledispatchmethod
from typing import TypeVar
from zoneinfo import ZoneInfo

from attrs import define, evolve, field

from ..clock import ManualClock
from ..engine.runs.book import RunView
from ..errors import CoterieError, PlatformError
from ..model.content import OPEN_FORM, FieldKind
from ..playbook.duration import Duration
from ..playbook.local_time import local_to_utc
from ..refs import MessageRef, PersonRef
from .coterie import Coterie
from .driver import BOT, Direct, Driver, InRoom, Place, Said
from .expectations import describe, describe_expected_run, first_fit, newest_run, run_misfit, why_not
from .model import (
    ExpectRun,
    ExpectSaid,
    Fill,
    Join,
    Leave,
    Pattern,
    Press,
    React,
    Say,
    Silence,
    Start,
    Step,
    Wait,
)
from .offer import Offer
from .transcript import transcript

_MENTION = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9_.-]*)")
_MOST_ROUNDS = 1000
_STALLED_SECONDS = 0.1
_LONGEST_PACE = timedelta(seconds=5)

T = TypeVar("T")


class StepFailed(CoterieError):
    """A step did not go as the scenario says; the text says what was expected and what was."""


@define
class Play:
    """A scenario on a stage. `coterie` is the one that runs now; `known` are the ids of all people, `groups` of all groups.

    `followed` are the groups whose runs the scenario asks for, None for all.
    """

    driver: Driver
    clock: ManualClock
    zone: ZoneInfo
    known: frozenset[str]
    groups: tuple[str, ...]
    coterie: Coterie
    followed: frozenset[str | None] = frozenset()
    _begun: dict[str, int] = field(factory=dict)
    _matched: dict[Place, dict[str, str]] = field(factory=dict)

    # --- time -------------------------------------------------------------------------------------------------------

    async def quiet(self) -> None:
        """Wait until coterie has nothing more to do now, and knows everything that the platform can tell."""
        for _ in range(_MOST_ROUNDS):
            await self._patiently(self.coterie.settled())
            await self._know_founded()
            if not await self._patiently(self.driver.caught_up()):
                return
        raise StepFailed("coterie and the platform answer each other without end")

    async def _know_founded(self) -> None:
        for group, native in (await self.coterie.homes(self.driver.platform)).items():
            self.driver.know(group, native)
            if group not in self.groups:
                self.groups = (*self.groups, group)

    async def _patiently(self, rest: Coroutine[object, object, T]) -> T:
        """What it comes to. Where an adapter sleeps in it, to keep the pace that its platform allows, the clock goes on by that much."""
        async with asyncio.TaskGroup() as tasks:
            coming = tasks.create_task(rest)
            while not (await asyncio.wait({coming}, timeout=_STALLED_SECONDS))[0]:
                sleeper, due = self.clock.next_sleeper(), await self.coterie.next_due()
                soon = sleeper is not None and sleeper - self.clock.now() <= _LONGEST_PACE
                if sleeper is not None and soon and (due is None or sleeper < due):
                    self.clock.jump(sleeper)
        return coming.result()

    async def pass_until(self, instant: datetime) -> None:
        """Let time pass, from one thing that comes due to the next."""
        await self.quiet()
        while (due := await self.coterie.next_due()) is not None and due <= instant:
            self.clock.jump(max(due, self.clock.now()))
            await self.quiet()
        self.clock.jump(max(instant, self.clock.now()))
        await self.quiet()

    def after(self, duration: Duration) -> datetime:
        """The instant so long after now."""
        return duration.after(self.clock.now(), self.zone)

    # --- steps ------------------------------------------------------------------------------------------------------

    @singledispatchmethod
    async def step(self, step: Step) -> None:
        """Play it. Raises StepFailed, or the PlatformError with which the platform refused it."""
        raise TypeError(f"{type(step).__name__} is not played here")

    @step.register
    async def _join(self, step: Join) -> None:
        await self.driver.join(step.who, InRoom(step.group))
        await self.quiet()

    @step.register
    async def _leave(self, step: Leave) -> None:
        go, room = self.driver.expel if step.removed else self.driver.leave, InRoom(step.group)
        await self._present(step.who, room, go(step.who, room))
        await self.quiet()

    @step.register
    async def _say(self, step: Say) -> None:
        place, thread = step.place, None
        if step.to is not None:
            place, found = await self._newest(step.to, self._places(step.place, step.who))
            thread = found.thread or found.id
        assert place is not None
        say = self.driver.say(step.who, place, self._with_mentions(step.text), thread=thread)
        await self._present(step.who, place, say)
        await self.quiet()

    @step.register
    async def _react(self, step: React) -> None:
        place, found = await self._newest(step.to, self._places(step.place, step.who))
        await self._present(step.who, place, self.driver.react(step.who, place, found.id, step.emoji))
        await self.quiet()

    @step.register
    async def _press(self, step: Press) -> None:
        found = await self._offering(step.who, step.choice)
        if found is not None:
            await self.driver.press(step.who, *found)
            await self.quiet()
            return
        shown = [await self._transcript(place) for place in self._places(None, step.who)]
        raise StepFailed("\n".join([f"no open card offers '{step.choice}' to {step.who}", *shown]))

    @step.register
    async def _fill(self, step: Fill) -> None:
        await self._open_newest_form(step.who)
        if await self.driver.modal(step.who) is not None:
            await self.driver.fill(step.who, step.answers)
        elif await self.coterie.question(PersonRef(step.who)) is not None:
            await self._answer_questions(step)
        else:
            where = await self._transcript(Direct(step.who))
            raise StepFailed(f"no form is open for {step.who}\n{where}")
        await self.quiet()

    @step.register
    async def _start(self, step: Start) -> None:
        await self.coterie.start_run(step.playbook, step.group, PersonRef(step.who) if step.who else None)
        await self.quiet()

    @step.register
    async def _wait(self, step: Wait) -> None:
        until = self.after(step.duration) if step.duration else None
        if step.until is not None:
            until = local_to_utc(step.until, self.zone)
            if until < self.clock.now():
                now = self.clock.now().astimezone(self.zone)
                raise StepFailed(f"{step.until:%Y-%m-%d %H:%M} is over: it is {now:%Y-%m-%d %H:%M}")
        assert until is not None
        await self.pass_until(until)

    @step.register
    async def _silence(self, step: Silence) -> None:
        before = {said.id for said in await self.driver.heard(step.place)}
        await self.pass_until(self.after(step.duration))
        after = await self.driver.heard(step.place)
        new = [said for said in after if said.by == BOT and said.id not in before]
        if new:
            where = await self._transcript(step.place)
            raise StepFailed(
                f"expected silence {step.place} for {step.duration}, but coterie said {new[0].text!r}\n{where}"
            )

    @step.register
    async def _expect_said(self, step: ExpectSaid) -> None:
        said = await self._heard(step.place)
        matched = self._matched.setdefault(step.place, {})
        found = first_fit(step, said, matched)
        if (found is not None) == step.absent:
            reason = f"\n  but it said {found.text!r}" if found else why_not(step, said, matched)
            raise StepFailed(f"{describe(step)}{reason}\n{await self._transcript(step.place)}")
        if found is not None:
            matched[found.id] = found.text

    @step.register
    async def _expect_run(self, step: ExpectRun) -> None:
        await self.follow_runs()
        misfit = run_misfit(step, newest_run(step.playbook, await self._runs(step.group), self._begun))
        if (misfit is None) == step.absent:
            where = await self._transcript(InRoom(step.group)) if step.group else ""
            raise StepFailed(f"{describe_expected_run(step)}; {misfit or 'it is'}\n{where}".rstrip())

    async def _present(self, who: str, place: Place, act: Coroutine[object, object, None]) -> None:
        """Let somebody act in a place. Where the platform refuses it because they are not there, that is said in its own words."""
        try:
            await act
        except PlatformError as error:
            if isinstance(place, InRoom) and who not in await self.driver.members(place):
                raise StepFailed(
                    f"{who} is not in {place.group}; `join` before, or `in` at the top, brings them there"
                ) from error
            raise

    async def follow_runs(self) -> None:
        """Note which runs there are by now. Between two steps no time need pass: only so it is known which of two runs began later."""
        for group in self.followed:
            for run in sorted(await self._runs(group), key=lambda run: run.started):
                self._begun.setdefault(run.id, len(self._begun))

    async def _runs(self, group: str | None) -> Sequence[RunView]:
        groups = (group,) if group else self.groups
        return [run for one in groups for run in await self.coterie.runs(one)]

    # --- finding messages -------------------------------------------------------------------------------------------

    def _places(self, place: Place | None, who: str) -> Sequence[Place]:
        """The place, or all that somebody may see."""
        return [place] if place is not None else [Direct(who), *(InRoom(group) for group in self.groups)]

    async def _heard(self, place: Place) -> Sequence[Said]:
        """What stands in a place. What is said to one person alone notifies that person and nobody else, whomever it mentions."""
        heard = await self.driver.heard(place)
        if isinstance(place, InRoom):
            return heard
        return [evolve(said, pings=frozenset({place.person})) for said in heard]

    async def _newest(self, pattern: Pattern, places: Iterable[Place]) -> tuple[Place, Said]:
        """The newest message in these places, by whomever, that has the text."""
        places = list(places)
        found = [
            (place, said) for place in places for said in await self.driver.heard(place) if pattern.fits(said.text)
        ]
        if not found:
            shown = [await self._transcript(place) for place in places]
            raise StepFailed("\n".join([f"no message reads {pattern}", *shown]))
        return max(found, key=lambda one: one[1].order)

    async def _cards(self, who: str) -> list[tuple[Place, Said]]:
        """What coterie said where somebody may see it, newest first."""
        places: list[Place] = [Direct(who), *[InRoom(group) for group in self.groups if await self._is_in(who, group)]]
        found = [(place, said) for place in places for said in await self.driver.heard(place) if said.by == BOT]
        return sorted(found, key=lambda one: one[1].order, reverse=True)

    async def _is_in(self, who: str, group: str) -> bool:
        return who in await self.driver.members(InRoom(group))

    async def _offering(self, who: str, choice: str) -> tuple[Place, str, Offer, int] | None:
        """The newest open card that offers the choice to somebody (place, message) and the choice's number on it."""
        for place, said in await self._cards(who):
            offers = [one for one in await self._offers(said) if one.id != OPEN_FORM]
            wanted = [one for one in offers if one.id == choice] or [one for one in offers if one.label == choice]
            wanted = wanted or [one for one in offers if one.label.casefold() == choice.casefold()]
            if wanted:
                return place, said.id, wanted[0], offers.index(wanted[0]) + 1
        return None

    async def _offers(self, said: Said) -> Sequence[Offer]:
        """What can be chosen on a message now: what it shows may be over."""
        return await self.coterie.offers(MessageRef.native_to(self.driver.platform, said.id))

    # --- forms ------------------------------------------------------------------------------------------------------

    async def _open_newest_form(self, who: str) -> None:
        """Press what opens the newest form, unless a newer one stands open already, as a modal or as a question."""
        opened = await self._form_under_way(who)
        for place, said in await self._cards(who):
            if said.order < opened:
                return
            ids = [offer.id for offer in await self._offers(said)]
            if OPEN_FORM not in ids:
                continue
            if said.form:
                await self.driver.open_form(who, place, said.id)
            else:
                await self.driver.press(who, place, said.id, Offer(OPEN_FORM, ""), ids.index(OPEN_FORM) + 1)
            await self.quiet()
            return

    async def _form_under_way(self, who: str) -> float:
        """When the form was opened, or the question put, that is before somebody now: its order; below all others if there is none."""
        modal = await self.driver.modal(who)
        if modal is not None:
            return modal.order
        if await self.coterie.question(PersonRef(who)) is None:
            return float("-inf")
        return max((one.order for one in await self.driver.heard(Direct(who)) if one.by == BOT), default=float("-inf"))

    async def _answer_questions(self, step: Fill) -> None:
        """Answer one question after another, as far as the step has answers; one that is refused is not tried again."""
        asked: set[str] = set()
        while (question := await self.coterie.question(PersonRef(step.who))) is not None and question.id not in asked:
            asked.add(question.id)
            typed = ", ".join(step.answers.get(question.id, ()))
            if not typed.strip() and question.required:
                return
            said = self._with_mentions(typed) if question.kind is FieldKind.PEOPLE else typed
            await self.driver.say(step.who, Direct(step.who), said or SKIP)
            await self.quiet()

    # --- words ------------------------------------------------------------------------------------------------------

    def _with_mentions(self, text: str) -> str:
        def mention(found: re.Match[str]) -> str:
            id = found[1] if found[1] in self.known else found[1].rstrip("._-")
            return f"<@{id}>{found[1][len(id) :]}" if id in self.known else found[0]

        return _MENTION.sub(mention, text)

    async def _transcript(self, place: Place) -> str:
        matched = frozenset(self._matched.get(place, {}))
        return transcript(place, await self.driver.heard(place), matched)


SKIP = "skip"
"""What somebody types who leaves a question of a form empty."""
