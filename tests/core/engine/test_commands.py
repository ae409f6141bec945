"""What somebody says to coterie, and what becomes of it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from pathlib import Path

from coterie.core.api import Context, GroupRef, PersonRef, Plugin, Rest, RoomRef
from coterie.core.testing import StageFactory

echo = Plugin("echo")
other = Plugin("other")


class Size(Enum):
    """How big."""

    SMALL = "small"
    BIG = "big"


@echo.command("plan")
async def plan(
    ctx: Context, day: date, length: timedelta, size: Size = Size.SMALL, count: int = 1, *, what: Rest | None = None
) -> None:
    """Plan something."""
    ctx.reply(f"{day} {length} {size.value} {count} {what}")


@echo.command("whom")
async def whom(ctx: Context, people: tuple[PersonRef, ...]) -> None:
    """Name people."""
    ctx.reply(", ".join(person.id for person in people))


@echo.command("where")
async def where(ctx: Context, group: GroupRef, room: RoomRef, loud: bool, much: float) -> None:
    """Name a place."""
    ctx.reply(f"{group.id} {room.id} {loud} {much}")


@echo.command("both")
async def both(ctx: Context) -> None:
    """What two plugins offer."""
    ctx.reply("echo's")


@other.command("both")
async def both_too(ctx: Context) -> None:
    """What two plugins offer."""
    ctx.reply("other's")


async def test_words_become_what_the_annotations_say(stage: StageFactory) -> None:
    room = await stage(echo)
    await room.say("ana", "!plan 2026-12-01 2h BIG 3 with “cake” and tea")
    assert room.last == "2026-12-01 2:00:00 big 3 with “cake” and tea"


async def test_what_may_be_missing_is_left_out_where_the_next_word_does_not_fit(stage: StageFactory) -> None:
    room = await stage(echo)
    await room.say("ana", "!plan tomorrow 1d with cake")
    assert room.last == "2026-11-24 1 day, 0:00:00 small 1 with cake"


async def test_people_are_found_by_mention_handle_and_name(stage: StageFactory) -> None:
    room = await stage(echo)
    await room.say("ana", '!whom @bo "ana ruiz" "Cy 🌱"')
    assert room.last == "bo, ana, cy"


async def test_groups_rooms_numbers_and_yes_are_understood(stage: StageFactory) -> None:
    room = await stage(echo)
    await room.say("ana", "!where Python here ja 1,5")
    assert room.last == "python room:python True 1.5"


async def test_the_same_command_is_given_in_every_way(stage: StageFactory) -> None:
    room = await stage(echo)
    for text in ("!coterie whom bo", "!whom bo", "!Coterie WHOM @bo", "!coterie echo whom bo", "<@coterie> whom bo"):
        await room.say("ana", text)
        assert room.said[-1] == "bo", text
    assert len(room.said) == 5
    for text in ("whom bo", "!whom bo", "!coterie whom bo"):
        assert (await room.say("dee", text, dm=True)).text == "bo"


async def test_a_wrong_argument_is_answered_with_what_was_expected(stage: StageFactory) -> None:
    room = await stage(echo)
    told = await room.say("ana", "!plan someday 2h")
    assert told.text == (
        "someday is not what I can use as DAY: expected a date like 2026-11-23, “today” or “tomorrow”. "
        "Usage: !plan DAY LENGTH [small|big] [COUNT] [WHAT…]"
    )
    assert (await room.say("ana", "!coterie plan")).text.startswith("DAY is missing: expected a date")
    assert (await room.say("ana", "!both a b")).text.startswith("I don't know what to do with a b.")
    assert room.said == ()


async def test_a_wrong_argument_is_answered_in_the_language_of_the_person(stage: StageFactory) -> None:
    room = await stage(echo, locale="de")
    assert (await room.say("ana", "!whom")).text.startswith("PEOPLE fehlt: erwartet wird eine Person")


async def test_an_unknown_command_is_answered_with_the_nearest_one(stage: StageFactory) -> None:
    room = await stage(echo)
    assert "Did you mean !coterie whom?" in (await room.say("ana", "!coterie wohm bo")).text
    assert (await room.say("ana", "!coterie")).text.startswith("Tell me what to do")
    assert (await room.say("ana", "!coterie xyzzy")).text.startswith("I don't know xyzzy.")


async def test_a_word_with_a_mark_that_is_no_command_is_a_message_like_any_other(stage: StageFactory) -> None:
    room = await stage(echo)
    for text in ("!wohm", "!", "!!", "!5 is a factorial", "hello all"):
        assert (await room.say("ana", text)).by == "ana", text


async def test_what_two_plugins_offer_is_told_apart_by_the_plugin(stage: StageFactory) -> None:
    room = await stage(echo, other)
    told = await room.say("ana", "!both")
    assert told.text == "both can mean more than one thing here. Say !coterie echo both and !coterie other both."
    await room.say("ana", "!coterie other both")
    assert room.last == "other's"


async def test_what_a_group_chose_to_use_goes_before_what_is_installed(stage: StageFactory, tmp_path: Path) -> None:
    (tmp_path / "both.yaml").write_text(
        "playbook: own\nversion: 1\ntitle: Own\nstarts:\n  - command: echo\nsteps:\n  - post: {text: Our own}\n",
        "utf-8",
    )
    plugin = Plugin("echoing", playbooks=str(tmp_path))

    @plugin.command("echo")
    async def echo(ctx: Context, *, words: Rest) -> None:
        """Say it again."""
        ctx.reply(words)

    room = await stage(plugin, playbooks=["own"])
    assert (await room.say("bo", "!echo hello")).text == "Our own"
    assert (await room.say("bo", "!coterie echoing echo hello")).text == "hello"


async def test_a_command_of_a_playbook_may_be_of_several_words(stage: StageFactory, tmp_path: Path) -> None:
    for id, command in {"retro": "Retro", "soon": "retro now"}.items():
        text = f"playbook: {id}\nstarts:\n  - command: {command}\nsteps:\n  - post: {{text: 'Here is {id}'}}\n"
        (tmp_path / f"{id}.yaml").write_text(text, "utf-8")
    room = await stage(Plugin("reviewing", playbooks=str(tmp_path)), playbooks=["retro", "soon"])
    assert (await room.say("bo", "!coterie retro now")).text == "Here is soon"
    assert (await room.say("bo", "!Retro  NOW please")).text == "Here is soon"
    assert (await room.say("bo", "!coterie soon retro now")).text == "Here is soon"
    assert (await room.say("bo", "!retro")).text == "Here is retro"
    assert (await room.say("bo", "!coterie retro nowhere")).text == "Here is retro"


async def test_what_takes_a_role_says_whose_and_outside_of_groups_where(stage: StageFactory) -> None:
    ringing = Plugin("ringing", about="Rings.")

    @ringing.command("ring", who="leader")
    async def ring(ctx: Context) -> None:
        """Ring."""
        ctx.reply("ring")

    @ringing.command("silence", who="manager")
    async def silence(ctx: Context) -> None:
        """Be silent everywhere."""
        ctx.reply("hush")

    room = await stage(ringing)
    assert (await room.say("bo", "ring", dm=True)).text == "In Python:\n\nThat takes a leader of this group."
    assert (await room.say("dee", "ring", dm=True)).text.startswith("!coterie ring belongs to a group")
    assert (await room.say("bo", "silence", dm=True)).text == "That takes a community manager."
    assert (await room.say("bo", "!ring")).text == "That takes a leader of this group."
    assert (await room.say("ana", "silence", dm=True)).text == "hush"
