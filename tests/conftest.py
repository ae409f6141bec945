"""For all tests."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
import structlog
from hypothesis import settings

from coterie.adapters.matrix.testing import Homeserver, homeserver, why_no_homeserver

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(optionalhook=True)  # without xdist nobody knows it
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores: now and then each waits for a program that it started."""
    return (os.cpu_count() or 1) + 1


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[Homeserver]:
    """One homeserver for all, without rate limits; people and rooms are new for each test."""
    if reason := why_no_homeserver():
        pytest.skip(reason)
    async with homeserver() as running:
        yield running


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
