"""The promises of the port, on a real homeserver."""

from __future__ import annotations

import pytest

from coterie.adapters.matrix.testing import Homeserver
from coterie.adapters.matrix.testing.driver import MatrixStage
from coterie.core.contracts.adapter import AdapterContract
from tests.mutants.room_mutants import ROOM_MUTANTS, Change, is_caught


class TestMatrix(AdapterContract):
    @pytest.fixture
    def stage(self, server: Homeserver) -> MatrixStage:
        return MatrixStage(server)


@pytest.mark.parametrize("mutant", ROOM_MUTANTS.values(), ids=ROOM_MUTANTS.keys())
async def test_the_contract_catches_an_adapter_that(mutant: Change, server: Homeserver) -> None:
    assert await is_caught(MatrixStage(server), mutant)
