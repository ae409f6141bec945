"""What a template uses is the same whether it is looked into or made ready to run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.playbook.expressions import ExpressionError, compile_template, template_uses

PARTS = st.sampled_from(
    ["Hello ", "{{ member.name }}", "{{x}}", "\n", "{{ replies(a) + b.c }}", "{{ 'q' }}", "{{- y -}}", "{{ (1, 2) }}", "{{ a, b }}"]
    + ["{% if x %}y{% endif %}", "{# no #}", "}}", "{", "{{ a b }}", "{{ }}", "{{", "😀 ", "{{ [x | upper] }}", "{{ not x is none }}"]
)  # fmt: skip


def outcome(text: str, look: bool) -> object:
    try:
        return template_uses(text) if look else compile_template(text).uses
    except ExpressionError as error:
        return error.line


@given(st.lists(PARTS, max_size=6).map("".join))
def test_looking_into_a_template_finds_what_compiling_it_finds(text: str) -> None:
    assert outcome(text, look=True) == outcome(text, look=False)
