"""Long texts cut into parts that fit (pure)."""

from __future__ import annotations

from collections.abc import Callable

from .markup import blocks_of


def parts(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """The text whole if it fits, else cut between blocks, and a block that is too long itself between words.

    Order and content stay; at least one part comes out.
    """
    if fits(text):
        return (text,)
    found: list[str] = []
    for piece in (piece for block in blocks_of(text) for piece in _pieces(block, fits)):
        if found and fits(joined := f"{found[-1]}\n\n{piece}"):
            found[-1] = joined
        else:
            found.append(piece)
    return tuple(found)


def _pieces(block: str, fits: Callable[[str], bool]) -> list[str]:
    """Halves until they fit: an escape is never torn from what it escapes."""
    if fits(block) or len(block) < 2:
        return [block]
    middle = _cut(block)
    return [*_pieces(block[:middle], fits), *_pieces(block[middle:], fits)]


def _cut(block: str) -> int:
    """Where to cut: at the end of a line or of a word in the second quarter, else in the middle."""
    middle = len(block) // 2
    for mark in ("\n", " "):
        at = block.rfind(mark, middle // 2 + 1, middle)
        if at > 0 and not _is_escaped(block, at):
            return at
    return middle - 1 if middle > 1 and _is_escaped(block, middle) else middle


def _is_escaped(block: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before this place."""
    before = block[:at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
