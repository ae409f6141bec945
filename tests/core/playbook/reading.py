"""Playbooks and decks as the tests here read them, and files of all kinds as an editor does."""

from __future__ import annotations

import re
from typing import Any

from coterie.core.errors import Finding
from coterie.core.model.playbook import Deck, Playbook
from coterie.core.playbook.check import examine
from coterie.core.playbook.deck import read_deck
from coterie.core.playbook.verbs import Known
from coterie.core.playbook.yaml import Node, Scalar, Sequence, Source, parse


def check_playbook(content: bytes | str, file: str, known: Known | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong with a playbook, in the order of its file."""
    return examine(content, file, known)[1]


def load_playbook(content: bytes | str, file: str, known: Known | None = None) -> Playbook:
    """The playbook of a file without an error."""
    playbook, findings = examine(content, file, known)
    assert playbook is not None and not [found for found in findings if found.severity == "error"], findings
    return playbook


def check_deck(content: bytes | str, file: str) -> tuple[Finding, ...]:
    """Everything that is wrong with a deck, in the order of its file."""
    return read_deck(content, file)[1]


def load_deck(content: bytes | str, file: str) -> Deck:
    """The deck of a file without an error."""
    deck, findings = read_deck(content, file)
    assert deck is not None and not [found for found in findings if found.severity == "error"], findings
    return deck


def as_an_editor_reads(content: str) -> Any:
    """The file with scalars typed as YAML 1.2 types them, so as an editor hands it to a schema."""
    root = parse(Source.of(content, "x")).root
    assert root is not None
    return _typed(root)


def _typed(node: Node) -> Any:
    if isinstance(node, Scalar):
        return _scalar(node)
    if isinstance(node, Sequence):
        return [_typed(item) for item in node.items]
    return {entry.key.text: _typed(entry.value) for entry in node}


def _scalar(node: Scalar) -> Any:
    if node.style is not None:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if node.text in ("", "~", "null"):
        return None
    if re.fullmatch(r"[-+]?[0-9]+", node.text):
        return int(node.text)
    if re.fullmatch(r"[-+]?[0-9]*\.[0-9]+", node.text):
        return float(node.text)
    return node.text
