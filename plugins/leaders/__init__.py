"""How people come to lead, and stop again: host of the week first, then a trial with somebody at one's side, a term, thanks."""

from __future__ import annotations

from coterie.core.api import Plugin

plugin = Plugin("leaders", texts="leaders.ftl")

# The handlers stand with what they are about, in modules which need the plugin: they come behind it.
from . import absence, hearing, hosting, named, overview, returning, telling, terms, volunteering, willing  # noqa: E402, F401
