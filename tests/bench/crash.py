"""Two hundred groups in which playbooks run and people answer, while coterie is killed, stopped, suspended and cut off. Nothing may be amiss.

python -m tests.bench crash [KILLS] [--store tinydb|postgresql] [--groups N] [--workers N] [--seed N]
"""

from __future__ import annotations

import asyncio
import time
from argparse import ArgumentParser
from contextlib import nullcontext

from tests.adapters.stores.server import server
from tests.destruction.blows import Outcome, Plan, difference, trial
from tests.destruction.script import Script


def main(arguments: list[str]) -> None:
    """Live once undisturbed and once not. Raises AssertionError where the platform saw something else."""
    parser = ArgumentParser("python -m tests.bench crash")
    parser.add_argument("kills", nargs="?", type=int, default=100)
    parser.add_argument("--store", choices=["tinydb", "postgresql"], action="append")
    parser.add_argument("--groups", type=int, default=200)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--workers", type=int, default=2, help="of PostgreSQL")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    given = parser.parse_args(arguments)
    rounds = given.rounds or 2
    print(f"{given.groups} groups, {rounds} rounds, seed {given.seed}", flush=True)
    wrong = False
    for store in given.store or ["tinydb", "postgresql"]:
        workers = 1 if store == "tinydb" else given.workers
        plan = Plan(Script(given.groups, rounds, "1m"), store, given.kills, given.seed, workers)
        wrong |= bool(asyncio.run(_both(plan)))
    assert not wrong, "something was amiss"


async def _both(plan: Plan) -> list[str]:
    calm = await _timed(Plan(plan.script, "tinydb", 0, plan.seed), 0)
    hit = await _timed(plan, calm.performed / max(plan.kills, 1) / 3)
    wrong = calm.amiss + hit.amiss + difference(calm.seen, hit.seen)
    print(f"  {', '.join(f'{number} times {blow}' for blow, number in sorted(hit.dealt.items()))}")
    print(f"  {hit.kills} kills; {len(wrong)} things amiss", flush=True)
    for one in wrong[:40]:
        print(f"    {one}")
    return wrong


async def _timed(plan: Plan, every: float) -> Outcome:
    began = time.monotonic()
    with server() if plan.store == "postgresql" else nullcontext() as postgres:
        outcome = await trial(plan, postgres, every)
    took = time.monotonic() - began
    print(f"  {plan.store}, {plan.kills} kills wanted: {outcome.performed:,} effects seen in {took:.0f} s", flush=True)
    return outcome
