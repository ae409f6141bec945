"""What was said in a place, for people to read."""

from __future__ import annotations

from collections.abc import Sequence

from .driver import BOT, Place, Said


def transcript(place: Place, said: Sequence[Said], matched: frozenset[str] = frozenset()) -> str:
    """Every message of a place, oldest first, replies indented; `✓` marks what an earlier `expect` has matched."""
    if not said:
        return f"{place}: nothing was said"
    rows = [_row(one, one.id in matched) for one in said]
    return "\n".join([f"{place}:", *rows])


def _row(said: Said, matched: bool) -> str:
    indent = "      " if said.thread else "  "
    who = said.by or "somebody"
    mark = "✓ " if matched and said.by == BOT else ""
    lines = said.text.split("\n")
    more = [f"{indent}  {line}" for line in lines[1:]]
    return "\n".join([f"{indent}{who}: {mark}{lines[0]}{_choices(said)}", *more])


def _choices(said: Said) -> str:
    offered = [offer.label for offer in said.offers] + (["…form…"] if said.form else [])
    return f"   [{' | '.join(offered)}]" if offered else ""
