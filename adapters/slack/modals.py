"""Modals that were filled in: the form that one was, and the answers in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from coterie.core import forms
from coterie.core.model import event as events
from coterie.core.model.content import Choice, Field, FieldKind, Form

from .names import FORM, PLATFORM, person_ref
from .reading import digest, from_json, listed, node, text

_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")


def submitted(payload: object, now: datetime) -> events.FormSubmitted | Mapping[str, str] | None:
    """What somebody filled in, or what is wrong with it, by field. None for what is no form of ours."""
    view, user = node(payload, "view"), text(payload, "user", "id")
    if text(view, "callback_id") != FORM or not user:
        return None
    remembered = from_json(text(view, "private_metadata"))
    key = text(remembered, "form")
    if not key:
        return None
    form = Form("", tuple(_fields(view, node(remembered, "fields"))))
    given, problems = forms.answers(form, _given(view), lambda id: person_ref(id) if id else None)
    if problems:
        locale = text(remembered, "locale") or "en"
        return {each.field: forms.reason(each, locale) for each in problems}
    return events.FormSubmitted(
        id=f"{PLATFORM}:{text(view, 'id') or digest(view)}:submitted",
        at=now,
        platform=PLATFORM,
        person=person_ref(user),
        form=key,
        answers=given,
        trigger=text(payload, "trigger_id") or None,
    )


_KINDS = {
    "plain_text_input": FieldKind.TEXT,
    "number_input": FieldKind.NUMBER,
    "datepicker": FieldKind.DATE,
    "timepicker": FieldKind.TIME,
    "static_select": FieldKind.SELECT,
    "radio_buttons": FieldKind.SELECT,
    "checkboxes": FieldKind.MANY,
    "multi_static_select": FieldKind.MANY,
    "external_select": FieldKind.SELECT,
    "multi_external_select": FieldKind.MANY,
    "multi_users_select": FieldKind.PEOPLE,
}


def _fields(view: object, bounds: Mapping[str, Any]) -> list[Field]:
    """The form's fields again, out of the view's blocks and what it remembered."""
    found = []
    for block in listed(view, "blocks"):
        kind, id = _KINDS.get(text(block, "element", "type")), text(block, "block_id")
        if kind is None or not id:
            continue
        optional = isinstance(block, dict) and block.get("optional") is True
        least, most = _limits(bounds.get(id), kind)
        found.append(Field(id, kind, id, not optional, least, most, _choices(block) or _chosen(view, id)))
    return found


def _limits(bound: object, kind: FieldKind) -> tuple[str | None, str | None]:
    """Least and most, as far as they make sense for the kind: a payload is not trusted to."""
    if not isinstance(bound, list) or len(bound) != 2:
        return None, None
    least, most = (value if isinstance(value, str) and _makes_sense(value, kind) else None for value in bound)
    return least, most


def _makes_sense(limit: str, kind: FieldKind) -> bool:
    try:
        match kind:
            case FieldKind.NUMBER:
                return Decimal(limit).is_finite()
            case FieldKind.DATE:
                return bool(date.fromisoformat(limit))
            case FieldKind.TIME:
                return _TIME.match(limit) is not None
            case _:
                return limit.isascii() and limit.isdecimal() and len(limit) < 10
    except (ValueError, InvalidOperation):
        return False


def _choices(block: object) -> tuple[Choice, ...]:
    groups = [listed(block, "element", "options")]
    groups += [listed(group, "options") for group in listed(block, "element", "option_groups")]
    options = [option for group in groups for option in group]
    return tuple(Choice(text(option, "value"), text(option, "text", "text")) for option in options)


def _chosen(view: object, id: str) -> tuple[Choice, ...]:
    """Of a select that holds no entries itself: what was chosen. Whether that is among what is offered, the core looks up."""
    states = node(view, "state", "values", id).values()
    found = [text(option, "value") for state in states for option in _options(state)]
    return tuple(Choice(one, one) for one in found if one)


def _options(state: object) -> list[Any]:
    return [*listed(state, "selected_options"), node(state, "selected_option")]


_ONE = (("value",), ("selected_date",), ("selected_time",), ("selected_option", "value"))
"""Where the one value of an element stands, by its kind."""


def _given(view: object) -> dict[str, tuple[str, ...]]:
    given = {}
    for id, block in node(view, "state", "values").items():
        for state in block.values() if isinstance(block, dict) else ():
            one = next((found for path in _ONE if (found := text(state, *path))), "")
            people = [user for user in listed(state, "selected_users") if isinstance(user, str)]
            chosen = [text(option, "value") for option in listed(state, "selected_options")]
            given[str(id)] = tuple(people or [each for each in chosen if each] or ([one] if one else []))
    return given
