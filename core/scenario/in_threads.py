"""People on a platform where groups live in threads: what is done in such a group is done in its thread, on any driver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, evolve, field

from ..engine.thread_homes.records import is_thread, root_of
from ..errors import Refused
from ..ports import Adapter
from ..refs import RoomRef
from .driver import Driver, InRoom, Modal, Opened, Place, Said
from .offer import Offer


@define
class InThreads:
    """A driver of rooms, and of threads in the room of the community whose id `around` is."""

    driver: Driver
    around: str
    _roots: dict[str, str] = field(factory=dict, init=False)
    """Group → native id of the message with which its thread begins."""

    @property
    def platform(self) -> str:
        return self.driver.platform

    @property
    def opened(self) -> Opened:
        return self.driver.opened

    def know(self, group: str, native: str) -> None:
        room = RoomRef.native_to(self.platform, native)
        if is_thread(room):
            self._roots[group] = root_of(room).native
        else:
            self._roots.pop(group, None)
            self.driver.know(group, native)

    def adapter(self) -> Adapter:
        return self.driver.adapter()

    async def say(self, who: str, place: Place, text: str, *, thread: str | None = None) -> None:
        await self.driver.say(who, self._place(place), text, thread=self._root(place) or thread)

    async def edit(self, who: str, place: Place, message: str, text: str) -> None:
        await self.driver.edit(who, self._place(place), message, text)

    async def remove(self, who: str, place: Place, message: str) -> None:
        await self.driver.remove(who, self._place(place), message)

    async def react(self, who: str, place: Place, message: str, emoji: str) -> None:
        await self.driver.react(who, self._place(place), message, emoji)

    async def unreact(self, who: str, place: Place, message: str, emoji: str) -> None:
        await self.driver.unreact(who, self._place(place), message, emoji)

    async def press(self, who: str, place: Place, message: str, offer: Offer, number: int) -> None:
        await self.driver.press(who, self._place(place), message, offer, number)

    async def open_form(self, who: str, place: Place, message: str) -> None:
        await self.driver.open_form(who, self._place(place), message)

    async def modal(self, who: str) -> Modal | None:
        return await self.driver.modal(who)

    async def fill(self, who: str, answers: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
        return await self.driver.fill(who, answers)

    async def join(self, who: str, room: InRoom) -> None:
        """Into a thread one comes by a word in it."""
        if (root := self._root(room)) is None:
            await self.driver.join(who, room)
        else:
            await self.driver.say(who, InRoom(self.around), "!coterie join", thread=root)

    async def leave(self, who: str, room: InRoom) -> None:
        if (root := self._root(room)) is None:
            await self.driver.leave(who, room)
        else:
            await self.driver.say(who, InRoom(self.around), "!coterie leave", thread=root)

    async def expel(self, who: str, room: InRoom) -> None:
        if self._root(room) is not None:
            raise Refused("nobody is taken out of a thread")
        await self.driver.expel(who, room)

    async def open_page(self, who: str) -> None:
        await self.driver.open_page(who)

    async def page(self, who: str) -> Said | None:
        return await self.driver.page(who)

    async def caught_up(self) -> bool:
        return await self.driver.caught_up()

    async def members(self, room: InRoom) -> frozenset[str]:
        """Of a thread, whoever may read it."""
        return await self.driver.members(room if self._root(room) is None else InRoom(self.around))

    async def heard(self, place: Place) -> Sequence[Said]:
        root, said = self._root(place), await self.driver.heard(self._place(place))
        return said if root is None else [evolve(one, thread=None) for one in said if root in (one.thread, one.id)]

    def _root(self, place: Place) -> str | None:
        return self._roots.get(place.group) if isinstance(place, InRoom) else None

    def _place(self, place: Place) -> Place:
        return place if self._root(place) is None else InRoom(self.around)
