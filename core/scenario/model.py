"""A scenario, as it was written: who is there, and what they do and see, step by step. Values only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from attrs import field

from ..model.community import Community
from ..playbook.duration import Duration
from ..values import frozen
from .driver import Direct, InRoom, Place


@frozen
class Casting:
    """A person of a scenario: the name shown, the groups they lead, the groups they are in (those they lead are among them)."""

    id: str
    name: str | None = None
    zone: str | None = None
    locale: str | None = None
    leads: tuple[str, ...] = ()
    in_: tuple[str, ...] = ()


@frozen
class Pattern:
    """A part of a text, or with slashes around it a regular expression. Line breaks and runs of spaces are all one space."""

    written: str

    @property
    def is_regex(self) -> bool:
        return len(self.written) > 1 and self.written.startswith("/") and self.written.endswith("/")

    def fits(self, text: str) -> bool:
        """Whether the text has it somewhere."""
        flat = " ".join(text.split())
        if not self.is_regex:
            return " ".join(self.written.split()) in flat
        pattern = re.compile(self.written[1:-1])
        return bool(pattern.search(text) or pattern.search(flat))

    def __str__(self) -> str:
        return self.written if self.is_regex else f'"{self.written}"'


# --- steps ----------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Step:
    """One line of a scenario; `line` counts from 1."""

    line: int = 0


@frozen(kw_only=True)
class Join(Step):
    who: str
    group: str


@frozen(kw_only=True)
class Leave(Step):
    """`removed`: somebody who may do that takes them out."""

    who: str
    group: str
    removed: bool = False


@frozen(kw_only=True)
class Say(Step):
    """`place` is None where only `to`, the message that is answered, says where."""

    who: str
    text: str
    place: Place | None = None
    to: Pattern | None = None


@frozen(kw_only=True)
class React(Step):
    who: str
    emoji: str
    to: Pattern
    place: Place | None = None


@frozen(kw_only=True)
class Press(Step):
    who: str
    choice: str


@frozen(kw_only=True)
class Fill(Step):
    who: str
    answers: Mapping[str, tuple[str, ...]]


@frozen(kw_only=True)
class Start(Step):
    playbook: str
    group: str
    who: str | None = None


@frozen(kw_only=True)
class Restart(Step):
    down: Duration | None = None


@frozen(kw_only=True)
class Wait(Step):
    """Exactly one of the two; `until` is a local time of the community."""

    duration: Duration | None = None
    until: datetime | None = None


@frozen(kw_only=True)
class Silence(Step):
    place: Place
    duration: Duration


@frozen(kw_only=True)
class ExpectSaid(Step):
    """`pings` is None where nothing is said of it. `absent` turns it into its opposite."""

    place: Place
    says: Pattern | None = None
    pings: frozenset[str] | None = None
    absent: bool = False


@frozen(kw_only=True)
class ExpectRun(Step):
    """About the newest run of the playbook, in the group where one is named."""

    playbook: str
    group: str | None = None
    state: str | None = None
    outcome: str | None = None
    absent: bool = False


@frozen
class Scenario:
    """The whole file. `begins` is a local time of the community; `folder` is where playbooks and decks stand beside."""

    name: str
    file: Path
    community: Community
    folder: Path
    begins: datetime
    people: Mapping[str, Casting] = field(factory=dict)
    steps: tuple[Step, ...] = ()


__all__ = [
    "Casting",
    "Direct",
    "ExpectRun",
    "ExpectSaid",
    "Fill",
    "InRoom",
    "Join",
    "Leave",
    "Pattern",
    "Press",
    "React",
    "Restart",
    "Say",
    "Scenario",
    "Silence",
    "Start",
    "Step",
    "Wait",
]
