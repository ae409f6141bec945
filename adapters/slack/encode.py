"""Cards and forms → messages and views of Slack (pure). Nothing made here is ever too long or too many for Slack.

A text that is too long becomes several messages; a label that is too long is cut on its button and written out above it; many choices
become a select, and of very many we are asked for those that fit what somebody types. Source of the limits: the reference pages of Block Kit
and of the methods on docs.slack.dev.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import evolve

from coterie.core import markdown
from coterie.core.errors import Refused
from coterie.core.model.content import OPEN_FORM, Card, Choice, Field, FieldKind, Form, Urgency, escape
from coterie.core.values import frozen

from .names import CHOOSE, FORM, HEAD, LINK, as_typed_here
from .richtext import blocks, fallback, plain
from .sizes import cut, head, size

Json = dict[str, Any]

BLOCKS = 50
VIEW_BLOCKS = 100
TEXT = 12_000  # of the about 13,200 characters that the blocks of a message may hold, labels included
LEAST_TEXT = 3000
BUTTON = 75
BUTTONS = 5  # more single choices than these are a select
ROW = 25
OPTION = 75
OPTIONS = 100
CHECKBOXES = 10
RADIO = 5  # Slack takes 10; more than these are easier found in a list
VALUE = 75
LABEL = 2000
TITLE = 24
HEADER = 150
PLACEHOLDER = 150
SECTION = 3000
INPUT = 3000
METADATA = 3000
PAGE_TEXT = 100_000  # a view may have 250 kB; characters are escaped, and more than text stands in it
_HEADING = re.compile(r"#{1,3} +([^\n]+)\n*")
_TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")
_ACROSS = re.compile(r"(?m)^[ ]{0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")


@frozen
class Piece:
    """One message: blocks, and the text for notifications."""

    blocks: tuple[Json, ...]
    text: str


def pieces(card: Card, *, in_thread: bool = False) -> tuple[Piece, ...]:
    """The card as one message or more, what can be chosen under the last one. Raises Refused for a choice with an overlong id.

    In a thread commands stay `!coterie …`: Slack takes no slash commands there.
    """
    card = card if in_thread else evolve(card, text=as_typed_here(card.text))
    controls = tuple(_controls(card))
    room, most = BLOCKS - len(controls), max(LEAST_TEXT, TEXT - _length(list(controls)))
    texts = markdown.split(_with_long_labels(card), lambda text: _fits(text, room, most))
    made = [tuple(blocks(text)) for text in texts]
    shown = [*made[:-1], made[-1] + controls]
    return tuple(Piece(part, fallback(text) or "…") for part, text in zip(shown, texts, strict=True))


def headed(piece: Piece, head: str) -> Piece:
    """The same, its controls marked as those of the message that begins with the time stamp `head`."""
    marked = (
        block | {"block_id": f"{HEAD}:{head}:{number}"} if block["type"] == "actions" or "accessory" in block else block
        for number, block in enumerate(piece.blocks)
    )
    return Piece(tuple(marked), piece.text)


def modal(form: Form, form_key: str, locale: str = "en") -> Json:
    """The view that asks a form. Raises Refused for one that no modal can hold."""
    intro = _intro(form)
    if len(form.fields) + len(intro) > VIEW_BLOCKS:
        raise Refused(
            f"a form of {len(form.fields)} fields does not fit into a modal of Slack: {VIEW_BLOCKS} blocks at most"
        )
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": _plain(form.title, TITLE),
        "submit": _plain("OK", TITLE),
        "private_metadata": _remembered(form, form_key, locale),
        "blocks": [*intro, *(_input(field) for field in form.fields)],
    }


def home(cards: Sequence[Card]) -> Json:
    """The view of a home tab: the cards one below another, a heading at the head of one as a header. What does not fit is left out, from
    the end, and an ellipsis says so. It is never without a block."""
    shown, room = list[Json](), PAGE_TEXT
    for block in (block for number, card in enumerate(cards) for block in _on_page(card, first=number == 0)):
        room -= _length(block)
        if len(shown) == VIEW_BLOCKS - 1 or room < 0:
            shown.append({"type": "section", "text": _plain("…", SECTION)})
            break
        shown.append(block)
    return {"type": "home", "blocks": shown or [{"type": "divider"}]}


def _on_page(card: Card, first: bool) -> Iterator[Json]:
    if (found := _HEADING.match(card.text)) is not None:
        yield from [] if first else [{"type": "divider"}]
        yield {"type": "header", "text": _plain(plain(found[1]), HEADER)}
        card = evolve(card, text=card.text[found.end() :].strip())
    if card.text or card.choices:
        for piece in pieces(card):
            yield from piece.blocks


# --- choices --------------------------------------------------------------------------------------------------------


def _fits(text: str, room: int, most: int) -> bool:
    """Whether a text goes into one message. Written out it is never longer than as it stands here; lines across make blocks."""
    return size(text) <= most and (2 * len(_ACROSS.findall(text)) < room or len(blocks(text)) <= room)


def _length(value: object) -> int:
    """How many characters of text stand in blocks."""
    if isinstance(value, dict):
        return sum(
            size(each) if key == "text" and isinstance(each, str) else _length(each) for key, each in value.items()
        )
    return sum(_length(each) for each in value) if isinstance(value, list) else 0


def _with_long_labels(card: Card) -> str:
    """The text; with the choices behind it where a label is too long for its button."""
    long = [choice for choice in card.choices if size(choice.label) > BUTTON]
    rows = "\n".join(f"- {escape(choice.label)}" for choice in card.choices) if long else ""
    return "\n\n".join(part for part in (card.text, rows) if part)


def _controls(card: Card) -> Iterator[Json]:
    picks = [choice for choice in card.choices if choice.url is None]
    links = [choice for choice in card.choices if choice.url is not None]
    if card.several and picks:
        yield from _selects(picks, several=True)
    elif len(picks) > BUTTONS:
        yield from _selects(picks, several=False)
    else:
        yield from _rows([_button(choice, number) for number, choice in enumerate(picks)])
    yield from _rows([_link(choice, number) for number, choice in enumerate(links)])
    if card.form is not None:
        opener = {"type": "button", "action_id": FORM, "value": OPEN_FORM, "style": "primary"}
        yield from _rows([opener | {"text": _plain(card.form.title, BUTTON)}])


def _rows(elements: Sequence[Json]) -> Iterator[Json]:
    for start in range(0, len(elements), ROW):
        yield {"type": "actions", "elements": list(elements[start : start + ROW])}


def _button(choice: Choice, number: int) -> Json:
    style = {} if choice.urgency is Urgency.PLAIN else {"style": choice.urgency.value}
    text = _plain(choice.label or choice.id, BUTTON)
    return {"type": "button", "action_id": f"{CHOOSE}:{number}", "text": text, "value": _id(choice), **style}


def _link(choice: Choice, number: int) -> Json:
    text = _plain(choice.label or choice.id, BUTTON)
    return {"type": "button", "action_id": f"{LINK}:{number}", "text": text, "url": choice.url}


def _selects(choices: Sequence[Choice], several: bool) -> Iterator[Json]:
    if several and len(choices) <= CHECKBOXES:
        options = [_option(choice) for choice in choices]
        yield {"type": "actions", "elements": [{"type": "checkboxes", "action_id": CHOOSE, "options": options}]}
        return
    hint = f"{cut(choices[0].label, 60)} … {cut(choices[-1].label, 60)}"
    select: Json = {"action_id": f"{CHOOSE}:0", "placeholder": _plain(hint, PLACEHOLDER)}
    select |= _listed("multi_" if several else "", [_option(choice) for choice in choices])
    if several:  # Slack takes no multi-select in an actions block
        yield {"type": "section", "text": _plain(hint, SECTION), "accessory": select}
    else:
        yield {"type": "actions", "elements": [select]}


def options(choices: Sequence[Choice]) -> Json:
    """What Slack is given when somebody types into a select that holds none."""
    return {"options": [_option(choice) for choice in choices[:OPTIONS]]}


def _listed(several: str, options: Sequence[Json]) -> Json:
    """A select with its entries; of more than Slack takes it is asked for those that fit what somebody types."""
    if len(options) <= OPTIONS:
        return {"type": f"{several}static_select", "options": list(options)}
    return {"type": f"{several}external_select", "min_query_length": 0}


def _option(choice: Choice) -> Json:
    return {"text": _plain(choice.label or choice.id, OPTION), "value": _id(choice)}


def _id(choice: Choice) -> str:
    if len(choice.id) > VALUE:
        raise Refused(
            f"the id of a choice may have {VALUE} characters on Slack; {choice.id[:20]!r}… has {len(choice.id)}"
        )
    return choice.id


def _plain(text: str, most: int) -> Json:
    return {"type": "plain_text", "text": cut(text.strip() or "…", most), "emoji": True}


# --- forms ----------------------------------------------------------------------------------------------------------


def _intro(form: Form) -> list[Json]:
    titled: list[Json] = [{"type": "header", "text": _plain(form.title, HEADER)}] if size(form.title) > TITLE else []
    text = plain(as_typed_here(form.text))
    parts = list[str]()
    while text:
        parts.append(head(text, SECTION))
        text = text[len(parts[-1]) :]
    return [*titled, *({"type": "section", "text": _plain(part, SECTION)} for part in parts)]


def _input(field: Field) -> Json:
    return {
        "type": "input",
        "block_id": field.id,
        "label": _plain(field.label or field.id, LABEL),
        "optional": not field.required,
        "element": {"action_id": field.id, **_element(field), **_initial(field)},
    }


def _initial(field: Field) -> Json:
    """What stands in a field from the start, as far as the field takes it."""
    value = field.initial.strip()
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG if value:
            most = min(int(field.maximum) if field.maximum else INPUT, INPUT)
            return {"initial_value": head(value, most)} if most else {}
        case FieldKind.NUMBER if _is_number(value):
            return {"initial_value": value}
        case FieldKind.DATE if _is_date(value):
            return {"initial_date": value}
        case FieldKind.TIME if _TIME_OF_DAY.match(value):
            return {"initial_time": value}
        case FieldKind.MANY:
            wanted = {one.strip() for one in value.split(",")}
            several = [_option(choice) for choice in field.choices if choice.id in wanted]
            return {"initial_options": several} if several else {}
        case FieldKind.SELECT:
            chosen = [_option(choice) for choice in field.choices if choice.id == value]
            return {"initial_option": chosen[0]} if chosen else {}
    return {}


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == 10
    except ValueError:
        return False


def _element(field: Field) -> Json:
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            bounds = _bounds(field, "min_length", "max_length")
            lengths = {name: max(0, min(int(value), INPUT)) for name, value in bounds.items()}
            lengths = {name: value for name, value in lengths.items() if name == "min_length" or value > 0}
            return {"type": "plain_text_input", "multiline": field.kind is FieldKind.LONG, **lengths}
        case FieldKind.NUMBER:
            return {"type": "number_input", "is_decimal_allowed": True, **_bounds(field, "min_value", "max_value")}
        case FieldKind.DATE:
            return {"type": "datepicker"}
        case FieldKind.TIME:
            return {"type": "timepicker"}
        case FieldKind.SELECT:
            # Once one is ticked, Slack lets nobody untick all: radio buttons are for what must be answered.
            radio = field.required and len(field.choices) <= RADIO
            return (
                {"type": "radio_buttons", "options": _field_options(field)}
                if radio
                else _listed("", _field_options(field))
            )
        case FieldKind.MANY if len(field.choices) <= CHECKBOXES:
            return {"type": "checkboxes", "options": _field_options(field)}
        case FieldKind.MANY:
            most = {"max_selected_items": max(1, int(field.maximum))} if field.maximum else {}
            return {**_listed("multi_", _field_options(field)), **most}
        case FieldKind.PEOPLE:
            most = {"max_selected_items": max(1, int(field.maximum))} if field.maximum else {}
            return {"type": "multi_users_select", **most}


def _bounds(field: Field, least: str, most: str) -> dict[str, str]:
    given = {least: field.minimum, most: field.maximum}
    return {name: value for name, value in given.items() if value is not None}


def _field_options(field: Field) -> list[Json]:
    if not field.choices:
        raise Refused(f"the field {field.id!r} has no choices; a select of Slack takes one at least")
    return [_option(choice) for choice in field.choices]


def _remembered(form: Form, form_key: str, locale: str) -> str:
    """What comes back with the submission and is not in its blocks: the key, the reader's locale, and each field's bounds."""
    fields = {field.id: [field.minimum, field.maximum] for field in form.fields}
    about = {"form": form_key, "locale": locale}
    whole = json.dumps(about | {"fields": fields}, separators=(",", ":"))
    # Slack's own client holds most bounds; they are left out rather than the form refused.
    return whole if len(whole) <= METADATA else json.dumps(about, separators=(",", ":"))
