"""The pages of docs/, and the examples in them."""

import re
from pathlib import Path

from attrs import frozen

DOCS = Path(__file__).parents[2] / "docs"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@frozen
class Example:
    """One example: its language, its text, and the line of the page where it begins."""

    language: str
    text: str
    line: int

    @property
    def first_key(self) -> str:
        """What stands before the first colon."""
        return self.text.partition(":")[0].strip()


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def examples(name: str, language: str) -> list[Example]:
    """The examples of a page in one language, in their order."""
    text = page(name)
    return [
        Example(found[1], found[2], text.count("\n", 0, found.start()) + 2)
        for found in _FENCE.finditer(text)
        if found[1] == language
    ]
