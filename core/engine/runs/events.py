"""What happens to runs: presses, answers, replies, reactions and timers become causes."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.content import OPEN_FORM
from ...model.event import (
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
from ...playbook import advance as going
from ...refs import MessageRef
from .. import cards, homes
from ..scene import Scene
from . import cards as run_cards
from . import store as run_store
from .advancing import Children, Running

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
                return await self._replied(scene, scene.event)
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
            await run_cards.open_form(scene, self._running.capabilities, run, event)
        return []

    @staticmethod
    async def _replied(scene: Scene, event: MessagePosted) -> Sequence[tuple[str, going.Cause]]:
        thread = event.thread or event.reply_to
        id = run_store.run_of(thread.id) if thread else None
        if thread is None or id is None or event.person is None:
            return []
        run = await run_store.load(scene.unit, id)
        if run is None or not run.live:
            return []
        run_store.note_reply(scene.unit, event.message, id)
        return [(id, going.Replied(thread, event.message))]

    @staticmethod
    async def _reacted(scene: Scene, event: ReactionAdded | ReactionRemoved) -> Sequence[tuple[str, going.Cause]]:
        id = run_store.run_of(event.message.id)
        if id is None or event.person is None:
            return []
        added = isinstance(event, ReactionAdded)
        if not added and (taken_back := await _taken_back(scene, event, id)) is not None:
            return [(id, taken_back)]
        if not await homes.is_news(scene, event.message, f"{event.person.id} {event.emoji}", added=added):
            return []
        kind = going.Reacted if added else going.Unreacted
        return [(id, kind(event.message, event.person, event.emoji))]


async def _taken_back(scene: Scene, event: ReactionAdded | ReactionRemoved, id: str) -> going.Answered | None:
    """Of a question that takes one answer: whoever takes back the emoji that was theirs answers no more. A button stays pressed."""
    chosen = await cards.by_emoji(scene.unit, event.message, event.emoji)
    run = await run_store.load(scene.unit, id) if chosen is not None else None
    if run is None or event.person is None:
        return None
    asked = [state for state in run.steps.values() if any(sent.message == event.message for sent in state.sent)]
    if any(state.answers.get(event.person) == (chosen,) for state in asked):
        return going.Answered(event.message, event.person, ())
    return None
