"""The tree of a template: what may not stand in it, and where the budget gets its hands on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import nodes


def with_offsets(source: str, tokens: Sequence[tuple[int, str, str]]) -> Iterator[tuple[int, str, str]]:
    """The tokens with their offset plus one in the place of the line."""
    at = 0
    for _, kind, value in tokens:
        found = source.find(value, at)
        at = found if found >= 0 else at
        yield at + 1, kind, value
        at += len(value)


_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Tuple,
    nodes.List,
    nodes.Dict,
    nodes.Pair,
    nodes.Keyword,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Test,
    nodes.Call,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Concat,
    nodes.Compare,
    nodes.Operand,
    nodes.BinExpr,
    nodes.UnaryExpr,
    nodes.For,
    nodes.If,
    nodes.Assign,
)
_WORDS = {
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.AssignBlock: "set … endset",
    nodes.With: "with",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from … import",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.ScopedEvalContextModifier: "autoescape",
}
DEEPEST = 60
"""How deep an expression may be nested."""


def refused(tree: nodes.Node, depth: int = 0) -> tuple[nodes.Node, str] | None:
    """The first thing in the tree that playbooks don't have, and its name; None where all is well. `depth` is how deep the tree stands."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, depth)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            return node, "so deep a nesting"
        if isinstance(node, nodes.Name | nodes.Const):
            continue
        if not isinstance(node, _ALLOWED):
            words = next((word for kind, word in _WORDS.items() if isinstance(node, kind)), type(node).__name__.lower())
            return node, f"`{words}`"
        if isinstance(node, nodes.For) and node.recursive:
            return node, "`recursive`"
        if isinstance(node, nodes.Call | nodes.Filter | nodes.Test) and (node.dyn_args or node.dyn_kwargs):
            return node, "`*` or `**` before an argument"
        waiting.extend((child, depth + 1) for child in reversed(list(node.iter_child_nodes())))
    return None


def guarded(node: nodes.Node) -> nodes.Node:
    """The tree with loops, comparisons and `~` going through the budget, and printed literals marked as the author's."""
    for name, value in list(node.iter_fields()):
        if isinstance(value, nodes.Node):
            setattr(node, name, guarded(value))
        elif isinstance(value, list):
            setattr(node, name, [guarded(item) if isinstance(item, nodes.Node) else item for item in value])
    match node:
        case nodes.Concat():
            return _hook("concatenated", node.nodes, node.lineno)
        case nodes.For():
            weight = nodes.Const(sum(1 for _ in node.find_all(nodes.Node)))
            node.iter = _hook("counted", [_expr(node.iter), weight], node.lineno)
        case nodes.List() | nodes.Dict():
            return _hook("charged", [node], node.lineno)
        case nodes.Tuple() if node.ctx == "load":
            return _hook("charged", [node], node.lineno)
        case nodes.Compare():
            node.expr = _hook("charged", [node.expr], node.lineno)
        case nodes.Operand():
            node.expr = _hook("charged", [node.expr], node.expr.lineno)
        case nodes.Output():
            node.nodes = [_written(item) for item in node.nodes]
    return node


def _written(node: nodes.Expr) -> nodes.Expr:
    if isinstance(node, nodes.CondExpr):
        node.expr1 = _written(node.expr1)
        node.expr2 = _written(node.expr2) if node.expr2 is not None else None
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return _hook("written", [node], node.lineno)
    return node


def _expr(node: nodes.Node) -> nodes.Expr:
    if not isinstance(node, nodes.Expr):
        raise TypeError(f"{type(node).__name__} is no expression")
    return node


def _hook(name: str, arguments: Sequence[nodes.Expr], lineno: int) -> nodes.Call:
    return nodes.Call(
        nodes.EnvironmentAttribute(name),
        list(arguments),
        [],
        None,
        None,
        lineno=lineno,
    )
