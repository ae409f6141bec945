"""Somebody at the keyboard."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from io import StringIO

from rich.console import Console

from coterie.adapters.simulator.console import Read
from coterie.adapters.simulator.demo import demo, sample
from coterie.core.assembly import House, assembled
from coterie.core.commands.checking import Checker
from coterie.core.files.surroundings import installed_plugins
from coterie.core.scenario.coterie import Opening


def keys(lines: Sequence[str]) -> Read:
    left = list(lines)

    async def read(prompt: str) -> str | None:
        return left.pop(0) if left else None

    return read


async def played(lines: Sequence[str]) -> str:
    """What is shown while somebody types these lines, before a single week has passed."""
    checker, output = Checker((), date(2026, 11, 1)), StringIO()
    surroundings = checker.of_scenario(sample() / "community.yaml")

    @asynccontextmanager
    async def opened(opening: Opening) -> AsyncIterator[House]:
        parts = (opening.store, opening.clock, [opening.adapter], [opening.community])
        async with assembled(*parts, checker.around(opening.folder).library, installed_plugins()) as house:
            yield house

    console = Console(file=output, width=110)
    assert await demo(surroundings, opened, weeks=0, join=True, console=console, read=keys(lines)) == 0
    return output.getvalue()


async def test_what_is_typed_is_said_and_the_answer_is_seen() -> None:
    shown = await played(["/dm", "help"])
    assert "Cy Okafor  help" in shown
    assert "Coterie  This is what I can do." in shown


async def test_somebody_joins_presses_and_waits() -> None:
    shown = await played(["/as zoe", "/join berlin", "/wait 11d", "/press good", "/who", "/leave berlin", "/who"])
    assert "Welcome @zoe to Berlin Walks!" in shown
    assert "(to you alone)" in shown and "How was your first week in Berlin Walks?" in shown
    assert "yan, zoe\n" in shown and "xenia, yan\n" in shown


async def test_somebody_replies_reacts_and_fills_in_a_form() -> None:
    lines = ["hello", "/reply hello: hi yourself", "/react 🎉 hello", "/look"]
    shown = await played([*lines, "/as zoe", "/join climate", "/wait 10d", "/fill mood=good wish='more trees'", "/dm"])
    assert "↳ 07:00 Cy Okafor  hi yourself" in shown
    assert "1 reply from Cy Okafor  🎉 1" in shown
    assert "How was your first week?" in shown and "no form is open" not in shown


async def test_what_can_not_be_is_said_and_nothing_ends() -> None:
    lines = ["/as nobody", "/in nowhere", "/press nothing", "/wait long", "/wait 2020-01-01 09:00", "/fly", "/help"]
    shown = await played([*lines, "/fill a=1"])
    for words in (
        "there is nobody called 'nobody'",
        "there is no group 'nowhere'",
        "no open card offers 'nothing' to cy",
        "'long' is not a local date-time",
        "that time is over",
        "there is no /fly here",
        "/wait 2d",
        "no form is open for cy",
    ):
        assert words in shown


async def test_quit_ends_it_and_so_does_the_end_of_the_input() -> None:
    assert "never" not in await played(["/quit", "never said"])
    assert "You are cy" in await played([])
