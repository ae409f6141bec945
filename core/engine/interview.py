"""A form where the platform has no modals: its questions one by one in a direct message, over any restart.

A person is asked one form at a time; a second one waits. Words that go round a question (`skip`, `cancel`) are understood in English and
in the person's language.

Record: `interview`: person → the keys of the forms that they are to fill in, the one under way first, and what they answered of it so far.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import evolve, field

from ..codec import converter
from ..forms import Problem, answer, reason
from ..model.content import MENTION, Answer, Card, Field, FieldKind, Form, escape
from ..model.effect import Post
from ..model.event import Event, FormSubmitted, MessageEdited, MessagePosted, MessageRemoved
from ..ports import Unit
from ..refs import PersonRef
from ..texts import Reader, core_texts
from ..values import frozen
from .arguments import Lookup, split_word
from .scene import Scene
from .typed import meant_by, plain

TABLE = "interview"

_GERMAN_DATE = re.compile(r"\b(\d{2})\.(\d{2})\.(\d{4})\Z")


@frozen
class Interview:
    """Where somebody stands: `forms` by key, the first under way, `answers` to it so far and by which messages they were `said`, `asked` how
    many questions were put in all."""

    forms: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(factory=dict)
    asked: int = 0
    said: Mapping[str, str] = field(factory=dict)

    def without(self, asked: Field) -> Interview:
        """As if that had not been answered."""
        answers = {id: one for id, one in self.answers.items() if id != asked.id}
        return evolve(self, answers=answers, said={id: one for id, one in self.said.items() if id != asked.id})


async def interview_of(unit: Unit, person: PersonRef) -> Interview:
    """Where this person stands."""
    kept = await unit.get(TABLE, person.id)
    return converter.structure(kept, Interview) if kept else Interview()


def put(unit: Unit, person: PersonRef, interview: Interview) -> None:
    """Remember where this person stands."""
    if interview.forms:
        unit.put(TABLE, person.id, converter.unstructure(interview))
    else:
        unit.delete(TABLE, person.id)


async def hand_over(unit: Unit, person: PersonRef, to: PersonRef) -> None:
    """Somebody is somebody else now: what they were to fill in stands behind what the other is being asked."""
    left, line = await interview_of(unit, person), await interview_of(unit, to)
    if left.forms:
        put(unit, person, Interview())
        put(unit, to, evolve(line, forms=(*line.forms, *left.forms)) if line.forms else left)


def question(form: Form, answers: Mapping[str, Answer]) -> Field | None:
    """The first question that was not put yet."""
    return next((one for one in form.fields if one.id not in answers), None)


def put_question(
    scene: Scene, person: PersonRef, key: str, form: Form, interview: Interview, reader: Reader, before: str = ""
) -> None:
    """Put the next question to the person, behind `before`."""
    asked = question(form, interview.answers)
    if asked is None:
        raise LookupError(f"form {key} has no question left")
    number = list(form.fields).index(asked) + 1
    parts = [before] if before else []
    if number == 1 and not before:
        parts += [part for part in (f"**{escape(form.title)}**", form.text) if part]
    parts.append(_worded(asked, number, len(form.fields), reader))
    put(scene.unit, person, evolve(interview, asked=interview.asked + 1))
    scene.effect(Post(key=f"{key}:question:{interview.asked}", to=person, card=Card("\n\n".join(parts)), awaited=True))


def say(scene: Scene, person: PersonRef, key: str, text: str) -> None:
    """Say something about a form to the person who was asked."""
    scene.effect(Post(key=f"{key}:said:{scene.event.id}", to=person, card=Card(str(text)), awaited=True))


def _worded(asked: Field, number: int, of: int, reader: Reader) -> str:
    texts = core_texts()
    rows: list[str] = [texts.text("question", reader, label=asked.label, number=number, of=of)]
    if asked.kind.chooses:
        rows.append(
            "\\\n".join(
                texts.text("option", reader, number=i, label=one.label) for i, one in enumerate(asked.choices, 1)
            )
        )
    hint = texts.text(f"hint-{asked.kind.value}", reader)
    ways = texts.text("ways-required" if asked.required else "ways-optional", reader)
    return "\n\n".join([*rows, f"{hint} {ways}"])


@frozen
class Outcome:
    """What came of an answer: the form is complete, or was given up, or (neither) a question was put again or the next one."""

    submitted: FormSubmitted | None = None
    cancelled: bool = False


async def take_answer(scene: Scene, typed: str, key: str, form: Form, lookup: Lookup, reader: Reader) -> Outcome:
    """Take what the person typed as the answer to the question that was put to them."""
    person = scene.event.person
    assert person is not None
    interview = await interview_of(scene.unit, person)
    asked = question(form, interview.answers)
    word = plain(typed)
    if asked is None or (word in _words("word-cancel", reader) and not _is_a_choice(asked, word)):
        return Outcome(cancelled=True)
    if word in _words("word-back", reader) and not _is_a_choice(asked, word):
        interview = _one_back(form, interview)
        put_question(scene, person, key, form, interview, reader)
        return Outcome()
    skipped = word in _words("word-skip", reader) and not asked.required
    try:
        answered = None if skipped else await _meant(asked, typed, lookup)
    except Problem as problem:
        put_question(scene, person, key, form, interview, reader, before=escape(reason(problem, reader.locale)))
        return Outcome()
    message = {asked.id: scene.event.message.id} if isinstance(scene.event, MessagePosted) else {}
    answers = {**interview.answers, asked.id: answered}
    interview = evolve(interview, answers=answers, said={**interview.said, **message})
    if question(form, interview.answers) is None:
        return Outcome(submitted=_submitted(scene.event, person, key, interview.answers))
    put(scene.unit, person, interview)
    put_question(scene, person, key, form, interview, reader)
    return Outcome()


async def correct_answer(
    scene: Scene, event: MessageEdited | MessageRemoved, key: str, form: Form, lookup: Lookup, reader: Reader
) -> bool:
    """Take an edit of an answer for the answer, and its removal for none: then it is asked again. Whether it was one."""
    person = scene.event.person
    assert person is not None
    interview = await interview_of(scene.unit, person)
    field = next((one for one in form.fields if interview.said.get(one.id) == event.message.id), None)
    if field is None:
        return False
    texts = core_texts()
    if isinstance(event, MessageRemoved):
        back = texts.text("form-asked-again", reader, label=field.label)
        put_question(scene, person, key, form, interview.without(field), reader, before=back)
        return True
    try:
        answered = await _meant(field, event.text, lookup)
    except Problem as problem:
        say(scene, person, key, escape(reason(problem, reader.locale)))
        return True
    put(scene.unit, person, evolve(interview, answers={**interview.answers, field.id: answered}))
    say(scene, person, key, texts.text("form-corrected", reader, label=field.label, answer=event.text))
    return True


def _one_back(form: Form, interview: Interview) -> Interview:
    """Without the answer that was given last; of a form that is a list of questions, that to the one before."""
    answered = [one for one in form.fields if one.id in interview.answers]
    return interview.without(answered[-1]) if answered else interview


def _is_a_choice(asked: Field, word: str) -> bool:
    return any(word == plain(one.label) for one in asked.choices)


async def _meant(asked: Field, typed: str, lookup: Lookup) -> Answer:
    """The answer of whoever typed this. Raises Problem."""
    if asked.kind in (FieldKind.NUMBER, FieldKind.DATE, FieldKind.TIME):
        typed = plain(typed)
    if asked.kind.chooses:
        typed = _chosen(asked, typed)
    if asked.kind is FieldKind.DATE:
        typed = _GERMAN_DATE.sub(r"\3-\2-\1", typed.strip())
    if asked.kind is not FieldKind.PEOPLE:
        return answer(asked, (typed,), lambda name: None)
    found, left = list[str](), typed.replace(",", " ")
    while left:
        word, left = split_word(left)
        found.append(word)
    mentioned = {word: MENTION.fullmatch(word) for word in found}
    people = {
        word: PersonRef(m[1]) if m else await lookup.person(word.removeprefix("@")) for word, m in mentioned.items()
    }
    places = {str(place): person for place, person in enumerate(people.values())}
    return answer(asked, tuple(places), places.get)


def _chosen(asked: Field, typed: str) -> str:
    """The ids of the choices that are meant, between commas; what means none stays as it was typed."""
    by_id = {one.id for one in asked.choices}
    whole = meant_by(asked.choices, typed, addressed=True)
    if whole is not None and typed.strip() not in by_id:
        return whole.id
    parts = typed.split(",") if asked.kind is FieldKind.MANY else [typed]
    meant = [(part.strip(), meant_by(asked.choices, part, addressed=True)) for part in parts]
    return ",".join(part if part in by_id or found is None else found.id for part, found in meant)


def _words(id: str, reader: Reader) -> set[str]:
    said = (core_texts().plain(id, one) for one in (reader, Reader()))
    return {word.strip().casefold() for one in said for word in one.split(",")}


def _submitted(event: Event, person: PersonRef, key: str, answers: Mapping[str, Answer]) -> FormSubmitted:
    return FormSubmitted(
        id=event.id, at=event.at, platform=event.platform, room=event.room, person=person, form=key, answers=answers
    )
