from datetime import date

import pytest

from coterie.core.forms import Misfit, answer, answers
from coterie.core.model.content import Answer, Choice, Field, FieldKind, Form
from coterie.core.refs import PersonRef

PEOPLE = {"ana": PersonRef("ana"), "@bo": PersonRef("bo")}
COLOURS = (Choice("r", "Red"), Choice("b", "Blue"))


def field(kind: FieldKind, minimum: str | None = None, maximum: str | None = None, required: bool = False) -> Field:
    choices = COLOURS if kind.chooses else ()
    return Field("f", kind, "?", required, minimum, maximum, choices)


@pytest.mark.parametrize(
    ("asked", "typed", "given"),
    [
        (field(FieldKind.TEXT), "  hi ", "hi"),
        (field(FieldKind.TEXT), " ", None),
        (field(FieldKind.NUMBER, "1", "5"), "4", 4),
        (field(FieldKind.NUMBER), "0", 0),
        (field(FieldKind.NUMBER), "2,5", 2.5),
        (field(FieldKind.DATE), "2026-11-23", date(2026, 11, 23)),
        (field(FieldKind.DATE), "23.11.2026", date(2026, 11, 23)),
        (field(FieldKind.SELECT), "r", "r"),
        (field(FieldKind.SELECT), "blue", "b"),
        (field(FieldKind.SELECT), "2", "b"),
        (field(FieldKind.TIME, "09:00", "18:00"), "9.30", "09:30"),
        (field(FieldKind.TIME), "18 Uhr", "18:00"),
        (field(FieldKind.MANY), "2, red", ("r", "b")),
        (field(FieldKind.MANY, "1", "1"), "Blue", ("b",)),
        (field(FieldKind.PEOPLE), "ana, @bo ana", (PersonRef("ana"), PersonRef("bo"))),
    ],
)
def test_what_fits_becomes_an_answer_of_its_kind(asked: Field, typed: str, given: Answer) -> None:
    assert answer(asked, (typed,), PEOPLE.get) == given


@pytest.mark.parametrize(
    ("asked", "typed", "misfit"),
    [
        (field(FieldKind.TEXT, required=True), " ", Misfit.MISSING),
        (field(FieldKind.TEXT, maximum="3"), "four", Misfit.SHORTER),
        (field(FieldKind.LONG, minimum="3"), "no", Misfit.LONGER),
        (field(FieldKind.NUMBER), "four", Misfit.NUMBER),
        (field(FieldKind.NUMBER), "nan", Misfit.NUMBER),
        (field(FieldKind.NUMBER), "1e999999", Misfit.NUMBER),
        (field(FieldKind.NUMBER, "1", "5"), "0", Misfit.AT_LEAST),
        (field(FieldKind.NUMBER, "1", "5"), "5.1", Misfit.AT_MOST),
        (field(FieldKind.DATE), "tomorrow", Misfit.DATE),
        (field(FieldKind.DATE, minimum="2026-01-02"), "2026-01-01", Misfit.LATER),
        (field(FieldKind.DATE, maximum="2026-01-02"), "2026-01-03", Misfit.EARLIER),
        (field(FieldKind.SELECT), "green", Misfit.CHOICE),
        (field(FieldKind.TIME), "teatime", Misfit.TIME),
        (field(FieldKind.TIME), "24:00", Misfit.TIME),
        (field(FieldKind.TIME, "09:00"), "08:59", Misfit.NOT_BEFORE),
        (field(FieldKind.TIME, maximum="18:00"), "18:01", Misfit.NOT_AFTER),
        (field(FieldKind.MANY), "red, green", Misfit.CHOICE),
        (field(FieldKind.MANY, "2"), "red", Misfit.MORE_CHOICES),
        (field(FieldKind.MANY, maximum="1"), "red, blue", Misfit.FEWER_CHOICES),
        (field(FieldKind.PEOPLE), "ana nobody", Misfit.PERSON),
        (field(FieldKind.PEOPLE, "2"), "ana", Misfit.MORE_PEOPLE),
        (field(FieldKind.PEOPLE, maximum="1"), "ana @bo", Misfit.FEWER_PEOPLE),
    ],
)
def test_what_does_not_fit_is_a_problem_with_its_reason(asked: Field, typed: str, misfit: Misfit) -> None:
    _, (problem,) = answers(Form("t", (asked,)), {"f": (typed,)}, PEOPLE.get)
    assert problem.misfit is misfit
    assert "{" not in str(problem)


def test_a_form_gives_every_answer_and_every_problem() -> None:
    form = Form("t", (Field("a", FieldKind.TEXT, "A"), Field("b", FieldKind.NUMBER, "B", required=True)))
    assert answers(form, {"b": ("7",)}, PEOPLE.get) == ({"a": None, "b": 7}, ())
    assert [problem.field for problem in answers(form, {}, PEOPLE.get)[1]] == ["b"]
