"""What people do with coterie: they choose, fill in, command, look at their page."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from ...refs import MessageRef
from ...values import frozen
from ..content import Answer
from .happening import Event


@frozen(kw_only=True)
class ChoiceMade(Event):
    """Somebody chose on a card: the ids of all choices they now hold (one, unless the card takes several).

    `trigger` is what the platform wants back to open a form, where it has such a thing.
    """

    message: MessageRef
    choices: tuple[str, ...]
    trigger: str | None = None


@frozen(kw_only=True)
class FormSubmitted(Event):
    """Somebody filled in the form that was asked by the effect with the key `form`: field id → answer.

    With a `trigger`, as in `ChoiceMade`, another form can be opened behind it: one question leads to the next.
    """

    form: str
    answers: Mapping[str, Answer]
    trigger: str | None = None


@frozen(kw_only=True)
class CommandGiven(Event):
    """Somebody gave a command; `text` is what stands behind `/coterie`. `trigger` as in `ChoiceMade`.

    `message` is the one that it is about, where it was chosen from the menu of a message, and `quoted` what that one says, where the
    platform tells it along.
    """

    text: str
    direct: bool = False
    thread: MessageRef | None = None
    message: MessageRef | None = None
    quoted: str = field(default="", repr=False)
    trigger: str | None = None


@frozen(kw_only=True)
class HomeOpened(Event):
    """Somebody looks at their own page with coterie, where the platform has such pages."""
