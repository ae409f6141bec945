"""What may happen to a run, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from ...model.content import Answer
from ...model.effect import Effect
from ...model.run import Run, RunState, Sent
from ...refs import MessageRef, PersonRef, RoomRef
from ...values import frozen


@frozen
class Started:
    """The run shall begin."""


@frozen
class TimerRang:
    """A timer of the run came due."""

    key: str


@frozen
class Answered:
    """Somebody chose on a card of the run: the ids of all choices they now hold; none where they took theirs back."""

    message: MessageRef
    person: PersonRef
    choices: tuple[str, ...]


@frozen
class FormFilled:
    """Somebody filled in a form of the run; the answers fit its fields."""

    message: MessageRef
    person: PersonRef
    answers: Mapping[str, Answer]


@frozen
class Replied:
    """A person wrote in the thread of a message of the run."""

    thread: MessageRef
    reply: MessageRef


@frozen
class ReplyRemoved:
    """Such a reply is gone."""

    reply: MessageRef


@frozen
class Reacted:
    """A person put an emoji on a message of the run."""

    message: MessageRef
    person: PersonRef
    emoji: str


@frozen
class Unreacted:
    """They took it back."""

    message: MessageRef
    person: PersonRef
    emoji: str


@frozen
class Happened:
    """Something that `wait: {for: …}` waits for happened in the run's group, and who did it."""

    event: str
    person: PersonRef | None = None


@frozen
class ChildEnded:
    """A run that this one began under `key` is over."""

    key: str
    outcome: str | None
    state: RunState


@frozen
class Returned:
    """What a plugin was called for under `key` is done: its result, and the messages it sent."""

    key: str
    result: object = None
    sent: tuple[Sent, ...] = ()


@frozen
class CallFailed:
    """A call or another playbook, asked for under `key`, can't be done."""

    key: str
    reason: str


@frozen
class EffectFailed:
    """An effect of the run can't be done; `unwanted` where a person wants nothing that they did not ask for."""

    key: str
    reason: str
    unwanted: bool = False


@frozen
class Cancelled:
    """Somebody ends the run before its end."""

    by: PersonRef | None = None


Cause = (
    Started
    | TimerRang
    | Answered
    | FormFilled
    | Replied
    | ReplyRemoved
    | Reacted
    | Unreacted
    | Happened
    | ChildEnded
    | Returned
    | CallFailed
    | EffectFailed
    | Cancelled
)


@frozen
class Call:
    """What a plugin shall do for a step: `action` is `plugin.action`, or a verb where there is no dot. Of the arguments, people and groups
    are references, and what people read is `Markdown`.

    Everything it asks for has a key that begins with this `key` and a colon. It is answered by `Returned` or `CallFailed`.
    """

    key: str
    step: str
    action: str
    arguments: Mapping[str, object]
    to: tuple[RoomRef | PersonRef, ...] = ()
    thread: MessageRef | None = None
    quietly: PersonRef | None = None


@frozen
class Given:
    """What a parameter is set to: `value` where a thing is wanted, `text` where Markdown is. In that, what a member typed is escaped."""

    value: object
    text: str


@frozen
class Child:
    """Another playbook that shall run, and what its parameters are set to: each a `Given`, or a tuple of them.

    Unless `detach`, it is answered by `ChildEnded` when it is over; by `CallFailed` where it can't begin.
    """

    key: str
    playbook: str
    params: Mapping[str, object]
    detach: bool = False


@frozen
class Advanced:
    """What comes of a cause: the run as it now is, and in order what it asks for. `called_upon` are leaders who were asked something."""

    run: Run
    effects: tuple[Effect, ...] = ()
    calls: tuple[Call, ...] = ()
    children: tuple[Child, ...] = ()
    called_upon: tuple[PersonRef, ...] = field(default=())
