"""What people say of themselves, if they like: seen, changed and taken back at any time, and told to nobody unless they allow it."""

from __future__ import annotations

from coterie.core.api import Plugin

plugin = Plugin("profiles", texts="profiles.ftl")

from . import counting, monthly, organisations, own, parting, seeking  # noqa: E402, F401 - they need the plugin
