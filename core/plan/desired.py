"""What the files want of the platforms, one home of one group at a time (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from zoneinfo import ZoneInfo

from attrs import field

from ..charter import charter_called, charter_text, digest, joining, topic_of
from ..engine.definitions import Definitions
from ..model.community import THREAD, Community, Group, GroupState, History, JoinMode, Visibility
from ..model.content import Capability
from ..model.picture import Picture
from ..model.roles import LEADER, widest_right
from ..refs import PersonRef
from ..texts import Reader
from ..values import frozen

Abilities = Mapping[str, frozenset[Capability]]
"""What works on each platform that is connected."""

Accounts = Mapping[str, Mapping[str, str]]
"""Person → platform → native reference id."""

ROOMLESS = (GroupState.PROPOSED, GroupState.GATHERING)
"""A group that still gathers people has no room yet."""


@frozen(order=True)
class Seat:
    """An account and the platform's rights of a role. `account` is a native reference's id."""

    account: str
    role: str


@frozen
class Wanted:
    """What one home of a group should be like.

    The room of the whole community has `@` and its id for a group, and neither topic nor charter. `exact` says that a file names the home:
    of a group that was founded in chat any name is good. `seats` are those whose accounts here are known; `people` gives what a file calls
    them.
    """

    group: str
    platform: str
    name: str
    title: str
    topic: str | None
    charter: str | None
    visibility: Visibility
    join: JoinMode
    archived: bool = False
    exact: bool = True
    encrypted: bool = False
    history: History = History.SHARED
    avatar: Picture | None = None
    seats: tuple[Seat, ...] = ()
    people: Mapping[str, str] = field(factory=dict)
    around: str = ""
    """Of a thread, the community in whose room it is: `@` and its id."""
    called: str = ""
    """What the charter is called where it stands above the room."""

    @property
    def digest(self) -> str:
        """What tells the charter from another one."""
        return digest(self.charter or "")


@frozen
class SpaceWanted:
    """The Space of a community on one platform, and the groups whose homes there stand in it."""

    community: str
    platform: str
    name: str
    title: str
    groups: tuple[str, ...]
    private: frozenset[str] = frozenset()
    """Those of them that nobody is pointed to."""
    within: str = ""
    """The Space that is there already, and in which this one is to stand."""
    avatar: Picture | None = None


@frozen
class InUse:
    """What a group uses, playbooks with what is set of them (as text) and plugins; `in_files`, whether a file has the group."""

    group: str
    playbooks: Mapping[str, str] = field(factory=dict)
    plugins: tuple[str, ...] = ()
    in_files: bool = True


@frozen
class Desired:
    """Everything that the files want, in their order."""

    homes: tuple[Wanted, ...] = ()
    spaces: tuple[SpaceWanted, ...] = ()
    uses: tuple[InUse, ...] = ()
    unknown: Mapping[str, tuple[str, ...]] = field(factory=dict)
    """Group → people who have a role there, and no account that is known on any of its platforms."""
    abilities: Abilities = field(factory=dict)
    leads_no_more: Mapping[str, tuple[str, ...]] = field(factory=dict)
    """Group → people whom its file names as leaders, and who gave that back, or lost it by leaving."""

    @cached_property
    def by_group(self) -> Mapping[str, tuple[Wanted, ...]]:
        """The homes of each group."""
        found: dict[str, tuple[Wanted, ...]] = {}
        for one in self.homes:
            found[one.group] = (*found.get(one.group, ()), one)
        return found


def desired(definitions: Definitions, files: Definitions, abilities: Abilities, accounts: Accounts) -> Desired:
    """What `definitions` want, of which `files` stand in files, on the platforms in `abilities`."""
    homes: list[Wanted] = []
    uses: list[InUse] = []
    unknown: dict[str, tuple[str, ...]] = {}
    leads_no_more: dict[str, tuple[str, ...]] = {}
    for community in definitions.communities:
        homes += [_common(community, place, name) for place, name in community.room.items() if place in abilities]
        for group in community.groups.values():
            written = files.group(group.id)
            uses.append(_use(community, group, written is not None) if written or _lives(group) else InUse(group.id))
            if group.state in ROOMLESS:
                continue
            if written is not None and _lives(group) and (gone := _leads_no_more(group, written)):
                leads_no_more[group.id] = gone
            where = places(group, written is not None, abilities)
            own = [_home(community, group, place, name, written, accounts) for place, name in where.items()]
            homes += own
            if own:
                known = [id for id in _roles(group) if any(place in accounts.get(id, {}) for place in where)]
                unknown[group.id] = tuple(id for id in _roles(group) if id not in known)
    spaces = tuple(
        _space(community, platform, homes)
        for community in definitions.communities
        for platform in community.space
        if Capability.SPACES in abilities.get(platform, ())
    )
    return Desired(tuple(homes), spaces, tuple(uses), unknown, abilities, leads_no_more)


def _lives(group: Group) -> bool:
    """Whether there is something to be written down of a group that was proposed in chat: it opened, and has not ended."""
    return group.state not in (*ROOMLESS, GroupState.ARCHIVED)


def _leads_no_more(group: Group, written: Group) -> tuple[str, ...]:
    return tuple(one for one in written.leaders if LEADER not in _roles(group).get(one, ()))


def places(group: Group, in_files: bool, abilities: Abilities) -> Mapping[str, str]:
    """Platform → name of the group's homes on the platforms that are connected; where its file names none, its id on each of them."""
    if not group.homes and in_files:
        return dict.fromkeys(abilities, group.id)
    return {place: name for place, name in group.homes.items() if place in abilities}


def _home(
    community: Community, group: Group, platform: str, name: str, written: Group | None, accounts: Accounts
) -> Wanted:
    reader = Reader(group.locale, ZoneInfo(group.zone))
    known = {person: accounts[person][platform] for person in _roles(group) if platform in accounts.get(person, {})}
    rights = {person: widest_right(roles) for person, roles in _roles(group).items()}
    return Wanted(
        group=group.id,
        platform=platform,
        name=name,
        title=group.name,
        topic=topic_of(group),
        charter=charter_text(group, community, reader),
        visibility=group.visibility,
        join=_joining(community, group, platform),
        archived=group.state is GroupState.ARCHIVED,
        exact=written is not None,
        encrypted=group.encrypted,
        history=group.history,
        avatar=group.avatar,
        seats=tuple(Seat(known[person], right) for person, right in rights.items() if right and person in known),
        people={account: person for person, account in known.items()},
        around=f"@{community.id}" if name == THREAD else "",
        called=charter_called(reader),
    )


def _joining(community: Community, group: Group, platform: str) -> JoinMode:
    """How one comes in there: where no Space says who is in the community, everybody asks."""
    join = joining(group)
    return JoinMode.KNOCK if join is JoinMode.COMMUNITY and platform not in community.space else join


def _common(community: Community, platform: str, name: str) -> Wanted:
    return Wanted(
        group=f"@{community.id}",
        platform=platform,
        name=name,
        title=community.name,
        topic=None,
        charter=None,
        visibility=Visibility.PUBLIC,
        join=JoinMode.OPEN,
        avatar=community.avatar,
    )


def _roles(group: Group) -> Mapping[str, Sequence[str]]:
    """The roles of everybody who has one in the group."""
    found: dict[str, list[str]] = {person: [LEADER] for person in group.leaders}
    for term in group.terms:
        found.setdefault(term.person, []).append(term.role)
    return found


def _use(community: Community, group: Group, in_files: bool) -> InUse:
    given = {
        use.playbook: ", ".join(f"{name}: {_text(value)}" for name, value in use.with_.items())
        for use in group.playbooks
    }
    return InUse(group.id, given, tuple(sorted({*group.plugins, *community.plugins})), in_files)  # fmt: skip


def _text(value: object) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, tuple | list) else str(value)


def _space(community: Community, platform: str, homes: Sequence[Wanted]) -> SpaceWanted:
    inside = (one.group for one in homes if one.platform == platform and not one.archived and not one.around)
    groups = tuple(group for group in inside if group in community.groups or group == f"@{community.id}")
    private = frozenset(id for id, group in community.groups.items() if group.visibility is Visibility.PRIVATE)
    return SpaceWanted(
        community.id,
        platform,
        community.space[platform],
        community.name,
        groups,
        private,
        community.within.get(platform, ""),
        community.avatar,
    )


def accounts_of(communities: Sequence[Community]) -> dict[str, dict[str, str]]:
    """The accounts that the files name."""
    return {
        person.id: {place: PersonRef.native_to(place, account).id for place, account in person.accounts.items()}
        for community in communities
        for person in community.people.values()
    }
