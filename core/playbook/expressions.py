"""Templates (`Hello {{ member.name }}`) and expressions (`replies(spark) <= 2`) of playbooks: compiled, looked into, evaluated.

Both are Jinja2, as `coterie.core.playbook.sandbox` bounds it. In a template `{{ … }}`, `{# … #}`, `{% if %}`, `{% for %}` and
`{% set %}` may stand; nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from types import TracebackType
from typing import Any, TypeVar

from attrs import field
from jinja2 import Template as Compiled
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.parser import Parser

from ..nearest import nearest
from ..values import frozen
from .bounds import LONGEST_OUTPUT, Rendering, TooMuch, rendering
from .printing import Reader, Style, well_formed
from .sandbox import environment
from .tree import guarded, refused
from .uses import AttributeUse, CallUse, Use, Uses, place, uses_of

LONGEST_SOURCE = 20_000
"""Characters of one template or expression."""
_RESULT = "result"
_INSIDE = 2  # how deep an expression stands in a template
_PLAIN_PART = re.compile(r"\{\{([^{}'\"]*)\}\}")
_MARK = re.compile(r"\{[{%#]")
Tree = TypeVar("Tree", bound=nodes.Node)
_RAISED = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError)


class ExpressionError(ValueError):
    """A template or expression is wrong or can't be evaluated. `line` and `column` count from 1 within its text.

    `nearest` is the right word that the wrong one resembles, where there is one.
    """

    def __init__(self, message: str, line: int, column: int, nearest: str | None = None) -> None:
        super().__init__(message)
        self.nearest = nearest
        self.message = message
        self.line = line
        self.column = column


@frozen
class Template:
    """A text with `{{ … }}` in it."""

    text: str
    uses: Uses = field(repr=False)
    _compiled: Compiled = field(repr=False, eq=False)
    _whole: Expression | None = field(default=None, repr=False)

    @property
    def names(self) -> tuple[Use, ...]:
        """The free names, functions that are called aside."""
        return self.uses.names

    @property
    def calls(self) -> tuple[CallUse, ...]:
        return self.uses.calls

    @property
    def attributes(self) -> tuple[AttributeUse, ...]:
        return self.uses.attributes

    @property
    def is_constant(self) -> bool:
        """Whether it says the same whatever the names hold: there is nothing to fill in."""
        return "{" not in self.text

    def render(self, names: Mapping[str, object], reader: Reader) -> str:
        """Neutral Markdown: every printed value escaped, but what an author wrote; people are mentions. Raises ExpressionError."""
        return self._rendered(names, reader, Style.MARKDOWN)

    def words(self, names: Mapping[str, object], reader: Reader) -> str:
        """Plain words, for labels and outcomes: nothing escaped, people are names. Raises ExpressionError."""
        return self._rendered(names, reader, Style.WORDS)

    def value(self, names: Mapping[str, object], reader: Reader, style: Style = Style.TOKEN) -> object:
        """The value itself where the template is one `{{ … }}` and nothing else; else a text in the style: people and groups are their ids."""
        if self._whole is not None:
            return self._whole.evaluate(names, reader)
        return self._rendered(names, reader, style)

    def _rendered(self, names: Mapping[str, object], reader: Reader, style: Style) -> str:
        if self.is_constant:
            return self.text
        with _evaluating(self.text, self._compiled, reader, style):
            context = self._compiled.new_context(dict(names))
            return _gathered(self._compiled.root_render_func(context))


@frozen
class Expression:
    """What stands in `if`, `set` and `in`: an expression without braces."""

    text: str
    uses: Uses = field(repr=False)
    _compiled: Compiled = field(repr=False, eq=False)

    @property
    def names(self) -> tuple[Use, ...]:
        """The free names, functions that are called aside."""
        return self.uses.names

    @property
    def calls(self) -> tuple[CallUse, ...]:
        return self.uses.calls

    @property
    def attributes(self) -> tuple[AttributeUse, ...]:
        return self.uses.attributes

    def evaluate(self, names: Mapping[str, object], reader: Reader) -> object:
        """What it comes to. Raises ExpressionError."""
        with _evaluating(self.text, self._compiled, reader, Style.MARKDOWN):
            context = self._compiled.new_context(dict(names))
            for _ in self._compiled.root_render_func(context):
                pass
            result = context.vars[_RESULT]
            if isinstance(result, environment.undefined):
                str(result)  # raises, naming it
            return result


@lru_cache(maxsize=4096)
def compile_template(text: str) -> Template:
    """The template of this text. Raises ExpressionError where it is wrong."""
    tree = _template_tree(text)
    uses = uses_of(tree, text)
    return Template(text, uses, _compiled(text, tree), _whole(text))


@lru_cache(maxsize=4096)
def compile_expression(text: str) -> Expression:
    """The expression of this text. Raises ExpressionError where it is wrong."""
    expression = _expression_tree(text)
    result = nodes.Name(_RESULT, "store", lineno=1)
    tree = nodes.Template([nodes.Assign(result, expression, lineno=1)], lineno=1)
    return Expression(text, uses_of(expression, text), _compiled(text, tree))


@lru_cache(maxsize=16_384)
def template_uses(text: str) -> Uses:
    """What the template takes from outside, without making it ready to run. Raises ExpressionError where it is wrong."""
    found = _uses_of_parts(text)
    if found is not None:
        return found
    tree = _template_tree(text)
    _mind_filters(text, tree)
    return uses_of(tree, text)


@lru_cache(maxsize=16_384)
def expression_uses(text: str) -> Uses:
    """What the expression takes from outside, without making it ready to run. Raises ExpressionError where it is wrong."""
    tree = _expression_tree(text)
    _mind_filters(text, tree)
    return uses_of(tree, text)


def _uses_of_parts(text: str) -> Uses | None:
    """The uses of a text that is words and plain `{{ … }}`, part by part, since many texts share the same few.

    None where it is more than that, or wrong: then it has to be parsed as a whole.
    """
    if len(text) > LONGEST_SOURCE or "\r" in text or "{{{" in text or _MARK.search(_PLAIN_PART.sub("", text)):
        return None
    parts: list[Uses] = []
    for part in _PLAIN_PART.finditer(text):
        try:
            uses = expression_uses(part[1])
        except ExpressionError:
            return None
        parts.append(_moved(uses, *place(text, part.start(1) + 1)))
    return Uses(
        tuple(use for part in parts for use in part.names),
        tuple(use for part in parts for use in part.calls),
        tuple(use for part in parts for use in part.attributes),
        tuple(use for part in parts for use in part.printed),
    )


def _moved(uses: Uses, line: int, column: int) -> Uses:
    """The uses of a part that begins at this line and column of a text."""

    def moved(use: Use | CallUse | AttributeUse) -> tuple[int, int]:
        return use.line + line - 1, use.column + (column - 1 if use.line == 1 else 0)

    return Uses(
        tuple(Use(use.name, *moved(use)) for use in uses.names),
        tuple(CallUse(use.name, use.arguments, use.named, *moved(use)) for use in uses.calls),
        tuple(AttributeUse(use.path, *moved(use)) for use in uses.attributes),
        tuple(Use(use.name, *moved(use)) for use in uses.printed),
    )


def _template_tree(text: str) -> nodes.Template:
    return _parsed(text, lambda parser: parser.parse())


def _expression_tree(text: str) -> nodes.Expr:
    def parse(parser: Parser) -> nodes.Expr:
        expression = parser.parse_expression()
        if not parser.stream.eos:
            raise TemplateSyntaxError(f"{parser.stream.current.value!r} is one too many", parser.stream.current.lineno)
        return expression

    return _parsed(text, parse, state="variable", depth=_INSIDE)


def _mind_filters(text: str, tree: nodes.Node) -> None:
    """Filters and tests that do not exist; `compile_template` finds them too, but only when it makes code."""
    if "|" not in text and "is" not in text:
        return
    for node in (tree, *tree.find_all((nodes.Filter, nodes.Test))):
        if not isinstance(node, nodes.Filter | nodes.Test):
            continue
        word, known = ("filter", environment.filters) if isinstance(node, nodes.Filter) else ("test", environment.tests)
        if node.name not in known:
            raise ExpressionError(f"unknown {word} '{node.name}'", *place(text, node.lineno), nearest(node.name, known))


def _whole(text: str) -> Expression | None:
    """The expression of a text that is one `{{ … }}` and nothing else."""
    inner = text.strip()
    if not (inner.startswith("{{") and inner.endswith("}}")) or "{{" in inner[2:] or "{%" in inner:
        return None
    try:
        return compile_expression(inner[2:-2].strip("+-"))
    except ExpressionError:
        return None


def _parsed(text: str, parse: Callable[[Parser], Tree], state: str | None = None, depth: int = 0) -> Tree:
    if len(text) > LONGEST_SOURCE:
        raise ExpressionError(f"{len(text):,} characters are too many; {LONGEST_SOURCE:,} may be", 1, 1)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        tree = parse(Parser(environment, text, state=state))
    except TemplateSyntaxError as error:
        _mind_tokens(text, state)
        raise ExpressionError(_message(error), *place(text, error.lineno)) from error
    except RecursionError as error:
        raise ExpressionError("this is nested too deeply", 1, 1) from error
    except ValueError as error:
        raise ExpressionError("the number is too large", 1, 1) from error
    if found := refused(tree, depth):
        node, word = found
        raise ExpressionError(f"{word} is not allowed here", *place(text, node.lineno))
    return tree


def _mind_tokens(text: str, state: str | None) -> None:
    """The complaint of the lexer, if it is its: it counts lines, where the parser is given offsets."""
    try:
        for _ in environment.lexer.tokeniter(text, None, None, state):
            pass
    except TemplateSyntaxError as error:
        raise ExpressionError(error.message or "not understood", error.lineno, 1) from error


def _compiled(text: str, tree: nodes.Template) -> Compiled:
    try:
        # the tree is not needed any more: it is made ours in place
        guarded(tree)
        code = environment.compile(tree)
    except TemplateSyntaxError as error:
        raise ExpressionError(_message(error), *place(text, error.lineno)) from error
    except (RecursionError, MemoryError, SyntaxError) as error:
        raise ExpressionError("this is nested too deeply", 1, 1) from error
    return Compiled.from_code(environment, code, environment.globals)


@contextmanager
def _evaluating(text: str, compiled: Compiled, reader: Reader, style: Style) -> Iterator[None]:
    token = rendering.set(Rendering(reader, style))
    try:
        yield
    except _RAISED as error:
        raise ExpressionError(_message(error), *_place_of(error.__traceback__, text, compiled)) from error
    finally:
        rendering.reset(token)


def _message(error: BaseException) -> str:
    match error:
        case UndefinedError():
            return str(error.message).replace("is undefined", "does not exist")
        case TemplateError():
            return str(error.message)
        case ZeroDivisionError():
            return "division by zero"
        case KeyError():
            return f"there is no {error.args[0]!r}" if error.args else "there is no such key"
        case RecursionError():
            return "this is nested too deeply"
    return str(error) or type(error).__name__


def _place_of(traceback: TracebackType | None, text: str, compiled: Compiled) -> tuple[int, int]:
    """Where in the text the code stood that raised."""
    while traceback is not None:
        if traceback.tb_frame.f_globals.get("__jinja_template__") is compiled:
            return place(text, compiled.get_corresponding_lineno(traceback.tb_lineno))
        traceback = traceback.tb_next
    return 1, 1


def _gathered(chunks: Iterator[Any]) -> str:
    """The chunks in one; as long as may be, and not longer."""
    parts, length = [], 0
    for chunk in chunks:
        parts.append(chunk)
        length += len(chunk)
        if length > LONGEST_OUTPUT:
            raise TooMuch(f"the text is longer than {LONGEST_OUTPUT:,} characters")
    return well_formed("".join(parts))
