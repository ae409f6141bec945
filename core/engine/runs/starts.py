"""What starts runs: events, commands, other runs, people. What starts by time does so by `schedules.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import evolve

from ...errors import UserError
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
)
from ...model.playbook import CommandStart, OnePer, OnStart, ParamType, Playbook
from ...model.run import Run
from ...playbook import advance as going
from ...playbook.advance.starting import may_start
from ...playbook.expressions import ExpressionError
from ...refs import GroupRef, MessageRef, PersonRef
from ...texts import Reader, core_texts
from ...values import frozen
from ..definitions import Definitions
from ..offer import Offer
from ..scene import Scene
from . import store as run_store
from .advancing import Running, loaded
from .facts import RunFacts
from .request import CannotStart, Request, new_run

log = get_logger(__name__)

EVENTS: Mapping[type[Event], str] = {
    MemberJoined: "member_joined",
    MemberLeft: "member_left",
    MessagePosted: "message",
    ReactionAdded: "reaction",
}


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
        if isinstance(event, GroupMoved):
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
        run = new_run(scene, request, hint)
        if not await self._holds(facts, run, request, scene.now):
            return None
        if await self._is_taken(scene, request):
            raise CannotStart(_say(scene, "run-is-live", request.group, title=_title(scene, request)))
        run = evolve(run, source=await run_store.keep_source(scene.unit, request.playbook))
        run_store.save(scene.unit, run, frozenset(), frozenset())
        await self.running.handle(scene, self, [(run.id, going.Started())])
        return run.id

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
                about = request.member or request.starter
                return await run_store.is_running(scene.unit, request.playbook.id, request.group, about)

    async def begin_quietly(self, scene: Scene, request: Request, hint: str) -> None:
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
                raise UserError(
                    _say(scene, "needs-role", group, who=command.who, role=_say(scene, f"role-{command.who}", group))
                )
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
                    await self.begin_quietly(scene, request, f"{event}:{place}:{':'.join(chain)}")

    # --- what a group uses ------------------------------------------------------------------------------------------

    def used(self, scene: Scene, group: GroupRef | None) -> Iterator[tuple[Playbook, Mapping[str, Any]]]:
        """The playbooks that a group uses, and what it sets of them; an archived one uses none."""
        return self.used_in(scene.directory.definitions, group)

    def used_in(self, definitions: Definitions, group: GroupRef | None) -> Iterator[tuple[Playbook, Mapping[str, Any]]]:
        """The same, by the definitions alone."""
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


def _message_of(event: Event) -> MessageRef | None:
    """The message in whose thread a run that the event starts may speak."""
    if isinstance(event, MessagePosted):
        return event.thread or event.message
    return event.message if isinstance(event, ReactionAdded) else None
