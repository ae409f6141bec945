"""A library as JSON (RFC 8259): an array with an object for each entry, a line each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .exchange import Draft, Read, Reading

_BLANK = re.compile(r"[ \t\n\r]*")
_TEXTS = ("title", "link", "message", "owner", "scope", "review")


def as_json(drafts: Iterable[Draft]) -> str:
    """Objects with `title`, `link` or `message`, `tags` (a list), `owner`, `scope`, `review` (2027-05-01); what is empty is left out."""
    rows = ",\n".join(json.dumps(_object(one), ensure_ascii=False) for one in drafts)
    return f"[\n{rows}\n]\n"


def read_json(text: str) -> Read:
    """What the objects of an array hold; other keys are passed over."""
    reading, text = Reading(), text.lstrip("\ufeff")
    try:
        for line, found in _elements(text):
            if isinstance(found, dict):
                reading.add(line, _fields(found))
            else:
                reading.unreadable(line, json.dumps(found, ensure_ascii=False))
    except json.JSONDecodeError as error:
        if text.strip():
            reading.unreadable(error.lineno, text[error.pos :])
    except RecursionError:
        reading.unreadable(0, "[[[…")
    return reading.end()


def _object(one: Draft) -> dict[str, Any]:
    found = {
        "title": one.title,
        "link": one.link,
        "message": one.message,
        "tags": list(one.tags),
        "owner": one.owner,
        "scope": one.shelf.value,
        "review": one.review.isoformat() if one.review else "",
    }
    return {name: value for name, value in found.items() if value}


def _fields(found: Mapping[str, Any]) -> dict[str, str]:
    """The fields as texts; a tag may stand in a list or in a text."""
    tags = found.get("tags")
    told = {name: value for name in _TEXTS if isinstance(value := found.get(name), str)}
    return told | {"tags": " ".join(map(str, tags)) if isinstance(tags, list) else str(tags or "")}


def _elements(text: str) -> Iterator[tuple[int, Any]]:
    """The elements of an array, with the line in which each begins (from 1). Raises JSONDecodeError."""
    decoder, at = json.JSONDecoder(), _skipped(text, 0)
    if text[at : at + 1] != "[":
        raise json.JSONDecodeError("Expecting '['", text, at)
    at = _skipped(text, at + 1)
    while text[at : at + 1] != "]":
        found, behind = decoder.raw_decode(text, at)
        yield text.count("\n", 0, at) + 1, found
        at = _skipped(text, behind)
        if text[at : at + 1] == ",":
            at = _skipped(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    if text[at + 1 :].strip():
        raise json.JSONDecodeError("Extra data", text, at + 1)


def _skipped(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
