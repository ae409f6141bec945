"""People in a workspace on loopback, as a scenario plays them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import cache

from attrs import define

from coterie.core.clock import ManualClock
from coterie.core.errors import Refused, Transient
from coterie.core.files.surroundings import installed_plugins
from coterie.core.handling import LoadedPlugin
from coterie.core.model.content import MENTION, OPEN_FORM
from coterie.core.scenario.driver import BOT, Direct, InRoom, Modal, Opened, Place, Player, Room, Said
from coterie.core.scenario.offer import Offer
from coterie.core.values import frozen

from .. import scopes as asked
from ..adapter import SlackAdapter
from ..names import HOME, PLATFORM, channel_name
from ..names import Place as Where
from ..settings import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackSettings
from .client import NotPossible
from .delivery import NotAcknowledged
from .layout import Control, Seen
from .modal import Given, inputs
from .person import COMMAND, Person
from .server import LoopbackSlack, slack_on_loopback
from .things import (
    BOT_USER,
    Channel,
)

PATIENCE_SECONDS = 10
SEVERAL = ("checkboxes", "multi_static_select", "multi_external_select", "multi_users_select")
TYPED_COMMAND = "!coterie"
_BETWEEN_PEOPLE = re.compile(r"\s*,\s*|\s+(?=@)")


@define
class SlackDriver:
    """Everybody in one workspace. `rooms` gives group id → channel id."""

    slack: LoopbackSlack
    clock: ManualClock
    opened: Opened
    rooms: dict[str, str]
    platform: str = PLATFORM
    _adapter: SlackAdapter | None = None
    _known: tuple[int, int] = (0, 0)

    def know(self, group: str, native: str) -> None:
        self.rooms[group] = native

    def adapter(self) -> SlackAdapter:
        secrets = {
            BOT_TOKEN: self.slack.bot_token,
            APP_TOKEN: self.slack.app_token,
            SIGNING_SECRET: self.slack.signing_secret,
        }
        self._adapter = SlackAdapter(SlackSettings(api_url=self.slack.api_url), secrets, self.clock)
        self._known = (self._known[0], 0)
        return self._adapter

    # --- acts -------------------------------------------------------------------------------------------------------

    async def say(self, who: str, place: Place, text: str, *, thread: str | None = None) -> None:
        with refusals():
            typed = MENTION.sub(lambda found: f"@{found[1]}" if self._is_known(found[1]) else found[0], text)
            # In threads Slack takes no slash commands: there people type what stands in the texts.
            if thread is None and (typed == TYPED_COMMAND or typed.startswith(TYPED_COMMAND + " ")):
                typed = COMMAND + typed.removeprefix(TYPED_COMMAND)
            await self._person(who).say(self._channel(place).id, typed, self._ts(thread) if thread else None)

    async def edit(self, who: str, place: Place, message: str, text: str) -> None:
        with refusals():
            await self._person(who).edit(self._ts(message), text, self._id(message))

    async def remove(self, who: str, place: Place, message: str) -> None:
        with refusals():
            await self._person(who).delete(self._ts(message), self._id(message))

    async def react(self, who: str, place: Place, message: str, emoji: str) -> None:
        with refusals():
            await self._person(who).react(self._ts(message), emoji, self._id(message))

    async def unreact(self, who: str, place: Place, message: str, emoji: str) -> None:
        with refusals():
            await self._person(who).unreact(self._ts(message), emoji, self._id(message))

    async def press(self, who: str, place: Place, message: str, offer: Offer, number: int) -> None:
        with refusals():
            await self._person(who).press(self._seen(who, message), offer.id or offer.label)

    async def open_form(self, who: str, place: Place, message: str) -> None:
        with refusals():
            await self._person(who).press(self._seen(who, message), OPEN_FORM)

    async def modal(self, who: str) -> Modal | None:
        view = self._person(who).view
        if view is None:
            return None
        title = str(view.definition["title"]["text"])
        return Modal(view.id, float(view.opened), title, tuple(inputs(view.definition)))

    async def fill(self, who: str, answers: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
        with refusals():
            person = self._person(who)
            view = person.view
            fields = inputs(view.definition) if view else {}
            kinds = {id: str(block["element"]["type"]) for id, block in fields.items()}
            return await person.submit({id: given(kinds.get(id, ""), values) for id, values in answers.items()})

    async def join(self, who: str, room: InRoom) -> None:
        with refusals():
            await self._person(who).join(self._channel(room).id)

    async def leave(self, who: str, room: InRoom) -> None:
        with refusals():
            await self._person(who).leave(self._channel(room).id)

    async def expel(self, who: str, room: InRoom) -> None:
        await self.leave(who, room)  # as Slack tells of it, both are one

    async def open_page(self, who: str) -> None:
        await self._person(who).open_home()

    # --- what is seen -----------------------------------------------------------------------------------------------

    async def caught_up(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                known = (-1, -1)
                while known != (known := await self._taken()):
                    pass
        except TimeoutError:
            raise Transient("coterie does not take in what Slack tells it") from None
        before, self._known = self._known, known
        return before != known

    async def members(self, room: InRoom) -> frozenset[str]:
        users = self.slack.workspace.users
        return frozenset(users[user].handle for user in self._channel(room).members if user != BOT_USER)

    async def heard(self, place: Place) -> Sequence[Said]:
        if isinstance(place, InRoom):
            channel = self._channel(place)
            reader = next(iter(self.opened.accounts))
            seen = [each for each in self._person(reader).sees(channel.id) if not each.is_ephemeral]
        else:
            person = self._person(place.person)
            channels = [one for one in self.slack.workspace.channels.values() if one.kind != "im"]
            alone = [each for channel in channels for each in person.sees(channel.id) if each.is_ephemeral]
            seen = sorted([*alone, *person.sees_dm()], key=lambda each: each.ts)
        looking = reader if isinstance(place, InRoom) else place.person
        return tuple([await self._said(each, looking) for each in seen if each.subtype in (None, "file_share")])

    async def page(self, who: str) -> Said | None:
        shown = self._person(who).home
        return await self._said(shown, who) if shown else None

    # --- private ----------------------------------------------------------------------------------------------------

    async def _taken(self) -> tuple[int, int]:
        rooms = await self._adapter.at_rest() if self._adapter else 0
        await self.slack.settled()
        return self.slack.deliveries.taken, rooms

    def _is_known(self, id: str) -> bool:
        return id == BOT or id in self.opened.accounts

    def _person(self, id: str) -> Person:
        if not self.slack.has_person(id):
            raise Refused(f"nobody in the workspace is called {id}")
        return self.slack.person(id)

    def _channel(self, place: Place) -> Channel:
        if isinstance(place, Direct):
            return self.slack.workspace.direct(self._person(place.person).user.id)
        if place.group not in self.rooms:
            raise Refused(f"there is no channel for {place.group}")
        return self.slack.workspace.channels[self.rooms[place.group]]

    def _ts(self, message: str) -> str:
        return message.split(":")[1]

    def _id(self, message: str) -> str:
        return message.split(":")[0]

    def _seen(self, who: str, message: str) -> Seen:
        if self._id(message) == HOME:
            seen = self._person(who).home
        else:
            found = (each for each in self._person(who).sees(self._id(message)) if each.ts == self._ts(message))
            seen = next(found, None)
        if seen is None:
            raise Refused(f"{who} sees no such message")
        return seen

    async def _said(self, seen: Seen, reader_id: str) -> Said:
        user = next(iter(seen.pings), None) if seen.is_ephemeral else None
        reader = self.slack.person(user).user.id if user else None
        choices = [control for control in seen.controls if control.url is None and control.value != OPEN_FORM]
        offers = [offer for control in choices for offer in await self._offers(seen, control, reader_id)]
        return Said(
            id=Where(seen.channel, seen.ts, reader).ref.native,
            order=0.0 if seen.channel == HOME else float(seen.ts),
            by=BOT if seen.by_coterie else seen.author,
            text=" ".join([seen.text, *(f"[{name}]" for name in seen.files)]).strip(),
            thread=f"{seen.channel}:{seen.thread_ts}" if seen.thread_ts else None,
            pings=seen.pings,
            offers=tuple(offers),
            form=any(control.value == OPEN_FORM for control in seen.controls),
        )

    async def _offers(self, seen: Seen, control: Control, who: str) -> list[Offer]:
        if control.is_typed:
            suggested = await self._person(who).suggested(seen, control, "")
            return [Offer(str(one["value"]), str(one["text"]["text"])) for one in suggested]
        return [Offer(option.value, option.label) for option in (control.options or (control,)) if option.value]


@contextmanager
def refusals() -> Iterator[None]:
    """What Slack's client denies a person is a refusal; an app that did not answer them is passing."""
    try:
        yield
    except (NotPossible, LookupError) as error:
        raise Refused(str(error)) from error
    except NotAcknowledged as error:
        raise Transient(f"coterie did not answer in time ({error.reason})") from error


@frozen
class SlackStage:
    """Workspaces on demand, each a server of its own on 127.0.0.1."""

    platform: str = PLATFORM

    @asynccontextmanager
    async def scene(
        self, clock: ManualClock, people: Sequence[Player], rooms: Sequence[Room]
    ) -> AsyncIterator[SlackDriver]:
        """A new workspace with these people and channels in it, where the app has the rights that its manifest asks for."""
        plugins = _installed()
        scopes, subscriptions = frozenset(asked.scopes(plugins)), frozenset(asked.events(plugins))
        async with slack_on_loopback(clock, scopes=scopes, subscriptions=subscriptions) as slack:
            opened, made = set_up(slack, people, rooms)
            yield SlackDriver(slack, clock, opened, made)


def set_up(slack: LoopbackSlack, people: Sequence[Player], rooms: Sequence[Room]) -> tuple[Opened, dict[str, str]]:
    """These people and channels in a workspace: what they are called there, and the ids of the channels."""
    accounts = {
        person.id: slack.add_person(person.id, person.name, zone=person.zone, locale=person.locale).user.id
        for person in people
    }
    made: dict[str, str] = {}
    homes: dict[str, str] = {}
    for room in rooms:
        name = _free_name(slack, channel_name(room.name or room.id))
        made[room.id] = slack.add_channel(name, *room.members, private=room.private).id
        homes[room.id] = name
    return Opened(accounts, homes), made


def given(kind: str, values: Sequence[str]) -> Given:
    """What a scenario has somebody give an element of this kind. People may stand in one text, as they are typed elsewhere: `@bo @cy`."""
    if kind == "multi_users_select":
        return tuple(name for value in values for name in _BETWEEN_PEOPLE.split(value) if name)
    return tuple(values) if kind in SEVERAL else next(iter(values), "")


@cache
def _installed() -> tuple[LoadedPlugin, ...]:
    return installed_plugins()


def _free_name(slack: LoopbackSlack, name: str) -> str:
    taken = {channel.name for channel in slack.workspace.channels.values()}
    return next(free for number in range(1, 1000) if (free := name if number == 1 else f"{name}-{number}") not in taken)


@asynccontextmanager
async def slack() -> AsyncIterator[SlackStage]:
    """The stage that the entry point names."""
    yield SlackStage()
