from collections.abc import AsyncIterator

import pytest

from coterie.adapters.slack.testing.driver import slack
from coterie.core.contracts.adapter import AdapterContract
from coterie.core.scenario.driver import Stage
from tests.mutants.room_mutants import ROOM_MUTANTS, Change, is_caught


class TestSlack(AdapterContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[Stage]:
        async with slack() as stage:
            yield stage


@pytest.mark.parametrize("mutant", ROOM_MUTANTS.values(), ids=ROOM_MUTANTS.keys())
async def test_the_contract_catches_an_adapter_that(mutant: Change) -> None:
    async with slack() as stage:
        assert await is_caught(stage, mutant)
