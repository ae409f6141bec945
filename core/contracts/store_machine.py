"""A store against a plain model of it, under whatever Hypothesis thinks of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from copy import deepcopy
from datetime import datetime
from typing import Any, TypeVar

from attrs import define, evolve, field
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ..clock import ManualClock
from ..ports import Entry, Json, Queue, Store, Timer
from .store_tools import START, OpenStore, at

T = TypeVar("T")

_KEYS = st.sampled_from(["a", "a/1", "a/2", "b", "ä", "A", "a\uffff", "\U0001f600"])
_TABLES = st.sampled_from(["t", "t/a", "u"])
_IDS = st.sampled_from("12345678")
_LANES = st.sampled_from("xyz")
_QUEUES = st.sampled_from(Queue)
_MINUTES = st.integers(-2, 6)
_VALUES = st.recursive(
    st.sampled_from([0, "", False, True, 1.5, "text", 2**40]) | st.text(st.characters(codec="utf-8"), max_size=3),
    lambda inner: (
        st.lists(inner | st.none(), max_size=2) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=2)
    ),
    max_leaves=4,
)


@define
class Model:
    """What a store holds, kept as simply as can be."""

    records: dict[tuple[str, str], Json] = field(factory=dict)
    queues: dict[Queue, list[Entry]] = field(factory=lambda: {queue: [] for queue in Queue})
    claimed: dict[Queue, set[str]] = field(factory=lambda: {queue: set() for queue in Queue})
    seen: dict[Queue, dict[str, datetime]] = field(factory=lambda: {queue: {} for queue in Queue})
    timers: dict[str, Timer] = field(factory=dict)

    def scan(self, table: str, prefix: str, limit: int | None) -> list[tuple[str, Json]]:
        """The records of a table, in order."""
        found = sorted(place[1] for place in self.records if place[0] == table and place[1].startswith(prefix))
        return [(key, self.records[table, key]) for key in found][:limit]

    def entry(self, queue: Queue, id: str) -> Entry | None:
        """The entry that waits under this id."""
        return next((entry for entry in self.queues[queue] if entry.id == id), None)

    def replace(self, queue: Queue, new: Entry) -> None:
        """Put an entry in the place of the one with its id."""
        self.queues[queue] = [new if entry.id == new.id else entry for entry in self.queues[queue]]

    def heads(self, queue: Queue) -> list[Entry]:
        """The first entries of the lanes in which nothing is claimed, oldest first."""
        busy = {entry.lane for entry in self.queues[queue] if entry.id in self.claimed[queue]}
        first: dict[str, Entry] = {}
        for entry in self.queues[queue]:
            first.setdefault(entry.lane, entry)
        return [entry for lane, entry in first.items() if lane not in busy]

    def enqueue(self, queue: Queue, entry: Entry) -> None:
        if self.entry(queue, entry.id) is None and entry.id not in self.seen[queue]:
            self.queues[queue].append(entry)

    def finish(self, queue: Queue, id: str, now: datetime) -> None:
        self.queues[queue] = [entry for entry in self.queues[queue] if entry.id != id]
        self.claimed[queue].discard(id)
        self.seen[queue][id] = now


class StoreMachine(RuleBasedStateMachine):
    """Units of one or several operations, claims, closing and opening again."""

    open_store: OpenStore
    new_folder: Callable[[], str]
    keeps: bool

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock(START)
        self.model = Model()
        self.folder = type(self).new_folder()
        self.runner = asyncio.Runner()
        self.store: Store = self.run(self._open())

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(what)

    async def _open(self) -> Store:
        return await type(self).open_store(self.folder, self.clock)

    def teardown(self) -> None:
        self.run(self.store.close())
        self.runner.close()

    # --- records and timers

    @rule(
        ends_well=st.booleans(),
        table=_TABLES,
        changes=st.lists(st.tuples(_KEYS, st.none() | _VALUES), max_size=5),
        timers=st.lists(st.tuples(_IDS, st.none() | _MINUTES), max_size=2),
        prefix=st.sampled_from(["", "a", "a/", "b"]),
        limit=st.none() | st.integers(0, 3),
    )
    def write(
        self,
        ends_well: bool,
        table: str,
        changes: list[tuple[str, Json]],
        timers: list[tuple[str, int | None]],
        prefix: str,
        limit: int | None,
    ) -> None:
        """Records and timers change in one unit, which sees its own writes, and may fail."""
        model = deepcopy(self.model)

        async def unit() -> None:
            async with self.store.unit() as unit:
                for key, value in changes:
                    if value is None:
                        unit.delete(table, key)
                        model.records.pop((table, key), None)
                    else:
                        unit.put(table, key, value)
                        model.records[table, key] = value
                    assert await unit.get(table, key) == value
                for key, minutes in timers:
                    if minutes is None:
                        unit.cancel_timer(key)
                        model.timers.pop(key, None)
                    else:
                        unit.set_timer(Timer(key, at(minutes), minutes))
                        model.timers[key] = Timer(key, at(minutes), minutes)
                assert list(await unit.scan(table, prefix, limit=limit)) == model.scan(table, prefix, limit)
                if not ends_well:
                    raise _Failed

        try:
            self.run(unit())
        except _Failed:
            return
        self.model = model

    # --- queues

    @rule(queue=_QUEUES, entries=st.lists(st.tuples(_IDS, _LANES, _MINUTES, st.none() | _VALUES), max_size=4))
    def enqueue(self, queue: Queue, entries: list[tuple[str, str, int, Json]]) -> None:
        async def unit() -> None:
            async with self.store.unit() as unit:
                for id, lane, minutes, body in entries:
                    one = Entry(id, lane, body, at(minutes))
                    unit.enqueue(queue, one)
                    self.model.enqueue(queue, one)

        self.run(unit())

    @rule(queue=_QUEUES, minutes=_MINUTES)
    def claim(self, queue: Queue, minutes: int) -> None:
        found = self.run(self.store.claim(queue, at(minutes)))
        due = [
            entry for entry in self.model.queues[queue] if entry in self.model.heads(queue) and entry.due <= at(minutes)
        ]
        assert found == (due[0] if due else None)
        if found is not None:
            self.model.claimed[queue].add(found.id)
            self.model.replace(queue, evolve(found, fresh=False))

    @rule(queue=_QUEUES, id=_IDS)
    def release(self, queue: Queue, id: str) -> None:
        self.run(self.store.release(queue, id))
        self.model.claimed[queue].discard(id)

    @rule(queue=_QUEUES, id=_IDS, minutes=st.none() | _MINUTES, body=st.none() | _VALUES)
    def finish_or_postpone(self, queue: Queue, id: str, minutes: int | None, body: Json) -> None:
        if (entry := self.model.entry(queue, id)) is None:
            return

        async def unit() -> None:
            async with self.store.unit() as unit:
                if minutes is None:
                    unit.finish(queue, id)
                else:
                    unit.postpone(queue, id, at(minutes), body)

        self.run(unit())
        if minutes is None:
            self.model.finish(queue, id, self.clock.now())
            return
        self.model.claimed[queue].discard(id)
        kept = entry.body if body is None else body
        self.model.replace(queue, evolve(entry, due=at(minutes), body=kept, attempts=entry.attempts + 1))

    @rule(minutes=st.integers(0, 10))
    def forget_seen(self, minutes: int) -> None:
        forgotten = 0
        for queue, seen in self.model.seen.items():
            kept = {id: instant for id, instant in seen.items() if instant >= at(minutes)}
            forgotten += len(seen) - len(kept)
            self.model.seen[queue] = kept
        assert self.run(self.store.forget_seen(at(minutes))) == forgotten

    # --- time, and the end of the process

    @rule(minutes=st.integers(0, 3))
    def wait(self, minutes: int) -> None:
        self.clock.jump(max(self.clock.now(), at(minutes)))

    @rule()
    def open_again(self) -> None:
        self.run(self.store.close())
        self.store = self.run(self._open())
        if not self.keeps:
            self.model = Model()
        for queue, entries in self.model.queues.items():
            self.model.queues[queue] = [evolve(entry, fresh=False) for entry in entries]
            self.model.claimed[queue] = set()

    @invariant()
    def it_holds_what_the_model_holds(self) -> None:
        self.run(self._compare())

    async def _compare(self) -> None:
        async with self.store.unit() as unit:
            for table in ("t", "t/a", "u"):
                assert list(await unit.scan(table)) == self.model.scan(table, "", None)
        timers = sorted(self.model.timers.values(), key=lambda timer: (timer.due, timer.key))
        assert list(await self.store.due(at(100))) == timers
        assert list(await self.store.due(at(2), limit=2)) == [timer for timer in timers if timer.due <= at(2)][:2]
        for queue, entries in self.model.queues.items():
            assert await self.store.size(queue) == len(entries)
        heads = [head.due for queue in Queue for head in self.model.heads(queue)]
        assert await self.store.next_due() == min([*heads, *(timer.due for timer in timers)], default=None)


class _Failed(Exception):
    """A block that fails on purpose."""


def check_machine(open_store: OpenStore, new_folder: Callable[[], str], *, keeps: bool, examples: int = 60) -> None:
    """Run the machine on new stores; raises AssertionError with the shortest story in which the store and the model part."""
    attributes = {"open_store": staticmethod(open_store), "new_folder": staticmethod(new_folder), "keeps": keeps}
    machine: type[StoreMachine] = type("Machine", (StoreMachine,), attributes)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
