"""The form in which a group is proposed, and the charter that its answers make."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from coterie.core.api import (
    LONGEST_NAME,
    LONGEST_PEOPLE,
    LONGEST_PURPOSE,
    Answer,
    Basis,
    BasisKind,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    Group,
    JoinMode,
    PersonRef,
    SizeBand,
    Visibility,
    evolve,
    one_line,
    people_in,
)

from .proposal import DRAFT

REVIEWS = ("1mo", "3mo", "6mo", "12mo")
USUAL_REVIEW = "3mo"
WHY_CLOSED = "why_closed"

OPENNESS = {
    "open": (Visibility.PUBLIC, JoinMode.OPEN),
    "knock": (Visibility.PUBLIC, JoinMode.KNOCK),
    "closed": (Visibility.PRIVATE, JoinMode.INVITE),
}
"""How open a group may be proposed: who may see it, and how one comes in."""


def form(ctx: Context, only: Collection[str] = ()) -> Form:
    """The questions about a charter; only some of them, and none required, where it is to be changed."""
    asked = only or {one.id for one in _fields(ctx)} - {
        WHY_CLOSED
    }  # that is asked of who closes the door, and of nobody else
    fields = tuple(one for one in _fields(ctx) if one.id in asked)
    if not only:
        return Form(ctx.plain("form-title"), fields, ctx.text("form-intro"))
    return Form(ctx.plain("form-title"), tuple(evolve(one, required=False) for one in fields), ctx.text("form-change"))


def _fields(ctx: Context) -> list[Field]:
    kinds = tuple(Choice(kind.value, ctx.plain(f"basis-{kind.value}")) for kind in BasisKind)
    goals = tuple(Choice(id, words) for id, words in ctx.community.goals.items())
    reviews = tuple(Choice(every, ctx.plain("every", months=int(every[:-2]))) for every in REVIEWS)

    def asked(
        id: str,
        kind: FieldKind = FieldKind.TEXT,
        *,
        required: bool = False,
        minimum: str | None = None,
        maximum: str | None = None,
        choices: tuple[Choice, ...] = (),
    ) -> Field:
        return Field(id, kind, ctx.plain(f"field-{id.replace('_', '-')}"), required, minimum, maximum, choices)

    return [
        asked("name", required=True, maximum=str(LONGEST_NAME)),
        asked("purpose", FieldKind.LONG, required=True, maximum=str(LONGEST_PURPOSE)),
        asked("basis", FieldKind.SELECT, required=True, choices=kinds),
        asked("about", maximum="100"),
        asked("for", maximum=str(LONGEST_PEOPLE)),
        asked("not_for", maximum=str(LONGEST_PEOPLE)),
        *([asked("goal", FieldKind.SELECT, choices=goals)] if goals else []),
        asked("leaders", FieldKind.PEOPLE),
        asked("from", FieldKind.NUMBER, minimum="2", maximum="1000"),
        asked("to", FieldKind.NUMBER, minimum="2", maximum="10000"),
        asked("until", FieldKind.DATE),
        asked("review", FieldKind.SELECT, choices=reviews),
        asked("open", FieldKind.SELECT, choices=tuple(Choice(one, ctx.plain(f"open-{one}")) for one in OPENNESS)),
        asked(WHY_CLOSED, maximum="200"),
    ]


def charter_of(answers: Mapping[str, Answer], by: PersonRef, zone: str, locale: str, least: int) -> Group:
    """The charter that a filled form makes. Whoever proposes leads, unless they name others; without an end it is looked at every quarter."""
    start = Group(DRAFT, "", "", leaders=(by.id,), review_every=USUAL_REVIEW, zone=zone, locale=locale)
    return with_answers(evolve(start, size=SizeBand(least, max(50, least))), answers)


def with_answers(charter: Group, answers: Mapping[str, Answer]) -> Group:
    """The charter with what was answered; what was left empty stays as it was."""
    given = {id: answer for id, answer in answers.items() if answer not in (None, "", ())}
    band, basis = charter.size, charter.basis
    leaders = given.get("leaders")
    visibility, join = OPENNESS[str(given["open"])] if "open" in given else (charter.visibility, charter.join)
    return evolve(
        charter,
        name=one_line(given.get("name", charter.name)),
        purpose=one_line(given.get("purpose", charter.purpose)),
        basis=Basis(
            BasisKind(given["basis"]) if "basis" in given else basis.kind, _listed(given.get("about"), basis.about)
        ),
        for_=one_line(given.get("for", charter.for_)),
        not_for=one_line(given.get("not_for", charter.not_for)),
        goal=str(given["goal"]) if "goal" in given else charter.goal,
        leaders=tuple(person.id for person in people_in(leaders)) if isinstance(leaders, tuple) else charter.leaders,
        size=_band(given, band),
        visibility=visibility,
        join=join,
        until=until if isinstance(until := given.get("until"), date) else charter.until,
        review_every=str(given["review"]) if "review" in given else charter.review_every,
    )


def _band(given: Mapping[str, Answer], before: SizeBand) -> SizeBand:
    least = _count(given.get("from"), before.from_)
    return SizeBand(least, _count(given.get("to"), max(before.to, least)))


def _listed(typed: object, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.strip() for one in str(typed).split(",") if one.strip()) if typed else otherwise


def _count(typed: object, otherwise: int) -> int:
    return int(typed) if isinstance(typed, (int, float)) else otherwise
