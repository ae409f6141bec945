"""What differs, as a pure function: applying it all leaves nothing, and nothing that others made is touched unasked."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from coterie.core.model.community import JoinMode, Visibility
from coterie.core.model.content import Capability
from coterie.core.model.picture import Picture
from coterie.core.plan.comparing import differences, seat_in
from coterie.core.plan.desired import Desired, InUse, Seat, SpaceWanted, Wanted
from coterie.core.plan.difference import Act, Change, Difference, What
from coterie.core.plan.found import Found, Home, Made, Space
from coterie.core.refs import MessageRef, RoomRef

ALL = frozenset(Capability)
GROUPS, PLATFORMS = ("python", "rust"), ("one", "two")
ROLES = ("leader", "moderator", "host")
ACCOUNTS = ("ana", "bo", "cy", "dee")
PICTURES = some.none() | some.sampled_from([Picture("a.png", "image/png", "a"), Picture("b.png", "image/png", "b")])
TEXTS = some.sampled_from(["Learn.", "Rest.", "Eat & drink."])
accesses = some.tuples(some.sampled_from(Visibility), some.sampled_from(JoinMode))
abilities = some.sampled_from(
    [
        ALL,
        *(
            ALL - {one}
            for one in (Capability.ROOMS, Capability.ROLES, Capability.ACCESS, Capability.PINS, Capability.AVATARS)
        ),
    ]
)


def seats(platform: str) -> some.SearchStrategy[frozenset[Seat]]:
    one = some.builds(Seat, some.sampled_from([f"{platform}/{id}" for id in ACCOUNTS]), some.sampled_from(ROLES))
    return some.frozensets(one, max_size=3)


@some.composite
def wanted(draw: some.DrawFn, group: str, platform: str) -> Wanted:
    roles = {seat.account: seat for seat in sorted(draw(seats(platform)))}
    visibility, join = draw(accesses)
    return Wanted(
        group,
        platform,
        name=draw(some.sampled_from([group, f"{group}-home"])),
        title=group.title(),
        topic=draw(TEXTS),
        avatar=draw(PICTURES),
        charter=draw(TEXTS),
        visibility=visibility,
        join=JoinMode.INVITE if (visibility, join) == (Visibility.PRIVATE, JoinMode.OPEN) else join,
        archived=draw(some.booleans()),
        exact=draw(some.booleans()),
        seats=tuple(roles.values()),
        people={account: account.partition("/")[2] for account in roles},
    )


@some.composite
def home(draw: some.DrawFn, group: str, platform: str) -> Home:
    given_ = draw(seats(platform))
    mine = frozenset(draw(some.sets(some.sampled_from(sorted(given_))))) if given_ else frozenset()
    people = frozenset(f"{platform}/{id}" for id in draw(some.sets(some.sampled_from(ACCOUNTS))))
    made = Made(
        room=draw(some.booleans()),
        topic=draw(some.none() | TEXTS),
        title=draw(some.none() | some.just(group.title())),
        avatar=draw(some.sampled_from([None, "a", "b"])),
        charter=draw(some.none() | some.just("0")),
        access=draw(some.none() | accesses),
        roles=mine,
        met=frozenset(f"{platform}/{id}" for id in draw(some.sets(some.sampled_from(ACCOUNTS)))),
    )
    if draw(some.booleans()):
        return Home(group, platform, gone=draw(some.none() | some.just("gone")), made=made)
    inside = draw(some.booleans())
    visibility, join = draw(some.none() | accesses) or (None, None)
    return Home(
        group,
        platform,
        room=RoomRef(f"{platform}/{group}"),
        inside=inside,
        bound=inside and draw(some.booleans()),
        archived=draw(some.booleans()),
        names=frozenset(draw(some.sets(some.sampled_from([group, f"{group}-home"])))),
        title=draw(some.none() | some.sampled_from([group.title(), "Cats"])),
        topic=draw(some.none() | some.just("") | TEXTS),
        avatar=draw(some.sampled_from([None, "", "a", "b", "mxc://theirs"])),
        visibility=visibility,
        join=join,
        members=people if inside else None,
        roles=given_ if inside else None,
        charter=draw(some.none() | some.just(MessageRef(f"{platform}/charter"))),
        pinned=draw(some.booleans()),
        made=made,
    )


@some.composite
def worlds(draw: some.DrawFn) -> tuple[Desired, Found]:
    places = [(group, platform) for group in GROUPS for platform in PLATFORMS if draw(some.booleans())]
    homes_wanted = tuple(draw(wanted(*place)) for place in places)
    open_ = [(one.group, one.platform) for one in homes_wanted if not one.archived]
    wish = Desired(
        homes=homes_wanted,
        spaces=tuple(
            SpaceWanted("town", platform, "town", "Town", tuple(one for one, where in open_ if where == platform))
            for platform in PLATFORMS
            if draw(some.booleans())
        ),
        uses=tuple(
            InUse(group, draw(some.dictionaries(some.sampled_from(["retro", "coffee"]), TEXTS)), ("kudos",))
            for group in GROUPS
        ),
        abilities={platform: draw(abilities) for platform in PLATFORMS},
    )
    homes = {place: draw(home(*place)) for place in places if draw(some.booleans())}
    spaces = {("town", "one"): Space("town", "one", RoomRef("one/town"), frozenset({"python"}))}
    used = {
        group: draw(some.dictionaries(some.sampled_from(["playbook retro", "plugin quiet"]), TEXTS)) for group in GROUPS
    }
    return wish, Found(homes, draw(some.sampled_from([{}, spaces])), used if draw(some.booleans()) else {}, ("dee",))  # fmt: skip


# --- a platform that does what it is told -----------------------------------------------------------------------------


def applied(wish: Desired, found: Found, done: Iterable[Difference]) -> Found:
    """What there is once these differences are made good, as far as that can be done in one round."""
    for one in done:
        if one.act is not Act.SHOW:
            found = _one_applied(wish, found, one)
    return found


def _one_applied(wish: Desired, found: Found, one: Difference) -> Found:
    if one.what is What.SPACE:
        space = found.space(one.group, one.platform or "")
        if not one.subject:
            space = evolve(space, room=RoomRef(f"{one.platform}/town"))
        elif (there := found.home(one.subject, one.platform or "").room) is not None:
            space = evolve(space, children=space.children | {there.native})
        return evolve(found, spaces={**found.spaces, (space.community, space.platform): space})
    if one.platform is None:
        use = next(use for use in wish.uses if use.group == one.group)
        now = {f"playbook {id}": given for id, given in use.playbooks.items()} | {
            f"plugin {id}": "" for id in use.plugins
        }
        return evolve(found, used={**found.used, one.group: now})  # fmt: skip
    want = next(want for want in wish.homes if (want.group, want.platform) == (one.group, one.platform))
    changed = _home_applied(want, found.home(one.group, one.platform), one)
    return evolve(found, homes={**found.homes, (one.group, one.platform): changed})


def _home_applied(want: Wanted, home: Home, one: Difference) -> Home:
    made = home.made
    match one.what, one.change:
        case What.ROOM, Change.ADD if home.room is None:
            private = want.visibility is Visibility.PRIVATE
            return Home(
                want.group,
                want.platform,
                room=RoomRef(f"{want.platform}/{want.group}"),
                bound=True,
                inside=True,
                names=frozenset({want.name}),
                title=want.title,
                topic=want.topic,
                visibility=want.visibility,
                join=JoinMode.INVITE if private else JoinMode.OPEN,
                members=frozenset(),
                roles=frozenset(),
                avatar="",
                made=Made(room=True, topic=want.topic),
            )
        case What.ROOM, Change.ADD:
            return evolve(home, bound=True, inside=True)
        case What.ROOM, Change.ALTER:
            return evolve(home, archived=False)
        case What.ROOM, Change.TAKE:
            return evolve(home, archived=True)
    if home.room is None or not home.inside or not home.bound:
        return home
    match one.what:
        case What.NAME:
            return evolve(
                home,
                names=home.names | {want.name},
                title=home.title and want.title,
                made=evolve(made, title=want.title),
            )
        case What.TOPIC:
            return evolve(home, topic=want.topic, made=evolve(made, topic=want.topic))
        case What.AVATAR:
            shown = want.avatar.digest if want.avatar else ""
            return evolve(home, avatar=shown, made=evolve(made, avatar=shown or None))
        case What.ACCESS:
            return evolve(
                home, visibility=want.visibility, join=want.join, made=evolve(made, access=(want.visibility, want.join))
            )
        case What.CHARTER:
            standing = MessageRef(f"{want.platform}/charter")
            return evolve(home, charter=standing, pinned=True, made=evolve(made, charter=want.digest))
        case What.MEMBER:
            return evolve(
                home,
                members=(home.members or frozenset()) | {one.subject},
                made=evolve(made, met=made.met | {one.subject}),
            )
        case What.ROLE:
            seat, roles = seat_in(one.subject), home.roles or frozenset()
            if one.change is Change.ADD:
                return evolve(home, roles=roles | {seat}, made=evolve(made, roles=made.roles | {seat}))
            return evolve(home, roles=roles - {seat}, made=evolve(made, roles=made.roles - {seat}))
    return home  # fmt: skip


# A world has many parts: making one up takes a while on a busy machine.
unhurried = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# --- what always holds ------------------------------------------------------------------------------------------------


@unhurried
@given(worlds())
def test_when_all_is_applied_nothing_is_left_to_do(world: tuple[Desired, Found]) -> None:
    wish, found = world
    for _ in range(6):
        found = applied(wish, found, differences(wish, found))
    assert [one for one in differences(wish, found) if one.act is not Act.SHOW] == []


@unhurried
@given(worlds())
def test_the_order_is_the_same_each_time_and_nothing_is_said_twice(world: tuple[Desired, Found]) -> None:
    wish, found = world
    first = differences(wish, found)
    other = evolve(found, homes=dict(reversed(list(found.homes.items()))))
    assert first == differences(wish, other)
    assert len({one.key for one in first}) == len(first)


@unhurried
@given(worlds())
def test_what_coterie_did_not_make_is_never_changed_unasked(world: tuple[Desired, Found]) -> None:
    wish, found = world
    for one in differences(wish, found):
        if one.act is not Act.DO or one.platform is None or one.what is What.SPACE:
            continue
        home = found.home(one.group, one.platform)
        if one.what is What.ROLE and one.change is Change.TAKE:
            assert seat_in(one.subject) in home.made.roles
        if one.what is What.TOPIC and home.topic:
            assert home.made.room or home.made.topic is not None
        if one.what is What.AVATAR and home.avatar:
            assert home.made.avatar is not None
        if one.what is What.NAME:
            assert home.made.room or home.made.title is not None
        assert (one.what, one.change) != (What.ROOM, Change.TAKE), "a room is closed only where somebody agrees"
        if one.what is What.ACCESS and home.visibility is Visibility.PRIVATE and not home.made.room:
            assert one.wanted is not None and not one.wanted.startswith("public")


@unhurried
@given(worlds())
def test_nobody_who_left_is_invited_again(world: tuple[Desired, Found]) -> None:
    wish, found = world
    for one in differences(wish, found):
        home = found.home(one.group, one.platform or "")
        if one.what is What.MEMBER and home.room is not None:
            assert one.subject not in home.made.met


@unhurried
@given(worlds())
def test_what_a_platform_can_not_do_is_only_shown(world: tuple[Desired, Found]) -> None:
    wish, found = world
    needs = {
        What.ROOM: Capability.ROOMS,
        What.NAME: Capability.ROOMS,
        What.TOPIC: Capability.ROOMS,
        What.MEMBER: Capability.ROOMS,
        What.ROLE: Capability.ROLES,
        What.ACCESS: Capability.ACCESS,
        What.AVATAR: Capability.AVATARS,
    }
    for one in differences(wish, found):
        if one.platform is not None and one.what in needs and one.act is not Act.SHOW:
            taken = one.what is What.ROOM and found.home(one.group, one.platform).room is not None
            assert needs[one.what] in wish.abilities[one.platform] or taken


def one_home(wanted: JoinMode, now: JoinMode, made: Made) -> list[What]:
    want = Wanted("python", "one", "python", "Python", None, None, Visibility.PUBLIC, wanted)
    there = Home(
        "python", "one", room=RoomRef("one/1"), bound=True, inside=True, names=frozenset({"python"}), title="Python",
        visibility=Visibility.PUBLIC, join=now, made=made,
    )  # fmt: skip
    found = Found({("python", "one"): there})
    return [one.what for one in differences(Desired((want,), uses=(InUse("python"),), abilities={"one": ALL}), found)]


def test_a_rule_for_a_space_that_somebody_else_made_is_left_alone_and_one_of_ours_is_not() -> None:
    ours = Made(access=(Visibility.PUBLIC, JoinMode.COMMUNITY))
    assert one_home(JoinMode.OPEN, JoinMode.COMMUNITY, Made()) == []
    assert one_home(JoinMode.OPEN, JoinMode.COMMUNITY, ours) == [What.ACCESS]
    assert one_home(JoinMode.COMMUNITY, JoinMode.OPEN, Made()) == [What.ACCESS]
    assert one_home(JoinMode.COMMUNITY, JoinMode.COMMUNITY, ours) == []


def test_a_numbered_name_that_stands_in_for_a_taken_one_is_shown_and_left() -> None:
    want = Wanted("python", "one", "#python:x", "Python", None, None, Visibility.PUBLIC, JoinMode.OPEN)
    there = Home(
        "python", "one", room=RoomRef("one/1"), bound=True, inside=True, names=frozenset({"#python-2:x"}), name="#python-2:x",
        title="Python", visibility=Visibility.PUBLIC, join=JoinMode.OPEN, stands_in=True, made=Made(room=True),
    )  # fmt: skip
    wish = Desired((want,), uses=(InUse("python"),), abilities={"one": ALL})
    (found,) = differences(wish, Found({("python", "one"): there}))
    assert (found.what, found.act, found.now) == (What.NAME, Act.SHOW, "#python-2:x")
    assert "#python:x leads to another room" in found.why
    renamed = evolve(there, title="Cats")
    assert [one.act for one in differences(wish, Found({("python", "one"): renamed}))] == [Act.SHOW, Act.DO]
