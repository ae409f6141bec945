"""`coterie test`: scenarios are played by a whole coterie, with the plugins that are installed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from ..assembly import House, assembled
from ..clock import SystemClock
from ..files.surroundings import installed_plugins
from ..logs import errors_to_stderr
from ..scenario.command import test as play
from ..scenario.coterie import Opening
from ..scenario.file import Surroundings
from .checking import Checker

NOWHERE = "https://coterie.example"
"""How coterie is reached in a scenario: nobody does."""


def test(paths: Sequence[Path], *, platform: str, as_json: bool, with_transcript: bool) -> int:
    """Play the scenarios of the files and folders; 0 where all went as they say, else 1."""
    errors_to_stderr()
    checker = Checker((), SystemClock().now().date())

    def surroundings_of(community: Path) -> Surroundings:
        found = checker.of_scenario(community)
        checker.around(found.folder).library.sound()
        return found

    @asynccontextmanager
    async def open_coterie(opening: Opening) -> AsyncIterator[House]:
        library = checker.around(opening.folder).library
        plugins = installed_plugins()
        house = assembled(
            opening.store, opening.clock, [opening.adapter], [opening.community], library, plugins, address=NOWHERE
        )
        async with house:
            yield house

    return asyncio.run(
        play(
            paths,
            platform=platform,
            surroundings_of=surroundings_of,
            open_coterie=open_coterie,
            write=_write,
            as_json=as_json,
            with_transcript=with_transcript,
        )
    )


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
