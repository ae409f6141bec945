"""What people typed into a form → answers of the right kind, or why not (pure).

Adapters with modals check a submission with it before they acknowledge it, and answer with `reason`; questions in a direct message are
checked the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum

from .model.content import Answer, Field, FieldKind, Form
from .playbook.moments import day_of, time_of_day
from .refs import PersonRef
from .texts import Reader, core_texts
from .values import frozen

PersonOf = Callable[[str], PersonRef | None]
"""Who is meant by a typed name or a native id; None for nobody."""


class Misfit(Enum):
    """Why an answer can't stand. `{limit}` is the bound that was missed."""

    MISSING = "an answer is needed"
    NUMBER = "a number is needed"
    DATE = "a date is needed, like 2026-11-23"
    TIME = "a time of day is needed, like 09:30"
    CHOICE = "one of the choices is needed"
    PERSON = "nobody here is called that"
    AT_LEAST = "at least {limit} is needed"
    AT_MOST = "at most {limit} is allowed"
    SHORTER = "at most {limit} characters are allowed"
    LONGER = "at least {limit} characters are needed"
    EARLIER = "{limit} is the latest date"
    LATER = "{limit} is the earliest date"
    MORE_CHOICES = "at least {limit} choices are needed"
    FEWER_CHOICES = "at most {limit} choices are allowed"
    NOT_BEFORE = "{limit} is the earliest time"
    NOT_AFTER = "{limit} is the latest time"
    MORE_PEOPLE = "at least {limit} people are needed"
    FEWER_PEOPLE = "at most {limit} people are allowed"


@frozen
class Problem(Exception):
    """An answer that does not fit its field."""

    field: str
    misfit: Misfit
    limit: str = ""

    def __str__(self) -> str:
        return self.misfit.value.format(limit=self.limit)


def reason(problem: Problem, locale: str) -> str:
    """Why it can't stand, in plain words for whoever typed it."""
    return str(core_texts().plain(f"misfit-{problem.misfit.name.lower()}", Reader(locale), limit=problem.limit))


def answers(
    form: Form, typed: Mapping[str, Sequence[str]], person_of: PersonOf
) -> tuple[dict[str, Answer], tuple[Problem, ...]]:
    """The answer to every field of the form, None where left empty; and what does not fit, in the order of the fields."""
    found: dict[str, Answer] = {}
    problems: list[Problem] = []
    for field in form.fields:
        try:
            found[field.id] = answer(field, typed.get(field.id, ()), person_of)
        except Problem as problem:
            problems.append(problem)
    return found, tuple(problems)


def answer(field: Field, typed: Sequence[str], person_of: PersonOf) -> Answer:
    """What was typed as the field's kind of answer: None for nothing. A choice is told by id or label. Raises Problem."""
    given = [text.strip() for text in typed if text.strip()]
    if not given:
        if field.required:
            raise Problem(field.id, Misfit.MISSING)
        return None
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            return _text(field, given[0])
        case FieldKind.NUMBER:
            return _number(field, given[0])
        case FieldKind.DATE:
            return _date(field, given[0])
        case FieldKind.TIME:
            return _time(field, given[0])
        case FieldKind.SELECT:
            return _choice(field, given[0])
        case FieldKind.MANY:
            return _choices(field, given)
        case FieldKind.PEOPLE:
            return _people(field, given, person_of)


def _text(field: Field, text: str) -> str:
    if field.maximum is not None and len(text) > int(field.maximum):
        raise Problem(field.id, Misfit.SHORTER, field.maximum)
    if field.minimum is not None and len(text) < int(field.minimum):
        raise Problem(field.id, Misfit.LONGER, field.minimum)
    return text


def _number(field: Field, text: str) -> int | float:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise Problem(field.id, Misfit.NUMBER) from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        raise Problem(field.id, Misfit.NUMBER)
    if field.minimum is not None and value < Decimal(field.minimum):
        raise Problem(field.id, Misfit.AT_LEAST, field.minimum)
    if field.maximum is not None and value > Decimal(field.maximum):
        raise Problem(field.id, Misfit.AT_MOST, field.maximum)
    return int(value) if value == value.to_integral_value() else float(value)


def _date(field: Field, text: str) -> date:
    try:
        value = day_of(text)
    except ValueError:
        raise Problem(field.id, Misfit.DATE) from None
    if field.minimum is not None and value < date.fromisoformat(field.minimum):
        raise Problem(field.id, Misfit.LATER, field.minimum)
    if field.maximum is not None and value > date.fromisoformat(field.maximum):
        raise Problem(field.id, Misfit.EARLIER, field.maximum)
    return value


def _time(field: Field, text: str) -> str:
    value = time_of_day(text)
    if value is None:
        raise Problem(field.id, Misfit.TIME)
    if field.minimum is not None and value < field.minimum:
        raise Problem(field.id, Misfit.NOT_BEFORE, field.minimum)
    if field.maximum is not None and value > field.maximum:
        raise Problem(field.id, Misfit.NOT_AFTER, field.maximum)
    return value


def _choices(field: Field, given: Sequence[str]) -> tuple[str, ...]:
    """The ids of all that were chosen, in the order of the field; typed, they stand between commas."""
    names = [name.strip() for text in given for name in _apart(field, text)]
    found = {_choice(field, name) for name in names if name}
    if field.minimum is not None and len(found) < int(field.minimum):
        raise Problem(field.id, Misfit.MORE_CHOICES, field.minimum)
    if field.maximum is not None and len(found) > int(field.maximum):
        raise Problem(field.id, Misfit.FEWER_CHOICES, field.maximum)
    return tuple(choice.id for choice in field.choices if choice.id in found)


def _apart(field: Field, text: str) -> Sequence[str]:
    """What was typed, choice by choice; an id or a label with a comma in it stays whole."""
    whole = {name for choice in field.choices for name in (choice.id, choice.label)}
    return (text,) if text in whole else text.split(",")


def _choice(field: Field, text: str) -> str:
    by_id = {choice.id: choice.id for choice in field.choices}
    by_label = {choice.label.casefold(): choice.id for choice in field.choices}
    if (found := by_id.get(text) or by_label.get(text.casefold())) is not None:
        return found
    if text.isdecimal() and 1 <= int(text) <= len(field.choices):
        return field.choices[int(text) - 1].id
    raise Problem(field.id, Misfit.CHOICE)


def _people(field: Field, given: Sequence[str], person_of: PersonOf) -> tuple[PersonRef, ...]:
    names = [name for text in given for name in re.split(r"[,\s]+", text) if name]
    found = dict.fromkeys(person_of(name) for name in names)
    people = tuple(person for person in found if person is not None)
    if len(people) < len(found):
        raise Problem(field.id, Misfit.PERSON)
    if field.minimum is not None and len(people) < int(field.minimum):
        raise Problem(field.id, Misfit.MORE_PEOPLE, field.minimum)
    if field.maximum is not None and len(people) > int(field.maximum):
        raise Problem(field.id, Misfit.FEWER_PEOPLE, field.maximum)
    return people
