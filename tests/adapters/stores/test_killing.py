"""The embedded store under kill -9."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.stores.killing import kill_writers


def test_what_was_acknowledged_outlives_a_kill_and_no_unit_is_there_by_half(tmp_path: Path) -> None:
    tally = kill_writers(tmp_path, rounds=20, seed=1)
    assert tally.kills == 20
    assert tally.acknowledged > 100
