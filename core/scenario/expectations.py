"""Whether what coterie said is what was expected (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..engine.runs.book import RunView
from .driver import BOT, Said
from .model import ExpectRun, ExpectSaid


def first_fit(expected: ExpectSaid, said: Sequence[Said], matched: Mapping[str, str]) -> Said | None:
    """The first message of coterie that fits and was not matched before.

    `matched` is message id → how it read when it was matched. One that was edited since counts again, but not for what it
    said already then.
    """
    return next(
        (one for one in said if one.by == BOT and _fits(expected, one) and _is_new(expected, one, matched)), None
    )


def why_not(expected: ExpectSaid, said: Sequence[Said], matched: Mapping[str, str]) -> str:
    """What came nearest to it."""
    worded = [one for one in said if one.by == BOT and _reads(expected, one.text)]
    if not worded:
        return ""
    if others := [one for one in worded if expected.pings is not None and one.pings != expected.pings]:
        return f"\n  it was said, but pings {_listed(others[-1].pings)}"
    return "\n  it was said, but an earlier expect has matched it"


def describe(expected: ExpectSaid) -> str:
    """What was expected, in words."""
    what = f"coterie to say {expected.says}" if expected.says else "coterie to say something"
    pings = f", pinging {_listed(expected.pings)}" if expected.pings is not None else ""
    return f"expected {'not ' if expected.absent else ''}{expected.place}: {what}{pings}"


def newest_run(playbook: str, runs: Sequence[RunView], begun: Mapping[str, int]) -> RunView | None:
    """The run of this playbook that began last; of several that began at the same instant, the one that was seen last, by run id → number."""
    return max(
        (run for run in runs if run.playbook == playbook),
        key=lambda run: (run.started, begun.get(run.id, len(begun))),
        default=None,
    )


def run_misfit(expected: ExpectRun, seen: RunView | None) -> str | None:
    """What is otherwise with the run than expected; None where it is as expected."""
    if seen is None:
        return "there is no such run"
    fits = expected.state in (None, seen.state) and expected.outcome in (None, seen.outcome)
    return None if fits else f"it is {describe_run(seen)}"


def describe_run(seen: RunView) -> str:
    """How a run is going, in words."""
    return f"{seen.state}: {seen.outcome}" if seen.outcome else seen.state


def describe_expected_run(expected: ExpectRun) -> str:
    """What was expected of a run, in words."""
    where = f" in {expected.group}" if expected.group else ""
    state = f" to be {expected.state}" if expected.state else ""
    outcome = f" with the outcome {expected.outcome}" if expected.outcome else ""
    return f"expected {'not ' if expected.absent else ''}the run {expected.playbook}{where}{state or ' to be there'}{outcome}"


def _reads(expected: ExpectSaid, text: str) -> bool:
    return expected.says is None or expected.says.fits(text)


def _fits(expected: ExpectSaid, said: Said) -> bool:
    return _reads(expected, said.text) and expected.pings in (None, said.pings)


def _is_new(expected: ExpectSaid, said: Said, matched: Mapping[str, str]) -> bool:
    before = matched.get(said.id)
    if before is None:
        return True
    return before != said.text and expected.says is not None and not expected.says.fits(before)


def _listed(people: frozenset[str]) -> str:
    return ", ".join(sorted(people)) or "nobody"
