"""Who may be asked to lead: by consent, by whom they helped and who helped them, and never by how much they write."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import AccountsLinked, PersonRef
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import escort, kudos
from coterie.plugins.leaders import plugin
from coterie.plugins.leaders.willing import LOOKED_BACK, PEOPLE, Willing

TODAY = date(2026, 11, 23)
PERSONS = st.sampled_from([PersonRef(f"p{number}") for number in range(8)])


async def shown(room: StageRoom) -> str:
    return (await room.say("ana", "!candidates")).text


async def kept(room: StageRoom) -> dict[str, object]:
    async with room.house.app.store.unit() as unit:
        return dict(await unit.scan("state", "leaders Willing "))


async def test_who_did_not_say_so_is_no_candidate_and_nothing_is_kept_of_them(stage: StageFactory) -> None:
    room = await stage(plugin, kudos.plugin)
    await room.say("cy", "!kudos @bo for everything")
    assert "Nobody has said yet that they may be asked" in await shown(room)
    assert await kept(room) == {}


async def test_whom_many_thank_comes_before_who_writes_much(stage: StageFactory) -> None:
    room = await stage(plugin, kudos.plugin, crowd=5)
    for who in ("bo", "cy"):
        assert "They read your name and nothing of that" in (await room.say(who, "!willing")).text
    for _ in range(20):
        await room.say("cy", "And another thing")
    await room.say("p1", "!kudos @bo")
    told = await shown(room)
    assert "a help to others here in the last 13 weeks: Bo." in told and "Willing too: Cy" in told
    assert "1" not in told.replace("13 weeks", "")  # names, and no figures


async def test_no_more_than_five_are_shown_by_name_and_the_helpful_first(stage: StageFactory) -> None:
    room = await stage(plugin, kudos.plugin, crowd=8)
    for number in range(1, 9):
        await room.say(f"p{number}", "!willing")
    await room.say("ana", "!kudos @bo")
    await room.say("cy", "!willing")
    await room.say("bo", "!kudos @cy")
    told = await shown(room)
    assert "a help to others here in the last 13 weeks: Cy" in told
    assert len([offer for offer in room.alone("ana")[-1].offers or () if offer.label.startswith("Ask ")]) == 5


async def test_a_tap_asks_a_candidate_alone_to_be_deputy(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!willing")
    await shown(room)
    await room.press("ana", room.alone("ana")[-1], "Ask Bo to be deputy")
    assert "Ana Ruiz would like you to be deputy in Python" in room.told("bo")[-1]
    await room.press("bo", room.alone("bo")[-1], "No, thank you")
    assert "That is fine too." in room.told("bo")[-1]


async def test_an_answer_to_a_question_is_help(stage: StageFactory) -> None:
    room = await stage(plugin, escort.plugin)
    await room.say("bo", "!willing")
    await room.say("cy", "Does anybody know why the tests hang?")
    await room.say("bo", "The port is taken.")
    assert "a help to others here in the last 13 weeks: Bo." in await shown(room)
    await room.wait("92d")
    assert "Willing: Bo." in await shown(room)  # help of long ago counts no more


async def test_off_is_off_and_forgotten_and_so_is_who_leaves(stage: StageFactory) -> None:
    room = await stage(plugin, kudos.plugin)
    await room.say("bo", "!willing")
    await room.say("cy", "!willing")
    await room.say("cy", "!kudos @bo")
    assert "is forgotten" in (await room.say("bo", "!willing off")).text
    assert await kept(room) != {}
    await room.leave("cy")
    assert await kept(room) == {}


async def test_who_is_willing_no_more_is_not_asked_by_an_old_card(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!willing")
    await shown(room)
    card = room.alone("ana")[-1]
    await room.say("bo", "!willing off")
    told = room.told("bo")
    await room.press("ana", card, "Ask Bo to be deputy")
    assert room.told("bo") == told
    assert "Bo is not willing any more" in room.told("ana")[-1]


async def test_whom_somebody_helped_is_forgotten_after_thirteen_weeks_also_where_nothing_happens(
    stage: StageFactory,
) -> None:
    room = await stage(plugin, kudos.plugin)
    await room.say("bo", "!willing")
    await room.say("cy", "!kudos @bo")
    assert "cy" in str(await kept(room))
    await room.wait("100d")
    assert "cy" not in str(await kept(room)) and "Willing: Bo." in await shown(room)


async def test_only_those_who_lead_see_candidates_and_who_leads_is_none(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!willing")
    assert "leader" in (await room.say("cy", "!candidates")).text
    assert "Nobody has said yet" in await shown(room)


async def test_two_accounts_of_one_person_are_one_candidate(stage: StageFactory) -> None:
    room = await stage(plugin, kudos.plugin, crowd=1)
    await room.say("p1", "!willing")
    await room.say("cy", "!kudos @p1")
    linked = AccountsLinked(
        id="linked", at=room.clock.now(), platform="core", person=PersonRef("bo"), other=PersonRef("p1")
    )
    await room.house.app.inbox.take([linked])
    await room.settled()
    assert "weeks: Bo." in await shown(room)


async def test_who_reads_german_reads_it_in_german(stage: StageFactory) -> None:
    room = await stage(plugin, locale="de")
    await room.say("bo", "!willing")
    assert "Bereit: Bo." in await shown(room)


@given(st.lists(PERSONS), st.lists(PERSONS))
def test_helping_one_person_often_weighs_no_more_than_once(helped: list[PersonRef], by: list[PersonRef]) -> None:
    one = Willing()
    for person in helped:
        one = one.helping(person, TODAY)
    for person in by:
        one = one.being_helped(person, TODAY)
    assert one.weight == len(set(helped)) + len(set(helped) & set(by))
    assert one.since(TODAY + timedelta(days=1)).weight == 0


def test_no_more_people_are_remembered_than_make_a_difference() -> None:
    one = Willing()
    for number in range(PEOPLE + 20):
        one = one.helping(PersonRef(f"p{number}"), TODAY - LOOKED_BACK + timedelta(days=number))
    assert len(one.helped) == PEOPLE and PersonRef("p0") not in one.helped
