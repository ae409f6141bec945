"""What the Slack tests share: Slack's own reference data, which lies beside the repository, and a workspace on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coterie.adapters.slack.testing import watched

from .published import REFERENCE, problems


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


@pytest.fixture(autouse=True)
def nothing_that_slack_would_refuse(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever coterie sends in these tests is held against what Slack publishes; the tests of the loopback itself send what they like."""
    with watched() as calls:
        yield
    if REFERENCE.is_dir() and "/testing/" not in str(request.path):
        assert problems(calls) == []
