"""Lets a plugin say what is read at one of its addresses."""

from __future__ import annotations

from ..feeds import Feed, feed_of
from ..values import frozen
from .place import Place
from .plugins import Plugins
from .scene import Scene


@frozen
class Feeding:
    """The feeds of all plugins."""

    plugins: Plugins

    async def read(self, scene: Scene, plugin: str, feed: str, token: str) -> Feed | None:
        """What is read under the token at this plugin's feed; None where nothing is. Raises PluginFailed."""
        opened = await feed_of(scene.unit, token)
        if opened is None or (opened.plugin, opened.feed) != (plugin, feed):
            return None
        loaded = self.plugins.loaded.get(plugin)
        handling = loaded.feeds.get(feed) if loaded else None
        if handling is None:
            return None
        if opened.community is not None:
            scene.directory.about = opened.community
        place = Place(f"feed:{plugin}:{feed}:{scene.event.id}", (), None, opened.group, None)
        values = (opened.value,) if handling.takes else ()
        result = await self.plugins.call(scene, handling, place, *values)
        if scene.effects:
            raise ValueError(f"feed {feed!r} of plugin {plugin} asked for effects; it is read, and does nothing")
        if result is not None and not isinstance(result, Feed):
            raise TypeError(f"feed {feed!r} of plugin {plugin} gave a {type(result).__name__}, not a Feed")
        return result
