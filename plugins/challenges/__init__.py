"""Challenges: enrol, say daily that it is done, keep a streak that forgives, count together, finish with a story."""

from __future__ import annotations

from coterie.core.api import Plugin

plugin = Plugin("challenges", texts="challenges.ftl", events=("challenge_finished",))

# The handlers stand in modules of their own, which need the plugin: they come behind it.
from . import checking, commands, running  # noqa: E402, F401
