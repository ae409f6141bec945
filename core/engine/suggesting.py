"""What may be chosen, for who types to find it: where there are more choices than a platform shows at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from ..model.content import Answer, Choice, Form
from ..ports import Sought, Unit
from ..refs import GroupRef, PersonRef
from . import bindings, cards, forms
from .directory import group_in
from .scene import Scene

MayChoose = Callable[[Scene, cards.KeptCard, PersonRef, GroupRef | None], Awaitable[bool]]
"""Whether somebody may choose on a card, by the roles that its choices take."""


async def suggestions(scene: Scene, sought: Sought, most: int, may: MayChoose) -> Sequence[Choice]:
    """What they may choose there and what fits what they typed, so many at most, the best first."""
    person = await bindings.ours(scene.unit, sought.person)
    offered = await _of_form(scene.unit, sought, person) if sought.form else await _of_card(scene, sought, person, may)
    return fitting(offered, sought.typed)[:most]


async def _of_form(unit: Unit, sought: Sought, person: PersonRef) -> Sequence[Choice]:
    asked = await forms.asked_under(unit, sought.form)
    if asked is None or asked.person != person:
        return ()
    return next((field.choices for field in asked.form.fields if field.id == sought.field), ())


async def _of_card(scene: Scene, sought: Sought, person: PersonRef, may: MayChoose) -> Sequence[Choice]:
    if sought.message is None:
        return ()
    kept = await cards.card(scene.unit, await bindings.ours(scene.unit, sought.message))
    if kept is None or (kept.alone is not None and kept.alone != person):
        return ()
    room = await bindings.ours(scene.unit, sought.room) if sought.room else None
    return kept.choices if await may(scene, kept, person, group_in(room)) else ()


def fitting(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """Those in whose label every word stands that was typed; what begins so before what has it within, else in their order."""
    words = typed.casefold().split()
    found = [choice for choice in choices if all(word in choice.label.casefold() for word in words)]
    start = " ".join(words)
    return sorted(found, key=lambda choice: not choice.label.casefold().startswith(start))


def foreign(form: Form, answers: Mapping[str, Answer]) -> str | None:
    """A field of which something was chosen that it does not offer: a platform that is asked for choices gives back any; None where there is none."""
    for field in form.fields:
        given = answers.get(field.id)
        chosen = given if isinstance(given, tuple) else (given,) if given is not None else ()
        if field.kind.chooses and not {choice.id for choice in field.choices}.issuperset(chosen):
            return field.id
    return None
