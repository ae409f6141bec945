"""Compares what the files want with what there is (pure).

What coterie made, it repairs. What somebody else made it shows, or asks before it changes it; and it never takes away what it did not give.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from ..engine.thread_homes.records import is_thread
from ..model.community import JoinMode, Visibility
from ..model.content import Capability
from .avatars import shown_by
from .desired import Desired, InUse, Seat, SpaceWanted, Wanted
from .difference import THE_SPACE, WITHIN, Act, Change, Difference, What
from .found import Found, Home, Space
from .owned import owned_by_another, what_it_is_to

_IN_NO_FILE = "in no file any more; its room stays as it is: write it down with state: archived to have it closed, or take coterie out of it"
_OPENNESS = {JoinMode.INVITE: 0, JoinMode.KNOCK: 1, JoinMode.COMMUNITY: 2, JoinMode.OPEN: 3}


def differences(desired: Desired, found: Found) -> tuple[Difference, ...]:
    """Everything that differs: Spaces, then groups in the order of the files, each by platform; then people."""
    return tuple(_all(desired, found))


def _all(desired: Desired, found: Found) -> Iterator[Difference]:
    for space in desired.spaces:
        can = desired.abilities.get(space.platform, frozenset())
        yield from _of_space(space, found.space(space.community, space.platform), found, can)
    for group in desired.by_group:
        if group.startswith("@"):
            yield from _of_homes(desired, found, group)
    for use in desired.uses:
        if not use.in_files:
            why = "made in chat and in no file: coterie export community writes it down"
            yield Difference(use.group, None, What.GROUP, Change.TAKE, Act.SHOW, why=why)
        yield from _of_homes(desired, found, use.group)
        for person in desired.unknown.get(use.group, ()):
            why = "has a role here, and the files name no account of theirs"
            yield Difference(use.group, None, What.PERSON, Change.TAKE, Act.SHOW, person, why=why)
        for person in desired.leads_no_more.get(use.group, ()):
            why = "gave it back, or left: take them out of the file, or let them say volunteer leader in the group"
            yield Difference(
                use.group,
                None,
                What.ROLE,
                Change.ADD,
                Act.SHOW,
                f"{person} leader",
                wanted=f"{person} as leader",
                why=why,
            )
        yield from _of_use(use, found)
    handed_on = {(home.was, home.platform) for home in found.homes.values()}
    for left in found.left:
        if (left.group, left.platform) in handed_on:
            continue
        yield Difference(left.group, left.platform, What.GROUP, Change.TAKE, Act.SHOW, now=left.name, why=_IN_NO_FILE)
    for person in found.lost:
        if person in _to_be_invited(desired, found):
            continue
        why = "named in a file, and in none of the rooms any more"
        yield Difference("", None, What.PERSON, Change.TAKE, Act.SHOW, person, why=why)


def _to_be_invited(desired: Desired, found: Found) -> frozenset[str]:
    """Who is invited anew because their room is another: not by their own will is everybody gone from it."""
    anew = [one for one in desired.homes if not (home := found.home(one.group, one.platform)).bound and not home.of]
    return frozenset(person for one in anew for person in one.people.values())


def _of_homes(desired: Desired, found: Found, group: str) -> Iterator[Difference]:
    for wanted in desired.by_group.get(group, ()):
        can = desired.abilities.get(wanted.platform, frozenset())
        home = found.home(group, wanted.platform)
        if home.of and not wanted.archived and not home.archived:
            why = owned_by_another(wanted, home, desired, found)
            yield _of(wanted, What.ROOM, Change.ADD, Act.SHOW, wanted=wanted.name, why=why)
        else:
            yield from _of_home(wanted, home, can)


# --- homes ----------------------------------------------------------------------------------------------------------


def _of_home(wanted: Wanted, home: Home, can: frozenset[Capability]) -> Iterator[Difference]:
    if wanted.archived:
        yield from _to_be_archived(wanted, home, can)
        return
    if home.archived:
        yield _closed(wanted, home, can)
        return
    if home.room is None or not home.inside or not home.bound:
        missing = _missing(wanted, home, can)
        yield missing
        if Capability.ROOMS not in can or missing.act is not Act.DO:
            return
        if home.room is None:
            home = _as_made(wanted, home)
        elif not home.inside:
            return
    yield from _called(wanted, home, can)
    yield from _access(wanted, home, can)
    yield from _topic(wanted, home, can)
    if Capability.AVATARS in can and (shown := shown_by(wanted.avatar, home.avatar, home.made)) is not None:
        yield shown.of(wanted.group, wanted.platform)
    yield from _charter(wanted, home, can)
    yield from _people(wanted, home, can)


def _to_be_archived(wanted: Wanted, home: Home, can: frozenset[Capability]) -> Iterator[Difference]:
    if home.room is not None and home.bound and not home.archived:
        act = Act.ASK if Capability.ROOMS in can else Act.SHOW
        why = "the group is archived: nobody will write there any more"
        yield _of(wanted, What.ROOM, Change.TAKE, act, now=wanted.name, why=why)


def _closed(wanted: Wanted, home: Home, can: frozenset[Capability]) -> Difference:
    if not home.bound:
        why = "an archived room is called so: let somebody open it again, or give the group another home"
        return _of(wanted, What.ROOM, Change.ADD, Act.SHOW, wanted=wanted.name, why=why)
    act = Act.ASK if Capability.ROOMS in can else Act.SHOW
    return _of(wanted, What.ROOM, Change.ALTER, act, now="archived", wanted="open", why="somebody archived it")


def _missing(wanted: Wanted, home: Home, can: frozenset[Capability]) -> Difference:
    if home.was:
        why = f"was {what_it_is_to(home.was)} and becomes this group's; what coterie keeps of {home.was} does not come along"
        return _of(wanted, What.ROOM, Change.ADD, Act.DO, wanted=wanted.name, why=why)
    if home.room is not None and not home.bound and home.gone:
        why = f"another room is called so now, and becomes the home: {home.gone}"
        return _of(wanted, What.ROOM, Change.ADD, Act.ASK, wanted=wanted.name, why=why)
    if home.room is not None:
        why = "is there and is taken as the group's home" if home.inside else "is there; coterie goes in"
        why += f", and lets go of {home.instead_of}" if home.instead_of else ""
        return _of(wanted, What.ROOM, Change.ADD, Act.DO, wanted=wanted.name, why=why)
    if Capability.ROOMS not in can:
        why = "make it by hand and invite coterie"
        return _of(wanted, What.ROOM, Change.ADD, Act.SHOW, wanted=wanted.name, why=why)
    made = "is opened in the community's room" if wanted.around else "is made"
    why = f"{made} anew: {home.gone}" if home.gone else made
    return _of(wanted, What.ROOM, Change.ADD, Act.DO, wanted=wanted.name, why=why)


def _as_made(wanted: Wanted, home: Home) -> Home:
    """The home as it will be once the room is opened: what is left to do is shown before."""
    private = wanted.visibility is Visibility.PRIVATE
    return Home(
        wanted.group,
        wanted.platform,
        bound=True,
        inside=True,
        names=frozenset({wanted.name.casefold()}),
        title=wanted.title,
        topic=wanted.topic,
        avatar="",
        visibility=wanted.visibility,
        join=JoinMode.INVITE if private else JoinMode.OPEN,
        members=frozenset(),
        roles=frozenset(),
        made=evolve(
            home.made,
            room=True,
            topic=wanted.topic,
            charter=None,
            access=None,
            avatar=None,
            roles=frozenset(),
            met=frozenset(),
        ),
    )


def _called(wanted: Wanted, home: Home, can: frozenset[Capability]) -> Iterator[Difference]:
    misnamed = wanted.exact and wanted.name.casefold() not in home.names and not home.stands_in
    if wanted.exact and home.stands_in:
        why = f"{wanted.name} leads to another room: take it away there, or give the group another home"
        yield _of(wanted, What.NAME, Change.ALTER, Act.SHOW, wanted.name, now=home.name, why=why)
    if not misnamed and home.title in (None, wanted.title):
        return
    now = home.title or next(iter(sorted(home.names)), "")
    ours = home.made.room or (home.made.title is not None and not misnamed)
    act = Act.SHOW if Capability.ROOMS not in can else Act.DO if ours else Act.ASK
    shown = wanted.name if misnamed else wanted.title
    yield _of(wanted, What.NAME, Change.ALTER, act, now=now, wanted=shown, why="" if ours else "somebody else named it")


def _access(wanted: Wanted, home: Home, can: frozenset[Capability]) -> Iterator[Difference]:
    if home.join is JoinMode.COMMUNITY is not wanted.join and (home.made.access or (None, None))[1] is not home.join:
        # A rule that lets in the members of other rooms is finer than ours: made by somebody else it is no difference, and nobody undoes it.
        home = evolve(home, join=None)
    now, then = _shown(home.visibility, home.join), _shown(wanted.visibility, wanted.join)
    if Capability.ACCESS not in can:
        if home.visibility not in (None, wanted.visibility):
            why = "no app may change that here: do it by hand"
            yield _of(wanted, What.ACCESS, Change.ALTER, Act.SHOW, now=now, wanted=then, why=why)
        return
    if home.visibility in (None, wanted.visibility) and home.join in (None, wanted.join):
        return
    just_made = home.made.room and home.made.access is None
    wider = home.visibility is Visibility.PRIVATE and wanted.visibility is Visibility.PUBLIC
    wider |= home.join is not None and _OPENNESS[wanted.join] > _OPENNESS[home.join]
    act = Act.ASK if wider and not just_made else Act.DO
    why = "more people will see it or come in" if act is Act.ASK else ""
    yield _of(wanted, What.ACCESS, Change.ALTER, act, now=now, wanted=then, why=why)


def _shown(visibility: Visibility | None, join: JoinMode | None) -> str:
    return ", ".join(one.value for one in (visibility, join) if one is not None)


def _topic(wanted: Wanted, home: Home, can: frozenset[Capability]) -> Iterator[Difference]:
    if home.topic is None or wanted.topic is None or _plain(home.topic) == _plain(wanted.topic):
        return
    ours = not home.topic or home.made.room or home.made.topic is not None
    act = Act.SHOW if Capability.ROOMS not in can else Act.DO if ours else Act.ASK
    change = Change.ALTER if home.topic else Change.ADD
    why = "" if ours else "somebody else wrote it"
    yield _of(wanted, What.TOPIC, change, act, now=home.topic or None, wanted=wanted.topic, why=why)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _charter(wanted: Wanted, home: Home, can: frozenset[Capability]) -> Iterator[Difference]:
    if wanted.charter is None:
        return
    if home.left is not None:
        yield _of(
            wanted, What.CHARTER, Change.TAKE, now=home.instead_of, why="is taken away from the room that is let go"
        )
    if home.made.charter is None:
        yield _of(wanted, What.CHARTER, Change.ADD, why="is pinned")
    elif home.charter is None:
        yield _of(wanted, What.CHARTER, Change.ADD, why="was taken away; is said again and pinned")
    elif home.made.charter != wanted.digest:
        yield _of(wanted, What.CHARTER, Change.ALTER, why="reads as the file says")
    elif not home.pinned and Capability.PINS in can:
        yield _of(wanted, What.CHARTER, Change.ALTER, why="is pinned again")
    elif home.listed is False and Capability.BOOKMARKS in can:
        yield _of(wanted, What.CHARTER, Change.ALTER, why="stands among the bookmarks")


# --- people ---------------------------------------------------------------------------------------------------------


def _people(wanted: Wanted, home: Home, can: frozenset[Capability]) -> Iterator[Difference]:
    if home.members is None:
        return
    here = home.members | home.invited
    for account, person in wanted.people.items():
        if account in here:
            continue
        if account in home.made.met:
            why = "left, and still has a role in a file"
            yield _of(wanted, What.PERSON, Change.TAKE, Act.SHOW, account, now=person, why=why)
        elif Capability.ROOMS in can:
            yield _of(wanted, What.MEMBER, Change.ADD, Act.DO, account, wanted=person, why="is invited")
    if Capability.ROLES in can and home.roles is not None:
        yield from _rights(wanted, home, home.roles)


def _rights(wanted: Wanted, home: Home, held: frozenset[Seat]) -> Iterator[Difference]:
    here = (home.members or frozenset()) | home.invited
    for seat in wanted.seats:
        is_there = seat.account in here or seat.account not in home.made.met
        if is_there and not {seat, Seat(seat.account, "leader")} & held:
            yield _of(wanted, What.ROLE, Change.ADD, Act.DO, _subject(seat), wanted=_who(wanted, seat))
    due = set(wanted.seats)
    for seat in sorted(held & home.made.roles - due):
        yield _of(wanted, What.ROLE, Change.TAKE, Act.DO, _subject(seat), now=_who(wanted, seat))
    named = set(wanted.people)
    for seat in sorted(held - home.made.roles - due):
        if seat.account not in named:
            why = "given by hand"
            yield _of(wanted, What.ROLE, Change.TAKE, Act.SHOW, _subject(seat), now=_who(wanted, seat), why=why)


def _subject(seat: Seat) -> str:
    return f"{seat.account} {seat.role}"


def seat_in(subject: str) -> Seat:
    """The seat that a difference of a role is about."""
    account, _, role = subject.rpartition(" ")
    return Seat(account, role)


def _who(wanted: Wanted, seat: Seat) -> str:
    return f"{wanted.people.get(seat.account, seat.account.partition('/')[2])} as {seat.role}"


# --- Spaces and uses ------------------------------------------------------------------------------------------------


def _of_space(wanted: SpaceWanted, space: Space, found: Found, can: frozenset[Capability]) -> Iterator[Difference]:
    about = (wanted.community, wanted.platform, What.SPACE, Change.ADD, Act.DO)
    if space.room is None:
        yield Difference(*about, wanted=wanted.name, why="is made")
    if wanted.within and not space.placed:
        yield _within(wanted, space)
    # The picture of a Space that is yet to be made is shown before, too.
    now = space.avatar if space.room is not None else ""
    if Capability.AVATARS in can and (shown := shown_by(wanted.avatar, now, space.made)) is not None:
        yield shown.of(wanted.community, wanted.platform, THE_SPACE)
    for group in wanted.groups:
        home = found.home(group, wanted.platform)
        if home.room is not None and is_thread(home.room):
            continue  # the room around it stands there
        to_be_there = home.room is not None or Capability.ROOMS in can
        if to_be_there and (home.room is None or home.room.native not in space.children):
            yield Difference(*about, subject=group, wanted=f"{group} stands in {wanted.name}")


def _within(wanted: SpaceWanted, space: Space) -> Difference:
    """That the Space is to stand in another, which somebody else made."""
    shown = f"{wanted.name} stands in {wanted.within}"
    about = (wanted.community, wanted.platform, What.SPACE, Change.ADD)
    if space.room is not None and space.above is None:
        why = f"coterie is not in {wanted.within}: invite it, and give it power for m.space.child"
        return Difference(*about, Act.SHOW, subject=WITHIN, wanted=shown, why=why)
    return Difference(*about, Act.DO, subject=WITHIN, wanted=shown)


def _of_use(use: InUse, found: Found) -> Iterator[Difference]:
    now: dict[str, str] = {f"playbook {id}": given for id, given in use.playbooks.items()}
    now |= {f"plugin {name}": "" for name in use.plugins}
    before = found.used.get(use.group, {})
    for key, given in now.items():
        if key not in before:
            yield _used(use, key, Change.ADD, None, given)
        elif before[key] != given:
            yield _used(use, key, Change.ALTER, before[key], given)
    for key in sorted(before.keys() - now.keys()):
        yield _used(use, key, Change.TAKE, before[key], None)


def _used(use: InUse, key: str, change: Change, now: str | None, wanted: str | None) -> Difference:
    kind, _, id = key.partition(" ")
    what = What.PLAYBOOK if kind == "playbook" else What.PLUGIN
    return Difference(use.group, None, what, change, Act.DO, id, now or None, wanted or None)


def _of(
    home: Wanted,
    what: What,
    change: Change,
    act: Act = Act.DO,
    subject: str = "",
    *,
    now: str | None = None,
    wanted: str | None = None,
    why: str = "",
) -> Difference:
    return Difference(home.group, home.platform, what, change, act, subject, now, wanted, why)
