"""`coterie demo`: a sample community, played by whatever brings a demo along."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from ..assembly import assembled
from ..clock import SystemClock
from ..discovery import load
from ..files.surroundings import installed_plugins
from ..logs import errors_to_stderr
from ..scenario.coterie import Coterie, Open, Opening
from ..scenario.file import Surroundings
from .checking import Checker

DEMOS = "coterie.demos"


class Demo(Protocol):
    """What an entry point of `coterie.demos` names."""

    @property
    def folder(self) -> Path:
        """Where its `community.yaml` stands, with `playbooks` and `decks`."""

    def __call__(self, surroundings: Surroundings, open_coterie: Open, *, weeks: int, join: bool) -> int:
        """Play it; the exit status."""


def play(*, weeks: int, join: bool) -> int:
    """Play the demo on the simulator. Raises ConfigError where something in its folder is wrong."""
    errors_to_stderr()
    demo: Demo = load(DEMOS, "simulator")
    checker, plugins = Checker([], SystemClock().now().date()), installed_plugins()
    surroundings = checker.of_scenario(demo.folder / "community.yaml")
    library = checker.around(demo.folder).library.sound()

    def open_here(opening: Opening) -> AbstractAsyncContextManager[Coterie]:
        return assembled(opening.store, opening.clock, [opening.adapter], [opening.community], library, plugins)

    return demo(surroundings, open_here, weeks=weeks, join=join)
