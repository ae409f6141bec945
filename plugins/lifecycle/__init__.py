"""The life of a group: pauses, reviews, quiet spells, merging, dividing, and a good end. Every step is a person's decision, told to the group."""

from __future__ import annotations

from coterie.core.api import Plugin

plugin = Plugin("lifecycle", texts="lifecycle.ftl")

# The handlers stand with what they are about, in modules which need the plugin: they come behind it.
from . import (  # noqa: E402
    amending,  # noqa: F401
    commands,  # noqa: F401
    deciding,  # noqa: F401
    ending,  # noqa: F401
    hearing,  # noqa: F401
    merging,  # noqa: F401
    onward,  # noqa: F401
    pausing,  # noqa: F401
    planned_end,  # noqa: F401
    resting,  # noqa: F401
    reviewing,  # noqa: F401
    splitting,  # noqa: F401
    telling,  # noqa: F401
    watching,  # noqa: F401
    widening,  # noqa: F401
)
