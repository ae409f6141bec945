"""Polls in encrypted rooms: nobody but those in the room reads what is asked and who votes."""

from __future__ import annotations

from collections.abc import Callable

from coterie.adapters.matrix import polls
from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.matrix.testing import MatrixPerson, listening
from coterie.adapters.matrix.testing.sealed_person import SealedPerson
from coterie.core.model.content import Card, Choice
from coterie.core.model.effect import EndPoll, Post
from coterie.core.model.event import ChoiceMade, RoomOpened
from coterie.core.refs import MessageRef, RoomRef

CARD = Card("Tea or coffee?", (Choice("t", "Tea"), Choice("c", "Coffee")), poll=True)


async def test_a_poll_in_an_encrypted_room_is_asked_voted_in_taken_back_and_ended_sealed(
    her: SealedPerson, bot: MatrixPerson, new_sealed: Callable[..., MatrixAdapter]
) -> None:
    adapter = new_sealed()
    async with listening(adapter) as inbox:
        room = await her.open_room("Tea", invite=[bot.user])
        await inbox.until(RoomOpened)
        made = await adapter.perform(Post(key="q", to=RoomRef(f"matrix/{room}"), card=CARD))
        assert made.native is not None
        asked = await her.until(lambda event: event.source.get("type") == polls.START)
        relation = {"m.relates_to": {"rel_type": "m.reference", "event_id": asked.event_id}}
        vote = await her.send(room, polls.RESPONSE, {polls.RESPONSE: {"answers": ["c"]}} | relation)
        voted = await inbox.until(ChoiceMade)
        assert (voted.choices, voted.message) == (("c",), MessageRef(made.native))
        await her.person.redact(room, vote)
        await inbox.until(ChoiceMade, lambda event: event.choices == ())
        await adapter.perform(EndPoll(key="q:over", message=MessageRef(made.native), text="Over."))
        ended = await her.until(lambda event: event.source.get("type") == polls.END)
        assert ended.source["content"]["m.relates_to"]["event_id"] == asked.event_id
        said = [one["type"] for one in await her.person.events(room) if "state_key" not in one]
        assert set(said) <= {"m.room.encrypted", "m.room.redaction"}
