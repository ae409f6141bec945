"""What people say and do, as it is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from ..markdown import mentions
from ..model.content import mention
from ..model.event import (
    CommandGiven,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    ReactionAdded,
    ReactionRemoved,
)
from ..scenario.driver import BOT, Direct
from .adapter_scene import (
    HOSTILE,
    PYTHON,
    TRIES,
    Scene,
)


class HearingContract:
    """What an adapter promises about what people say and do."""

    async def test_what_somebody_says_is_told_once_with_who_and_where(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "Hi <@bo>, look: a < b & c")
        await scene.settle()
        posted = scene.one(MessagePosted)
        assert (posted.person, posted.room) == (scene.person("ana"), await scene.room())
        assert posted.text == f"Hi {mention(scene.person('bo'))}, look: a < b & c"
        assert (posted.thread, posted.direct, posted.addressed) == (None, False, False)

    async def test_a_reply_is_told_with_its_thread(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "Begin")
        begun = await scene.newest()
        await scene.driver.say("bo", PYTHON, "Reply", thread=begun.id)
        await scene.settle()
        first, second = scene.events(MessagePosted)
        assert second.thread == first.message
        assert (await scene.newest()).thread == begun.id

    async def test_a_message_that_begins_with_coteries_name_is_addressed_to_it(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, f"<@{BOT}> help me")
        await scene.settle()
        posted = scene.one(MessagePosted)
        assert (posted.text, posted.addressed) == ("help me", True)

    async def test_a_command_is_told_once(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "!coterie kudos <@bo> thanks")
        await scene.settle()
        given = [event.text for event in scene.events(CommandGiven)]
        typed = [event.text.removeprefix("!coterie ") for event in scene.events(MessagePosted)]
        assert given + typed == [f"kudos {mention(scene.person('bo'))} thanks"]

    async def test_an_edit_and_a_removal_are_told_of_the_same_message(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "First")
        message = (await scene.newest()).id
        await scene.driver.edit("ana", PYTHON, message, "Second")
        await scene.settle()
        await scene.driver.remove("ana", PYTHON, message)
        await scene.settle()
        posted, edited, removed = scene.one(MessagePosted), scene.one(MessageEdited), scene.one(MessageRemoved)
        assert edited.text == "Second"
        assert posted.message == edited.message == removed.message

    async def test_a_reaction_is_told_and_that_it_was_taken_back(self, scene: Scene) -> None:
        message, said = await scene.post("React!")
        await scene.driver.react("bo", PYTHON, said.id, "👍🏽")
        await scene.settle()
        added = scene.one(ReactionAdded)
        assert (added.message, added.person, added.emoji) == (message, scene.person("bo"), "👍")
        await scene.driver.unreact("bo", PYTHON, said.id, "👍🏽")
        await scene.settle()
        assert scene.one(ReactionRemoved).person == scene.person("bo")

    async def test_what_members_type_mentions_only_whom_they_mean(self, scene: Scene) -> None:
        for typed in HOSTILE:
            await scene.driver.say("cy", Direct("cy"), typed)
        await scene.settle()
        heard = scene.events(MessagePosted)
        assert len(heard) == len(HOSTILE)
        for event, typed in zip(heard, HOSTILE, strict=True):
            meant = set(mentions(event.text)) - {scene.person("ana"), scene.person("bo")}
            assert not meant, f"{typed!r} came in as a mention of {meant}"

    async def test_a_reference_that_somebody_types_is_no_mention(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, f"Hey {mention(scene.person('bo'))}")
        await scene.settle()
        assert mentions(scene.one(MessagePosted).text) == ()

    async def test_what_can_not_be_saved_is_sent_again(self, scene: Scene) -> None:
        scene.inbox.refusals = 1
        await scene.driver.say("ana", PYTHON, "Do not lose me")
        async with asyncio.TaskGroup() as tasks:
            caught_up = tasks.create_task(scene.settle())
            for _ in range(TRIES):
                await asyncio.wait({caught_up}, timeout=0.05)
                if caught_up.done() and scene.events(MessagePosted):
                    break
                scene.clock.jump(scene.clock.now() + timedelta(seconds=10))
        assert scene.one(MessagePosted).text == "Do not lose me"
