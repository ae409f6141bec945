"""Somebody at the keyboard."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from rich.console import Console

from coterie.adapters.simulator.console import Read
from coterie.adapters.simulator.demo import demo, sample
from coterie.core.community_file import read_community
from coterie.core.scenario.file import Surroundings
from tests.core.scenario.greeting import BEGIN, open_greeting


def keys(lines: Sequence[str]) -> Read:
    left = list(lines)

    async def read(prompt: str) -> str | None:
        return left.pop(0) if left else None

    return read


async def played(lines: Sequence[str], weeks: int = 0) -> str:
    community = read_community(sample() / "community.yaml", BEGIN.date()).community
    assert community is not None
    console = Console(file=StringIO(), width=110)
    surroundings = Surroundings(community, Path(sample()))
    status = await demo(surroundings, open_greeting, weeks=weeks, join=True, console=console, read=keys(lines))
    assert status == 0
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


async def test_what_is_typed_is_said_and_the_answer_is_seen() -> None:
    shown = await played(["/dm", "hello there"])
    assert "Cy Okafor  hello there" in shown
    assert "Coterie  You said hello there" in shown


async def test_somebody_joins_presses_and_waits() -> None:
    shown = await played(["/as zoe", "/join berlin", "/press done", "/wait 8d", "/who"])
    assert "Welcome @zoe to berlin" in shown
    assert "Settled by @zoe" in shown
    assert "(to you alone)" in shown and "How was your first week?" in shown
    assert "lea, oli" in shown


async def test_somebody_replies_reacts_and_fills_in_a_form() -> None:
    lines = ["hello", "/reply hello: hi yourself", "/react 🎉 hello", "/dm", "form", "/fill mood=4 why='all is well'"]
    shown = await played(lines)
    assert "↳ 07:00 Cy Okafor  hi yourself" in shown
    assert "@cy liked it" in shown
    assert "Your mood is 4." in shown


async def test_what_can_not_be_is_said_and_nothing_ends() -> None:
    lines = [
        "/as nobody",
        "/in nowhere",
        "/press nothing",
        "/wait long",
        "/wait 2020-01-01 09:00",
        "/fly",
        "/help",
        "/look",
    ]
    shown = await played(lines)
    for words in (
        "there is nobody called 'nobody'",
        "there is no group 'nowhere'",
        "no open card offers 'nothing' to cy",
        "'long' is not a local date-time",
        "that time is over",
        "there is no /fly here",
        "/wait 2d",
    ):
        assert words in shown


async def test_quit_ends_it_and_so_does_the_end_of_the_input() -> None:
    assert "never" not in await played(["/quit", "never said"])
    assert "You are cy" in await played([])
