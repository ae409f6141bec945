from collections.abc import AsyncIterator

import pytest

from coterie.adapters.simulator.driver import simulator
from coterie.core.contracts.adapter import AdapterContract
from coterie.core.model.content import Capability
from coterie.core.scenario.driver import Stage


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
