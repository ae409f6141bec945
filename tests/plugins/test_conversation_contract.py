"""The plugins of a group's conversation keep the promises of plugins."""

from __future__ import annotations

import pytest

from coterie.core.api import Plugin
from coterie.core.contracts.plugin import PluginContract
from coterie.plugins import brief, coffee, digest, escort, wins


@pytest.mark.parametrize(
    "plugin", [one.plugin for one in (brief, coffee, digest, escort, wins)], ids=lambda one: one.name
)
class TestPlugins(PluginContract):
    @pytest.fixture
    def plugin(self, request: pytest.FixtureRequest) -> Plugin:
        found: Plugin = request.param
        return found
