"""What coterie says, as people read it."""

from __future__ import annotations

import base64

from ..model import effect as effects
from ..model.content import Capability, Card, escape, mention
from ..model.event import (
    ChoiceMade,
    MessagePosted,
    MessageSeen,
    ReactionAdded,
    ReactionRemoved,
)
from ..scenario.driver import Direct
from .adapter_scene import (
    CHOICES,
    HOSTILE,
    PYTHON,
    Scene,
    readable,
)


class SayingContract:
    """What an adapter promises about what coterie says."""

    async def test_a_post_is_said_once_for_its_key(self, scene: Scene) -> None:
        effect = effects.Post(key=scene.key(), to=await scene.room(), card=Card("Once"))
        first, second = await scene.do(effect), await scene.do(effect, again=True)
        assert first == second
        await scene.do(effects.Post(key=scene.key(), to=await scene.room(), card=Card("Once")))
        assert [one.text for one in await scene.said()] == ["Once", "Once"]

    async def test_what_coterie_says_is_not_told_as_if_a_person_said_it(self, scene: Scene) -> None:
        await scene.post("I am here")
        assert scene.events(MessagePosted) == []

    async def test_markup_is_shown_as_the_platform_shows_it(self, scene: Scene) -> None:
        _, said = await scene.post("**Bold** and _slanted_, `code`, [a link](https://example.org/x)\n\n- one\n- two")
        assert "Bold and slanted, code" in said.text
        assert not {"*", "_", "`", "["} & set(said.text)
        assert "one" in said.text and "two" in said.text

    async def test_a_mention_notifies_exactly_those_mentioned(self, scene: Scene) -> None:
        _, said = await scene.post(f"Hi {mention(scene.person('ana'))} and `{mention(scene.person('bo'))}`")
        assert said.text.startswith("Hi @ana and ")
        assert said.pings == {"ana"}

    async def test_what_a_member_typed_reads_as_typed_and_notifies_nobody(self, scene: Scene) -> None:
        for typed in HOSTILE:
            _, said = await scene.post(f"Quoted: {escape(typed)}")
            assert readable(said.text) == readable(f"Quoted: {typed}")
            assert said.pings == frozenset(), f"{typed!r} notified {set(said.pings)}"

    async def test_a_long_text_is_said_whole(self, scene: Scene) -> None:
        words = [f"word{number}" for number in range(9000)]
        text = "\n\n".join(" ".join(words[start : start + 100]) for start in range(0, len(words), 100))
        card = Card(text, CHOICES[:2]) if Capability.BUTTONS in scene.adapter.capabilities else Card(text)
        message, _ = await scene.post(card)
        assert " ".join(one.text for one in await scene.said()).split() == words
        for said in await scene.said():
            for number, offer in enumerate(said.offers[:1], 1):
                await scene.driver.press("ana", PYTHON, said.id, offer, number)
        await scene.settle()
        assert [event.message for event in scene.events(ChoiceMade)] == [message] * bool(card.choices)

    async def test_an_edit_changes_the_message_in_its_place(self, scene: Scene) -> None:
        scene.needs(Capability.EDITS)
        message, before = await scene.post("Now")
        await scene.post("Later")
        effect = effects.Edit(key=scene.key(), message=message, card=Card("Then"))
        await scene.do(effect)
        await scene.do(effect, again=True)
        said = await scene.said()
        assert [one.text for one in said] == ["Then", "Later"]
        assert said[0].id == before.id

    async def test_a_removed_message_is_gone(self, scene: Scene) -> None:
        message, _ = await scene.post("Oops")
        effect = effects.Remove(key=scene.key(), message=message)
        await scene.do(effect)
        await scene.do(effect, again=True)
        assert await scene.said() == []

    async def test_a_reply_stands_in_the_thread(self, scene: Scene) -> None:
        scene.needs(Capability.THREADS)
        await scene.driver.say("ana", PYTHON, "Begin")
        await scene.settle()
        begun = await scene.newest()
        _, said = await scene.post("Reply", thread=scene.one(MessagePosted).message)
        assert said.thread == begun.id

    async def test_a_direct_message_reaches_one_person_and_can_be_answered(self, scene: Scene) -> None:
        done = await scene.do(effects.Post(key=scene.key(), to=scene.person("ana"), card=Card("Psst")))
        (said,) = await scene.said(Direct("ana"))
        assert (said.text, said.pings) == ("Psst", frozenset({"ana"}))
        assert await scene.said(Direct("bo")) == [] and await scene.said() == []
        await scene.driver.say("ana", Direct("ana"), "What?")
        await scene.settle()
        posted = scene.one(MessagePosted)
        assert posted.direct and posted.room is not None and posted.room.id == done.room

    async def test_a_quiet_message_is_seen_by_one_person_alone(self, scene: Scene) -> None:
        scene.needs(Capability.QUIET)
        effect = effects.Post(
            key=scene.key(), to=await scene.room(), card=Card("Only you"), quietly=scene.person("ana")
        )
        await scene.do(effect)
        assert [one.text for one in await scene.said(Direct("ana"))] == ["Only you"]
        assert await scene.said() == [] and await scene.said(Direct("bo")) == []

    async def test_a_message_is_looked_at_for_its_address_and_the_links_in_it(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "Begin")
        begun = await scene.newest()
        await scene.driver.say("bo", PYTHON, "See https://example.org/a?b=1&c=2, it is good.", thread=begun.id)
        await scene.settle()
        posted = scene.events(MessagePosted)[-1]
        key = scene.key()
        for again in (False, True):
            done = await scene.adapter.perform(effects.Look(key=key, message=posted.message), again=again)
            (seen,) = done.learned
            assert isinstance(seen, MessageSeen)
            assert (seen.message, seen.room, seen.person) == (posted.message, posted.room, posted.person)
            assert seen.links == ("https://example.org/a?b=1&c=2",)
            assert seen.address == "" or seen.address.startswith("https://")

    async def test_emoji_and_pins_can_be_put_on_a_message_twice(self, scene: Scene) -> None:
        message, _ = await scene.post("Mark me")
        for capability, effect in (
            (Capability.REACTIONS, effects.React(key=scene.key(), message=message, emoji="🎉")),
            (Capability.PINS, effects.Pin(key=scene.key(), message=message)),
        ):
            if capability in scene.adapter.capabilities:
                await scene.do(effect)
                await scene.do(effect, again=True)
        assert scene.events(ReactionAdded) == []

    async def test_an_emoji_of_coterie_can_be_taken_back_and_put_again(self, scene: Scene) -> None:
        scene.needs(Capability.REACTIONS)
        message, _ = await scene.post("Mark me")
        for _ in range(2):
            await scene.do(effects.React(key=scene.key(), message=message, emoji="🎉"))
            back = effects.Unreact(key=scene.key(), message=message, emoji="🎉")
            await scene.do(back)
            await scene.do(back, again=True)
        await scene.do(effects.Unreact(key=scene.key(), message=message, emoji="👍"))
        await scene.do(effects.React(key=scene.key(), message=message, emoji="🎉"))
        assert scene.events(ReactionAdded) == []
        assert scene.events(ReactionRemoved) == []

    async def test_a_file_can_be_put_into_a_room(self, scene: Scene) -> None:
        scene.needs(Capability.UPLOAD)
        content = base64.b64encode(b"BEGIN:VCALENDAR").decode()
        effect = effects.Upload(
            key=scene.key(), to=await scene.room(), name="dates.ics", media_type="text/calendar", content=content
        )
        await scene.do(effect)
        await scene.do(effect, again=True)
        (said,) = await scene.said()
        assert "[dates.ics]" in said.text

    async def test_a_person_can_have_a_page_of_their_own(self, scene: Scene) -> None:
        scene.needs(Capability.HOME)
        effect = effects.ShowHome(key=scene.key(), person=scene.person("ana"), cards=(Card("Your groups"),))
        await scene.do(effect)
        await scene.do(effect, again=True)
        assert await scene.said(Direct("ana")) == []
