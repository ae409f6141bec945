"""The embedded store beside TinyDB's own file, on the same documents and the same disk.

python -m tests.bench stores [DOCUMENTS]
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tinydb import TinyDB
from tinydb.table import Document

from coterie.adapters.stores.documents import Write
from coterie.adapters.stores.journal import JournalFile
from coterie.adapters.stores.tinydb import open_store
from coterie.core.clock import SystemClock
from coterie.core.ports import Json, Store

WRITERS = 100
COMMITS_EACH = 500
PEER_COMMITS = 10
TIMES = 3

OPEN = """
import asyncio, sys, time
from coterie.adapters.stores.tinydb import open_store
from coterie.core.clock import SystemClock

async def main():
    begin, worked = time.perf_counter(), time.process_time()
    store = await open_store("tinydb", sys.argv[1], SystemClock())
    print(time.perf_counter() - begin, time.process_time() - worked)
    await store.close()

asyncio.run(main())
"""


def main(arguments: list[str]) -> None:
    """Print commits a second, how long the slowest waited, and the time to open."""
    count = int(arguments[0]) if arguments else 100_000
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        path = Path(folder)
        fsync = time_fsync(path)
        fill(path, count)
        opening = [open_once(path) for _ in range(TIMES)]
        runs = [asyncio.run(write_together(path, count)) for _ in range(TIMES)]
        opening_used = [open_once(path) for _ in range(TIMES)]
        peer, peer_open = write_with_tinydb_itself(path, count)
    best = max(rate for rate, _, _ in runs)
    (opened, opened_cpu), (opened_used, opened_used_cpu) = min(opening), min(opening_used)
    print(
        f"{count:,} documents, {WRITERS} writers, {COMMITS_EACH} commits each; {TIMES} runs; fsync {fsync * 1000:.1f} ms"
    )
    print(f"{'':34}{'coterie':>14}{'TinyDB alone':>14}{'ratio':>10}")
    print(f"{'commits a second, best run':34}{best:14,.0f}{peer:14,.1f}{best / peer:10,.0f}")
    print(f"{'commits a second, each run':34}{'  '.join(f'{rate:,.0f}' for rate, _, _ in runs):>14}")
    print(f"{'commits a second of processor, best':34}{max(by_cpu for _, _, by_cpu in runs):14,.0f}")
    print(f"{'99 of 100 commits within, ms':34}{min(late for _, late, _ in runs) * 1000:14.1f}")
    print(f"{'open, s (snapshot)':34}{opened:14.2f}{peer_open:14.2f}{peer_open / opened:10.1f}")
    print(f"{'open, s (after the writing)':34}{opened_used:14.2f}")
    print(f"{'both, s of processor':34}{opened_cpu:14.2f}{opened_used_cpu:14.2f}")


def document(number: int) -> Json:
    return {"name": f"Person {number}", "email": f"p{number}@example.org", "groups": ["a", "b"], "count": 0}


def fill(folder: Path, count: int) -> None:
    path = folder / "store.journal"
    JournalFile.create(
        path, (Write("records/people", f"{number:08}", document(number)) for number in range(count))
    ).settle(path)


def open_once(folder: Path) -> tuple[float, float]:
    """The seconds to open the store in a new process, its start not counted, and those of the processor."""
    wall, cpu = subprocess.check_output([sys.executable, "-c", OPEN, str(folder)]).split()
    return float(wall), float(cpu)


def time_fsync(folder: Path) -> float:
    """What one fsync of a small line takes here, the median of fifty."""
    taken = []
    with (folder / "fsync").open("ab", buffering=0) as file:
        for _ in range(50):
            begin = time.perf_counter()
            file.write(b"x" * 200)
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begin)
    return sorted(taken)[25]


async def write_together(folder: Path, count: int) -> tuple[float, float, float]:
    """Commits a second, the time within which 99 of 100 are done, and commits a second of processor. Each reads a record, changes it and commits."""
    store = await open_store("tinydb", str(folder), SystemClock())
    waits: list[float] = []
    begin, worked = time.perf_counter(), time.process_time()
    async with asyncio.TaskGroup() as group:
        for writer in range(WRITERS):
            group.create_task(write(store, range(writer, count, WRITERS), waits))
    taken, cpu = time.perf_counter() - begin, time.process_time() - worked
    await store.close()
    return len(waits) / taken, sorted(waits)[len(waits) * 99 // 100], len(waits) / cpu


async def write(store: Store, numbers: Sequence[int], waits: list[float]) -> None:
    for turn in range(COMMITS_EACH):
        key = f"{numbers[turn % len(numbers)]:08}"
        begin = time.perf_counter()
        async with store.unit() as unit:
            record = await unit.get("people", key)
            record["count"] += 1
            unit.put("people", key, record)
        waits.append(time.perf_counter() - begin)


def write_with_tinydb_itself(folder: Path, count: int) -> tuple[float, float]:
    """The same of TinyDB with the storage it comes with: updates a second, one after another as it must be, and the time to open."""
    path = folder / "peer.json"
    with TinyDB(path) as db:
        db.table("people").insert_multiple(Document(document(number), doc_id=number + 1) for number in range(count))
    begin = time.perf_counter()
    with TinyDB(path) as db:
        db.table("people").get(doc_id=1)
        opened = time.perf_counter() - begin
        begin = time.perf_counter()
        for number in range(PEER_COMMITS):
            db.table("people").update({"count": 1}, doc_ids=[number + 1])
        return PEER_COMMITS / (time.perf_counter() - begin), opened
