"""People on a real homeserver, as a scenario plays them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from html import escape
from typing import Any, TypeVar

import aiohttp
from attrs import define, field

from coterie.core.clock import ManualClock
from coterie.core.errors import ConfigError, Finding, Refused, Transient
from coterie.core.model.content import MENTION, choice_emoji
from coterie.core.scenario.driver import BOT, Direct, InRoom, Modal, Opened, Place, Player, Room, Said
from coterie.core.scenario.offer import Offer
from coterie.core.values import frozen

from ..adapter import TOKEN, MatrixAdapter, MatrixSettings
from ..listening import FILTER
from ..names import PLATFORM
from ..polls import poll_in
from .homeserver import Homeserver, homeserver, why_no_homeserver
from .person import MatrixPerson, Refusal
from .sight import POLL, Seen, votes_in
from .watched import Watch, WatchedAdapter

PATIENCE_SECONDS = 30
_EVENT = "/$"

T = TypeVar("T")


@define
class MatrixDriver:
    """Everybody of one scenario. `people` are by the scenario's ids, coterie's own account among them; `rooms` is group id → room id.

    Nothing changes on the homeserver but by what people do here and what coterie does: where neither did anything, it is not asked again.
    """

    people: Mapping[str, MatrixPerson]
    rooms: dict[str, str]
    clock: ManualClock
    opened: Opened
    platform: str = PLATFORM
    _watch: Watch = field(factory=Watch)
    _made: list[MatrixAdapter] = field(factory=list)
    _known: int = 0
    _acts: int = 0
    _rested: tuple[int, ...] | None = None
    _looked: tuple[int, ...] | None = None
    _looks: dict[tuple[str, ...], Any] = field(factory=dict)
    _entered: dict[str, tuple[str, ...]] = field(factory=dict)

    def know(self, group: str, native: str) -> None:
        self.rooms[group] = native

    def adapter(self) -> WatchedAdapter:
        bot = self.people[BOT]
        self._acts += 1
        self._made.append(MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: bot.token}, self.clock))
        return WatchedAdapter(self._made[-1], self._watch, self.clock)

    async def close(self) -> None:
        """Close the connections of every adapter there was."""
        for adapter in self._made:
            await adapter.close()

    # --- acts -------------------------------------------------------------------------------------------------------

    async def say(self, who: str, place: Place, text: str, *, thread: str | None = None) -> None:
        with self._acting():
            room, typed = await self._room(place), self._typed(text)
            await self._person(who).say(
                room, typed.body, html=typed.html, pings=typed.pings, thread=_event(thread) if thread else None
            )

    async def edit(self, who: str, place: Place, message: str, text: str) -> None:
        with self._acting():
            typed = self._typed(text)
            await self._own(who, message)
            await self._person(who).edit(_room(message), _event(message), typed.body, html=typed.html)

    async def remove(self, who: str, place: Place, message: str) -> None:
        with self._acting():
            await self._own(who, message)
            await self._person(who).redact(_room(message), _event(message))

    async def react(self, who: str, place: Place, message: str, emoji: str) -> None:
        with self._acting():
            await self._person(who).react(_room(message), _event(message), emoji)

    async def unreact(self, who: str, place: Place, message: str, emoji: str) -> None:
        with self._acting():
            await self._person(who).unreact(_room(message), _event(message), emoji)

    async def press(self, who: str, place: Place, message: str, offer: Offer, number: int) -> None:
        with self._acting():
            person, emoji = self._person(who), choice_emoji(number - 1)
            if await self._is_poll(message):
                await self._vote(person, message, offer.id)
                return
            offered = await person.reactions(_room(message), _event(message))
            if self.people[BOT].user in offered.get(emoji, ()):
                if person.user in offered[emoji]:
                    await person.unreact(_room(message), _event(message), emoji)
                await person.react(_room(message), _event(message), emoji)
            else:
                await person.say(_room(message), str(number), thread=await self._root(message))

    async def _is_poll(self, message: str) -> bool:
        seen = await self.people[BOT].read(_room(message))
        return any(one.event == _event(message) and one.kind == POLL for one in seen)

    async def _vote(self, person: MatrixPerson, message: str, id: str) -> None:
        """Where several may be chosen, beside what the person holds already."""
        events = await person.events(_room(message))
        (started,) = [one for one in events if one["event_id"] == _event(message)]
        poll = poll_in(started["content"])
        held = votes_in(_event(message), events).get(person.user, ()) if poll and poll.most > 1 else ()
        await person.vote(_room(message), _event(message), *dict.fromkeys((*held, id)))

    async def open_form(self, who: str, place: Place, message: str) -> None:
        raise Refused("Matrix shows no forms")

    async def modal(self, who: str) -> Modal | None:
        return None

    async def fill(self, who: str, answers: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
        raise Refused("Matrix shows no forms")

    async def join(self, who: str, room: InRoom) -> None:
        with self._acting():
            await self._person(who).join(await self._room(room))

    async def leave(self, who: str, room: InRoom) -> None:
        with self._acting():
            await self._person(who).leave(await self._room(room))

    async def expel(self, who: str, room: InRoom) -> None:
        with self._acting():  # by the account that made the room: it may
            await self.people[BOT].expel(await self._room(room), self._person(who).user)

    # --- what is seen -----------------------------------------------------------------------------------------------

    async def caught_up(self) -> bool:
        if self._rested == self._state:
            return False
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                takes = self._watch.takes
                while await self._is_behind():
                    await self._watch.taken_since(takes)
                    takes = self._watch.takes
        except TimeoutError:
            raise Transient("coterie does not take in what the homeserver tells it") from None
        before, self._known, self._rested = self._known, self._watch.events, self._state
        return before < self._known

    async def members(self, room: InRoom) -> frozenset[str]:
        with refusals():
            where = await self._room(room)
            inside = await self._once(("members", where), lambda: self.people[BOT].members(where))
        names = self._names
        return frozenset(names[user] for user, how in inside.items() if how == "join" and user in names) - {BOT}

    async def open_page(self, who: str) -> None:
        raise Refused("Matrix has no pages of people's own")

    async def page(self, who: str) -> Said | None:
        return None

    async def heard(self, place: Place) -> Sequence[Said]:
        with refusals():
            if isinstance(place, InRoom):
                return await self._said(self.people[BOT], await self._room(place), frozenset())
            person = self._person(place.person)
            rooms = await self._once(("direct", place.person), lambda: self._direct_rooms(place.person))
            found = [one for room in rooms for one in await self._said(person, room, frozenset({place.person}))]
            return tuple(sorted(found, key=lambda one: one.order))

    async def _is_behind(self) -> bool:
        """Whether the homeserver has something for coterie's account that its adapter has not taken yet."""
        query = {"filter": FILTER, "timeout": "0"}
        if self._watch.cursor is not None:
            query["since"] = self._watch.cursor
        with refusals():
            rooms = (await self.people[BOT].call("GET", "/sync", query=query)).get("rooms") or {}
        return any(rooms.values())

    async def _direct_rooms(self, who: str) -> tuple[str, ...]:
        """The rooms of somebody with coterie alone. To look into a new one is to enter it."""
        rooms = await self._person(who).direct_rooms(self.people[BOT].user)
        if rooms != self._entered.get(who, ()):
            self._entered[who] = rooms
            self._acts += 1
        return rooms

    async def _once(self, what: tuple[str, ...], look: Callable[[], Awaitable[T]]) -> T:
        """What a look comes to: the same as before where nobody did anything since."""
        if self._looked != self._state:
            self._looked = self._state
            self._looks.clear()
        if what not in self._looks:
            self._looks[what] = await look()
        found: T = self._looks[what]
        return found

    @property
    def _state(self) -> tuple[int, ...]:
        """Another one whenever somebody did anything."""
        done = sum(count for one in self.people.values() for method, count in one.done.items() if method != "GET")
        return (self._acts, done, self._watch.performed, self._watch.takes)

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """Somebody does something, which the homeserver may refuse."""
        try:
            with refusals():
                yield
        finally:
            self._acts += 1

    async def _said(self, eyes: MatrixPerson, room: str, told: frozenset[str]) -> tuple[Said, ...]:
        seen = await self._once(("read", eyes.user, room), lambda: eyes.read(room, self._names))
        said, last = [], 0.0
        for one in seen:
            # Two messages of one millisecond stay in the order in which the room has them.
            last = max(last + 1e-4, float(one.at))
            said.append(self._one_said(one, room, last, told))
        return tuple(said)

    def _one_said(self, seen: Seen, room: str, order: float, told: frozenset[str]) -> Said:
        names = self._names
        by = names.get(seen.sender, "")
        pings = frozenset(names.get(user, user) for user in seen.pings) | (told if by == BOT else frozenset())
        return Said(
            id=f"{room}/{seen.event}",
            order=order,
            by=by,
            text=_with_file(seen),
            thread=f"{room}/{seen.thread}" if seen.thread else None,
            pings=pings,
        )

    async def _root(self, message: str) -> str:
        """The event that began the thread in which the message stands, or the message's own."""
        seen = await self.people[BOT].read(_room(message))
        return next((one.thread for one in seen if one.event == _event(message) and one.thread), _event(message))

    # --- who and where ----------------------------------------------------------------------------------------------

    @property
    def _names(self) -> dict[str, str]:
        return {person.user: id for id, person in self.people.items()}

    def _person(self, who: str) -> MatrixPerson:
        if who not in self.people:
            raise Refused(f"{who} has no account here")
        return self.people[who]

    async def _room(self, place: Place) -> str:
        if isinstance(place, Direct):
            return await self._person(place.person).dm(self.people[BOT].user)
        if place.group not in self.rooms:
            raise Refused(f"there is no room for {place.group}")
        return self.rooms[place.group]

    async def _own(self, who: str, message: str) -> None:
        seen = await self._person(who).read(_room(message))
        if not any(one.event == _event(message) and one.sender == self._person(who).user for one in seen):
            raise Refused(f"{who} did not write that")

    def _typed(self, text: str) -> _Typed:
        """The text as a client sends it: a mention is a link, and its plain text the name."""
        named = [self.people[id] for id in MENTION.findall(text) if id in self.people]
        body = MENTION.sub(lambda found: self.people[found[1]].name if found[1] in self.people else found[0], text)
        if not named:
            return _Typed(body, None, ())
        pieces, end = [], 0
        for found in MENTION.finditer(text):
            pieces.append(escape(text[end : found.start()]))
            person = self.people.get(found[1])
            pieces.append(_link(person) if person else escape(found[0]))
            end = found.end()
        html = "".join([*pieces, escape(text[end:])]).replace("\n", "<br>")
        return _Typed(body, html, tuple(person.user for person in named))


@frozen
class _Typed:
    body: str
    html: str | None
    pings: tuple[str, ...]


@frozen
class MatrixStage:
    """A homeserver that is up."""

    server: Homeserver
    platform: str = PLATFORM

    @asynccontextmanager
    async def scene(
        self, clock: ManualClock, people: Sequence[Player], rooms: Sequence[Room]
    ) -> AsyncIterator[MatrixDriver]:
        """New accounts for these people and coterie, and new rooms that coterie made and everybody named is in."""
        marker = secrets.token_hex(4)
        bot = await self.server.person(BOT, localpart=f"{BOT}-{marker}")
        accounts = {one.id: await self.server.person(one.name, localpart=f"{one.id}-{marker}") for one in people}
        made = {room.id: await _opened(bot, room, [accounts[one] for one in room.members]) for room in rooms}
        opened = Opened({id: person.user for id, person in accounts.items()}, made)
        driver = MatrixDriver({**accounts, BOT: bot}, made, clock, opened)
        try:
            yield driver
        finally:
            await driver.close()


@asynccontextmanager
async def matrix() -> AsyncIterator[MatrixStage]:
    """The stage that the entry point names. Raises ConfigError where no homeserver can run."""
    if reason := why_no_homeserver():
        raise ConfigError(Finding(PLATFORM, None, None, reason))
    async with homeserver() as server:
        yield MatrixStage(server)


@contextmanager
def refusals() -> Iterator[None]:
    """What the homeserver denies a person is a refusal."""
    try:
        yield
    except Refusal as error:
        raise Refused(str(error)) from error
    except KeyError as error:
        raise Refused(str(error.args[0])) from error
    except (aiohttp.ClientError, OSError) as error:
        raise Transient(f"the homeserver does not answer: {error}") from error


async def _opened(bot: MatrixPerson, room: Room, members: Sequence[MatrixPerson]) -> str:
    made = await bot.open_room(room.name, public=not room.private)
    for person in members:
        if room.private:
            await bot.invite(made, person.user)
        await person.join(made)
    return made


def _link(person: MatrixPerson) -> str:
    return f'<a href="https://matrix.to/#/{person.user}">{escape(person.name)}</a>'


def _with_file(seen: Seen) -> str:
    name = seen.content.get("filename")
    if not name or "url" not in seen.content:
        return seen.text
    return f"[{name}]" if seen.text == name else f"{seen.text} [{name}]"


def _room(message: str) -> str:
    return message.partition(_EVENT)[0]


def _event(message: str) -> str:
    return f"${message.partition(_EVENT)[2]}"
