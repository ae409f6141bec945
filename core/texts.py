"""What coterie says to people, in their language: Fluent texts, kept beside the code that says them.

`kudos.ftl` stands for the files `kudos.en.ftl`, `kudos.de.ftl` … of one folder, one for each locale; it may be the English one itself. English must
be there. A reader gets the text of their locale, else of its language, else the English one. A .ftl may hold neutral Markdown; what is put into it
can't.
A file is read when its first text is said: what is wrong with it is told by `problems`, and whatever is sound in it is said all the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, tzinfo
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from attrs import field

from .errors import ConfigError, Finding
from .logs import get_logger
from .model.content import Markdown
from .nearest import nearest
from .values import frozen

if TYPE_CHECKING:
    from .text_files import Entry, TextFile
    from .voice import Voice

log = get_logger(__name__)

ENGLISH = "en"


Text = Markdown
"""Neutral Markdown that was made by us or by the author of a playbook: put into another text, it stays as it is."""


class SpokenText(Markdown):
    """A text out of a file: neutral Markdown that can be said again in the language of whoever reads it in the end."""

    _said: dict[Reader, str]
    _again: Callable[[Reader], str]

    def to(self, reader: Reader) -> str:
        """As this reader reads it; said once for all who read alike."""
        if reader not in self._said:
            self._said[reader] = self._again(reader)
        return self._said[reader]


class SpokenPlain(str):
    """The same in plain words."""

    _said: dict[Reader, str]
    _again: Callable[[Reader], str]

    def to(self, reader: Reader) -> str:
        """As this reader reads it; said once for all who read alike."""
        if reader not in self._said:
            self._said[reader] = self._again(reader)
        return self._said[reader]


def code(plain: str) -> Text:
    """The words as a code span of neutral Markdown, for commands and ids: they read exactly so."""
    longest = max((len(run) for run in re.findall("`+", plain)), default=0)
    marks, space = "`" * (longest + 1), " " if "`" in plain else ""
    return Text(f"{marks}{space}{' '.join(plain.split())}{space}{marks}")


def is_spoken(text: str) -> bool:
    """Whether it is a text out of a file, which others read in other words."""
    return isinstance(text, (SpokenText, SpokenPlain))


def in_words_of(text: str, reader: Reader) -> str:
    """The text as this reader is to read it, as mere text: said again if it came out of a file, else as it is."""
    return str(text.to(reader) if isinstance(text, (SpokenText, SpokenPlain)) else text)


def together(*parts: str, between: str = "\n") -> SpokenText:
    """Several texts as one, each of which can still be said again in another language."""
    said = SpokenText(between.join(str(part) for part in parts))
    said._said = {}
    said._again = lambda reader: between.join(in_words_of(part, reader) for part in parts)
    return said


def spoken(say: Callable[[Reader], str], reader: Reader) -> SpokenText:
    """What `say` makes for a reader, which can still be said again to others."""
    said = SpokenText(shown := say(reader))
    said._said = {reader: shown}
    said._again = say
    return said


def paragraphs(*parts: str) -> SpokenText:
    """Several texts one above the other, each a paragraph of one message."""
    return together(*parts, between="\n\n")


def listed(parts: Iterable[Text]) -> SpokenText:
    """Texts as the items of a list."""
    items = [together("-", part, between=" ") for part in parts]
    return together(*items)


@attrs.frozen(cache_hash=True)  # what was said is kept by who reads it, and is looked for again and again
class Reader:
    """For whom a text is: their locale (`de`, `de-AT`) and the zone in which they read times."""

    locale: str = ENGLISH
    zone: tzinfo = UTC


@frozen
class Texts:
    """The texts of one plugin, or of the core, in every locale there is. Made by `read_texts`."""

    name: str
    files: Mapping[str, Path] = field(factory=dict)
    _read: dict[str, TextFile] = field(factory=dict, repr=False, eq=False, init=False)
    _voices: dict[str, tuple[Voice, ...]] = field(factory=dict, repr=False, eq=False, init=False)
    _speaking: dict[tuple[str, str], Voice] = field(factory=dict, repr=False, eq=False, init=False)
    """Who says a text to readers of a locale."""
    _labels: dict[tuple[str, Reader], SpokenPlain] = field(factory=dict, repr=False, eq=False, init=False)
    _words: dict[str, tuple[str, ...]] = field(factory=dict, repr=False, eq=False, init=False)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all English texts."""
        return frozenset(self._file(ENGLISH).entries) if self.files else frozenset()

    def has(self, part: str) -> bool:
        """Whether this stands anywhere in the English file: to be asked where reading all files would take long."""
        return bool(self.files) and part in self.files[ENGLISH].read_text(encoding="utf-8", errors="replace")

    def names(self, id: str) -> frozenset[str]:
        """The arguments that a text names, as the English one has them; none for a text that there is not."""
        entry = self._file(ENGLISH).entries.get(id) if self.files else None
        return entry.arguments if entry is not None else frozenset()

    def words(self, id: str) -> tuple[str, ...]:
        """The words of a text in every language, parted by commas, those that stand first in each before the others; none where there is no
        such text, or one that is put together for somebody."""
        if id not in self._words:
            known = bool(self.files) and id in self._file(ENGLISH).entries and not self.names(id)
            said = [self.plain(id, Reader(locale)).split(",") for locale in self.files] if known else []
            rows = zip_longest(*said, fillvalue="")
            self._words[id] = tuple(dict.fromkeys(word.strip() for row in rows for word in row if word.strip()))
        return self._words[id]

    @property
    def entries(self) -> Mapping[str, Mapping[str, Entry]]:
        """Every text of every locale by its id."""
        return {locale: self._file(locale).entries for locale in self.files}

    def text(self, id: str, reader: Reader, **arguments: object) -> SpokenText:
        """The text in neutral Markdown. People become mentions; what else is text in `arguments` is escaped, unless it is a `Text`.

        Numbers, instants, dates and durations read as the locale writes them, instants in the reader's zone, a sequence as a list in
        words. An id that is not there reads as itself and is logged; the check of the files is `problems`.
        """
        said = SpokenText(shown := self._render(id, reader, arguments, plain=False))
        said._said = {reader: shown}
        said._again = lambda other: self._render(id, other, arguments, plain=False)
        return said

    def plain(self, id: str, reader: Reader, **arguments: object) -> SpokenPlain:
        """The same in plain words, for labels and titles: nothing is escaped, and a person reads as the end of their reference."""
        known = (id, reader)
        if not arguments and known in self._labels:
            return self._labels[known]
        said = SpokenPlain(shown := self._render(id, reader, arguments, plain=True))
        said._said = {reader: shown}
        said._again = lambda other: self._render(id, other, arguments, plain=True)
        if not arguments:
            self._labels[known] = said
        return said

    def _render(self, id: str, reader: Reader, arguments: Mapping[str, object], plain: bool) -> str:
        if (voice := self._speaking.get((reader.locale, id))) is None:
            voice = next((one for one in self._voices_of(reader.locale) if one.knows(id)), None)
            if voice is None:
                log.error("text is missing", texts=self.name, id=id)
                return id
            self._speaking[reader.locale, id] = voice
        shown, errors = voice.say(id, reader, arguments, plain)
        if errors:
            log.error("text is not complete", texts=self.name, id=id, errors=[str(error) for error in errors])
        return shown

    def _voices_of(self, locale: str) -> tuple[Voice, ...]:
        """Those who may say a text to this reader, the nearest first."""
        if locale not in self._voices:
            from .voice import Voice

            sources = self._sources_for(locale)
            self._voices[locale] = tuple(Voice(self._file(source).tree, locale, source) for source in sources)
        return self._voices[locale]

    def _sources_for(self, locale: str) -> Iterator[str]:
        wanted = locale.replace("_", "-")
        for source in dict.fromkeys((wanted, language(wanted), ENGLISH)):
            if source in self.files:
                yield source

    def _file(self, locale: str) -> TextFile:
        if locale not in self._read:
            from .text_files import read_text_file

            self._read[locale] = read_text_file(self.files[locale])
        return self._read[locale]

    def problems(self) -> tuple[Finding, ...]:
        """What can't be read, and where the locales differ: ids that one lacks, arguments that one does not name."""
        unreadable = [finding for locale in self.files for finding in self._file(locale).findings]
        differences = [
            finding
            for locale, entries in self.entries.items()
            if locale != ENGLISH
            for finding in self._differences(entries, locale)
        ]
        return (*unreadable, *differences)

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
    """The texts of `FOLDER/NAME.ftl`: all files `FOLDER/NAME.LOCALE.ftl`, and itself where none of them is English.

    Raises ConfigError where English is missing.
    """
    names = sorted(
        name for name in os.listdir(file.parent) if name.startswith(f"{file.stem}.") and name.endswith(".ftl")
    )
    files = {parts[-2]: file.with_name(name) for name in names if len(parts := name.split(".")) > 2}
    if ENGLISH not in files and file.exists():
        files[ENGLISH] = file
    if ENGLISH not in files:
        raise ConfigError(
            Finding(str(file.with_suffix(f".{ENGLISH}.ftl")), None, None, "the English texts are missing")
        )
    return Texts(file.stem, files)


@cache
def core_texts() -> Texts:
    """What the core itself says."""
    return read_texts(Path(__file__).with_name("texts.ftl"))


def language(locale: str) -> str:
    """The language of a locale: `de` of `de-AT`."""
    return locale.replace("_", "-").partition("-")[0]


def _listed(names: Sequence[str] | frozenset[str]) -> str:
    return ", ".join(f"${name}" for name in sorted(names)) or "no arguments"
