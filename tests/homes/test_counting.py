"""What is asked in a group with two homes is asked in each, and counted once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coterie.core.model.content import Capability

from .town import HOME, two_homes

CHEAP = ("simulator", "slack")
WHOLE = ("slack", "matrix")
both = pytest.mark.parametrize("pair", [CHEAP, WHOLE], ids="-".join, indirect=True)
cheap = pytest.mark.parametrize("pair", [CHEAP], ids="-".join, indirect=True)

Pair = tuple[str, str]

POLL = """
playbook: poll
version: 1
title: A poll
starts: [{command: poll}]
steps:
  - id: when
    ask: {text: "Which evening?", choices: {tue: Tuesday, wed: Wednesday}}
    within: 2d
  - post: {text: "tue {{ when.counts.tue }}, wed {{ when.counts.wed }}, of {{ count(answered(when)) }}"}
"""

FIRST = """
playbook: fast
version: 1
title: Who is first
starts: [{command: fast}]
steps:
  - id: who
    ask: {text: "Who brings cake?", choices: {me: Me}, until: first}
    when:
      me: [{post: {text: "Cake!"}}]
"""

TALK = """
playbook: talk
version: 1
title: Talk
starts: [{command: talk}]
steps:
  - id: spark
    post: {text: "What are you proud of?"}
  - wait: 1d
  - post: {text: "replies {{ replies(spark) }}, cheers {{ reactions(spark, '🎉') }}, in all {{ reactions(spark) }}"}
"""

BUTTON = """
playbook: meet
version: 1
title: Meet
starts: [{command: meet}]
steps:
  - id: card
    post: {text: "Coming?", buttons: {yes: "Yes"}}
    when:
      yes: [{post: {text: "One more."}}]
  - wait: 2d
"""


@both
async def test_a_question_is_put_in_each_home_and_its_answers_are_counted_together(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"poll": POLL}) as town:
        await town.start("poll")
        here, there = await town.last(first), await town.last(second)
        assert "Which evening?" in here.text and "Which evening?" in there.text
        await town.press(first, "ana", here, "Tuesday")
        await town.press(first, "bo", here, "Wednesday")
        await town.press(second, "cy", there, "Wednesday")
        await town.wait(timedelta(days=2))
        assert (await town.last(first)).text == "tue 1, wed 2, of 3"
        assert (await town.last(second)).text == "tue 1, wed 2, of 3"


@both
async def test_what_is_typed_in_one_home_and_pressed_in_the_other_are_answers_to_one_question(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"poll": POLL}) as town:
        await town.start("poll")
        await town.say(first, "bo", "2")
        await town.say(second, "cy", "tuesday", to=await town.last(second))
        await town.press(first, "ana", await town.last(first), "Tuesday")
        await town.wait(timedelta(days=2))
        assert (await town.last(second)).text == "tue 2, wed 1, of 3"


@both
async def test_the_first_answer_counts_once_whichever_home_was_faster(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"fast": FIRST}) as town:
        await town.start("fast")
        here, there = await town.last(first), await town.last(second)
        await town.press(second, "cy", there, "Me")
        assert (await town.said(first)).count("Cake!") == 1
        await town.drivers[first].react("bo", HOME, here.id, "1️⃣")
        await town.settled()
        assert (await town.said(first)).count("Cake!") == (await town.said(second)).count("Cake!") == 1


@cheap
async def test_two_first_answers_at_the_same_time_are_one(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"fast": FIRST}) as town:
        await town.start("fast")
        here, there = await town.last(first), await town.last(second)
        await town.drivers[first].press("bo", HOME, here.id, here.offers[0], 1)
        await town.drivers[second].press("cy", HOME, there.id, there.offers[0], 1)
        await town.settled()
        assert (await town.said(first)).count("Cake!") == (await town.said(second)).count("Cake!") == 1


@both
async def test_a_button_on_the_copy_in_either_home_is_the_same_button(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"meet": BUTTON}) as town:
        await town.start("meet")
        here, there = await town.last(first), await town.last(second)
        await town.press(first, "bo", here, "Yes")
        await town.press(second, "cy", there, "Yes")
        assert (await town.said(first)).count("One more.") == (await town.said(second)).count("One more.") == 2


@both
async def test_threads_and_reactions_on_both_copies_are_those_of_one_message(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, written={"ana": (0, 1)}, playbooks={"talk": TALK}) as town:
        await town.start("talk")
        here, there = await town.last(first), await town.last(second)
        await town.say(first, "bo", "My garden", to=here)
        await town.say(second, "cy", "My cat", to=there)
        await town.say(second, "cy", "and my dog", to=there)
        for platform, who, message in ((first, "ana", here), (second, "ana", there), (second, "cy", there)):
            await town.react(platform, who, message, "🎉")
        await town.react(first, "bo", here, "👍")
        await town.wait(timedelta(days=1))
        assert (await town.last(first)).text == "replies 3, cheers 2, in all 3"
        assert (await town.last(second)).text == "replies 3, cheers 2, in all 3"


@both
async def test_a_reaction_stands_as_long_as_it_stands_on_one_copy(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, written={"ana": (0, 1)}, playbooks={"talk": TALK}) as town:
        await town.start("talk")
        here, there = await town.last(first), await town.last(second)
        for platform, message in ((first, here), (second, there)):
            await town.react(platform, "ana", message, "🎉")
        await town.react(second, "cy", there, "🎉")
        await town.react(second, "cy", there, "🎉", back=True)
        await town.react(first, "ana", here, "🎉", back=True)
        await town.wait(timedelta(days=1))
        assert (await town.last(first)).text == "replies 0, cheers 1, in all 1"


@cheap
async def test_answers_by_typed_words_and_by_reactions_where_there_are_no_buttons(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"poll": POLL}, lacks=(Capability.BUTTONS,)) as town:
        await town.start("poll")
        here, there = await town.last(first), await town.last(second)
        await town.press(first, "bo", here, "Tuesday")
        await town.press(second, "cy", there, "Tuesday")
        await town.wait(timedelta(days=2))
        assert (await town.last(second)).text == "tue 2, wed 0, of 2"
