"""Who is in the workspace and in which channels coterie is: what is looked up beside what Slack tells by itself."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import define, evolve, field

from coterie.core.clock import Clock, SystemClock
from coterie.core.errors import PlatformError, Refused, StoreError, Transient
from coterie.core.logs import get_logger
from coterie.core.model import event as events
from coterie.core.model.community import Visibility
from coterie.core.model.event import Account, Event
from coterie.core.ports import Inbox

from .decode import account_of
from .names import PLATFORM, room_ref
from .performing import Performing
from .told import Told

log = get_logger(__name__)

LOOK_UP_WITHIN = 1.0  # seconds for a person's name: an event is acknowledged within 3
RETRY_AFTER = timedelta(seconds=5)
LOOKED = timedelta(minutes=1)
"""So long it is taken for true that coterie is in a channel, or is not."""
REMEMBERED = 10_000
NEVER = datetime.min.replace(tzinfo=UTC)


@define
class LookingAround:
    """Looks people and channels up, and remembers the accounts. `introduced` gives what does effects, once Slack has told who we are;
    `introduced_at_last` waits where Slack is away."""

    clock: Clock
    introduced: Callable[[], Awaitable[Performing]]
    introduced_at_last: Callable[[], Awaitable[Performing]]
    _accounts: dict[str, Account] = field(factory=dict)
    _rooms: asyncio.Queue[str] = field(factory=asyncio.Queue)
    _rooms_known: set[str] = field(factory=set)
    _rooms_told: int = 0
    _inside: OrderedDict[str, tuple[bool, datetime]] = field(factory=OrderedDict)
    _asking: defaultdict[str, asyncio.Lock] = field(factory=lambda: defaultdict(asyncio.Lock))

    async def at_rest(self) -> int:
        """Return when it has told of every channel that it was to look at; how many it told of so far."""
        await self._rooms.join()
        return self._rooms_told

    async def is_in(self, channel: str) -> bool:
        """Whether coterie is in the channel, as it was told or looked a minute ago at most: of several workers one alone hears that it came in, or
        was removed. Raises Transient or LoggedOut."""
        inside, at = self._inside.get(channel, (False, NEVER))
        if self.clock.now() - at < LOOKED:
            return inside
        try:
            found = (await (await self.introduced()).calls.call("conversations.info", channel=channel))["channel"]
        except Refused:
            found = {}
        self._note(channel, found.get("is_member") is True)
        return found.get("is_member") is True

    def left(self, channel: str) -> None:
        """coterie is not in it any more, or it is closed."""
        self._note(channel, False)

    def _note(self, channel: str, inside: bool) -> None:
        self._inside.pop(channel, None)
        self._inside[channel] = (inside, self.clock.now())
        while len(self._inside) > REMEMBERED:
            self._inside.popitem(last=False)

    async def completed(self, event: Event) -> Event:
        """The event with what the account of who joined tells, where Slack says so in time."""
        if not isinstance(event, events.MemberJoined) or event.person is None:
            return event
        try:
            async with asyncio.timeout(LOOK_UP_WITHIN):
                account = await self._account(event.person.native)
        except (TimeoutError, PlatformError):
            return event
        return evolve(
            event,
            name=account.name,
            handle=account.handle,
            zone=account.zone,
            locale=account.locale,
            bot=event.bot or account.bot,
            belongs=account.belongs,
        )

    def news(self, told: Told) -> Told:
        """What was told, without changes of accounts that say nothing new: Slack tells every change of everybody's status. Whom another worker
        met is not known here: of them the first change is told, and the core knows whether it met them."""
        changed = tuple(one for one in told.events if not isinstance(one, events.AccountChanged) or self._is_news(one))
        return told if changed == told.events else evolve(told, events=changed)

    def _is_news(self, event: events.AccountChanged) -> bool:
        user, known = event.account.person.native, self._accounts.get(event.account.person.native)
        account = evolve(event.account, locale=event.account.locale or (known.locale if known else None))
        self._accounts[user] = account
        return event.over or account != known

    async def _account(self, user: str) -> Account:
        if user in self._accounts:
            return self._accounts[user]
        async with self._asking[user]:  # of somebody who is in many channels Slack is asked once
            if user not in self._accounts:
                performing = await self.introduced()
                answer = await performing.calls.call("users.info", user=user, include_locale=True)
                self._accounts[user] = account_of(answer.get("user") or {"id": user}, performing.team)
        self._asking.pop(user, None)
        return self._accounts[user]

    async def look_around(self, inbox: Inbox) -> None:
        """Tell of every channel that coterie is in."""
        clock = SystemClock()
        while True:
            try:
                return await self._tell_rooms(inbox)
            except (Transient, StoreError) as error:
                log.warning("the channels can't be looked at yet", reason=str(error))
                await clock.wait(pause(error))
            except Refused as error:
                log.warning("the channels could not all be looked at", reason=str(error))
                return

    async def _tell_rooms(self, inbox: Inbox) -> None:
        performing = await self.introduced()
        calls = performing.calls
        types = "public_channel,private_channel"
        listed = calls.pages("conversations.list", "channels", types=types, exclude_archived=True, limit=1000)
        rooms = [channel async for channel in listed if channel.get("is_member")]
        if rooms:
            async for user in calls.pages("users.list", "members", include_locale=True, limit=1000):
                self._accounts[str(user.get("id"))] = account_of(user, performing.team)
        for channel in rooms:
            await inbox.take([await self.opened(channel)])

    def look_at(self, channel: str) -> None:
        """Let a channel be looked at; one that waits for it already is looked at once. So no more wait than there are channels."""
        if channel not in self._rooms_known:
            self._rooms_known.add(channel)
            self._rooms.put_nowait(channel)

    async def look_at_rooms(self, inbox: Inbox) -> None:
        """Tell of channels that coterie came into, as they come, until cancelled."""
        clock = SystemClock()
        while True:
            channel = await self._rooms.get()
            self._rooms_known.discard(channel)
            calls = (await self.introduced_at_last()).calls
            try:
                answer = await calls.call("conversations.info", channel=channel)
                await inbox.take([await self.opened(answer["channel"])])
            except (Transient, StoreError) as error:
                await clock.wait(pause(error))
                self.look_at(channel)
            except Refused as error:
                log.warning("a channel can't be looked at", channel=channel, reason=str(error))
            finally:
                self._rooms.task_done()

    async def opened(self, channel: Mapping[str, Any]) -> events.RoomOpened:
        """A channel that coterie is in, as Slack tells of it, and who is in it."""
        performing = await self.introduced()
        id, name = str(channel["id"]), str(channel.get("name") or "")
        users = [
            user async for user in performing.calls.pages("conversations.members", "members", channel=id, limit=1000)
        ]
        members = tuple([await self._account(str(user)) for user in users if user != performing.bot])
        self._rooms_told += 1
        self._note(id, True)
        private = channel.get("is_private") is True
        told = repr((id, name, private, sorted(members, key=lambda account: account.person), self.clock.now()))
        return events.RoomOpened(
            id=f"{PLATFORM}:opened:{hashlib.sha256(told.encode()).hexdigest()[:24]}",
            at=self.clock.now(),
            platform=PLATFORM,
            room=room_ref(id),
            names=(name, f"#{name}", id) if name else (id,),
            members=members,
            visibility=Visibility.PRIVATE if private else Visibility.PUBLIC,
        )


def pause(error: Exception) -> timedelta:
    """How long to wait after it before another try."""
    return (error.retry_after if isinstance(error, Transient) else None) or RETRY_AFTER
