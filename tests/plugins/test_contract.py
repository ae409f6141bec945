"""Every plugin of the house keeps the promises of plugins."""

from __future__ import annotations

import pytest

from coterie.core.api import Plugin
from coterie.core.contracts.plugin import PluginContract
from coterie.plugins import help, kudos, link, prompts, runs, welcome


@pytest.mark.parametrize(
    "plugin", [one.plugin for one in (help, kudos, link, prompts, runs, welcome)], ids=lambda one: one.name
)
class TestPlugins(PluginContract):
    @pytest.fixture
    def plugin(self, request: pytest.FixtureRequest) -> Plugin:
        found: Plugin = request.param
        return found
