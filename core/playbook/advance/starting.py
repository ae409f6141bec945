"""What can be said of a run before it has begun: whether it may start, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from ...model.playbook import Playbook
from ...model.run import MAIN, Run, Strand
from ..duration import Duration
from ..facts import Facts
from ..params import Value
from .going import Going


def may_start(run: Run, playbook: Playbook, condition: str | None, now: datetime, facts: Facts) -> bool:
    """Whether the `if` of a start holds for the run as it would begin. Raises ExpressionError."""
    if condition is None:
        return True
    return bool(_before(run, playbook, now, facts).evaluate(condition, Strand(MAIN)))


def written_time(run: Run, playbook: Playbook, template: str, now: datetime, facts: Facts) -> str:
    """What the template of an `every` or `at` comes to: words, cron, or a local date-time. Raises ExpressionError."""
    return _before(run, playbook, now, facts).token(template, Strand(MAIN))


def _before(run: Run, playbook: Playbook, now: datetime, facts: Facts) -> Going:
    """The run as it stands before its first step."""
    going = Going(run, playbook, now, facts)
    going.strands[MAIN] = Strand(MAIN)
    return going


def kept_params(values: Mapping[str, Value]) -> dict[str, object]:
    """Values of parameters as a run keeps them: durations and zones as they are written."""
    return {name: str(value) if isinstance(value, Duration | ZoneInfo) else value for name, value in values.items()}
