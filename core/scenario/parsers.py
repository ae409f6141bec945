"""What stands in the steps of a scenario: durations, times, patterns, emoji, what is typed into forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from ..playbook.duration import Duration
from ..playbook.local_time import TimeTextError, parse_local, zone_named
from ..playbook.parsers import (
    any_text,
    list_of,
    text,
)
from ..playbook.reader import (
    Reader,
    Wrong,
    mapping,
    shown,
)
from ..playbook.yaml import Node, Scalar
from .model import Pattern

T = TypeVar("T")


def duration(reader: Reader, node: Node) -> Duration:
    """A duration."""
    return _timely(Duration.parse, text(reader, node))


def local_time(reader: Reader, node: Node) -> datetime:
    """A local date-time."""
    return _timely(parse_local, text(reader, node))


def zone(reader: Reader, node: Node) -> str:
    """The name of a zone."""
    return _timely(zone_named, text(reader, node)).key


def _timely(read: Callable[[str], T], written: str) -> T:
    try:
        return read(written)
    except TimeTextError as error:
        raise Wrong(str(error), nearest=error.nearest) from error


def pattern(reader: Reader, node: Node) -> Pattern:
    """A part of a text, or a regular expression between slashes."""
    found = Pattern(text(reader, node))
    if found.is_regex:
        try:
            re.compile(found.written[1:-1])
        except re.error as error:
            raise Wrong(f"{shown(found.written)} is no regular expression: {error}") from error
    return found


def emoji(reader: Reader, node: Node) -> str:
    """An emoji itself, not its name."""
    found = text(reader, node)
    keycap = found.endswith("\u20e3")
    pictures = any(unicodedata.category(sign) == "So" or sign in "‼⁉〰〽" for sign in found) or keycap
    letters = any(sign.isalnum() or sign.isspace() or sign == ":" for sign in found) and not keycap
    if not pictures or letters or len(found) > 16:
        raise Wrong(f"'{shown(found)}' is no emoji", note='expected the sign itself, for example "🎉"')
    return found


def answers(reader: Reader, node: Node) -> dict[str, tuple[str, ...]]:
    """Field id → what is typed into it; a list for several people. Nothing at all leaves the field empty."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in mapping(node, "'with'", '{mood: "4"}').entries:
        empty = isinstance(entry.value, Scalar) and entry.value.is_empty
        found[entry.key.text] = () if empty else _typed(reader, entry.value)
    return found


def _typed(reader: Reader, node: Node) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return (any_text(reader, node),)
    return list_of(any_text)(reader, node)
