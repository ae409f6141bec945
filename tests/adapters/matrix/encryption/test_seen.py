"""What coterie says and asks, as a client of others shows it: matrix-js-sdk, in an encrypted room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from coterie.adapters.matrix.adapter import PASSWORD, MatrixAdapter
from coterie.adapters.matrix.encode import ENCRYPTION
from coterie.adapters.matrix.testing import MatrixPerson, listening
from coterie.core.model.content import Card, Choice
from coterie.core.model.effect import Edit, EndPoll, Post
from coterie.core.model.event import ChoiceMade, RoomOpened
from coterie.core.refs import MessageRef, RoomRef

from .strict import strict

POLL = Card("Tea or coffee?", (Choice("t", "Tea"), Choice("c", "Coffee")), poll=True)


async def test_polls_threads_mentions_and_edits_are_shown_as_a_person_would_see_them(
    ana: MatrixPerson, bot: MatrixPerson, new_sealed: Callable[..., MatrixAdapter], js_sdk: Path
) -> None:
    adapter = new_sealed(**{PASSWORD: bot.password})
    async with strict(ana, js_sdk) as her, listening(adapter) as inbox:
        room = await ana.open_room("Tea", invite=[bot.user], initial_state=[ENCRYPTION])
        await inbox.until(RoomOpened)

        async def says(key: str, card: Card, **more: Any) -> MessageRef:
            made = await adapter.perform(Post(key=key, to=RoomRef(f"matrix/{room}"), card=card, **more))
            assert made.native is not None
            return MessageRef(made.native)

        root = await says("root", Card(f"**Who** is in, <@matrix/{ana.user}>?"))
        await says("reply", Card(f"I am, <@matrix/{ana.user}>."), thread=root)
        await adapter.perform(Edit(key="edit", message=root, card=Card("Who is *out*?")))
        poll = await says("poll", POLL)
        await her.read("I am, @Ana.")
        event = f"${poll.native.partition('/$')[2]}"
        await her.do("vote", room=room, poll=event, answer="c")
        assert (await inbox.until(ChoiceMade)).choices == ("c",)
        await adapter.perform(EndPoll(key="over", message=poll, text="This poll is over."))
        await says("last", Card("That was all."))
        await her.read("That was all.")
        seen = await her.do("look", room=room)

    (shown,) = seen["polls"]
    assert (shown["question"], shown["answers"]) == ("Tea or coffee?", [["t", "Tea"], ["c", "Coffee"]])
    assert (shown["votes"], shown["ended"]) == ([[ana.user, ["c"]]], True)
    by_body = {one["body"]: one for one in seen["shown"]}
    asked, answered = by_body["Who is out?"], by_body["I am, @Ana."]
    assert asked["edited"] and "<em>out</em>" in asked["html"]
    assert answered["mentions"] == [ana.user] and f"https://matrix.to/#/{ana.user}" in unquote(answered["html"])
    assert answered["thread"] == asked["event"] and all(one["encrypted"] for one in seen["shown"])
