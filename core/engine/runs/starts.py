"""What starts runs: schedules, events, commands, other runs, people.

Records: `run-start`: timer's key → what the start's time was written as, so that a changed one is set anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from attrs import evolve, field

from ...errors import CoterieError, UserError
from ...logs import get_logger
from ...model.community import GroupState
from ...model.content import MENTION
from ...model.event import (
    Event,
    GroupMoved,
    MemberJoined,
    MemberLeft,
    MessagePosted,
    ReactionAdded,
    TimerFired,
)
from ...model.playbook import AtStart, CommandStart, EveryStart, OnePer, OnStart, ParamType, Playbook
from ...model.run import Run
from ...playbook import advance as going
from ...playbook.advance.starting import kept_params, may_start, written_time
from ...playbook.duration import Duration
from ...playbook.expressions import ExpressionError
from ...playbook.local_time import TimeTextError, local_to_utc, parse_local
from ...playbook.missed import GRACE, Missed, due_runs
from ...playbook.params import ParamError, parse_arguments
from ...playbook.schedule import Schedule, next_after
from ...ports import Timer, Unit
from ...quiet import is_left_out, moved_to
from ...refs import GroupRef, MessageRef, PersonRef, Ref
from ...texts import Reader, core_texts
from ...values import frozen
from ..definitions import Definitions
from ..directory import Directory, room_of
from ..offer import Offer
from ..scene import Scene
from . import store as run_store
from .advancing import Running, loaded
from .facts import RunFacts

log = get_logger(__name__)

TABLE = "run-start"
PREFIX = "start:"
"""The keys of timers of schedules begin so: `start:GROUP:PLAYBOOK:PLACE`."""
EVENTS: Mapping[type[Event], str] = {
    MemberJoined: "member_joined",
    MemberLeft: "member_left",
    MessagePosted: "message",
    ReactionAdded: "reaction",
}


class CannotStart(CoterieError):
    """A playbook can't be started; the text says why."""


@frozen
class Request:
    """That a playbook shall run in a group: who started it, whom it is about, with which values, and from what it came."""

    playbook: Playbook
    group: GroupRef | None
    starter: PersonRef | None = None
    member: PersonRef | None = None
    thread: MessageRef | None = None
    given: Mapping[str, Any] = field(factory=dict)
    condition: str | None = None
    chain: tuple[str, ...] = ()
    parent: tuple[str, str] | None = None
    by_command: bool = False


@frozen
class Starts:
    """Starts runs. `playbooks` are those there are, by id. Wired by the app alone."""

    running: Running
    playbooks: Mapping[str, Playbook]
    name: str = "core.starts"

    async def __call__(self, scene: Scene) -> bool:
        """Let an event start what it starts, and wake what waits for it."""
        event = scene.event
        if event.bot:
            return False
        if isinstance(event, TimerFired) and event.timer.startswith(PREFIX):
            await self._rang(scene, event)
        elif isinstance(event, GroupMoved):
            if event.state is GroupState.ACTIVE and event.before is not GroupState.ACTIVE:
                await self.announce(scene, "group_activated", scene.group, event.person)
        elif (name := EVENTS.get(type(event))) is not None and scene.group is not None:
            await self.announce(scene, name, scene.group, event.person)
        return False

    # --- starting ---------------------------------------------------------------------------------------------------

    async def begin(self, scene: Scene, request: Request, *, hint: str = "") -> str | None:
        """Start a run and let it go as far as it goes; its id, or None where a condition does not hold.

        Raises CannotStart where a parameter does not fit, or one is live that may be alone.
        """
        facts = self.running.facts(scene)
        run = self._new_run(scene, request, hint)
        if not await self._holds(facts, run, request, scene.now):
            return None
        if await self._is_taken(scene, request):
            raise CannotStart(_say(scene, "run-is-live", request.group, title=_title(scene, request)))
        run = evolve(run, source=await run_store.keep_source(scene.unit, request.playbook))
        run_store.save(scene.unit, run, frozenset(), frozenset())
        await self.running.handle(scene, self, [(run.id, going.Started())])
        return run.id

    def _new_run(self, scene: Scene, request: Request, hint: str) -> Run:
        playbook, group = request.playbook, request.group
        try:
            values = parse_arguments(playbook.params, {name: _written(value) for name, value in request.given.items()})
        except ParamError as error:
            raise CannotStart(f"{playbook.id}: {error.message}") from error
        return Run(
            id=run_store.new_run_id(scene.event.id, playbook.id, group.id if group else "", hint),
            playbook=playbook.id,
            version=playbook.version,
            source="",
            started=scene.now,
            group=group,
            room=room_of(group.id) if group else None,
            starter=request.starter,
            by_command=request.by_command,
            member=request.member,
            thread=request.thread,
            chain=request.chain,
            parent=request.parent,
            params=kept_params(values),
        )

    @staticmethod
    async def _holds(facts: RunFacts, run: Run, request: Request, now: datetime) -> bool:
        try:
            return bool(await loaded(facts, lambda: may_start(run, request.playbook, request.condition, now, facts)))
        except ExpressionError as error:
            log.error("the `if` of a start failed", playbook=run.playbook, group=str(run.group), error=str(error))
            return False

    @staticmethod
    async def _is_taken(scene: Scene, request: Request) -> bool:
        match request.playbook.one_per:
            case OnePer.NONE:
                return False
            case OnePer.ROOM:
                return await run_store.is_running(scene.unit, request.playbook.id, request.group)
            case OnePer.MEMBER:
                about = request.member
                return await run_store.is_running(scene.unit, request.playbook.id, request.group, about)

    async def _begin_quietly(self, scene: Scene, request: Request, hint: str) -> None:
        """Start it if it can be: nobody waits for an answer."""
        try:
            await self.begin(scene, request, hint=hint)
        except CannotStart as error:
            log.info("not started", playbook=request.playbook.id, group=str(request.group), reason=str(error))

    # --- by people --------------------------------------------------------------------------------------------------

    def offered(self, scene: Scene, group: GroupRef | None) -> Mapping[str, Offer]:
        """The commands that start a playbook which this group uses, by name."""
        found: dict[str, Offer] = {}
        for playbook, _ in self.used(scene, group):
            for start in playbook.starts:
                if isinstance(start, CommandStart):
                    about = (playbook.about or playbook.title).in_(scene.directory.locale(group))
                    found.setdefault(
                        start.command.casefold(), Offer(playbook.id, start.command, start.command, about, start.who)
                    )
        return found

    async def start(self, scene: Scene, command: str, text: str) -> None:
        """Start the playbook of a command. Raises UserError where it can't be."""
        for playbook, given in self.used(scene, scene.group):
            for start in playbook.starts:
                if isinstance(start, CommandStart) and start.command.casefold() == command.casefold():
                    thread = getattr(scene.event, "thread", None)
                    about = await _meant(scene, text.strip())
                    asked = Request(
                        playbook, scene.group, scene.event.person, about, thread, given, start.if_, by_command=True
                    )
                    await self._begin_for_person(scene, asked)
                    return

    async def start_by_hand(
        self, scene: Scene, playbook: str, group: GroupRef, starter: PersonRef | None, member: PersonRef | None = None
    ) -> None:
        """Start any playbook in a group, as its command would. Raises UserError where it can't be."""
        found = self.playbooks.get(playbook)
        if found is None:
            raise UserError(_say(scene, "run-no-such-playbook", group, playbook=playbook))
        command = next((start for start in found.starts if isinstance(start, CommandStart)), None)
        if command is not None and command.who is not None:
            allowed = starter is not None and await scene.directory.has_role(starter, command.who, group)
            if not allowed:
                raise UserError(_say(scene, "needs-role", group, role=_say(scene, f"role-{command.who}", group)))
        given = next((given for one, given in self.used(scene, group) if one.id == playbook), {})
        condition = command.if_ if command is not None else None
        await self._begin_for_person(
            scene, Request(found, group, starter, member, None, given, condition, by_command=True)
        )

    async def _begin_for_person(self, scene: Scene, request: Request) -> None:
        try:
            begun = await self.begin(scene, request)
        except CannotStart as error:
            raise UserError(str(error)) from error
        if begun is None:
            raise UserError(_say(scene, "run-not-now", request.group, title=_title(scene, request)))

    # --- by runs ----------------------------------------------------------------------------------------------------

    async def begin_child(self, scene: Scene, parent: Run, child: going.Child) -> None:
        """Start a playbook for a run that goes on. Raises CannotStart where it can't be."""
        playbook = self.playbooks.get(child.playbook)
        if playbook is None:
            raise CannotStart(f"there is no playbook {child.playbook!r}")
        chain = (*parent.chain, parent.playbook)
        if len(chain) > MOST_CHAINED:
            raise CannotStart(f"{MOST_CHAINED} playbooks in a chain are too many")
        back = None if child.detach else (parent.id, child.key)
        used = next((given for one, given in self.used(scene, parent.group) if one.id == playbook.id), {})
        given = {
            **{name: value for name, value in used.items() if name in playbook.params},
            **_set_by_run(playbook, child),
        }
        request = Request(
            playbook,
            parent.group,
            parent.starter,
            parent.member,
            parent.thread,
            given,
            chain=chain,
            parent=back,
            by_command=parent.by_command,
        )
        await self.begin(scene, request, hint=child.key)

    # --- by events --------------------------------------------------------------------------------------------------

    async def announce(
        self, scene: Scene, event: str, group: GroupRef | None, person: PersonRef | None, chain: Sequence[str] = ()
    ) -> None:
        """Something happened in a group: wake the runs that wait for it, start the playbooks that begin with it.

        `chain` are the playbooks that caused it, the oldest first: none of them is started by it.
        """
        for id in await run_store.waiting_for(scene.unit, event, group):
            await self.running.handle(scene, self, [(id, going.Happened(event, person))])
        thread = _message_of(scene.event)
        for playbook, given in self.used(scene, group):
            for place, start in enumerate(playbook.starts):
                if (
                    isinstance(start, OnStart)
                    and start.on == event
                    and playbook.id not in chain
                    and len(chain) < MOST_CHAINED
                ):
                    request = Request(playbook, group, person, person, thread, given, start.if_, tuple(chain))
                    await self._begin_quietly(scene, request, f"{event}:{place}:{':'.join(chain)}")

    # --- by time ----------------------------------------------------------------------------------------------------

    async def prepare(self, unit: Unit, directory: Directory, now: datetime, group: GroupRef | None = None) -> None:
        """Set the timers of schedules that are new or changed, and forget those that are wanted no more: at the start all, later a group's."""
        there: dict[str, str] = dict(await unit.scan(TABLE, f"{PREFIX}{group.id}:" if group else ""))
        wanted: dict[str, str] = {}
        groups = [group] if group else [GroupRef(one.id) for one in directory.definitions.groups()]
        for group, playbook, place, start, given in self._scheduled(directory.definitions, groups):
            key = f"{PREFIX}{group.id}:{playbook.id}:{place}"
            scene = Scene(
                self.name, TimerFired(id=key, at=now, platform="", timer=key, due=now), unit, now, directory, None
            )
            try:
                written = await self._written_time(scene, Request(playbook, group, given=given), start)
                wanted[key] = f"{written} {directory.zone(group).key}"
                if there.get(key) != wanted[key]:
                    self._set(unit, key, start, written, directory.zone(group).key, now)
            except (ExpressionError, TimeTextError, CannotStart) as error:
                log.error("a start has no time", playbook=playbook.id, group=group.id, error=str(error))
        for key in there.keys() - wanted.keys():
            unit.cancel_timer(key)
            unit.delete(TABLE, key)
        for key, written in wanted.items():
            if there.get(key) != written:
                unit.put(TABLE, key, written)

    def _scheduled(self, definitions: Definitions, groups: Iterable[GroupRef]) -> Iterator[Scheduled]:
        for group in groups:
            for playbook, given in self._used(definitions, group):
                for place, start in enumerate(playbook.starts):
                    if isinstance(start, EveryStart | AtStart):
                        yield group, playbook, place, start, given

    async def _written_time(self, scene: Scene, request: Request, start: EveryStart | AtStart) -> str:
        facts, run = self.running.facts(scene), self._new_run(scene, request, "")
        template = start.every if isinstance(start, EveryStart) else start.at
        written = await loaded(facts, lambda: written_time(run, request.playbook, template, scene.now, facts))
        return str(written)

    @staticmethod
    def _set(unit: Unit, key: str, start: EveryStart | AtStart, written: str, zone: str, now: datetime) -> None:
        if isinstance(start, EveryStart):
            unit.set_timer(Timer(key, next_after(Schedule.parse(written), ZoneInfo(zone), now)))
        elif (due := local_to_utc(parse_local(written), ZoneInfo(zone))) >= now:
            unit.set_timer(Timer(key, due))

    async def _rang(self, scene: Scene, event: TimerFired) -> None:
        group_id, _, rest = event.timer.removeprefix(PREFIX).partition(":")
        scheduled = self._scheduled(scene.directory.definitions, [GroupRef(group_id)])
        found = next((one for one in scheduled if f"{one[1].id}:{one[2]}" == rest), None)
        if found is None:
            return
        group, playbook, place, start, given = found
        request = Request(playbook, group, given=given, condition=start.if_)
        if isinstance(start, AtStart):
            if scene.now - event.due <= GRACE:
                await self._begin_quietly(scene, request, "at")
            return
        written = await self._written_time(scene, request, start)
        zone, missed = scene.directory.zone(group), Missed(start.missed.value)
        grace = Duration.parse(start.grace).nominal
        schedule, quiet = Schedule.parse(written), scene.directory.quiet(group)
        planned, due = due_runs(schedule, zone, event.due, scene.now, missed, grace)
        left_out = [instant for instant in planned if is_left_out(instant, zone, quiet)]
        moved = moved_to(left_out[-1], schedule, zone, quiet) if left_out else None
        scene.unit.set_timer(Timer(event.timer, moved or due))
        for instant in planned:
            if instant in left_out:
                continue
            await self._begin_quietly(scene, request, instant.isoformat())

    # --- what a group uses ------------------------------------------------------------------------------------------

    def used(self, scene: Scene, group: GroupRef | None) -> Iterator[tuple[Playbook, Mapping[str, Any]]]:
        """The playbooks that a group uses, and what it sets of them; an archived one uses none."""
        return self._used(scene.directory.definitions, group)

    def _used(self, definitions: Definitions, group: GroupRef | None) -> Iterator[tuple[Playbook, Mapping[str, Any]]]:
        found = definitions.group(group.id) if group else None
        if found is None or found.state is GroupState.ARCHIVED:
            return
        for use in found.playbooks:
            if use.playbook in self.playbooks:
                yield self.playbooks[use.playbook], use.with_


def _title(scene: Scene, request: Request) -> str:
    return request.playbook.title.in_(scene.directory.locale(request.group)) or request.playbook.id


def _say(scene: Scene, id: str, group: GroupRef | None, **arguments: object) -> str:
    return core_texts().text(id, Reader(scene.directory.locale(group)), **arguments)


Scheduled = tuple[GroupRef, Playbook, int, EveryStart | AtStart, Mapping[str, Any]]
"""A start of a playbook that a group uses, by time: at which place among its starts, and with what the group sets of it."""


MOST_CHAINED = 20
"""Playbooks that may start one another in a row."""


async def _meant(scene: Scene, text: str) -> PersonRef | None:
    """The person named behind a command, whom the run then is about."""
    if mentioned := MENTION.fullmatch(text):
        return PersonRef(mentioned[1])
    return await scene.directory.find(text, scene.group) if text else None


def _set_by_run(playbook: Playbook, child: going.Child) -> Mapping[str, object]:
    """What a run sets of a playbook: texts as Markdown in which what a member typed stays escaped, everything else as it is."""

    def given(value: object, of: ParamType | None) -> object:
        if isinstance(value, going.Given):
            return value.text if of is ParamType.TEXT else value.value
        return tuple(given(one, of) for one in value) if isinstance(value, tuple) else value

    types = {name: param.type for name, param in playbook.params.items()}
    return {name: given(value, types.get(name)) for name, value in child.params.items()}


def _written(value: object) -> str | tuple[str, ...]:
    """A value as a file would write it."""
    match value:
        case bool():
            return "true" if value else "false"
        case Ref():
            return value.id
        case list() | tuple():
            return tuple(str(_written(item)) for item in value)
    return str(value)


def _message_of(event: Event) -> MessageRef | None:
    """The message in whose thread a run that the event starts may speak."""
    if isinstance(event, MessagePosted):
        return event.thread or event.message
    return event.message if isinstance(event, ReactionAdded) else None
