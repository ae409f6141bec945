"""Accounts on two platforms that are one person, because a file or they themselves say so."""

from __future__ import annotations

import re
from datetime import timedelta

from .test_counting import FIRST, POLL, TALK, Pair, both, cheap
from .town import HOME, TwoHomes, two_homes

CODE = re.compile(r"link ([A-Z2-9]{4}-[A-Z2-9]{4})")

LEADERS = """
playbook: secret
version: 1
title: For leaders
starts: [{command: secret, who: leader}]
steps:
  - post: {text: "The vault is open."}
"""

ALL = """
playbook: hello
version: 1
title: Hello
starts: [{command: hello}]
steps:
  - each: {in: group.members, as: one, steps: [{post: {text: "Hello {{ one.name }}!", to: "person:{{ one }}"}}]}
"""

GREET = """
playbook: greet
version: 1
title: Greet
starts: [{on: member_joined}]
steps:
  - post: {text: "Welcome {{ member }}!"}
"""


async def code_of(town: TwoHomes, platform: str, who: str) -> str:
    """The code that somebody gets by asking for one."""
    await town.say(platform, who, "link", dm=True)
    found = CODE.findall((await town.told(platform, who))[-1])
    assert found, await town.told(platform, who)
    return str(found[0])


async def linked(town: TwoHomes, who: str, *, given: str | None = None, sent: str | None = None) -> None:
    """Somebody links their account on the first platform (or `given`) with that on the second (or `sent`)."""
    code = await code_of(town, given or town.first, who)
    await town.say(sent or town.second, who, f"link {code}", dm=True)


@both
async def test_two_accounts_linked_by_a_code_are_one_member(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, second=("bo", "cy"), plugins=["link"]) as town:
        assert len(await town.members()) == 4
        await linked(town, "bo")
        assert sorted(await town.members()) == sorted(["ana", f"bo@{first}", f"cy@{second}"])
        for platform in pair:
            last = (await town.told(platform, "bo"))[-1]
            assert "Linked" in last and "Bo on" in last, last
        await town.say(second, "bo", "link", dm=True)
        assert "Your accounts are linked" in (await town.told(second, "bo"))[-1]


@both
async def test_somebody_linked_answers_once_and_may_change_their_mind_in_the_other_home(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, second=("bo", "cy"), playbooks={"poll": POLL}, plugins=["link"]) as town:
        await town.start("poll")
        here, there = await town.last(first), await town.last(second)
        await town.press(first, "bo", here, "Tuesday")
        await linked(town, "bo")
        await town.press(second, "cy", there, "Tuesday")
        await town.press(second, "bo", there, "Wednesday")
        await town.wait(timedelta(days=2))
        assert (await town.last(first)).text == "tue 1, wed 1, of 2"


@both
async def test_one_person_gets_a_direct_message_once_there_where_they_were_last(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, first=["bo"], second=["bo"], playbooks={"hello": ALL}, plugins=["link"]) as town:
        await linked(town, "bo")
        await town.start("hello")
        assert "Hello Bo!" not in await town.told(first, "bo")
        assert "Hello Bo!" in await town.told(second, "bo")
        await town.say(first, "bo", "Good morning")
        await town.start("hello")
        assert (await town.told(first, "bo")).count("Hello Bo!") == 1
        assert (await town.told(second, "bo")).count("Hello Bo!") == 1


@both
async def test_who_is_in_both_homes_joined_once_and_left_once(pair: Pair) -> None:
    first, second = pair
    homes = {"written": {"ana": (0,), "bo": (0, 1)}, "first": ["ana"], "second": ["cy"]}
    async with two_homes(pair, **homes, playbooks={"greet": GREET}) as town:  # type: ignore[arg-type]
        await town.drivers[first].join("bo", HOME)
        await town.settled()
        await town.drivers[second].join("bo", HOME)
        await town.settled()
        assert len(await town.said(first)) == len(await town.said(second)) == 1
        await town.drivers[first].leave("bo", HOME)
        await town.settled()
        assert "bo" in await town.members()
        await town.drivers[second].leave("bo", HOME)
        await town.settled()
        assert "bo" not in await town.members()


@both
async def test_unlinking_gives_two_people_back_each_in_their_own_home(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, second=("bo", "cy"), plugins=["link"]) as town:
        before = await town.members()
        await linked(town, "bo")
        await town.say(second, "bo", "unlink", dm=True)
        assert await town.members() == before
        for platform in pair:
            assert "Parted" in (await town.told(platform, "bo"))[-1]
        await linked(town, "bo", given=second, sent=first)
        assert f"bo@{second}" in await town.members() and f"bo@{first}" not in await town.members()


@cheap
async def test_who_is_parted_after_leaving_one_home_is_a_member_by_the_other_account_alone(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, first=["bo"], second=["bo"], plugins=["link"]) as town:
        await linked(town, "bo")
        await town.drivers[second].leave("bo", HOME)
        await town.settled()
        assert await town.members() == (f"bo@{first}",)
        await town.say(first, "bo", "unlink", dm=True)
        assert await town.members() == (f"bo@{first}",)


@cheap
async def test_a_link_lasts_over_a_restart(pair: Pair) -> None:
    async with two_homes(pair, second=("bo", "cy"), plugins=["link"]) as town:
        await linked(town, "bo")
        before = await town.members()
        await town.restart()
        assert await town.members() == before and len(before) == 3


# --- codes ----------------------------------------------------------------------------------------------------------


@cheap
async def test_a_code_is_good_once(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, plugins=["link"]) as town:
        code = await code_of(town, first, "bo")
        await town.say(second, "bo", f"link {code}", dm=True)
        await town.say(second, "cy", f"link {code}", dm=True)
        assert "no code that is good" in (await town.told(second, "cy"))[-1]


@cheap
async def test_a_code_is_good_for_a_quarter_of_an_hour_and_however_it_is_typed(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, plugins=["link"]) as town:
        late = await code_of(town, first, "bo")
        await town.wait(timedelta(minutes=15))
        await town.say(second, "bo", f"link {late}", dm=True)
        assert "no code that is good" in (await town.told(second, "bo"))[-1]
        code = await code_of(town, first, "bo")
        await town.wait(timedelta(minutes=14))
        await town.say(second, "bo", f"LINK {code.lower().replace('-', '')}", dm=True)
        assert "Linked" in (await town.told(second, "bo"))[-1]


@cheap
async def test_a_new_code_ends_the_last_one(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, plugins=["link"]) as town:
        old = await code_of(town, first, "bo")
        await code_of(town, first, "bo")
        await town.say(second, "bo", f"link {old}", dm=True)
        assert "no code that is good" in (await town.told(second, "bo"))[-1]


@cheap
async def test_who_guesses_is_stopped_even_if_they_guess_right_then(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, plugins=["link"]) as town:
        code = await code_of(town, first, "bo")
        for guess in range(5):
            await town.say(second, "cy", f"link AAAA-AAA{guess + 2}", dm=True)
        await town.say(second, "cy", f"link {code}", dm=True)
        assert "Too many codes of yours were wrong" in (await town.told(second, "cy"))[-1]
        await town.wait(timedelta(hours=1))
        code = await code_of(town, first, "bo")
        await town.say(second, "cy", f"link {code}", dm=True)
        assert "Linked" in (await town.told(second, "cy"))[-1]


@cheap
async def test_nobody_gets_more_than_five_codes_an_hour(pair: Pair) -> None:
    first, _ = pair
    async with two_homes(pair, plugins=["link"]) as town:
        for _ in range(5):
            await code_of(town, first, "bo")
        await town.say(first, "bo", "link", dm=True)
        assert "many codes" in (await town.told(first, "bo"))[-1]


@both
async def test_a_code_asked_for_in_a_room_comes_in_a_direct_message_alone(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, plugins=["link"]) as town:
        for platform, who in ((first, "bo"), (second, "cy")):
            await town.say(platform, who, "!coterie link")
            assert await town.said(first) == await town.said(second) == []
            assert CODE.search((await town.told(platform, who))[-1])


@cheap
async def test_ones_own_code_is_good_for_nothing_from_the_account_that_got_it(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, plugins=["link"]) as town:
        code = await code_of(town, first, "bo")
        await town.say(first, "bo", f"link {code}", dm=True)
        assert "your own code" in (await town.told(first, "bo"))[-1]
        await town.say(second, "bo", f"link {code}", dm=True)
        assert "Linked" in (await town.told(second, "bo"))[-1]


@cheap
async def test_two_accounts_on_one_platform_are_not_linked(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, plugins=["link"]) as town:
        code = await code_of(town, first, "bo")
        await town.say(first, "cy", f"link {code}", dm=True)
        assert f"You have an account on {first.capitalize()} already" in (await town.told(first, "cy"))[-1]
        assert len(await town.members()) == 4


# --- names and rights -----------------------------------------------------------------------------------------------


@cheap
async def test_whoever_is_named_in_the_file_keeps_their_name_whoever_sent_the_code(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, plugins=["link"]) as town:
        await linked(town, "ana", given=second, sent=first)
        assert sorted(await town.members()) == sorted(["ana", f"bo@{first}", f"cy@{second}"])
        await town.say(first, "ana", "unlink", dm=True)
        assert sorted(await town.members()) == sorted(["ana", f"ana@{second}", f"bo@{first}", f"cy@{second}"])


@cheap
async def test_two_people_whom_the_file_names_are_not_linked(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, written={"ana": (0,), "cy": (1,)}, plugins=["link"]) as town:
        code = await code_of(town, first, "ana")
        await town.say(second, "cy", f"link {code}", dm=True)
        assert "as two people" in (await town.told(second, "cy"))[-1]
        assert {"ana", "cy"} <= set(await town.members())


@both
async def test_linking_gives_an_account_no_rights_that_it_had_not(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"secret": LEADERS}, plugins=["link", "runs"]) as town:
        await town.say(second, "cy", f"link {await code_of(town, first, 'ana')}", dm=True)
        assert "Linked" in (await town.told(second, "cy"))[-1]
        await town.say(second, "cy", "!coterie secret")
        assert "takes a leader" in (await town.told(second, "cy"))[-1]
        assert await town.said(second) == []
        await town.say(first, "ana", "!coterie secret")
        assert await town.said(second) == ["The vault is open."]


@cheap
async def test_an_account_that_the_file_names_has_its_rights_on_either_platform(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, written={"ana": (0, 1)}, playbooks={"secret": LEADERS}, plugins=["link"]) as town:
        await town.say(second, "ana", "!coterie secret")
        assert await town.said(first) == await town.said(second) == ["The vault is open."]


@cheap
async def test_who_left_everything_but_stands_in_the_file_is_no_member_and_can_still_link(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, second=["cy"], plugins=["link"]) as town:
        await town.drivers[first].leave("ana", HOME)
        await town.settled()
        assert "ana" not in await town.members()
        await linked(town, "ana")
        assert "Linked" in (await town.told(second, "ana"))[-1]
        assert "ana" not in await town.members()
        await town.drivers[second].join("ana", HOME)
        await town.settled()
        assert "ana" in await town.members()


# --- what was under way ---------------------------------------------------------------------------------------------


@cheap
async def test_reactions_and_first_answers_of_before_are_those_of_the_one_person(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, second=("bo", "cy"), playbooks={"talk": TALK, "fast": FIRST}, plugins=["link"]) as town:
        await town.start("talk")
        here, there = await town.last(first), await town.last(second)
        await town.react(first, "bo", here, "🎉")
        await town.react(second, "bo", there, "🎉")
        await linked(town, "bo")
        await town.wait(timedelta(days=1))
        assert (await town.last(first)).text == "replies 0, cheers 1, in all 1"


# --- files that change ----------------------------------------------------------------------------------------------


@cheap
async def test_who_is_written_down_later_is_the_member_they_were(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, second=("bo", "cy"), plugins=["link"]) as town:
        await linked(town, "bo")
        town.community = town.with_person("bo", pair)
        await town.restart()
        assert sorted(await town.members()) == sorted(["ana", "bo", f"cy@{second}"])
        await town.say(second, "bo", "unlink", dm=True)
        assert "Nothing of yours was linked here" in (await town.told(second, "bo"))[-1]
        assert sorted(await town.members()) == sorted(["ana", "bo", f"cy@{second}"])


@cheap
async def test_who_is_written_down_by_one_account_keeps_what_they_linked_to_it(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, second=("bo", "cy"), plugins=["link"]) as town:
        await linked(town, "bo")
        town.community = town.with_person("bo", (first,))
        await town.restart()
        assert sorted(await town.members()) == sorted(["ana", "bo", f"cy@{second}"])
        await town.say(second, "bo", "unlink", dm=True)
        assert sorted(await town.members()) == sorted(["ana", "bo", f"bo@{second}", f"cy@{second}"])


@cheap
async def test_a_file_that_names_two_people_parts_what_was_linked(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, second=("bo", "cy"), plugins=["link"]) as town:
        await linked(town, "bo")
        town.community = town.with_person("bob", (second,), called="bo")
        await town.restart()
        assert sorted(await town.members()) == sorted(["ana", f"bo@{first}", "bob", f"cy@{second}"])


@cheap
async def test_a_linked_account_that_the_file_names_then_has_the_rights(pair: Pair) -> None:
    first, second = pair
    async with two_homes(pair, playbooks={"secret": LEADERS}, plugins=["link"]) as town:
        await linked(town, "ana")
        await town.say(second, "ana", "!coterie secret")
        assert await town.said(first) == []
        town.community = town.with_person("ana", pair)
        await town.restart()
        await town.say(second, "ana", "!coterie secret")
        assert await town.said(first) == ["The vault is open."]
