"""A community, its people and its groups, as a community file writes them down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from attrs import field

from ..refs import PersonRef
from ..values import frozen
from .picture import Picture
from .preferences import Quiet
from .roles import Term


class GroupState(Enum):
    """Where a group stands in its life."""

    PROPOSED = "proposed"
    GATHERING = "gathering"
    PILOT = "pilot"
    ACTIVE = "active"
    DORMANT = "dormant"
    MERGING = "merging"
    SPLITTING = "splitting"
    SUNSETTING = "sunsetting"
    ARCHIVED = "archived"


AWAKE = (GroupState.PILOT, GroupState.ACTIVE)
"""In these states something is meant to happen in a group."""

LIVE = (*AWAKE, GroupState.DORMANT)
"""In these states a group has its room and its people: it can be joined and led, and is looked after."""

_OVER = (GroupState.MERGING, GroupState.SPLITTING, GroupState.SUNSETTING)
MOVES: Mapping[GroupState, tuple[GroupState, ...]] = {
    GroupState.PROPOSED: (GroupState.GATHERING, GroupState.ARCHIVED),
    GroupState.GATHERING: (GroupState.PILOT, GroupState.ACTIVE, GroupState.ARCHIVED),
    GroupState.PILOT: (GroupState.ACTIVE, *_OVER),
    GroupState.ACTIVE: (GroupState.DORMANT, *_OVER),
    GroupState.DORMANT: (GroupState.ACTIVE, *_OVER),
    GroupState.MERGING: (GroupState.ACTIVE, GroupState.ARCHIVED),
    GroupState.SPLITTING: (GroupState.ACTIVE, GroupState.ARCHIVED),
    GroupState.SUNSETTING: (GroupState.ACTIVE, GroupState.ARCHIVED),
    GroupState.ARCHIVED: (),
}
"""Where a group may go from where it stands. What was begun to end may be called off; what is archived stays so."""


@frozen
class Move:
    """One step in the life of a group: when, where to, who decided it (None: nobody by hand), and why."""

    at: datetime
    state: GroupState
    by: PersonRef | None
    why: str


class BasisKind(Enum):
    """What brings the people of a group together."""

    INTEREST = "interest"
    NEED = "need"
    REGION = "region"
    ROLE = "role"


class Visibility(Enum):
    """Who may know that a group is there."""

    PUBLIC = "public"
    PRIVATE = "private"


class JoinMode(Enum):
    """How one comes in: by oneself, by oneself whoever belongs to the community and by asking who does not, by asking, by being asked."""

    OPEN = "open"
    COMMUNITY = "community"
    KNOCK = "knock"
    INVITE = "invite"


class History(Enum):
    """What somebody who comes into a room can read of what was said before: all of it, what was said since they were invited, or since they came."""

    SHARED = "shared"
    INVITED = "invited"
    JOINED = "joined"


THREAD = "thread"
"""What a home is called that is a thread in the room of the whole community; a channel that is called so is `#thread`."""


class NewHomes(Enum):
    """Where groups live that are founded in chat: each in a room of its own, or in a thread of the community's room."""

    ROOM = "room"
    THREAD = "thread"


class Facet(Enum):
    """What people may say of themselves in their profile, in the order in which they are asked."""

    INDUSTRY = "industry"
    JOB = "job"
    TOPICS = "topics"
    ORGANISATION = "organisation"


@frozen
class Basis:
    """What brings the people together, and about what."""

    kind: BasisKind = BasisKind.INTEREST
    about: tuple[str, ...] = ()


@frozen
class SizeBand:
    """How many people a group is meant to have."""

    from_: int = 10
    to: int = 50


@frozen
class Use:
    """A playbook that a group uses, and what it sets of it (values as written: text, or a list of texts)."""

    playbook: str
    with_: Mapping[str, Any] = field(factory=dict)


@frozen
class Person:
    """A human being: name shown, IANA zone, locale, and their accounts as platform → native id (`slack` → `U0ANA`)."""

    id: str
    name: str
    zone: str | None = None
    locale: str | None = None
    accounts: Mapping[str, str] = field(factory=dict)


@frozen
class Group:
    """A micro-community: its charter, who leads it, where it lives (platform → name of a room or channel), what it uses.

    `leaders` lead until further notice; `terms` are the roles that are held for a time, leading included. `parent` is the group out of
    which it grew. `plugins` are those it uses beside the ones of its playbooks. `encrypted` and `history` are how its rooms are made, and its
    `avatar` is what they are shown by, where a platform knows such.
    """

    id: str
    name: str
    purpose: str
    basis: Basis = Basis()
    for_: str = ""
    not_for: str = ""
    goal: str | None = None
    leaders: tuple[str, ...] = ()
    size: SizeBand = SizeBand()
    visibility: Visibility = Visibility.PUBLIC
    join: JoinMode = JoinMode.OPEN
    until: date | None = None
    review_every: str | None = None
    zone: str = "UTC"
    locale: str = "en"
    homes: Mapping[str, str] = field(factory=dict)
    playbooks: tuple[Use, ...] = ()
    plugins: tuple[str, ...] = ()
    parent: str | None = None
    state: GroupState = GroupState.ACTIVE
    terms: tuple[Term, ...] = ()
    quiet: Quiet | None = None
    encrypted: bool = False
    history: History = History.SHARED
    avatar: Picture | None = None


@frozen
class Community:
    """The whole, as its file says. `k` is the smallest number of people an aggregate speaks about.

    `room` is where all of it meets, `space` in what its rooms stand, `within` in what that stands itself, who is in `managers_room` manages it
    (platform → name of a room or Space);
    `plugins` are those that every group uses. By its `avatar` its Space and its room are shown.
    `facets` are what it asks people to say of themselves. `new_homes` says where groups live that are founded in chat.
    `guidelines` is the path of a file beside the community file, `guidelines_text` what stands in it.
    """

    id: str
    name: str
    zone: str = "UTC"
    locale: str = "en"
    managers: tuple[str, ...] = ()
    goals: Mapping[str, str] = field(factory=dict)
    people: Mapping[str, Person] = field(factory=dict)
    guidelines: str | None = None
    k: int = 5
    room: Mapping[str, str] = field(factory=dict)
    space: Mapping[str, str] = field(factory=dict)
    within: Mapping[str, str] = field(factory=dict)
    managers_room: Mapping[str, str] = field(factory=dict)
    plugins: tuple[str, ...] = ()
    groups: Mapping[str, Group] = field(factory=dict)
    quiet: Quiet | None = None
    avatar: Picture | None = None
    facets: tuple[Facet, ...] = tuple(Facet)
    new_homes: NewHomes = NewHomes.ROOM
    guidelines_text: str = field(default="", repr=False)
