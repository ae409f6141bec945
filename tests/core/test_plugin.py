"""A plugin is read once, and its mistakes teach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coterie.core.api import (
    Capability,
    Context,
    Deck,
    Event,
    GroupRef,
    MemberJoined,
    MessagePosted,
    PersonRef,
    Plugin,
    Reader,
    Rest,
    RoomRef,
    Text,
    frozen,
)
from coterie.core.errors import ConfigError
from coterie.core.files.surroundings import verbs_twice
from coterie.core.texts import read_texts

if TYPE_CHECKING:
    from decimal import Decimal


class Mood(Enum):
    """How somebody feels."""

    GOOD = "good"
    BAD = "bad"


@frozen
class Given:
    """What a step gives."""

    count: int
    who: PersonRef


async def everything(
    ctx: Context,
    person: PersonRef,
    room: RoomRef,
    group: GroupRef,
    deck: Deck,
    number: int,
    much: float,
    sure: bool,
    day: date,
    length: timedelta,
    mood: Mood,
    word: str,
    friend: PersonRef | None = None,
    *,
    rest: Rest,
) -> None:
    """Take everything."""


async def unannotated(ctx: Context, thing) -> None: ...  # type: ignore[no-untyped-def]
async def untypeable(ctx: Context, thing: bytes) -> None: ...
async def misspelt(ctx: Context, thing: dict[str, str]) -> None: ...
async def unresolved(ctx: Context, thing: Decimal) -> None: ...
async def rest_first(ctx: Context, rest: Rest, word: str) -> None: ...
async def starred(ctx: Context, *things: str) -> None: ...
async def takes_text(ctx: Context, text: Text) -> None: ...
async def without() -> None: ...
def not_async(ctx: Context) -> None: ...
async def two(ctx: Context, one: int, other: int) -> None: ...
async def fine(ctx: Context) -> None: ...
async def gives(ctx: Context, who: PersonRef, count: int = 1) -> Given: ...  # type: ignore[empty-body]


def findings(plugin: Plugin) -> str:
    with pytest.raises(ConfigError) as caught:
        plugin.load()
    return str(caught.value)


def declared(how: Callable[[Plugin], Callable[[Any], Any]], *functions: Any) -> Plugin:
    plugin = Plugin("it")
    for function in functions:
        how(plugin)(function)
    return plugin


def test_the_usage_line_is_made_from_the_signature() -> None:
    loaded = declared(lambda it: it.command("all"), everything).load()
    assert loaded.commands["all"].usage == (
        "all PERSON ROOM GROUP DECK NUMBER MUCH SURE DAY LENGTH good|bad WORD [FRIEND] REST…"
    )
    assert loaded.commands["all"].doc == "Take everything."


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (unannotated, "argument 'thing' has no annotation; expected one of PersonRef"),
        (untypeable, "argument 'thing' is annotated 'bytes', which nobody can type"),
        (unresolved, "annotation 'Decimal' is not there at run time; import it outside of `if TYPE_CHECKING`"),
        (rest_first, "argument 'rest' takes all the rest, so it must be the last one"),
        (starred, "use `tuple[…, ...]` for several"),
        (takes_text, "argument 'text' is a Text, which only playbooks give"),
        (without, "a handler takes a Context first"),
        (not_async, "a handler is written `async def`"),
    ],
)
def test_a_signature_that_can_not_be_served_says_what_could(function: Any, message: str) -> None:
    said = findings(declared(lambda it: it.command("all"), function))
    assert message in said
    assert f"test_plugin.py:{function.__code__.co_firstlineno}:" in said


def test_a_command_twice_is_named_with_the_first() -> None:
    said = findings(declared(lambda it: it.command("all"), fine, everything))
    assert "everything: command 'all' is declared twice; first by fine" in said


def test_all_mistakes_are_told_at_once() -> None:
    plugin = Plugin("It", needs={"cheese"})
    plugin.command("Loud")(fine)
    plugin.command("who", who="king")(fine)
    plugin.every("someday")(fine)
    plugin.timer("later")(two)
    plugin.on(MemberJoined)(fine)
    plugin.step("go", shorthand="where")(gives)
    said = findings(plugin)
    for part in (
        "plugin name 'It'",
        "need 'cheese'",
        "command 'Loud' is not like",
        "who='king' is no role; expected one of manager, leader",
        "someday",
        "behind its context it takes the value, if it wants it, not 2 arguments",
        "behind its context it takes the event, not 0 arguments",
        "shorthand 'where' is none of its arguments",
    ):
        assert part in said, part


def test_a_step_tells_what_it_holds_and_takes() -> None:
    loaded = declared(lambda it: it.step("give", shorthand="who", choices=("more",)), gives).load()
    step = loaded.steps["give"]
    assert step.holds == ("count", "who")
    assert step.shorthand == "who" and step.choices == ("more",)
    assert [one.required for one in step.signature.parameters] == [True, False]


def test_needs_are_capabilities_roles_and_plugins() -> None:
    needs: set[Capability | str] = {Capability.UPLOAD, "role:leader", "plugin:prompts"}
    assert Plugin("it", needs=needs).load().needs == needs


def test_texts_that_are_not_there_are_a_mistake_of_the_plugin() -> None:
    assert "nothing.en.ftl: error: the English texts are missing" in findings(Plugin("it", texts="nothing.ftl"))


def test_what_people_say_is_heard_in_groups_that_use_a_plugin_and_not_always() -> None:
    plugin = Plugin("curious")

    @plugin.on(MessagePosted, scope="always")
    async def hear(ctx: Context, posted: MessagePosted) -> None: ...

    assert "a MessagePosted is heard in groups that use the plugin, not always" in findings(plugin)


def test_what_is_no_event_and_what_is_another_one_is_a_mistake() -> None:
    plugin = Plugin("curious")

    async def hear(ctx: Context, posted: MessagePosted) -> None: ...

    plugin.on(MemberJoined)(hear)
    plugin.on(int)(hear)  # type: ignore[arg-type]  # what a type checker would tell
    said = findings(plugin)
    assert "hear: it is called with a MemberJoined, and its argument is annotated MessagePosted" in said
    assert "hear: int is no event" in said


def test_an_event_may_be_taken_as_any_event() -> None:
    plugin = Plugin("curious")

    @plugin.on(MemberJoined)
    async def hear(ctx: Context, event: Event) -> None: ...

    assert len(plugin.load().listeners) == 1


@pytest.mark.parametrize("verb", ["post", "if", "within"])
def test_a_verb_is_no_word_that_the_language_has_already(verb: str) -> None:
    said = findings(declared(lambda it: it.step(verb), gives))
    assert f"'{verb}' is a word of the language of playbooks already" in said


def test_two_plugins_do_not_share_a_verb() -> None:
    one, other = Plugin("one"), Plugin("other")
    for plugin in (one, other):
        plugin.step("give")(gives)
    (finding,) = verbs_twice([one.load(), other.load()])
    assert "the verb 'give' of plugin other is one of plugin one already" in finding.message
    assert not list(verbs_twice([one.load()]))


def test_english_texts_may_stand_in_the_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "kudos.ftl").write_text("hi = Hi\n", encoding="utf-8")
    assert read_texts(tmp_path / "kudos.ftl").text("hi", Reader("fr")).to(Reader("fr")) == "Hi"
    (tmp_path / "kudos.en.ftl").write_text("hi = Hello\n", encoding="utf-8")
    assert read_texts(tmp_path / "kudos.ftl").text("hi", Reader("fr")).to(Reader("fr")) == "Hello"
