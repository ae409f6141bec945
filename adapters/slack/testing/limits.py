"""What Slack refuses in blocks and views: their shape as far as the limits go.

Each function gives None, or a sentence on the first thing that is wrong. Source of the numbers: the reference pages of
Block Kit on docs.slack.dev, as collected from the types of @slack/types 3.2.0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .things import (
    Payload,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
BLOCK_TEXT = 13_200  # the sum in one message; not documented, measured by others (bolt-js issue 2509)
MESSAGE_TEXT = 40_000
UPDATE_TEXT = 4_000
ID = 255

Check = Callable[[Payload], str | None]


def blocks_problem(blocks: object, most: int = MESSAGE_BLOCKS) -> str | None:
    """What is wrong with the blocks of a message or a view."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return "blocks is not a list of objects"
    if len(blocks) > most:
        return f"{len(blocks)} blocks, at most {most}"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        return "a block_id stands twice"
    return _first(_block_problem(block) for block in blocks)


def view_problem(view: object) -> str | None:
    """What is wrong with a modal or a home page."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return "a view has the type modal or home"
    problem = blocks_problem(view.get("blocks"), VIEW_BLOCKS)
    if view["type"] == "home" or problem:
        return problem
    has_input = any(block["type"] == "input" for block in view["blocks"])
    return _first(
        (
            "a view has at least one block" if not view["blocks"] else None,
            _text(view.get("title"), 24, "title"),
            _text(view.get("submit"), 24, "submit") if has_input or "submit" in view else None,
            _text(view["close"], 24, "close") if "close" in view else None,
            _length(view, "callback_id", ID),
            _length(view, "private_metadata", 3000),
        )
    )


def text_length(value: object) -> int:
    """How many characters of text stand in blocks, all told."""
    if isinstance(value, list):
        return sum(text_length(each) for each in value)
    if isinstance(value, dict):
        return sum(
            len(each) if key == "text" and isinstance(each, str) else text_length(each) for key, each in value.items()
        )
    return 0


def _first(problems: Iterable[str | None]) -> str | None:
    return next((problem for problem in problems if problem), None)


def _length(thing: Payload, key: str, most: int) -> str | None:
    value = thing.get(key, "")
    return None if isinstance(value, str) and len(value) <= most else f"{key} is longer than {most}"


def _text(value: object, most: int, what: str) -> str | None:
    if not isinstance(value, dict) or value.get("type") not in ("plain_text", "mrkdwn"):
        return f"{what} is no text object"
    text = value.get("text")
    if not isinstance(text, str) or not 1 <= len(text) <= most:
        return f"the text of {what} has not 1 to {most} characters"
    return None


def _count(value: object, least: int, most: int, what: str) -> str | None:
    if not isinstance(value, list) or not least <= len(value) <= most:
        return f"{what} has not {least} to {most} entries"
    return None


def _block_problem(block: Payload) -> str | None:
    check = BLOCKS.get(str(block.get("type")))
    return check(block) or _length(block, "block_id", ID) if check else f"no block has the type {block.get('type')!r}"


def _section(block: Payload) -> str | None:
    if "text" not in block and "fields" not in block:
        return "a section has text or fields"
    fields = block.get("fields", [])
    return _first(
        (
            _text(block["text"], 3000, "section") if "text" in block else None,
            _count(fields, 1, 10, "fields") if "fields" in block else None,
            *(_text(each, 2000, "field") for each in fields),
            _element(block["accessory"]) if "accessory" in block else None,
        )
    )


def _actions(block: Payload) -> str | None:
    elements = block.get("elements")
    problem = _count(elements, 1, 25, "actions")
    if problem or not isinstance(elements, list):
        return problem
    ids = [each["action_id"] for each in elements if "action_id" in each]
    return "an action_id stands twice" if len(ids) != len(set(ids)) else _first(_element(each) for each in elements)


def _context(block: Payload) -> str | None:
    elements = block.get("elements")
    problem = _count(elements, 1, 10, "context")
    if problem or not isinstance(elements, list):
        return problem
    return _first(_text(each, 3000, "context") for each in elements if each.get("type") != "image")


def _input(block: Payload) -> str | None:
    element = block.get("element")
    return _first(
        (
            _text(block.get("label"), 2000, "label"),
            _text(block["hint"], 2000, "hint") if "hint" in block else None,
            _element(element) if isinstance(element, dict) else "an input has an element",
        )
    )


def _header(block: Payload) -> str | None:
    return _text(block.get("text"), 150, "header")


def _image(block: Payload) -> str | None:
    return _length(block, "image_url", 3000) or _length(block, "alt_text", 2000)


def _rich_text(block: Payload) -> str | None:
    elements = block.get("elements")
    if not isinstance(elements, list):
        return "rich_text has elements"
    for element in elements:
        if element.get("type") not in RICH:
            return f"rich_text has no element {element.get('type')!r}"
        if not isinstance(element.get("elements"), list):
            return f"{element['type']} has elements"
    return _first(_empty_text(element) for element in elements)


def _empty_text(element: Payload) -> str | None:
    if element.get("type") == "text" and not element.get("text"):
        return "a text of rich_text is empty"
    return _first(_empty_text(each) for each in element.get("elements", []))


def _none(block: Payload) -> str | None:
    return None


def _element(element: Payload) -> str | None:
    check = ELEMENTS.get(str(element.get("type")))
    if check is None:
        return f"no element has the type {element.get('type')!r}"
    return check(element) or _length(element, "action_id", ID) or _placeholder(element) or _confirm(element)


def _placeholder(element: Payload) -> str | None:
    return _text(element["placeholder"], 150, "placeholder") if "placeholder" in element else None


def _confirm(element: Payload) -> str | None:
    if "confirm" not in element:
        return None
    asked = element["confirm"]
    return _text(asked.get("title"), 100, "confirm") or _text(asked.get("text"), 300, "confirm")


def _button(element: Payload) -> str | None:
    lengths = _length(element, "value", 2000) or _length(element, "url", 3000)
    return _text(element.get("text"), 75, "button") or lengths


def _options(most: int) -> Check:
    def check(element: Payload) -> str | None:
        if "option_groups" in element:
            groups = element["option_groups"]
            problem = _count(groups, 1, 100, "option_groups")
            return problem or _first(check({"options": group.get("options")}) for group in groups)
        options = element.get("options")
        problem = _count(options, 1, most, "options")
        if problem or not isinstance(options, list):
            return problem
        return _first(_option(option) for option in options) or _twice(options)

    return check


def _external(element: Payload) -> str | None:
    """A select that is asked for its entries: it holds none itself."""
    least = element.get("min_query_length", 3)
    if "options" in element or "option_groups" in element:
        return "a select with an external source has no options"
    return None if isinstance(least, int) and least >= 0 else "min_query_length is no number from 0"


def options_problem(answer: object) -> str | None:
    """What is wrong with the entries that an app gives for what somebody typed; none are allowed, too."""
    options = answer.get("options") if isinstance(answer, dict) else None
    if not isinstance(options, list):
        return "the answer has no options"
    return _options(100)({"options": options}) if options else None


def _option(option: Payload) -> str | None:
    description = _text(option["description"], 75, "description") if "description" in option else None
    return _text(option.get("text"), 75, "option") or _length(option, "value", 150) or description


def _twice(options: list[Payload]) -> str | None:
    values = [option.get("value") for option in options]
    return "two options have one value" if len(values) != len(set(values)) else None


def _plain_input(element: Payload) -> str | None:
    longest, shortest = element.get("max_length", 3000), element.get("min_length", 0)
    return None if 0 <= shortest <= longest <= 3000 and longest > 0 else "min_length or max_length is out of 0 to 3000"


BLOCKS: dict[str, Check] = {
    "actions": _actions,
    "context": _context,
    "divider": _none,
    "header": _header,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "section": _section,
}
ELEMENTS: dict[str, Check] = {
    "button": _button,
    "checkboxes": _options(10),
    "datepicker": _none,
    "external_select": _external,
    "image": _image,
    "multi_external_select": _external,
    "multi_static_select": _options(100),
    "multi_users_select": _none,
    "number_input": _none,
    "overflow": _options(5),
    "plain_text_input": _plain_input,
    "radio_buttons": _options(10),
    "static_select": _options(100),
    "timepicker": _none,
    "users_select": _none,
}
RICH = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
