"""Neutral Markdown → what the world shows: plain text in which only real mentions can be read as such."""

from __future__ import annotations

from coterie.core import markdown
from coterie.core.refs import PersonRef

from .decode import JOINER, PLATFORM
from .mentions import mentioned
from .world import World

# Stands behind the @ of a real mention until every other one is made harmless. A private-use character: nothing shows it.
_REAL = "\ue000"


def encode(world: World, text: str) -> str:
    """The text as the world shows it, mentions as `@handle`."""

    def handle(person: PersonRef) -> str:
        known = person.platform == PLATFORM and person.native in world.people
        return _REAL + person.native if known else person.id

    shown = markdown.plain(text.replace(_REAL, ""), handle)
    for start, _, _ in reversed(mentioned(shown, world.people)):
        shown = f"{shown[: start + 1]}{JOINER}{shown[start + 1 :]}"
    return shown.replace(_REAL, "")


def pieces(world: World, text: str) -> tuple[str, ...]:
    """The text as the world shows it, in as many messages as its limit wants."""
    cut = markdown.split(text, lambda part: len(encode(world, part)) <= world.text_limit)
    return tuple(encode(world, part) for part in cut)
