"""What is kept of values: nothing of what is as it is by default, and what was kept with it is read as before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.codec import (
    converter,
    effect_from_json,
    effect_to_json,
    event_from_json,
    event_to_json,
    instant_to_json,
)
from coterie.core.engine import cards
from coterie.core.errors import TooNew
from coterie.core.model.content import Card, Choice, Urgency
from coterie.core.model.effect import Post
from coterie.core.model.event import Departure, MemberLeft
from coterie.core.ports import Made
from coterie.core.refs import MessageRef, PersonRef, RoomRef

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
POST = Post(key="k", to=PersonRef("ana"), card=Card("Tea?", (Choice("yes", "Yes", ("tea", 1)),)), until=AT)


def test_an_effect_is_kept_without_what_is_as_it_is_by_default() -> None:
    kept = effect_to_json(POST)
    assert kept == {
        "type": "Post",
        "key": "k",
        "to": {"ref": ["person", "ana"]},
        "card": {"text": "Tea?", "choices": [{"id": "yes", "label": "Yes", "value": {"tuple": ["tea", 1]}}]},
        "until": AT.isoformat(),
    }
    assert effect_from_json(kept) == POST


def test_an_effect_that_was_kept_whole_is_read() -> None:
    choice = {"id": "yes", "label": "Yes", "value": {"tuple": ["tea", 1]}, "url": None, "urgency": "plain"}
    card = {"text": "Tea?", "choices": [choice], "several": False, "form": None}
    more = {"thread": None, "quietly": None, "pin": False, "platform": None, "awaited": False, "urgent": False}
    kept = {"type": "Post", "key": "k", "to": {"ref": ["person", "ana"]}, "card": card, **more, "until": AT.isoformat()}
    assert effect_from_json(kept) == POST


def test_an_event_of_the_version_before_is_read_and_one_that_says_no_more_than_it_did_is_kept_alike() -> None:
    left = MemberLeft(id="a:1", at=AT, platform="a", room=RoomRef("a/r"), person=PersonRef("a/ana"))
    kept = event_to_json(left)
    assert "how" not in kept and event_from_json(kept) == left and left.how is Departure.UNKNOWN
    removed = evolve(left, how=Departure.REMOVED)
    assert event_to_json(removed) == {**kept, "how": "removed"} and event_from_json(event_to_json(removed)) == removed


def test_what_a_newer_version_says_of_an_effect_is_passed_over_and_an_effect_it_made_up_is_not() -> None:
    assert effect_from_json({**effect_to_json(POST), "mood": "glad"}) == POST
    with pytest.raises(TooNew, match="an effect of the kind Sing: only a newer version"):
        effect_from_json({**effect_to_json(POST), "type": "Sing"})


async def test_a_card_is_kept_once_under_its_key_and_one_that_was_kept_whole_is_read() -> None:
    store, message = MemoryStore(ManualClock(AT)), MessageRef("k")
    card = cards.KeptCard("k", "tea", (Choice("yes", "Yes", urgency=Urgency.PRIMARY),), at=AT)
    async with store.unit() as unit:
        await cards.keep(unit, Post(key="k", to=PersonRef("ana"), card=Card("Tea?", card.choices)), AT, "tea")
        kept = await unit.get(cards.CARD, "k")
    assert kept == {
        "owner": "tea",
        "choices": [{"id": "yes", "label": "Yes", "urgency": "primary"}],
        "at": AT.isoformat(),
    }
    async with store.unit() as unit:
        assert await cards.card(unit, message) == card
        choice = {"id": "yes", "label": "Yes", "value": None, "url": None, "urgency": "primary"}
        flags = {"several": False, "secret": False, "alone": None, "over": False, "lasting": False}
        whole = {"key": "k", "owner": "tea", "choices": [choice], "at": AT.isoformat(), **flags}
        unit.put(cards.CARD, "k", whole)
        assert await cards.card(unit, message) == card


async def test_of_what_many_are_asked_alike_each_card_is_kept_with_who_reads_it() -> None:
    choices, link = (
        (Choice("yes", "Yes", ["tea", 1]), Choice("map", "Map", url="https://e.org")),
        Choice("a", "A", url="u:"),
    )
    ana, bo = PersonRef("ana"), PersonRef("simulator/bo")
    several, poll = Card("Which?", choices, several=True), Card("Which?", choices, poll=True)
    posts = [
        (ana, Card("Tea?", choices)),
        (bo, Card("Tee?", choices)),
        (ana, several),
        (bo, poll),
        (bo, Card("", (link,))),
    ]
    async with MemoryStore(ManualClock(AT)).unit() as unit:
        keeping = cards.Keeping(unit, AT, "tea", "town")
        for number, (person, card) in enumerate(posts):
            await keeping.keep(Post(key=f"{number}", to=person, card=card), alone=person)
        await keeping.keep(Post(key="secret", to=ana, card=posts[0][1]), secret=True)
        found = [await cards.card(unit, MessageRef(key)) for key in ("0", "1", "2", "3", "4", "secret")]
    alike = cards.KeptCard("0", "tea", choices[:1], alone=ana, at=AT, community="town")
    assert found == [
        alike,
        evolve(alike, key="1", alone=bo),
        evolve(alike, key="2", several=True),
        evolve(alike, key="3", alone=bo, poll=True),
        None,
        evolve(alike, key="secret", alone=None, secret=True),
    ]


def test_references_of_one_kind_are_kept_by_their_ids() -> None:
    people = (PersonRef("ana"), PersonRef("slack/U1"))
    kept = converter.unstructure(people, tuple[PersonRef, ...])
    assert kept == ["ana", "slack/U1"]
    assert converter.structure(kept, tuple[PersonRef, ...]) == people
    assert converter.structure((RoomRef("room:a"), "room:b"), tuple[RoomRef, ...]) == (
        RoomRef("room:a"),
        RoomRef("room:b"),
    )


def test_choices_that_many_are_asked_are_kept_as_they_are_each_time() -> None:
    group, fixed = ["a", 1], (Choice("no", "No", ("a", 1)),)
    changing = (Choice("no", "No", group),)

    def kept(choices: tuple[Choice, ...]) -> object:
        return effect_to_json(Post(key="k", to=PersonRef("ana"), card=Card("Tea?", choices)))["card"]["choices"]

    assert kept(fixed) == kept(fixed) == [{"id": "no", "label": "No", "value": {"tuple": ["a", 1]}}]
    assert kept(changing) == [{"id": "no", "label": "No", "value": {"list": ["a", 1]}}]
    group[1] = 2
    assert kept(changing) == [{"id": "no", "label": "No", "value": {"list": ["a", 2]}}], (
        "what can change is looked at anew"
    )
    assert kept((Choice("no", "No", ("b", 1)),)) == [{"id": "no", "label": "No", "value": {"tuple": ["b", 1]}}]


def test_an_instant_is_kept_as_it_was_told_however_often_and_in_whichever_zone() -> None:
    there = AT.astimezone(ZoneInfo("Asia/Tokyo"))
    assert there == AT
    for instant in (AT, there, AT, there, AT.replace(microsecond=7)):
        kept = effect_to_json(Post(key="k", to=PersonRef("ana"), card=Card("Tea?"), until=instant))
        assert kept["until"] == instant.isoformat()
    for second in range(200):
        later = AT + timedelta(seconds=second)
        assert instant_to_json(later) == later.isoformat()


async def test_what_was_made_of_a_message_is_read_as_what_was_put_by_anybody() -> None:
    store, kept = MemoryStore(ManualClock(AT)), {"a": [1, {"b": None}], "c": "ä"}
    async with store.unit() as unit:
        unit.put("t", "made", Made(kept))
        unit.put("t", "put", kept)
        assert await unit.get("t", "made") == kept
        (await unit.get("t", "made"))["a"].append(2)
        assert await unit.get("t", "made") == kept
    async with store.unit() as unit:
        assert await unit.get("t", "made") == await unit.get("t", "put") == kept


@pytest.mark.parametrize("value", ["\ud800", float("nan"), float("inf")])
async def test_what_no_json_can_hold_fails_when_it_is_said_and_not_when_it_is_kept(value: object) -> None:
    card = Card("Tea?", (Choice("yes", "Yes", value),))
    async with MemoryStore(ManualClock(AT)).unit() as unit:
        with pytest.raises((ValueError, TypeError)):
            await cards.keep(unit, Post(key="k", to=PersonRef("ana"), card=card), AT, "tea")


def test_what_was_just_written_is_not_read_anew_and_nothing_else_is_taken_for_it() -> None:
    said, other = (Post(key="k", to=RoomRef("room:g"), card=Card(text)) for text in ("done", "not done"))
    kept, before = effect_to_json(said), effect_to_json(other)
    assert effect_from_json(kept) == said
    kept = effect_to_json(said)
    assert effect_from_json({**kept}) is said
    assert effect_from_json(before) == other


def test_a_text_that_knows_more_of_itself_is_read_as_a_text() -> None:
    class Worded(str):
        pass

    read = effect_from_json(effect_to_json(Post(key="k", to=RoomRef("room:g"), card=Card(Worded("done")))))
    assert isinstance(read, Post) and type(read.card.text) is str
