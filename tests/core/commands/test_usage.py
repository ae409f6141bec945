"""What is typed wrongly on the command line is answered in plain words, with the status 2."""

from __future__ import annotations

import sys

import pytest

from coterie.core.cli import main


def answered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str]:
    """The exit status, and what stands on stderr."""
    monkeypatch.setattr(sys, "argv", ["coterie", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code, capsys.readouterr().err


def test_a_word_too_many_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    told = "coterie: nothing is known to do with 'groups now' here; leave it out\nSee `coterie --help`.\n"
    assert answered(monkeypatch, capsys, "plan", "groups", "now") == (2, told)


def test_a_word_too_few_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = answered(monkeypatch, capsys, "simulate")
    assert status == 2 and "PLAYBOOK" in told
