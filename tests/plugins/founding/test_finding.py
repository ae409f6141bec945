"""Which groups somebody finds, and which they never hear of."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from coterie.core.engine.register import put
from coterie.core.model.community import Basis, Group, GroupState, JoinMode, Visibility
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.founding import plugin
from coterie.plugins.founding.finding import SHOWN, about


def group(id: str, name: str, purpose: str = "", **more: Any) -> Group:
    """A group of a file."""
    return evolve(Group(id, name, purpose), **more)


async def with_groups(room: StageRoom, *groups: Group) -> None:
    """These are in the community, too."""
    register = room.house.app.register
    async with room.house.app.store.unit() as unit:
        for one in groups:
            await put(unit, register.files, "town", one, f"{one.id} founded")


def told(room: StageRoom, who: str) -> str:
    """What somebody was told last."""
    return room.told(who)[-1]


async def test_more_than_fit_are_shown_some_at_a_time_in_the_order_of_their_names(stage: StageFactory) -> None:
    room = await stage(plugin)
    await with_groups(room, *(group(f"g{number}", f"Group {number:02}") for number in range(SHOWN + 2)))
    await room.say("dee", "groups", dm=True)
    assert f"There are {SHOWN + 3} groups" in told(room, "dee") and "groups python finds" in told(room, "dee")
    assert "Group 00" in told(room, "dee") and f"Group {SHOWN:02}" not in told(room, "dee")
    await room.press("dee", room.alone("dee")[-1], "More")
    assert f"Group {SHOWN:02}" in told(room, "dee") and "Group 00" not in told(room, "dee")
    labels = [offer.label for offer in room.alone("dee")[-1].offers]
    assert labels == [f"Join Group {SHOWN:02}", f"Join Group {SHOWN + 1:02}", "Join Python"]


async def test_groups_in_the_language_of_who_asks_come_first(stage: StageFactory) -> None:
    room = await stage(plugin)
    await with_groups(room, group("z", "Zither", locale="de"))
    await room.say("dee", "groups", dm=True)
    assert told(room, "dee").index("Python") < told(room, "dee").index("Zither")


@pytest.mark.parametrize(
    "changes",
    [{"visibility": Visibility.PRIVATE}, {"join": JoinMode.INVITE}, {"state": GroupState.ARCHIVED}],
    ids=["private", "by invitation", "over"],
)
async def test_what_a_stranger_may_not_know_of_or_come_into_is_neither_shown_nor_joined(
    stage: StageFactory, changes: dict[str, Any]
) -> None:
    room = await stage(plugin)
    await with_groups(room, group("secret", "Secret Garden", "Grow roses behind the wall.", **changes))
    for said in ("groups", "groups roses", "groups Secret Gardn", "join secret", "join Secret Garden"):
        await room.say("dee", said, dm=True)
        assert "Secret Garden:" not in told(room, "dee") and "invited" not in told(room, "dee")
        assert not any("Garden" in offer.label for offer in room.alone("dee")[-1].offers)


async def test_where_one_asks_first_those_who_lead_are_told(stage: StageFactory) -> None:
    room = await stage(plugin)
    await with_groups(room, group("rust", "Rust", leaders=("ana",), join=JoinMode.KNOCK))
    await room.say("dee", "groups rust", dm=True)
    assert "Rust (one asks first)" in told(room, "dee")
    await room.say("dee", "join Rust", dm=True)
    assert "I have told those who lead Rust" in told(room, "dee")
    assert "would like to join Rust" in told(room, "ana")


async def test_who_leads_lets_in_by_one_tap_and_nobody_else_does(stage: StageFactory) -> None:
    room = await stage(plugin)
    await with_groups(room, group("rust", "Rust", leaders=("bo",), join=JoinMode.KNOCK))
    await room.say("dee", "join Rust", dm=True)
    card = room.alone("bo")[-1]
    await room.press("bo", card, "let-in")
    assert "@dee is invited into Rust" in told(room, "bo")
    await room.say("dee", "join Rust", dm=True)
    assert "would like to join Rust" in told(room, "bo"), "who is not in yet may ask again"


async def test_who_leads_no_more_lets_nobody_in(stage: StageFactory) -> None:
    room = await stage(plugin)
    await with_groups(room, group("rust", "Rust", leaders=("bo",), join=JoinMode.KNOCK))
    await room.say("dee", "join Rust", dm=True)
    card = room.alone("bo")[-1]
    async with room.house.app.store.unit() as unit:
        changed = group("rust", "Rust", leaders=("ana",), join=JoinMode.KNOCK)
        await put(unit, room.house.app.register.files, "town", changed, "rust changed")
    await room.press("bo", card, "let-in")
    assert "Only who leads Rust lets people in" in told(room, "bo")


async def test_who_asks_once_more_does_not_ring_once_more_within_a_week(stage: StageFactory) -> None:
    room = await stage(plugin)
    await with_groups(room, group("rust", "Rust", leaders=("ana",), join=JoinMode.KNOCK))
    for _ in range(3):
        assert "I have told those who lead Rust" in (await room.say("dee", "join Rust", dm=True)).text
    assert len(room.told("ana")) == 1
    await room.wait("8d")
    await room.say("dee", "join Rust", dm=True)
    assert len(room.told("ana")) == 2


async def test_who_is_in_already_is_told_so(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "join python", dm=True)
    assert told(room, "bo") == "You are in Python already."
    await room.say("bo", "groups python", dm=True)
    assert "Python (you are in it)" in told(room, "bo") and not room.alone("bo")[-1].offers


async def test_where_there_is_nothing_one_may_propose_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "groups", dm=True)
    assert told(room, "bo") == "There is no group that you could come into. propose proposes one."
    await room.say("bo", "groups <@U1> *quilts*", dm=True)
    assert "is about “<@U1> *quilts*”" in told(room, "bo")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("python", ["py", "snake"]),
        ("evening PYTHON", ["py"]),
        ("abend", ["de"]),
        ("読書", ["jp"]),
        ("c++", ["cpp"]),
        ("knit", ["knit"]),
        ("nothing", []),
    ],
)
def test_words_are_looked_for_at_the_beginning_of_words_and_else_within_them(words: str, found: list[str]) -> None:
    groups = [
        group("snake", "Snakes", "Keep a python (or two) well."),
        group("py", "Python Evenings", "Learn it together."),
        group("de", "Strickabende", "Gemeinsam „Socken“ stricken."),
        group("jp", "東京読書会", "本を読む"),
        group("cpp", "Systems", basis=Basis(about=("C++", "rust"))),
        group("knit", "Wool", "(Knitting) on Sundays."),
    ]
    assert [one.id for one in about(groups, words)] == found
