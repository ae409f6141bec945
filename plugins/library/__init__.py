"""What a group does not want to lose: links and messages with owner, tags and a date on which somebody looks whether they still hold."""

from __future__ import annotations

from coterie.core.api import Capability, Plugin

plugin = Plugin("library", texts="library.ftl", uses=(Capability.UPLOAD, Capability.PINS))

# The handlers stand with what they are about, in modules which need the plugin: they come behind it.
from . import board, commands, confirming, following, messages, offering  # noqa: E402, F401
