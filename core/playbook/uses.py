"""What a template or an expression uses: free names, calls and attributes, each where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from attrs import field
from jinja2 import nodes
from jinja2.visitor import NodeVisitor

from ..values import frozen


@frozen
class Use:
    """A free name and where it stands: line and column from 1."""

    name: str
    line: int
    column: int


@frozen
class NameArgument:
    """An argument that is one name, a step's for example."""

    name: str


@frozen
class ConstantArgument:
    """An argument that is written out."""

    value: object


@frozen
class OtherArgument:
    """An argument that is known only when the run is there."""


Argument = NameArgument | ConstantArgument | OtherArgument


@frozen
class CallUse:
    """A function called by its name, its arguments in order, and the named ones."""

    name: str
    arguments: tuple[Argument, ...]
    named: tuple[tuple[str, Argument], ...]
    line: int
    column: int


@frozen
class AttributeUse:
    """A path of attributes from a free name (`spark.counts.yes` is `("spark", "counts", "yes")`). Line and column are those of the last."""

    path: tuple[str, ...]
    line: int
    column: int


@frozen
class Uses:
    """`printed` are the free names of `names` that stand alone: in a template they are printed as they are."""

    names: tuple[Use, ...] = field(default=())
    calls: tuple[CallUse, ...] = field(default=())
    attributes: tuple[AttributeUse, ...] = field(default=())
    printed: tuple[Use, ...] = field(default=())


def place(text: str, lineno: int) -> tuple[int, int]:
    """Line and column, from 1, of a node's `lineno`, which is its offset plus one."""
    offset = max(0, min(lineno - 1, len(text)))
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def uses_of(tree: nodes.Node, text: str) -> Uses:
    """Everything that the tree of this text takes from outside."""
    collector = _Collector(text)
    collector.visit(tree)
    if isinstance(tree, nodes.Name):
        collector.print(tree)
    return Uses(tuple(collector.names), tuple(collector.calls), tuple(collector.attributes), tuple(collector.printed))


class _Collector(NodeVisitor):
    def __init__(self, text: str) -> None:
        self.text = text
        self.names: list[Use] = []
        self.calls: list[CallUse] = []
        self.attributes: list[AttributeUse] = []
        self.printed: list[Use] = []
        self.bound: list[set[str]] = [set()]

    @contextmanager
    def _scope(self, names: set[str]) -> Iterator[None]:
        self.bound.append(names)
        yield
        self.bound.pop()

    def _is_free(self, name: str) -> bool:
        return not any(name in names for names in self.bound)

    def print(self, node: nodes.Node) -> None:
        """Take note of a name that stands alone."""
        if isinstance(node, nodes.Name) and self._is_free(node.name):
            self.printed.append(Use(node.name, *place(self.text, node.lineno)))

    def visit_Output(self, node: nodes.Output) -> None:
        for printed in node.nodes:
            self.print(printed)
        self._visit_all(node.nodes)

    def visit_Name(self, node: nodes.Name) -> None:
        if node.ctx == "load" and self._is_free(node.name):
            self.names.append(Use(node.name, *place(self.text, node.lineno)))

    def visit_For(self, node: nodes.For) -> None:
        self.visit(node.iter)
        targets = {
            name.name for name in [*node.target.find_all(nodes.Name), node.target] if isinstance(name, nodes.Name)
        }
        with self._scope(targets | {"loop"}):
            self._visit_all([*([node.test] if node.test else []), *node.body])
        self._visit_all(node.else_)

    def visit_Assign(self, node: nodes.Assign) -> None:
        self.visit(node.node)
        self.bound[-1] |= {
            name.name for name in [*node.target.find_all(nodes.Name), node.target] if isinstance(name, nodes.Name)
        }

    def visit_Call(self, node: nodes.Call) -> None:
        if isinstance(node.node, nodes.Name) and self._is_free(node.node.name):
            named = tuple((keyword.key, _argument(keyword.value)) for keyword in node.kwargs)
            arguments = tuple(map(_argument, node.args))
            self.calls.append(CallUse(node.node.name, arguments, named, *place(self.text, node.node.lineno)))
        else:
            self.visit(node.node)
        self._visit_all([*node.args, *node.kwargs])

    def visit_Getattr(self, node: nodes.Getattr) -> None:
        path = _path(node)
        if path is not None and self._is_free(path[0]):
            self.attributes.append(AttributeUse(path, *place(self.text, node.lineno + 1)))
        self.visit(node.node)

    def _visit_all(self, items: Sequence[nodes.Node]) -> None:
        for item in items:
            self.visit(item)


def _path(node: nodes.Node) -> tuple[str, ...] | None:
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        before = _path(node.node)
        return None if before is None else (*before, node.attr)
    return None


def _argument(node: nodes.Node) -> Argument:
    match node:
        case nodes.Name():
            return NameArgument(node.name)
        case nodes.Const():
            return ConstantArgument(node.value)
    return OtherArgument()
