"""The order in which the house hears what happens, as far as plugins go."""

from __future__ import annotations

from ..model.event import (
    ChoiceMade,
    CommandGiven,
    EffectFailed,
    Event,
    FormSubmitted,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    ReactionAdded,
    ReactionRemoved,
    TimerFired,
)
from .choosing import Behalf, Choosing, Forms
from .commands import Commands, CommandStarts
from .plugins import Plugins
from .recurring import Clockwork, PluginTimers
from .router import Router

CHOSEN_BY: tuple[type[Event], ...] = (
    ChoiceMade,
    ReactionAdded,
    ReactionRemoved,
    MessagePosted,
    MessageEdited,
    MessageRemoved,
)
"""Every way in which somebody chooses, or thinks better of it."""


def add_plugins(
    router: Router, plugins: Plugins, *, starts: CommandStarts | None = None, behalf: Behalf | None = None
) -> Clockwork:
    """Let the plugins hear what concerns them. What is typed answers a question first, then a card, then it is a command.

    What is none of these goes on: to whoever was added before, or is added after. `prepare` of the clockwork is to be called at the start.
    """
    clockwork = Clockwork(plugins)
    router.used = plugins.used_by
    router.add(clockwork, TimerFired)
    router.add(PluginTimers(plugins), TimerFired)
    router.add(Forms(plugins, behalf), FormSubmitted, MessagePosted, MessageEdited, MessageRemoved, EffectFailed)
    router.add(Choosing(plugins, behalf), *CHOSEN_BY)
    router.add(Commands(plugins, starts), CommandGiven, MessagePosted)
    for listener, kinds in plugins.listeners():
        router.add(listener, *kinds)
    return clockwork
