"""For all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


LONGEST = ("tests/examples/", "tests/acceptance/", "tests/adapters/matrix/", "tests/core/scenario/")
"""Whole programs and homeservers: they begin first, so that at the end no worker is waited for alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; else as they stand."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """A command that a test runs writes its logs to that test's stderr, which is closed for the next one."""
    yield
    structlog.reset_defaults()
