"""Playbooks and decks as the tests here read them."""

from __future__ import annotations

from coterie.core.errors import Finding
from coterie.core.model.playbook import Deck, Playbook
from coterie.core.playbook.check import examine
from coterie.core.playbook.deck import read_deck
from coterie.core.playbook.verbs import Known


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
