"""The fixed words of commands in the language of whoever types them."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from pathlib import Path

import pytest

from coterie.core.api import Context, Plugin, Rest
from coterie.core.discovery import PLUGINS, installed, load
from coterie.core.engine.fixed_words import one_of, shown
from coterie.core.signature import Kind
from coterie.core.testing import StageFactory
from coterie.core.texts import NO_TEXTS, Reader, Texts, core_texts, read_texts

GERMAN = Reader("de-AT")


class Act(Enum):
    """What a stranger's plugin takes; only the last is a word that nobody else has."""

    ON = "on"
    CANCEL = "cancel"
    STOP = "stop"
    NOT_ME = "not-me"
    FLIP = "flip"


def a_stranger(folder: Path, german: str = "word-flip = wenden, umdrehen\n") -> Plugin:
    """A plugin that knows nothing of other languages but one word."""
    (folder / "pancake.en.ftl").write_text("word-flip = flip\nflipped = { $act } with { $usage }\n", "utf-8")
    (folder / "pancake.de.ftl").write_text(f"flipped = {{ $act }} mit {{ $usage }}\n{german}", "utf-8")
    plugin = Plugin("pancake", about="Flips.", texts="pancake.ftl")
    plugin.file = str(folder / "pancake.py")

    @plugin.command("pancake")
    async def pancake(ctx: Context, act: Act, length: timedelta | None = None) -> None:
        ctx.quietly(ctx.text("flipped", act=act.value, usage=ctx.usage(f"pancake {act.value}")))

    @plugin.command("taste")
    async def taste(ctx: Context, *, words: Rest | None = None) -> None:
        ctx.quietly(f"{ctx.one_of(words or '', 'flip', 'none')} of {ctx.word('none')}")

    @plugin.command("hot")
    async def hot(ctx: Context, yes: bool) -> None:
        ctx.quietly(str(yes))

    return plugin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("flip", "flip"),
        ("FLIP", "flip"),
        ("wenden", "flip"),
        ("Umdrehen 2w", "flip"),
        ("an", "on"),
        ("on", "on"),
        ("stopp", "stop"),
        ("abbrechen", "cancel"),
        ("not_me", "not-me"),
    ],
)
@pytest.mark.parametrize("locale", ["en", "de"])
async def test_a_fixed_word_is_understood_in_every_language(
    stage: StageFactory, tmp_path: Path, locale: str, typed: str, meant: str
) -> None:
    room = await stage(a_stranger(tmp_path), locale=locale)
    assert (await room.say("bo", f"!pancake {typed}")).text.startswith(f"{meant} ")


async def test_an_umlaut_of_two_signs_is_the_same_letter(stage: StageFactory, tmp_path: Path) -> None:
    room = await stage(a_stranger(tmp_path, german="word-flip = drüber\n"))
    assert (await room.say("bo", "!pancake dru\u0308ber")).text.startswith("flip ")


async def test_what_is_wrong_is_answered_with_the_words_of_whoever_reads_it(
    stage: StageFactory, tmp_path: Path
) -> None:
    english = await stage(a_stranger(tmp_path))
    told = (await english.say("bo", "!pancake toss")).text
    assert "expected one of on, cancel, stop, not-me, flip" in told and "!pancake on|cancel|stop|not-me|flip" in told
    german = await stage(a_stranger(tmp_path), locale="de")
    told = (await german.say("bo", "!pancake toss")).text
    assert "eines von an, abbrechen, stopp, not-me, wenden" in told
    assert "!pancake an|abbrechen|stopp|not-me|wenden [LENGTH]" in told


async def test_a_command_in_an_answer_reads_as_its_reader_types_it(stage: StageFactory, tmp_path: Path) -> None:
    room = await stage(a_stranger(tmp_path), locale="de")
    assert (await room.say("bo", "!pancake flip")).text == "flip mit !coterie pancake wenden"


async def test_a_plugin_reads_the_words_of_a_rest_in_every_language(stage: StageFactory, tmp_path: Path) -> None:
    room = await stage(a_stranger(tmp_path))
    assert (await room.say("bo", "!taste  Wenden ")).text == "flip of none"
    assert (await room.say("bo", "!taste keine")).text == "none of none"
    assert (await room.say("bo", "!taste flipped")).text == "None of none"


@pytest.mark.parametrize(("typed", "meant"), [("an", True), ("nein", False), ("ja", True), ("0", False), ("yep", True)])
async def test_yes_and_no_are_understood_in_every_language(
    stage: StageFactory, tmp_path: Path, typed: str, meant: bool
) -> None:
    room = await stage(a_stranger(tmp_path))
    assert (await room.say("bo", f"!hot {typed}")).text == str(meant)


def test_where_two_words_have_the_same_it_is_the_one_for_which_it_stands_first(tmp_path: Path) -> None:
    tmp_path.joinpath("it.en.ftl").write_text("word-end = end, stopp\nword-halt = halt\n", "utf-8")
    tmp_path.joinpath("it.de.ftl").write_text("word-end = schluss, stopp\nword-halt = stopp\n", "utf-8")
    texts = read_texts(tmp_path / "it.ftl")
    assert one_of("stopp", ("end", "halt"), texts) == "halt"
    assert one_of("stopp", ("end", "stop"), texts) == "end", "a plugin's own word goes before the core's"
    assert one_of("stop", ("end", "stop"), texts) == "stop"
    assert shown("halt", texts, GERMAN) == "stopp" and shown("halt", texts, Reader()) == "halt"
    assert shown("off", NO_TEXTS, GERMAN) == "aus" and shown("sideways", NO_TEXTS, GERMAN) == "sideways"


def every_choice() -> list[tuple[str, Texts, tuple[str, ...]]]:
    """The fixed words of each argument of every command that comes with coterie."""
    loaded = [plugin.load() for plugin in (load(PLUGINS, name) for name in installed(PLUGINS))]
    return [
        (f"{command.name} {one.name}", plugin.texts, one.allowed)
        for plugin in loaded
        for command in plugin.commands.values()
        for one in command.signature.parameters
        if one.kind is Kind.CHOICE
    ]


@pytest.mark.parametrize(
    ("argument", "texts", "words"), every_choice(), ids=lambda one: one if isinstance(one, str) else ""
)
def test_every_fixed_word_of_our_commands_has_a_german_one_that_means_it_alone(
    argument: str, texts: Texts, words: tuple[str, ...]
) -> None:
    named = {word: shown(word, texts, GERMAN) for word in words}
    assert len(set(named.values())) == len(words), argument
    for word, german in named.items():
        assert texts.words(f"word-{word}") or core_texts().words(f"word-{word}"), f"{argument}: {word}"
        assert one_of(german, words, texts) == word == one_of(word.upper(), words, texts)
