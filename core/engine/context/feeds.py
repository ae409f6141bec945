"""What programs read at a secret address: a calendar, a list."""

from __future__ import annotations

from datetime import datetime

from ... import feeds
from ...errors import UserError
from ...texts import core_texts
from .here import Here


class Feeds(Here):
    """Addresses at which what a plugin gives is read by programs."""

    async def open_feed(self, feed: str, name: str = "", *, value: object = None, suffix: str = "") -> str:
        """A new secret address at which what `@plugin.feed(feed)` gives is read by programs; `value` is handed to it.

        There is one address of each `name`: the one before is void. It can't be looked up later: tell it to the person alone. Where
        coterie serves nothing, the person is told (UserError).
        """
        if self._outlook.address is None:
            raise UserError(core_texts().text("serves-nothing", self._reader))
        about = self._community_of_several
        opened = feeds.OpenFeed(self._plugin.name, feed, name, value, self._place.group, self.now, about)
        token = await feeds.open_feed(self._scene.unit, opened)
        return self._outlook.address + feeds.path_of(self._plugin.name, feed, token, suffix)

    async def close_feed(self, feed: str, name: str = "") -> bool:
        """Make an address void; whether there was one."""
        return await feeds.close_feed(self._scene.unit, self._plugin.name, feed, name)

    async def feed_since(self, feed: str, name: str = "") -> datetime | None:
        """Since when there is an address of this name; None where there is none."""
        return await feeds.feed_since(self._scene.unit, self._plugin.name, feed, name)
