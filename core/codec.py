"""Values to JSON and back: events, effects, runs and the state of plugins.

A union of our classes is told apart by its class's name under `type`; an unknown name raises TooNew. An unknown key is passed over, so that a worker
of the version before can read what a newer one wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, Union, get_args, get_origin

from attrs import resolve_types
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn

from .errors import TooNew
from .model.content import Answer, Card, Choice, Field, Form, Markdown
from .model.effect import EFFECTS, Effect, Post
from .model.event import EVENTS, Event
from .model.run import Happening, Run, Sent, StepState, Strand
from .ports import Json
from .refs import GroupRef, MessageRef, PersonRef, Ref, RoomRef

_REFS: Mapping[str, type[Ref]] = {"person": PersonRef, "room": RoomRef, "group": GroupRef, "message": MessageRef}
_REFS_OF_ONE_KIND = frozenset((ref, ...) for ref in _REFS.values())
_FREE_UNIONS = (set(get_args(Answer)), {PersonRef, RoomRef})
_SPARSE = frozenset({Card, Choice, Field, Form, Happening, Run, Sent, StepState, Strand})
_TEXTS = {str}
_REF_NAMES = {ref: name for name, ref in _REFS.items()}

AnyEvent: Any = Union[EVENTS]  # noqa: UP007 - not written out: built from the list
AnyEffect: Any = Union[EFFECTS]  # noqa: UP007 - likewise


_KEPT = 64
"""So much of what many messages have in common is kept as JSON."""


class _Instants:
    """Instants to JSON: those of many messages are one object mostly, which is written once. No instant ever changes."""

    def __init__(self) -> None:
        self._lately: dict[int, tuple[datetime, str]] = {}

    def to_json(self, instant: datetime) -> str:
        """The instant as it is kept."""
        known = self._lately.get(id(instant))
        if known is not None and known[0] is instant:
            return known[1]
        if len(self._lately) >= _KEPT:
            self._lately.clear()
        text = instant.isoformat()
        self._lately[id(instant)] = (instant, text)
        return text

    def or_none(self, instant: datetime | None) -> str | None:
        """The same of what may be none."""
        return None if instant is None else self.to_json(instant)


_instants = _Instants()


def make_converter() -> Converter:
    """The converter of the house, for whoever wants to teach it more classes."""
    # A tuple becomes a list, as JSON has it. What is wrong with a value nobody reads notes about.
    converter = Converter(
        forbid_extra_keys=False, detailed_validation=False, unstruct_collection_overrides={tuple: list}
    )
    converter.register_unstructure_hook(str, str.__str__)  # a text that knows more of itself is kept as a text
    converter.register_unstructure_hook(datetime, _instants.to_json)
    converter.register_unstructure_hook_func(lambda kind: kind == datetime | None, _instants.or_none)
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
    converter.register_unstructure_hook(timedelta, timedelta.total_seconds)
    converter.register_structure_hook(timedelta, lambda seconds, _: timedelta(seconds=seconds))
    for ref in _REFS.values():
        converter.register_unstructure_hook(ref, lambda value: value.id)
        converter.register_structure_hook(ref, lambda text, kind: text if isinstance(text, kind) else kind(text))
    converter.register_unstructure_hook_func(_are_refs, lambda values: [one.id for one in values])
    converter.register_structure_hook_factory(_are_refs, _reading_refs)
    converter.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _read_texts)
    converter.register_unstructure_hook_func(lambda kind: kind == tuple[Choice, ...], _Choices(converter).to_json)
    converter.register_unstructure_hook_func(_is_free, _tag)
    converter.register_structure_hook_func(_is_free, lambda value, _: _untag(value))
    converter.register_unstructure_hook_factory(_is_sparse, lambda kind: _sparse(converter, kind))
    _tell_apart(converter, AnyEvent)
    _tell_apart(converter, AnyEffect)
    return converter


def _are_refs(kind: Any) -> bool:
    """Whether it is a tuple of references of one kind: the longest that there are, so they are not asked for one by one."""
    return get_origin(kind) is tuple and len(get_args(kind)) == 2 and get_args(kind) in _REFS_OF_ONE_KIND


def _reading_refs(kind: Any) -> Callable[[Any, Any], tuple[Ref, ...]]:
    """What reads a tuple of references of this kind."""
    one: type[Ref] = get_args(kind)[0]

    def read(texts: Any, _: Any) -> tuple[Ref, ...]:
        if not texts:
            return ()
        if set(map(type, texts)) == _TEXTS:  # as they are kept
            return tuple(map(one, texts))
        return tuple([text if isinstance(text, one) else one(text) for text in texts])

    return read


def _read_texts(texts: Any, _: Any) -> tuple[str, ...]:
    """A tuple of texts: there may be hundreds, and as a rule they are texts already."""
    return tuple(texts) if set(map(type, texts)) <= _TEXTS else tuple(map(str, texts))


class _Choices:
    """Choices to JSON: what many are asked alike is the same tuple, which is gone through once as long as nothing in it can change."""

    def __init__(self, converter: Converter) -> None:
        self._converter = converter
        self._lately: dict[int, tuple[tuple[Choice, ...], Json]] = {}

    def to_json(self, choices: tuple[Choice, ...]) -> Json:
        """The choices as JSON, which nobody may change."""
        known = self._lately.get(id(choices))
        if known is not None and known[0] is choices:
            return known[1]
        found = [self._converter.unstructure(one, Choice) for one in choices]
        if choices and all(_is_fixed(one.value) for one in choices):
            if len(self._lately) >= _KEPT:
                self._lately.clear()
            self._lately[id(choices)] = (choices, found)
        return found


def _is_fixed(value: object) -> bool:
    return value is None or type(value) in (str, int, bool) or (type(value) is tuple and all(map(_is_fixed, value)))


def _is_sparse(kind: Any) -> bool:
    """Whether values of this class are kept without what is as it is by default: there are many of them, and most say little."""
    return kind in _SPARSE or (isinstance(kind, type) and issubclass(kind, Effect | Event))


def _sparse(converter: Converter, kind: type) -> Callable[[Any], Json]:
    return make_dict_unstructure_fn(resolve_types(kind), converter, _cattrs_omit_if_default=True)


def _tell_apart(converter: Converter, union: Any) -> None:
    """Keep values of a union with the name of their class.

    As cattrs' tagged unions do; those however make ready for every class at once, and few events and effects come before coterie is ready.
    """
    kinds = {kind.__name__: kind for kind in get_args(union)}
    converter.register_unstructure_hook(union, lambda value: _named(converter, value))
    converter.register_structure_hook(union, lambda value, _: _read(converter, value, kinds[value["type"]]))


def _named(converter: Converter, value: Any) -> Json:
    kind = type(value)
    kept = converter.get_unstructure_hook(kind)(value)
    kept["type"] = kind.__name__
    return kept


def _read(converter: Converter, value: Json, kind: type) -> Any:
    return converter.get_structure_hook(kind)(value, kind)


def _is_free(kind: Any) -> bool:
    """Whether a field of this annotation may hold values of several classes, which are then told apart by a tag."""
    if kind is object or kind is Any:
        return True
    return get_origin(kind) in (Union, UnionType) and set(get_args(kind)) in _FREE_UNIONS


def _tag(value: Any) -> Json:
    """A value of unknown class, so that `_untag` gives back an equal one."""
    kind = type(value)
    if value is None or kind is str:  # as most are
        return value
    if (name := _REF_NAMES.get(kind)) is not None:
        return {"ref": [name, value.id]}
    match value:
        case Markdown():
            return {"markdown": str(value)}
        case float() if not isfinite(value):
            raise TypeError(f"{value} can't be kept: JSON has no word for it; make it text or a number first")
        case None | bool() | int() | float():
            return value
        case str():
            return str.__str__(value)
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case tuple() | list():
            return {"tuple" if isinstance(value, tuple) else "list": [_tag(item) for item in value]}
        case Mapping():
            return {"map": [[_tag(key), _tag(item)] for key, item in value.items()]}
    raise TypeError(
        f"{type(value).__name__} can't be kept as a free value; use text, numbers, dates, references, tuples or maps of them"
    )


def _untag(value: Json) -> Any:
    if not isinstance(value, dict):
        return value
    ((name, inner),) = value.items()
    match name:
        case "ref":
            return _REFS[inner[0]](inner[1])
        case "instant":
            return datetime.fromisoformat(inner)
        case "markdown":
            return Markdown(inner)
        case "date":
            return date.fromisoformat(inner)
        case "seconds":
            return timedelta(seconds=inner)
        case "tuple":
            return tuple(_untag(item) for item in inner)
        case "list":
            return [_untag(item) for item in inner]
        case "map":
            return {_untag(key): _untag(item) for key, item in inner}
    raise ValueError(f"no value is kept under {name!r}")


converter = make_converter()


def instant_to_json(instant: datetime) -> str:
    """The instant as all instants are kept."""
    return _instants.to_json(instant)


def without_defaults(value: object) -> Json:
    """A value of one of our classes as JSON, without what is as it is by default; read as any other."""
    kind: Any = type(value)
    return _hook_without_defaults(kind)(value)


@cache
def _hook_without_defaults(kind: type) -> Callable[[Any], Json]:
    return _sparse(converter, kind)


_EVENTS: Mapping[str, type[Event]] = {kind.__name__: kind for kind in EVENTS}
_EFFECTS: Mapping[str, type[Effect]] = {kind.__name__: kind for kind in EFFECTS}


def _kind(what: str, value: Json, kinds: Mapping[str, type]) -> type:
    try:
        return kinds[value["type"]]
    except KeyError as error:
        message = f"an {what} of the kind {value['type']}: only a newer version of coterie knows what that is"
        raise TooNew(message) from error


def event_to_json(event: Event) -> Json:
    """The event as JSON, its class under `type`."""
    return _named(converter, event)


def event_from_json(value: Json) -> Event:
    """The event that `event_to_json` was given. Raises TooNew."""
    event: Event = _read(converter, value, _kind("event", value, _EVENTS))
    return event


def effect_to_json(effect: Effect) -> Json:
    """The effect as JSON, its class under `type`."""
    kept = _named(converter, effect)
    if _is_plain(effect):
        if len(_WRITTEN) >= _POSTS_KEPT:
            _WRITTEN.clear()
        _WRITTEN[effect.key] = (kept, effect)
    return kept


_WRITTEN: dict[str, tuple[Json, Effect]] = {}
"""What was said lately, as it was written: mostly it is read at once, by whoever says it."""

_POSTS_KEPT = 256


def _is_plain(effect: Effect) -> bool:
    """Whether nothing in the effect can change, and what is read of it would be the very same."""
    if type(effect) is not Post:
        return False
    card = effect.card
    return not card.choices and card.form is None and type(card.text) is str


def effect_from_json(value: Json) -> Effect:
    """The effect that `effect_to_json` was given. Raises TooNew."""
    written, known = _WRITTEN.pop(value.get("key"), _NOTHING)
    if written == value and known is not None:
        return known
    effect: Effect = _read(converter, value, _kind("effect", value, _EFFECTS))
    return effect


_NOTHING: tuple[Json, None] = (None, None)
