"""Decks: files of conversation starters."""

from __future__ import annotations

import re
from datetime import date

from ..errors import Finding
from ..model.playbook import Deck, DeckCard, LocalText
from .parsers import (
    list_of,
    local_text,
    matching,
    name,
    text,
)
from .reader import (
    Parser,
    Reader,
    Wrong,
    sequence,
    shown,
)
from .yaml import Mapping, Node, Scalar, Source, parse

_DAY = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)
_LEAP_YEAR = 2024
_LONGEST_SLUG = 40

card_id = matching("[a-z0-9][a-z0-9_-]*", "an id of small letters, digits, '_' and '-'")


def read_deck(content: bytes | str, file: str) -> tuple[Deck | None, tuple[Finding, ...]]:
    """The deck of a file as far as it could be made out, and everything that is wrong with it. Never raises."""
    reader = Reader(parse(Source.of(content, file)))
    if reader.root is None:
        return None, reader.findings
    return reader.read(reader.root, _deck, None), reader.findings


def slug(words: str) -> str:
    """An id made of a text: its ASCII letters and digits, words joined by `_`; empty where it has none."""
    return "_".join(re.findall("[a-z0-9]+", words.lower()))[:_LONGEST_SLUG].strip("_")


def _deck(reader: Reader, node: Node) -> Deck:
    with reader.map(node, "a deck", "deck: python") as fields:
        id = fields.need("deck", name, "")
        title = fields.get("title", local_text, LocalText.plain(id))
        cards = fields.need("cards", _cards, ())
    return Deck(id, title, cards)


def _cards(reader: Reader, node: Node) -> tuple[DeckCard, ...]:
    items = sequence(node).items
    if not items:
        raise Wrong("must have at least one card")
    written = _written_ids(reader, items)
    cards: list[DeckCard] = []
    for number, item in enumerate(items, 1):
        card = reader.read(item, _card(number), None)
        if card is not None:
            cards.append(card if card.id else _with_id(card, number, {*written, *(other.id for other in cards)}))
    return tuple(cards)


def _written_ids(reader: Reader, items: tuple[Node, ...]) -> dict[str, Node]:
    """The ids that stand in the file; one that stands there twice is noted."""
    found: dict[str, Node] = {}
    for item in items:
        id = item.get("id") if isinstance(item, Mapping) else None
        if isinstance(id, Scalar) and id.text in found:
            line = found[id.text].line
            reader.error(id, f"duplicate id '{shown(id.text)}', first in line {line}; each card needs its own")
        elif isinstance(id, Scalar):
            found[id.text] = id
    return found


def _with_id(card: DeckCard, number: int, taken: set[str]) -> DeckCard:
    """The card under an id that stays the same when others are put in or moved: made of its text, as it stands in English or first."""
    made = slug(card.text.in_("en")) or f"card_{number}"
    id, count = made, 2
    while id in taken:
        id, count = f"{made}_{count}", count + 1
    return DeckCard(id, card.text, card.tags, card.between)


def _card(number: int) -> Parser[DeckCard]:
    def parse_card(reader: Reader, node: Node) -> DeckCard:
        if isinstance(node, Scalar):
            if node.is_empty:
                raise Wrong(f"card {number} is empty")
            return DeckCard("", local_text(reader, node))
        with reader.map(node, f"card {number}", "{text: What are you proud of?}") as fields:
            return DeckCard(
                id=fields.get("id", card_id, ""),
                text=fields.need("text", local_text, LocalText.plain("")),
                tags=fields.get("tags", list_of(text), ()),
                between=fields.get("between", _between),
            )

    return parse_card


def _between(reader: Reader, node: Node) -> tuple[str, str]:
    days = list_of(_day)(reader, node)
    if len(sequence(node).items) != 2:
        raise Wrong(f"must have two days, the first and the last: [12-01, 01-06], not {len(sequence(node).items)}")
    return (days[0], days[1]) if len(days) == 2 else ("01-01", "12-31")


def _day(reader: Reader, node: Node) -> str:
    found = text(reader, node)
    match = _DAY.fullmatch(found)
    if not match:
        raise Wrong(f"'{shown(found)}' is no day of a year, expected MM-DD, for example 12-01")
    month, day = int(match[1]), int(match[2])
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError as error:
        raise Wrong(f"'{found}' is no day of a year: {error}") from error
    return f"{month:02}-{day:02}"
