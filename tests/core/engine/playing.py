"""Runs in a small town: playbooks that are played there, and what came of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from textwrap import dedent

from attrs import evolve

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.core.assembly import House, assembled
from coterie.core.engine.runs import store as run_store
from coterie.core.files.library import Library
from coterie.core.model.community import Use
from coterie.core.model.content import Capability
from coterie.core.model.playbook import Playbook
from coterie.core.model.run import Run
from coterie.core.playbook.file import read_playbook
from coterie.core.playbook.verbs import Known
from coterie.core.refs import GroupRef

from .town import Town, community

GROUP = GroupRef("python")


def written(text: str) -> Playbook:
    reading = read_playbook(dedent(text), "test.yaml", Known())
    assert reading.playbook is not None and not reading.reader.findings, [str(one) for one in reading.reader.findings]
    return reading.playbook


@asynccontextmanager
async def playing(
    town: Town,
    *playbooks: Playbook,
    leaders: tuple[str, ...] = ("ana",),
    lacks: tuple[Capability, ...] = (),
    kind: type[SimulatorAdapter] = SimulatorAdapter,
    seeking: str | None = None,
    more: int = 0,
) -> AsyncIterator[House]:
    """The town with coterie and these playbooks in it; `seeking` a home of that name still, where one is given, behind those of `more` groups."""
    plain = community()
    uses = tuple(Use(one.id) for one in playbooks)
    group = evolve(plain.groups["python"], playbooks=uses, leaders=leaders)
    if seeking is not None:
        group = evolve(group, homes={"simulator": seeking})
    adapter = kind(SimulatorSettings(lacks), {}, town.clock, town.world)
    library = Library({one.id: one for one in playbooks})
    others = {f"g{n}": evolve(plain.groups["python"], id=f"g{n}", homes={"simulator": f"g{n}"}) for n in range(more)}
    whole = evolve(plain, groups={**others, "python": group})
    async with assembled(town.store, town.clock, [adapter], [whole], library, ()) as house:
        town.app = house.app
        await town.app.connected()
        if seeking is None:
            await town.settled()
        yield house


async def passes(town: Town, **span: float) -> None:
    """Let time pass, stopping wherever something is due."""
    end = town.clock.now() + timedelta(**span)
    while True:
        await town.settled()
        due = await town.app.next_due()
        if due is None or due > end:
            break
        town.clock.jump(max(due, town.clock.now()))
    town.clock.jump(end)
    await town.settled()


async def runs(town: Town) -> list[Run]:
    async with town.store.unit() as unit:
        return list(await run_store.of_group(unit, GROUP))


def direct(town: Town, person: str) -> str:
    return town.world.direct(person).id
