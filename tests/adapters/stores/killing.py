"""Writers that are killed: what they were told is kept must be there, and no unit may be there by half."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

from attrs import define

from coterie.adapters.stores.tinydb import open_store
from coterie.core.clock import SystemClock
from coterie.core.errors import Conflict
from coterie.core.ports import Entry, Queue, Store

WRITERS = 5
# A writer's units older than this are deleted again, so that the file has something outdated.
REMEMBERED = 150
OUTDATED = 60

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.adapters.stores.killing"])


@define
class Tally:
    """What came of some kills."""

    kills: int = 0
    acknowledged: int = 0
    while_rewriting: int = 0
    before_the_first: int = 0


# --- in the process that is killed


def write_until_killed(folder: str, acknowledge: Connection) -> None:
    asyncio.run(_write(folder, acknowledge))


async def _write(folder: str, acknowledge: Connection) -> None:
    store = await open_store("tinydb", folder, SystemClock(), outdated=OUTDATED)
    async with asyncio.TaskGroup() as group:
        for writer in range(WRITERS):
            group.create_task(_write_on(store, writer, acknowledge))


async def _write_on(store: Store, writer: int, acknowledge: Connection) -> None:
    async with store.unit() as unit:
        number = await unit.get("last", str(writer)) or 0
    while True:
        number += 1
        try:
            await _write_one(store, writer, number)
        except Conflict:
            number -= 1
            continue
        acknowledge.send_bytes(f"{writer} {number}".encode())


async def _write_one(store: Store, writer: int, number: int) -> None:
    async with store.unit() as unit:
        last = await unit.get("last", str(writer)) or 0
        assert last == number - 1, f"writer {writer} finds {last} where it wrote {number - 1}"
        unit.put("last", str(writer), number)
        unit.put(f"units/{writer}", f"{number:09}", "x" * (number % 97))
        unit.delete(f"units/{writer}", f"{number - REMEMBERED:09}")
        now = SystemClock().now()
        unit.enqueue(Queue.INBOX, Entry(f"{writer}/{number}", f"{writer}", number, now))
        if number > 1:
            unit.finish(Queue.INBOX, f"{writer}/{number - 1}")


# --- in the process that kills


def kill_writers(folder: Path, rounds: int, seed: int) -> Tally:
    """Kill so many writers, one after another, on one folder. Raises AssertionError where something is lost or halved."""
    choose = random.Random(seed)
    tally = Tally()
    known: Counter[int] = Counter()
    for _ in range(rounds):
        acknowledged = _kill_one(folder, choose, tally)
        for writer, number in acknowledged:
            known[writer] = max(known[writer], number)
        tally.kills += 1
        tally.acknowledged += len(acknowledged)
        asyncio.run(_check(folder, known))
    return tally


def _kill_one(folder: Path, choose: random.Random, tally: Tally) -> list[tuple[int, int]]:
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=write_until_killed, args=(str(folder), theirs))
    process.start()
    theirs.close()
    enough = choose.choice([0, 1, choose.randrange(20), choose.randrange(400)])
    acknowledged = _read(ours, enough)
    if choose.random() < 0.5:
        _wait_for_rewrite(folder, ours, acknowledged)
    tally.before_the_first += not acknowledged
    process.kill()
    tally.while_rewriting += (folder / "store.journal.new").exists()
    acknowledged += _read(ours, None)
    process.join()
    assert process.exitcode == -9, f"the writer stopped by itself, with {process.exitcode}"
    return acknowledged


def _read(ours: Connection, enough: int | None) -> list[tuple[int, int]]:
    """So many acknowledgements, or all there are."""
    found: list[tuple[int, int]] = []
    while enough is None or len(found) < enough:
        try:
            writer, number = ours.recv_bytes().split()
        except (EOFError, OSError):
            break
        found.append((int(writer), int(number)))
    return found


def _wait_for_rewrite(folder: Path, ours: Connection, acknowledged: list[tuple[int, int]]) -> None:
    """Go on until a new file is being written, so that the kill comes in its midst."""
    for _ in range(20_000):
        if (folder / "store.journal.new").exists():
            return
        if ours.poll():
            acknowledged += _read(ours, 1)


async def _check(folder: Path, known: Counter[int]) -> None:
    store = await open_store("tinydb", str(folder), SystemClock(), outdated=OUTDATED)
    async with store.unit() as unit:
        for writer in range(WRITERS):
            last = await unit.get("last", str(writer)) or 0
            assert last >= known[writer], f"writer {writer} was told of {known[writer]}, but {last} is the last there"
            units = [int(key) for key, _ in await unit.scan(f"units/{writer}")]
            assert units == list(range(max(1, last - REMEMBERED + 1), last + 1)), (
                f"units of writer {writer}: {units}, {last=}"
            )
            for number, text in zip(units, [text for _, text in await unit.scan(f"units/{writer}")], strict=True):
                assert len(text) == number % 97
            known[writer] = last
    waiting = []
    while (entry := await store.claim(Queue.INBOX, SystemClock().now())) is not None:
        waiting.append(entry.id)
    assert sorted(waiting) == sorted(f"{writer}/{number}" for writer, number in known.items() if number)
    await store.close()
