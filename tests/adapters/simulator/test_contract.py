from collections.abc import AsyncIterator

import pytest

from coterie.adapters.simulator.driver import simulator
from coterie.core.contracts.adapter import AdapterContract
from coterie.core.model.content import Capability
from coterie.core.scenario.driver import Stage
from tests.mutants.room_mutants import ROOM_MUTANTS, Change, is_caught


class TestSimulator(AdapterContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[Stage]:
        async with simulator() as stage:
            yield stage


class TestSimulatorThatCanDoLittle(AdapterContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[Stage]:
        async with simulator(lacks=tuple(Capability)) as stage:
            yield stage


@pytest.mark.parametrize("mutant", ROOM_MUTANTS.values(), ids=ROOM_MUTANTS.keys())
async def test_the_contract_catches_an_adapter_that(mutant: Change) -> None:
    async with simulator() as stage:
        assert await is_caught(stage, mutant)
