"""What each verb does when its step begins. A step that goes on waiting is marked so; all others are over at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import assert_never

from attrs import evolve

from ...links import closed_address, is_address
from ...model.content import Card, Choice, Field, Markdown
from ...model.content import Form as ContentForm
from ...model.playbook import (
    Argument,
    Ask,
    Call,
    Each,
    End,
    Form,
    FormField,
    LocalText,
    PluginVerb,
    Post,
    RunPlaybook,
    Set,
    Step,
    Task,
    Wait,
)
from ...model.run import Frame, Strand
from ...refs import PersonRef, RoomRef
from ..local_time import LocalTimeError, local_to_utc, parse_local
from ..schedule import Schedule, next_after
from ..views import frozen_value
from . import causes
from .address import Target, addressed, say, under
from .going import CannotGoOn, Going
from .layout import block_of
from .walk import end_step, enter, finish, wait_at

MOST_TURNS = 1_000
"""Things an `each` may go over."""
EVERYONE = 0
"""`StepState.needed` where everyone who was asked has to answer."""


def begin(going: Going, strand: Strand, step: Step) -> None:
    """Let the step do what its verb says."""
    enter(going, strand, step)
    match step.verb:
        case Post():
            _post(going, strand, step, step.verb)
        case Ask():
            _ask(going, strand, step, step.verb)
        case Form():
            _form(going, strand, step, step.verb)
        case Task():
            _task(going, strand, step, step.verb)
        case Wait():
            _wait(going, strand, step, step.verb)
        case Each():
            _each(going, strand, step, step.verb)
        case Set():
            _set(going, strand, step, step.verb)
        case RunPlaybook():
            _run(going, strand, step, step.verb)
        case Call():
            _call(going, strand, step, step.verb.action, step.verb.arguments)
        case PluginVerb():
            _call(going, strand, step, step.verb.name, step.verb.arguments)
        case End():
            finish(going, going.words(step.verb.outcome, strand) or "done")
        case _:
            assert_never(step.verb)


def _post(going: Going, strand: Strand, step: Step, verb: Post) -> None:
    targets = under(going, strand, verb.thread) if verb.thread else addressed(going, step, strand, step.to)
    choices = tuple(
        Choice(id, going.words(button.label, strand), url=_address(going, strand, button.url))
        for id, button in verb.buttons.items()
    )
    text = going.markdown(verb.text, strand)
    if not text and not choices:
        targets = ()
    sent = say(going, step, Card(text, choices), targets, pin=verb.pin)
    _note_nobody(going, step, targets)
    labels = {choice.id: choice.label for choice in choices if choice.url is None}
    going.change(strand, step, sent=sent, choices=labels, anyone=True)
    end_step(going, strand, step)


def _address(going: Going, strand: Strand, url: str | None) -> str | None:
    """Where a button leads. A template may hold what a member typed: it must be an address, and end where it is said to end."""
    if url is None:
        return None
    found = going.token(url, strand).strip()
    if not is_address(found):
        raise CannotGoOn(f"a button can't lead to {found[:60]!r}: that is no address with https://, http:// or mailto:")
    return closed_address(found)


def _ask(going: Going, strand: Strand, step: Step, verb: Ask) -> None:
    targets = addressed(going, step, strand, step.to, asking=True)
    choices = _choices(going, strand, verb.choices)
    card = Card(going.markdown(verb.text, strand), choices, several=verb.several, poll=not verb.anonymous)
    asked, anyone = _asked(going, targets)
    going.change(
        strand,
        step,
        sent=say(going, step, card, targets),
        asked=asked,
        anyone=anyone,
        choices={choice.id: choice.label for choice in choices},
        anonymous=verb.anonymous,
        needed=_needed(going, strand, step, verb, single=len(asked) == 1 and not anyone),
    )
    _await_answers(going, strand, step, targets)


def _needed(going: Going, strand: Strand, step: Step, verb: Ask, single: bool) -> int | None:
    """How many answers close the question; None where only its time does."""
    if verb.until is None:
        return 1 if single and not (verb.several and step.within) else None
    match going.token(verb.until, strand):
        case "first":
            return 1
        case "everyone":
            return EVERYONE
        case number if number.isdecimal() and int(number) > 0:
            return int(number)
        case other:
            raise CannotGoOn(f"until is first, everyone or a number of answers, not {other!r}")


def _asked(going: Going, targets: Sequence[Target]) -> tuple[tuple[PersonRef, ...], bool]:
    """Who is addressed, and whether anybody who sees the card may answer."""
    people = tuple(target.person for target in targets if target.person is not None)
    if any(target.person is None for target in targets):
        return (going.facts.members(going.run.group) if going.run.group else people), True
    return people, False


def _await_answers(going: Going, strand: Strand, step: Step, targets: Sequence[Target]) -> None:
    state = going.state(strand, step)
    if not targets or (state.needed == EVERYONE and not state.asked):
        _note_nobody(going, step, targets)
        end_step(going, strand, step)
        return
    going.note("asked", step.id)
    _hold(going, strand, step)


def _hold(going: Going, strand: Strand, step: Step) -> None:
    """Wait at the step, for as long as `within` says."""
    wait_at(going, strand, step)
    if step.within is not None:
        going.set_timer(f"{strand.id}/{step.id}", going.after(step.within, strand))


def _note_nobody(going: Going, step: Step, targets: Sequence[Target]) -> None:
    if not targets:
        going.note("nobody", step.id)


def _choices(going: Going, strand: Strand, choices: Mapping[str, LocalText]) -> tuple[Choice, ...]:
    return tuple(Choice(id, going.words(label, strand)) for id, label in choices.items())


def _form(going: Going, strand: Strand, step: Step, verb: Form) -> None:
    targets = addressed(going, step, strand, step.to, asking=True)
    asked, anyone = _asked(going, targets)
    sent = say(going, step, form_card(going, strand, verb), targets)
    going.change(strand, step, sent=sent, asked=asked, anyone=anyone, needed=None if anyone else EVERYONE)
    _await_answers(going, strand, step, targets)


def form_card(going: Going, strand: Strand, verb: Form) -> Card:
    """The card that invites to fill in the form."""
    title, text = going.words(verb.title, strand), going.markdown(verb.text, strand) if verb.text else ""
    fields = tuple(_field(going, strand, id, one) for id, one in verb.fields.items())
    return Card(text or going.markdown(verb.title, strand), form=ContentForm(title, fields, text))


def _field(going: Going, strand: Strand, id: str, field: FormField) -> Field:
    label = going.words(field.label, strand) if field.label else id
    least, most = (None if bound is None else going.token(bound, strand) for bound in (field.min, field.max))
    choices = _choices(going, strand, field.choices)
    return Field(id, field.type, label, field.required, least, most, choices)


def _task(going: Going, strand: Strand, step: Step, verb: Task) -> None:
    people = tuple(one for one in addressed(going, step, strand, verb.for_, asking=True) if one.person is not None)
    asked = tuple(one.person for one in people if one.person is not None)
    targets = people if step.to is None or not people else addressed(going, step, strand, step.to)
    text = going.markdown(verb.text, strand)
    if any(target.person is None for target in targets):
        text = going.facts.text(going.reader.locale, "run-task", people=asked, task=Markdown(text))
    choices = _choices(going, strand, verb.choices) if verb.choices else _done_or_skip(going)
    going.change(
        strand,
        step,
        sent=say(going, step, Card(text, choices), targets),
        asked=asked,
        choices={choice.id: choice.label for choice in choices},
        needed=1,
    )
    _await_answers(going, strand, step, targets)


def _done_or_skip(going: Going) -> tuple[Choice, ...]:
    return tuple(Choice(id, going.facts.text(going.reader.locale, f"run-{id}")) for id in ("done", "skip"))


# --- waiting --------------------------------------------------------------------------------------------------------


def _wait(going: Going, strand: Strand, step: Step, verb: Wait) -> None:
    if verb.for_ is not None:
        _hold(going, strand, step)
        return
    due = going.after(verb.duration, strand) if verb.duration is not None else _until(going, strand, verb.until or "")
    if due <= going.now:
        end_step(going, strand, step)
        return
    wait_at(going, strand, step)
    going.set_timer(f"{strand.id}/{step.id}", due, spans=verb.duration is not None)


def _until(going: Going, strand: Strand, until: str) -> datetime:
    """The instant that words, cron, a local date-time, or an expression of these mean."""
    value: object = going.value(until, strand)
    if value == until and (instant := _instant(going, until)) is not None:
        return instant
    if value == until:
        value = going.evaluate(until, strand)
    instant = _instant(going, value)
    if instant is None:
        raise CannotGoOn(f"{value!r} is not a time to wait until")
    return instant


def _instant(going: Going, value: object) -> datetime | None:
    zone = going.reader.tzinfo
    match value:
        case datetime():
            return value if value.tzinfo else local_to_utc(value, zone)
        case date():
            return local_to_utc(datetime.combine(value, time()), zone)
        case str():
            return _instant_of_text(going, value)
    return None


def _instant_of_text(going: Going, text: str) -> datetime | None:
    zone = going.reader.tzinfo
    try:
        return local_to_utc(parse_local(text), zone)
    except LocalTimeError:
        pass
    try:
        return next_after(Schedule.parse(text), zone, going.now)
    except ValueError:
        pass
    try:
        return _instant(going, datetime.fromisoformat(text))
    except ValueError:
        return None


# --- the others -----------------------------------------------------------------------------------------------------


def _each(going: Going, strand: Strand, step: Step, verb: Each) -> None:
    items = going.evaluate(verb.in_, strand)
    if isinstance(items, str) or not isinstance(items, Sequence | Mapping):
        raise CannotGoOn(f"`in` needs a list, not {type(items).__name__}")
    if len(items) > MOST_TURNS:
        raise CannotGoOn(f"`each` over {len(items):,} things is too long; {MOST_TURNS:,} may be")
    if not items:
        end_step(going, strand, step)
        return
    wait_at(going, strand, step)
    visit = going.state(strand, step).visit
    for turn, item in enumerate(items):
        id = f"{strand.id}.{step.id}#{visit}.{turn}"
        names = {verb.as_: frozen_value(item)}
        going.strands[id] = Strand(
            id, (Frame(block_of(step.id), 0),), parent=strand.id, of=step.id, names=names, taken=strand.taken
        )
        going.runnable.append(id)


def _set(going: Going, strand: Strand, step: Step, verb: Set) -> None:
    for name, expression in verb.values.items():
        value = frozen_value(going.evaluate(expression, strand))
        going.run = evolve(going.run, variables={**going.run.variables, name: value})
    end_step(going, strand, step)


def _run(going: Going, strand: Strand, step: Step, verb: RunPlaybook) -> None:
    params = {name: _param(going, strand, value) for name, value in verb.with_.items()}
    key = going.new_key(step.id)
    going.children.append(causes.Child(key, going.token(verb.playbook, strand), params, verb.detach))
    going.change(strand, step, call=key)
    if verb.detach:
        end_step(going, strand, step)
    else:
        _hold(going, strand, step)


def _param(going: Going, strand: Strand, value: object) -> object:
    if isinstance(value, str | LocalText):
        return causes.Given(going.argument(value, strand), going.markdown(value, strand))
    return tuple(_param(going, strand, item) for item in value) if isinstance(value, tuple | list) else value


def _call(going: Going, strand: Strand, step: Step, action: str, arguments: Mapping[str, Argument]) -> None:
    targets = addressed(going, step, strand, step.to)
    given = {name: _given(going, strand, value) for name, value in arguments.items()}
    key = going.new_key(step.id)
    where: list[RoomRef | PersonRef] = [target.to for target in targets]
    quietly = next((target.person for target in targets if target.person is not None), None) if step.quietly else None
    thread = next((target.thread for target in targets), None)
    going.calls.append(causes.Call(key, step.id, action, given, tuple(where), thread, quietly))
    going.change(strand, step, call=key, sent=())
    _hold(going, strand, step)


def _given(going: Going, strand: Strand, argument: Argument) -> object:
    """An argument, filled in: a text that people read as Markdown, lists and maps in their shape."""
    match argument:
        case str():
            return going.argument(argument, strand)
        case LocalText():
            return Markdown(going.markdown(argument, strand))
        case tuple():
            return tuple(_given(going, strand, item) for item in argument)
        case _:
            return {key: _given(going, strand, item) for key, item in argument.items()}
