"""How strands walk: from step to step, into lists and out of them, to another step, to the end."""

from __future__ import annotations

from attrs import evolve

from ...model.content import Card
from ...model.effect import CancelTimer, Post
from ...model.playbook import Answered as Branch
from ...model.playbook import Goto, Step, Stop
from ...model.run import Frame, RunState, StepState, Strand
from .going import CannotGoOn, Going
from .layout import block_of

MOST_STEPS = 1_000
"""Steps that a strand may take without waiting for something outside."""
MOST_STEPS_TOGETHER = 20_000
"""Steps that all strands together may take in one advancing."""


def current(going: Going, strand: Strand) -> Step | None:
    """The step at which the strand stands; None behind the last one of its list."""
    return going.layout.at(strand.frames[-1])


def enter(going: Going, strand: Strand, step: Step) -> StepState:
    """The step begins: what it came to before is forgotten."""
    scope = f"{strand.id}/{step.id}"
    before = going.steps.get(scope)
    going.steps[scope] = StepState(id=step.id, visit=before.visit + 1 if before else 1, began=going.now)
    going.note("began", step.id)
    return going.steps[scope]


def count_step(going: Going, strand: Strand) -> Strand:
    """The strand takes one step more. Raises CannotGoOn where it took too many."""
    strand = evolve(strand, taken=strand.taken + 1)
    going.strands[strand.id] = strand
    going.taken += 1
    if strand.taken > MOST_STEPS or going.taken > MOST_STEPS_TOGETHER:
        raise CannotGoOn(f"it took more than {MOST_STEPS:,} steps without waiting")
    return strand


def wait_at(going: Going, strand: Strand, step: Step) -> None:
    """The strand stands still at the step until something comes."""
    going.strands[strand.id] = evolve(strand, waiting=step.id)


def pass_by(going: Going, strand: Strand) -> None:
    """On to the next step of the list."""
    *outer, last = strand.frames
    frames = (*outer, evolve(last, index=last.index + 1))
    going.strands[strand.id] = evolve(strand, frames=frames, waiting=None)


def leave(going: Going, strand: Strand) -> None:
    """The innermost list is through: on behind the step that contains it, or the strand is at its end."""
    if len(strand.frames) == 1:
        end_strand(going, strand)
        return
    strand = evolve(strand, frames=strand.frames[:-1])
    going.strands[strand.id] = strand
    step = current(going, strand)
    assert step is not None
    go_behind(going, strand, step)


def end_step(going: Going, strand: Strand, step: Step, chosen: str | None = None) -> None:
    """The step is over: on with what `when` says for the choice, else behind it."""
    scope = f"{strand.id}/{step.id}"
    going.drop_timer(scope)
    going.steps[scope] = evolve(going.steps[scope], ended=going.now)
    going.note("ended", step.id)
    strand = evolve(going.strands[strand.id], waiting=None)
    going.strands[strand.id] = strand
    going.runnable.append(strand.id)
    branch = step.when.get(chosen) if chosen is not None else None
    if branch is None:
        go_behind(going, strand, step)
    else:
        follow(going, strand, branch, block_of(step.id, chosen))


def follow(going: Going, strand: Strand, branch: Branch, block: str) -> None:
    """Do what stands behind a choice."""
    match branch:
        case Goto(target):
            go_to(going, strand, target)
        case Stop():
            finish(going, "done")
        case _:
            going.strands[strand.id] = evolve(strand, frames=(*strand.frames, Frame(block, 0)))


def go_behind(going: Going, strand: Strand, step: Step) -> None:
    """Where to go on after the step."""
    match step.goto:
        case Goto(target):
            go_to(going, strand, target)
        case Stop():
            finish(going, "done")
        case None:
            pass_by(going, strand)


def go_to(going: Going, strand: Strand, target: str) -> None:
    """On at the step of this id. One that does not stand in the strand's own lists is where its parent then goes on."""
    if target not in going.layout.steps:
        raise CannotGoOn(f"there is no step {target!r} to go to")
    path = going.layout.path(target)
    base = next((at for at, frame in enumerate(path) if frame.block == strand.frames[0].block), None)
    if base is not None:
        going.strands[strand.id] = evolve(strand, frames=path[base:], waiting=None)
        going.runnable.append(strand.id)
        return
    parent = going.strands[strand.parent] if strand.parent else going.strands["0"]
    if strand.aside:
        drop(going, strand)
    release(going, parent)
    go_to(going, going.strands[parent.id], target)


def release(going: Going, strand: Strand) -> None:
    """The strand no longer waits for what it waited for."""
    if strand.waiting is not None:
        scope = f"{strand.id}/{strand.waiting}"
        going.drop_timer(scope)
        going.steps[scope] = evolve(going.steps[scope], ended=going.now)
        for child in list(going.strands.values()):
            if child.parent == strand.id and child.of == strand.waiting and not child.aside:
                drop(going, child)
    going.strands[strand.id] = evolve(going.strands[strand.id], waiting=None)


def drop(going: Going, strand: Strand) -> None:
    """The strand is no more, and what hangs on it neither."""
    if strand.id not in going.strands:
        return
    for child in list(going.strands.values()):
        if child.parent == strand.id:
            drop(going, child)
    if strand.waiting is not None:
        going.drop_timer(f"{strand.id}/{strand.waiting}")
    del going.strands[strand.id]
    hand_over(going, strand)


def hand_over(going: Going, strand: Strand) -> None:
    """What the strand's steps came to is seen by its parent from now on; of strands side by side, the last one's."""
    for scope in [scope for scope in going.steps if scope.startswith(f"{strand.id}/")]:
        state = going.steps.pop(scope)
        if strand.parent is not None and state.id != strand.of:
            going.steps[f"{strand.parent}/{state.id}"] = state


def end_strand(going: Going, strand: Strand) -> None:
    """The strand is through with its steps."""
    if strand.parent is None:
        finish(going, "done")
        return
    for child in list(going.strands.values()):
        if child.parent == strand.id:
            going.strands[child.id] = evolve(child, parent=strand.parent)
    del going.strands[strand.id]
    hand_over(going, strand)
    beside = (one for one in going.strands.values() if one.parent == strand.parent and one.of == strand.of)
    if strand.aside or any(not one.aside for one in beside):
        return
    parent = going.strands[strand.parent]
    end_step(going, parent, going.layout.steps[strand.of])


# --- ends -----------------------------------------------------------------------------------------------------------


def finish(going: Going, outcome: str) -> None:
    """The run is over as it should be."""
    _end(going, RunState.FINISHED, outcome=outcome)
    going.note("finished", detail=outcome)


def fail(going: Going, reason: str) -> None:
    """The run can't go on: its leader is told, once."""
    _end(going, RunState.FAILED, reason=reason)
    going.note("failed", detail=reason)
    leader = going.leader
    if leader is not None:
        title = going.playbook.title.in_(going.reader.locale) or going.playbook.id
        text = going.facts.text(going.reader.locale, "run-failed", playbook=title, run=going.run.id, reason=reason)
        going.effects.append(Post(key=going.new_key("failed"), to=leader, card=Card(text)))


def cancel(going: Going) -> None:
    """The run is ended by somebody."""
    _end(going, RunState.CANCELLED)
    going.note("cancelled")


def _end(going: Going, state: RunState, outcome: str | None = None, reason: str | None = None) -> None:
    for scope, step in going.steps.items():
        if step.timer is not None:
            going.effects.append(CancelTimer(key=going.new_key(step.id), timer=step.timer))
            going.steps[scope] = evolve(step, timer=None, due=None)
    going.strands.clear()
    going.runnable.clear()
    going.run = evolve(going.run, state=state, outcome=outcome, reason=reason, ended=going.now)
