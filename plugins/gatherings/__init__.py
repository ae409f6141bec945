"""Gatherings: webinars, meet-ups and whatever else happens at a time: who comes, when that is for each, and how it was."""

from __future__ import annotations

from coterie.core.api import Capability, Plugin

plugin = Plugin(
    "gatherings",
    texts="gatherings.ftl",
    uses=(Capability.UPLOAD,),
    events=("gathering_ended",),
    urgent=("begins_soon", "called_off"),
)

# The handlers stand in modules of their own, which need the plugin: they come behind it.
from . import again, asking, attending, calendars, commands, ending, inviting, planning, polling, reminding, telling  # noqa: E402, F401
