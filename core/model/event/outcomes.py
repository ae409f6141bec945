"""What came of what coterie set or asked for: timers that rang, effects done or not."""

from __future__ import annotations

from datetime import datetime

from ...values import frozen
from .happening import Event


@frozen(kw_only=True)
class TimerFired(Event):
    """A timer that was set came due; `timer` is its key, `due` when it was meant to."""

    timer: str
    due: datetime


@frozen(kw_only=True)
class EffectPerformed(Event):
    """What was asked under `key` is done on `platform`; `native` is what it made, if it made something.

    There is one for each home of a group: `room` says of which, where all of it was to read it.
    """

    key: str
    native: str | None = None


@frozen(kw_only=True)
class EffectFailed(Event):
    """What was asked under `key` can't be done on `platform` (`core`: on any); `reason` says why, in words. `room` as in `EffectPerformed`.

    It is `unwanted` where who would have got it wants no such.
    """

    key: str
    reason: str
    unwanted: bool = False
