"""What coterie says to people, in their language: Fluent texts, kept beside the code that says them.

`kudos.ftl` stands for the files `kudos.en.ftl`, `kudos.de.ftl` … of one folder, one for each locale. English must be there. A reader gets
the text of their locale, else of its language, else the English one. A .ftl may hold neutral Markdown; what is put into it can't
(https://projectfluent.org/fluent/guide/ is the language of the files).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from attrs import field, frozen
from babel import Locale
from babel.core import UnknownLocaleError
from babel.lists import format_list
from babel.units import format_unit
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType, fluent_date
from fluent.syntax import ast, parse, visitor

from .errors import ConfigError, Finding
from .model.content import Markdown, escape, mention
from .nearest import nearest
from .refs import PersonRef, Ref

log = structlog.get_logger(__name__)

ENGLISH = "en"
_SLOT = re.compile("\ue000(\\d+)\ue001")
_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


Text = Markdown
"""Neutral Markdown that was made by us or by the author of a playbook: put into another text, it stays as it is."""


class SpokenText(Markdown):
    """A text out of a file: neutral Markdown that can be said again in the language of whoever reads it in the end."""

    _again: Callable[[Reader], str]

    def to(self, reader: Reader) -> str:
        return self._again(reader)


class SpokenPlain(str):
    """The same in plain words."""

    _again: Callable[[Reader], str]

    def to(self, reader: Reader) -> str:
        return self._again(reader)


def code(plain: str) -> Text:
    """The words as a code span of neutral Markdown, for commands and ids: they read exactly so."""
    longest = max((len(run) for run in re.findall("`+", plain)), default=0)
    marks, space = "`" * (longest + 1), " " if "`" in plain else ""
    return Text(f"{marks}{space}{' '.join(plain.split())}{space}{marks}")


def in_words_of(text: str, reader: Reader) -> str:
    """The text as this reader is to read it, as mere text: said again if it came out of a file, else as it is."""
    return str(text.to(reader) if isinstance(text, (SpokenText, SpokenPlain)) else text)


def together(*parts: str, between: str = "\n") -> SpokenText:
    """Several texts as one, each of which can still be said again in another language."""
    said = SpokenText(between.join(str(part) for part in parts))
    said._again = lambda reader: between.join(in_words_of(part, reader) for part in parts)
    return said


@frozen
class Reader:
    """For whom a text is: their locale (`de`, `de-AT`) and the zone in which they read times."""

    locale: str = ENGLISH
    zone: tzinfo = UTC


@frozen
class Entry:
    """One text of one file: the arguments it names, and the line where it stands."""

    arguments: frozenset[str]
    line: int


@frozen
class Texts:
    """The texts of one plugin, or of the core, in every locale there is. Made by `read_texts`."""

    name: str
    files: Mapping[str, Path] = field(factory=dict)
    sources: Mapping[str, ast.Resource] = field(factory=dict, repr=False)
    entries: Mapping[str, Mapping[str, Entry]] = field(factory=dict, repr=False)
    _bundles: dict[str, tuple[FluentBundle, ...]] = field(factory=dict, repr=False, eq=False, init=False)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all English texts."""
        return frozenset(self.entries.get(ENGLISH, {}))

    def text(self, id: str, reader: Reader, **arguments: object) -> SpokenText:
        """The text in neutral Markdown. People become mentions; what else is text in `arguments` is escaped, unless it is a `Text`.

        Numbers, instants, dates and durations read as the locale writes them, instants in the reader's zone, a sequence as a list in
        words. An id that is not there reads as itself and is logged; the check of the files is `problems`.
        """
        said = SpokenText(self._render(id, reader, arguments, plain=False))
        said._again = lambda other: self._render(id, other, arguments, plain=False)
        return said

    def plain(self, id: str, reader: Reader, **arguments: object) -> SpokenPlain:
        """The same in plain words, for labels and titles: nothing is escaped, and a person reads as the end of their reference."""
        said = SpokenPlain(self._render(id, reader, arguments, plain=True))
        said._again = lambda other: self._render(id, other, arguments, plain=True)
        return said

    def _render(self, id: str, reader: Reader, arguments: Mapping[str, object], plain: bool) -> str:
        bundle = next((one for one in self._chain(reader.locale) if one.has_message(id)), None)
        pattern = bundle.get_message(id).value if bundle else None
        if bundle is None or pattern is None:
            log.error("text is missing", texts=self.name, id=id)
            return id
        slots = _Slots(_locale(bundle.locales[0]), reader, plain)
        given = {name: slots.fluent(value) for name, value in arguments.items()}
        shown, errors = bundle.format_pattern(pattern, given)
        if errors:
            log.error("text is not complete", texts=self.name, id=id, errors=[str(error) for error in errors])
        return slots.filled(str(shown))

    def _chain(self, locale: str) -> tuple[FluentBundle, ...]:
        if locale not in self._bundles:
            self._bundles[locale] = tuple(self._bundle(locale, source) for source in self._sources_for(locale))
        return self._bundles[locale]

    def _sources_for(self, locale: str) -> Iterator[str]:
        wanted = locale.replace("_", "-")
        for source in dict.fromkeys((wanted, _language(wanted), ENGLISH)):
            if source in self.sources:
                yield source

    def _bundle(self, locale: str, source: str) -> FluentBundle:
        spoken = locale if _language(locale) == _language(source) and _is_known(locale) else source
        bundle = FluentBundle([spoken], functions={"DATETIME": _datetime}, use_isolating=False)
        bundle.add_resource(self.sources[source])
        return bundle

    def problems(self) -> tuple[Finding, ...]:
        """Where the locales differ: ids that one lacks, arguments that one does not name."""
        return tuple(
            finding
            for locale in self.entries
            if locale != ENGLISH
            for finding in self._differences(self.entries[locale], locale)
        )

    def _differences(self, others: Mapping[str, Entry], locale: str) -> Iterator[Finding]:
        file, english = str(self.files[locale]), self.entries[ENGLISH]
        for id in english.keys() - others.keys():
            yield Finding(file, None, None, f"text {id!r} is in {self.files[ENGLISH].name} and missing here")
        for id, entry in others.items():
            if id not in english:
                near = nearest(id, english)
                yield Finding(file, entry.line, 1, f"text {id!r} is not in {self.files[ENGLISH].name}", near)
            elif entry.arguments != english[id].arguments:
                wanted, found = _listed(english[id].arguments), _listed(entry.arguments)
                yield Finding(file, entry.line, 1, f"text {id!r} names {found} where the English one names {wanted}")


NO_TEXTS = Texts("nothing")


def read_texts(file: Path) -> Texts:
    """The texts of `FOLDER/NAME.ftl`: all files `FOLDER/NAME.LOCALE.ftl`.

    Raises ConfigError where English is missing or a file can't be read, with every place at once.
    """
    files = {path.name.split(".")[-2]: path for path in sorted(file.parent.glob(f"{file.stem}.*.ftl"))}
    if ENGLISH not in files:
        raise ConfigError(
            Finding(str(file.with_suffix(f".{ENGLISH}.ftl")), None, None, "the English texts are missing")
        )
    sources, entries, findings = {}, {}, list[Finding]()
    for locale, path in files.items():
        written = path.read_text("utf-8")
        tree = parse(written)
        findings += [_unreadable(path, written, junk) for junk in tree.body if isinstance(junk, ast.Junk)]
        sources[locale], entries[locale] = FluentResource(written), _entries(tree, written)
    if findings:
        raise ConfigError(findings)
    return Texts(file.stem, files, sources, entries)


@cache
def core_texts() -> Texts:
    """What the core itself says."""
    return read_texts(Path(__file__).with_name("texts.ftl"))


# --- what stands in a text ------------------------------------------------------------------------------------------


class _Slot(FluentType):
    """An argument that Fluent may select by, but neither measures nor changes: its place is filled afterwards.

    Fluent refuses placeables over 2,500 characters, which what a member wrote may well have.
    """

    def __init__(self, place: int, raw: str) -> None:
        self._place = place
        self._raw = raw

    def __eq__(self, other: object) -> bool:
        return self._raw == other

    def __hash__(self) -> int:
        return hash(self._raw)

    def format(self, locale: Locale) -> str:
        return f"\ue000{self._place}\ue001"


class _Moment(FluentType):
    """An instant, local to the reader: it reads as date and time, unless DATETIME in the text asks for something else."""

    def __init__(self, local: datetime) -> None:
        self.local = local

    def format(self, locale: Locale) -> str:
        return str(fluent_date(self.local, dateStyle="medium", timeStyle="short").format(locale))


def _datetime(value: Any, **options: Any) -> Any:
    """DATETIME of Fluent, for our instants too."""
    return fluent_date(value.local if isinstance(value, _Moment) else value, **options)


class _Slots:
    """The arguments of one rendering."""

    def __init__(self, locale: Locale, reader: Reader, plain: bool) -> None:
        self._locale = locale
        self._reader = reader
        self._escape = str if plain else escape
        self._mention = _tail if plain else mention
        self._shown: list[str] = []

    def filled(self, text: str) -> str:
        return _SLOT.sub(lambda found: self._shown[int(found[1])], text)

    def fluent(self, value: object) -> Any:
        match value:
            case bool():
                return self._slot(str(value).lower(), str(value).lower())
            case int() | float():
                return value
            case datetime():
                local = value.astimezone(self._reader.zone) if value.tzinfo else value
                return _Moment(local)
            case date():
                return fluent_date(value, dateStyle="medium")
        raw = value.value if isinstance(value, Enum) else "" if value is None else value
        return self._slot(str(raw), self._words(value))

    def _slot(self, raw: str, shown: str) -> _Slot:
        self._shown.append(shown)
        return _Slot(len(self._shown) - 1, raw)

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
                return str(format_list([self._item(item) for item in value], locale=self._locale))
        return self._escape(str(value))

    def _item(self, value: object) -> str:
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


# --- what stands in a file ------------------------------------------------------------------------------------------


class _Variables(visitor.Visitor):
    """Collects the arguments that a text names, and the texts it takes in."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.taken_in: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.taken_in.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:
        """A term has arguments of its own, which are not ours."""


def _entries(tree: ast.Resource, written: str) -> Mapping[str, Entry]:
    found, lines = dict[str, _Variables](), dict[str, int]()
    for message in tree.body:
        if isinstance(message, ast.Message):
            variables = _Variables()
            variables.visit(message)
            found[message.id.name] = variables
            lines[message.id.name] = _line(message, written)
    return {id: Entry(frozenset(_all_names(id, found, frozenset())), lines[id]) for id in found}


def _all_names(id: str, found: Mapping[str, _Variables], above: frozenset[str]) -> set[str]:
    if id in above or id not in found:
        return set()
    inner = (_all_names(other, found, above | {id}) for other in found[id].taken_in)
    return found[id].names.union(*inner)


def _line(node: ast.SyntaxNode, written: str) -> int:
    start = node.span.start if node.span else 0
    return written.count("\n", 0, start) + 1


def _unreadable(path: Path, written: str, junk: ast.Junk) -> Finding:
    note = junk.annotations[0] if junk.annotations else None
    span = (note.span if note else None) or junk.span
    start = span.start if span else 0
    line, column = written.count("\n", 0, start) + 1, start - written.rfind("\n", 0, start)
    return Finding(str(path), line, column, f"not Fluent: {note.message if note else 'can not be read'}")


def _listed(names: Sequence[str] | frozenset[str]) -> str:
    return ", ".join(f"${name}" for name in sorted(names)) or "no arguments"


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0]


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
