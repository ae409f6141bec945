"""A playbook's file to a `Playbook`: its head, its parameters and its starts. The steps are read by `steps.py`."""

from __future__ import annotations

from ..model.playbook import (
    AtStart,
    CommandStart,
    EveryStart,
    LocalText,
    Missed,
    OnePer,
    OnStart,
    Param,
    ParamType,
    Playbook,
    Start,
)
from ..nearest import nearest
from .parsers import (
    any_text,
    integer_from,
    list_of,
    local_text,
    matching,
    name,
    one_of,
    scalar,
    text,
)
from .pieces import Kind, Reading
from .reader import (
    Fields,
    Parser,
    Reader,
    Wrong,
    mapping,
    sequence,
    shown,
)
from .steps import StepsReader
from .verb_fields import labelled, variable_name
from .verbs import Known
from .yaml import Mapping, Node, Scalar, Sequence, Source, parse

_STARTS = {"every": '"monday 09:00"', "at": '"2027-03-01 18:00"', "on": "member_joined", "command": "retro"}

command_word = matching(r"[^\s/!{}]+( [^\s/!{}]+)*", "a word")


def read_playbook(content: bytes | str, file: str, known: Known | None = None) -> Reading:
    """What stands in a playbook's file, with every mistake of form. Never raises.

    Of `known` only the plugins' verbs and actions matter here; `check.check` says what is wrong with what was read.
    """
    reader = Reader(parse(Source.of(content, file)))
    if reader.root is None:
        return Reading(reader, None)
    return PlaybookReader(reader, known or Known()).read(reader.root)


class PlaybookReader:
    """Reads one playbook."""

    def __init__(self, reader: Reader, known: Known) -> None:
        self.reader = reader
        self.steps = StepsReader(reader, known)
        self.params: dict[str, tuple[Scalar, Node]] = {}

    def read(self, root: Node) -> Reading:
        try:
            with self.reader.map(root, "a playbook", "playbook: heartbeat") as fields:
                playbook = self._playbook(fields)
        except Wrong as wrong:
            self.reader.note(root, wrong)
            return Reading(self.reader, None)
        return Reading(self.reader, playbook, tuple(self.steps.pieces), self.steps.spots, self.params)

    def _playbook(self, fields: Fields) -> Playbook:
        id = fields.need("playbook", name, "")
        params = fields.get("params", self._params, {})
        self.steps.reserve(params, fields.node_of("steps"))
        return Playbook(
            id=id,
            version=fields.get("version", integer_from(1), 1),
            title=fields.get("title", local_text, LocalText.plain(id)),
            about=fields.get("about", local_text),
            params=params,
            starts=fields.get("starts", self._starts, ()),
            one_per=fields.get("one_per", one_of(OnePer), OnePer.ROOM),
            steps=fields.need("steps", self.steps.top, ()),
            source=self.reader.source.text,
        )

    # --- parameters -------------------------------------------------------------------------------------------------

    def _params(self, reader: Reader, node: Node) -> dict[str, Param]:
        found: dict[str, Param] = {}
        for entry in mapping(node):
            id = reader.read(entry.key, labelled(variable_name, "a parameter"), None)
            param = reader.read(entry.value, self._param(entry.key), None)
            if id is not None and param is not None:
                found[id] = param
                self.params[id] = (entry.key, entry.value)
        return found

    def _param(self, key: Scalar) -> Parser[Param | None]:
        def parse(reader: Reader, node: Node) -> Param | None:
            what = f"parameter '{shown(key.text)}'"
            with reader.map(node, what, "{type: int, default: 2}") as fields:
                type = fields.need("type", one_of(ParamType), None)
                default = fields.get("default", _default)
                choices = fields.get("choices", _choices, ())
                least, most = fields.get("min", text), fields.get("max", text)
                about = fields.get("about", local_text)
            return Param(type, default, least, most, choices, about) if type else None

        return parse

    # --- starts -----------------------------------------------------------------------------------------------------

    def _starts(self, reader: Reader, node: Node) -> tuple[Start, ...]:
        found = [reader.read(item, self._start(number), None) for number, item in enumerate(sequence(node).items, 1)]
        return tuple(start for start in found if start is not None)

    def _start(self, number: int) -> Parser[Start]:
        what = f"start {number}"

        def parse(reader: Reader, node: Node) -> Start:
            kinds = [entry.key for entry in mapping(node, what, '{every: "monday 09:00"}') if entry.key.text in _STARTS]
            if not kinds:
                raise _no_start(mapping(node), what)
            if len(kinds) > 1:
                raise Wrong(f"{what} has '{kinds[0]}' and '{kinds[1]}'; write two starts", at=kinds[1])
            with reader.map(node, what) as fields:
                return self._of_kind(kinds[0].text, fields)

        return parse

    def _of_kind(self, kind: str, fields: Fields) -> Start:
        match kind:
            case "every":
                return self._every(fields)
            case "at":
                return AtStart(fields.need("at", self.steps.text_of(Kind.START_TIME), ""), self._if(fields))
            case "on":
                return OnStart(fields.need("on", self.steps.text_of(Kind.EVENT), ""), self._if(fields))
        command = fields.need("command", self._command, "")
        return CommandStart(command, fields.get("who", self.steps.text_of(Kind.ROLE)), self._if(fields))

    def _command(self, reader: Reader, node: Node) -> str:
        found = command_word(reader, node)
        self.steps.record(Kind.COMMAND, scalar(reader, node))
        return found

    def _every(self, fields: Fields) -> Start:
        every = fields.need("every", self.steps.text_of(Kind.SCHEDULE), "")
        missed = fields.get("missed", one_of(Missed), Missed.ONCE)
        grace = fields.get("grace", self.steps.text_of(Kind.DURATION), "12h")
        return EveryStart(every, missed, grace, self._if(fields))

    def _if(self, fields: Fields) -> str | None:
        return fields.get("if", self.steps.text_of(Kind.EXPRESSION))


def _no_start(node: Mapping, what: str) -> Wrong:
    for entry in node:
        if near := nearest(entry.key.text, _STARTS):
            return Wrong(f"unknown start '{shown(entry.key.text)}' in {what}", nearest=near, at=entry.key)
    return Wrong(f"{what} needs one of every, at, on and command", note='for example every: "monday 09:00"')


def _default(reader: Reader, node: Node) -> str | tuple[str, ...]:
    return list_of(text)(reader, node) if isinstance(node, Sequence) else any_text(reader, node)


def _choices(reader: Reader, node: Node) -> tuple[str, ...]:
    if isinstance(node, Mapping):
        return tuple(entry.key.text for entry in node)
    found = list_of(scalar, least=1)(reader, node)
    for number, item in enumerate(found):
        if item.text in [other.text for other in found[:number]]:
            reader.error(item, f"choice '{shown(item.text)}' stands here twice")
    return tuple(dict.fromkeys(item.text for item in found))
