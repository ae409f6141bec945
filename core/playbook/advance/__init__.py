"""`advance(run, playbook, cause, now, facts)`: how a run goes on, pure and deterministic."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from attrs import evolve

from ...model.playbook import LocalText, Playbook, Verb, Wait
from ...model.run import MAIN, Run, RunState, StepState, Strand
from ...refs import MessageRef
from ..facts import Facts
from ..views import frozen_value
from .answering import answered, filled, reacted, replied, reply_removed, unreacted
from .causes import (
    Advanced,
    Answered,
    Call,
    CallFailed,
    Cancelled,
    Cause,
    Child,
    ChildEnded,
    EffectFailed,
    FormFilled,
    Given,
    Happened,
    Reacted,
    Replied,
    ReplyRemoved,
    Returned,
    Started,
    TimerRang,
    Unreacted,
)
from .going import CannotGoOn, Going
from .late import called_off, give_up, time_is_up
from .layout import Layout
from .verbs import begin
from .walk import cancel, count_step, current, end_step, fail, leave, pass_by

__all__ = [
    "Advanced",
    "Answered",
    "Call",
    "CallFailed",
    "Cancelled",
    "Cause",
    "Child",
    "ChildEnded",
    "EffectFailed",
    "FormFilled",
    "Given",
    "Happened",
    "Reacted",
    "Replied",
    "ReplyRemoved",
    "Returned",
    "Started",
    "TimerRang",
    "Unreacted",
    "advance",
    "awaited_events",
    "is_anonymous",
    "unreadable",
    "verbs_of",
]


def advance(run: Run, playbook: Playbook, cause: Cause, now: datetime, facts: Facts) -> Advanced:
    """What comes of the cause. The same input gives the same output; a run that is over is left as it is.

    Only what `facts` raises as `Unknown` is raised; whatever else is wrong fails the run, with the reason in it.
    """
    if not run.live:
        return Advanced(run)
    going = Going(run, playbook, now, facts)
    try:
        _take(going, cause)
        _walk(going)
    except (CannotGoOn, ValueError, TypeError, ArithmeticError, RecursionError) as error:
        fail(going, _reason(going, error))
    return going.advanced()


def unreadable(run: Run, now: datetime, facts: Facts) -> Advanced:
    """What comes of a run whose playbook can't be read any more: it fails, and its leader is told."""
    going = Going(run, Playbook(run.playbook, run.version, LocalText.plain(run.playbook), ()), now, facts)
    fail(going, "its playbook can't be read any more")
    return going.advanced()


def awaited_events(run: Run, playbook: Playbook) -> frozenset[str]:
    """The names of the events that the run waits for now."""
    layout = Layout(playbook)
    verbs = [layout.steps[strand.waiting].verb for strand in run.strands if strand.waiting in layout.steps]
    return frozenset(verb.for_ for verb in verbs if isinstance(verb, Wait) and verb.for_)


def is_anonymous(run: Run, message: MessageRef) -> bool:
    """Whether it is a message of a question whose answers nobody may know."""
    asked = (state for state in run.steps.values() if state.anonymous)
    return any(sent.message == message for state in asked for sent in state.sent)


def verbs_of(playbook: Playbook) -> Mapping[str, Verb]:
    """The verb of every step, inner ones included, by the step's id."""
    return {id: step.verb for id, step in Layout(playbook).steps.items()}


def _walk(going: Going) -> None:
    """Let every strand that can go on do so, one after another."""
    while going.runnable:
        id = going.runnable.popleft()
        while (strand := going.strands.get(id)) is not None and strand.waiting is None:
            step = current(going, strand)
            if step is None:
                leave(going, strand)
                continue
            going.doing = step.id
            strand = count_step(going, strand)
            if step.if_ is not None and not going.evaluate(step.if_, strand):
                going.note("passed", step.id)
                pass_by(going, strand)
            else:
                begin(going, strand, step)


# --- causes ---------------------------------------------------------------------------------------------------------


def _take(going: Going, cause: Cause) -> None:
    _reset_counts(going, cause)
    match cause:
        case Started():
            _start(going)
        case TimerRang(key):
            _rang(going, key)
        case Answered():
            answered(going, cause)
        case FormFilled():
            filled(going, cause)
        case Replied():
            replied(going, cause)
        case ReplyRemoved():
            reply_removed(going, cause)
        case Reacted():
            reacted(going, cause)
        case Unreacted():
            unreacted(going, cause)
        case Happened():
            _happened(going, cause)
        case ChildEnded(key, outcome, state):
            _came_back(going, key, outcome=outcome if state is RunState.FINISHED else state.value)
        case Returned(key, result, sent):
            _came_back(going, key, result=frozen_value(result), sent=sent)
        case CallFailed(key, reason):
            if _waiting_for(going, key):
                raise CannotGoOn(reason)
        case EffectFailed():
            _undelivered(going, cause)
        case Cancelled():
            _cancel(going)
        case _:
            assert_never(cause)


def _reset_counts(going: Going, cause: Cause) -> None:
    """Something came from outside: no strand has taken a step yet. What came back at once, or took no time, does not count as such."""
    began: datetime | None = None
    match cause:
        case Returned(key=key) | ChildEnded(key=key):
            found = _waiting_for(going, key)
            began = found[1].began if found is not None else going.now
        case TimerRang(key):
            began = next((state.began for state in going.steps.values() if state.timer == key), going.now)
    if began is not None and began >= going.now:
        return
    for strand in going.strands.values():
        going.strands[strand.id] = evolve(strand, taken=0)


def _start(going: Going) -> None:
    if not going.happenings:
        going.note("started")
        going.strands[MAIN] = Strand(MAIN)
        going.runnable.append(MAIN)


def _rang(going: Going, key: str) -> None:
    for scope, state in going.steps.items():
        strand = going.strands.get(scope.rpartition("/")[0])
        if state.timer == key and strand is not None and strand.waiting == state.id:
            going.steps[scope] = evolve(state, timer=None, due=None)
            step = going.doing_step(state.id)
            if isinstance(step.verb, Wait) and step.verb.for_ is None:
                end_step(going, strand, step)
            else:
                time_is_up(going, strand, step)
            return


def _happened(going: Going, cause: Happened) -> None:
    for strand in list(going.strands.values()):
        step = going.layout.steps.get(strand.waiting or "")
        if strand.id in going.strands and step and isinstance(step.verb, Wait) and step.verb.for_ == cause.event:
            going.change(strand, step, by=cause.person)
            end_step(going, strand, step)


def _cancel(going: Going) -> None:
    """The run ends, also where what it asked can't be said again."""
    try:
        called_off(going)
    except (CannotGoOn, ValueError, TypeError, ArithmeticError):
        going.note("undelivered")
    cancel(going)


def _waiting_for(going: Going, key: str) -> tuple[Strand, StepState] | None:
    """The strand that waits for what was asked for under the key."""
    for strand in going.strands.values():
        state = going.steps.get(f"{strand.id}/{strand.waiting}")
        if strand.waiting is not None and state is not None and state.call == key:
            return strand, state
    return None


def _came_back(going: Going, key: str, **came: object) -> None:
    found = _waiting_for(going, key)
    if found is None:
        return
    strand, state = found
    step = going.doing_step(state.id)
    state = going.change(strand, step, **came)
    chosen = state.outcome if state.outcome is not None else state.result
    end_step(going, strand, step, chosen if isinstance(chosen, str) else None)


def _undelivered(going: Going, cause: EffectFailed) -> None:
    """A message that can't be delivered: in the run's room, or as the only one of a question, it ends the run.

    Where somebody only did not want to be asked, the run goes on as if they had not answered in time.
    """
    for scope, state in list(going.steps.items()):
        sent = next((one for one in state.sent if f"{cause.key}:".startswith(f"{one.message.id}:")), None)
        if sent is None:
            continue
        going.note("undelivered", state.id, cause.reason)
        strand = going.strands.get(scope.rpartition("/")[0])
        waits = strand is not None and strand.waiting == state.id
        left = tuple(one for one in state.sent if one != sent)
        going.steps[scope] = evolve(state, sent=left)
        if cause.unwanted and waits and not left:
            assert strand is not None
            give_up(going, strand, going.doing_step(state.id))
        elif sent.room is not None or (waits and not left):
            raise CannotGoOn(f"step {state.id}: the message could not be delivered: {cause.reason}")
        return


def _reason(going: Going, error: Exception) -> str:
    place = f"step {going.doing}: " if going.doing and not str(error).startswith("step ") else ""
    return f"{place}{error}"
