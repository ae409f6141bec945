"""What waits until somebody may be disturbed: kept in order, told as few messages as it takes.

It waits beside the outbox, so that nothing else waits behind it; a timer for each person says when to look again. What is done
meanwhile about a message that waits (an edit, a removal, a reaction) is done to what waits.

Records:
    held     "PERSON NUMBER" → {effect}, {form: its key} or {named: the group in whose room they were}
    holding  person → the next number; none where nothing waits
    fold     key of a message that stands for several → [[key, text], …] of each of them
    lane     key of a message → `held:PERSON` while it waits, `folded:KEY` where that message stands for it; see `coterie.core.engine.lanes`
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from attrs import evolve, field

from ..codec import effect_from_json, effect_to_json
from ..model.content import Card
from ..model.effect import Edit, Effect, Pin, Post, React, Remove, Upload
from ..ports import Json, Timer, Unit
from ..refs import GroupRef, MessageRef, PersonRef
from ..values import frozen
from . import cards
from .lanes import LANE, lane_of, leaves
from .people import HELD, HOLDING, WAITING
from .runs import store as run_store
from .scene import Scene

FOLD = "fold"
FOLDED = "folded:"

LONGEST_FOLD = 2_500
"""Characters that one message may come to which stands for several."""


# --- letting wait ---------------------------------------------------------------------------------------------------


async def hold(scene: Scene, person: PersonRef, effect: Post | Upload, until: datetime) -> None:
    """Let it wait, and look again at `until`."""
    await _put(scene, person, {"effect": effect_to_json(effect)}, until)
    if isinstance(effect, Post):
        leaves(scene.unit, effect.key, f"{HELD}{person.id}")


async def hold_form(scene: Scene, person: PersonRef, form: str, until: datetime) -> None:
    """Let the form of this key wait."""
    await _put(scene, person, {"form": form}, until)


async def hold_naming(scene: Scene, person: PersonRef, group: GroupRef, until: datetime) -> None:
    """Let it wait to tell them that they were named in the room of a group."""
    await _put(scene, person, {"named": group.id}, until)


async def hand_over(unit: Unit, comes: PersonRef, stays: PersonRef, now: datetime) -> None:
    """Two are one from now on: what waits for either waits for who stays, and is looked at anew."""
    first = await unit.get(HOLDING, stays.id) or 1
    for number, (record, item) in enumerate(await unit.scan(WAITING, f"{comes.id} "), first):
        waits = effect_from_json(item["effect"]) if "effect" in item else None
        if isinstance(waits, Post):
            leaves(unit, waits.key, f"{HELD}{stays.id}")
            item = {**item, "effect": effect_to_json(evolve(waits, to=stays) if waits.to == comes else waits)}
        unit.delete(WAITING, record)
        unit.put(WAITING, f"{stays.id} {number:08}", item)
        unit.put(HOLDING, stays.id, number + 1)
    unit.delete(HOLDING, comes.id)
    unit.cancel_timer(f"{HELD}{comes.id}")
    if await any_for(unit, stays):
        unit.set_timer(Timer(f"{HELD}{stays.id}", now))


async def any_for(unit: Unit, person: PersonRef) -> bool:
    """Whether anything waits for them."""
    return await unit.get(HOLDING, person.id) is not None


async def _put(scene: Scene, person: PersonRef, item: Json, until: datetime) -> None:
    number = await scene.unit.get(HOLDING, person.id) or 1
    scene.unit.put(HOLDING, person.id, number + 1)
    scene.unit.put(WAITING, f"{person.id} {number:08}", item)
    scene.unit.set_timer(Timer(f"{HELD}{person.id}", until))


# --- what is done about it meanwhile, and afterwards ----------------------------------------------------------------


async def about(scene: Scene, effect: Edit | Remove | React | Pin) -> Sequence[Effect]:
    """What of an effect about a message is to be done now: nothing where the message waits still."""
    lane = await lane_of(scene.unit, effect.message.id) or ""
    if lane.startswith(HELD):
        await _to_waiting(scene, lane.removeprefix(HELD), effect)
        return ()
    if lane.startswith(FOLDED):
        return await _to_folded(scene.unit, lane.removeprefix(FOLDED), effect)
    return await _to_folded(scene.unit, effect.message.id, effect)


async def take_back(unit: Unit, message: MessageRef) -> None:
    """Let it not be said, if it waits still."""
    lane = await lane_of(unit, message.id) or ""
    if not lane.startswith(HELD):
        return
    for record, item in await unit.scan(WAITING, f"{lane.removeprefix(HELD)} "):
        if "effect" in item and effect_from_json(item["effect"]).key == message.id:
            unit.delete(WAITING, record)
            unit.delete(LANE, message.id)
            await cards.forget(unit, message)


async def said_in(unit: Unit, key: str) -> str:
    """The key of the message in which that of this key was said: mostly itself."""
    lane = await lane_of(unit, key) or ""
    return lane.removeprefix(FOLDED) if lane.startswith(FOLDED) else key


async def said_with(unit: Unit, key: str) -> Sequence[str]:
    """The keys of all messages that the one of this key stands for; itself where it is one."""
    return tuple(part for part, _ in await unit.get(FOLD, key) or ((key, ""),) if part)


async def _to_waiting(scene: Scene, person: str, effect: Edit | Remove | React | Pin) -> None:
    for record, item in await scene.unit.scan(WAITING, f"{person} "):
        waiting = effect_from_json(item["effect"]) if "effect" in item else None
        if not isinstance(waiting, Post) or waiting.key != effect.message.id:
            continue
        if isinstance(effect, Edit):
            scene.unit.put(WAITING, record, {**item, "effect": effect_to_json(evolve(waiting, card=effect.card))})
        elif isinstance(effect, Remove):
            scene.unit.delete(WAITING, record)
            scene.unit.delete(LANE, waiting.key)
            await cards.forget(scene.unit, effect.message)
        else:
            also = [*item.get("also", ()), effect_to_json(effect)]
            scene.unit.put(WAITING, record, {**item, "also": also})


async def _to_folded(unit: Unit, key: str, effect: Edit | Remove | React | Pin) -> Sequence[Effect]:
    """The effect on the message that stands for several, of which the others stay as they are."""
    parts = await unit.get(FOLD, key)
    if parts is None:
        return (effect,)
    message = MessageRef(key)
    if isinstance(effect, React | Pin):
        return (evolve(effect, message=message),)
    changed = effect.card.text if isinstance(effect, Edit) else None
    left = [[part, changed if part == effect.message.id else text] for part, text in parts]
    left = [[part, text] for part, text in left if text is not None]
    unit.put(FOLD, key, left)
    if any(part for part, _ in left):
        return (Edit(key=effect.key, message=message, card=Card(_together([text for _, text in left]))),)
    return (Remove(key=effect.key, message=message),)


# --- saying it ------------------------------------------------------------------------------------------------------


@frozen
class Message:
    """One thing to be said now out of what waited: the records it takes away, and a post, another effect or the key of a form."""

    records: tuple[str, ...]
    effect: Post | Upload | None = None
    form: str | None = None
    parts: tuple[tuple[str, str], ...] = ()
    also: tuple[Effect, ...] = field(default=())


def is_plain(post: Post) -> bool:
    """Whether it is a mere text for one person, which may stand in one message with another."""
    bare = post.thread is None and post.quietly is None and not post.pin and not post.urgent
    return bare and isinstance(post.to, PersonRef) and not post.card.choices and post.card.form is None


async def waiting(scene: Scene, person: PersonRef, named: str) -> Sequence[Message]:
    """What waits for them, in order. `named` is the text that tells in which rooms they were named.

    What can't be answered any more is left out, and so is a reminder of what they were not asked yet.
    """
    found: list[Message] = []
    asked: set[str] = set()
    over: set[str] = set()
    naming: tuple[str, ...] = ()
    for record, item in await scene.unit.scan(WAITING, f"{person.id} "):
        if "named" in item:
            naming = (*naming, record)
        elif "form" in item:
            found.append(Message((record,), form=item["form"]))
        else:
            effect = await _still_of_use(scene, effect_from_json(item["effect"]), asked, over)
            also = tuple(effect_from_json(one) for one in item.get("also", ())) if effect else ()
            found.append(Message((record,), effect, also=also))
    if naming:
        post = Post(key=f"{HELD}{person.id}:{scene.event.id}", to=person, card=Card(named))
        found.insert(0, Message(naming, post))
    return found


async def _still_of_use(scene: Scene, effect: Effect, asked: set[str], over: set[str]) -> Post | Upload | None:
    """What waited as it is to be said now; None where it is not. `asked` are the questions of runs that are asked already, `over` the
    steps of runs of which one is not asked any more: nor is said that no answer is needed."""
    assert isinstance(effect, Post | Upload)
    unit, run = scene.unit, run_store.run_of(effect.key)
    if isinstance(effect, Post) and not effect.is_of_use(scene.now):
        await cards.forget(unit, MessageRef(effect.key))
        return None
    if not isinstance(effect, Post) or run is None:
        gone = isinstance(effect, Post) and _asks(effect) and await cards.card(unit, MessageRef(effect.key)) is None
        return None if gone else effect
    step = effect.key.rpartition(":")[0]
    if not _asks(effect):
        return None if step in over else effect
    scope, anyone = await _place_in_run(unit, run, effect.key)
    if scope in asked:
        return None
    if await cards.card(unit, MessageRef(effect.key)) is not None:
        asked.add(scope)
        return effect
    if anyone:  # no question, but buttons under a text, and the run is over
        return evolve(effect, card=Card(effect.card.text))
    over.add(step)
    return None


async def _place_in_run(unit: Unit, run: str, key: str) -> tuple[str, bool]:
    """The step of a run, in its strand, that sent the message, and whether anybody may press what stands on it."""
    kept = await run_store.load(unit, run)
    for scope, state in kept.steps.items() if kept is not None else ():
        if any(sent.message.id == key for sent in state.sent):
            return f"{run} {scope}", state.anyone
    return key, False


def folded(messages: Sequence[Message], head: str) -> Sequence[Message]:
    """The messages with mere texts that follow one another in one, below `head`."""
    found: list[Message] = []
    for message in messages:
        before = found[-1] if found else None
        if before is None or not _may_join(before, message) or _length(before, message) > LONGEST_FOLD:
            found.append(message)
        else:
            found[-1] = _joined(before, message, head)
    return found


def _joined(first: Message, second: Message, head: str) -> Message:
    assert isinstance(first.effect, Post) and isinstance(second.effect, Post)
    before = first.parts or (("", head), (first.effect.key, first.effect.card.text))
    parts = (*before, (second.effect.key, second.effect.card.text))
    post = evolve(first.effect, card=Card(_together([text for _, text in parts])), until=None)
    return Message((*first.records, *second.records), post, parts=parts)


def _may_join(first: Message, second: Message) -> bool:
    return _may_fold(first) and _may_fold(second) and is_wanted(first.effect) == is_wanted(second.effect)


def _may_fold(message: Message) -> bool:
    return isinstance(message.effect, Post) and not message.also and is_plain(message.effect)


def is_wanted(effect: Effect | None) -> bool:
    """Whether whoever gets it asked for it ahead."""
    return isinstance(effect, Post) and effect.wanted


def _length(*messages: Message) -> int:
    return sum(len(one.effect.card.text) for one in messages if isinstance(one.effect, Post))


def _together(texts: Sequence[str]) -> str:
    return "\n\n".join(texts)


def _asks(post: Post) -> bool:
    return any(choice.url is None for choice in post.card.choices)
