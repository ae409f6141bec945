"""What a run shows: its cards and forms are kept while they may be answered, and closed when their step is over."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from ...codec import converter
from ...model.content import MENTION, Capability
from ...model.content import Form as ContentForm
from ...model.effect import Effect, EndPoll, Post
from ...model.event import ChoiceMade
from ...model.playbook import Form, Playbook
from ...model.playbook import Post as PostVerb
from ...model.run import Run, StepState
from ...playbook import advance as going
from ...refs import MessageRef, PersonRef, RoomRef
from ...texts import Reader, core_texts
from .. import cards, forms
from ..scene import Scene

MOST_IN_A_POLL, LONGEST_IN_A_POLL = 20, 340
"""So many answers a poll may have (MSC3381), and so many characters clients let people write into a question or an answer."""

FORM = "run-form"
"""The table of forms that stand in rooms: post's key → the form, and the keys of those that were opened."""

Capabilities = Mapping[str, frozenset[Capability]]


async def ask(scene: Scene, capabilities: Capabilities, run: Run, effect: Effect) -> None:
    """Ask for an effect. A form to one person is put to them by what their platform has."""
    if not isinstance(effect, Post):
        scene.effect(effect)
        return
    effect = evolve(effect, awaited=is_awaited(run, effect), card=evolve(effect.card, poll=_is_poll(effect)))
    if effect.card.form is None:
        await cards.keep(scene.unit, effect, scene.now, secret=going.is_anonymous(run, MessageRef(effect.key)))
        scene.effect(effect)
    elif isinstance(effect.to, PersonRef):
        owner = forms.Owner(group=run.group)
        asked = forms.Asked(effect.key, effect.to, effect.card.form, owner, awaited=effect.awaited)
        await forms.ask(scene, capabilities, asked)
    else:
        scene.unit.put(FORM, effect.key, {"form": converter.unstructure(effect.card.form), "opened": []})
        cards.keep_opener(scene.unit, effect, "", effect.key)
        scene.effect(effect)


async def open_form(scene: Scene, capabilities: Capabilities, run: Run, choice: ChoiceMade) -> None:
    """Somebody pressed what opens a form that stands in a room."""
    kept = await scene.unit.get(FORM, choice.message.id)
    if kept is None or choice.person is None:
        return
    key = f"{choice.message.id}:{choice.person.id}"
    scene.unit.put(FORM, choice.message.id, {**kept, "opened": sorted({*kept["opened"], key})})
    form = converter.structure(kept["form"], ContentForm)
    asked = forms.Asked(key, choice.person, form, forms.Owner(group=run.group), choice.trigger)
    await forms.ask(scene, capabilities, asked)


async def close(scene: Scene, before: Run, after: Run, playbook: Playbook) -> None:
    """Nothing more may be chosen on the cards of steps that are over, nor put into their forms."""
    verbs = going.verbs_of(playbook)
    for scope, state in after.steps.items():
        buttons = isinstance(verbs.get(state.id), PostVerb)
        if after.live if buttons else state.ended is None and after.live:
            continue
        was = before.steps.get(scope)
        if not buttons and before.live and was is not None and was.visit == state.visit and was.ended is not None:
            continue
        await _close_step(scene, state, isinstance(verbs.get(state.id), Form))


async def _close_step(scene: Scene, state: StepState, is_form: bool) -> None:
    for sent in state.sent:
        shown = await cards.card(scene.unit, sent.message)
        if shown is not None and shown.poll:
            reader = Reader(scene.directory.locale(scene.group))
            over = EndPoll(
                key=f"{sent.message.id}:over", message=sent.message, text=core_texts().plain("poll-over", reader)
            )
            scene.effect(over)
        if shown is None or shown.owner in ("", forms.OWNER):  # a plugin's own card is open as long as it wants
            await cards.forget(scene.unit, sent.message)
        if is_form:
            kept = await scene.unit.get(FORM, sent.message.id)
            for key in [sent.message.id, *(kept["opened"] if kept else ())]:
                await forms.withdraw(scene, key)
            scene.unit.delete(FORM, sent.message.id)


def _is_poll(post: Post) -> bool:
    """Whether the card may be shown as a poll: a question to a room, short, and in words alone, because polls have no markup."""
    card, labels = post.card, [choice.label for choice in post.card.choices]
    fits = 2 <= len(labels) <= MOST_IN_A_POLL and max(len(text) for text in (card.text, *labels)) <= LONGEST_IN_A_POLL
    plain = "\n" not in card.text and MENTION.search(card.text) is None
    return card.poll and fits and plain and isinstance(post.to, RoomRef) and post.quietly is None


def is_awaited(run: Run, post: Post) -> bool:
    """Whether it goes to whoever gave the command that started the run."""
    return run.by_command and run.starter is not None and run.starter in (post.to, post.quietly)
