"""What somebody asked for ahead: it waits for their quiet hours, and the number of times a week is not about it."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Card, Choice, Context, PersonRef, Plugin, Rest, Text
from coterie.core.model.preferences import Hours, Quiet
from coterie.core.testing import StageFactory
from coterie.plugins import quiet

plugin = Plugin("paper")


@plugin.command("tell")
async def tell(ctx: Context, person: PersonRef, *, text: Rest) -> None:
    ctx.post(person, Text(text))


@plugin.command("deliver")
async def deliver(ctx: Context, person: PersonRef, *, text: Rest) -> None:
    ctx.post(person, Text(text), wanted=True)


@plugin.command("check-in")
async def check_in(ctx: Context, person: PersonRef) -> None:
    ctx.post(person, Card(Text("done?"), choices=[Choice("yes", "Yes")]), wanted=True)


@plugin.choice("yes")
async def yes(ctx: Context) -> None:
    ctx.reply(Text("Thanks"))


async def test_it_is_not_eaten_by_the_number_a_week_nor_eats_it(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=Quiet(most_per_week=1))
    for word in ("first", "second"):
        await room.say("ana", f"!deliver @bo {word} paper")
    await room.say("ana", "!tell @bo news")
    await room.say("ana", "!tell @bo more news")
    await room.say("ana", "!deliver @bo third paper")
    await room.say("ana", "!check-in @bo")
    assert room.told("bo") == ("first paper", "second paper", "news", "third paper", "done?")
    await room.wait(timedelta(days=7))
    assert room.told("bo")[-1] == "more news"


async def test_at_night_it_waits_and_passes_in_the_morning_what_waits_for_room_in_the_week(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=Quiet(Hours.parse("21-8"), most_per_week=1))
    await room.say("ana", "!tell @bo news")
    await room.say("ana", "!tell @bo more news")
    await room.wait("day 22:00")
    await room.say("ana", "!deliver @bo first paper")
    await room.say("ana", "!tell @bo still more news")
    await room.say("ana", "!deliver @bo second paper")
    assert room.told("bo") == ("news",)
    await room.wait("day 08:00")
    assert room.told("bo") == ("news", "first paper", "second paper")
    await room.wait(timedelta(days=7))
    assert room.told("bo")[-1] == "While it was quiet for you:\n\nmore news\n\nstill more news"


async def test_what_waits_for_room_in_the_week_does_not_delay_what_waits_for_the_morning(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=Quiet(Hours.parse("21-8"), most_per_week=1))
    await room.say("ana", "!tell @bo news")
    await room.wait("day 22:00")
    await room.say("ana", "!deliver @bo paper")
    await room.say("ana", "!tell @bo more news")
    await room.wait("day 08:00")
    assert room.told("bo") == ("news", "paper")
    await room.wait(timedelta(days=7))
    assert room.told("bo")[-1] == "more news"


async def test_less_is_not_offered_under_it(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin, quiet=Quiet())
    await room.say("ana", "!deliver @bo paper")
    await room.say("ana", "!tell @bo news")
    paper, news = room.alone("bo")
    assert not paper.offers and [offer.label for offer in news.offers or ()] == ["Less of this"]


async def test_who_is_left_alone_gets_nothing_of_it_either(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin)
    await room.say("bo", "!leave-me-alone")
    told = room.told("bo")
    await room.say("ana", "!deliver @bo paper")
    assert room.told("bo") == told
