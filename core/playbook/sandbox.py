"""The Jinja2 environment of playbooks: nothing of Python to be reached, nothing that grows or runs without bound.

Jinja2's sandbox stops attributes, not `'a' * 10**9`. So here every operator, call, filter, loop and comparison is charged to a budget, and
every value that is made is measured before it is made, or, where it can't be much larger than what it is made of, right after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.lexer import TokenStream
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from ..model.content import Markdown
from .bounds import LONGEST_RANGE, MOST_TURNS, TooMuch, charged, check_defined, kind_of, listed, rendering, size_of
from .filters import FILTERS, TESTS
from .operators import OPERATORS, concatenated
from .printing import Filled, Named, printed
from .tree import with_offsets

_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset("lower upper strip lstrip rstrip title capitalize startswith endswith split isdigit".split()),
    Mapping: frozenset("items keys values get".split()),
    datetime: frozenset("year month day hour minute second weekday isoweekday date time".split()),
    date: frozenset("year month day weekday isoweekday".split()),
    timedelta: frozenset("days seconds total_seconds".split()),
    LoopContext: frozenset("index index0 first last length revindex revindex0 previtem nextitem cycle changed".split()),
}


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > LONGEST_RANGE:
        raise TooMuch(f"a range of {len(numbers):,} numbers is too long; {LONGEST_RANGE:,} may be")
    return numbers


@pass_context
def _finalize(context: Context, value: object) -> str:
    """What is printed of a value. Being given the context it is never run at compile time, when nobody reads yet."""
    going = rendering.get()
    if isinstance(value, Undefined):
        return str(value)  # raises
    text = printed(charged(value), going.reader, going.style)
    going.charge(len(text))
    return text


class PlaybookEnvironment(ImmutableSandboxedEnvironment):
    """Expressions and templates of playbooks. A node's `lineno` is its offset in the text plus one."""

    intercepted_binops = frozenset({"+", "-", "*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(
            undefined=StrictUndefined,
            finalize=_finalize,
            optimized=False,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=0,
        )
        self.binop_table |= OPERATORS
        self.filters = dict(FILTERS)
        self.tests = dict(TESTS)
        self.globals = {"range": _range}
        # what the rewritten tree calls
        self.counted = _counted
        self.charged = charged
        self.concatenated = concatenated
        self.written = Markdown

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        tokens = with_offsets(source, list(self.lexer.tokeniter(source, name, filename, state)))
        return TokenStream(self.lexer.wrap(tokens, name, filename), name, filename)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        check_defined(left)
        check_defined(right)
        return charged(self.binop_table[operator](left, right))

    def getattr(self, obj: Any, attribute: str) -> Any:
        rendering.get().charge(0)
        if isinstance(obj, Undefined):
            return obj[attribute]  # raises
        if isinstance(obj, Named):
            try:
                return obj.look_up(attribute)
            except LookupError as error:
                return self.undefined(str(error.args[0]), obj=obj, name=attribute)
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, Filled) and attribute not in _METHODS[Mapping]:
            return None
        for kind, names in _METHODS.items():
            if isinstance(obj, kind):
                return getattr(obj, attribute) if attribute in names else self._absent(obj, attribute)
        return self._absent(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Named) or (isinstance(obj, Mapping) and isinstance(argument, str)):
            return self.getattr(obj, argument) if isinstance(argument, str) else self._absent(obj, argument)
        if isinstance(obj, Filled):
            return obj.get(argument)
        rendering.get().charge(size_of(obj) if isinstance(argument, slice) else 0)
        try:
            return obj[argument]
        except (TypeError, LookupError):
            return self.getattr(obj, argument) if isinstance(argument, str) else self._absent(obj, argument)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(__obj, Undefined):
            __obj()  # raises, naming it
        if not callable(__obj):
            raise TypeError(f"{kind_of(__obj)} is not a function")
        return listed(__context.call(__obj, *args, **kwargs))

    def _absent(self, obj: Any, attribute: object) -> Undefined:
        hint = f"{kind_of(obj)} has no {attribute!r}"
        if obj is None:
            hint = f"there is nobody and nothing here that could have {attribute!r}; test that with `if` before"
        return self.undefined(hint, obj=obj, name=str(attribute))


def _counted(items: Any, weight: int) -> Sequence[Any]:
    """What a loop goes over, each turn of it counted; `weight` is how much stands inside the loop."""
    check_defined(items)
    going = rendering.get()
    listed = list(items) if isinstance(items, Mapping) or not isinstance(items, Sequence) else items
    going.turns -= len(listed)
    if going.turns < 0:
        raise TooMuch(f"loops of more than {MOST_TURNS:,} turns together are too long")
    going.charge(len(listed) * weight)
    return listed


environment = PlaybookEnvironment()
