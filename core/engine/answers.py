"""Whether an answer fits a field of a form, and what a typed one means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from attrs import frozen

from ..model.content import MENTION, Answer, Field, FieldKind, Form
from ..refs import PersonRef
from .arguments import Lookup, split_word

_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")


@frozen
class Unfit(Exception):
    """An answer that does not fit. `reason` is the id of a text of the core, with its arguments."""

    reason: str
    arguments: Mapping[str, object]


def check_answers(form: Form, answers: Mapping[str, Answer]) -> None:
    """Raises Unfit for the first field, in the order of the form, whose answer does not fit; `label` is among the arguments."""
    for field in form.fields:
        check_answer(field, answers.get(field.id))


def check_answer(field: Field, answer: Answer) -> None:
    """Raises Unfit where the answer does not fit the field. None and nothing are no answer."""
    if answer is None or answer == "" or answer == ():
        if field.required:
            raise _unfit(field, "unfit-empty")
        return
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            _bounds(field, len(str(answer)), "length")
        case FieldKind.NUMBER if isinstance(answer, (int, float)):
            _bounds(field, answer, "number")
        case FieldKind.DATE if isinstance(answer, date):
            _date_bounds(field, answer)
        case FieldKind.SELECT if answer in [choice.id for choice in field.choices]:
            return
        case FieldKind.PEOPLE if isinstance(answer, tuple):
            _bounds(field, len(answer), "people")
        case _:
            raise _unfit(field, f"unfit-{field.kind.value}")


def _bounds(field: Field, value: float, what: str) -> None:
    if field.minimum is not None and value < float(field.minimum):
        raise _unfit(field, f"unfit-{what}-low", limit=_number(field.minimum))
    if field.maximum is not None and value > float(field.maximum):
        raise _unfit(field, f"unfit-{what}-high", limit=_number(field.maximum))


def _date_bounds(field: Field, value: date) -> None:
    if field.minimum is not None and value < (first := date.fromisoformat(field.minimum)):
        raise _unfit(field, "unfit-date-low", limit=first)
    if field.maximum is not None and value > (last := date.fromisoformat(field.maximum)):
        raise _unfit(field, "unfit-date-high", limit=last)


def _unfit(field: Field, reason: str, **arguments: object) -> Unfit:
    return Unfit(reason, {"label": field.label, **arguments})


async def read_answer(field: Field, typed: str, lookup: Lookup) -> Answer:
    """What somebody means who typed this for the field. Raises Unfit."""
    answer = await _meant(field, typed.strip(), lookup)
    check_answer(field, answer)
    return answer


async def _meant(field: Field, typed: str, lookup: Lookup) -> Answer:
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            return typed
        case FieldKind.NUMBER:
            return _typed_number(field, typed)
        case FieldKind.DATE:
            return _typed_date(field, typed)
        case FieldKind.SELECT:
            return _typed_choice(field, typed)
        case FieldKind.PEOPLE:
            return await _typed_people(field, typed, lookup)


def _typed_number(field: Field, typed: str) -> int | float:
    try:
        return _number(typed.replace(",", "."))
    except ValueError as error:
        raise _unfit(field, "unfit-number") from error


def _number(text: str) -> int | float:
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is no number that one can count with")
    return int(value) if value.is_integer() else value


def _typed_date(field: Field, typed: str) -> date:
    try:
        if found := _DATE.match(typed):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(typed)
    except ValueError as error:
        raise _unfit(field, "unfit-date") from error


def _typed_choice(field: Field, typed: str) -> str:
    if typed.isdecimal() and typed.isascii() and 1 <= int(typed) <= len(field.choices):
        return field.choices[int(typed) - 1].id
    for choice in field.choices:
        if typed.casefold() in (choice.id.casefold(), choice.label.strip().casefold()):
            return choice.id
    raise _unfit(field, "unfit-select")


async def _typed_people(field: Field, typed: str, lookup: Lookup) -> tuple[PersonRef, ...]:
    found, left = list[PersonRef](), typed.replace(",", " ")
    while left:
        word, left = split_word(left)
        mentioned = MENTION.fullmatch(word)
        person = PersonRef(mentioned[1]) if mentioned else await lookup.person(word.removeprefix("@"))
        if person is None:
            raise _unfit(field, "unfit-people", found=word)
        found.append(person)
    return tuple(dict.fromkeys(found))
