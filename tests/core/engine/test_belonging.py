"""What belongs to a group and is said to coterie alone: the only group of whoever says it, or where to say it."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.api import (
    Answer,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    PersonRef,
    Plugin,
    frozen,
)
from coterie.core.testing import StageFactory
from coterie.plugins import gatherings, welcome


@frozen
class Noted:
    """How often something was noted in a group."""

    count: int = 0


def about_here() -> Plugin:
    """Commands as they are written for rooms, by somebody who never thought of direct messages."""
    plugin = Plugin("about-here", about="Looks around.")

    @plugin.command("look")
    async def look(ctx: Context) -> None:
        """Show what is here, and offer more."""
        ctx.quietly(Card(f"{len(await ctx.members())} here", choices=[Choice("more", "More", 2)]))

    @plugin.choice("more")
    async def more(ctx: Context, page: int) -> None:
        ctx.quietly(Card(f"page {page} of {ctx.group.id}", choices=[Choice("more", "More", page + 1)]))

    @plugin.command("note")
    async def note(ctx: Context) -> None:
        """Note something, and say so to all."""
        noted = (await ctx.load(Noted)).count + 1
        await ctx.save(Noted(noted))
        ctx.reply(f"{noted} noted")

    @plugin.command("tell")
    async def tell(ctx: Context) -> None:
        """Let the room know something."""
        ctx.post(ctx.groups.room(ctx.group), "told")

    @plugin.command("write")
    async def write(ctx: Context) -> None:
        """Ask for words."""
        ctx.group  # noqa: B018 - outside of a group it says so
        ctx.ask(Form("Words", (Field("words", FieldKind.TEXT, "Which?"),)), then="written")

    @plugin.form("written")
    async def written(ctx: Context, answers: Mapping[str, Answer]) -> None:
        ctx.post(ctx.room, f"somebody wrote {answers['words']}")
        ctx.quietly("I keep that for you")

    @plugin.command("speak")
    async def speak(ctx: Context, locale: str, *, here: str | None = None) -> None:
        """Speak another language; with any other word, here."""
        await ctx.people.prefer(locale=locale)
        if here is not None:
            await ctx.load(Noted, of=ctx.group)
        ctx.quietly(f"{await ctx.people.locale(ctx.person)} for {here}")

    @plugin.command("greet")
    async def greet(ctx: Context, person: PersonRef) -> None:
        """Greet somebody of the group."""
        ctx.post(person, f"greetings from {ctx.group.id}")

    return plugin


async def test_it_is_about_the_only_group_of_whoever_says_it_and_answered_to_them_alone(stage: StageFactory) -> None:
    room = await stage(about_here())
    told = await room.say("bo", "look", dm=True)
    assert told.text == "In Python:\n\n3 here"
    assert room.said == ()


async def test_what_is_chosen_on_the_answer_is_about_that_group_too(stage: StageFactory) -> None:
    room = await stage(about_here())
    await room.press("bo", await room.say("bo", "look", dm=True), "More")
    await room.press("bo", room.alone("bo")[-1], "More")
    assert room.told("bo")[1:] == ("In Python:\n\npage 2 of python", "In Python:\n\npage 3 of python")


async def test_who_left_the_group_meanwhile_chooses_nothing_more(stage: StageFactory) -> None:
    room = await stage(about_here())
    card = await room.say("bo", "look", dm=True)
    await room.leave("bo")
    await room.press("bo", card, "More")
    assert room.told("bo")[-1] == "That is over: nothing more can be chosen there."


async def test_what_all_should_read_is_not_done_but_said_to_belong_into_the_room(stage: StageFactory) -> None:
    room = await stage(about_here())
    told = await room.say("bo", "note", dm=True)
    assert told.text == "That is for all of Python to read: say it in its room, as !coterie note."
    await room.say("bo", "!note")
    assert room.said == ("1 noted",), "the first one left nothing behind"


async def test_where_only_the_room_is_told_who_said_it_alone_hears_that_it_is_done(stage: StageFactory) -> None:
    room = await stage(about_here())
    await room.say("bo", "tell", dm=True)
    assert (room.said, room.told("bo")) == (("told",), ("Done, in Python.",))


async def test_what_a_form_was_asked_for_alone_is_answered_alone(stage: StageFactory) -> None:
    room = await stage(about_here())
    await room.say("bo", "write", dm=True)
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", {"words": "less"})
    assert room.said == ("somebody wrote less",)
    assert room.told("bo")[-1] == "In Python:\n\nI keep that for you"


async def test_a_command_reads_what_it_wrote_itself_wherever_it_was_given(stage: StageFactory) -> None:
    room = await stage(about_here())
    assert (await room.say("bo", "speak de", dm=True)).text == "de for None"
    assert (await room.say("bo", "speak en here", dm=True)).text == "In Python:\n\nen for here"
    await room.say("dee", "speak de here", dm=True)  # in no group
    assert (await room.say("dee", "speak en", dm=True)).text == "en for None"
    assert room.told("dee")[0].startswith("!coterie speak … belongs to a group"), (
        "nothing was left of it, the language neither"
    )


async def test_people_are_found_by_name_as_in_the_group(stage: StageFactory) -> None:
    room = await stage(about_here())
    await room.say("bo", "greet Ana", dm=True)
    assert room.told("ana") == ("greetings from python",)


async def test_a_refusal_says_in_which_group(stage: StageFactory) -> None:
    room = await stage(gatherings.plugin)
    assert (await room.say("bo", "gathering 7", dm=True)).text.startswith(
        "In Python:\n\nThere is no gathering no. 7 here"
    )


async def test_rights_are_those_in_the_group(stage: StageFactory) -> None:
    room = await stage(welcome.plugin)
    assert (await room.say("bo", "welcome cy", dm=True)).text == "In Python:\n\nThat takes a leader of this group."


async def test_who_is_in_no_group_reads_how_to_come_into_one(stage: StageFactory) -> None:
    room = await stage(about_here())
    told = (await room.say("dee", "look", dm=True)).text
    assert (
        told
        == "!coterie look belongs to a group, and you are in none yet. groups shows those that you could come into."
    )
