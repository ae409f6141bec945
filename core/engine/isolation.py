"""What becomes of a handler that raised: the person gets an answer, the operator the reason, and nobody else anything."""

from __future__ import annotations

from collections import Counter

from ..errors import CoterieError, UserError
from ..logs import get_logger
from ..model.content import Card
from ..model.effect import Post
from ..model.event import ChoiceMade, CommandGiven, FormSubmitted
from ..texts import Reader, SpokenText, code, core_texts, in_words_of
from ..traces import told
from .dispatch import Failures
from .scene import Handler, Scene

log = get_logger(__name__)

IN_A_ROW = 3
"""After so many failures of one of its handlers in a row a plugin is set aside until coterie is started again."""


class PluginFailed(CoterieError):
    """A handler of a plugin raised what it should not; the cause says what. Nothing of what it did is left."""

    def __init__(self, plugin: str, handling: str, asked_for: bool) -> None:
        super().__init__(f"plugin {plugin} failed in {handling}")
        self.plugin = plugin
        self.handling = handling
        self.asked_for = asked_for
        """Whether a person asked for it, who waits for an answer."""


class Isolation(Failures):
    """Counts what fails. One for each running coterie."""

    def __init__(self) -> None:
        self._in_a_row: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], str] = {}
        self.aside: frozenset[str] = frozenset()
        """The plugins that were set aside."""

    def blocked(self, handler: Handler) -> bool:
        return handler.name in self.aside

    def well(self, plugin: str, handling: str) -> None:
        """A handler of the plugin ended well."""
        if self._in_a_row:
            self._in_a_row.pop((plugin, handling), None)

    async def failed(self, scene: Scene, handler: Handler, error: Exception) -> bool:
        """An event that was for all to hear goes on to the others; what was said to one handler alone stops here."""
        alone = handler.name.startswith("core.")
        if isinstance(error, UserError):
            await answer(scene, str_of(error))
            return alone
        log.error("handler failed", handler=handler.name, event_id=scene.event.id, error=told(error), exc_info=error)
        if _is_awaited(scene, error):
            await answer(scene, core_texts().text("sorry", Reader(), event=code(scene.event.id)))
        if isinstance(error, PluginFailed):
            self.count(scene, error)
        return alone

    def count(self, scene: Scene, error: PluginFailed) -> None:
        """Take note of a failure, once an event; the plugin is set aside where it was one too many."""
        what = (error.plugin, error.handling)
        if self._last.get(what) == scene.event.id:
            return
        self._last[what] = scene.event.id
        self._in_a_row[what] += 1
        if self._in_a_row[what] >= IN_A_ROW and error.plugin not in self.aside:
            self._set_aside(scene, error.plugin)

    def _set_aside(self, scene: Scene, plugin: str) -> None:
        self.aside |= {plugin}
        log.error("plugin set aside", plugin=plugin, event_id=scene.event.id, failures=IN_A_ROW)
        reader = Reader(scene.directory.locale(scene.group), scene.directory.zone(scene.group))
        text = core_texts().text("set-aside-told", reader, plugin=plugin, count=IN_A_ROW, event=code(scene.event.id))
        for manager in scene.directory.managers(scene.group):
            scene.effect(Post(key=scene.new_key("aside"), to=manager, card=Card(str(text))))


def _is_awaited(scene: Scene, error: Exception) -> bool:
    if isinstance(error, PluginFailed):
        return error.asked_for
    return isinstance(scene.event, (CommandGiven, ChoiceMade, FormSubmitted))


def str_of(error: UserError) -> str:
    """The text of the error, still able to be said in another language."""
    text = error.args[0] if error.args else ""
    return text if isinstance(text, SpokenText) else str(text)


async def answer(scene: Scene, text: str) -> None:
    """Tell whoever caused it, alone, in their own language; nothing where nobody did."""
    person, room = scene.event.person, scene.event.room
    if person is None:
        return
    reader = Reader(await scene.directory.locale_of(person, scene.group), scene.directory.zone(scene.group))
    card = Card(in_words_of(text, reader))
    if room is None or getattr(scene.event, "direct", False):
        scene.effect(Post(key=scene.new_key("answer"), to=room or person, card=card))
    else:
        scene.effect(Post(key=scene.new_key("answer"), to=room, card=card, quietly=person))
