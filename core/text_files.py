"""A file of Fluent texts: which texts stand in it, what arguments they name, and what of it can not be read.

https://projectfluent.org/fluent/guide/ is the language of the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import field
from fluent.syntax import ast, parse, visitor

from .errors import Finding
from .values import frozen


@frozen
class Entry:
    """One text of one file: the arguments it names, and the line where it stands."""

    arguments: frozenset[str]
    line: int


@frozen
class TextFile:
    """The texts of one locale."""

    entries: Mapping[str, Entry]
    findings: tuple[Finding, ...]
    """The places that are no Fluent; the other texts can be said all the same."""
    tree: ast.Resource = field(repr=False)


def read_text_file(path: Path) -> TextFile:
    """What stands in the file; where it can't be read at all, nothing, with the reason."""
    try:
        written = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return TextFile({}, (Finding(str(path), None, None, f"can't be read: {error}"),), ast.Resource([]))
    tree = parse(written)
    findings = tuple(_unreadable(path, written, junk) for junk in tree.body if isinstance(junk, ast.Junk))
    return TextFile(_entries(tree, written), findings, tree)


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
