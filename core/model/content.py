"""What is said, before it knows its platform: texts in neutral Markdown, cards with choices, forms.

Neutral Markdown is CommonMark plus one thing of ours: `<@REF>` is a mention of the person with that reference. Text that
a member typed comes into it by `escape` alone, so that it can neither mention, link nor mark up anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import lru_cache

from attrs import field

from ..refs import PersonRef
from ..values import frozen

MENTION = re.compile(r"<@([^<>\s]+)>")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_LINE = re.compile(r"[ \t]*\r?\n[ \t]*")


def escape(typed: str) -> str:
    """Neutral Markdown that reads exactly as `typed` does: every mark escaped, every line break kept."""
    return _escaped_name(typed) if len(typed) <= _LONGEST_NAME and type(typed) is str else _escaped(typed)


def _escaped(typed: str) -> str:
    lines = _LINE.split(typed.strip())
    return "\\\n".join(_PUNCTUATION.sub(r"\\\1", line) or "\u00a0" for line in lines)


_LONGEST_NAME = 64
_escaped_name = lru_cache(maxsize=4096)(_escaped)
"""Names and titles come again and again."""


class Markdown(str):
    """Neutral Markdown that the author of a file wrote: it is printed as it stands, where all other text is escaped."""

    __slots__ = ()


def mention(person: PersonRef) -> str:
    """A mention of the person in neutral Markdown; it notifies them where the platform does so."""
    return f"<@{person.id}>"


def choice_emoji(place: int) -> str:
    """The keycap for the choice at this place, counted from 0 to 9: 1️⃣ … 🔟. It stands in for a button where there are none."""
    return "🔟" if place == 9 else f"{place + 1}\ufe0f\u20e3"


class Capability(Enum):
    """What a platform may be able to do. A declared one works; `means` says what stands in for an undeclared one."""

    BUTTONS = "buttons"
    MODALS = "modals"  # forms that are filled in at once
    QUIET = "quiet"  # a message that one person alone sees in a room
    THREADS = "threads"
    EDITS = "edits"
    REACTIONS = "reactions"
    PINS = "pins"
    BOOKMARKS = "bookmarks"  # what is pinned under a name, always in view
    SPACES = "spaces"
    ROLES = "roles"  # rights in a room, given and withdrawn
    ROOMS = "rooms"  # open, name, invite, archive
    ACCESS = "access"  # who may come into a room, changed later
    AVATARS = "avatars"  # pictures of rooms
    UPLOAD = "upload"
    POLLS = "polls"  # a question with choices as the platform's own poll
    HOME = "home"  # a page of one's own


class Urgency(Enum):
    """How a choice looks where a platform can show it."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@frozen
class Choice:
    """One thing that a reader of a card may choose: an id unique on the card, and a label in plain words.

    `value` is handed to the handler of the choice. It never travels to the platform: it is kept by the core and looked up,
    so nobody can forge it. With `url` it is a link, and nothing is chosen. `agrees` says that a typed yes (no, where it is False) means it,
    in any language, though its label begins with neither.
    """

    id: str
    label: str
    value: object = None
    url: str | None = None
    urgency: Urgency = Urgency.PLAIN
    agrees: bool | None = None


class FieldKind(Enum):
    """What may be put into a field of a form."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    SELECT = "select"
    MANY = "many"
    PEOPLE = "people"

    @property
    def chooses(self) -> bool:
        """Whether it is answered by one or several of its choices."""
        return self in (FieldKind.SELECT, FieldKind.MANY)


@frozen
class Field:
    """One question of a form.

    `minimum` and `maximum` bound a number's value, a text's length in characters, the count of people or of choices; for a date they are
    ISO dates, for a time of day times like `09:30`. `initial` stands in it from the start, to be changed, where a form is a modal: a text, a
    number, an ISO date, a time, the id of a choice, the ids of several between commas. It is kept nowhere.
    """

    id: str
    kind: FieldKind
    label: str
    required: bool = False
    minimum: str | None = None
    maximum: str | None = None
    choices: tuple[Choice, ...] = ()
    initial: str = ""


@frozen
class Form:
    """Questions that are answered together."""

    title: str
    fields: tuple[Field, ...]
    text: str = ""


@frozen
class Line:
    """One line that a plugin contributes to a digest or a brief: neutral Markdown, best out of a file of texts, so that it can be said again
    in the reader's own language and zone. What has more `weight` (0 to 1) stands further up, and is kept where there is room for few.

    In a brief it may bring one tap: `label` says what, `action` is `PLUGIN.ACTION`, which then is done in the group without arguments; advice
    may bring several, as `taps`. Who is among `but` does not read it in their digest: who asked can't answer.
    """

    text: str
    weight: float = 0.5
    label: str = ""
    action: str = ""
    taps: tuple[Tap, ...] = ()
    but: tuple[PersonRef, ...] = ()


@frozen
class Tap:
    """What one press on somebody's page does: `action` is `PLUGIN.ACTION`, with these arguments, by whoever pressed and in the group it is
    about. It looks then whether they may: the page may have been shown a while ago."""

    label: str
    action: str
    arguments: Mapping[str, object] = field(factory=dict)
    urgency: Urgency = Urgency.PLAIN


class Section(Enum):
    """Where something stands on somebody's page, in this order."""

    NEXT = "next"  # what comes, the earliest first
    MINE = "mine"  # what they have taken on
    FIND = "find"  # what they could join
    LEAD = "lead"  # for those who lead a group
    MANAGE = "manage"  # for those who manage the community
    YOU = "you"  # how they are spoken to


@frozen
class Item:
    """Something that a plugin contributes to somebody's own page: neutral Markdown, best out of a file of texts. `about` is in a few plain words
    what its taps are about, for where they stand apart from it. Of what has no instant, that with more `weight` stands further up."""

    section: Section
    text: str
    about: str = ""
    at: datetime | None = None
    weight: float = 0.5
    taps: tuple[Tap, ...] = ()


Answer = str | int | float | date | tuple[PersonRef, ...] | tuple[str, ...] | None
"""What one field of a filled form holds: text, a number, a date, a time of day as `09:30`, the id of a choice or of several, people, or None
where left empty."""


def people_in(answer: Answer) -> tuple[PersonRef, ...]:
    """The people whom an answer names; none where it was left empty, or names something else."""
    found = answer if isinstance(answer, tuple) else ()
    return tuple(one for one in found if isinstance(one, PersonRef))


OPEN_FORM = "open_form"
"""The id of the choice that `ChoiceMade` carries when somebody presses what opens the form of a card."""


def _choices(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(choices)


@frozen
class Card:
    """A message: text in neutral Markdown, and what may be chosen on it.

    With `several`, a reader may hold more than one choice at a time. With `form`, the card invites to fill it in. A `poll` is a short question to
    all in a room: where there are polls but no buttons it is shown as one.
    """

    text: str
    choices: tuple[Choice, ...] = field(default=(), converter=_choices)
    several: bool = False
    form: Form | None = None
    poll: bool = False
