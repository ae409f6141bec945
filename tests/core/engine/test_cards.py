"""What is over, and what was asked long ago: who still tries to choose there is told so, and a lone number means something else."""

from __future__ import annotations

from coterie.core.model.content import Capability

from .playing import direct, passes, playing, runs, written
from .town import founded

VOTE = written("""
    playbook: vote
    one_per: none
    starts: [{command: vote}]
    steps:
      - id: vote
        ask: {text: Tea or coffee?, choices: {tea: Tea, coffee: Coffee}, until: 1}
        within: 9d
      - post: {text: "{{ vote.winner }}"}
""")
OVER = "That is over: nothing more can be chosen there."


async def test_a_press_on_a_question_that_has_ended_is_answered_alone() -> None:
    town = founded()
    async with playing(town, VOTE):
        town.world.say("bo", town.room, "!coterie vote")
        await town.settled()
        card = next(one for one in town.world.messages.values() if one.choices)
        town.world.press("bo", card.id, "tea")
        await town.settled()
        assert town.texts() == ["Tea or coffee?", "tea"]
        town.world.press("ana", card.id, "coffee")
        await town.settled()
        last = list(town.world.messages.values())[-1]
        assert (last.text, last.seen_by) == (OVER, "ana")
        assert [run.outcome for run in await runs(town)] == ["done"]


async def test_a_reaction_that_stood_for_a_choice_is_answered_likewise_and_any_other_is_not() -> None:
    town = founded()
    async with playing(town, VOTE, lacks=(Capability.BUTTONS,)):
        town.world.say("bo", town.room, "!coterie vote")
        await town.settled()
        card = next(one for one in town.world.messages.values() if one.author == "coterie")
        town.world.react("bo", card.id, "1️⃣")
        await town.settled()
        before = len(town.world.messages)
        town.world.react("ana", card.id, "🎉")
        await town.settled()
        assert len(town.world.messages) == before
        town.world.react("ana", card.id, "2️⃣")
        await town.settled()
        assert list(town.world.messages.values())[-1].text == OVER


async def test_a_number_in_the_room_answers_a_card_of_the_last_day_and_no_older_one() -> None:
    for days, outcome in ((0.9, "done"), (1.1, None)):
        town = founded()
        async with playing(town, VOTE, lacks=(Capability.BUTTONS,)):
            town.world.say("bo", town.room, "!coterie vote")
            await passes(town, days=days)
            town.world.say("bo", town.room, "1")
            await town.settled()
            assert [run.outcome for run in await runs(town)] == [outcome]


async def test_in_the_thread_and_in_a_direct_message_age_does_not_matter() -> None:
    town = founded()
    asked = written(VOTE.source.replace("choices:", "to: starter, choices:").replace(", until: 1", ""))
    async with playing(town, asked, lacks=(Capability.BUTTONS,)):
        town.world.say("bo", town.room, "!coterie vote")
        await passes(town, days=5)
        town.world.say("bo", direct(town, "bo"), "1")
        await town.settled()
        assert [run.outcome for run in await runs(town)] == ["done"]
    town = founded()
    async with playing(town, VOTE, lacks=(Capability.BUTTONS,)):
        town.world.say("bo", town.room, "!coterie vote")
        await passes(town, days=5)
        card = next(one for one in town.world.messages.values() if one.author == "coterie")
        town.world.say("bo", town.room, "1", thread=card.id)
        await town.settled()
        assert [run.outcome for run in await runs(town)] == ["done"]
