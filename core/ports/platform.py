"""What an adapter must be, and what it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from ..clock import Clock
from ..model.content import Capability, Choice
from ..model.effect import Effect
from ..model.event import Event
from ..refs import MessageRef, PersonRef, RoomRef
from ..values import frozen


@frozen
class Cursor:
    """How far an adapter has read its platform; saved in the same commit as the events up to there."""

    name: str
    value: str


class Inbox(Protocol):
    """Where an adapter brings what happened."""

    async def take(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        """Return once the events are durable; then acknowledge. An event whose id was seen before is dropped.

        Raises StoreError where it can't be saved: do not acknowledge, let the platform send again.
        """

    async def cursor(self, name: str) -> str | None:
        """The value last saved under this name."""

    def ready(self, platform: str) -> None:
        """Say that the platform is connected and listened to."""

    def away(self, platform: str) -> None:
        """Say that it is not, until `ready` says otherwise: what is asked whether coterie is ready is told so."""


@frozen
class Sought:
    """What somebody types to find one of more choices than a platform shows: on the card that `message` shows, or in the `field` of the form with
    the key `form`. References are native."""

    person: PersonRef
    typed: str
    room: RoomRef | None = None
    message: MessageRef | None = None
    form: str = ""
    field: str = ""


@runtime_checkable
class Suggests(Protocol):
    """An inbox that can be asked what may be chosen."""

    async def suggestions(self, sought: Sought, most: int) -> Sequence[Choice]:
        """What this person may choose there and what fits what they typed, so many at most, the best first; nothing where they may not.

        Raises StoreError where it can't be looked up.
        """


@frozen
class Performed:
    """What came of an effect: `native` is the reference id (`PLATFORM/ID`) of what was made, None where nothing was.

    Of a `Post` to a person it is the message; `room` then is the native direct conversation it stands in. `learned` are events that
    the platform tells nobody of by itself: who is in a room that was there before.
    """

    native: str | None = None
    room: str | None = None
    learned: tuple[Event, ...] = ()


class Adapter(Protocol):
    """A chat platform. It translates and decides nothing."""

    @property
    def platform(self) -> str:
        """The name that its native references begin with."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What works here."""

    async def listen(self, inbox: Inbox) -> None:
        """Bring events until cancelled. Raises LoggedOut where the credentials are void; comes back from all else by itself."""

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        """Do it, once per key. All references in it are native to this platform.

        With `again`, an earlier try may have succeeded without our hearing of it: look before doing it twice.
        Raises Transient, Refused, Unsupported (a capability not declared) or LoggedOut.
        """


class AdapterFactory(Protocol):
    """What an entry point of `coterie.adapters` names: a class like this.

    `Settings` is an attrs class: the section of coterie.toml with the entry point's name. `secrets` names the environment variables of
    which it takes what it needs; `missing_secrets` gives those without which it can't run.
    """

    Settings: ClassVar[type]
    secrets: ClassVar[tuple[str, ...]]

    def missing_secrets(self, settings: Any, environment: Mapping[str, str]) -> tuple[str, ...]: ...

    def __call__(self, settings: Any, environment: Mapping[str, str], clock: Clock) -> Adapter: ...


@runtime_checkable
class OneListener(Protocol):
    """An adapter with which one worker at a time listens, because the account has one place in its stream of events."""

    @property
    def account(self) -> str:
        """What only one listens to, the same in every worker: `PLATFORM:ACCOUNT`."""


@runtime_checkable
class KeepsFiles(Protocol):
    """An adapter that keeps what can't be in the store: keys that must never leave the machine, say."""

    def kept_in(self, folder: Path) -> None:
        """To be called before all else, with the data folder."""
