"""Templates and expressions: what they say, what they use, and that none of them can hang, grow or reach anything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.core.model.content import MENTION, Markdown
from coterie.core.playbook.expressions import ExpressionError, Template, compile_expression, compile_template
from coterie.core.playbook.printing import Named, Reader
from coterie.core.playbook.uses import AttributeUse, CallUse, ConstantArgument, NameArgument, Use
from coterie.core.playbook.views import MessageView
from coterie.core.refs import MessageRef, PersonRef

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ENGLISH = Reader("en", "Europe/Berlin", NOW)
GERMAN = Reader("de-AT", "Europe/Berlin", NOW)


class Someone(Named):
    kind = "a person"
    attributes = ("name",)

    def __init__(self, id: str) -> None:
        self.id = id
        self.name = id.title()

    def printed_name(self) -> str:
        return self.name

    def printed_ref(self) -> PersonRef:
        return PersonRef(self.id)


NAMES = {
    "bo": Someone("bo"),
    "people": (Someone("bo"), Someone("cy")),
    "typed": "<@bo> *bold* [x](http://x) {{ bo }}",
    "author": Markdown("**mind** {{ this }}"),
    "n": 3,
    "counts": {"yes": 2, "no": 0},
    "day": date(2026, 11, 23),
    "instant": datetime(2026, 11, 23, 8, 5, tzinfo=UTC),
    "nothing": None,
}


def render(text: str, reader: Reader = ENGLISH) -> str:
    return compile_template(text).render(NAMES, reader)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hi {{ bo }}!", "Hi <@bo>!"),
        ("{{ bo.name }}", "Bo"),
        ("{{ people }}", "<@bo>, <@cy>"),
        ("{{ people | map(attribute='name') | join(' and ') }}", "Bo and Cy"),
        ("{{ people | join(' and ') }}", "<@bo> and <@cy>"),
        ("{{ 'Hi ' ~ bo }}", "Hi <@bo>"),
        ("{{ author }}", "**mind** {{ this }}"),
        ("{{ n + 1 }} {{ counts.yes }} {{ counts['no'] }}", "4 2 0"),
        ("{{ nothing }}|{{ nothing or 'x' }}", "|x"),
        ("{% if n > 2 %}many{% else %}few{% endif %}", "many"),
        ("{% for p in people %}{{ loop.index }}. {{ p }}\n{% endfor %}", "1. <@bo>\n2. <@cy>\n"),
        ("{% for id, count in counts.items() %}{{ id }} {{ count }} {% endfor %}", "yes 2 no 0 "),
        ("{{ '**now**' if n else '*later*' }}", "**now**"),
        ("{{ day }}", "Nov 23\\, 2026"),
        ("{{ missing_one | default('none') }}", "none"),
    ],
)
def test_a_template_says(text: str, said: str) -> None:
    assert render(text) == said


def test_dates_are_said_in_the_readers_locale_and_zone() -> None:
    assert compile_template("{{ instant }}").words(NAMES, GERMAN) == "23.11.2026, 09:05"
    assert compile_template("{{ instant }}").words(NAMES, ENGLISH) == "Nov 23, 2026, 9:05 AM"


def test_words_are_not_escaped_and_people_are_names_in_them() -> None:
    assert compile_template("{{ bo }}: {{ typed }}").words(NAMES, ENGLISH) == "Bo: <@bo> *bold* [x](http://x) {{ bo }}"


def test_the_value_of_a_single_expression_is_the_thing_itself() -> None:
    assert compile_template("{{ people }}").value(NAMES, ENGLISH) == NAMES["people"]
    assert compile_template("person:{{ bo }}").value(NAMES, ENGLISH) == "person:bo"
    assert compile_template("{{ n }}d").value(NAMES, ENGLISH) == "3d"
    assert compile_template("{{ instant }} ").value(NAMES, ENGLISH) == NAMES["instant"]
    assert compile_template("at {{ instant }}").value(NAMES, ENGLISH) == "at 2026-11-23T09:05:00+01:00"


@given(st.text(max_size=60))
def test_what_a_member_typed_can_neither_mention_nor_mark_up(typed: str) -> None:
    said = compile_template("> {{ x }} <").render({"x": typed}, ENGLISH)
    assert not MENTION.search(said)
    assert "{{" not in said or "\\{" in said
    for mark in "*_[`<@":
        assert said[2:-2].count(mark) == said[2:-2].count("\\" + mark)


def test_what_was_typed_is_never_evaluated() -> None:
    assert "1" not in compile_template("{{ x }}").render({"x": "{{ 2 - 1 }}"}, ENGLISH).replace("2 \\- 1", "")


def test_uses_are_found_with_their_places() -> None:
    template = compile_template("Hi {{ member.name }},\n{{ replies(spark) }} of {{ pick(deck, 'x') }}")
    assert template.names == (Use("member", 1, 7), Use("spark", 2, 12), Use("deck", 2, 33))
    assert template.attributes == (AttributeUse(("member", "name"), 1, 14),)
    assert template.calls == (
        CallUse("replies", (NameArgument("spark"),), (), 2, 4),
        CallUse("pick", (NameArgument("deck"), ConstantArgument("x")), (), 2, 28),
    )


def test_names_that_the_template_binds_itself_are_not_free() -> None:
    template = compile_template("{% for p in people %}{{ p.name }} {{ loop.index }}{% endfor %}{% set y = 1 %}{{ y }}")
    assert [use.name for use in template.names] == ["people"]
    assert template.attributes == ()


def test_an_expression_evaluates_to_a_value() -> None:
    expression = compile_expression("counts.yes + n >= 5 and not nothing")
    assert expression.evaluate(NAMES, ENGLISH) is True
    assert [use.name for use in expression.names] == ["counts", "n", "nothing"]


def test_time_can_be_reckoned_with() -> None:
    names = {"start": NOW, "later": NOW + timedelta(days=3)}
    assert compile_expression("later - start").evaluate(names, ENGLISH) == timedelta(days=3)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a\n  {{ nope }}", 2, 6, "'nope' does not exist"),
        ("{{ bo.age }}", 1, 6, "a person has no 'age'; it has name"),
        (
            "{{ nothing.name }}",
            1,
            11,
            "there is nobody and nothing here that could have 'name'; test that with `if` before",
        ),
        ("{{ 1 / 0 }}", 1, 4, "division by zero"),
        ("{{ bo", 1, 4, "unexpected end"),
        ("{{ n|foo }}", 1, 6, "No filter named 'foo'"),
        ("{% macro m() %}{% endmacro %}", 1, 4, "`macro` is not allowed"),
        ("{% include 'x' %}", 1, 4, "`include` is not allowed"),
        ("{{ typed|safe }}", 1, 10, "No filter named 'safe'"),
    ],
)
def test_an_error_names_its_place(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        render(text)
    assert words in raised.value.message
    assert (raised.value.line, raised.value.column) in {(line, column), (line, column - 3), (line, column + 2)}


def test_what_can_not_be_printed_proposes_something_only_where_it_has_something() -> None:
    with pytest.raises(ValueError, match="a message can't be printed, it is only tested or handed on$"):
        MessageView(MessageRef("m")).printed_name()


BOMBS = [
    "{{ 'a' * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ 2**200 * 2**200 }}",
    "{{ 'x'|center(10**9) }}",
    "{{ 'x'|indent(10**9) }}",
    "{{ ['x']|batch(10**9, 'y')|list }}",
    "{{ 'x'|replace('', 'y' * 90000) }}",
    "{{ '%999999999d'|format(1) }}",
    "{{ '%*d'|format(999999999, 1) }}",
    "{{ '%.999999999f' % 1.5 }}",
    "{{ '{:>999999999}'.format(1) }}",
    "{{ 1.5|round(10**9, 'ceil') }}",
    "{{ [0] * 10**9 }}",
    "{{ range(10**9) }}",
    "{% for i in range(10**9) %}{% endfor %}",
    "{% for i in range(900) %}{% for j in range(900) %}{% for k in range(900) %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% set a = 'x' * 9000 %}{% for b in [a ~ a ~ a ~ a] %}{% for c in [b ~ b ~ b ~ b] %}{{ c ~ c ~ c }}{% endfor %}{% endfor %}",
    "{% set a = [0] * 99 %}{% set b = [a] * 99 %}{% set c = [b] * 99 %}{% set d = [c] * 99 %}{{ d == [c] * 99 }}",
    "{% set a = (0,) * 99 %}{% set b = (a,) * 99 %}{% set c = (b,) * 99 %}{% set d = (c,) * 99 %}{{ {d: 1} }}",
    "{{ (['a' * 20000] * 50000)|sort|length }}",
    "{{ ([[0] * 90000] * 90000)|sum(start=[])|length }}",
    "{{ range(1000)|map('string')|map('center', 1000)|map('center', 1000)|join|length }}",
    "{% for i in range(1000) %}{{ 'x' * 1000 }}{% endfor %}",
    "{{ 'x' * 99999 }}",
    "{{ " + "9" * 5000 + " }}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ " + "-" * 5000 + "1 }}",
    "{{ 1" + "|abs" * 4000 + " }}",
    "{{ a" + ".a" * 4000 + " }}",
    "{{ " + "[" * 3000,
    "{% if 1 %}" * 1000 + "{% endif %}" * 1000,
    "x" * 20_001,
    "{% for i in range(9) recursive %}{{ loop([i]) }}{% endfor %}",
    "{% for i in range(9) %}{{ loop }}{% endfor %}",
    "{% call range(3) %}{% endcall %}",
    "{{ range(*[1, 2]) }}",
    "{{ self }}",
    "{{ range.__globals__ }}",
    "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ ['x']|map(attribute='__class__')|list }}",
    "{{ 'x'|attr('__class__') }}",
    "{{ lipsum(n=1000) }}",
    "{{ cycler }}",
    "{{ dict(a=1) }}",
    "{{ [1]|random }}",
]


@pytest.mark.parametrize("text", BOMBS, ids=[bomb[:30] for bomb in BOMBS])
def test_a_bomb_is_refused_before_it_goes_off(text: str) -> None:
    with pytest.raises(ExpressionError):
        compile_template(text).render({}, ENGLISH)


_ATOMS = st.sampled_from(
    ["1", "0", "'a'", "n", "xs", "none", "'%5s'", "[1]", "{'a': 1}", "x.y", "f(1)", "99", "(1, 2)", "bo", "day"]
)
_EXPRESSIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(
            inner, st.sampled_from(["+", "-", "*", "**", "%", "/", "//", "~", "==", "<", "in", "and", "or"]), inner
        ).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        st.tuples(
            inner,
            st.sampled_from(["upper", "length", "list", "join(', ')", "center(5)", "sort", "first", "int", "sum"]),
        ).map(lambda parts: f"({parts[0]}|{parts[1]})"),
        inner.map(lambda text: f"[{text}, {text}]"),
        inner.map(lambda text: f"(not {text})"),
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=2000)
@given(_EXPRESSIONS)
def test_an_expression_gives_a_value_or_says_what_is_wrong(text: str) -> None:
    names = {"n": 7, "xs": ("a", "b"), "bo": Someone("bo"), "day": NOW.date()}
    try:
        template: Template = compile_template("{{ " + text + " }}")
        assert isinstance(template.render(names, ENGLISH), str)
    except ExpressionError as error:
        assert error.message and error.line == 1


@settings(max_examples=200, deadline=2000)
@given(st.text(alphabet="{}%# ab'\"()[].|-+*~\n1", max_size=40))
def test_any_text_compiles_or_says_what_is_wrong(text: str) -> None:
    try:
        compile_template(text)
    except ExpressionError as error:
        assert 1 <= error.line <= text.count("\n") + 1
