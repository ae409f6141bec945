"""Neutral Markdown, read the same way by everybody: CommonMark without raw HTML, plus `<@REF>`, a mention.

`parse` gives markdown-it's flat list of tokens; an `inline` token has children, among which a token of type `mention` carries the
reference id in `content`. In code a mention is only text. `walk` gives one flat stream for those who render by a table of token types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from .model.content import MENTION
from .refs import PersonRef

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

MENTION_TOKEN = "mention"
"""The type of the inline token that stands for `<@REF>`; its `content` is REF."""

# What may not be torn apart when a very long word is cut: a mention, an escaped character, anything else by itself.
_ATOM = re.compile(rf"{MENTION.pattern}|\\.|.", re.DOTALL)
_WHOLE = re.compile(
    r"\\."  # an escape
    r"|(?P<ticks>`+)(?!`)(?:(?!\n\n).){0,3000}?(?<!`)(?P=ticks)(?!`)"  # code
    r"|!?\[(?:\\.|[^\]\\\n])*\]\((?:<[^>\n]*>|[^()\s]*)\)"  # a link
    r"|(?P<marks>\*\*\*|\*\*|\*|__|_)(?=\S)(?:\\.|(?!\n\n)[^\\]){0,3000}?(?<=\S)(?P=marks)"  # emphasis
    r"|<[^<>\s]+>"  # a mention, or an address
    r"|.",
    re.DOTALL,
)


def parse(text: str) -> Sequence[Token]:
    """The block tokens of a neutral text, in order, opening and closing ones in pairs."""
    return _parser().parse(text)


def walk(tokens: Sequence[Token]) -> Iterator[Token]:
    """All tokens in reading order, an inline token replaced by its children."""
    for token in tokens:
        if token.type == "inline":
            yield from token.children or ()
        else:
            yield token


def mentions(text: str) -> tuple[PersonRef, ...]:
    """Whom a neutral text mentions, each once, in order."""
    found = (token.content for token in walk(parse(text)) if token.type == MENTION_TOKEN)
    return tuple(PersonRef(ref) for ref in dict.fromkeys(found))


def plain(text: str, name_of: Callable[[PersonRef], str]) -> str:
    """A neutral text as it reads without markup; a mention reads `@` and what `name_of` gives."""
    return as_plain(parse(text), name_of)


def as_plain(tokens: Sequence[Token], name_of: Callable[[PersonRef], str]) -> str:
    """What was parsed as it reads without markup: for those who show it with markup, too."""
    return _Plain(name_of).render(tokens)


def split(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """A neutral text in as few pieces as `fits` allows, cut between blocks, else lines, else words, else characters.

    No mention and no escape is torn apart, and no link, code or emphasis that fits by itself. A text that fits is given back as it is; a single
    character is never cut.
    """
    if fits(text):
        return (text,)
    if (fence := _lone_fence(text)) is not None:
        return _cut_fence(fence, fits)
    for cut in (_blocks, _whole_lines, _whole_words, _lines, _words, _atoms):
        parts, glue = cut(text)
        if len(parts) > 1:
            return _packed(parts, glue, fits)
    return (text,)


# --- reading --------------------------------------------------------------------------------------------------------


def _mention_rule(state: StateInline, silent: bool) -> bool:
    """The inline rule of markdown-it for `<@REF>`."""
    match = MENTION.match(state.src, state.pos)
    if match is None or match.end() > state.posMax:
        return False
    if not silent:
        token = state.push(MENTION_TOKEN, "", 0)
        token.content = match.group(1)
    state.pos = match.end()
    return True


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # when the first text is said: it is large, and a start says nothing

    parser = MarkdownIt("commonmark", {"html": False})
    parser.inline.ruler.before("autolink", MENTION_TOKEN, _mention_rule)
    return parser


# --- plain text -----------------------------------------------------------------------------------------------------


class _Plain:
    """Writes tokens as plain text: list items with their mark, quotations with `> `, links with their address behind them."""

    def __init__(self, name_of: Callable[[PersonRef], str]) -> None:
        self._name_of = name_of
        self._lines: list[str] = []
        self._indent: list[str] = []
        self._mark: str | None = None
        self._counters: list[int | None] = []

    def render(self, tokens: Sequence[Token]) -> str:
        for token in tokens:
            self._block(token)
        return "\n".join(self._lines).strip("\n")

    def _block(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._write(self._inline(token.children or ()))
            case "fence" | "code_block":
                self._write(token.content.rstrip("\n"))
                self._gap()
            case "hr":
                self._write("———")
                self._gap()
            case "blockquote_open":
                self._indent.append("> ")
            case "bullet_list_open":
                self._counters.append(None)
            case "ordered_list_open":
                self._counters.append(int(token.attrGet("start") or 1))
            case "list_item_open":
                self._mark = self._next_mark()
                self._indent.append(" " * len(self._mark))
            case "blockquote_close" | "list_item_close":
                self._indent.pop()
                self._mark = None
            case "bullet_list_close" | "ordered_list_close":
                self._counters.pop()
                if not self._counters:
                    self._gap()
            case "paragraph_close" | "heading_close" if not token.hidden:
                self._gap()

    def _next_mark(self) -> str:
        number = self._counters[-1]
        if number is None:
            return "- "
        self._counters[-1] = number + 1
        return f"{number}. "

    def _gap(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def _write(self, text: str) -> None:
        for line in text.split("\n"):
            prefix = "".join(self._indent)
            if self._mark is not None:
                prefix = "".join(self._indent[:-1]) + self._mark
                self._mark = None
            self._lines.append((prefix + line).rstrip(" "))

    def _inline(self, tokens: Sequence[Token]) -> str:
        written: list[str] = []
        links: list[tuple[str, int]] = []
        for token in tokens:
            match token.type:
                case "link_open":
                    links.append((str(token.attrGet("href") or ""), len(written)))
                case "link_close":
                    address, start = links.pop()
                    if address.removeprefix("mailto:") != "".join(written[start:]):
                        written.append(f" ({address})")
                case _:
                    written.append(self._leaf(token))
        return "".join(written)

    def _leaf(self, token: Token) -> str:
        match token.type:
            case "mention":
                return f"@{self._name_of(PersonRef(token.content))}"
            case "softbreak" | "hardbreak":
                return "\n"
            case _:
                return token.content


# --- cutting --------------------------------------------------------------------------------------------------------


def _lone_fence(text: str) -> Token | None:
    """The token of a text that is one fenced block of code and nothing else."""
    tokens = parse(text)
    return tokens[0] if len(tokens) == 1 and tokens[0].type == "fence" and tokens[0].content.strip() else None


def _cut_fence(fence: Token, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Its code in several fences, cut between lines, else between characters."""

    def fenced(code: str) -> str:
        return f"{fence.markup}{fence.info}\n{code}\n{fence.markup}"

    pieces: list[str] = []
    for line in fence.content.rstrip("\n").split("\n"):
        if pieces and fits(fenced(joined := f"{pieces[-1]}\n{line}")):
            pieces[-1] = joined
            continue
        pieces.append("")
        for character in line:
            if pieces[-1] and not fits(fenced(pieces[-1] + character)):
                pieces.append("")
            pieces[-1] += character
    return tuple(fenced(piece) for piece in pieces)


def _blocks(text: str) -> tuple[list[str], str]:
    """The top-level blocks; what makes no token of its own stays with the block before it."""
    lines = text.split("\n")
    starts = [token.map[0] for token in parse(text) if token.level == 0 and token.map is not None]
    bounds = [0, *starts[1:], len(lines)]
    return ["\n".join(lines[a:b]).rstrip("\n") for a, b in zip(bounds, bounds[1:], strict=False)], "\n\n"


def _whole_lines(text: str) -> tuple[list[str], str]:
    return _outside(text, "\n"), "\n"


def _whole_words(text: str) -> tuple[list[str], str]:
    return _outside(text, " "), " "


def _outside(text: str, glue: str) -> list[str]:
    """The text cut at this sign, wherever that stands in no link, code or emphasis."""
    parts, begun = list[str](), 0
    for found in _WHOLE.finditer(text):
        if found.group() == glue:
            parts.append(text[begun : found.start()])
            begun = found.end()
    return [*parts, text[begun:]]


def _lines(text: str) -> tuple[list[str], str]:
    return text.split("\n"), "\n"


def _words(text: str) -> tuple[list[str], str]:
    return text.split(" "), " "


def _atoms(text: str) -> tuple[list[str], str]:
    return [match.group() for match in _ATOM.finditer(text)], ""


def _packed(parts: Sequence[str], glue: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """The parts put together again as long as they fit; one that does not fit by itself is cut further."""
    packed: list[str] = []
    for part in parts:
        if packed and fits(joined := packed[-1] + glue + part):
            packed[-1] = joined
        elif packed and glue in ("\n", " ") and not fits(part):
            packed.extend(_behind(packed.pop(), glue, part, fits))
        else:
            packed.extend(split(part, fits))
    return tuple(piece for piece in packed if piece.strip()) or ("",)


def _behind(before: str, glue: str, part: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """A line or word too long for one piece begins in the piece before it, as far as there is room: a name stands above what somebody said."""

    def has_room(text: str) -> bool:
        return fits(before + glue + text if part.startswith(text) else text)

    begins = _outside(part, " ")[0]
    if fits(begins) and not has_room(begins):  # it stays whole, further down
        return (before, *split(part, fits))
    first, *rest = split(part, has_room)
    joined = before + glue + first
    return (joined, *rest) if fits(joined) else (before, first, *rest)
