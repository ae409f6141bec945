"""Reading what may be anything: a key that is missing, or of another type, is as if it were empty. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

_TS = re.compile(r"(\d{1,11})\.(\d{1,6})\Z")


def _at(value: object, path: tuple[str, ...]) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def text(value: object, *path: str) -> str:
    """The text at the end of the path; empty where there is none."""
    found = _at(value, path)
    return found if isinstance(found, str) else ""


def node(value: object, *path: str) -> dict[str, Any]:
    """The object at the end of the path; empty where there is none."""
    found = _at(value, path)
    return found if isinstance(found, dict) else {}


def listed(value: object, *path: str) -> list[Any]:
    """The list at the end of the path; empty where there is none."""
    found = _at(value, path)
    return found if isinstance(found, list) else []


def from_json(written: str) -> object:
    """What is written there; None where it is no JSON."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None


def digest(value: object) -> str:
    """A name for a payload that Slack gave none."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:24]


def instant(ts: str) -> datetime | None:
    """The instant that a timestamp of Slack means; None for what is none."""
    found = _TS.match(ts)
    return (
        datetime.fromtimestamp(int(found[1]), UTC).replace(microsecond=int(found[2].ljust(6, "0"))) if found else None
    )
