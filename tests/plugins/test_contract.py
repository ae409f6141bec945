"""Every plugin of the house does what the house asks of plugins."""

from __future__ import annotations

import pytest

from coterie.core.api import Plugin
from coterie.core.contracts.plugin import PluginContract
from coterie.core.discovery import PLUGINS, installed, load


@pytest.mark.parametrize("name", sorted(installed(PLUGINS)))
class TestPlugins(PluginContract):
    @pytest.fixture
    def plugin(self, name: str) -> Plugin:
        made: Plugin = load(PLUGINS, name)
        return made
