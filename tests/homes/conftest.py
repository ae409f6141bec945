"""The two platforms of a group."""

from __future__ import annotations

import pytest

from coterie.adapters.matrix.testing import why_no_homeserver

from . import town


@pytest.fixture
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The two platforms; with Matrix among them the homeserver is up."""
    found: tuple[str, str] = request.param
    if "matrix" in found:
        if reason := why_no_homeserver():
            pytest.skip(reason)
        town.SERVER.append(request.getfixturevalue("server"))
    return found
