"""Joint projects: a call for people, roles wanted, tasks with owners and days, a demo, and what came of it."""

from __future__ import annotations

from coterie.core.api import Plugin

plugin = Plugin("projects", texts="projects.ftl", events=("project_closed",))

# The handlers stand in modules of their own, which need the plugin: they come behind it.
from . import calling, commands, tasks, telling  # noqa: E402, F401
