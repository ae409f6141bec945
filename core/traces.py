"""What is told of an exception: where it came from and of what kind it is, and its words only where the house chose them.

What raises in the midst of an event may well say in its words what a member said. That is nobody's who reads logs or reports of faults.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

from .errors import CoterieError, UserError

_MOST = 5
"""So many exceptions of a group, and causes of a cause, are told."""


def told(error: BaseException) -> str:
    """An exception in one line: its kind, and its words where coterie wrote them for whoever runs it."""
    kind = type(error).__name__
    return f"{kind}: {error}" if isinstance(error, CoterieError) and not isinstance(error, UserError) else kind


def trace_of(error: BaseException, deep: int = _MOST) -> str:
    """Where it came from, and what it came from, the first cause first: as Python writes it, without the words of any of them."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    parts = [trace_of(cause, deep - 1), "\n\nand by that:\n\n"] if cause is not None and deep > 0 else []
    parts += ["Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__), told(error)]
    if isinstance(error, BaseExceptionGroup) and deep > 0:
        parts += [
            f"\n\none of {len(error.exceptions)}:\n\n{trace_of(one, deep - 1)}" for one in error.exceptions[:_MOST]
        ]
    return "".join(parts)


def without_words(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: the exception of a line as `exception`, without what it says."""
    raised = line.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()[1]
    elif isinstance(raised, tuple):
        raised = raised[1]
    if isinstance(raised, BaseException):
        line["exception"] = trace_of(raised)
    return line
