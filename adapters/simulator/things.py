"""What there is in a world: people, rooms, messages, forms; and what its log tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from attrs import Factory, define, field

from coterie.core.model.community import JoinMode
from coterie.core.model.content import Answer, Choice, Form
from coterie.core.values import frozen


class Denied(Exception):
    """The platform says no; the text says why."""


class Happened(Enum):
    """What the log tells."""

    INSTALLED = "installed"
    ENTERED = "entered"  # the app came into a room
    SAID = "said"
    EDITED = "edited"
    REMOVED = "removed"
    REACTED = "reacted"
    UNREACTED = "unreacted"
    CHOSE = "chose"
    SUBMITTED = "submitted"
    COMMANDED = "commanded"
    LOOKED = "looked"  # at their own page
    JOINED = "joined"
    LEFT = "left"
    EXPELLED = "expelled"
    REPLACED = "replaced"


@frozen
class Change:
    """One entry of the log; `number` counts from 1. `text` is the message, the emoji, the command or the role."""

    number: int
    at: datetime
    what: Happened
    room: str | None = None
    person: str | None = None
    message: str | None = None
    thread: str | None = None
    text: str = ""
    choices: tuple[str, ...] = ()
    trigger: str | None = None
    form: str | None = None
    answers: Mapping[str, Answer] = field(factory=dict)


@define
class Account:
    """Somebody who is here."""

    id: str
    name: str
    zone: str = "UTC"
    locale: str = "en"
    bot: bool = False


@define
class File:
    """Something put into a room."""

    name: str
    media_type: str
    content: bytes


@define
class Message:
    """A message as it reads now. `head` is the first piece of a message that was too long for one; `seen_by` is None for all."""

    id: str
    order: int
    at: datetime
    room: str | None
    author: str
    text: str
    thread: str | None = None
    key: str | None = None
    head: str | None = None
    seen_by: str | None = None
    choices: tuple[Choice, ...] = ()
    several: bool = False
    form: Form | None = None
    file: File | None = None
    pinned: bool = False
    edited: bool = False
    removed: bool = False
    reactions: dict[str, list[str]] = Factory(dict)
    held: dict[str, tuple[str, ...]] = Factory(dict)
    pings: frozenset[str] = frozenset()


@define
class Room:
    """A room, a direct conversation (`direct` is whose) or a Space (`children` are the rooms in it)."""

    id: str
    name: str
    title: str = ""
    topic: str = ""
    avatar: str = ""
    private: bool = False
    space: bool = False
    direct: str | None = None
    archived: bool = False
    join: JoinMode = JoinMode.OPEN
    key: str | None = None
    members: list[str] = Factory(list)
    roles: dict[str, set[str]] = Factory(dict)
    children: list[str] = Factory(list)
    messages: list[Message] = Factory(list)


@define
class OpenModal:
    """A form before somebody's eyes."""

    order: int
    form: Form
    form_key: str
    locale: str = "en"
