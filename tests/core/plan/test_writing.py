"""A community that is written and read again is the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as some

from coterie.core.commands.exporting import exported
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.register import put
from coterie.core.files.community import parse_community
from coterie.core.model.community import (
    Basis,
    BasisKind,
    Community,
    Group,
    GroupState,
    JoinMode,
    Person,
    SizeBand,
    Use,
    Visibility,
)
from coterie.core.model.preferences import DAYS, Hours, Quiet, Recurring
from coterie.core.model.roles import Term
from coterie.core.plan.writing import community_yaml
from coterie.core.playbook.yaml import Source

from .town import PYTHON, Planned

TODAY = date(2026, 11, 23)
ids = some.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
words = some.text(min_size=1, max_size=40).filter(lambda text: text.strip() and text.isprintable())
rooms = some.from_regex(r"[#!]?[\w.:-]{1,20}", fullmatch=True)  # what rooms are called has no blanks
zones = some.sampled_from(["UTC", "Europe/Berlin", "America/New_York"])
locales = some.sampled_from(["en", "de", "pt-BR"])
values = words | some.lists(words, min_size=1, max_size=3).map(tuple)


hours = some.tuples(some.times(), some.times()).map(
    lambda pair: Hours(*(one.replace(second=0, microsecond=0) for one in pair))
)
quiets = some.builds(
    Quiet,
    some.none() | hours.filter(bool),
    some.lists(some.sampled_from(DAYS), max_size=3, unique=True).map(tuple),
    some.sampled_from([None, "DE", "DE-SN"]),
    some.none() | some.integers(1, 20),
    some.sampled_from(Recurring),
)


def read(text: str) -> Community:
    found = parse_community(Source.of(text.encode(), "community.yaml"), TODAY, Path())
    assert found.community is not None, [str(one) for one in found.findings]
    return found.community


@some.composite
def groups(draw: some.DrawFn, id: str, people: list[str], zone: str, locale: str) -> Group:
    low = draw(some.integers(1, 50))
    ends = draw(some.booleans())
    return Group(
        id,
        draw(words),
        draw(words),
        basis=Basis(draw(some.sampled_from(BasisKind)), tuple(draw(some.lists(words, max_size=2)))),
        for_=draw(some.just("") | words),
        not_for=draw(some.just("") | words),
        goal=draw(some.none() | words),
        leaders=tuple(draw(some.lists(some.sampled_from(people), unique=True))) if people else (),
        size=draw(some.sampled_from([SizeBand(), SizeBand(low, low + 5), SizeBand(low, 10**9)])),
        visibility=draw(some.sampled_from(Visibility)),
        join=draw(some.sampled_from(JoinMode)),
        until=draw(some.dates()) if ends else None,
        review_every=None if ends else "3mo",
        zone=draw(some.just(zone) | zones),
        locale=draw(some.just(locale) | locales),
        homes=draw(some.dictionaries(some.sampled_from(["slack", "matrix"]), rooms)),
        playbooks=tuple(draw(some.lists(some.builds(Use, words, some.dictionaries(ids, values, max_size=2)), max_size=2))),
        plugins=tuple(draw(some.lists(ids, max_size=2))),
        state=draw(some.sampled_from(GroupState)),
    )  # fmt: skip


@some.composite
def quieter(draw: some.DrawFn, common: Quiet | None) -> Quiet | None:
    """What a group may have of its own: of a community's quiet it keeps what is about people, and all that it does not replace."""
    base, own = common or Quiet(), draw(quiets)
    return draw(some.none() | some.just(evolve(
        base,
        days=own.days or base.days,
        holidays=own.holidays or base.holidays,
        recurring=own.recurring,
    )))  # fmt: skip


@some.composite
def communities(draw: some.DrawFn) -> Community:
    zone, locale = draw(zones), draw(locales)
    people = {
        id: Person(id, draw(words), draw(some.none() | zones), draw(some.none() | locales), accounts)
        for number, id in enumerate(draw(some.lists(ids, max_size=3, unique=True)))
        for accounts in [{"slack": f"U0000{number}"} if draw(some.booleans()) else {}]
    }
    quiet = draw(some.none() | quiets)
    made = {
        id: evolve(draw(groups(id, sorted(people), zone, locale)), quiet=draw(quieter(quiet)))
        for id in draw(some.lists(ids, max_size=3, unique=True))
    }
    return Community(
        draw(ids),
        draw(words),
        zone,
        locale,
        managers=tuple(sorted(people)[:1]),
        goals=draw(some.dictionaries(ids, words, max_size=2)),
        people=people,
        guidelines=draw(some.none() | some.just("guidelines.md")),
        k=draw(some.integers(1, 9)),
        room=draw(some.dictionaries(some.just("matrix"), rooms)),
        space=draw(some.dictionaries(some.just("matrix"), rooms)),
        plugins=tuple(draw(some.lists(ids, max_size=2))),
        groups=made,
        quiet=quiet,
    )


@given(communities())
def test_what_is_written_reads_as_it_was(community: Community) -> None:
    assert read(community_yaml(community)) == community


def test_what_is_written_reads_well() -> None:
    group = evolve(PYTHON, basis=Basis(BasisKind.NEED, ("python",)), not_for="yes: no", until=date(2027, 6, 30))
    people = {"ana": Person("ana", "Ana", accounts={"slack": "U0ANA"}), "bo": Person("bo", "بو")}
    assert community_yaml(Community("town", "Town", people=people, groups={"python": group})) == (
        "community: town\n"
        "name: Town\n"
        "timezone: UTC\n"
        "locale: en\n"
        "people:\n"
        "  ana: {name: Ana, slack: U0ANA}\n"
        "  bo: {name: بو}\n"
        "groups:\n"
        "  python:\n"
        "    name: Python Evenings\n"
        "    basis:\n"
        "      kind: need\n"
        "      about: [python]\n"
        "    purpose: Learn Python.\n"
        "    not_for: 'yes: no'\n"
        "    leaders: [ana, bo]\n"
        "    until: '2027-06-30'\n"
        "    review_every: 3mo\n"
        "    homes: {simulator: python}\n"
        "    playbooks:\n"
        "    - use: heartbeat\n"
        "      with: {at: 'monday 09:00'}\n"
    )


async def test_a_group_made_in_chat_is_written_down_with_its_people_and_its_room() -> None:
    town = Planned()
    room = town.world.add_room("chess-2")
    async with town.store.unit() as unit:
        chess = Group(
            "chess",
            "Chess",
            "Play.",
            leaders=("simulator/dee",),
            terms=(Term("ana", "leader"), Term("bo", "host")),
            review_every="3mo",
            homes={"simulator": "chess"},
        )
        await put(unit, town.files, "town", chess, "1")
        unit.put("person", "simulator/dee", {"name": "Dee Dee", "handle": "dee"})
        unit.put("bind:room", "room:chess", [f"simulator/{room.id}"])
    definitions = await exported(town.store, town.files)
    community = read(community_yaml(definitions.community))
    assert community.people["dee"] == Person("dee", "Dee Dee", accounts={"simulator": "dee"})
    written = community.groups["chess"]
    assert (written.leaders, written.homes) == (("dee", "ana"), {"simulator": room.id})
    assert community.groups["python"] == PYTHON
    assert isinstance(definitions, Definitions)
