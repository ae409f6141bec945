"""How a value reads in a text for people: escaped, as a mention, as a name, or as a date of the reader's locale and zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from jinja2 import Undefined

from ..model.content import Markdown, escape, mention
from ..refs import PersonRef, Ref
from ..values import frozen
from .duration import Duration

LENGTHS = ("short", "medium", "long", "full")


class Style(Enum):
    """What a printed text is for."""

    MARKDOWN = "markdown"  # a message: people are mentions, text is escaped
    WORDS = "words"  # a label or an outcome: people are names, nothing is escaped
    TOKEN = "token"  # read on by coterie (a duration, an address): people and groups are their ids, dates ISO


@frozen
class Reader:
    """For whom a text is printed: locale (`de`, `pt-BR`), IANA zone, and the instant it is now."""

    locale: str
    zone: str
    now: datetime

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def local(self, instant: datetime) -> datetime:
        """The instant in this reader's zone; a date-time without a zone is already local."""
        return instant.replace(tzinfo=self.tzinfo) if instant.tzinfo is None else instant.astimezone(self.tzinfo)


class Named:
    """A thing that a template may print and look into. `attributes` names everything a template can see of it."""

    kind = "thing"
    attributes: tuple[str, ...] = ()

    def printed_name(self) -> str:
        """How it reads in words. ValueError where it can't be printed."""
        instead = (
            f"; take one of: {', '.join(self.attributes)}" if self.attributes else ", it is only tested or handed on"
        )
        raise ValueError(f"{self.kind} can't be printed{instead}")

    def printed_ref(self) -> Ref | None:
        """What it refers to: a person then prints as a mention."""
        return None

    def look_up(self, attribute: str) -> object:
        """The attribute of this name. LookupError where there is none."""
        if attribute not in self.attributes:
            raise LookupError(f"{self.kind} has no {attribute!r}; it has {', '.join(self.attributes)}")
        return getattr(self, attribute)

    def __str__(self) -> str:
        return self.printed_name()


class Filled(dict[object, object]):
    """Answers by field or by person: where there is none, there is None."""


class Span(timedelta):
    """A duration as it was written, which prints in words, adds by the calendar, and compares by its nominal length."""

    written: Duration

    @classmethod
    def of(cls, written: Duration) -> Span:
        span = cls(seconds=written.nominal.total_seconds())
        span.written = written
        return span


def printed(value: object, reader: Reader, style: Style = Style.MARKDOWN) -> str:
    """The value as text in this style. None prints as nothing. TypeError or ValueError where it can't be printed."""
    match value:
        case None:
            return ""
        case Undefined():
            return str(value)  # raises, naming it
        case Markdown():
            return str(value)
        case bool() | int() | float():
            return str(value)
        case str():
            return _escaped(value) if style is Style.MARKDOWN else value
        case Named() | Ref():
            return _printed_thing(value, style)
        case datetime() | date() | timedelta():
            text = iso(value, reader) if style is Style.TOKEN else in_words(value, reader)
            return _escaped(text) if style is Style.MARKDOWN else text
        case Mapping():
            pairs = (f"{printed(key, reader, style)}: {printed(item, reader, style)}" for key, item in value.items())
            return ", ".join(pairs)
        case list() | tuple() | range() | set() | frozenset():
            return ", ".join(printed(item, reader, style) for item in value)
    raise TypeError(f"{type(value).__name__} can't be printed")


def _printed_thing(value: Named | Ref, style: Style) -> str:
    ref = value if isinstance(value, Ref) else value.printed_ref()
    if style is Style.TOKEN and ref is not None:
        return ref.id
    if style is Style.MARKDOWN and isinstance(ref, PersonRef):
        return mention(ref)
    name = value.id if isinstance(value, Ref) else value.printed_name()
    return _escaped(name) if style is Style.MARKDOWN else name


def _escaped(text: str) -> str:
    """Escaped, but a space at either end is kept: it may stand between two printed things."""
    inner = escape(text)
    if not text.strip():
        return " " if text else ""
    return (" " if text[0].isspace() else "") + inner + (" " if text[-1].isspace() else "")


def iso(value: date | timedelta, reader: Reader) -> str:
    """A date-time as a local ISO text of the reader's zone, a date as ISO, a duration in seconds (`90s`)."""
    if isinstance(value, Span):
        return str(value.written)
    if isinstance(value, timedelta):
        return f"{round(value.total_seconds())}s"
    return reader.local(value).isoformat() if isinstance(value, datetime) else value.isoformat()


def in_words(value: date | timedelta, reader: Reader) -> str:
    """A date, an instant or a duration as the reader's locale writes it."""
    from .dates import spoken  # when the first is said: Babel is large, and a start says nothing

    return spoken(value, reader)


def well_formed(text: str) -> str:
    """The text without halves of characters, which can be written in a template and nowhere be sent."""
    return text.encode("utf-8", "replace").decode()
