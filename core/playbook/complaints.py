"""What YAML's parser complains of, in words that say what can be done."""

from __future__ import annotations

from typing import Any

import yaml

from ..errors import Finding
from .source import Source


def explained(source: Source, error: yaml.MarkedYAMLError, opened: int) -> Finding:
    """The parser's complaint, where it stands, as something that can be done."""
    at = index_of(error.problem_mark, 0)
    begun = index_of(error.context_mark, at)
    problem, context = error.problem or "", error.context or ""
    character = source.text[at : at + 1]
    is_over = not source.text[at:].strip()
    if character == "\t" or (problem.startswith("found character '\\t'")):
        return source.finding(source.place_at(at), "a tab; YAML is indented with spaces")
    if "cannot start any token" in problem:
        return source.finding(source.place_at(at), f"a text that begins with '{character}' must stand in quotes")
    if "scanning an alias" in context or "scanning an anchor" in context:
        sign = source.text[begun : begun + 1]
        return source.finding(source.place_at(begun), f"a text that begins with '{sign}' must stand in quotes")
    if "mapping values are not allowed" in problem:
        return source.finding(source.place_at(at), _of_colon(source, at))
    if "quoted scalar" in context and "end of stream" in problem:
        return source.finding(source.place_at(begun), "this quote is never closed")
    if "invalid Unicode character escape" in problem:
        start = source.text.rfind("\\", 0, at + 1)
        escape = source.text[start : start + (10 if source.text[start + 1 : start + 2] == "U" else 6)]
        return source.finding(
            source.place_at(start), f"the escape '{escape}' is no character; write the character itself"
        )
    if "escape" in problem:
        escape = source.text[at - 1 : at + 1] if source.text[at - 1 : at] == "\\" else source.text[at : at + 2]
        return source.finding(
            source.place_at(at),
            f"unknown escape '{escape}' within double quotes; write '\\{escape}', or use single quotes",
        )
    if "flow" in context and is_over:
        return source.finding(source.place_at(opened), f"this '{source.text[opened : opened + 1]}' is never closed")
    if "flow" in context:
        closing = "']'" if "sequence" in context else "'}'"
        return source.finding(source.place_at(at), f"found {_shown(source, at)}, expected ',' or {closing}")
    if "block sequence entries" in problem:
        return source.finding(source.place_at(at), "a list must begin on a line of its own, or stand in [ ]")
    if "did not find expected" in problem:
        return source.finding(source.place_at(at), _of_indentation(source, at))
    words = ": ".join(part for part in (context, problem) if part) or "not understood"
    return source.finding(source.place_at(min(at, len(source.text))), f"the file is not YAML: {words}")


def index_of(mark: Any, otherwise: int) -> int:
    return otherwise if mark is None else int(mark.index)


def _of_colon(source: Source, at: int) -> str:
    line = source.lines[source.place_at(at).line - 1]
    if ": " in line[: source.place_at(at).column - 1]:
        return "a text with ': ' in it must stand in quotes"
    return "a key is not expected here: check the indentation of this line, or put the text into quotes"


def _of_indentation(source: Source, at: int) -> str:
    place = source.place_at(at)
    before = source.lines[place.line - 1][: place.column - 1].rstrip()
    if before.endswith(("'", '"', "]", "}")):
        return f"found {_shown(source, at)} behind '{before[-1]}'; put the whole text into quotes"
    return f"found {_shown(source, at)}, which does not fit in here: check the indentation of this line"


def _shown(source: Source, at: int) -> str:
    found = source.text[at : at + 20].split("\n")[0].strip()
    return f"'{found}'" if found else "the end of the line" if at < len(source.text) else "the end of the file"
