"""The promises of the port, on a real homeserver."""

from __future__ import annotations

import pytest

from coterie.adapters.matrix.testing import Homeserver
from coterie.adapters.matrix.testing.driver import MatrixStage
from coterie.core.contracts.adapter import AdapterContract


class TestMatrix(AdapterContract):
    @pytest.fixture
    def stage(self, server: Homeserver) -> MatrixStage:
        return MatrixStage(server)
