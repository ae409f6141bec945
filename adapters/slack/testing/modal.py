"""A modal as a person fills it in: what the client refuses by itself, and the state that it sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from .things import (
    Payload,
)
from .world import (
    Workspace,
)

Given = str | int | float | date | tuple[str, ...] | list[str] | None


def inputs(view: Payload) -> dict[str, Payload]:
    """The input blocks of a view, by block_id."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def block_called(view: Payload, name: str) -> str:
    """The block_id of the input that is called so: by its id, its action_id or its label."""
    for id, block in inputs(view).items():
        names = (id, block["element"].get("action_id"), block["label"]["text"])
        if name in names or any(name.casefold() == str(each).casefold() for each in names):
            return id
    raise LookupError(f"the modal asks for nothing called {name!r}: it has {', '.join(inputs(view)) or 'no fields'}")


def filled(workspace: Workspace, view: Payload, given: Mapping[str, Given]) -> tuple[Payload, dict[str, str]]:
    """`state.values` of what was given, and what the client itself refuses: block_id → reason."""
    asked = {block_called(view, name): value for name, value in given.items()}
    state: Payload = {}
    errors: dict[str, str] = {}
    for id, block in inputs(view).items():
        element = block["element"]
        value = asked[id] if id in asked else _initial(element)
        empty = value is None or value == "" or value == () or value == []
        problem = "" if empty else _problem(element, value)
        if empty and not block.get("optional"):
            problem = "Please complete this required field."
        if problem:
            errors[id] = problem
            continue
        try:
            entry = _empty(element) if empty else STATES[element["type"]](workspace, element, value)
        except LookupError as error:
            errors[id] = str(error)
            continue
        state[id] = {element["action_id"]: {"type": element["type"], **entry}}
    return state, errors


def _initial(element: Payload) -> Given:
    """What stands in an element from the start, which is sent unless somebody changes it."""
    for key in ("initial_value", "initial_date", "initial_time"):
        if key in element:
            return str(element[key])
    if "initial_option" in element:
        return str(element["initial_option"]["value"])
    chosen = [str(option["value"]) for option in element.get("initial_options", [])]
    return chosen or None


def _empty(element: Payload) -> Payload:
    keys = {
        "datepicker": "selected_date",
        "timepicker": "selected_time",
        "static_select": "selected_option",
        "users_select": "selected_user",
    }
    keys |= {"radio_buttons": "selected_option", "multi_static_select": "selected_options"}
    keys |= {"external_select": "selected_option", "multi_external_select": "selected_options"}
    keys |= {"multi_users_select": "selected_users", "checkboxes": "selected_options"}
    key = keys.get(element["type"], "value")
    return {key: [] if key.endswith("s") else None}


def _problem(element: Payload, value: Given) -> str:
    match element["type"]:
        case "plain_text_input":
            shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
            return "" if shortest <= len(str(value)) <= longest else f"Use {shortest} to {longest} characters."
        case "number_input":
            return _number_problem(element, str(value))
        case "multi_users_select" | "multi_static_select" | "multi_external_select" | "checkboxes":
            return "" if len(names(value)) <= element.get("max_selected_items", 10_000) else "You chose too many."
        case "datepicker":
            return _date_problem(str(value))
        case _:
            return ""


def _number_problem(element: Payload, text: str) -> str:
    try:
        number = float(text) if element["is_decimal_allowed"] else int(text)
    except ValueError:
        return "Enter a number."
    least, most = element.get("min_value"), element.get("max_value")
    if (least is not None and number < float(least)) or (most is not None and number > float(most)):
        return f"Enter a number from {least or 'any'} to {most or 'any'}."
    return ""


def _date_problem(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        return "Choose a date."
    return ""


def names(value: Given) -> list[str]:
    """Several that were named in one text, or one by one."""
    if isinstance(value, list | tuple):
        return list(value)
    return [part.strip() for part in str(value).split(",") if part.strip()]


def _option(element: Payload, wanted: str) -> Payload:
    groups = [element.get("options", []), *(group["options"] for group in element.get("option_groups", []))]
    options: list[Payload] = [option for group in groups for option in group]
    for option in options:
        if wanted in (option.get("value"), option["text"]["text"]):
            return option
    raise LookupError(f"no option {wanted!r}: there are {', '.join(option['text']['text'] for option in options)}")


def _user(workspace: Workspace, name: str) -> str:
    user = workspace.user_called(name.removeprefix("@"))
    if user is None:
        raise LookupError(f"nobody in the workspace is called {name!r}")
    return user.id


def _one(workspace: Workspace, element: Payload, value: Given) -> Payload:
    return {"selected_option": _option(element, str(value))}


def _many(workspace: Workspace, element: Payload, value: Given) -> Payload:
    return {"selected_options": [_option(element, name) for name in names(value)]}


def _text(workspace: Workspace, element: Payload, value: Given) -> Payload:
    return {"value": str(value)}


STATES: dict[str, Callable[[Workspace, Payload, Given], Payload]] = {
    "plain_text_input": _text,
    "number_input": _text,
    "datepicker": lambda workspace, element, value: {"selected_date": str(value)},
    "timepicker": lambda workspace, element, value: {"selected_time": str(value)},
    "static_select": _one,
    "radio_buttons": _one,
    "external_select": _one,
    "multi_external_select": _many,
    "checkboxes": _many,
    "multi_static_select": _many,
    "users_select": lambda workspace, element, value: {"selected_user": _user(workspace, str(value))},
    "multi_users_select": lambda workspace, element, value: {
        "selected_users": [_user(workspace, name) for name in names(value)]
    },
}
