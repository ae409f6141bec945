"""The table of docs/platforms.md: every effect and event, how each platform shows it, and what stands in for it where it can't.

python -m tests.docs.side_by_side             prints it
python -m tests.docs.side_by_side --write     puts it into the page
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from coterie.adapters.matrix import shown as on_matrix
from coterie.adapters.matrix.adapter import CAPABILITIES as MATRIX
from coterie.adapters.simulator import shown as on_simulator
from coterie.adapters.simulator.adapter import CAPABILITIES as SIMULATOR
from coterie.adapters.slack import shown as on_slack
from coterie.adapters.slack.adapter import CAPABILITIES as SLACK
from coterie.core.model.content import Capability
from coterie.core.model.effect import EFFECTS, CancelTimer, Effect, Post, SetTimer
from coterie.core.model.event import (
    EVENTS,
    AccountsLinked,
    AccountsUnlinked,
    EffectFailed,
    EffectPerformed,
    Event,
    GroupMoved,
    TermBegan,
    TermEnded,
    TimerFired,
)
from coterie.core.model.means import INSTEAD, NEEDS, POSTS
from coterie.core.values import frozen

PAGE = Path(__file__).parents[2] / "docs" / "platforms.md"
BEGIN, END = "<!-- made by python -m tests.docs.side_by_side --write -->", "<!-- end -->"

OURS = (TimerFired, EffectPerformed, EffectFailed, AccountsLinked, AccountsUnlinked, GroupMoved, TermBegan, TermEnded)
"""Events that no platform tells: coterie itself makes them."""
TIMERS = (SetTimer, CancelTimer)
"""Effects that leave for no platform."""


@frozen
class Platform:
    """What is declared of one platform."""

    name: str
    capabilities: frozenset[Capability]
    words: ModuleType

    def posts(self, how: str) -> str:
        capability, words = POSTS[how], self.words.POSTS
        if capability in self.capabilities and how in words:
            return str(words[how])
        return f"→ {INSTEAD[capability]}"

    def does(self, kind: type[Effect]) -> str:
        needed = NEEDS.get(kind)
        if needed is None or needed in self.capabilities:
            return str(self.words.EFFECTS[kind])
        return f"→ {INSTEAD[needed]}" if kind.__name__ != "EndPoll" else "→ left out"

    def tells(self, kind: type[Event]) -> str:
        words: Mapping[type[Event], str] = self.words.EVENTS
        return words.get(kind, "–")


PLATFORMS = (
    Platform("Slack", SLACK, on_slack),
    Platform("Matrix", MATRIX, on_matrix),
    Platform("simulator", SIMULATOR, on_simulator),
)


def table() -> str:
    """Both tables in Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    head = " | ".join(one.name for one in PLATFORMS)
    rule = "|---" * (len(PLATFORMS) + 1) + "|"
    yield from (f"| what coterie does | {head} |", rule)
    for kind in EFFECTS:
        if kind in TIMERS:
            continue
        yield _row(f"`{kind.__name__}`", [one.does(kind) for one in PLATFORMS])
        for how in POSTS if kind is Post else ():
            yield _row(f"`Post` {how}", [one.posts(how) for one in PLATFORMS])
    yield from ("", f"| what people do | {head} |", rule)
    for happened in EVENTS:
        if happened not in OURS:
            yield _row(f"`{happened.__name__}`", [one.tells(happened) for one in PLATFORMS])


def _row(first: str, cells: list[str]) -> str:
    return f"| {first} | {' | '.join(cells)} |"


def main(arguments: list[str]) -> None:
    if arguments != ["--write"]:
        print(table())
        return
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
