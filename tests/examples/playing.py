"""Scenarios of the examples, played as `coterie test` plays them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from coterie.core.commands.rehearsal import test as play


def assert_played(files: Sequence[Path], platform: str, capsys: pytest.CaptureFixture[str]) -> None:
    """They go as they say there; else what was said is shown."""
    status = play(files, platform=platform, as_json=False, with_transcript=False)
    assert status == 0, capsys.readouterr().out
