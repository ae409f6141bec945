"""What people are told they can say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from coterie.core.api import Context, Plugin
from coterie.core.files.surroundings import installed_plugins
from coterie.core.testing import StageFactory
from coterie.plugins import help, kudos, me, quiet


async def test_help_lists_commands_by_plugin_to_whoever_asks_alone(stage: StageFactory) -> None:
    room = await stage(help.plugin, kudos.plugin)
    told = await room.say("ana", "!coterie help")
    assert room.said == ()
    assert told.text.index("help") < told.text.index("kudos PERSON [REASON…]")
    assert "Thank somebody" in told.text


async def test_help_in_a_direct_message_needs_no_word_before_it(stage: StageFactory) -> None:
    room = await stage(help.plugin, kudos.plugin)
    told = await room.say("dee", "help kudos", dm=True)
    assert "kudos PERSON [REASON…]" in told.text
    assert "!coterie" not in told.text


async def test_help_speaks_the_language_of_the_group(stage: StageFactory) -> None:
    room = await stage(help.plugin, kudos.plugin, locale="de")
    told = await room.say("bo", "!help kudos")
    assert "Jemandem danken" in told.text


async def test_help_for_an_unknown_command_says_so(stage: StageFactory) -> None:
    room = await stage(help.plugin)
    told = await room.say("bo", "!help dance")
    assert told.text.startswith("I know no command or plugin dance.")


@pytest.mark.parametrize("said", ["hilfe", "Hilfe", "?", "HILFE kudos"])
async def test_help_is_understood_in_german_too_and_as_a_question_mark(stage: StageFactory, said: str) -> None:
    room = await stage(help.plugin, kudos.plugin)
    assert "Thank somebody" in (await room.say("bo", f"!coterie {said}")).text
    assert "Thank somebody" in (await room.say("dee", said, dm=True)).text


async def test_a_word_for_a_command_is_understood_with_an_exclamation_mark(stage: StageFactory) -> None:
    room = await stage(help.plugin, kudos.plugin, locale="de")
    assert "Jemandem danken" in (await room.say("bo", "!hilfe")).text


@pytest.mark.parametrize("said", ["hi", "Hello", "hallo zusammen", "start"])
async def test_who_says_hello_is_told_where_to_begin(stage: StageFactory, said: str) -> None:
    room = await stage(help.plugin, kudos.plugin, me.plugin)
    told = (await room.say("dee", said, dm=True)).text
    assert told.startswith("👋 Hello!") and "- me – Show your page" in told and "- help [COMMAND…]" in told
    assert "kudos" not in told.partition("help")[0] and "propose" not in told  # which is not installed here


async def test_what_another_bot_may_be_asked_with_is_understood_where_coterie_is_surely_meant(
    stage: StageFactory,
) -> None:
    room = await stage(quiet.plugin)
    await room.say("bo", "!stop")
    assert room.told("bo") == () and room.said == ()
    await room.say("bo", "stop", dm=True)
    assert room.told("bo")[-1].startswith("I tell you nothing any more")
    await room.say("cy", "!coterie einstellungen")
    assert "How I speak to you" in room.told("cy")[-1]


def test_no_other_word_for_a_command_is_a_command_or_means_two() -> None:
    plugins = installed_plugins()
    names = {name for plugin in plugins for name in plugin.commands}
    meant = Counter[str]()
    for plugin in plugins:
        for name in plugin.commands:
            words = {word.casefold() for begin in ("also-", "meant-") for word in plugin.texts.words(begin + name)}
            assert not words & names, f"{name} of {plugin.name}"
            assert all(len(word.split()) == 1 for word in words), f"{name} of {plugin.name}"
            meant.update(words)
    assert [word for word, count in meant.items() if count > 1] == []
    assert {"gruppen", "stop", "hilfe"} <= meant.keys()


async def test_a_command_of_that_name_goes_before_another_word_for_help(stage: StageFactory) -> None:
    first_aid = Plugin("first-aid", about="Helps at once.")

    @first_aid.command("hilfe")
    async def come(ctx: Context) -> None:
        ctx.reply("Here I come")

    room = await stage(help.plugin, first_aid)
    await room.say("bo", "!hilfe")
    assert room.last == "Here I come"


async def test_a_text_that_is_put_together_for_somebody_is_no_other_word_for_a_command(
    stage: StageFactory, tmp_path: Path
) -> None:
    tmp_path.joinpath("parties.en.ftl").write_text("also-dance = { $people } dance too\nalso-sing = chant", "utf-8")
    parties = Plugin("parties", about="Has them.", texts="parties.ftl")
    parties.file = str(tmp_path / "parties.py")

    @parties.command("dance")
    async def dance(ctx: Context) -> None:
        ctx.reply("Off we go")

    @parties.command("sing")
    async def sing(ctx: Context) -> None:
        ctx.reply("La la")

    room = await stage(parties)
    await room.say("bo", "!chant")
    assert room.last == "La la"
    assert "I don't know" in (await room.say("bo", "!coterie { $people } dance too")).text
