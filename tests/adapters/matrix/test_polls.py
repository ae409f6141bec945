"""Questions as native polls: sent as clients expect them, votes read in both forms, changed and taken back."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coterie.adapters.matrix import polls
from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.matrix.decode import Reading, events_of
from coterie.adapters.matrix.polls import poll, poll_in, vote_of
from coterie.adapters.matrix.testing import MatrixPerson, listening
from coterie.core.model.content import Card, Choice
from coterie.core.model.effect import EndPoll, Post
from coterie.core.model.event import ChoiceMade, Event, MessagePosted, RoomOpened
from coterie.core.refs import MessageRef, RoomRef

BOT, ROOM = "@coterie:example.org", "!room:example.org"
CARD = Card("Tea or **coffee**?", (Choice("t", "Tea"), Choice("c", "Coffee")), poll=True)
UNSTABLE = poll(CARD, key="k")
STABLE = {
    "m.text": [{"body": "Tea or coffee?"}],
    "m.poll": {
        "question": {"m.text": [{"body": "Tea or coffee?"}]},
        "answers": [{"m.id": "t", "m.text": [{"body": "Tea"}]}, {"m.id": "c", "m.text": [{"body": "Coffee"}]}],
    },
}


def native(kind: str, content: object, **more: Any) -> dict[str, Any]:
    return {"type": kind, "event_id": "$1", "sender": "@ana:x", "origin_server_ts": 1, "content": content, **more}


def response(answers: object, stable: bool = False) -> dict[str, Any]:
    given = {"m.selections": answers} if stable else {polls.RESPONSE: {"answers": answers}}
    relation = {"m.relates_to": {"rel_type": "m.reference", "event_id": "$poll"}}
    return native("m.poll.response" if stable else polls.RESPONSE, given | relation)


def read(
    event: dict[str, Any], started: object = UNSTABLE, by: str = BOT, known: dict[str, Any] | None = None
) -> list[Event]:
    of = {"$poll": {"type": polls.START, "sender": by, "content": started}, **(known or {})}
    return list(events_of(ROOM, event, Reading(BOT, known=of)))


def choices(event: dict[str, Any], **more: Any) -> list[tuple[str, ...]]:
    return [one.choices for one in read(event, **more) if isinstance(one, ChoiceMade)]


def test_a_question_is_a_poll_without_markup_whose_answers_are_the_choices() -> None:
    asked = UNSTABLE[polls.START]
    assert asked["question"]["body"] == asked["question"]["org.matrix.msc1767.text"] == "Tea or coffee?"
    assert [one["id"] for one in asked["answers"]] == ["t", "c"] and asked["max_selections"] == 1
    assert UNSTABLE["org.matrix.msc1767.text"] == "Tea or coffee?\n1. Tea\n2. Coffee"
    assert poll(Card("?", CARD.choices, several=True), key="k")[polls.START]["max_selections"] == 2


def test_a_vote_is_a_choice_in_either_form_and_one_without_answers_takes_it_back() -> None:
    for stable in (False, True):
        for started in (UNSTABLE, STABLE):
            assert choices(response(["c"], stable), started=started) == [("c",)]
            assert choices(response([], stable), started=started) == [()]


def test_of_a_vote_only_what_the_poll_offers_counts_and_the_first_of_too_many() -> None:
    assert choices(response(["x", "c", "t"])) == [("c",)]
    assert choices(response("c")) == [()] and choices(response([1, None])) == [()]


def test_votes_in_polls_of_others_are_none_of_coteries_business() -> None:
    assert choices(response(["c"]), by="@bo:x") == []
    assert choices(response(["c"]), started={"body": "no poll"}) == []


def test_a_vote_that_was_removed_is_taken_back_by_who_gave_it() -> None:
    gone = native("m.room.redaction", {"redacts": "$vote"}, sender="@mod:x")
    (event,) = read(gone, known={"$vote": response(["c"])})
    assert isinstance(event, ChoiceMade) and (event.choices, event.person and event.person.native) == ((), "@ana:x")
    assert read(gone, by="@bo:x", known={"$vote": response(["c"])}) == []


def test_a_poll_of_somebodys_own_is_a_message_to_coterie() -> None:
    for kind, content in ((polls.START, UNSTABLE), ("m.poll.start", STABLE)):
        (event,) = read(native(kind, content))
        assert isinstance(event, MessagePosted) and event.text == "Tea or coffee?"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*STABLE["m.poll"], "id", "answers", "m.text"]), inner),
    max_leaves=12,
)  # fmt: skip


@given(content=json_values, vote=json_values)
def test_whatever_stands_where_a_poll_or_a_vote_should_gives_nothing_or_a_value(content: Any, vote: Any) -> None:
    for kind in ("m.poll", polls.START):
        found = poll_in({kind: content})
        if found is not None:
            assert set(vote_of({polls.RESPONSE: vote}, found)) <= set(found.answers)
    assert json.dumps([str(one) for one in read(response(vote), started={polls.START: content})])


async def test_a_poll_is_voted_in_changed_taken_back_and_ended(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.open_room("Tea", invite=[bot.user])
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        done = await adapter.perform(Post(key="q", to=RoomRef(f"matrix/{room}"), card=CARD))
        assert done.native is not None
        event = f"${done.native.partition('/$')[2]}"
        await ana.vote(room, event, "t")
        await ana.vote(room, event, "c", stable=True)
        vote = await ana.vote(room, event, "t")
        await ana.redact(room, vote)
        await inbox.until(ChoiceMade, lambda made: made.choices == ())
        assert [made.choices for made in inbox.of(ChoiceMade)] == [("t",), ("c",), ("t",), ()]
        assert {made.message for made in inbox.of(ChoiceMade)} == {MessageRef(done.native)}
        await adapter.perform(EndPoll(key="q:over", message=MessageRef(done.native), text="Over."))
        last = (await ana.events(room))[-1]
        assert last["type"] == polls.END and last["content"]["m.relates_to"]["event_id"] == event
