from collections.abc import AsyncIterator

import pytest

from coterie.adapters.slack.testing.driver import slack
from coterie.core.contracts.adapter import AdapterContract
from coterie.core.scenario.driver import Stage


class TestSlack(AdapterContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[Stage]:
        async with slack() as stage:
            yield stage
