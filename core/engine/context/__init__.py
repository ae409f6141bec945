"""What a handler of a plugin is given: state, texts, and the means to say and do things. It has no network and no clock.

Each module here holds what belongs to one subject; a `Context` is all of them together, so that an author finds everything at `ctx`.
"""

from __future__ import annotations

from .. import forms
from .feeds import Feeds
from .memory import Memory, Scope
from .others import Others
from .playbooks import Playbooks
from .rooms import Rooms
from .saying import Saying
from .timers import Timers
from .words import Words


class Context(Words, Memory, Saying, Rooms, Timers, Feeds, Playbooks, Others):
    """One handling of one event by one plugin. What it asks for happens when the handler has returned, all of it or nothing."""

    async def finish(self) -> None:
        """Hand over what was asked for; called by whoever called the handler, when it has returned."""
        for effect in self._asked:
            self._scene.effect(effect if effect.key in self._worded_already else await self._worded(effect))
        for asked in self._forms:
            await forms.ask(self._scene, self._outlook.capabilities, await self._form_worded(asked))


__all__ = ["Context", "Scope"]
