"""Parameters of playbooks: what was written, as a value of the parameter's type.

| type | value |
|---|---|
| text, choice | str |
| int, number, bool | int, float, bool |
| duration | `Duration` |
| schedule | str, as it was written: known to be words or cron that come |
| zone | `ZoneInfo` |
| person, people | `PersonRef`, tuple of them |
| group | `GroupRef` |
| role, deck, playbook | str, an id |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from math import isinf
from zoneinfo import ZoneInfo

from ..model.playbook import Param, ParamType
from ..nearest import nearest
from ..refs import SEPARATOR, GroupRef, PersonRef
from .duration import Duration
from .local_time import zone_named
from .schedule import Schedule
from .verbs import Known

Value = str | int | float | bool | Duration | ZoneInfo | PersonRef | GroupRef | tuple[PersonRef, ...]

_INTEGER = re.compile(r"[-+]?[0-9]+(_[0-9]+)*")
_NUMBER = re.compile(r"[-+]?([0-9]+(_[0-9]+)*(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_BOOLS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_MOST_DIGITS = 18


class ParamError(ValueError):
    """What was written is no value of the parameter's type. `nearest` is the right word it resembles, if any."""

    def __init__(self, message: str, nearest: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.nearest = nearest


def parse_param(param: Param, value: str | tuple[str, ...], known: Known | None = None) -> Value:
    """The value of a parameter from what was written: a text, for `people` also a list of texts. Raises `ParamError`.

    Names of people, groups, roles, decks and playbooks are looked up in `known`, as far as it knows which there are.
    """
    if param.type is ParamType.PEOPLE:
        names = (value,) if isinstance(value, str) else value
        people = tuple(_person(name, known or Known()) for name in names)
        _mind_bounds(param, len(people), "people")
        return people
    if not isinstance(value, str):
        raise ParamError(f"must be {_EXPECTED[param.type]}, not a list")
    parsed = _PARSERS[param.type](param, value.strip() if param.type is not ParamType.TEXT else value, known or Known())
    if isinstance(parsed, Duration):
        _mind_span(param, parsed)
    elif isinstance(parsed, int | float) and not isinstance(parsed, bool):
        _mind_bounds(param, parsed, "")
    elif param.type is ParamType.TEXT:
        _mind_bounds(param, len(value), "characters")
    return parsed


def parse_arguments(
    params: Mapping[str, Param], given: Mapping[str, str | tuple[str, ...]], known: Known | None = None
) -> dict[str, Value]:
    """The values of all parameters of a playbook, by name: what is given, else the default. Raises `ParamError` for the first wrong one."""
    values: dict[str, Value] = {}
    for name in given:
        if name not in params:
            raise ParamError(f"unknown parameter '{name}'", nearest(name, params))
    for name, param in params.items():
        written = given.get(name, param.default)
        if written is None:
            raise ParamError(f"'{name}' is missing: it has no default")
        try:
            values[name] = parse_param(param, written, known)
        except ParamError as error:
            raise ParamError(f"'{name}' {error.message}", error.nearest) from error
    return values


def whole_number(text: str) -> int:
    """`12`, `-3` or `1_000`. Raises `ParamError`."""
    if not _INTEGER.fullmatch(text) or len(text) > _MOST_DIGITS:
        raise ParamError(f"must be a whole number, not '{_shown(text)}'")
    return int(text)


def any_number(text: str) -> int | float:
    """A number with or without a point: `2.5`, `1_000`. One that is whole prints without a point. Raises `ParamError`."""
    if not _NUMBER.fullmatch(text) or len(text) > 2 * _MOST_DIGITS or isinf(float(text)):
        raise ParamError(f"must be a number, not '{_shown(text)}'")
    return int(text) if _INTEGER.fullmatch(text) else float(text)


def true_or_false(text: str) -> bool:
    """`true`, `yes` and `on`, or `false`, `no` and `off`. Raises `ParamError`."""
    if text.lower() not in _BOOLS:
        raise ParamError(f"must be true or false, not '{_shown(text)}'", nearest(text, ("true", "false")))
    return _BOOLS[text.lower()]


def _shown(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _timed(parse: Callable[[str], Value]) -> Callable[[Param, str, Known], Value]:
    def parsed(param: Param, text: str, known: Known) -> Value:
        try:
            return parse(text)
        except ValueError as error:
            raise ParamError(str(error), getattr(error, "nearest", None)) from error

    return parsed


def _schedule(text: str) -> str:
    return Schedule.parse(text).text


def _one_of(what: str, text: str, known: Collection[str] | None) -> str:
    if not text:
        raise ParamError(f"must be {what}, not empty")
    if known is not None and text not in known:
        raise ParamError(f"unknown {what.split()[-1]} '{_shown(text)}'", nearest(text, known))
    return text


def _person(text: str, known: Known) -> PersonRef:
    word = text.strip().removeprefix("person:")
    return PersonRef(_one_of("a person", word, None if SEPARATOR in word else known.people))


def _choice(param: Param, text: str, known: Known) -> str:
    if text not in param.choices:
        listed = ", ".join(param.choices)
        raise ParamError(f"must be one of {listed}, not '{_shown(text)}'", nearest(text, param.choices))
    return text


_EXPECTED: Mapping[ParamType, str] = {
    ParamType.TEXT: "a text",
    ParamType.INT: "a whole number",
    ParamType.NUMBER: "a number",
    ParamType.BOOL: "true or false",
    ParamType.DURATION: "a duration",
    ParamType.SCHEDULE: "a schedule",
    ParamType.ZONE: "a zone",
    ParamType.PERSON: "a person",
    ParamType.GROUP: "a group",
    ParamType.ROLE: "a role",
    ParamType.DECK: "the id of a deck",
    ParamType.PLAYBOOK: "the id of a playbook",
    ParamType.CHOICE: "one of its choices",
}

_PARSERS: Mapping[ParamType, Callable[[Param, str, Known], Value]] = {
    ParamType.TEXT: lambda param, text, known: text,
    ParamType.INT: lambda param, text, known: whole_number(text),
    ParamType.NUMBER: lambda param, text, known: any_number(text),
    ParamType.BOOL: lambda param, text, known: true_or_false(text),
    ParamType.DURATION: _timed(Duration.parse),
    ParamType.SCHEDULE: _timed(_schedule),
    ParamType.ZONE: _timed(zone_named),
    ParamType.PERSON: lambda param, text, known: _person(text, known),
    ParamType.GROUP: lambda param, text, known: GroupRef(_one_of("a group", text, known.groups)),
    ParamType.ROLE: lambda param, text, known: _one_of("a role", text.removeprefix("role:"), known.roles),
    ParamType.DECK: lambda param, text, known: _one_of("the id of a deck", text, known.decks),
    ParamType.PLAYBOOK: lambda param, text, known: _one_of("the id of a playbook", text, known.playbooks),
    ParamType.CHOICE: _choice,
}


def _mind_bounds(param: Param, found: float, of: str) -> None:
    shown = f"{found} {of}".strip()
    if param.min is not None and found < any_number(param.min):
        raise ParamError(f"must be at least {param.min}, not {shown}")
    if param.max is not None and found > any_number(param.max):
        raise ParamError(f"must be at most {param.max}, not {shown}")


def _mind_span(param: Param, found: Duration) -> None:
    if param.min is not None and found.nominal < Duration.parse(param.min).nominal:
        raise ParamError(f"must be at least {param.min}, not {found}")
    if param.max is not None and found.nominal > Duration.parse(param.max).nominal:
        raise ParamError(f"must be at most {param.max}, not {found}")
