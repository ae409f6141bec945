"""What is of use for a while only: said in time, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.api import Choice, Context, PersonRef, Plugin, Rest, Text, frozen
from coterie.core.clock import ManualClock
from coterie.core.engine.outbox import Outbox, enqueue
from coterie.core.model.content import Card
from coterie.core.model.effect import Post
from coterie.core.model.event import Event
from coterie.core.model.preferences import Hours, Quiet
from coterie.core.ports import Queue, Unit
from coterie.core.refs import MessageRef
from coterie.core.testing import StageFactory

BO = PersonRef("bo")
NIGHT = Quiet(Hours.parse("21-8"))

plugin = Plugin("news")


@frozen
class Last:
    """The message that was asked for last."""

    message: MessageRef = MessageRef("none")


@plugin.command("news")
async def news(ctx: Context, hours: int, *, text: Rest) -> None:
    card = Card(Text(text), choices=[Choice("ok", "OK")]) if text.endswith("?") else Card(Text(text))
    await ctx.save(Last(ctx.post(BO, card, until=ctx.now + timedelta(hours=hours))))


@plugin.choice("ok")
async def ok(ctx: Context) -> None:
    ctx.reply(Text("Thanks"))


@plugin.command("never-mind")
async def never_mind(ctx: Context) -> None:
    await ctx.take_back((await ctx.load(Last)).message)


@plugin.command("may-i")
async def may_i(ctx: Context, person: PersonRef) -> None:
    ctx.reply(Text("yes" if await ctx.may_disturb(person) else "no"))


async def test_what_is_of_no_use_in_the_morning_is_not_kept_for_it(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=NIGHT)
    await room.wait("day 22:00")
    await room.say("ana", "!news 3 The bar is open")
    await room.say("ana", "!news 24 The bar is open tomorrow")
    await room.say("ana", "!news 3 Are you coming?")
    await room.wait("day 08:01")
    assert room.told("bo") == ("The bar is open tomorrow",)


async def test_it_waits_for_room_in_the_week_no_longer_than_it_is_of_use(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=Quiet(most_per_week=1))
    for number in (1, 2):
        await room.say("ana", f"!news 200 Number {number}")
    await room.say("ana", "!news 24 Number 3")
    await room.wait("10d")
    assert room.told("bo") == ("Number 1", "Number 2")


async def test_several_that_come_together_do_not_fall_with_the_first(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=NIGHT)
    await room.wait("day 22:00")
    await room.say("ana", "!news 11 One")
    await room.say("ana", "!news 99 Two")
    room.clock.jump(room.clock.now() + timedelta(hours=12))
    await room.settled()
    await room.wait("1m")
    assert [one.replace("\n", " ") for one in room.told("bo")] == ["Two"]


async def test_what_waits_can_be_taken_back_and_what_was_said_stays(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=NIGHT)
    await room.say("ana", "!news 99 Said")
    await room.say("ana", "!never-mind")
    await room.wait("day 22:00")
    await room.say("ana", "!news 99 Waits")
    await room.say("ana", "!never-mind")
    await room.wait("2d")
    assert room.told("bo") == ("Said",)


async def test_whether_somebody_may_be_disturbed(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=NIGHT)
    assert (await room.say("ana", "!may-i @bo")).text == "yes"
    await room.wait("day 22:00")
    assert (await room.say("ana", "!may-i @bo")).text == "no"


async def nobody(unit: Unit, event: Event) -> bool:
    return False


async def test_what_a_platform_could_not_take_in_time_is_not_said_later() -> None:
    clock = ManualClock(datetime(2026, 11, 23, tzinfo=UTC))
    store, post = MemoryStore(clock), Post(key="k", to=BO, card=Card(Text("Soon")), until=clock.now())
    async with store.unit() as unit:
        await enqueue(unit, post, clock.now(), {})
    outbox = Outbox(store, clock, {}, nobody)
    entry = await store.claim(Queue.OUTBOX, clock.now())
    assert entry is not None
    await outbox.handle(entry)
    assert await store.size(Queue.OUTBOX) == 0
