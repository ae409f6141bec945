"""The playbooks and decks that a community can use: those in its folders, and those that plugins bring along.

They are read first, for which there are and what parameters they have; then, with all that known, they are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from attrs import evolve, field

from ..declarations import known_of
from ..errors import ConfigError, Finding
from ..handling import LoadedPlugin
from ..model.playbook import Deck, Playbook
from ..paths import bytes_of
from ..playbook.check import check_reading
from ..playbook.deck import read_deck
from ..playbook.file import read_playbook
from ..playbook.pieces import Reading
from ..playbook.verbs import Known
from ..playbook.yaml import ENOUGH, LARGEST
from ..values import frozen

SUFFIXES = (".yaml", ".yml")

T = TypeVar("T", Playbook, Deck)

_KEY = rb"[\"']?([A-Za-z_][\w-]*)[\"']?[ \t]*:"
_FIRST_KEY = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|[#%][^\r\n]*+|---(?=\s))*+\{?\s*+" + _KEY)
_ANY_KEY = re.compile(rb"^" + _KEY, re.MULTILINE)


@frozen
class Shelf:
    """A file of the library: what it is called in findings, and its bytes."""

    name: str
    content: bytes


@frozen
class Library:
    """Playbooks and decks by id; `known` is what a checker may take for there; `findings` what is wrong with the files."""

    playbooks: Mapping[str, Playbook] = field(factory=dict)
    decks: Mapping[str, Deck] = field(factory=dict)
    known: Known = field(factory=Known)
    findings: tuple[Finding, ...] = ()

    def sound(self) -> Library:
        """The library itself. Raises ConfigError where a file has errors."""
        errors = [finding for finding in self.findings if finding.severity == "error"]
        if errors:
            raise ConfigError(errors)
        return self


def read_library(folders: Iterable[Path], plugins: Sequence[LoadedPlugin]) -> Library:
    """Everything in the folders, and what the plugins bring: a community may replace what is built in by one of the same id."""
    own = [shelf for folder in folders for shelf in _shelves(folder)]
    return arranged(own, shelves(plugins), known_of(plugins))


def shelves(plugins: Sequence[LoadedPlugin]) -> list[Shelf]:
    """The files that plugins bring along."""
    return [shelf for plugin in plugins for folder in (plugin.playbooks, plugin.decks) for shelf in _shelves(folder)]


def arranged(own: Sequence[Shelf], built_in: Sequence[Shelf], known: Known, *, complete: bool = True) -> Library:
    """The library of these files: those of the community, and those that plugins brought.

    Unless it is `complete`, a playbook or deck that is named and not here is taken for there.
    """
    catalogue = _Catalogue(known, complete)
    for shelf in own:
        catalogue.draft(shelf, replaceable=False)
    for shelf in built_in:
        catalogue.draft(shelf, replaceable=True)
    return catalogue.library()


class _Catalogue:
    """A library being put together."""

    def __init__(self, known: Known, complete: bool) -> None:
        self._known = known
        self._complete = complete
        self._drafts: dict[str, tuple[Shelf, Playbook]] = {}
        self._decks: dict[str, tuple[Shelf, Deck]] = {}
        self._readings: list[Reading] = []
        self._findings: list[Finding] = []

    def draft(self, shelf: Shelf, *, replaceable: bool) -> None:
        """Note what there is in a file. Playbooks are checked later, when all are known."""
        match kind_of_file(shelf.content):
            case "deck":
                deck, findings = read_deck(shelf.content, shelf.name)
                self._findings += findings
                if deck is not None and deck.id:
                    self._keep(self._decks, deck, shelf, replaceable)
            case "playbook":
                reading = read_playbook(shelf.content, shelf.name, self._known)
                id_is_free = not (reading.playbook and reading.playbook.id) or self._keep(
                    self._drafts, reading.playbook, shelf, replaceable
                )
                if id_is_free or not replaceable:  # one of the community is checked even where its id is taken
                    self._readings.append(reading)

    def _keep(self, kept: dict[str, tuple[Shelf, T]], value: T, shelf: Shelf, replaceable: bool) -> bool:
        """Whether the id was free. Of two in the community's own files the second is a mistake."""
        there = kept.setdefault(value.id, (shelf, value))[0]
        if there is shelf:
            return True
        if not replaceable:
            message = f"the id '{value.id}' is taken: it stands in {there.name} already"
            self._findings.append(Finding(shelf.name, *_place_of_id(shelf.content), message))
        return False

    def library(self) -> Library:
        """Everything, with what is wrong with it."""
        known = evolve(
            self._known,
            playbooks={id: playbook.params for id, (_, playbook) in self._drafts.items()},
            decks=frozenset(self._decks),
        )
        checked_by = known if self._complete else self._known
        playbooks: dict[str, Playbook] = {}
        for reading in self._readings:
            check_reading(reading, checked_by)
            self._findings += reading.reader.findings
            if (
                reading.playbook is not None
                and self._drafts.get(reading.playbook.id, (None, None))[1] is reading.playbook
            ):
                playbooks[reading.playbook.id] = reading.playbook
        decks = {id: deck for id, (_, deck) in self._decks.items()}
        return Library(playbooks, decks, known, tuple(self._findings))


def kind_of_file(content: bytes) -> str | None:
    """The first key of a file, by which it says what it is; None where there is none."""
    found = _first_key(content)
    return found[1].decode() if found else None


def _place_of_id(content: bytes) -> tuple[int, int]:
    """Line and column, from 1, of the first key, behind which the id stands."""
    found = _first_key(content)
    return (content.count(b"\n", 0, found.start(1)) + 1, 1) if found else (1, 1)


def _first_key(content: bytes) -> re.Match[bytes] | None:
    """The first key, behind a byte order mark, comments and empty lines; where none stands there, the first that looks like one."""
    begin = content[:LARGEST]
    return _FIRST_KEY.match(begin) or _ANY_KEY.search(begin)


def _shelves(folder: Path | None) -> list[Shelf]:
    """The YAML files of a folder and those below it, in the order of their names; none where there is no folder."""
    if folder is None or not folder.is_dir():
        return []
    files = sorted(file for file in folder.rglob("*") if file.suffix in SUFFIXES and file.is_file())
    return [Shelf(str(file), bytes_of(file, ENOUGH)) for file in files]
