"""Whether the work that is being done still is this worker's: adapters ask right before a request leaves that can't be undone.

A worker that was suspended for longer than its lease goes on where it stood, and others have its work by then.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from .errors import Fenced

_ours: ContextVar[Callable[[], bool] | None] = ContextVar("ours", default=None)


class under_claim:
    """What is done inside is done as long as `ours` says so. It is asked often, and must wait for nothing."""

    def __init__(self, ours: Callable[[], bool]) -> None:
        self._claim = ours

    def __enter__(self) -> None:
        self._token = _ours.set(self._claim)

    def __exit__(self, *_: object) -> None:
        _ours.reset(self._token)


def is_claimed() -> bool:
    """Whether it was claimed of others who may do what comes next: what one of them alone remembers may be out of date by then."""
    return _ours.get() is not None


def insist() -> None:
    """Raise Fenced where the work is another worker's by now. Of what nobody claimed nothing is asked."""
    if (ours := _ours.get()) is not None and not ours():
        raise Fenced("the lease was over before it could be done")
