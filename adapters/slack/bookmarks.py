"""The bar of bookmarks above a channel: what is pinned under a name stands there with a link to it.

A bookmark is known again by where it leads, else by its name where the app wrote it: nothing is doubled, whatever became of an earlier try,
and what people put there or call otherwise is left alone. Where Slack has no place for one, the message is pinned, as without.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import define, field

from coterie.core.logs import get_logger

from .calls import Calls, SlackRefused
from .names import Place
from .sizes import cut

log = get_logger(__name__)

Json = dict[str, Any]

TITLE = 256
"""Characters of a bookmark's title (source: bookmarks.add)."""
MOST = 100
"""Bookmarks of one channel (source: docs.slack.dev, bookmarks.add)."""
NOT_HERE = frozenset(
    {
        "access_denied",
        "missing_scope",
        "not_implemented",
        "parent_bookmark_disabled",
        "permission_denied",
        "too_many_bookmarks",
        "too_many_tabs",
    }
)
"""Refusals after which it stays with the pin (source: docs.slack.dev, the errors of bookmarks.*)."""
EVERYWHERE = frozenset({"missing_scope", "not_implemented"})
"""Those of them that hold for every channel of the workspace."""
PASSING = "access_denied"
"""That one may be otherwise as soon as coterie is in the channel."""


@define
class Bookmarks:
    """The bookmarks of one workspace's channels, as the user `bot` puts them there. Where they are not `on`, there are none."""

    calls: Calls
    bot: str
    on: bool = True
    _refused: set[str] = field(factory=set)

    async def stand(self, place: Place, name: str) -> None:
        """Let a bookmark of this name lead to the message, if Slack has a place for it."""
        if not name or not self._may(place.channel):
            return
        try:
            await self._make_so(place, cut(name, TITLE))
        except SlackRefused as refused:
            self._note(place.channel, refused)

    async def go(self, place: Place) -> None:
        """Take the bookmark that leads to the message away, if there is one."""
        if not self._may(place.channel):
            return
        try:
            for one in await self._there(place.channel):
                if _leads(one, place):
                    id = str(one["id"])
                    await self.calls.call("bookmarks.remove", channel_id=place.channel, bookmark_id=id)
        except SlackRefused as refused:
            if refused.code != "not_found":
                self._note(place.channel, refused)

    async def leads_to(self, place: Place) -> bool | None:
        """Whether a bookmark leads to the message; None where there can't be one."""
        if not self._may(place.channel):
            return None
        try:
            there = await self._there(place.channel)
        except SlackRefused as refused:
            self._note(place.channel, refused)
            return None
        found = any(_leads(one, place) for one in there)
        return None if not found and len(there) >= MOST else found

    async def _make_so(self, place: Place, title: str) -> None:
        there = await self._there(place.channel)
        if any(_leads(one, place) for one in there):
            return
        told = await self.calls.call("chat.getPermalink", channel=place.channel, message_ts=place.ts)
        about = {"channel_id": place.channel, "title": title, "link": str(told["permalink"])}
        ours = (one for one in there if one.get("title") == title and one.get("last_updated_by_user_id") == self.bot)
        if (before := next(ours, None)) is not None:
            await self.calls.call("bookmarks.edit", bookmark_id=str(before["id"]), **about)
        else:
            await self.calls.call("bookmarks.add", type="link", **about)

    async def _there(self, channel: str) -> Sequence[Json]:
        return tuple((await self.calls.call("bookmarks.list", channel_id=channel)).get("bookmarks") or ())

    def _may(self, channel: str) -> bool:
        return self.on and not self._refused & {channel, "*"}

    def _note(self, channel: str, refused: SlackRefused) -> None:
        """Once is enough: where Slack has no place for a bookmark it is not asked again, until the next start. Raises what is none of that."""
        if refused.code not in NOT_HERE:
            raise refused
        if refused.code != PASSING:
            self._refused.add("*" if refused.code in EVERYWHERE else channel)
        log.info("there are no bookmarks here", channel=channel, reason=str(refused))


def _leads(bookmark: Json, place: Place) -> bool:
    """Whether it leads to the message, whatever the workspace is called by then."""
    return f"/archives/{place.channel}/p{place.ts.replace('.', '')}" in str(bookmark.get("link") or "")
