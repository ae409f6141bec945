"""JSON Schemas (2020-12) of playbooks and decks, for the completion and the red lines of editors.

They are made of the attrs classes in `coterie.core.model.playbook`: their fields, types, defaults and docstrings. What a file spells in
another way than the class holds it (a `goto` as text, a duration, a verb as a key) is laid over them here. A schema says less than
`check`: what passes it may still be wrong.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, get_type_hints

import attrs
import msgspec

from ..json_schema import DIALECT, FLAG, TEXT, Schema, array, map_of, record, ref
from ..model.playbook import (
    Ask,
    AtStart,
    Button,
    Call,
    CommandStart,
    Deck,
    DeckCard,
    Each,
    End,
    EveryStart,
    Form,
    FormField,
    LocalText,
    OnStart,
    Param,
    Playbook,
    Post,
    Remind,
    RunPlaybook,
    Set,
    Step,
    Task,
    Wait,
)
from .verbs import CORE_EVENTS, PLACES, PREFIXES, FieldDeclaration, FieldType, Known, VerbDeclaration

_TEMPLATE = r"[{][{%]"
_DURATION = rf"^[0-9]+(s|m|h|d|w|mo)$|{_TEMPLATE}"
_ADDRESS = rf"^({'|'.join(PLACES)}|({'|'.join(PREFIXES)}):.+)$|{_TEMPLATE}"
_NAME = "^[a-z][a-z0-9_]*$"
_ID = "^[a-z][a-z0-9-]*$"


def playbook_schema(known: Known | None = None) -> Schema:
    """The schema of a playbook's file; plugins' verbs and events are those that `known` declares."""
    known = known or Known()
    head = _object(
        Playbook,
        source=None,
        id={"type": "string", "pattern": _ID},
        version={"type": "integer", "minimum": 1},
        title=ref("words"),
        params=map_of(ref("param"), _NAME),
        starts=array(ref("start")),
        steps=array(ref("step"), 1),
    )
    head["properties"] = {"playbook": head["properties"].pop("id"), **head["properties"]}
    head["required"] = ["playbook", "steps"]
    return {"$schema": DIALECT, "title": "A playbook of coterie", **head, "$defs": _definitions(known)}


def deck_schema() -> Schema:
    """The schema of a deck's file."""
    day = {"type": "string", "pattern": r"^[0-9]{1,2}-[0-9]{1,2}$"}
    between = {**array(day, 2), "maxItems": 2}
    card = _object(DeckCard, id={"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]*$"}, between=between)
    card["required"] = ["text"]
    deck = _object(Deck, id={"type": "string", "pattern": _ID}, cards=array({"anyOf": [ref("text"), card]}, 1))
    deck["properties"] = {"deck": deck["properties"].pop("id"), **deck["properties"]}
    deck["required"] = ["deck", "cards"]
    return {"$schema": DIALECT, "title": "A deck of coterie", **deck, "$defs": _scalars()}


# --- definitions ----------------------------------------------------------------------------------------------------


def _definitions(known: Known) -> Schema:
    verbs = {**_core_verbs(), **{name: _plugin_verb(verb) for name, verb in known.verbs.items()}}
    event = {"type": "string", "enum": [*CORE_EVENTS, *known.events]}
    return {
        **_scalars(),
        "param": _param(),
        "start": {"anyOf": [_every(), _object(AtStart), _object(OnStart, on=event), _object(CommandStart)]},
        "event": event,
        "goto": {"anyOf": [ref("text"), _goto_map()]},
        "answered": {
            "description": "What follows an answer or a press: `goto ID`, `end`, or a list of steps.",
            "anyOf": [{"type": "string", "pattern": "^(end|goto .+)$"}, _goto_map(), array(ref("step"), 1)],
        },
        "late": {"anyOf": [_after_late(), _remind()]},
        "choices": {"anyOf": [array(ref("words"), 1), {**map_of(ref("words")), "minProperties": 1}]},
        "argument": {"anyOf": [ref("text"), array(ref("argument")), map_of(ref("argument"))]},
        "step": _step(verbs),
    }


def _scalars() -> Schema:
    locales = {**map_of(ref("text"), "^[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*$"), "minProperties": 1}
    return {
        "text": TEXT,
        "words": {"description": _doc(LocalText), "anyOf": [ref("text"), locales]},
        "flag": FLAG,
        "duration": {
            "description": "90s, 15m, 2h, 3d, 2w or 1mo, or a template.",
            "type": "string",
            "pattern": _DURATION,
        },
        "address": {
            "description": f"{', '.join(PLACES)}, role:NAME, on_duty:FUNCTION, person:REF, or a template.",
            "type": "string",
            "pattern": _ADDRESS,
        },
    }


def _step(verbs: Mapping[str, Schema]) -> Schema:
    modifiers = _object(
        Step,
        id={"type": "string", "pattern": _NAME},
        verb=None,
        line=None,
        within=ref("duration"),
        late=ref("late"),
        when=map_of(ref("answered")),
        goto=ref("goto"),
        to=ref("address"),
    )
    return {
        **modifiers,
        "properties": {**modifiers["properties"], **verbs, "detach": ref("flag")},
        "required": [],
        "oneOf": [{"required": [verb]} for verb in verbs],
        "dependentRequired": {"late": ["within"], "detach": ["run"]},
    }


def _param() -> Schema:
    param = _object(Param, default={"anyOf": [ref("text"), array(ref("text"))]}, choices=array(ref("text"), 1))
    of_choice = {"properties": {"type": {"const": "choice"}}}
    return {**param, "if": of_choice, "then": {"required": ["choices"]}, "else": {"properties": {"choices": False}}}


def _every() -> Schema:
    return _object(EveryStart, grace=ref("duration"))


def _goto_map() -> Schema:
    return {"type": "object", "properties": {"goto": ref("text")}, "required": ["goto"], "additionalProperties": False}


def _after_late() -> Schema:
    return {"anyOf": [{"type": "string", "pattern": "^(skip|end|goto .+)$"}, _goto_map()]}


def _remind() -> Schema:
    reminded = {"anyOf": [{"const": "missing"}, ref("address"), {"type": "null"}]}
    count = {"type": "integer", "minimum": 1}
    return _object(Remind, remind=reminded, every=ref("duration"), at_most=count, then=_after_late())


# --- verbs ----------------------------------------------------------------------------------------------------------


def _core_verbs() -> dict[str, Schema]:
    button = {"anyOf": [ref("words"), _object(Button)]}
    until = {
        "anyOf": [
            {"type": "integer", "minimum": 1},
            {"type": "string", "pattern": rf"^(first|everyone|[1-9][0-9]*)$|{_TEMPLATE}"},
        ]
    }
    field = {
        **_object(FormField, choices=ref("choices")),
        "if": {"properties": {"type": {"enum": ["select", "many"]}}},
        "then": {"required": ["choices"]},
    }
    with_ = map_of({"anyOf": [ref("text"), array(ref("text"))]})
    return {
        "post": _said(_object(Post, buttons=map_of(button))),
        "ask": _said(_object(Ask, choices=ref("choices"), until=until)),
        "form": _said(_object(Form, fields={**map_of(field), "minProperties": 1})),
        "task": _said(_object(Task, choices=ref("choices"))),
        "wait": _wait(),
        "each": _object(Each, as_={"type": "string", "pattern": _NAME}, steps=array(ref("step"), 1)),
        "set": {"description": _doc(Set), **map_of(ref("text"), _NAME), "minProperties": 1},
        "run": _object(RunPlaybook, with_=with_),
        "call": _call(),
        "end": {"description": _doc(End), **ref("text")},
    }  # fmt: skip


def _said(verb: Schema) -> Schema:
    return {**verb, "properties": {**verb["properties"], "to": ref("address"), "quietly": ref("flag")}}


def _wait() -> Schema:
    each = _object(Wait, duration=None, for_=ref("event"))
    one = [{"required": ["until"]}, {"required": ["for"]}]
    return {"description": _doc(Wait), "anyOf": [ref("duration"), {**each, "oneOf": one}]}


def _call() -> Schema:
    action = {"type": "string", "pattern": r"^[a-z][a-z0-9_-]*\.[a-z][a-z0-9_.-]*$"}
    one = {
        "type": "object",
        "propertyNames": action,
        "additionalProperties": True,
        "minProperties": 1,
        "maxProperties": 1,
    }
    named = {
        "type": "object",
        "properties": {"action": action},
        "required": ["action"],
        "additionalProperties": ref("argument"),
    }
    return {"description": _doc(Call), "anyOf": [action, one, named]}


_OF_FIELD: Mapping[FieldType, Schema] = {
    FieldType.WORDS: {"$ref": "#/$defs/words"},
    FieldType.DURATION: {"$ref": "#/$defs/duration"},
    FieldType.BOOL: {"anyOf": [{"$ref": "#/$defs/flag"}, {"type": "string", "pattern": _TEMPLATE}]},
    FieldType.INT: {"anyOf": [{"type": "integer"}, {"type": "string"}]},
    FieldType.NUMBER: {"anyOf": [{"type": "number"}, {"type": "string"}]},
    FieldType.ANY: {"$ref": "#/$defs/argument"},
    FieldType.LIST: {"$ref": "#/$defs/argument"},
    FieldType.PEOPLE: {"$ref": "#/$defs/argument"},
}


def _plugin_verb(verb: VerbDeclaration) -> Schema:
    taken = {
        "description": verb.about or f"From plugin {verb.plugin}.",
        "type": "object",
        "properties": {field.name: _plugin_field(field) for field in verb.fields},
        "required": [field.name for field in verb.fields if field.required],
        "additionalProperties": False,
    }
    ways = [_said(taken)]
    if verb.shorthand:
        ways.append(ref("words"))
    if not taken["required"]:
        ways.append({"type": "null"})
    return ways[0] if len(ways) == 1 else {"anyOf": ways}


def _plugin_field(field: FieldDeclaration) -> Schema:
    made = dict(_OF_FIELD.get(field.type, ref("text")))
    if field.choices:
        made = {"anyOf": [{"enum": list(field.choices)}, {"type": "string", "pattern": _TEMPLATE}]}
    return {**made, "description": field.about} if field.about else made


# --- from classes ---------------------------------------------------------------------------------------------------


def _object(kind: type, **instead: Schema | None) -> Schema:
    """The map that a class is written as. A field named in `instead` is that, or is left out where that is None."""
    hints = get_type_hints(kind)
    properties: Schema = {}
    required: list[str] = []
    for attribute in attrs.fields(kind):
        made = instead[attribute.name] if attribute.name in instead else _of_type(hints[attribute.name])
        if made is None:
            continue
        name = attribute.name.removesuffix("_")
        properties[name] = made
        if attribute.default is attrs.NOTHING:
            required.append(name)
    return record(_doc(kind), properties, *required)


def _of_type(hint: Any) -> Schema:
    made = msgspec.json.schema(hint)
    return _plain(made, made.get("$defs", {}))


def _plain(made: Any, definitions: Schema) -> Schema:
    """The schema of a type as a file spells it: without null, with texts that may look like numbers, enums in place."""
    if "anyOf" in made:
        kept = [_plain(one, definitions) for one in made["anyOf"] if one.get("type") != "null"]
        return kept[0] if len(kept) == 1 else {"anyOf": kept}
    if "$ref" in made:
        name = made["$ref"].rpartition("/")[2]
        return ref("words") if name == LocalText.__name__ else {"enum": definitions[name]["enum"]}
    match made.get("type"):
        case "string":
            return ref("text")
        case "boolean":
            return ref("flag")
        case "array":
            return array(_plain(made["items"], definitions))
        case "object":
            return map_of(_plain(made["additionalProperties"], definitions))
    return {key: value for key, value in made.items() if key != "default"}


def _doc(kind: type) -> str:
    return inspect.cleandoc(kind.__doc__ or "")
