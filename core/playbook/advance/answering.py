"""What people do with the messages of a run: choose, fill in, reply, react."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from ...model.playbook import Ask, Goto, Post, Step, Stop, Task
from ...model.run import MAIN, Frame, StepState, Strand
from ...refs import MessageRef, PersonRef
from ..views import answered_by, missing_of, of_one, winner_of
from .causes import Answered, FormFilled, Reacted, Replied, ReplyRemoved, Unreacted
from .going import Going
from .layout import block_of
from .verbs import EVERYONE
from .walk import end_step, finish, go_to, release


def answered(going: Going, cause: Answered) -> None:
    """A choice on a card: an answer, or a press of a button. One that is not open to the person changes nothing."""
    for scope, state in _of_message(going, cause.message):
        step = going.layout.steps[state.id]
        chosen = tuple(choice for choice in dict.fromkeys(cause.choices) if choice in state.choices)
        if isinstance(step.verb, Post):
            for choice in chosen:
                _pressed(going, scope, step, choice)
        elif state.ended is None and (state.anyone or cause.person in state.asked):
            if isinstance(step.verb, Ask | Task) and len(chosen) == len(set(cause.choices)):
                _counted(going, scope, step, cause.person, chosen)


# --- answers --------------------------------------------------------------------------------------------------------


def _counted(going: Going, scope: str, step: Step, person: PersonRef, chosen: tuple[str, ...]) -> None:
    state = going.steps[scope]
    several = isinstance(step.verb, Ask) and step.verb.several
    if len(chosen) > 1 and not several:
        chosen = chosen[-1:]
    if state.anonymous:
        changed = _voted(state, person, chosen)
    else:
        others = {one: ids for one, ids in state.answers.items() if one != person}
        changed = evolve(state, answers={**others, person: chosen} if chosen else others)
    if isinstance(step.verb, Task) and chosen:
        changed = evolve(changed, by=person, outcome=chosen[0])
    going.steps[scope] = changed
    _close_if_done(going, scope, step)


def _voted(state: StepState, person: PersonRef, chosen: tuple[str, ...]) -> StepState:
    """An anonymous answer counts once and for all. The voters are sorted: their order says nothing about the counts."""
    if person in state.voters or not chosen:
        return state
    counts = {choice: state.counts.get(choice, 0) + (choice in chosen) for choice in state.choices}
    return evolve(state, voters=tuple(sorted((*state.voters, person))), counts=counts)


def filled(going: Going, cause: FormFilled) -> None:
    """A form was filled in; it may be filled in again while it is open."""
    for scope, state in _of_message(going, cause.message):
        step = going.layout.steps[state.id]
        if state.ended is None and (state.anyone or cause.person in state.asked):
            going.steps[scope] = evolve(state, filled={**state.filled, cause.person: dict(cause.answers)})
            _close_if_done(going, scope, step)


def _close_if_done(going: Going, scope: str, step: Step) -> None:
    """The step is over when enough have answered."""
    state, strand = going.steps[scope], _strand_of(going, scope)
    given = len(answered_by(state))
    if strand is None or strand.waiting != step.id or not given or state.needed is None:
        return
    if missing_of(state) if state.needed == EVERYONE else given < state.needed:
        return
    end_step(going, strand, step, _chosen(state, step))


def _chosen(state: StepState, step: Step) -> str | None:
    """What `when` goes by: the outcome of a task, the answer of the one who was asked, the winner among several."""
    if isinstance(step.verb, Task):
        return state.outcome
    if of_one(state) and not state.anonymous:
        ids = next(iter(state.answers.values()), ())
        return next((choice for choice in state.choices if choice in ids), None)
    return winner_of(state)


# --- buttons --------------------------------------------------------------------------------------------------------


def _pressed(going: Going, scope: str, step: Step, choice: str) -> None:
    if going.happenings[-1].what != "pressed":
        going.note("pressed", step.id)
    owner = _strand_of(going, scope) or going.strands[MAIN]
    match step.when.get(choice):
        case Goto(target):
            release(going, owner)
            go_to(going, going.strands[owner.id], target)
        case Stop():
            finish(going, "done")
        case tuple():
            _begin_aside(going, owner, step, choice)


def _begin_aside(going: Going, owner: Strand, step: Step, choice: str) -> None:
    id = f"{owner.id}.{going.new_key(step.id).rpartition(':')[2]}"
    frames = (Frame(block_of(step.id, choice), 0),)
    going.strands[id] = Strand(id, frames, parent=owner.id, of=step.id, aside=True)
    going.runnable.append(id)


# --- replies and reactions ------------------------------------------------------------------------------------------


def replied(going: Going, cause: Replied) -> None:
    for scope, state in _of_message(going, cause.thread):
        if cause.reply not in state.replies:
            going.steps[scope] = evolve(state, replies=(*state.replies, cause.reply))


def reply_removed(going: Going, cause: ReplyRemoved) -> None:
    for scope, state in list(going.steps.items()):
        if cause.reply in state.replies:
            left = tuple(reply for reply in state.replies if reply != cause.reply)
            going.steps[scope] = evolve(state, replies=left)


def reacted(going: Going, cause: Reacted) -> None:
    for scope, state in _of_message(going, cause.message):
        if (cause.person, cause.emoji) not in state.reactions:
            going.steps[scope] = evolve(state, reactions=(*state.reactions, (cause.person, cause.emoji)))


def unreacted(going: Going, cause: Unreacted) -> None:
    for scope, state in _of_message(going, cause.message):
        left = tuple(one for one in state.reactions if one != (cause.person, cause.emoji))
        going.steps[scope] = evolve(state, reactions=left)


def _of_message(going: Going, message: MessageRef) -> Iterator[tuple[str, StepState]]:
    """The step whose message it is."""
    for scope, state in list(going.steps.items()):
        own = any(sent.message == message for sent in state.sent)
        if own or (state.call is not None and message.id.startswith(f"{state.call}:")):
            yield scope, state
            return


def _strand_of(going: Going, scope: str) -> Strand | None:
    return going.strands.get(scope.rpartition("/")[0])
