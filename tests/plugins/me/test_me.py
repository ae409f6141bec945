"""Everybody's own page: what stands on it and for whom, what is pressed there, and when it is shown anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coterie.core.api import Context, Group, Item, Line, PersonRef, Plugin, Section, Tap, field, frozen
from coterie.core.errors import Refused
from coterie.core.model.content import Capability
from coterie.core.testing import BEGINS, StageFactory, StageRoom
from coterie.plugins.lifecycle import plugin as lifecycle
from coterie.plugins.me import plugin


@frozen
class Tasks:
    """What somebody put on everybody's page."""

    texts: tuple[str, ...] = field(default=())


def news(*items: Item, everywhere: tuple[Item, ...] = (), lines: tuple[Line, ...] = ()) -> Plugin:
    """A plugin that contributes this, what is told by a command, and an action that leaders may tap."""
    found = Plugin("news")

    @found.contribute("page")
    async def page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
        told = (await ctx.load(Tasks)).texts
        return (*items, *(Item(Section.MINE, text) for text in told))

    @found.contribute("page-everywhere")
    async def nowhere(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
        return everywhere

    @found.contribute("brief")
    async def brief(ctx: Context) -> tuple[Line, ...]:
        return lines

    @found.action("wave")
    async def wave(ctx: Context, at: str = "all") -> None:
        """Wave."""
        await ctx.require("leader")
        ctx.reply(f"{ctx.group.id} waves at {at}")

    @found.command("tell")
    async def tell(ctx: Context, text: str) -> None:
        """Put something on everybody's page."""
        await ctx.save(Tasks((await ctx.load(Tasks)).texts + (text,)))
        await ctx.call("me.refresh")

    return found


async def text_of(room: StageRoom, who: str) -> str:
    page = await room.look(who)
    assert page is not None
    return page.text


async def test_groups_stand_first_then_what_plugins_tell_in_its_order(stage: StageFactory) -> None:
    late = Item(Section.NEXT, "late", at=BEGINS + timedelta(days=9))
    soon = Item(Section.NEXT, "soon", at=BEGINS + timedelta(days=1))
    room = await stage(
        plugin, news(Item(Section.MINE, "a task"), late, soon, everywhere=(Item(Section.FIND, "a wish"),))
    )
    text = await text_of(room, "bo")
    words = (
        "Your groups",
        "What comes next",
        "soon",
        "late",
        "taken on",
        "a task",
        "could join",
        "a wish",
        "Your data",
    )
    places = [text.index(word) for word in words]
    assert places == sorted(places)
    assert "you lead it" not in text


async def test_who_is_in_no_group_is_told_how_to_come_into_one(stage: StageFactory) -> None:
    room = await stage(plugin, news(Item(Section.MINE, "a task")))
    text = await text_of(room, "dee")
    assert "You are in no group yet" in text and "a task" not in text


async def test_leaders_and_managers_see_more_and_others_do_not(stage: StageFactory) -> None:
    told = (Item(Section.LEAD, "for leaders"), Item(Section.MANAGE, "for managers"))
    room = await stage(plugin, news(*told, lines=(Line("3 people came"),)))
    ana, bo = await text_of(room, "ana"), await text_of(room, "bo")
    for shown in ("you lead it", "for leaders", "3 people came", "for managers", "One group: 1 awake"):
        assert shown in ana and shown not in bo


async def test_what_is_pressed_is_done_and_looked_at_anew_by_who_does_it(stage: StageFactory) -> None:
    wave = Tap("Wave", "news.wave", {"at": "bo"})
    room = await stage(plugin, news(Item(Section.MINE, "greetings", taps=(wave,))))
    for who, answer in (("ana", "python waves at bo"), ("bo", "leader")):
        page = await room.look(who)
        assert page is not None
        await room.press(who, page, "Wave")
        assert answer in room.told(who)[-1]
        assert room.last is None  # nobody else hears of it


async def test_a_page_that_was_shown_a_while_ago_does_what_it_says_or_nothing(stage: StageFactory) -> None:
    items = [Item(Section.MINE, "greetings", taps=(Tap("Wave", "news.wave", {"at": "bo"}),))]
    changing = Plugin("news")

    @changing.contribute("page")
    async def page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
        return tuple(items)

    @changing.action("wave")
    async def wave(ctx: Context, at: str) -> None:
        """Wave."""
        ctx.reply(f"waves at {at}")

    room = await stage(plugin, changing)
    before = await room.look("ana")
    assert before is not None
    items[0] = Item(Section.MINE, "greetings", taps=(Tap("Wave", "news.wave", {"at": "cy"}),))
    await room.look("ana")
    offer = (before.offers or ())[0]
    with pytest.raises(Refused):  # the simulator shows the page as it is now
        await room.driver.press("ana", room._place, before.id, offer, 1)
    assert offer.id != ((await room.page("ana")).offers or ())[0].id


async def test_what_changes_is_shown_on_pages_that_are_open_and_on_no_others(stage: StageFactory) -> None:
    room = await stage(plugin, news())
    assert "water" not in await text_of(room, "bo")
    await room.say("ana", '!coterie tell "water the plants"')
    await room.wait("3s")
    assert "water the plants" in (await room.page("bo")).text
    assert await room.driver.page("cy") is None
    await room.wait("2d")
    await room.say("ana", '!coterie tell "feed the cat"')
    await room.wait("3s")
    assert "feed the cat" not in (await room.page("bo")).text and "feed the cat" in await text_of(room, "bo")


async def test_coming_and_going_changes_the_page(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert "no group yet" in await text_of(room, "dee")
    await room.join("dee")
    await room.wait("3s")
    assert "Python" in (await room.page("dee")).text
    await room.leave("dee")
    await room.wait("3s")
    assert "no group yet" in (await room.page("dee")).text


@pytest.mark.parametrize(
    ("locale", "words"), [("en", "asked whether to divide"), ("de", "wird gefragt, ob sie sich teilt")]
)
async def test_a_group_that_thinks_of_dividing_is_not_at_its_beginning(
    stage: StageFactory, locale: str, words: str
) -> None:
    room = await stage(plugin, lifecycle, locale=locale)
    await room.say("ana", "!group split Web, Data")
    assert f"Python · {words}: Learn." in await text_of(room, "bo")


async def test_a_group_that_goes_into_another_one_is_not_at_its_beginning(stage: StageFactory) -> None:
    founder = Plugin("founder")

    @founder.command("found")
    async def found(ctx: Context) -> None:
        """Found a group."""
        await ctx.groups.found(Group("rust", "Rust", "Learn.", leaders=("ana",)), why="for a test")

    room = await stage(plugin, lifecycle, founder)
    await room.say("ana", "!found")
    await room.say("ana", "!group merge Rust: we are the same people.")
    assert "Python · going into another group: Learn." in await text_of(room, "bo")


async def test_it_changes_for_groups_too_that_use_no_plugin(stage: StageFactory) -> None:
    room = await stage(plugin, used=False)
    assert "no group yet" in await text_of(room, "dee")
    await room.join("dee")
    await room.wait("3s")
    assert "Python" in (await room.page("dee")).text


async def test_where_there_are_no_pages_the_command_tells_it_all(stage: StageFactory) -> None:
    wave = Tap("Wave", "news.wave", {"at": "bo"})
    told = news(Item(Section.MINE, "greetings", "Bo", taps=(wave,)))
    room = await stage(plugin, told, lacks=(Capability.HOME, Capability.BUTTONS, Capability.QUIET))
    answer = await room.say("ana", "me", dm=True)
    assert "Your groups" in answer.text and "Wave (Bo)" in answer.text
    await room.say("ana", "1", dm=True)
    assert room.told("ana")[-1] == "python waves at bo"


async def test_a_person_is_told_what_is_known_of_them(stage: StageFactory) -> None:
    room = await stage(plugin, locale="de")
    page = await room.look("bo")
    assert page is not None and "Deine Gruppen" in page.text
    await room.press("bo", page, "Was weißt du über mich?")
    assert "Du heißt Bo." in room.told("bo")[-1] and "Europe" in room.told("bo")[-1] or "UTC" in room.told("bo")[-1]
