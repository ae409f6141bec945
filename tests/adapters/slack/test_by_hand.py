"""What people change by hand in a workspace: each has one outcome, and whoever leads the group hears of it once."""

from __future__ import annotations

import pytest

from coterie.adapters.slack.testing import LoopbackSlack
from coterie.adapters.slack.testing.driver import SlackDriver
from coterie.core.api import Context, PersonRef, Plugin
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import help as helping
from coterie.plugins import quiet


@pytest.fixture
async def room(stage: StageFactory) -> StageRoom:
    return await stage(helping.plugin, quiet.plugin, platform="slack")


def slack_of(room: StageRoom) -> LoopbackSlack:
    assert isinstance(room.driver, SlackDriver)
    return room.driver.slack


def channel_of(room: StageRoom) -> str:
    assert isinstance(room.driver, SlackDriver)
    return room.driver.rooms["python"]


async def test_of_an_archived_channel_the_leader_hears_once_and_opened_again_it_goes_on(room: StageRoom) -> None:
    slack, channel = slack_of(room), channel_of(room)
    await slack.person("bo").archive_channel(channel)
    await room.settled()
    assert "archived the room" in room.told("ana")[-1] and "open it again" in room.told("ana")[-1]
    told = len(room.told("ana"))
    await slack.person("bo").unarchive_channel(channel)
    await room.settled()
    await room.say("bo", "!coterie help")
    assert len(room.told("ana")) == told and room.told("bo")
    await slack.person("bo").archive_channel(channel)
    await room.settled()
    assert len(room.told("ana")) == told + 1


async def test_a_deleted_channel_is_told_of_and_a_new_one_of_its_name_is_the_home(room: StageRoom) -> None:
    slack, channel = slack_of(room), channel_of(room)
    name = slack.workspace.channels[channel].name
    await slack.person("bo").delete_channel(channel)
    await room.house.settled()
    new = slack.add_channel(name, "ana", "bo", with_coterie=False)
    room.driver.know("python", new.id)
    await slack.person("ana").invite(new.id, "coterie")
    await room.settled()
    assert "deleted the room" in room.told("ana")[-1]
    async with room.house.app.store.unit() as unit:
        assert await unit.get("bound:room", f"slack/{new.id}") == "room:python"
        assert await unit.get("bound:room", f"slack/{channel}") is None


async def test_removed_from_a_channel_coterie_says_so_to_the_leader(room: StageRoom) -> None:
    slack, channel = slack_of(room), channel_of(room)
    await slack.person("bo").remove_coterie(channel)
    await room.settled()
    assert "removed me" in room.told("ana")[-1] and "invite me again" in room.told("ana")[-1]
    await slack.person("bo").invite(channel, "coterie")
    await room.settled()
    await room.say("bo", "!coterie help")
    assert room.told("bo")


async def test_a_channel_made_private_is_told_of_where_the_charter_says_public(room: StageRoom) -> None:
    slack, channel = slack_of(room), channel_of(room)
    await slack.person("bo").make_private(channel)
    await room.settled()
    assert "is private now" in room.told("ana")[-1]
    told = len(room.told("ana"))
    await slack.person("bo").rename_channel(channel, "pythonistas")
    await room.settled()
    assert len(room.told("ana")) == told


async def test_a_renamed_channel_stays_the_home_and_nobody_is_bothered(room: StageRoom) -> None:
    slack, channel = slack_of(room), channel_of(room)
    await slack.person("bo").rename_channel(channel, "pythonistas")
    await room.settled()
    assert not room.told("ana")
    await room.say("bo", "!coterie quiet 21:00-08:00")
    assert room.told("bo")


async def test_who_is_deactivated_is_in_no_group_and_a_leader_is_missed(room: StageRoom) -> None:
    slack = slack_of(room)
    await slack.person("bo").becomes(is_deactivated=True)
    await room.settled()
    assert await members(room) == {"ana", "cy"}
    assert not room.told("ana")
    await slack.person("ana").becomes(is_deactivated=True)
    await room.settled()
    assert await members(room) == {"cy"}


async def members(room: StageRoom) -> set[str]:
    async with room.house.app.store.unit() as unit:
        found = await unit.scan("member", "python ")
        handles = [(await unit.get("person", key.partition(" ")[2]) or {}).get("handle") for key, _ in found]
    return {str(one) for one in handles}


async def test_names_zones_and_languages_follow_the_account(room: StageRoom) -> None:
    slack = slack_of(room)
    await slack.person("bo").becomes(name="Bodo", zone="Asia/Tokyo", locale="de-DE")
    await room.settled()
    async with room.house.app.store.unit() as unit:
        kept = await unit.scan("person")
    told = next(one for _, one in kept if one.get("handle") == "bo")
    assert (told["name"], told["zone"], told["locale"]) == ("Bodo", "Asia/Tokyo", "de-DE")
    await room.say("bo", "!coterie help", dm=True)
    assert "kann" in room.told("bo")[-1]


async def test_the_first_guest_and_the_first_of_another_organisation_are_told_of(room: StageRoom) -> None:
    slack, channel = slack_of(room), channel_of(room)
    slack.add_person("gus", is_guest=True)
    slack.add_person("gil", is_guest=True)
    slack.add_person("pat", home="T0PARTNER")
    for who in ("gus", "gil", "pat"):
        await slack.person(who).join(channel)
        await room.settled()
    guest, stranger = room.told("ana")
    assert "gus" in guest and "a guest" in guest
    assert "pat" in stranger and "of another organisation" in stranger


async def test_a_leader_who_becomes_a_guest_or_is_deactivated_is_told_of_to_the_others(stage: StageFactory) -> None:
    room = await stage(appointing, platform="slack")
    await room.say("ana", "!coterie crown @bo")
    await slack_of(room).person("bo").becomes(is_guest=True)
    await room.settled()
    assert "Bo, who leads" in room.told("ana")[-1] and "is a guest" in room.told("ana")[-1]
    await slack_of(room).person("bo").becomes(is_deactivated=True)
    await room.settled()
    assert "has no account" in room.told("ana")[-1] and len(room.told("ana")) == 2


appointing = Plugin("appointing")


@appointing.command("crown", who="manager")
async def crown(ctx: Context, person: PersonRef) -> None:
    """Let somebody lead."""
    await ctx.groups.appoint(person, "leader")
