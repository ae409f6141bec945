"""Two hundred groups in which playbooks run and people answer, while coterie is killed, stopped, suspended and cut off. Nothing may be amiss.

python -m tests.bench crash [KILLS] [--store tinydb|postgresql] [--groups N] [--workers N] [--seed N] [--blow NAME] [--before CHECKOUT]

Which blows there are stands in tests/destruction/blows.py; `--blow`, once or more, deals only those and kills. That the disk of PostgreSQL
becomes full is dealt where a small disk can be made for it: on Linux, to root. With `--before` the first workers of PostgreSQL are of the version
that is checked out there, with its `.venv` (`make .venv/.dev`), and whoever takes the place of one that was killed is of this version: an
upgrade, one worker after another.
"""

from __future__ import annotations

import asyncio
import time
from argparse import ArgumentParser
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from attrs import evolve

from tests.adapters.stores.server import server, why_no_small_disk
from tests.destruction.blows import DISK_MEGABYTES, Outcome, Plan, difference, kills_of, trial
from tests.destruction.script import Script

EVERY = 6
"""So many effects are seen between a worker's start and the next blow, on average; then there are those that are seen before it falls."""


def main(arguments: list[str]) -> None:
    """Live once undisturbed and once not. Raises AssertionError where the platform saw something else."""
    parser = ArgumentParser("python -m tests.bench crash")
    parser.add_argument("kills", nargs="?", type=int, default=100)
    parser.add_argument("--store", choices=["tinydb", "postgresql"], action="append")
    parser.add_argument("--groups", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2, help="of PostgreSQL")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--blow", action="append", default=[], help="deal only this, and kills")
    parser.add_argument("--before", type=lambda path: Path(path).resolve(), help="a checkout of the version before")
    given = parser.parse_args(arguments)
    kinds = ("kill", *given.blow) if given.blow else ()
    print(f"{given.groups} groups, {given.rounds} rounds, seed {given.seed}", flush=True)
    wrong = False
    for store in given.store or ["tinydb", "postgresql"]:
        workers = 1 if store == "tinydb" else given.workers
        script = Script(given.groups, given.rounds, "1m")
        plan = Plan(script, store, given.kills, given.seed, workers, kinds=kinds, before=given.before)
        wrong |= bool(asyncio.run(_both(plan)))
    assert not wrong, "something was amiss"


async def _both(plan: Plan) -> list[str]:
    """What was amiss, over as many lives as it takes to deal so many kills."""
    calm = await _timed(Plan(plan.script, "tinydb", 0, plan.seed), 0)
    wrong, dealt, lives = list(calm.amiss), Counter[str](), 0
    while (left := plan.kills - kills_of(dealt)) > 0 and not wrong:
        hit = await _timed(evolve(plan, kills=left, seed=plan.seed + lives), EVERY)
        wrong += hit.amiss + difference(calm.seen, hit.seen)
        dealt += hit.dealt
        lives += 1
    print(f"  {', '.join(f'{number} times {blow}' for blow, number in sorted(dealt.items()))}")
    print(f"  {kills_of(dealt)} kills in {lives} lives; {len(wrong)} things amiss", flush=True)
    for one in wrong[:40]:
        print(f"    {one}")
    return wrong


async def _timed(plan: Plan, every: float) -> Outcome:
    began = time.monotonic()
    disk = DISK_MEGABYTES if why_no_small_disk() is None else None
    with server(disk) if plan.store == "postgresql" else nullcontext() as postgres:
        outcome = await trial(plan, postgres, every)
    took = time.monotonic() - began
    print(f"  {plan.store}, {plan.kills} kills wanted: {outcome.performed:,} effects seen in {took:.0f} s", flush=True)
    return outcome
