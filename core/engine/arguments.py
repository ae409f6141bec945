"""Words that somebody typed, or values that a playbook gives, as the arguments that a handler wants."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Protocol

from ..model.content import MENTION
from ..model.playbook import Deck
from ..playbook.moments import day_of
from ..refs import GroupRef, PersonRef, RoomRef
from ..signature import Kind, Parameter, Rest, Signature
from ..texts import Text
from ..values import frozen

_WORD = re.compile(r'\s*(?:"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»|(\S+))')
_LENGTH = re.compile(r"(\d+)\s*(mo|[smhdw])\Z")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_BOOL = {"yes": True, "on": True, "true": True, "1": True, "no": False, "off": False, "false": False, "0": False}
_DAYS = {"today": 0, "tomorrow": 1}


class Lookup(Protocol):
    """Finds what people call by name, as seen from where it was said."""

    @property
    def today(self) -> date: ...

    @property
    def room(self) -> RoomRef | None: ...

    async def person(self, name: str) -> PersonRef | None: ...

    async def group(self, name: str) -> GroupRef | None: ...

    def deck(self, id: str) -> Deck | None: ...

    async def room_of(self, name: str) -> RoomRef | None: ...

    def one_of(self, typed: str, words: Collection[str]) -> str | None:
        """Which of the fixed words is meant, in whichever language it was typed."""
        ...


@frozen
class WrongArguments(Exception):
    """What was typed does not fit: `found` stands where `parameter` was expected (None: there is too much), or what might stand there `instead`."""

    parameter: Parameter | None
    found: str
    instead: tuple[Parameter, ...] = ()


async def parse_arguments(signature: Signature, text: str, lookup: Lookup) -> Mapping[str, object]:
    """The arguments by name, in the order of the signature, out of what stands behind a command. Raises WrongArguments.

    Words are parted by blanks; quotes hold several together. What may be missing is left out where the next word does not fit it and
    others follow.
    """
    values: dict[str, object] = {}
    left, passed = text.strip(), list[Parameter]()
    """What is left, and which might have stood at its beginning and were passed over."""
    for parameter in signature.parameters:
        try:
            values[parameter.name], rest = await _taken(parameter, left, lookup)
        except WrongArguments as error:
            if not left or parameter.required or parameter is signature.parameters[-1]:
                raise _of_all(passed, error) from error
            values[parameter.name], rest = parameter.default, left
        passed = [*passed, parameter] if rest == left else []
        left = rest
    if left:
        raise WrongArguments(None, left)
    return values


async def _taken(parameter: Parameter, left: str, lookup: Lookup) -> tuple[object, str]:
    if parameter.kind is Kind.REST:
        return _rest(parameter, left), ""
    if parameter.several:
        return await _several(parameter, left, lookup), ""
    return await _one(parameter, left, lookup)


def _of_all(passed: Sequence[Parameter], error: WrongArguments) -> WrongArguments:
    """The error of the last that might have stood there, as one of all of them."""
    if not passed or error.parameter is None or not error.found:
        return error
    return WrongArguments(passed[0], error.found, (*passed[1:], error.parameter))


async def fit_arguments(signature: Signature, given: Mapping[str, object], lookup: Lookup) -> Mapping[str, object]:
    """The arguments of a step or an action by name, out of values or texts by name. Raises WrongArguments."""
    values = dict[str, object]()
    for parameter in signature.parameters:
        if given.get(parameter.name) is None:
            if parameter.required:
                raise WrongArguments(parameter, "")
            values[parameter.name] = parameter.default
        else:
            values[parameter.name] = await _fitted(parameter, given[parameter.name], lookup)
    if unknown := given.keys() - values.keys():
        raise WrongArguments(None, ", ".join(sorted(unknown)))
    return values


async def _fitted(parameter: Parameter, value: object, lookup: Lookup) -> object:
    if not parameter.several:
        return await _read(parameter, value, lookup)
    values = value if isinstance(value, (list, tuple)) else [value]
    return tuple([await _read(parameter, one, lookup) for one in values])


def split_word(text: str) -> tuple[str, str]:
    """The first word, without its quotes, and what stands behind it."""
    found = _WORD.match(text)
    if found is None:
        return "", ""
    return found[found.lastindex or 0], text[found.end() :].strip()


def _rest(parameter: Parameter, text: str) -> object:
    if text:
        return Rest(text)
    if parameter.required:
        raise WrongArguments(parameter, "")
    return parameter.default


async def _several(parameter: Parameter, text: str, lookup: Lookup) -> object:
    found, left = list[object](), text
    while left:
        word, left = split_word(left)
        found.append(await _read(parameter, word, lookup))
    if not found and parameter.required:
        raise WrongArguments(parameter, "")
    return tuple(found) if found else parameter.default if parameter.default is not None else ()


async def _one(parameter: Parameter, text: str, lookup: Lookup) -> tuple[object, str]:
    word, left = split_word(text)
    if text:
        return await _read(parameter, word, lookup), left
    if parameter.required:
        raise WrongArguments(parameter, "")
    return parameter.default, ""


async def _read(parameter: Parameter, value: object, lookup: Lookup) -> object:
    try:
        found = await _READERS[parameter.kind](parameter, value, lookup)
    except (ValueError, OverflowError) as error:
        raise WrongArguments(parameter, str(value)) from error
    if found is None:
        raise WrongArguments(parameter, str(value))
    return found


# --- one reader for each kind; None or ValueError where it does not fit ---------------------------------------------


async def _person(_: Parameter, value: object, lookup: Lookup) -> object:
    if isinstance(value, PersonRef):
        return value
    if mentioned := MENTION.fullmatch(str(value)):
        return PersonRef(mentioned[1])
    return await lookup.person(str(value).removeprefix("@"))


async def _room(_: Parameter, value: object, lookup: Lookup) -> object:
    if isinstance(value, RoomRef):
        return value
    if lookup.one_of(str(value), ("here",)):
        return lookup.room
    return await lookup.room_of(str(value).removeprefix("#"))


async def _group(_: Parameter, value: object, lookup: Lookup) -> object:
    return value if isinstance(value, GroupRef) else await lookup.group(str(value).removeprefix("#"))


async def _deck(_: Parameter, value: object, lookup: Lookup) -> object:
    return value if isinstance(value, Deck) else lookup.deck(str(value))


async def _int(_: Parameter, value: object, lookup: Lookup) -> object:
    return int(value) if isinstance(value, (int, float)) else int(str(value))


async def _number(_: Parameter, value: object, lookup: Lookup) -> object:
    return float(value) if isinstance(value, (int, float)) else float(str(value).replace(",", "."))


async def _bool(_: Parameter, value: object, lookup: Lookup) -> object:
    word = lookup.one_of(str(value), _BOOL)
    return None if word is None else _BOOL[word]


async def _date(_: Parameter, value: object, lookup: Lookup) -> object:
    if isinstance(value, date):
        return value
    if (word := lookup.one_of(str(value), _DAYS)) is not None:
        return lookup.today + timedelta(days=_DAYS[word])
    return day_of(str(value).casefold())


async def _duration(_: Parameter, value: object, lookup: Lookup) -> object:
    if isinstance(value, timedelta):
        return value
    found = _LENGTH.match(str(value).casefold())
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]]) if found and found[2] in _UNITS else None


async def _choice(parameter: Parameter, value: object, lookup: Lookup) -> object:
    if isinstance(value, Enum) or parameter.choices is None:
        return value
    word = str(value).casefold()
    meant = next((one for one in parameter.choices if word in (str(one.value).casefold(), one.name.casefold())), None)
    if meant is not None:
        return meant
    by_word = {str(one.value): one for one in parameter.choices}
    return by_word.get(lookup.one_of(str(value), by_word) or "")


async def _text(parameter: Parameter, value: object, lookup: Lookup) -> object:
    match parameter.kind:
        case Kind.TEXT:
            return Text(value)
        case Kind.REST:
            return Rest(value)
    return str(value)


_READERS: Mapping[Kind, Callable[[Parameter, object, Lookup], Awaitable[object]]] = {
    Kind.PERSON: _person,
    Kind.ROOM: _room,
    Kind.GROUP: _group,
    Kind.DECK: _deck,
    Kind.INT: _int,
    Kind.NUMBER: _number,
    Kind.BOOL: _bool,
    Kind.DATE: _date,
    Kind.DURATION: _duration,
    Kind.CHOICE: _choice,
    Kind.WORD: _text,
    Kind.TEXT: _text,
    Kind.REST: _text,
}
