"""A small town whose coterie is killed some times on each store. `python -m tests.bench crash` does it to a large one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from tests.adapters.stores.server import Server

from .blows import Plan, difference, trial
from .script import Script

SCRIPT = Script(groups=6, rounds=2, pause="10s")
KILLS = 10
SEED = 5
SHARED_KILLS = 4
SHARED_SEED = 12
"""By it some are killed before one is suspended: the other may have done all there is by the time that it wakes."""


@pytest.fixture(scope="module")
def undisturbed() -> Mapping[str, Sequence[str]]:
    """What is seen in a life that nothing disturbs."""
    outcome = asyncio.run(trial(Plan(SCRIPT, "tinydb", 0, SEED, speed=600), None, 0))
    assert not outcome.amiss
    return outcome.seen


async def test_killed_on_the_embedded_store_nothing_is_missing_or_doubled(
    undisturbed: Mapping[str, Sequence[str]],
) -> None:
    outcome = await trial(Plan(SCRIPT, "tinydb", KILLS, SEED), None, every=3)
    assert not outcome.amiss + difference(undisturbed, outcome.seen), dict(outcome.dealt)
    assert outcome.kills


async def test_two_workers_on_postgresql_likewise_one_killed_one_suspended(
    undisturbed: Mapping[str, Sequence[str]], postgres: Server
) -> None:
    kinds = ("kill", "kill while it sends", "kill", "kill while it sends", "suspend", "cut")
    outcome = await trial(
        Plan(SCRIPT, "postgresql", SHARED_KILLS, SHARED_SEED, workers=2, kinds=kinds), postgres, every=3
    )
    assert not outcome.amiss + difference(undisturbed, outcome.seen), dict(outcome.dealt)
    assert outcome.kills


def test_a_difference_says_what_is_missing_what_is_too_much_and_what_is_out_of_order() -> None:
    wanted = {"a": ["1", "2"], "b": ["1"], "c": ["1", "2"]}
    assert difference(wanted, wanted) == []
    assert difference(wanted, {"a": ["1"], "b": ["1", "1"], "c": ["2", "1"], "d": ["1"]}) == [
        "a: missing 1 times: 2",
        "b: 1 times too often: 1",
        "c: out of order: 2 instead of 1",
        "d: 1 times too often: 1",
    ]
