"""How a scenario plays people on a chat platform, and sees what they see.

Each platform brings its own: the simulator, a Slack on loopback, a real Synapse on loopback. An entry point of the group `coterie.drivers`,
named as the platform, names a function without arguments that gives an async context manager of a `Stage`.

People are called by the ids that the scenario gives them (`ana`), rooms by the id of the group that lives there (`python`), coterie by
`BOT`. In a text that somebody says, a mention stands as `<@ana>` (`<@` and anything that is nobody's id is typed as it stands); in what is
heard it reads `@ana`, whatever the platform shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from attrs import field

from ..clock import ManualClock
from ..ports import Adapter
from ..values import frozen
from .offer import Offer

BOT = "coterie"
"""Who coterie is in a text: `<@coterie> help`."""


# --- what is on the stage -------------------------------------------------------------------------------------------


@frozen
class Player:
    """Somebody with an account: id, name shown, IANA zone, locale."""

    id: str
    name: str
    zone: str = "UTC"
    locale: str = "en"


@frozen
class Room:
    """A room that is there when the scenario begins: whose it is, the name people read, who is in it besides coterie.

    `id` is the group's, or the community's for the room in which all of it meets.
    """

    id: str
    name: str
    members: tuple[str, ...] = ()
    private: bool = False


@frozen
class InRoom:
    """The room of a group."""

    group: str

    def __str__(self) -> str:
        return f"in {self.group}"


@frozen
class Direct:
    """Between one person and coterie: their direct conversation, and what they alone see elsewhere."""

    person: str

    def __str__(self) -> str:
        return f"dm {self.person}"


Place = InRoom | Direct


# --- what is seen ---------------------------------------------------------------------------------------------------


@frozen
class Said:
    """One message as people read it now. Removed ones are gone; a file reads `[NAME]`.

    `id` is the native id of its reference and stays the same over edits. `order` sorts the messages of all places by when they were
    said. `by` is a person's id, `BOT`, or "" for somebody unknown. `thread` is the id of the message that began the thread it stands in.
    `pings` are those whom it notifies: in a room the mentioned who are there, in a `Direct` place the person alone. `offers` are the
    buttons it shows, links left out; `form` says that it shows what opens a form.
    """

    id: str
    order: float
    by: str
    text: str
    thread: str | None = None
    pings: frozenset[str] = frozenset()
    offers: tuple[Offer, ...] = ()
    form: bool = False


@frozen
class Modal:
    """A form that stands open before somebody, opened at `order` (as in `Said`)."""

    id: str
    order: float
    title: str = ""
    fields: tuple[str, ...] = ()


# --- the platform ---------------------------------------------------------------------------------------------------


@frozen
class Opened:
    """What the people and rooms are called on the platform.

    `accounts` is person id → what stands in `Person.accounts` (a native id without the platform's name), `homes` group id → what stands in
    `Group.homes`.
    """

    accounts: Mapping[str, str] = field(factory=dict)
    homes: Mapping[str, str] = field(factory=dict)


class Driver(Protocol):
    """People on one platform, for one scenario. An act returns when the platform has taken it; `caught_up` waits for coterie.

    An act that the platform refuses (not in the room, no such button) raises PlatformError: the step fails with its text.
    """

    @property
    def platform(self) -> str: ...

    @property
    def opened(self) -> Opened: ...

    def know(self, group: str, native: str) -> None:
        """Know the room of a group that was founded meanwhile: `native` is its native id. Once more changes nothing."""

    def adapter(self) -> Adapter:
        """An adapter as a process that just started would make it, with the clock that the stage was given.

        Called again after every restart; the one before it is cancelled by then.
        """

    async def say(self, who: str, place: Place, text: str, *, thread: str | None = None) -> None:
        """Write a message, in the thread of the message `thread`. `!coterie …` is a slash command where there are such."""

    async def edit(self, who: str, place: Place, message: str, text: str) -> None:
        """Let a message of one's own read otherwise."""

    async def remove(self, who: str, place: Place, message: str) -> None:
        """Take a message of one's own away."""

    async def react(self, who: str, place: Place, message: str, emoji: str) -> None:
        """Put an emoji (Unicode) on a message."""

    async def unreact(self, who: str, place: Place, message: str, emoji: str) -> None:
        """Take one's emoji back."""

    async def press(self, who: str, place: Place, message: str, offer: Offer, number: int) -> None:
        """Choose on a message: the `number`th (from 1) of its choices, by the button, else its reaction, else a typed answer.

        Who reacted so already takes the reaction back and puts it again.
        """

    async def open_form(self, who: str, place: Place, message: str) -> None:
        """Press what opens the form of a message."""

    async def modal(self, who: str) -> Modal | None:
        """The form that stands open before somebody; None on a platform that has no such thing."""

    async def fill(self, who: str, answers: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
        """Submit the open form: field id → what is typed or picked (a choice by id or label, people by id; several only for people).

        Gives what was refused, field id → reason; the form then stays open. Empty where it was taken.
        """

    async def join(self, who: str, room: InRoom) -> None:
        """Come into a room; somebody invited takes the invitation."""

    async def leave(self, who: str, room: InRoom) -> None:
        """Leave a room."""

    async def expel(self, who: str, room: InRoom) -> None:
        """Be taken out of a room by somebody who may do that."""

    async def open_page(self, who: str) -> None:
        """Look at one's own page. Where the platform has no such pages it refuses."""

    async def page(self, who: str) -> Said | None:
        """One's own page as it was shown last, to be pressed like a message; None where none was."""

    async def caught_up(self) -> bool:
        """Wait until coterie's adapter has taken in all that the platform has to tell it; whether that was anything since the last call."""

    async def members(self, room: InRoom) -> frozenset[str]:
        """Who is in a room, coterie aside."""

    async def heard(self, place: Place) -> Sequence[Said]:
        """Everything that stands in a place, by whomever, in the order it was said, threads included.

        A room without what one person alone sees there; that stands in the person's `Direct`.
        """


class Stage(Protocol):
    """A platform that is up. Scenarios are played on it one after another, each with accounts and rooms of its own."""

    @property
    def platform(self) -> str: ...

    def scene(
        self, clock: ManualClock, people: Sequence[Player], rooms: Sequence[Room]
    ) -> AbstractAsyncContextManager[Driver]:
        """People and rooms that nobody used before, coterie in every room; gone when the block ends."""


class StageFactory(Protocol):
    """What an entry point of `coterie.drivers` names. Raises ConfigError where the platform can't be had on this machine."""

    def __call__(self) -> AbstractAsyncContextManager[Stage]: ...
