"""Texts said in one locale: Fluent with Babel, and what is put into a text made safe to stand there.

Imported when the first text is said: both libraries are large, and a coterie that only starts says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError
from babel.lists import format_list
from babel.units import format_unit
from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentType, fluent_date
from fluent.syntax import ast, visitor

from .model.content import Markdown, escape, mention
from .refs import PersonRef, Ref
from .texts import ENGLISH, Reader, SpokenPlain, SpokenText, language

_SLOT = re.compile("\ue000(\\d+)(?:\ue002(\\d+))?\ue001")
"""The place of an argument, and for an instant the way in which it is to be written."""
_MOST_TURNS = 4096
_Style = tuple[tuple[str, Any], ...]
"""The options of DATETIME, by name."""
_SENTENCE: _Style = (("sentence", True),)
"""The style of words that people wrote and that others follow."""
_ENDS_ITSELF = re.compile(r"[^\w)\]>”“»’'\"*`]\W*$|://\S+$")
"""What needs no full stop: it has a mark of its own, or a link, which a stop would become part of."""
_DATE_AND_TIME, _DATE = range(2)
"""The styles of what no text asks to be written in another."""
_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


class Voice:
    """The texts of a file, written in `source`, as people of `locale` read them.

    Fluent is asked once for each way in which a text can turn out: what arguments read as is put into their places afterwards.
    """

    def __init__(self, tree: ast.Resource, locale: str, source: str) -> None:
        spoken = locale if language(locale) == language(source) and _is_known(locale) else source
        self._locale = _locale(spoken)
        self._styles: list[_Style] = [(("dateStyle", "medium"), ("timeStyle", "short")), (("dateStyle", "medium"),)]
        functions: dict[str, Callable[..., Any]] = {"DATETIME": self._datetime, "SENTENCE": self._sentence}
        self._bundle = FluentBundle([spoken], functions=functions, use_isolating=False)
        self._bundle.add_resource(tree)
        self._deciding = {one.id.name: _deciding(one) for one in tree.body if isinstance(one, ast.Message)}
        self._turns: dict[tuple[object, ...], tuple[str, ...]] = {}
        """How texts turned out, cut at their slots: words, and by turns the place of an argument with the way in which it is to be written."""

    def knows(self, id: str) -> bool:
        """Whether there is such a text."""
        return self._bundle.has_message(id) and self._bundle.get_message(id).value is not None

    def say(self, id: str, reader: Reader, arguments: Mapping[str, object], plain: bool) -> tuple[str, list[Exception]]:
        """The text with its arguments, and what was missing in it."""
        slots = _Slots(self._locale, reader, plain, self._styles)
        given = {name: slots.fluent(value) for name, value in arguments.items()}
        turn = self._turn(id, given)
        if turn is not None and (known := self._turns.get(turn)) is not None:
            return slots.put_into(known), []
        pattern = self._bundle.get_message(id).value
        assert pattern is not None, "ask `knows` first"
        said, errors = self._bundle.format_pattern(pattern, given)
        shown = str(said)
        if turn is not None and not errors:
            if len(self._turns) >= _MOST_TURNS:
                self._turns.clear()
            self._turns[turn] = tuple(_SLOT.split(shown))
        return slots.filled(shown), errors

    def _turn(self, id: str, given: Mapping[str, Any]) -> tuple[object, ...] | None:
        """What decides how the text turns out, but for what is put into its slots; None where it is different nearly every time."""
        deciding = self._deciding[id]
        if deciding is None:
            return None
        parts: list[object] = [id]
        for name, value in given.items():
            kind = type(value)
            if kind is _Slot:
                parts += (name, value.place, str(value.raw) if name in deciding.names else None)
            elif kind is _Moment:
                parts += (name, value.place, value.local.isoformat() if name in deciding.selecting else None)
            elif isinstance(value, int | float):
                parts += (name, kind, value)
            else:
                return None
        return tuple(parts)

    def _datetime(self, value: Any, **options: Any) -> Any:
        """DATETIME of Fluent, for our instants too."""
        if not isinstance(value, _Moment):
            return fluent_date(value, **options)
        style = tuple(sorted(options.items()))
        _said(value.local, style, self._locale)  # what can't be said so is an error of the text
        return _Styled(value.place, self._style(style))

    def _sentence(self, value: Any) -> Any:
        """SENTENCE: what somebody wrote, as a sentence that another one may follow. It ends as they ended it, else with a full stop."""
        return _Styled(value.place, self._style(_SENTENCE)) if isinstance(value, _Slot) else value

    def _style(self, style: _Style) -> int:
        if style not in self._styles:
            self._styles.append(style)
        return self._styles.index(style)


class _Deciding(visitor.Visitor):
    """Collects the arguments whose value decides how a text turns out: those it is `selecting` by, and those it gives to functions, too."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.selecting: set[str] = set()
        self.takes_in = False
        self._within = 0
        self._selector = False

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        self._selector = True
        self._decided_by(node.selector)
        self._selector = False
        for variant in node.variants:
            self.visit(variant)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:
        if node.id.name != "SENTENCE":  # which looks at what it is given when its place is filled
            self._decided_by(node.arguments)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        if self._within:
            self.names.add(node.id.name)
        if self._selector:
            self.selecting.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.takes_in = True

    def visit_TermReference(self, node: ast.TermReference) -> None:
        self.takes_in = True

    def _decided_by(self, node: ast.BaseNode) -> None:
        self._within += 1
        self.visit(node)
        self._within -= 1


def _deciding(message: ast.Message) -> _Deciding | None:
    """The arguments that decide how the message turns out; None where it takes in others, which may have such too."""
    found = _Deciding()
    found.visit(message)
    return None if found.takes_in else found


class _Slot(FluentType):
    """An argument that Fluent may select by, but neither measures nor changes: its place is filled afterwards.

    Fluent refuses placeables over 2,500 characters, which what a member wrote may well have.
    """

    def __init__(self, place: int, raw: object) -> None:
        self.place = place
        self.raw = raw

    def __eq__(self, other: object) -> bool:
        return str(self.raw) == other

    def __hash__(self) -> int:
        return hash(str(self.raw))

    def format(self, locale: Locale) -> str:
        return f"\ue000{self.place}\ue001"


class _Moment(FluentType):
    """An instant, local to the reader, or a date: it reads as date and time, unless DATETIME in the text asks for something else.

    As that of a slot its place is filled afterwards, so that Fluent is not asked for every instant anew.
    """

    def __init__(self, place: int, local: date) -> None:
        self.place = place
        self.local = local

    def format(self, locale: Locale) -> str:
        return f"\ue000{self.place}\ue002{_DATE_AND_TIME if isinstance(self.local, datetime) else _DATE}\ue001"


class _Styled(FluentType):
    """An instant, a date or what somebody wrote, that is to read in one of the voice's styles."""

    def __init__(self, place: int, style: int) -> None:
        self.place = place
        self.style = style

    def format(self, locale: Locale) -> str:
        return f"\ue000{self.place}\ue002{self.style}\ue001"


def _said(local: date, style: _Style, locale: Locale) -> str:
    """The instant or date in this style: written once for all that read alike, because it takes Babel its time."""
    if not isinstance(local, datetime):
        return _known(local, style, locale)
    match style:
        case (("dateStyle", _),):
            return _known(local.date(), style, locale)
        case (("timeStyle", "short" | "medium"),):
            return _known(datetime.combine(date.min, local.time()), style, locale)
        case (("dateStyle", _), ("timeStyle", "short" | "medium")):
            return _known(local.replace(tzinfo=None), style, locale)
    return _written(local, style, locale)


def _written(local: date, style: _Style, locale: Locale) -> str:
    return str(fluent_date(local, **dict(style)).format(locale))


_known = lru_cache(maxsize=4096)(_written)
"""For what has no zone: two instants are equal, however the clocks show them. In the styles for which it is asked no zone is told."""


def _ended(words: str) -> str:
    """The words with a full stop, if they end with no mark of their own."""
    words = words.rstrip()
    return words if not words or _ENDS_ITSELF.search(words) else f"{words}."


class _Slots:
    """The arguments of one rendering."""

    def __init__(self, locale: Locale, reader: Reader, plain: bool, styles: Sequence[_Style]) -> None:
        self._locale = locale
        self._styles = styles
        self._reader = reader
        self._escape = str if plain else escape
        self._mention = _tail if plain else mention
        self._shown: list[str | date] = []

    def filled(self, text: str) -> str:
        return self.put_into(_SLOT.split(text))

    def put_into(self, parts: Sequence[str]) -> str:
        """The words with what belongs between them: of three parts the second is a place, the third the style of an instant."""
        if len(parts) == 1:
            return parts[0]
        filled = list(parts[::3])
        for number in range(1, len(parts), 3):
            shown = self._shown[int(parts[number])]
            if not isinstance(shown, str):
                shown = _said(shown, self._styles[int(parts[number + 1])], self._locale)
            elif parts[number + 1]:
                shown = _ended(shown)
            filled[number // 3] += shown
        return "".join(filled)

    def fluent(self, value: object) -> Any:
        if type(value) is str:  # as most are
            return self._slot(value, self._escape(value))
        if type(value) is tuple:
            return self._slot(value, self._listed(value))
        if isinstance(value, str) and not isinstance(value, Enum):
            return self._slot(value, self._words(value))
        match value:
            case bool():
                return self._slot(str(value).lower(), str(value).lower())
            case int() | float():
                return value
            case datetime():
                return self._moment(value.astimezone(self._reader.zone) if value.tzinfo else value)
            case date():
                return self._moment(value)
        raw = value.value if isinstance(value, Enum) else "" if value is None else value
        return self._slot(raw, self._words(value))

    def _slot(self, raw: object, shown: str) -> _Slot:
        self._shown.append(shown)
        return _Slot(len(self._shown) - 1, raw)

    def _moment(self, local: date) -> _Moment:
        self._shown.append(local)
        return _Moment(len(self._shown) - 1, local)

    def _words(self, value: object) -> str:
        match value:
            case None:
                return ""
            case SpokenText() | SpokenPlain():
                said = value.to(self._reader)
                return said if isinstance(value, Markdown) else self._escape(said)
            case Markdown():
                return value
            case PersonRef():
                return self._mention(value)
            case Enum():
                return self._escape(str(value.value))
            case timedelta():
                return self._duration(value)
            case tuple() | list():
                return self._listed(value)
        return self._escape(str(value))

    def _listed(self, values: Sequence[object]) -> str:
        items = [self._item(value) for value in values]
        return items[0] if len(items) == 1 else str(format_list(items, locale=self._locale))

    def _item(self, value: object) -> str:
        if isinstance(value, PersonRef):  # as most are
            return self._mention(value)
        fluent = self.fluent(value)
        return self.filled(fluent.format(self._locale) if isinstance(fluent, FluentType) else str(fluent))

    def _duration(self, length: timedelta) -> str:
        left, parts = int(length.total_seconds()), list[str]()
        for unit, seconds in _UNITS:
            count, left = divmod(left, seconds)
            if count:
                parts.append(format_unit(count, f"duration-{unit}", locale=self._locale))
        return " ".join(parts) or format_unit(0, "duration-second", locale=self._locale)


def _tail(ref: Ref) -> str:
    return ref.id.rpartition("/")[2]


@cache
def _is_known(locale: str) -> bool:
    try:
        Locale.parse(locale, sep="-" if "-" in locale else "_")
    except (UnknownLocaleError, ValueError):
        return False
    return True


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name.replace("-", "_")) if _is_known(name) else Locale.parse(ENGLISH)
