"""Whatever an example sends to Slack is held against what Slack publishes of its methods, blocks and limits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coterie.adapters.slack.testing import watched
from tests.adapters.slack.published import REFERENCE, problems


@pytest.fixture(autouse=True)
def nothing_that_slack_would_refuse(request: pytest.FixtureRequest) -> Iterator[None]:
    with watched() as calls:
        yield
    assert calls or "slack" not in request.node.name
    if REFERENCE.is_dir():
        assert problems(calls) == []
