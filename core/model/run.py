"""How one doing of a playbook is going: a value, saved with its effects in one commit.

Only `advance` (in `coterie.core.playbook.advance`) makes the next one out of the last. A run is a few *strands*: the first one walks through the
playbook, each turn of an `each` and each press of a button has its own. What a step came to is kept apart, under the strand and the step's id.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from attrs import field

from ..refs import GroupRef, MessageRef, PersonRef, RoomRef
from ..values import frozen
from .content import Answer

MAIN = "0"
"""The strand with which a run begins."""


class RunState(Enum):
    """How it stands with a run. All but the first are final."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


@frozen
class Frame:
    """A place in a list of steps: the list's name (`""` for the playbook's own) and how many of it are behind."""

    block: str
    index: int


@frozen
class Strand:
    """One line of steps being walked: frames from the outermost list to the innermost, and the names it alone has.

    `parent` is the strand that began it, at the step `of`; it holds its parent up unless it is `aside`: the steps behind a button.
    `waiting` is the step at which it stands still. `taken` counts its steps since it last waited for something outside.
    """

    id: str
    frames: tuple[Frame, ...] = (Frame("", 0),)
    parent: str | None = None
    of: str = ""
    aside: bool = False
    names: Mapping[str, object] = field(factory=dict)
    waiting: str | None = None
    taken: int = 0


@frozen
class Sent:
    """A message of a step, and where it went."""

    message: MessageRef
    room: RoomRef | None = None
    person: PersonRef | None = None


@frozen
class StepState:
    """What a step came to, or has so far. `visit` counts how often its strand came by.

    `asked` is whom it was addressed to when it began; with `anyone`, who else sees the card may answer too. Of an anonymous question
    `answers` stays empty: `voters` says who answered, `counts` what, and nothing connects the two. Of a form, `filled` holds what
    each person gave. `replies` are the messages by people in the thread, `reactions` (person, emoji), each kept as a reference so that
    a removal takes it away. `due` and `timer` say when and by which key its time runs out, `reminded` how often it was reminded of.
    """

    id: str
    visit: int
    began: datetime
    ended: datetime | None = None
    sent: tuple[Sent, ...] = ()
    asked: tuple[PersonRef, ...] = ()
    anyone: bool = False
    choices: Mapping[str, str] = field(factory=dict)
    needed: int | None = None
    anonymous: bool = False
    answers: Mapping[PersonRef, tuple[str, ...]] = field(factory=dict)
    voters: tuple[PersonRef, ...] = ()
    counts: Mapping[str, int] = field(factory=dict)
    filled: Mapping[PersonRef, Mapping[str, Answer]] = field(factory=dict)
    replies: tuple[MessageRef, ...] = ()
    reactions: tuple[tuple[PersonRef, str], ...] = ()
    by: PersonRef | None = None
    outcome: str | None = None
    result: object = None
    call: str | None = None
    timer: str | None = None
    due: datetime | None = None
    reminded: int = 0


@frozen
class Happening:
    """One entry of the timeline: `what` is `started`, `began`, `asked`, `nobody`, `reminded`, `late`, `ended`, `passed`, `pressed`,
    `undelivered`, `finished`, `failed` or `cancelled`; `detail` an outcome or a reason. What people wrote or chose is not in it."""

    at: datetime
    what: str
    step: str = ""
    detail: str = ""


@frozen
class Run:
    """One doing of a playbook. `chain` are the playbooks that caused it, the oldest first, `source` the digest of the text it keeps to.

    `starter` is the person who started it, `by_command` whether they gave a command for it, `member` whom it is about, `thread` the message at
    which it started. `steps` stands under `STRAND/STEP`. `sequence` numbers what it asks for.
    """

    id: str
    playbook: str
    version: int
    source: str
    started: datetime
    group: GroupRef | None = None
    room: RoomRef | None = None
    starter: PersonRef | None = None
    by_command: bool = False
    member: PersonRef | None = None
    thread: MessageRef | None = None
    chain: tuple[str, ...] = ()
    parent: tuple[str, str] | None = None
    params: Mapping[str, object] = field(factory=dict)
    variables: Mapping[str, object] = field(factory=dict)
    leader: PersonRef | None = None
    strands: tuple[Strand, ...] = ()
    steps: Mapping[str, StepState] = field(factory=dict)
    sequence: int = 0
    state: RunState = RunState.RUNNING
    outcome: str | None = None
    reason: str | None = None
    ended: datetime | None = None
    timeline: tuple[Happening, ...] = ()

    @property
    def live(self) -> bool:
        """Whether it goes on."""
        return self.state is RunState.RUNNING
