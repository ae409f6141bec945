"""The steps of a playbook's file: which verb, what modifies it, and the blocks of steps within."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.playbook import Answered, Goto, Late, PluginVerb, Remind, RunPlaybook, Step, Stop, Verb
from ..nearest import nearest
from .parsers import (
    boolean,
    integer_from,
    scalar,
    text,
)
from .pieces import Kind, Spot
from .reader import (
    Fields,
    Parser,
    Reader,
    Refused,
    Wrong,
    mapping,
    sequence,
    shown,
)
from .recorder import Recorder
from .verb_fields import Around, VerbReader, labelled, variable_name
from .verbs import CORE_VERBS, MODIFIERS, Known
from .yaml import Entry, Mapping, Node, Scalar, Sequence, empty_map

_AFTER_LATE = ("skip", "end")
_FIELDS_OF = {
    "text": ("post", "ask", "task", "form"),
    "choices": ("ask", "task"),
    "buttons": ("post",),
    "thread": ("post",),
    "pin": ("post",),
    "several": ("ask",),
    "anonymous": ("ask",),
    "until": ("ask", "wait"),
    "title": ("form",),
    "fields": ("form",),
    "for": ("task", "wait"),
    "in": ("each",),
    "as": ("each",),
    "steps": ("each",),
    "playbook": ("run",),
    "with": ("run", "call"),
}


class StepsReader(Recorder):
    """Reads the steps of one playbook, gives them their ids, and takes note of where they stand."""

    def __init__(self, reader: Reader, known: Known) -> None:
        super().__init__(reader)
        self.known = known
        self.verbs = VerbReader(self, known, self.block)
        self.spots: dict[str, Spot] = {}
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}
        self._path: tuple[int, ...] = ()

    def reserve(self, names: Iterable[str], steps: Node | None) -> None:
        """Keeps these names, and the ids written anywhere in the steps, from being given to steps without an id."""
        self._taken.update(names)
        waiting = [steps] if steps is not None else []
        while waiting:
            match waiting.pop():
                case Sequence(items=items):
                    waiting.extend(items)
                case Mapping(entries=entries):
                    waiting.extend(entry.value for entry in entries)
                    self._taken.update(
                        entry.value.text
                        for entry in entries
                        if entry.key.text == "id" and isinstance(entry.value, Scalar)
                    )

    def top(self, reader: Reader, node: Node) -> tuple[Step, ...]:
        """The steps of the playbook; at least one."""
        if not sequence(node).items:
            raise Wrong("must have at least one step")
        return self.block(reader, node)

    def block(self, reader: Reader, node: Node) -> tuple[Step, ...]:
        """A list of steps, in their order."""
        found: list[Step] = []
        around, outer = self._path, self.step
        for number, item in enumerate(sequence(node).items, 1):
            self._path = (*around, number)
            step = reader.read(item, self._step, None)
            if step is not None:
                found.append(step)
        self._path, self.step = around, outer
        return tuple(found)

    def _step(self, reader: Reader, node: Node) -> Step | None:
        label = f"step {'.'.join(map(str, self._path))}"
        if isinstance(node, Scalar) and node.is_empty:
            raise Wrong(f"{label} is empty")
        entries = {entry.key.text: entry for entry in mapping(node, label, "{wait: 2d}")}
        verb = self._verb_of(mapping(node), label)
        if verb is None:
            return None
        id_node = self._id(entries.get("id"), verb.key)
        names = {name: entry.key for name, entry in entries.items()}
        self.step = id_node.text
        self.spots[self.step] = Spot(node, verb.key, id_node, label, names)
        with reader.map(node, label) as fields:
            fields.known("id", verb.key.text, *(key for key in entries if self._is_verb(key)))
            return self._modified(fields, verb, self.step)

    # --- the verb ---------------------------------------------------------------------------------------------------

    def _verb_of(self, node: Mapping, label: str) -> Entry | None:
        """The entry of the verb, or what was most likely meant to be it; None where nothing can stand for one."""
        verbs = [entry for entry in node if self._is_verb(entry.key.text)]
        if not verbs:
            return self._no_verb(node, label)
        for second in verbs[1:]:
            message = f"two verbs in {label}, '{verbs[0].key}' and '{second.key}'; a step has one"
            self.reader.error(second.key, message, note="make two steps of it")
        return verbs[0]

    def _no_verb(self, node: Mapping, label: str) -> Entry | None:
        unknown = [entry for entry in node if entry.key.text not in (*MODIFIERS, "detach")]
        verbs = self._all_verbs()
        if not unknown and not node.whole:  # what is wrong with a key is said, and may be the verb
            return next(iter(node), None)
        if not unknown:
            note = "`goto` stands beside a verb" if node.get("goto") is not None else None
            self.reader.error(node, f"no verb in {label}; expected one of {', '.join(verbs)}", note=note)
            return next(iter(node), None)
        meant = next((entry for entry in unknown if nearest(entry.key.text, verbs)), unknown[0])
        near = nearest(meant.key.text, verbs) or nearest(meant.key.text, MODIFIERS)
        self.reader.error(
            meant.key, f"unknown verb '{shown(meant.key.text)}' in {label}", nearest=near, note=self._about(near)
        )
        return meant

    def _about(self, verb: str | None) -> str | None:
        """A word of help beside the name of the verb that was meant."""
        if verb is None:
            return f"expected one of {', '.join(self._all_verbs())}"
        if verb in self.known.verbs:
            return f"from plugin {self.known.verbs[verb].plugin}"
        if verb in CORE_VERBS:
            return f"for example {verb}: {CORE_VERBS[verb]}"
        return None

    def _is_verb(self, name: str) -> bool:
        return name in CORE_VERBS or name in self.known.verbs

    def _all_verbs(self) -> list[str]:
        return [*CORE_VERBS, *self.known.verbs]

    def _read_verb(self, entry: Entry) -> tuple[Verb, Around]:
        """What the verb takes; where that is wrong, a verb that nothing is known of stands in for it."""
        name, value = entry.key.text, entry.value
        stand_in = PluginVerb(name), Around()
        if not self._is_verb(name):
            return stand_in
        if isinstance(value, Scalar) and value.is_empty:
            if name in CORE_VERBS:
                self.reader.error(entry.key, f"'{name}' has no value", note=self._about(name))
                return stand_in
            value = empty_map(entry.key)
        try:
            return self.verbs.read(name, value)
        except Refused:
            return stand_in
        except Wrong as wrong:
            message = f"'{name}' {wrong.message}" if wrong.message.startswith("must ") else wrong.message
            self.reader.error(wrong.at or value, message, nearest=wrong.nearest, note=wrong.note)
            return stand_in

    def _id(self, entry: Entry | None, verb: Scalar) -> Scalar:
        number = self._counts[verb.text] = self._counts.get(verb.text, 0) + 1
        written = self._written_id(entry) if entry else None
        if written is None:
            name = verb.text.replace("-", "_")
            while f"{name}_{number}" in self._taken or f"{name}_{number}" in self.spots:
                number += 1
            return Scalar(verb.source, verb.start, verb.end, f"{name}_{number}")
        return written

    def _written_id(self, entry: Entry) -> Scalar | None:
        found = entry.value.text if isinstance(entry.value, Scalar) else ""
        self.reader.read(entry.value, labelled(variable_name, "'id'"), None)
        if not found:
            return None
        first = self.spots.get(found)
        if first is not None:
            line = first.id.line
            self.reader.error(entry.value, f"duplicate id '{found}', first in line {line}; each step needs its own")
            return None
        return scalar(self.reader, entry.value)

    # --- what modifies it -------------------------------------------------------------------------------------------

    def _modified(self, fields: Fields, entry: Entry, id: str) -> Step:
        if_ = fields.get("if", self.text_of(Kind.EXPRESSION))
        verb, inner = self._read_verb(entry)
        self.step = id
        if isinstance(verb, RunPlaybook) and fields.get("detach", boolean, False):
            verb = RunPlaybook(verb.playbook, verb.with_, True)
        step = Step(
            id=id,
            verb=verb,
            if_=if_,
            within=fields.get("within", self.text_of(Kind.DURATION)),
            late=fields.get("late", self._late, "skip"),
            when=fields.get("when", self._when, {}),
            goto=fields.get("goto", self._onward),
            to=self._to(fields, inner, entry.key.text),
            quietly=self._quietly(fields, inner),
            line=fields.node.line,
        )
        self._explain_strays(fields, entry.key)
        return step

    def _to(self, fields: Fields, inner: Around, verb: str) -> str | None:
        beside = fields.get("to", self.text_of(Kind.TO))
        if beside is not None and inner.to is not None:
            at = next(entry.key for entry in fields.node if entry.key.text == "to")
            self.reader.error(at, f"'to' stands in the fields of '{verb}' and beside them; one of both is enough")
        return inner.to if beside is None else beside

    def _quietly(self, fields: Fields, inner: Around) -> bool:
        return fields.get("quietly", boolean, False) or bool(inner.quietly)

    def _explain_strays(self, fields: Fields, verb: Scalar) -> None:
        """A field that slipped out of its verb: `text` beside `post`."""
        for entry in fields.node:
            if verb.text in _FIELDS_OF.get(entry.key.text, ()):
                fields.known(entry.key.text)
                message = f"'{entry.key.text}' is a field of '{verb.text}'; indent it below '{verb.text}:'"
                self.reader.error(entry.key, message)

    def _onward(self, reader: Reader, node: Node) -> Goto | Stop:
        if isinstance(node, Scalar) and node.text == "end" and "end" not in self._taken:
            return Stop()
        return self.target(reader, node)

    def _late(self, reader: Reader, node: Node) -> Late:
        if isinstance(node, Mapping) and node.get("goto") is None:
            return self._remind(reader, node)
        return self._after_late(reader, node)

    def _after_late(self, reader: Reader, node: Node) -> str | Goto:
        goto = self.goto(reader, node) if isinstance(node, Scalar | Mapping) else None
        if goto is not None:
            return goto
        if not isinstance(node, Scalar) or node.text not in _AFTER_LATE:
            found = f", not '{shown(node.text)}'" if isinstance(node, Scalar) else ""
            near = nearest(node.text, _AFTER_LATE) if isinstance(node, Scalar) else None
            raise Wrong(f"must be skip, end, goto ID or {{remind: …}}{found}", nearest=near)
        return node.text

    def _remind(self, reader: Reader, node: Node) -> Remind:
        with reader.map(node, "late", "{remind: missing, every: 1d, at_most: 2, then: skip}") as fields:
            entry = fields.entry("remind")
            if entry is not None and isinstance(entry.value, Scalar) and entry.value.is_empty:
                fields.known("remind")
                remind = "missing"
            else:
                remind = fields.get("remind", self.text_of(Kind.REMINDED), "missing")
            return Remind(
                remind=remind,
                every=fields.get("every", self.text_of(Kind.DURATION), "1d"),
                at_most=fields.get("at_most", integer_from(1), 1),
                then=fields.get("then", self._after_late, "skip"),
            )

    def _when(self, reader: Reader, node: Node) -> dict[str, Answered]:
        found: dict[str, Answered] = {}
        own, path = self.step, self._path
        for entry in mapping(node):
            self.step, self._path = own, path
            key = reader.read(entry.key, text, None)
            if key is None:
                continue
            self.record(Kind.CHOICE, entry.key)
            answered = reader.read(entry.value, self._answered(key), None)
            if answered is not None:
                found[key] = answered
        self.step, self._path = own, path
        return found

    def _answered(self, key: str) -> Parser[Answered]:
        def parse(reader: Reader, node: Node) -> Answered:
            if isinstance(node, Sequence):
                if not node.items:
                    raise Wrong(f"'{shown(key)}' must have at least one step")
                return self.block(reader, node)
            if isinstance(node, Mapping) and node.get("goto") is None:
                raise Wrong(
                    f"'{shown(key)}' must be goto ID, end or a list of steps", note="write `- ` before each step"
                )
            if isinstance(node, Scalar) and node.text == "end":
                return Stop()
            goto = self.goto(reader, node)
            if goto is None:
                found = node.text if isinstance(node, Scalar) else ""
                near = f"goto {found}" if found in self._taken or found in self.spots else nearest(found, ("end",))
                raise Wrong(
                    f"'{shown(key)}' must be goto ID, end or a list of steps, not '{shown(found)}'", nearest=near
                )
            return goto

        return parse
