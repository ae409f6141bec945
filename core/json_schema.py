"""The pieces of which JSON Schemas (2020-12) of files are put together.

An editor reads scalars with types of its own, so a text may be a number or a boolean too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

TEXT: Schema = {"type": ["string", "number", "boolean"]}


def words(known: Iterable[str]) -> Schema:
    """One of these words, in letters of either size: the first alternative is what editors complete."""
    known = tuple(known)
    any_case = "|".join("".join(f"[{letter}{letter.upper()}]" for letter in word) for word in known)
    return {"anyOf": [{"enum": list(known)}, {"type": "string", "pattern": f"^({any_case})$"}]}


FLAG: Schema = {"anyOf": [{"type": "boolean"}, words(("yes", "no", "on", "off"))]}
COUNT: Schema = {"type": ["integer", "string"], "minimum": 1, "pattern": r"^\+?[0-9]+(_[0-9]+)*$"}
"""A whole number from 1 on; between quotes, or as `1_000`, it is a text for editors."""


def ref(name: str) -> Schema:
    """What stands under this name in the schema's `$defs`."""
    return {"$ref": f"#/$defs/{name}"}


def array(items: Schema, least: int = 0) -> Schema:
    """A list of such items, so many of them at least."""
    return {"type": "array", "items": items, **({"minItems": least} if least else {})}


def one_or_more(items: Schema, least: int = 0) -> Schema:
    """One such item, or a list of so many of them at least."""
    return {"anyOf": [items, array(items, least)]}


def map_of(values: Schema, names: str | None = None) -> Schema:
    """A map of anything to such values; `names` is the pattern of its keys."""
    named = {"propertyNames": {"pattern": names}} if names else {}
    return {"type": "object", "additionalProperties": values, **named}


def record(about: str, properties: Mapping[str, Schema], *required: str) -> Schema:
    """A map with these keys and no others."""
    return {
        "description": about,
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def text(about: str, pattern: str | None = None) -> Schema:
    """A text for which an editor shows these words; with a pattern it is never a number."""
    return {"description": about, **({"type": "string", "pattern": pattern} if pattern else TEXT)}


def one_of(kind: type[Enum], about: str) -> Schema:
    """One of the words of an enum."""
    return {"description": about, "enum": [one.value for one in kind]}


def told(about: str, schema: Schema) -> Schema:
    """The schema with words that an editor shows."""
    return {"description": about, **schema}
