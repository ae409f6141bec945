"""Cards and forms in the words of whoever reads them."""

from __future__ import annotations

from attrs import evolve

from ..model.content import Card, Form
from ..refs import GroupRef, PersonRef
from ..texts import Reader, in_words_of
from .scene import Scene


async def reader_of(scene: Scene, person: PersonRef, group: GroupRef | None = None) -> Reader:
    """How somebody is spoken to alone."""
    return Reader(*await scene.directory.reading(person, group))


def card_in_words_of(card: Card, reader: Reader) -> Card:
    """The card as this reader is to read it."""
    choices = [evolve(choice, label=in_words_of(choice.label, reader)) for choice in card.choices]
    form = form_in_words_of(card.form, reader) if card.form else None
    return evolve(card, text=in_words_of(card.text, reader), choices=choices, form=form)


def form_in_words_of(form: Form, reader: Reader) -> Form:
    """The form as this reader is to read it."""
    fields = tuple(
        evolve(
            field,
            label=in_words_of(field.label, reader),
            choices=tuple(evolve(choice, label=in_words_of(choice.label, reader)) for choice in field.choices),
        )
        for field in form.fields
    )
    return Form(in_words_of(form.title, reader), fields, in_words_of(form.text, reader))
