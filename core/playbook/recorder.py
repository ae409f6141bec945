"""Parsers that take note of every text which the checker will look into."""

from __future__ import annotations

import re

from ..model.playbook import Argument, Goto, LocalText
from .parsers import (
    any_text,
    list_of,
    local_text,
    locale,
    map_of,
    scalar,
    text,
)
from .pieces import Kind, Piece
from .reader import (
    Parser,
    Reader,
    Wrong,
    mapping,
    sequence,
    shown,
)
from .verbs import FieldDeclaration, FieldType
from .yaml import Mapping, Node, Scalar, Sequence

_GOTO = re.compile(r"goto\s+(\S.*)", re.DOTALL)

Choices = dict[str, LocalText]


class Recorder:
    """The pieces of a file, in its order; `step` is the id of the step that is being read."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.pieces: list[Piece] = []
        self.step: str | None = None

    def record(
        self, kind: Kind, node: Scalar, value: str | None = None, declaration: FieldDeclaration | None = None
    ) -> None:
        """Takes note of the piece; `value` is what matters of the node, if not the whole."""
        self.pieces.append(Piece(kind, node.text if value is None else value, node, self.step, declaration))

    def text_of(self, kind: Kind) -> Parser[str]:
        """A text, not empty, that is checked as one of this kind."""

        def parse(reader: Reader, node: Node) -> str:
            found = text(reader, node)
            self.record(kind, scalar(reader, node))
            return found

        return parse

    def words(self, reader: Reader, node: Node) -> LocalText:
        """A text for people, by locale, each a template."""
        if isinstance(node, Mapping):
            if not node.entries:
                raise Wrong("must be a text, or a map of locale to text; the map is empty")
            return LocalText(map_of(self.text_of(Kind.TEMPLATE), locale)(reader, node))
        found = local_text(reader, node)
        self.record(Kind.TEMPLATE, scalar(reader, node))
        return found

    def template(self, reader: Reader, node: Node) -> str:
        """A template, which may be empty."""
        found = any_text(reader, node)
        self.record(Kind.TEMPLATE, scalar(reader, node))
        return found

    def choices(self, reader: Reader, node: Node) -> Choices:
        """A list of labels, each its own id, or a map of id to label."""
        if isinstance(node, Mapping):
            found = map_of(self.words, text)(reader, node)
            if not node.entries:
                raise Wrong("must have at least one choice")
            return found
        if isinstance(node, Scalar) and not node.refused:
            raise Wrong("must be a list of labels, or a map of id to label, not a text", note="for example [Yes, No]")
        items = sequence(node).items
        if not items:
            raise Wrong("must have at least one choice")
        return self._listed(reader, items)

    def _listed(self, reader: Reader, items: tuple[Node, ...]) -> Choices:
        found: Choices = {}
        for item in items:
            label = reader.read(item, self._label, None)
            if label is None:
                continue
            id = label.in_("en")
            if id in found:
                reader.error(item, f"choice '{shown(id)}' stands here twice")
            found[id] = label
        return found

    def _label(self, reader: Reader, node: Node) -> LocalText:
        if isinstance(node, Scalar) and node.is_empty:
            raise Wrong("an item of the list is empty")
        return self.words(reader, node)

    def goto(self, reader: Reader, node: Node) -> Goto | None:
        """`goto ID` or `{goto: ID}`; None for any other text."""
        if isinstance(node, Mapping):
            with reader.map(node, "goto") as fields:
                target = fields.need("goto", scalar, None)
            return self._goto(target, target.text) if target else None
        found = _GOTO.fullmatch(scalar(reader, node).text.strip())
        return self._goto(scalar(reader, node), found[1]) if found else None

    def _goto(self, node: Scalar, written: str) -> Goto:
        found = _GOTO.fullmatch(written.strip())
        target = (found[1] if found else written).strip()
        self.record(Kind.GOTO, node, target)
        return Goto(target)

    def target(self, reader: Reader, node: Node) -> Goto:
        """The step of a `goto`: an id, `goto ID` or `{goto: ID}`."""
        if isinstance(node, Mapping):
            return self.goto(reader, node) or Goto("")
        return self._goto(scalar(reader, node), text(reader, node))

    # --- what plugins are given -------------------------------------------------------------------------------------

    def argument(self, reader: Reader, node: Node) -> Argument:
        """Texts, lists and maps of them, all templates."""
        match node:
            case Mapping():
                return map_of(self.argument)(reader, node)
            case Sequence():
                return list_of(self.argument)(reader, node)
            case _:
                return self.template(reader, node)

    def declared(self, declaration: FieldDeclaration) -> Parser[Argument]:
        """An argument of the type that a plugin declares."""

        def one(reader: Reader, node: Node) -> Argument:
            if isinstance(node, Scalar):
                self.record(Kind.FIELD, scalar(reader, node), declaration=declaration)
                return scalar(reader, node).text
            raise Wrong(f"must be {expected_of(declaration)}, not a {'list' if isinstance(node, Sequence) else 'map'}")

        match declaration.type:
            case FieldType.ANY:
                return self.argument
            case FieldType.WORDS:
                return self.words
            case FieldType.LIST | FieldType.PEOPLE:
                return lambda reader, node: (
                    list_of(one)(reader, node) if isinstance(node, Sequence) else one(reader, node)
                )
        return one

    def arguments(self, node: Node, fields: tuple[FieldDeclaration, ...] | None, what: str) -> dict[str, Argument]:
        """The arguments by name; of declared ones every missing, unknown or wrong one is noted."""
        if fields is None:
            return map_of(self.argument)(self.reader, mapping(node, what))
        found: dict[str, Argument] = {}
        with self.reader.map(node, what) as entries:
            entries.known("to", "quietly")
            for declaration in fields:
                read = entries.need if declaration.required else entries.get
                value = read(declaration.name, self.declared(declaration), None)
                if value is not None:
                    found[declaration.name] = value
        return found


_EXPECTED = {
    FieldType.INT: "a whole number",
    FieldType.NUMBER: "a number",
    FieldType.BOOL: "true or false",
    FieldType.LIST: "a list",
    FieldType.PEOPLE: "people",
    FieldType.STEP: "the id of a step",
}


def expected_of(declaration: FieldDeclaration) -> str:
    """What a field takes, in words."""
    return _EXPECTED.get(declaration.type, f"a {declaration.type.value}")
