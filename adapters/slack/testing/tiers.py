"""The pace that Slack allows: so many calls of a method in any minute. Source: the tiers on Slack's pages of methods."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta
from math import ceil

from attrs import define, field

from coterie.core.clock import Clock

A_MINUTE = timedelta(minutes=1)
PER_MINUTE = {"t1": 1, "t2": 20, "t3": 50, "t4": 100}
"""Slack says "at least so many". A special tier (t5) has no number that is published."""

TIERS = {
    "bookmarks.add": "t2",
    "bookmarks.edit": "t2",
    "bookmarks.list": "t3",
    "bookmarks.remove": "t2",
    "conversations.archive": "t2",
    "conversations.create": "t2",
    "conversations.history": "t3",
    "conversations.info": "t3",
    "conversations.invite": "t3",
    "conversations.inviteShared": "t2",
    "conversations.join": "t3",
    "conversations.kick": "t3",
    "conversations.list": "t2",
    "conversations.members": "t4",
    "conversations.open": "t3",
    "conversations.rename": "t2",
    "conversations.replies": "t3",
    "conversations.setPurpose": "t2",
    "conversations.setTopic": "t2",
    "conversations.unarchive": "t2",
    "chat.delete": "t3",
    "chat.postEphemeral": "t4",
    "chat.update": "t3",
    "files.completeUploadExternal": "t4",
    "files.getUploadURLExternal": "t4",
    "pins.add": "t2",
    "reactions.add": "t3",
    "reactions.remove": "t2",
    "usergroups.create": "t2",
    "usergroups.disable": "t2",
    "usergroups.enable": "t2",
    "usergroups.list": "t2",
    "usergroups.users.update": "t2",
    "users.info": "t4",
    "users.list": "t2",
    "views.open": "t4",
    "views.publish": "t4",
    "views.push": "t4",
    "views.update": "t4",
}


@define
class Tiers:
    """Counts calls, strictly. `turned_away` is how many were refused."""

    clock: Clock
    turned_away: int = 0
    _calls: defaultdict[str, deque[datetime]] = field(factory=lambda: defaultdict(deque))

    def wait(self, method: str) -> int | None:
        """In how many seconds the call may come again; None where it is let through."""
        most, now, calls = PER_MINUTE.get(TIERS.get(method, "")), self.clock.now(), self._calls[method]
        if most is None:
            return None
        while calls and calls[0] <= now - A_MINUTE:
            calls.popleft()
        if len(calls) < most:
            calls.append(now)
            return None
        self.turned_away += 1
        return max(1, ceil((calls[0] + A_MINUTE - now).total_seconds()))
