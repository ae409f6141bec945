"""When a call of Slack's Web API may go out, so that Slack need not say no.

Source of the rates: docs.slack.dev, rate limits: per method, workspace and app; posting once a second and channel, short bursts allowed.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from datetime import datetime, timedelta

from coterie.core.clock import Clock
from coterie.core.errors import Transient
from coterie.core.values import frozen


@frozen
class Rate:
    """So many calls a minute, of which `burst` may come at once."""

    a_minute: int
    burst: int

    @property
    def pause(self) -> timedelta:
        return timedelta(minutes=1) / self.a_minute


@frozen
class Tier:
    """Never more than so many calls in any minute: half of them may come at once, what is left is spread over what is left of the minute, so
    that nobody is held for long because others were quick."""

    a_minute: int

    @property
    def burst(self) -> int:
        return self.a_minute // 2

    def next(self, sent: deque[datetime], now: datetime) -> datetime:
        """When one more call fits behind those that were sent or have their turn. Those that count no more then are dropped."""
        at = max(now, sent[-1]) if sent else now
        while sent and sent[0] + WINDOW <= at:
            sent.popleft()
        if len(sent) < self.burst:
            return at
        free, freed = self.a_minute - len(sent), sent[0] + WINDOW
        if not free:
            sent.popleft()
            return freed
        return max(now, sent[-1] + max((freed - sent[-1]) / free, WINDOW / self.a_minute))


TIER_2, TIER_3, TIER_4 = Tier(20), Tier(50), Tier(100)
WINDOW = timedelta(seconds=61)  # a minute, and how much later one call may reach Slack than another
POSTING = Rate(60, 15)  # in one channel
POSTING_ALL = Rate(300, 100)  # in the workspace; Slack names no number but has one

RATES: dict[str, Rate | Tier] = {
    "bookmarks.add": TIER_2,
    "bookmarks.edit": TIER_2,
    "bookmarks.list": TIER_3,
    "bookmarks.remove": TIER_2,
    "chat.getPermalink": TIER_4,  # hundreds a minute, says Slack; no number is given
    "chat.postMessage": POSTING_ALL,
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "conversations.archive": TIER_2,
    "conversations.create": TIER_2,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.invite": TIER_3,
    "conversations.inviteShared": TIER_2,
    "conversations.join": TIER_3,
    "conversations.kick": TIER_3,
    "conversations.list": TIER_2,
    "conversations.members": TIER_4,
    "conversations.open": TIER_3,
    "conversations.rename": TIER_2,
    "conversations.replies": TIER_3,
    "conversations.setPurpose": TIER_2,
    "conversations.setTopic": TIER_2,
    "conversations.unarchive": TIER_2,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "pins.add": TIER_2,
    "reactions.add": TIER_3,
    "reactions.remove": TIER_2,
    "usergroups.create": TIER_2,
    "usergroups.disable": TIER_2,
    "usergroups.enable": TIER_2,
    "usergroups.list": TIER_2,
    "usergroups.users.update": TIER_2,
    "users.info": TIER_4,
    "users.list": TIER_2,
    "views.open": TIER_4,
    "views.publish": TIER_4,
}
REMEMBERED = 10_000
A_JUMP = timedelta(seconds=1)
"""By less a clock goes back that is only kept right."""


class Undone(Transient):
    """A call that surely had no effect: Slack turned it away before doing anything, or we did in its stead."""


class Throttle:
    """Holds calls back until their turn, by the clock it is given. One for each workspace."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._full: OrderedDict[str, datetime] = OrderedDict()  # when a line would be empty again, were nothing sent
        self._sent: defaultdict[str, deque[datetime]] = defaultdict(deque)  # the calls of a tier that still count
        self._closed: dict[str, datetime] = {}
        self._newest = clock.now()

    async def turn(self, method: str, channel: str | None = None) -> None:
        """Return when the call may go out. A method without a rate of its own never waits.

        Raises Undone while Slack wants nothing of this method: hands that wait are needed for other rooms and platforms.
        """
        now = self._now()
        if (closed := max(self._closed.get(line, now) for line in (method, _line(method, channel)))) > now:
            raise Undone(f"Slack asked to wait with {method}", closed - now)
        waits = [self._next(method, RATES[method])] if method in RATES else []
        if method == "chat.postMessage" and channel is not None:
            waits.append(self._reserve(_line(method, channel), POSTING))
        until = max(waits, default=now)
        if until > now:
            await self._clock.wait(until - now)

    def close(self, method: str, pause: timedelta, channel: str | None = None) -> None:
        """Slack said no: nothing of this method goes out for so long.

        Of posting it does not say whether it is too much for the channel or for the workspace: others are written into until it says no there too.
        """
        now, line = self._now(), _line(method, channel)
        self._closed = {one: at for one, at in self._closed.items() if at > now}
        others = any(one.startswith(f"{method} ") and one != line for one in self._closed)
        self._closed[method if others else line] = now + pause

    def _now(self) -> datetime:
        """What time it is. Where the clock was set back, everything that is remembered goes back with it: else nothing would go out until the
        clock shows again what it showed before.
        """
        now = self._clock.now()
        if (back := self._newest - now) > A_JUMP:
            self._full = OrderedDict((line, at - back) for line, at in self._full.items())
            self._closed = {method: at - back for method, at in self._closed.items()}
            for sent in self._sent.values():
                moved = [at - back for at in sent]
                sent.clear()
                sent.extend(moved)
        self._newest = now
        return now

    def _next(self, method: str, rate: Rate | Tier) -> datetime:
        """The instant at which one more call of a method fits, reserved for the caller."""
        if isinstance(rate, Rate):
            return self._reserve(method, rate)
        sent = self._sent[method]
        sent.append(rate.next(sent, self._now()))
        return sent[-1]

    def _reserve(self, line: str, rate: Rate) -> datetime:
        """The instant at which one more call fits (generic cell rate algorithm), reserved for the caller."""
        now = self._now()
        full = max(self._full.pop(line, now), now)
        self._full[line] = full + rate.pause
        while len(self._full) > REMEMBERED:
            self._full.popitem(last=False)
        return max(now, full - rate.pause * (rate.burst - 1))


def _line(method: str, channel: str | None) -> str:
    """What has a rate of its own: a method, and posting in each channel besides."""
    return f"{method} {channel}" if method == "chat.postMessage" and channel is not None else method
