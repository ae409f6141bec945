"""The JSON Schemas: what is right passes, common mistakes do not."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from coterie.core.playbook.schema import deck_schema, playbook_schema
from coterie.core.playbook.verbs import FieldDeclaration, FieldType, Known, VerbDeclaration

from .reading import as_an_editor_reads, check_deck, check_playbook

GOOD = sorted((Path(__file__).parent / "good").glob("*.yaml"))
PROMPT = VerbDeclaration(
    "prompt", "prompts", (FieldDeclaration("deck", FieldType.DECK, required=True, about="Which deck."),), "Says a card."
)
KNOWN = Known(verbs={"prompt": PROMPT}, events=("kudos_given",))
PLAYBOOK = jsonschema.Draft202012Validator(playbook_schema(KNOWN))
DECK = jsonschema.Draft202012Validator(deck_schema())


def test_the_schemas_are_schemas() -> None:
    jsonschema.Draft202012Validator.check_schema(playbook_schema(KNOWN))
    jsonschema.Draft202012Validator.check_schema(deck_schema())
    assert playbook_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", GOOD, ids=[path.stem for path in GOOD])
def test_a_playbook_that_is_right_passes(path: Path) -> None:
    errors = [
        f"{list(error.absolute_path)}: {error.message}"
        for error in PLAYBOOK.iter_errors(as_an_editor_reads(path.read_text("utf-8")))
    ]
    assert errors == []


@pytest.mark.parametrize(
    "steps",
    [
        "- promt: {deck: x}",
        "- prompt: {}",
        "- prompt: {deck: x, dek: y}",
        "- wait: 1d\n  post: {text: x}",
        "- id: a",
        "- post: {txt: x}",
        "- post: {text: {en: x, language: y}}",
        "- post: {text: x}\n  whitin: 1d",
        "- post: {text: x, to: everybody}",
        "- wait: 2 days",
        "- wait: {until: x, for: message}",
        "- wait: {for: nothing}",
        "- ask: {text: x, to: leader}",
        "- ask: {text: x, to: leader, choices: []}",
        "- ask: {text: x, choices: [a], until: last}",
        "- form: {title: x, to: member, fields: {a: {type: texts}}}",
        "- form: {title: x, to: member, fields: {a: {type: select}}}",
        "- task: {text: x}",
        "- task: {for: leader, text: x}\n  late: skip",
        "- task: {for: leader, text: x}\n  within: 1d\n  late: skp",
        "- task: {for: leader, text: x}\n  when: {done: wait_1}",
        "- each: {in: leaders, as: p}",
        "- set: {}",
        "- run: retro",
        "- call: thank",
        "- id: My Id\n  wait: 1d",
        "",
    ],
)
def test_common_mistakes_in_steps_do_not_pass(steps: str) -> None:
    content = f"playbook: p\nsteps:\n{steps}\n" if steps else "playbook: p\nsteps: []\n"
    assert not PLAYBOOK.is_valid(as_an_editor_reads(content))
    assert check_playbook(content, "p.yaml", KNOWN)


@pytest.mark.parametrize(
    "head",
    [
        "title: x",
        "playbook: My Book",
        "playbook: p\nversion: one",
        "playbook: p\none_per: rom",
        "playbook: p\ntitel: x",
        "playbook: p\nparams: {a: {type: integer}}",
        "playbook: p\nparams: {a: {type: choice}}",
        "playbook: p\nparams: {a: {type: text, choices: [b]}}",
        "playbook: p\nstarts: [{evry: x}]",
        "playbook: p\nstarts: [{on: nothing}]",
        "playbook: p\nstarts: [{every: x, at: y}]",
        "playbook: p\nstarts: [{every: day 08:00, missed: never}]",
    ],
)
def test_common_mistakes_in_the_head_do_not_pass(head: str) -> None:
    content = f"{head}\nsteps: [wait: 1d]"
    assert not PLAYBOOK.is_valid(as_an_editor_reads(content))
    assert check_playbook(content, "p.yaml", KNOWN)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("deck: d\ncards: [a, {text: b, tags: [c], between: [12-01, 01-06]}, {id: x, text: {de: y}}]", True),
        ("deck: d\ntitle: {en: a, de: b}\ncards: [a]", True),
        ("deck: d\ncards: []", False),
        ("deck: d\ncards: [{txt: a}]", False),
        ("deck: d\ncards: [{text: a, between: [12-01]}]", False),
        ("deck: D d\ncards: [a]", False),
        ("cards: [a]", False),
    ],
)
def test_decks(content: str, expected: bool) -> None:
    assert DECK.is_valid(as_an_editor_reads(content)) is expected
    assert (check_deck(content, "d.yaml") == ()) is expected


def test_editors_are_told_what_a_thing_is() -> None:
    step = playbook_schema(KNOWN)["$defs"]["step"]["properties"]
    assert step["prompt"]["description"] == "Says a card."
    assert step["prompt"]["properties"]["deck"]["description"] == "Which deck."
    assert step["post"]["description"] == "A message."
    assert "if" in step and "if_" not in step
