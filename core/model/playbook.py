"""A playbook, as it was written: what to do, never how it is going.

Every template and expression is kept as text; `coterie.core.playbook` compiles, checks and runs them. The JSON Schema for editors is
generated from these classes: a trailing underscore (`if_`, `in_`, `as_`, `for_`) is not part of the name in a file, and a doc line of a
class is what an editor shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Union

from attrs import field

from ..values import frozen
from .content import FieldKind


@frozen
class LocalText:
    """A text for people, by locale. A text given without a locale stands under the empty one, for every locale."""

    texts: Mapping[str, str]

    @classmethod
    def plain(cls, text: str) -> LocalText:
        """The same text in every locale."""
        return cls({"": text})

    def in_(self, locale: str) -> str:
        """The text of this locale, else of its language, else English, else the first one given."""
        language = locale.replace("_", "-").partition("-")[0]
        for wanted in (locale, language, "en"):
            if wanted in self.texts:
                return self.texts[wanted]
        return next(iter(self.texts.values()), "")


class ParamType(Enum):
    """What a parameter of a playbook may be."""

    TEXT = "text"
    INT = "int"
    NUMBER = "number"
    BOOL = "bool"
    DURATION = "duration"
    SCHEDULE = "schedule"
    ZONE = "zone"
    PERSON = "person"
    PEOPLE = "people"
    GROUP = "group"
    ROLE = "role"
    DECK = "deck"
    PLAYBOOK = "playbook"
    CHOICE = "choice"


@frozen
class Param:
    """What a group sets when it uses the playbook. `default`, `min` and `max` stand as they were written; None where not."""

    type: ParamType
    default: str | tuple[str, ...] | None = None
    min: str | None = None
    max: str | None = None
    choices: tuple[str, ...] = ()
    about: LocalText | None = None

    @property
    def required(self) -> bool:
        return self.default is None


class OnePer(Enum):
    """What may have only one live run of a playbook."""

    ROOM = "room"
    MEMBER = "member"
    NONE = "none"


class Missed(Enum):
    """What becomes of the times that passed while coterie was down."""

    ONCE = "once"
    SKIP = "skip"
    ALL = "all"


# --- starts ---------------------------------------------------------------------------------------------------------


@frozen
class EveryStart:
    """At a local time of the group, again and again: words or a cron expression, a template."""

    every: str
    missed: Missed = Missed.ONCE
    grace: str = "12h"
    if_: str | None = None


@frozen
class AtStart:
    """Once, at a local date-time of the group, a template."""

    at: str
    if_: str | None = None


@frozen
class OnStart:
    """When something happens: `member_joined`, `member_left`, `message`, `reaction`, `gathering_ended`, `group_activated`, `run_finished`,
    or an event that a plugin declares."""

    on: str
    if_: str | None = None


@frozen
class CommandStart:
    """When somebody gives the command; `who` restricts it to a role."""

    command: str
    who: str | None = None
    if_: str | None = None


Start = EveryStart | AtStart | OnStart | CommandStart


# --- steps ----------------------------------------------------------------------------------------------------------


@frozen
class Goto:
    """Go on at the step with this id."""

    goto: str


@frozen
class Stop:
    """End the run with the outcome `done`."""


@frozen
class Remind:
    """Remind who has not answered, every so often, and then go on."""

    remind: str = "missing"
    every: str = "1d"
    at_most: int = 1
    then: str | Goto = "skip"


Late = str | Goto | Remind
"""`skip`, `end`, `Goto`, or `Remind`, whose `then` is one of the first three."""


Answered = Goto | Stop | tuple["Step", ...]
"""What follows an answer or a press."""


@frozen
class Button:
    """A label, and with `url` a link instead of a press."""

    label: LocalText
    url: str | None = None


@frozen
class Post:
    """A message."""

    text: LocalText
    thread: str | None = None
    pin: bool = False
    buttons: Mapping[str, Button] = field(factory=dict)


@frozen
class Ask:
    """A question with choices: id → label. `until` is `first`, `everyone`, a number of answers as text, a template, or None.

    In a file the choices may be a list of labels; a label is then the id too (the English one, else the first of its locales).
    """

    text: LocalText
    choices: Mapping[str, LocalText]
    several: bool = False
    anonymous: bool = False
    until: str | None = None


@frozen
class FormField:
    """One question of a form. Without a label its id is shown; `choices` are as those of `Ask`."""

    type: FieldKind
    label: LocalText | None = None
    required: bool = False
    min: str | None = None
    max: str | None = None
    choices: Mapping[str, LocalText] = field(factory=dict)


@frozen
class Form:
    """Questions answered together: id → field."""

    title: LocalText
    fields: Mapping[str, FormField]
    text: LocalText | None = None


@frozen
class Task:
    """Something that one person shall do: `for` is `leader`, `member`, `starter`, a role, `person:REF`, or a template that gives a person.

    Without choices they are `done` and `skip`; `to` is then a direct message to them.
    """

    text: LocalText
    for_: str
    choices: Mapping[str, LocalText] | None = None


@frozen
class Wait:
    """A pause: exactly one of a duration, a time (words, cron, a local date-time, a template or an expression), an event."""

    duration: str | None = None
    until: str | None = None
    for_: str | None = None


@frozen
class Each:
    """The steps once for each of a list (`in` is an expression), side by side; inside, `as` names the one."""

    in_: str
    as_: str
    steps: tuple[Step, ...]


@frozen
class Set:
    """Variables of the run: name → expression."""

    values: Mapping[str, str]


@frozen
class RunPlaybook:
    """Another playbook; `with` gives its parameters, as templates."""

    playbook: str
    with_: Mapping[str, str | tuple[str, ...]] = field(factory=dict)
    detach: bool = False


Argument = Union[str, LocalText, tuple["Argument", ...], Mapping[str, "Argument"]]  # noqa: UP007 - it names itself
"""What a plugin's verb or action is given, all texts templates; a `LocalText` only where the declaration asks for one."""


@frozen
class Call:
    """What a plugin offers: `plugin.action` and its arguments."""

    action: str
    arguments: Mapping[str, Argument] = field(factory=dict)


@frozen
class End:
    """The run is over, with this outcome, a template."""

    outcome: str


@frozen
class PluginVerb:
    """A verb that a plugin adds, and its arguments."""

    name: str
    arguments: Mapping[str, Argument] = field(factory=dict)


Verb = Post | Ask | Form | Task | Wait | Each | Set | RunPlaybook | Call | End | PluginVerb


@frozen
class Step:
    """One thing to do, and what modifies it.

    `to` stands in a file among the verb's fields or beside the verb, never both; here it is always the step's, None where not
    written. `id` is the one written, else the verb's name and its number among the steps of that verb, in the order of the file
    (`post_1`). `line` is where the step stands in its file, from 1.
    """

    id: str
    verb: Verb
    if_: str | None = None
    within: str | None = None
    late: Late = "skip"
    when: Mapping[str, Answered] = field(factory=dict)
    goto: Goto | Stop | None = None
    to: str | None = None
    quietly: bool = False
    line: int = 0


@frozen
class Playbook:
    """What to do, for whom it is, and when it starts. `source` is the text of its file, kept by every run that began with it."""

    id: str
    version: int
    title: LocalText
    steps: tuple[Step, ...]
    about: LocalText | None = None
    params: Mapping[str, Param] = field(factory=dict)
    starts: tuple[Start, ...] = ()
    one_per: OnePer = OnePer.ROOM
    source: str = field(default="", repr=False, eq=False)


# --- decks ----------------------------------------------------------------------------------------------------------


@frozen
class DeckCard:
    """A conversation starter. `between` are two days of the year (`MM-DD`), both included; it may span New Year."""

    id: str
    text: LocalText
    tags: tuple[str, ...] = ()
    between: tuple[str, str] | None = None

    def comes_on(self, day: date) -> bool:
        """Whether it may come on this day, in any year.

        In a year that lacks 29 February it stands for no day: a span beginning there begins on 1 March, one ending there ends on the 28th.
        """
        if self.between is None:
            return True
        first, last = self.between
        today = f"{day:%m-%d}"
        return first <= today <= last if first <= last else today >= first or today <= last


@frozen
class Deck:
    """Conversation starters that rotate: each once before any comes again."""

    id: str
    title: LocalText
    cards: tuple[DeckCard, ...]
