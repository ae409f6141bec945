"""People in a world, as a scenario plays them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager

from attrs import define

from coterie.core.clock import Clock
from coterie.core.errors import Refused, Transient
from coterie.core.model.community import JoinMode
from coterie.core.model.content import MENTION, OPEN_FORM, Capability
from coterie.core.scenario.driver import BOT, Direct, InRoom, Modal, Opened, Place, Player, Room, Said
from coterie.core.scenario.offer import Offer
from coterie.core.values import frozen

from .adapter import SimulatorAdapter, SimulatorSettings
from .decode import JOINER, PLATFORM
from .things import Denied, Message
from .world import APP, World

PATIENCE_SECONDS = 10


@define
class SimulatorDriver:
    """Everybody in one world. `rooms` gives group id → room id."""

    world: World
    opened: Opened
    rooms: dict[str, str]
    settings: SimulatorSettings = SimulatorSettings()
    platform: str = PLATFORM
    _known: int = 0

    def know(self, group: str, native: str) -> None:
        self.rooms[group] = native

    def adapter(self) -> SimulatorAdapter:
        return SimulatorAdapter(self.settings, {}, self.world.clock, self.world)

    # --- acts -------------------------------------------------------------------------------------------------------

    async def say(self, who: str, place: Place, text: str, *, thread: str | None = None) -> None:
        with refusals():
            self.world.say(who, self._room(place), as_typed(self.world, text), thread=thread)

    async def edit(self, who: str, place: Place, message: str, text: str) -> None:
        with refusals():
            self.world.edit(self._own(who, message), as_typed(self.world, text))

    async def remove(self, who: str, place: Place, message: str) -> None:
        with refusals():
            self.world.remove(self._own(who, message), who)

    async def react(self, who: str, place: Place, message: str, emoji: str) -> None:
        with refusals():
            self.world.react(who, message, emoji)

    async def unreact(self, who: str, place: Place, message: str, emoji: str) -> None:
        with refusals():
            self.world.unreact(who, message, emoji)

    async def press(self, who: str, place: Place, message: str, offer: Offer, number: int) -> None:
        with refusals():
            found = self._with_choices(message)
            seeds = [emoji for emoji, people in found.reactions.items() if APP in people]
            if found.choices:
                self.world.press(who, found.id, offer.id)
            elif len(seeds) >= number:
                if who in found.reactions[seeds[number - 1]]:
                    self.world.unreact(who, message, seeds[number - 1])
                self.world.react(who, message, seeds[number - 1])
            else:
                self.world.say(who, found.room or "", str(number), thread=message)

    async def open_form(self, who: str, place: Place, message: str) -> None:
        with refusals():
            self.world.press(who, self._with_choices(message).id, OPEN_FORM)

    async def modal(self, who: str) -> Modal | None:
        found = self.world.modals.get(who)
        if not found:
            return None
        form = found[-1].form
        return Modal(found[-1].form_key, found[-1].order, form.title, tuple(field.id for field in form.fields))

    async def fill(self, who: str, answers: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
        with refusals():
            return self.world.submit(who, answers)

    async def join(self, who: str, room: InRoom) -> None:
        with refusals():
            found = self.world.room(self._room(room))
            if (found.private or found.join is not JoinMode.OPEN) and who not in found.members:
                raise Denied(f"{room.group} is not open, and nobody has invited {who}")
            self.world.join(who, found.id)

    async def leave(self, who: str, room: InRoom) -> None:
        with refusals():
            self.world.leave(who, self._room(room))

    async def expel(self, who: str, room: InRoom) -> None:
        with refusals():
            self.world.leave(who, self._room(room), expelled=True)

    async def open_page(self, who: str) -> None:
        with refusals():
            if Capability.HOME in self.settings.lacks:
                raise Denied("there are no pages of people's own here")
            self.world.open_home(who)

    # --- what is seen -----------------------------------------------------------------------------------------------

    async def caught_up(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.world.all_acknowledged()
        except TimeoutError:
            raise Transient("coterie does not take in what the world tells it") from None
        before, self._known = self._known, len(self.world.log)
        return before < self._known

    async def members(self, room: InRoom) -> frozenset[str]:
        return frozenset(self.world.room(self._room(room)).members) - {APP}

    async def heard(self, place: Place) -> Sequence[Said]:
        if isinstance(place, InRoom):
            here = self.world.room(self._room(place)).messages
            return tuple(_said(message) for message in here if message.seen_by is None)
        alone = [message for message in self.world.messages.values() if self._is_for(place.person, message)]
        return tuple(_said(message) for message in sorted(alone, key=lambda message: message.order))

    async def page(self, who: str) -> Said | None:
        shown = self.world.homes.get(who)
        return _said(shown) if shown else None

    def _is_for(self, person: str, message: Message) -> bool:
        if message.removed or message.room is None:
            return False
        return message.seen_by == person or self.world.rooms[message.room].direct == person

    def _with_choices(self, message: str) -> Message:
        """The piece of a message on which its buttons stand: the last one."""
        more = [one for one in self.world.messages.values() if one.head == message and not one.removed]
        return max(more, key=lambda one: one.order, default=self.world.message(message))

    def _own(self, who: str, message: str) -> str:
        if self.world.message(message).author != who:
            raise Denied(f"{who} did not write that")
        return message

    def _room(self, place: Place) -> str:
        if isinstance(place, Direct):
            return self.world.direct(place.person).id
        if place.group not in self.rooms:
            raise Denied(f"there is no room for {place.group}")
        return self.rooms[place.group]


def as_typed(world: World, text: str) -> str:
    """A text with mentions `<@ana>` as somebody types it in a world; what names nobody there stays as it is."""
    return MENTION.sub(lambda found: f"@{found[1]}" if found[1] in world.people else found[0], text)


def _said(message: Message) -> Said:
    return Said(
        id=message.head or message.id,
        order=message.order,
        by=BOT if message.author == APP else message.author,
        text=message.text.replace(JOINER, "") + (f" [{message.file.name}]" if message.file else ""),
        thread=message.thread,
        pings=message.pings,
        offers=tuple(Offer(choice.id, choice.label) for choice in message.choices if choice.url is None),
        form=message.form is not None,
    )


@contextmanager
def refusals() -> Iterator[None]:
    """What the world denies a person is a refusal."""
    try:
        yield
    except Denied as error:
        raise Refused(str(error)) from error


@frozen
class SimulatorStage:
    """Worlds on demand, without the capabilities in `lacks`."""

    lacks: tuple[Capability, ...] = ()
    platform: str = PLATFORM

    @asynccontextmanager
    async def scene(
        self, clock: Clock, people: Sequence[Player], rooms: Sequence[Room]
    ) -> AsyncIterator[SimulatorDriver]:
        """A new world with these people and rooms in it."""
        world = World(clock)
        for person in people:
            world.add_person(person.id, person.name, person.zone, person.locale)
        made = {room.id: world.add_room(room.id, room.members, private=room.private).id for room in rooms}
        for room in rooms:
            world.rooms[made[room.id]].title = room.name
        opened = Opened({person.id: person.id for person in people}, {room.id: room.id for room in rooms})
        yield SimulatorDriver(world, opened, made, SimulatorSettings(self.lacks))


@asynccontextmanager
async def simulator(lacks: tuple[Capability, ...] = ()) -> AsyncIterator[SimulatorStage]:
    """The stage that the entry point names."""
    yield SimulatorStage(lacks)
