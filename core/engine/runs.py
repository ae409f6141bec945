"""Joins runs to the engine: what happens becomes a cause, a run is advanced, and it is saved with what it asks for in one unit."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, Protocol

import attrs
from attrs import evolve, frozen

from ..codec import converter
from ..errors import ConfigError, CoterieError, Missing
from ..logs import get_logger
from ..model.content import OPEN_FORM, Capability
from ..model.content import Form as ContentForm
from ..model.effect import Effect, Post
from ..model.event import (
    ChoiceMade,
    EffectFailed,
    Event,
    FormSubmitted,
    MessagePosted,
    MessageRemoved,
    ReactionAdded,
    ReactionRemoved,
    TimerFired,
)
from ..model.playbook import Form, LocalText, Playbook
from ..model.playbook import Post as PostVerb
from ..model.run import Run, RunState, Sent, StepState
from ..playbook import advance as going
from ..playbook.facts import Unknown
from ..playbook.file import read_playbook
from ..playbook.verbs import Known
from ..refs import GroupRef, MessageRef, PersonRef, Ref, RoomRef
from . import cards, forms, homes, run_store
from .place import Place
from .run_facts import RunFacts
from .scene import Scene

log = get_logger(__name__)

HEARD: tuple[type[Event], ...] = (
    TimerFired,
    ChoiceMade,
    FormSubmitted,
    MessagePosted,
    MessageRemoved,
    ReactionAdded,
    ReactionRemoved,
    EffectFailed,
)
"""The kinds of events that may concern a run."""

FORM = "run-form"
"""The table of forms that stand in rooms: post's key → the form, and the keys of those that were opened."""


class PluginVerbs(Protocol):
    """What plugins do for steps."""

    async def step(self, scene: Scene, verb: str, given: Mapping[str, object], place: Place) -> object:
        """Do a step of a plugin's verb; what it returned."""

    async def action(self, scene: Scene, name: str, given: Mapping[str, object], place: Place) -> object:
        """Do `PLUGIN.ACTION`; what it returned."""


class Children(Protocol):
    """Whoever starts playbooks for runs, and hears of what happened in them."""

    async def begin_child(self, scene: Scene, parent: Run, child: going.Child) -> None:
        """Start the playbook. Raises CoterieError where it can't begin."""

    async def announce(
        self, scene: Scene, event: str, group: GroupRef | None, person: PersonRef | None, chain: Sequence[str] = ()
    ) -> None:
        """Something happened: start what it starts, and wake what waits for it."""


@frozen
class Reader:
    """Reads the kept texts of playbooks again, each once."""

    known: Known

    def playbook(self, source: str) -> Playbook:
        """The playbook of this text. Raises ConfigError where it is one no longer."""
        return _read(self.known_key(), source)

    def known_key(self) -> _Known:
        return _Known(self.known)


class _Known:
    """What was known, told apart by identity: for the cache."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.known is self.known

    def __hash__(self) -> int:
        return id(self.known)


@lru_cache(maxsize=512)
def _read(known: _Known, source: str) -> Playbook:
    reading = read_playbook(source, "playbook", known.known)
    errors = [finding for finding in reading.reader.findings if finding.severity == "error"]
    if reading.playbook is None or errors:
        raise ConfigError(errors)
    return reading.playbook


@frozen
class Running:
    """Advances runs within scenes. Wired by the app alone."""

    reader: Reader
    plugins: PluginVerbs | None
    capabilities: Mapping[str, frozenset[Capability]]

    def facts(self, scene: Scene) -> RunFacts:
        return RunFacts(scene)

    async def handle(self, scene: Scene, children: Children, causes: Sequence[tuple[str, going.Cause]]) -> None:
        """Let causes come to runs, one after another, and all that follows from them at once."""
        facts, waiting = self.facts(scene), deque(causes)
        while waiting:
            id, cause = waiting.popleft()
            run = await run_store.load(scene.unit, id)
            if run is None or not run.live:
                continue
            waiting.extendleft(reversed(await self._advance(scene, children, facts, run, cause)))

    async def _advance(
        self, scene: Scene, children: Children, facts: RunFacts, run: Run, cause: going.Cause
    ) -> Sequence[tuple[str, going.Cause]]:
        try:
            playbook = await self._playbook(scene, run)
        except (Missing, ConfigError) as error:
            log.error("a run's playbook can't be read any more", run=run.id, playbook=run.playbook, error=str(error))
            return await self._keep_advanced(
                scene,
                children,
                facts,
                run,
                await loaded(facts, lambda: going.unreadable(run, scene.now, facts)),
                _NOTHING,
            )
        advanced = await loaded(facts, lambda: going.advance(run, playbook, cause, scene.now, facts))
        return await self._keep_advanced(scene, children, facts, run, advanced, playbook)

    async def _keep_advanced(
        self,
        scene: Scene,
        children: Children,
        facts: RunFacts,
        run: Run,
        advanced: going.Advanced,
        playbook: Playbook,
    ) -> Sequence[tuple[str, going.Cause]]:
        """Save the run and do what it asks for; what follows from that."""
        before, now = going.awaited_events(run, playbook), going.awaited_events(advanced.run, playbook)
        run_store.save(scene.unit, advanced.run, now if advanced.run.live else frozenset(), before)
        for effect in advanced.effects:
            await self._ask(scene, advanced.run, effect)
        for person in advanced.called_upon:
            facts.note_asked(run.group, person)
        await self._close(scene, run, advanced.run, playbook)
        follow: list[tuple[str, going.Cause]] = []
        for child in advanced.children:
            follow += await self._begin(scene, children, advanced.run, child)
        for call in advanced.calls:
            follow.append((run.id, await self._call(scene, advanced.run, call)))
        if not advanced.run.live:
            follow += await self._ended(scene, children, advanced.run)
        return follow

    async def _playbook(self, scene: Scene, run: Run) -> Playbook:
        text = await run_store.source(scene.unit, run.playbook, run.source)
        if text is None:
            raise Missing(f"the text of playbook {run.playbook} that run {run.id} keeps to is not in the store")
        return self.reader.playbook(text)

    # --- what a run asks for ----------------------------------------------------------------------------------------

    async def _ask(self, scene: Scene, run: Run, effect: Effect) -> None:
        """Ask for an effect. A form to one person is put to them by what their platform has."""
        if not isinstance(effect, Post):
            scene.effect(effect)
            return
        effect = evolve(effect, awaited=_is_awaited(run, effect))
        if effect.card.form is None:
            await cards.keep(scene.unit, effect, scene.now, secret=going.is_anonymous(run, MessageRef(effect.key)))
            scene.effect(effect)
        elif isinstance(effect.to, PersonRef):
            owner = forms.Owner(group=run.group)
            asked = forms.Asked(effect.key, effect.to, effect.card.form, owner, awaited=effect.awaited)
            await forms.ask(scene, self.capabilities, asked)
        else:
            scene.unit.put(FORM, effect.key, {"form": converter.unstructure(effect.card.form), "opened": []})
            cards.keep_opener(scene.unit, effect, "", effect.key)
            scene.effect(effect)

    async def open_form(self, scene: Scene, run: Run, choice: ChoiceMade) -> None:
        """Somebody pressed what opens a form that stands in a room."""
        kept = await scene.unit.get(FORM, choice.message.id)
        if kept is None or choice.person is None:
            return
        key = f"{choice.message.id}:{choice.person.id}"
        scene.unit.put(FORM, choice.message.id, {**kept, "opened": sorted({*kept["opened"], key})})
        form = converter.structure(kept["form"], ContentForm)
        asked = forms.Asked(key, choice.person, form, forms.Owner(group=run.group), choice.trigger)
        await forms.ask(scene, self.capabilities, asked)

    async def _close(self, scene: Scene, before: Run, after: Run, playbook: Playbook) -> None:
        """Nothing more may be chosen on the cards of steps that are over, nor put into their forms."""
        verbs = going.verbs_of(playbook)
        for scope, state in after.steps.items():
            buttons = isinstance(verbs.get(state.id), PostVerb)
            if after.live if buttons else state.ended is None and after.live:
                continue
            was = before.steps.get(scope)
            if not buttons and before.live and was is not None and was.visit == state.visit and was.ended is not None:
                continue
            await self._close_step(scene, state, isinstance(verbs.get(state.id), Form))

    @staticmethod
    async def _close_step(scene: Scene, state: StepState, is_form: bool) -> None:
        for sent in state.sent:
            shown = await cards.card(scene.unit, sent.message)
            if shown is None or shown.owner in ("", forms.OWNER):  # a plugin's own card is open as long as it wants
                await cards.forget(scene.unit, sent.message)
            if is_form:
                kept = await scene.unit.get(FORM, sent.message.id)
                for key in [sent.message.id, *(kept["opened"] if kept else ())]:
                    await forms.withdraw(scene, key)
                scene.unit.delete(FORM, sent.message.id)

    async def _begin(
        self, scene: Scene, children: Children, run: Run, child: going.Child
    ) -> Sequence[tuple[str, going.Cause]]:
        try:
            await children.begin_child(scene, run, child)
        except CoterieError as error:
            return [(run.id, going.CallFailed(child.key, f"playbook {child.playbook} can't run: {error}"))]
        return []

    async def _call(self, scene: Scene, run: Run, call: going.Call) -> going.Cause:
        if self.plugins is None:
            return going.CallFailed(call.key, f"no plugin offers {call.action}")
        where = Place(
            prefix=call.key,
            to=call.to,
            room=run.room,
            group=run.group,
            person=run.member or run.starter,
            thread=call.thread,
            quietly=call.quietly,
        )
        do = self.plugins.action if "." in call.action else self.plugins.step
        count = len(scene.effects)
        try:
            result = await do(scene, call.action, call.arguments, where)
        except KeyError:
            return going.CallFailed(call.key, f"no plugin offers {call.action}")
        except CoterieError as error:
            log.error(
                "call of a run failed",
                run=run.id,
                event_id=scene.event.id,
                action=call.action,
                error=repr(error.__cause__ or error),
            )
            return going.CallFailed(call.key, f"step {call.step}: {error}")
        for place, effect in enumerate(scene.effects[count:], count):
            if isinstance(effect, Post):
                scene.effects[place] = evolve(effect, awaited=_is_awaited(run, effect))
        sent = tuple(_sent(effect) for effect in scene.effects[count:] if _is_of(effect, call.key))
        return going.Returned(call.key, plain(result), sent)

    async def _ended(self, scene: Scene, children: Children, run: Run) -> Sequence[tuple[str, going.Cause]]:
        if run.state is RunState.FINISHED:
            await children.announce(scene, "run_finished", run.group, run.member, (*run.chain, run.playbook))
        if run.parent is None:
            return []
        return [(run.parent[0], going.ChildEnded(run.parent[1], run.outcome, run.state))]


async def loaded(facts: RunFacts, look: Any) -> Any:
    """What `look` gives, when everything that it asks the facts is loaded."""
    while True:
        try:
            return look()
        except Unknown as unknown:
            await facts.load(unknown)


def _is_awaited(run: Run, post: Post) -> bool:
    """Whether it goes to whoever gave the command that started the run."""
    return run.by_command and run.starter is not None and run.starter in (post.to, post.quietly)


def _is_of(effect: Effect, key: str) -> bool:
    return isinstance(effect, Post) and effect.key.startswith(f"{key}:")


def _sent(effect: Effect) -> Sent:
    assert isinstance(effect, Post)
    if isinstance(effect.to, RoomRef):
        return Sent(MessageRef(effect.key), room=effect.to)
    return Sent(MessageRef(effect.key), person=effect.to)


def plain(value: object) -> object:
    """What a plugin returned as a run keeps it: attrs values as maps of their fields, enums as their values."""
    kind: Any = type(value)
    if attrs.has(kind) and not isinstance(value, Ref):
        return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(kind)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(plain(item) for item in value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value


_NOTHING = Playbook("", 0, LocalText({}), ())


class Runs:
    """Handles what happens to runs: presses, answers, replies, reactions, timers. Stands behind commands and choices in the line."""

    name = "core.runs"

    def __init__(self, running: Running, children: Children) -> None:
        self._running = running
        self._children = children

    async def __call__(self, scene: Scene) -> bool:
        if scene.event.bot:
            return False
        for id, cause in await self._causes(scene):
            await self._running.handle(scene, self._children, [(id, cause)])
        return False

    async def cancel(self, scene: Scene, id: str) -> bool:
        """End a run and those it began; whether it was live."""
        run = await run_store.load(scene.unit, id)
        if run is None or not run.live:
            return False
        begun = await run_store.children_of(scene.unit, run)
        await self._running.handle(scene, self._children, [(id, going.Cancelled(scene.event.person))])
        for child in begun:
            await self.cancel(scene, child)
        return True

    async def _causes(self, scene: Scene) -> Sequence[tuple[str, going.Cause]]:
        """What the event is to which run."""
        match scene.event:
            case TimerFired(timer=key) if id := run_store.run_of(key):
                return [(id, going.TimerRang(key))]
            case EffectFailed(key=key, reason=reason) if id := run_store.run_of(key):
                concerns = await self._failed(scene, scene.event, id)
                return [(id, going.EffectFailed(key, reason, scene.event.unwanted))] if concerns else []
            case ChoiceMade() if scene.event.person and (id := run_store.run_of(scene.event.message.id)):
                return await self._chosen(scene, scene.event, id)
            case FormSubmitted(form=key, answers=answers) if scene.event.person and (id := run_store.run_of(key)):
                message = MessageRef(":".join(key.split(":")[:4]))
                return [(id, going.FormFilled(message, scene.event.person, answers))]
            case MessagePosted():
                return self._replied(scene, scene.event)
            case MessageRemoved():
                id = await run_store.run_of_reply(scene.unit, scene.event.message)
                return [(id, going.ReplyRemoved(scene.event.message))] if id else []
            case ReactionAdded() | ReactionRemoved():
                return await self._reacted(scene, scene.event)
        return []

    @staticmethod
    async def _note_held(scene: Scene, event: ChoiceMade, id: str) -> None:
        """Remember what somebody holds of a card that takes several; never of an anonymous one, which counts once and for all."""
        run, kept = await run_store.load(scene.unit, id), await cards.card(scene.unit, event.message)
        if run is not None and kept is not None and not going.is_anonymous(run, event.message):
            await cards.newly_held(scene.unit, kept, event)

    @staticmethod
    async def _failed(scene: Scene, event: EffectFailed, id: str) -> bool:
        """Whether it concerns the run: where its group lives in several rooms, it goes on as long as one of them can be reached."""
        run = await run_store.load(scene.unit, id)
        if run is None or run.room is None:
            return True
        sent = [one for state in run.steps.values() for one in state.sent]
        if any(one.person is not None and one.message.id == event.key for one in sent):
            return True
        return await homes.failed_everywhere(scene.unit, event, run.room)

    async def _chosen(self, scene: Scene, event: ChoiceMade, id: str) -> Sequence[tuple[str, going.Cause]]:
        assert event.person is not None
        await self._note_held(scene, event, id)
        if OPEN_FORM not in event.choices:
            return [(id, going.Answered(event.message, event.person, event.choices))]
        run = await run_store.load(scene.unit, id)
        if run is not None and run.live:
            await self._running.open_form(scene, run, event)
        return []

    @staticmethod
    def _replied(scene: Scene, event: MessagePosted) -> Sequence[tuple[str, going.Cause]]:
        thread = event.thread or event.reply_to
        id = run_store.run_of(thread.id) if thread else None
        if thread is None or id is None or event.person is None:
            return []
        run_store.note_reply(scene.unit, event.message, id)
        return [(id, going.Replied(thread, event.message))]

    @staticmethod
    async def _reacted(scene: Scene, event: ReactionAdded | ReactionRemoved) -> Sequence[tuple[str, going.Cause]]:
        id = run_store.run_of(event.message.id)
        if id is None or event.person is None:
            return []
        added = isinstance(event, ReactionAdded)
        if not await homes.is_news(scene, event.message, f"{event.person.id} {event.emoji}", added=added):
            return []
        kind = going.Reacted if added else going.Unreacted
        return [(id, kind(event.message, event.person, event.emoji))]
