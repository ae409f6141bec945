"""The verbs of the language, played as an author would, with everything that a platform may have and with hardly any of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from coterie.adapters.simulator.driver import SimulatorStage
from coterie.core.assembly import House, assembled
from coterie.core.commands.checking import Checker
from coterie.core.files.surroundings import installed_plugins
from coterie.core.model.content import Capability
from coterie.core.scenario.coterie import Opening
from coterie.core.scenario.file import read_scenario
from coterie.core.scenario.runner import play

HERE = Path(__file__).parent / "language"
SCENARIOS = [file for file in sorted(HERE.glob("*.yaml")) if file.name != "community.yaml"]
LACKS: dict[str, tuple[Capability, ...]] = {
    "everything": (),
    "no buttons": (Capability.BUTTONS,),
    "no modals": (Capability.MODALS,),
    "hardly anything": tuple(one for one in Capability if one is not Capability.REACTIONS),
}


@pytest.mark.parametrize("lacks", LACKS.values(), ids=LACKS)
@pytest.mark.parametrize("file", SCENARIOS, ids=[file.stem for file in SCENARIOS])
async def test_the_scenario_goes_as_it_says(file: Path, lacks: tuple[Capability, ...]) -> None:
    checker = Checker((), date(2026, 11, 1))
    scenario = read_scenario(file, checker.of_scenario)
    library = checker.around(HERE).library.sound()

    @asynccontextmanager
    async def open_coterie(opening: Opening) -> AsyncIterator[House]:
        async with assembled(
            opening.store, opening.clock, [opening.adapter], [opening.community], library, installed_plugins()
        ) as house:
            yield house

    played = await play(scenario, SimulatorStage(lacks), open_coterie)
    assert played.passed, f"{[one for one in played.results if not one.ok]}\n{played.transcript}"
