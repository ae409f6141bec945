"""What the Slack tests share: Slack's own reference data, which lies beside the repository, and a workspace on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REFERENCE = Path(__file__).parents[3].parent / "shared" / "slack"


@pytest.fixture(scope="session")
def reference() -> Callable[[str], Any]:
    """Reads a JSON file of Slack's reference data by its path in it."""
    if not REFERENCE.is_dir():
        pytest.skip("Slack's reference data does not lie beside this repository")
    return lambda path: json.loads((REFERENCE / path).read_text())


@pytest.fixture(scope="session")
def reference_files() -> Callable[[str], list[Path]]:
    """The files of the reference data that match a pattern, in order."""
    if not REFERENCE.is_dir():
        pytest.skip("Slack's reference data does not lie beside this repository")
    return lambda pattern: sorted(REFERENCE.glob(pattern))
