"""What happens when the time of a step is up: reminders, and what then."""

from __future__ import annotations

from attrs import evolve

from ...model.content import Card, Choice, Markdown
from ...model.playbook import Ask, Form, Goto, Late, Remind, Step, Task
from ...model.run import StepState, Strand
from ...refs import PersonRef
from ..views import answered_by, missing_of, of_one, winner_of
from .address import Target, addressed, say
from .going import CannotGoOn, Going
from .verbs import form_card
from .walk import end_step, finish, go_to, release

MISSING = "missing"
"""The address of a reminder that means each who was asked and has not answered."""


def time_is_up(going: Going, strand: Strand, step: Step) -> None:
    """`within` is over, or the time between two reminders, or that after the last."""
    state, late = going.state(strand, step), step.late
    while isinstance(late, Remind):
        if state.reminded < late.at_most:
            _remind(going, strand, step, late)
            return
        late = late.then
    _give_up(going, strand, step, late)


def give_up(going: Going, strand: Strand, step: Step) -> None:
    """Nobody will answer: what is to be done when the time is up and all reminders are said."""
    late = step.late
    while isinstance(late, Remind):
        late = late.then
    _give_up(going, strand, step, late)


def called_off(going: Going) -> None:
    """Tell everybody who was asked something alone, and has not answered, that it is over."""
    for strand in list(going.strands.values()):
        step = going.layout.steps.get(strand.waiting or "")
        state = going.steps.get(f"{strand.id}/{strand.waiting}")
        question = _question(going, strand, step, state) if step is not None and state is not None else None
        if step is None or state is None or question is None:
            continue
        text = going.facts.text(going.reader.locale, "run-cancelled", question=Markdown(question.text))
        alone = {sent.person for sent in state.sent}
        targets = tuple(Target(person=person) for person in missing_of(state) if person in alone)
        say(going, step, Card(text), targets)


def _give_up(going: Going, strand: Strand, step: Step, late: Late) -> None:
    state = going.state(strand, step)
    winner = None if of_one(state) else winner_of(state)
    if winner is not None and (winner in step.when or late == "skip"):
        end_step(going, strand, step, winner)
        return
    if not (late == "skip" and answered_by(state)):
        going.note("late", step.id)
    if isinstance(late, Goto):
        release(going, strand)
        go_to(going, going.strands[strand.id], late.goto)
    elif late == "end":
        finish(going, "late")
    else:
        end_step(going, strand, step)


def _remind(going: Going, strand: Strand, step: Step, late: Remind) -> None:
    state = going.state(strand, step)
    missing = missing_of(state)
    if late.remind == MISSING:
        targets = tuple(Target(person=person) for person in missing)
    else:
        targets = addressed(going, step, strand, late.remind)
    sent = state.sent
    for target in targets:
        sent += say(going, step, _reminder(going, strand, step, state, target.person, missing), (target,))
    going.note("reminded", step.id)
    scope = f"{strand.id}/{step.id}"
    going.steps[scope] = evolve(going.steps[scope], sent=sent, reminded=state.reminded + 1)
    due = going.after(late.every, strand)
    if due <= going.now:
        raise CannotGoOn("reminders need some time between them")
    going.set_timer(scope, due)


def _reminder(
    going: Going, strand: Strand, step: Step, state: StepState, to: PersonRef | None, missing: tuple[PersonRef, ...]
) -> Card:
    """For somebody who has yet to answer the question once more, to be answered there; for others whom the run waits for."""
    question = _question(going, strand, step, state)
    locale = going.reader.locale
    if question is not None and to in missing:
        text = going.facts.text(locale, "run-reminder", question=Markdown(question.text))
        return evolve(question, text=text)
    shown = Markdown(question.text) if question is not None else step.id
    if state.anonymous or not missing:
        return Card(going.facts.text(locale, "run-still-open", question=shown, count=len(missing)))
    return Card(going.facts.text(locale, "run-waits-for", question=shown, people=missing))


def _question(going: Going, strand: Strand, step: Step, state: StepState) -> Card | None:
    choices = tuple(Choice(id, label) for id, label in state.choices.items())
    match step.verb:
        case Ask(text=text, several=several):
            return Card(going.markdown(text, strand), choices, several=several)
        case Task(text=text):
            return Card(going.markdown(text, strand), choices)
        case Form():
            return form_card(going, strand, step.verb)
    return None
