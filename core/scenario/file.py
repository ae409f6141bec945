"""A scenario's file → `Scenario`, or every mistake in it at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from attrs import field

from ..errors import ConfigError, Finding
from ..files.community_values import person_id
from ..model.community import Community
from ..nearest import nearest
from ..paths import bytes_of, is_file
from ..playbook.parsers import (
    boolean,
    one_or_more,
    one_word_of,
    text,
)
from ..playbook.reader import (
    Fields,
    Parser,
    Reader,
    Refused,
    Wrong,
    mapping,
    sequence,
    shown,
)
from ..playbook.yaml import ENOUGH, Entry, Node, Scalar, Source, parse
from ..playbook.yaml import Mapping as MappingNode
from ..values import frozen
from .driver import BOT, Direct, InRoom, Place
from .model import (
    Casting,
    ExpectRun,
    ExpectSaid,
    Fill,
    Join,
    Leave,
    Pattern,
    Press,
    React,
    Restart,
    Say,
    Scenario,
    Silence,
    Start,
    Step,
    Wait,
)
from .parsers import answers, duration, emoji, local_time, pattern, zone

RUN_STATES = ("running", "finished", "failed", "cancelled")


@frozen
class Surroundings:
    """What a scenario may name: the community of its file, the folder of that file, the ids of all playbooks there are."""

    community: Community
    folder: Path
    playbooks: frozenset[str] = frozenset()


@frozen
class _Known:
    """What may be named in a step."""

    people: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    playbooks: frozenset[str] = frozenset()
    choosy: bool = field(default=True)
    """False where the community can't be read: then no name is called unknown."""


def read_scenario(file: Path, surroundings_of: Callable[[Path], Surroundings]) -> Scenario:
    """The scenario in the file. `surroundings_of` reads the community file it names; both raise ConfigError with all their mistakes.

    `surroundings_of` raises Wrong where that file is none of a community.
    """
    try:
        source = Source.of(bytes_of(file, ENOUGH), str(file))
    except OSError as error:
        raise ConfigError(Finding(str(file), None, None, f"can't be read: {error.strerror}")) from error
    reader = Reader(parse(source))
    scenario: Scenario | None = None
    more: tuple[Finding, ...] = ()
    if reader.root is not None:
        try:
            scenario, more = _Scenario(reader, file, surroundings_of).read()
        except Wrong as wrong:
            reader.note(reader.root, wrong)
    elif not reader.findings:
        reader.error(None, "the file is empty; a scenario begins with 'scenario: What it shows'")
    findings = (*reader.findings, *more)
    if scenario is None or any(finding.severity == "error" for finding in findings):
        raise ConfigError(findings)
    return scenario


class _Scenario:
    """One file being read."""

    def __init__(self, reader: Reader, file: Path, surroundings_of: Callable[[Path], Surroundings]) -> None:
        self.reader = reader
        self.file = file
        self.surroundings_of = surroundings_of
        self.more: tuple[Finding, ...] = ()
        self.known = _Known()

    def read(self) -> tuple[Scenario | None, tuple[Finding, ...]]:
        with self.reader.map(self.reader.root, "a scenario", "scenario: A newcomer is welcomed") as fields:
            name = fields.need("scenario", text, "")
            where = self._surroundings(fields)
            begins = fields.need("begins", local_time)
            people = fields.get("people", self._people(where), {}) or {}
            founds = fields.get("founds", one_or_more(text), ())
            self.known = known_names(where, people, founds)
            self._check_people(fields, people)
            steps = fields.need("steps", self._steps, ())
        if where is None or begins is None:
            return None, self.more
        made = Scenario(name, self.file, where.community, where.folder, begins, people, steps)
        return made, self.more

    def _surroundings(self, fields: Fields) -> Surroundings | None:
        written = fields.need("community", text)
        entry = fields.entry("community")
        if written is None or entry is None:
            return None
        path = self.file.parent / written
        if not is_file(path):
            self.reader.error(entry.value, f"there is no community file '{shown(written)}' beside the scenario")
            return None
        try:
            return self.surroundings_of(path)
        except ConfigError as error:
            self.more = error.findings
        except Wrong as wrong:
            self.reader.error(entry.value, f"'{shown(written)}' {wrong.message}")
        return None

    # --- people -----------------------------------------------------------------------------------------------------

    def _people(self, where: Surroundings | None) -> Parser[dict[str, Casting]]:
        def parse(reader: Reader, node: Node) -> dict[str, Casting]:
            found: dict[str, Casting] = {}
            for entry in mapping(node).entries:
                casting = self._casting(entry)
                if casting is not None:
                    found[casting.id] = casting
            return found

        return parse

    def _casting(self, entry: Entry) -> Casting | None:
        id = entry.key.text
        if self.reader.read(entry.key, person_id, None) is None:
            return None
        if id in (BOT, "all"):
            self.reader.error(
                entry.key, f"'{id}' can't name a person: it means {'coterie' if id == BOT else 'everybody'}"
            )
            return None
        if isinstance(entry.value, Scalar) and entry.value.is_empty:
            return Casting(id)
        try:
            with self.reader.map(entry.value, f"the person '{id}'", "{in: [python]}") as fields:
                return Casting(
                    id,
                    name=fields.get("name", text),
                    zone=fields.get("timezone", zone),
                    locale=fields.get("locale", text),
                    leads=fields.get("leads", one_or_more(text), ()),
                    in_=fields.get("in", one_or_more(text), ()),
                )
        except Wrong as wrong:
            self.reader.note(entry.value, wrong)
            return None

    def _check_people(self, fields: Fields, people: Mapping[str, Casting]) -> None:
        """The groups that people are said to be in, once the groups are known."""
        node = fields.node_of("people")
        if not isinstance(node, MappingNode):
            return
        for entry in node.entries:
            for key in ("leads", "in"):
                groups = entry.value.get(key) if isinstance(entry.value, MappingNode) else None
                if groups is not None:
                    self.reader.read(groups, one_or_more(self._group), ())

    # --- steps ------------------------------------------------------------------------------------------------------

    def _steps(self, reader: Reader, node: Node) -> tuple[Step, ...]:
        items = sequence(node).items
        if not items:
            raise Wrong("must not be empty: a scenario without steps shows nothing")
        steps = [self._step(item) for item in items]
        return tuple(step for step in steps if step is not None)

    def _step(self, node: Node) -> Step | None:
        readers: Mapping[str, Callable[[Entry, int], Step | None]] = {
            "join": self._join,
            "expect": self._expect,
            "press": self._press,
            "say": self._say,
            "react": self._react,
            "fill": self._fill,
            "start": self._start,
            "leave": self._leave,
            "restart": self._restart,
            "wait": self._wait,
            "silence": self._silence,
        }
        try:
            entries = mapping(node, "a step", "{join: {who: cy, group: python}}").entries
            if len(entries) != 1:
                raise Wrong(f"a step is one of {', '.join(readers)}; this one has {len(entries)} keys")
            key = entries[0].key
            if key.text not in readers:
                note = f"expected one of {', '.join(readers)}"
                raise Wrong(f"unknown step '{shown(key.text)}'", nearest=nearest(key.text, readers), note=note, at=key)
        except Wrong as wrong:
            self.reader.note(node, wrong)
            return None
        try:
            return readers[key.text](entries[0], key.line)
        except Refused:
            return None
        except Wrong as wrong:
            message = f"'{key.text}' {wrong.message}" if wrong.message.startswith("must ") else wrong.message
            self.reader.error(wrong.at or entries[0].value, message, nearest=wrong.nearest, note=wrong.note)
            return None

    def _join(self, entry: Entry, line: int) -> Step:
        with self._fields(entry) as fields:
            return Join(
                line=line, who=fields.need("who", self._person, ""), group=fields.need("group", self._group, "")
            )

    def _leave(self, entry: Entry, line: int) -> Step:
        with self._fields(entry) as fields:
            who, group = fields.need("who", self._person, ""), fields.need("group", self._group, "")
            return Leave(line=line, who=who, group=group, removed=fields.get("removed", boolean, False))

    def _press(self, entry: Entry, line: int) -> Step:
        with self._fields(entry) as fields:
            return Press(line=line, who=fields.need("who", self._person, ""), choice=fields.need("choice", text, ""))

    def _say(self, entry: Entry, line: int) -> Step:
        with self._fields(entry) as fields:
            who = fields.need("who", self._person, "")
            words = fields.need("text", text, "")
            to = fields.get("to", pattern)
            place = self._place_of(fields, who, dm_is_flag=True)
            if place is None and to is None and "in" not in fields:
                fields.miss("in", "in: a group, dm: true, or to: a part of the message that is answered")
            return Say(line=line, who=who, text=words, place=place, to=to)

    def _react(self, entry: Entry, line: int) -> Step:
        with self._fields(entry) as fields:
            who = fields.need("who", self._person, "")
            sign, to = fields.need("emoji", emoji, ""), fields.need("to", pattern, Pattern(""))
            return React(line=line, who=who, emoji=sign, to=to, place=self._place_of(fields, who, dm_is_flag=True))

    def _fill(self, entry: Entry, line: int) -> Step:
        with self._fields(entry) as fields:
            who = fields.need("who", self._person, "")
            return Fill(line=line, who=who, answers=fields.need("with", answers, {}))

    def _start(self, entry: Entry, line: int) -> Step:
        with self._fields(entry) as fields:
            return Start(
                line=line,
                playbook=fields.need("playbook", self._playbook, ""),
                group=fields.need("group", self._group, ""),
                who=fields.get("who", self._person),
            )

    def _restart(self, entry: Entry, line: int) -> Step:
        if isinstance(entry.value, Scalar):
            if entry.value.is_empty or not boolean(self.reader, entry.value):
                raise Wrong("must be true, or {down: 8h}", at=entry.value)
            return Restart(line=line)
        with self._fields(entry) as fields:
            return Restart(line=line, down=fields.need("down", duration))

    def _wait(self, entry: Entry, line: int) -> Step:
        if isinstance(entry.value, Scalar):
            return Wait(line=line, duration=duration(self.reader, entry.value))
        with self._fields(entry) as fields:
            return Wait(line=line, until=fields.need("until", local_time))

    def _silence(self, entry: Entry, line: int) -> Step | None:
        with self._fields(entry) as fields:
            place = self._needed_place(fields)
            length = fields.need("for", duration)
        return Silence(line=line, place=place, duration=length) if place and length else None

    def _expect(self, entry: Entry, line: int) -> Step | None:
        with self._fields(entry) as fields:
            absent = fields.get("not", boolean, False)
            if "run" in fields:
                return ExpectRun(
                    line=line,
                    playbook=fields.get("run", self._playbook, ""),
                    group=fields.get("group", self._group),
                    state=fields.get("state", one_word_of(RUN_STATES)),
                    outcome=fields.get("outcome", text),
                    absent=absent,
                )
            place = self._needed_place(fields, "run: a playbook, where the step is about a run")
            says, pings = fields.get("says", pattern), fields.get("pings", self._pings)
            fields.known("run")
        return ExpectSaid(line=line, place=place, says=says, pings=pings, absent=absent) if place else None

    # --- parts of steps ---------------------------------------------------------------------------------------------

    def _fields(self, entry: Entry) -> AbstractContextManager[Fields]:
        return self.reader.map(entry.value, f"the step '{entry.key.text}'")

    def _needed_place(self, fields: Fields, also: str = "") -> Place | None:
        place = self._place_of(fields, "", dm_is_flag=False)
        if place is None and "in" not in fields and "dm" not in fields:
            fields.miss("in", f"in: a group, or dm: a person{'; or ' if also else ''}{also}")
        return place

    def _place_of(self, fields: Fields, who: str, *, dm_is_flag: bool) -> Place | None:
        if "in" in fields and "dm" in fields:
            self.reader.error(fields.node, f"'in' and 'dm' can't both stand in {fields.what}")
        place: Place | None = None
        if (group := fields.get("in", self._group)) is not None:
            place = InRoom(group)
        if dm_is_flag:
            return Direct(who) if fields.get("dm", boolean, False) else place
        return Direct(person) if (person := fields.get("dm", self._person)) is not None else place

    def _pings(self, reader: Reader, node: Node) -> frozenset[str]:
        if isinstance(node, Scalar) and node.text == "none":
            return frozenset()
        return frozenset(one_or_more(self._person)(reader, node))

    def _person(self, reader: Reader, node: Node) -> str:
        return self._named(reader, node, "person", self.known.people)

    def _group(self, reader: Reader, node: Node) -> str:
        return self._named(reader, node, "group", self.known.groups)

    def _playbook(self, reader: Reader, node: Node) -> str:
        return self._named(reader, node, "playbook", self.known.playbooks)

    def _named(self, reader: Reader, node: Node, what: str, there: frozenset[str]) -> str:
        found = text(reader, node)
        if found not in there and self.known.choosy:
            listed = ", ".join(sorted(there)[:12]) or "none"
            raise Wrong(f"unknown {what} '{shown(found)}'", nearest=nearest(found, there), note=f"there are {listed}")
        return found


def known_names(where: Surroundings | None, people: Mapping[str, Casting], founds: Sequence[str] = ()) -> _Known:
    """Everything that a step may name."""
    if where is None:
        return _Known(choosy=False)
    community = where.community
    named = {*community.people, *community.managers, *people}
    leaders = {leader for group in community.groups.values() for leader in group.leaders}
    common = {community.id} if community.room else set[str]()
    return _Known(frozenset(named | leaders), frozenset({*community.groups, *founds, *common}), where.playbooks)
