"""One digest per person."""

from __future__ import annotations

from datetime import datetime

import pytest

from coterie.core.api import AccountsLinked, Context, Line, PersonRef, Plugin, Reader
from coterie.core.model.preferences import Quiet
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import gatherings, quiet
from coterie.plugins.digest import WEEK, plugin
from coterie.plugins.digest.sections import Made, digest_for, keep, reading_of


def teller(name: str, *lines: Line, asked: list[str] | None = None) -> Plugin:
    """A plugin that contributes these lines."""
    found = Plugin(name, about="Tells.")

    @found.contribute("digest")
    async def tell(ctx: Context, since: datetime) -> tuple[Line, ...]:
        (asked if asked is not None else []).append(ctx.group.id)
        return lines

    return found


async def test_nobody_gets_one_who_did_not_ask(stage: StageFactory) -> None:
    room = await stage(plugin, teller("news", Line("Something")))
    await room.wait("15d")
    assert all(room.told(who) == () for who in ("ana", "bo", "cy"))


async def test_it_comes_at_the_hour_that_was_chosen_with_what_weighs_most_first(stage: StageFactory) -> None:
    room = await stage(plugin, teller("news", Line("Small", 0.1), Line("Big", 0.9)))
    await room.say("bo", "!digest weekly tuesday 08:30")
    assert room.told("bo")[-1].startswith("📬 Noted: one digest over all your groups, on Tuesdays at 08:30")
    await room.wait("tuesday 08:29")
    assert len(room.told("bo")) == 1
    await room.wait("tuesday 08:30")
    assert room.told("bo")[-1].splitlines()[:5] == ["📬 Your groups", "", "Python", "", "- Big"]
    await room.wait("8d")
    assert len(room.told("bo")) == 3
    await room.say("bo", "!digest off")
    await room.wait("15d")
    assert len(room.told("bo")) == 4
    assert room.told("cy") == () and room.said == ()


async def test_what_several_read_alike_is_asked_for_once(stage: StageFactory) -> None:
    asked: list[str] = []
    room = await stage(plugin, teller("news", Line("Something"), asked=asked))
    for who in ("ana", "bo", "cy"):
        await room.say(who, "!digest daily 9:00")
    await room.wait("day 09:00")
    assert asked == ["python"]
    assert all("Something" in room.told(who)[-1] for who in ("ana", "bo", "cy"))


async def test_what_others_read_on_the_next_pages_is_made_with_the_first(stage: StageFactory) -> None:
    asked: list[str] = []
    pages = Plugin("pages", about="Makes sections.")
    english, german = Reader("en"), Reader("de")

    @pages.command("turn")
    async def turn(ctx: Context, more: bool) -> None:
        made = Made(WEEK, ctx.now, more=more, readers={reading_of(german): german})
        for page, reader in ((made, english), (Made(WEEK, ctx.now, first=False), german)):
            assert "Something" in (await digest_for(ctx, ctx.person, reader, page) or "")
            await keep(ctx, page)

    room = await stage(pages, teller("news", Line("Something"), asked=asked))
    await room.say("bo", "!turn no")
    assert len(asked) == 2
    await room.wait("1m")
    await room.say("bo", "!turn yes")
    assert len(asked) == 3


async def test_a_plugin_that_fails_or_does_not_tell_lines_leaves_the_others_their_place(stage: StageFactory) -> None:
    broken = Plugin("broken", about="Fails.")

    @broken.contribute("digest")
    async def fail(ctx: Context) -> tuple[Line, ...]:
        raise RuntimeError

    room = await stage(plugin, broken, teller("news", Line("Something")))
    await room.say("bo", "!digest now")
    assert "- Something" in room.told("bo")[-1]


async def test_where_there_is_nothing_to_tell_nothing_is_said(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!digest daily 9:00")
    await room.say("bo", "!digest now")
    assert room.told("bo")[-1] == "📬 There is nothing to tell of the last seven days."
    await room.wait("3d")
    assert len(room.told("bo")) == 2


async def test_newcomers_are_counted_and_not_named(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!digest daily 9:00")
    await room.join("dee")
    await room.wait("day 09:00")
    assert "- 👋 Somebody is new here" in room.told("bo")[-1] and "Dee" not in room.told("bo")[-1]


async def test_a_community_may_have_all_get_one_and_whoever_comes_later_too(stage: StageFactory) -> None:
    room = await stage(plugin, teller("news", Line("Something")))
    await room.say("cy", "!digest off")
    await room.say("ana", "!digest-default daily 9:00")
    await room.join("dee")
    await room.wait("day 09:00")
    assert all("Something" in room.told(who)[-1] for who in ("ana", "bo", "dee"))
    assert len(room.told("cy")) == 1
    await room.say("bo", "!digest-default off")
    assert "manager" in room.told("bo")[-1]
    await room.say("ana", "!digest-default off")
    await room.leave("dee")
    told = len(room.told("bo"))
    await room.wait("2d")
    assert len(room.told("bo")) == told


async def test_who_left_everything_gets_nothing_and_gets_it_again_when_they_come_back(stage: StageFactory) -> None:
    room = await stage(plugin, teller("news", Line("Something")))
    await room.say("bo", "!digest daily 9:00")
    await room.leave("bo")
    await room.wait("2d")
    assert len(room.told("bo")) == 1
    await room.join("bo")
    await room.wait("day 09:00")
    assert "Something" in room.told("bo")[-1]


async def test_it_is_in_the_readers_language(stage: StageFactory) -> None:
    room = await stage(plugin, teller("news", Line("Etwas")), locale="de")
    await room.say("bo", "!digest wöchentlich Montag 8:00")
    assert room.told("bo")[-1].startswith("📬 Ist notiert: ein Überblick über alle deine Gruppen, montags um 08:00 Uhr")
    await room.say("bo", "!digest bald")
    assert room.told("bo")[-1].startswith("bald kenne ich nicht als Zeit")


@pytest.mark.parametrize("who, words", [("bo", "!digest daily 9:00"), ("ana", "!digest-default daily 9:00")])
async def test_who_moves_to_another_zone_gets_one_digest_a_day_all_the_same(
    stage: StageFactory, who: str, words: str
) -> None:
    mover = Plugin("mover", about="Moves people.")

    @mover.command("move")
    async def move(ctx: Context) -> None:
        await ctx.people.prefer(zone="Asia/Tokyo")

    room = await stage(plugin, mover, teller("news", Line("Something")))
    await room.say(who, words)
    await room.say("bo", "!move")
    await room.wait("day 09:00")
    assert not any("Something" in one for one in room.told("bo")), "it is six in the evening in Tokyo"
    await room.wait("day 00:00")
    assert sum("Something" in one for one in room.told("bo")) == 1
    await room.wait("23h")
    assert sum("Something" in one for one in room.told("bo")) == 1


async def test_buckets_of_one_hour_are_woken_one_after_another(stage: StageFactory) -> None:
    room = await stage(plugin, teller("news", Line("Something")))
    for who, when in (("ana", "daily 9:00"), ("bo", "weekly tuesday 9:00"), ("cy", "daily 9:30")):
        await room.say(who, f"!digest {when}")
    await room.wait("tuesday 12:00")
    counts = {who: sum("Something" in one for one in room.told(who)) for who in ("ana", "bo", "cy")}
    assert counts == {"ana": 2, "bo": 1, "cy": 2}


async def linked(room: StageRoom, person: str, other: str) -> None:
    event = AccountsLinked(
        id=f"linked {other}", at=room.clock.now(), platform="core", person=PersonRef(person), other=PersonRef(other)
    )
    await room.house.app.inbox.take([event])
    await room.settled()


async def test_two_accounts_of_one_person_get_one_digest_whichever_asked_for_it(stage: StageFactory) -> None:
    room = await stage(plugin, teller("news", Line("Something")), crowd=2)
    await room.say("p1", "!digest daily 9:00")
    await room.say("p2", "!digest daily 9:00")
    await room.say("cy", "!digest off")
    await linked(room, "bo", "p1")
    await linked(room, "cy", "p2")
    await room.wait("day 09:00")
    told = {who: sum("Something" in one for one in room.told(who)) for who in ("bo", "p1", "cy", "p2")}
    assert told == {"bo": 1, "p1": 0, "cy": 0, "p2": 0}


async def test_digests_that_waited_do_not_pile_up(stage: StageFactory) -> None:
    room = await stage(plugin, teller("news", Line("Something")), quiet.plugin)
    await room.say("bo", "!digest daily 9:00")
    await room.say("bo", "!snooze 6d")
    await room.wait("6d")
    await room.wait("day 08:30")
    assert sum("Something" in one for one in room.told("bo")) == 1


async def test_times_in_it_are_those_of_who_reads_it(stage: StageFactory) -> None:
    room = await stage(plugin, gatherings.plugin, quiet.plugin, zone="Europe/Berlin")
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    assert await room.fill("ana", {"title": "Talk", "day": "2026-12-01", "time": "18:00"}) == {}
    await room.say("bo", "my-settings", dm=True)
    await room.press("bo", room.alone("bo")[-1], "Change")
    assert await room.fill("bo", {"zone": "America/New_York"}) == {}
    await room.say("bo", "!digest now")
    assert "Talk, Dec 1, 2026, 12:00\u202fPM" in room.told("bo")[-1]


async def test_a_digest_that_somebody_asked_for_comes_however_few_times_a_week_they_may_be_addressed(
    stage: StageFactory,
) -> None:
    room = await stage(plugin, teller("news", Line("Something")), quiet=Quiet(most_per_week=2))
    await room.say("bo", "!digest daily 9:00")
    await room.wait("7d")
    assert sum("Something" in one for one in room.told("bo")) == 7


async def test_one_that_the_community_decided_on_counts_until_somebody_asks_for_it_themselves(
    stage: StageFactory,
) -> None:
    room = await stage(plugin, teller("news", Line("Something")), quiet=Quiet(most_per_week=2))
    await room.say("ana", "!digest-default daily 9:00", dm=True)
    await room.wait("7d")
    assert sum("Something" in one for one in room.told("bo")) == 2
    await room.say("bo", "!digest daily 9:00")
    told = len(room.told("bo"))
    await room.wait("3d")
    assert sum("Something" in one for one in room.told("bo")[told:]) == 3
