"""What a playbook's file says, piece by piece: every text that the checker looks into, with its place and what it must be."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field

from ..model.playbook import Playbook
from ..values import frozen
from .reader import (
    Reader,
)
from .verbs import FieldDeclaration
from .yaml import Node, Place, Scalar


class Kind(Enum):
    """What a piece must be. All but `EXPRESSION` and the names of steps, choices and events may have `{{ … }}` in them."""

    TEMPLATE = "template"
    EXPRESSION = "expression"
    DURATION = "duration"
    SCHEDULE = "schedule"
    START_TIME = "start time"  # a local date-time
    UNTIL = "until"  # words, cron, a local date-time, a template or an expression
    ANSWERS = "answers"  # of `ask`: first, everyone or a number
    TO = "to"
    REMINDED = "reminded"  # as `to`, or `missing`
    ASSIGNEE = "assignee"  # of a task
    ROLE = "role"  # who may give a command
    EVENT = "event"
    GOTO = "goto"
    THREAD = "thread"
    CHOICE = "choice"  # a key of `when`
    PLAYBOOK = "playbook"
    BOUND = "bound"  # `min` and `max` of a form's field
    FIELD = "field"  # an argument that a plugin declares
    COMMAND = "command"  # by which a playbook starts
    VARIABLE = "variable"  # a name that `set` or `as` makes


@frozen
class Piece:
    """A text of the file. `step` is the id of the step it stands in, None outside of steps; `value` is what is to be checked of it."""

    kind: Kind
    value: str
    node: Scalar
    step: str | None
    declaration: FieldDeclaration | None = None

    @property
    def place(self) -> Place:
        """Where the value stands."""
        text = self.node.text
        if self.value == text:
            return self.node.place
        at = text.rfind(self.value)
        return self.node.place_within(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), len(self.value))


@frozen
class Spot:
    """Where a step stands: its map, its verb's key, its id (the verb's key where it has none), and `label` for messages: `step 2.1`."""

    node: Node
    verb: Scalar
    id: Scalar
    label: str
    keys: Mapping[str, Scalar] = field(factory=dict)


@frozen
class Reading:
    """A file that was read: the playbook as far as it could be made out, its pieces, and where its steps and parameters stand.

    `reader` has the findings so far. `playbook` is None where not even that it is one can be said.
    """

    reader: Reader
    playbook: Playbook | None
    pieces: tuple[Piece, ...] = ()
    spots: Mapping[str, Spot] = field(factory=dict)
    params: Mapping[str, tuple[Scalar, Node]] = field(factory=dict)
