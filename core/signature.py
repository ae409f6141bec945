"""What a handler of a plugin wants to be given, read once from its annotations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from .errors import Finding
from .model.playbook import Deck
from .nearest import nearest
from .refs import GroupRef, PersonRef, RoomRef
from .texts import Text
from .values import frozen


class Rest(str):
    """All that stands behind the other arguments, as it was typed."""

    __slots__ = ()


class Kind(Enum):
    """What an argument is, in the words of usage lines and of the schema of playbooks."""

    PERSON = "person"
    ROOM = "room"
    GROUP = "group"
    DECK = "deck"
    INT = "int"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    DURATION = "duration"
    CHOICE = "choice"
    WORD = "word"
    TEXT = "text"
    REST = "rest"


_KINDS: Mapping[type, Kind] = {
    PersonRef: Kind.PERSON,
    RoomRef: Kind.ROOM,
    GroupRef: Kind.GROUP,
    Deck: Kind.DECK,
    int: Kind.INT,
    float: Kind.NUMBER,
    bool: Kind.BOOL,
    date: Kind.DATE,
    timedelta: Kind.DURATION,
    str: Kind.WORD,
    Text: Kind.TEXT,
    Rest: Kind.REST,
}


@frozen
class Parameter:
    """One argument: `several` of a kind make a tuple; `choices` is the Enum whose member it is."""

    name: str
    kind: Kind
    several: bool = False
    required: bool = True
    default: object = None
    choices: type[Enum] | None = None

    @property
    def allowed(self) -> tuple[str, ...]:
        """What an argument that is a choice may be."""
        return tuple(str(member.value) for member in self.choices) if self.choices else ()

    @property
    def word(self) -> str:
        """What stands for it in a usage line: `PERSON`, `yes|no`."""
        return self.word_with(str)

    def word_with(self, shown: Callable[[str], str]) -> str:
        """The same with its fixed words as `shown` has them."""
        return "|".join(map(shown, self.allowed)) if self.choices else self.name.replace("_", "-").upper()

    def usage_with(self, shown: Callable[[str], str]) -> str:
        """How it stands there: in brackets where it may be missing, with dots where there may be several."""
        word = self.word_with(shown)
        long = self.several or self.kind is Kind.REST
        return f"{word}…" if self.required and long else word if self.required else f"[{word}{'…' if long else ''}]"


class SignatureError(Exception):
    """A handler can't be called with what its signature asks for; the message says how it could."""


@frozen
class Signature:
    """The arguments of a handler behind its context, in order, and what it gives back."""

    parameters: tuple[Parameter, ...]
    returns: Any

    def usage_with(self, shown: Callable[[str], str]) -> str:
        """All arguments as a usage line shows them, with their fixed words as `shown` has them."""
        return " ".join(parameter.usage_with(shown) for parameter in self.parameters)


def read_signature(function: Callable[..., object]) -> Signature:
    """The signature of a handler whose arguments somebody types or a playbook gives. Raises SignatureError."""
    with _names_there():
        hints = get_type_hints(function)
    _context, *others = _parameters(function)
    parameters = tuple(_parameter(one, hints.get(one.name, inspect.Parameter.empty)) for one in others)
    for one in parameters[:-1]:
        if one.several or one.kind is Kind.REST:
            raise SignatureError(f"argument {one.name!r} takes all the rest, so it must be the last one")
    return Signature(parameters, hints.get("return", NoneType))


def takes(function: Callable[..., object]) -> int:
    """How many arguments a handler takes behind its context. Raises SignatureError."""
    with _names_there():
        return len(_parameters(function, eval_str=True)) - 1


def annotations_of(function: Callable[..., object]) -> tuple[Any, ...]:
    """What each argument is annotated with, the context's first; `inspect.Parameter.empty` where there is nothing. Raises SignatureError."""
    with _names_there():
        return tuple(one.annotation for one in _parameters(function, eval_str=True))


@contextmanager
def _names_there() -> Iterator[None]:
    """Annotations are resolved in here. Raises SignatureError where a name in them is not there at run time."""
    try:
        yield
    except NameError as error:
        raise SignatureError(
            f"annotation {error.name!r} is not there at run time; import it outside of `if TYPE_CHECKING`"
        ) from error


def finding(function: Callable[..., object], message: str, nearest: str | None = None) -> Finding:
    """A finding at the place where the function is written."""
    code = inspect.unwrap(function).__code__
    return Finding(code.co_filename, code.co_firstlineno, 1, f"{function.__name__}: {message}", nearest)


def _parameters(function: Callable[..., object], *, eval_str: bool = False) -> list[inspect.Parameter]:
    if not inspect.iscoroutinefunction(function):
        raise SignatureError("a handler is written `async def`")
    parameters = list(inspect.signature(function, eval_str=eval_str).parameters.values())
    if not parameters:
        raise SignatureError("a handler takes a Context first: `async def …(ctx: Context)`")
    return parameters


def _parameter(one: inspect.Parameter, hint: Any) -> Parameter:
    if one.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD):
        raise SignatureError(
            f"argument {one.name!r} must have a name and an annotation of its own; use `tuple[…, ...]` for several"
        )
    if hint is inspect.Parameter.empty:
        raise SignatureError(f"argument {one.name!r} has no annotation; expected one of {_names()}")
    required, (inner, several) = one.default is inspect.Parameter.empty, _inner(hint)
    default = None if required else one.default
    if isinstance(inner, type) and issubclass(inner, Enum):
        return Parameter(one.name, Kind.CHOICE, several, required, default, inner)
    if inner not in _KINDS:
        name = getattr(inner, "__name__", str(inner))
        near = nearest(name, [kind.__name__ for kind in _KINDS])
        hint_text = f"; did you mean {near!r}?" if near else ""
        raise SignatureError(
            f"argument {one.name!r} is annotated {name!r}, which nobody can type; expected one of {_names()}{hint_text}"
        )
    return Parameter(one.name, _KINDS[inner], several, required, default)


def _inner(hint: Any) -> tuple[Any, bool]:
    """The annotation without `| None` and `tuple[…, ...]`, and whether it was a tuple."""
    if get_origin(hint) in (Union, UnionType):
        inner = [one for one in get_args(hint) if one is not NoneType]
        hint = inner[0] if len(inner) == 1 else hint
    if get_origin(hint) is tuple and get_args(hint)[1:] == (Ellipsis,):
        return get_args(hint)[0], True
    return hint, False


def _names() -> str:
    return ", ".join([*(kind.__name__ for kind in _KINDS), "an Enum", "tuple[…, ...] of one"])
