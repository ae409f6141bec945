"""Cards and forms in the words of whoever reads them."""

from __future__ import annotations

from attrs import evolve

from ..model.content import Card, Choice, Form
from ..refs import GroupRef, PersonRef
from ..texts import Reader, in_words_of
from .scene import Scene


async def reader_of(scene: Scene, person: PersonRef, group: GroupRef | None = None) -> Reader:
    """How somebody is spoken to alone."""
    return await scene.directory.reader(person, group)


def card_in_words_of(card: Card, reader: Reader, choices: tuple[Choice, ...] | None = None) -> Card:
    """The card as this reader is to read it; with its choices in their words, where these are known already."""
    if type(card.text) is str and not card.choices and card.form is None:
        return card  # it has no other words
    form = form_in_words_of(card.form, reader) if card.form else None
    said = choices_in_words_of(card.choices, reader) if choices is None else choices
    return Card(in_words_of(card.text, reader), said, card.several, form, card.poll)


def choices_in_words_of(choices: tuple[Choice, ...], reader: Reader) -> tuple[Choice, ...]:
    """The choices as this reader is to read them."""
    return tuple(evolve(one, label=in_words_of(one.label, reader)) for one in choices)


def form_in_words_of(form: Form, reader: Reader) -> Form:
    """The form as this reader is to read it."""
    fields = tuple(
        evolve(
            field,
            label=in_words_of(field.label, reader),
            choices=choices_in_words_of(field.choices, reader),
        )
        for field in form.fields
    )
    return Form(in_words_of(form.title, reader), fields, in_words_of(form.text, reader))
