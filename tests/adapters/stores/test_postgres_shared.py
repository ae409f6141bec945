"""What several workers do to each other in one PostgreSQL, and what becomes of a store whose server goes away."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from secrets import token_hex

import psycopg
import pytest
import pytest_asyncio
from psycopg import sql

from coterie.adapters.stores.postgres import PostgresStore, open_store
from coterie.adapters.stores.postgres.presence import GRACE, this_process
from coterie.adapters.stores.postgres.schema import NEWEST
from coterie.core.clock import ManualClock, SystemClock
from coterie.core.contracts.store_tools import START, add, at, drain, entry
from coterie.core.errors import Conflict, Fenced, StoreError
from coterie.core.ports import Queue, Shared, Timer
from tests.adapters.stores.server import Server

NewWorker = Callable[..., Awaitable[PostgresStore]]
SHORT = timedelta(seconds=0.6)


@pytest.fixture
def schema() -> str:
    return f"shared_{token_hex(4)}"


@pytest_asyncio.fixture
async def new_worker(postgres: Server, schema: str) -> AsyncIterator[NewWorker]:
    """Opens the same store once more, as another process would."""
    opened: list[PostgresStore] = []

    async def new(lease: timedelta = timedelta(seconds=15)) -> PostgresStore:
        opened.append(await open_store(postgres.url(), "", ManualClock(START), schema=schema, lease=lease))
        return opened[-1]

    yield new
    for store in opened:
        await store.close()


async def asleep(store: PostgresStore) -> None:
    """Let a worker renew its lease no more, as if its process were suspended."""
    store._presence_task.cancel()
    await asyncio.wait([store._presence_task])


async def soon(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await holds():  # noqa: ASYNC110 - the state is the database's
            await asyncio.sleep(0.02)


async def test_the_store_says_that_it_is_shared(new_worker: NewWorker) -> None:
    assert isinstance(await new_worker(), Shared)


async def test_what_one_worker_claimed_no_other_is_given(new_worker: NewWorker) -> None:
    one, other = await new_worker(), await new_worker()
    await add(one, Queue.OUTBOX, entry("1"), entry("2"), entry("3", "elsewhere"))
    first, second = await one.claim(Queue.OUTBOX, at(0)), await other.claim(Queue.OUTBOX, at(0))
    assert first is not None and first.id == "1"
    assert second is not None and second.id == "3"
    assert await other.claim(Queue.OUTBOX, at(0)) is None
    assert one.holds(Queue.OUTBOX, "1") and not other.holds(Queue.OUTBOX, "1")
    await one.close()
    again = await other.claim(Queue.OUTBOX, at(0))
    assert again is not None and again.id == "1" and not again.fresh, "a worker that stops gives back what it had"


async def test_many_workers_claim_everything_once(new_worker: NewWorker) -> None:
    workers = [await new_worker() for _ in range(3)]
    await add(workers[0], Queue.INBOX, *(entry(str(number), f"lane {number % 7}") for number in range(60)))
    found = await asyncio.gather(*(drain(worker, Queue.INBOX) for worker in workers for _ in range(2)))
    ids = [one.id for part in found for one in part]
    assert sorted(ids, key=int) == [str(number) for number in range(60)]


async def test_a_worker_hears_what_another_brings(new_worker: NewWorker) -> None:
    one, other = await new_worker(), await new_worker()
    async with asyncio.timeout(20):
        await add(one, Queue.INBOX, entry("1"))
        await other.stirred()
        async with one.unit() as unit:
            unit.set_timer(Timer("noon", at(1)))
        await other.stirred()
    assert [timer.key for timer in await other.due(at(1))] == ["noon"]


async def test_what_a_sleeping_worker_had_is_adopted_and_the_sleeper_writes_nothing_of_it(
    new_worker: NewWorker,
) -> None:
    sleeper, heir = await new_worker(SHORT), await new_worker(SHORT)
    await add(sleeper, Queue.OUTBOX, entry("1"), entry("2", "other"))
    assert await sleeper.claim(Queue.OUTBOX, at(0)) is not None
    assert await sleeper.claim(Queue.OUTBOX, at(0)) is not None
    await asleep(sleeper)

    async def adopted() -> bool:
        found = await heir.claim(Queue.OUTBOX, at(0))
        return found is not None and not found.fresh

    await soon(adopted)
    assert (heir.takeovers, sleeper.takeovers) == (1, 0)
    assert not sleeper.holds(Queue.OUTBOX, "1"), "it looks at its own watch before it does what can't be undone"
    with pytest.raises(Fenced):
        async with sleeper.unit() as unit:
            unit.put("t", "by", "the sleeper")
            unit.finish(Queue.OUTBOX, "1")
    async with heir.unit() as unit:
        assert await unit.get("t", "by") is None
        unit.finish(Queue.OUTBOX, "1")
    assert await heir.size(Queue.OUTBOX) == 1
    await add(sleeper, Queue.OUTBOX, entry("3", "third"))
    found = await sleeper.claim(Queue.OUTBOX, at(0))
    assert found is not None, "awake again, it is a worker like every other"
    assert sleeper.holds(Queue.OUTBOX, found.id)


async def test_a_unit_of_a_worker_that_lost_its_lease_is_kept_where_it_finishes_nothing(
    new_worker: NewWorker, postgres: Server, schema: str
) -> None:
    store = await new_worker()
    postgres.ask(f"DELETE FROM {schema}.lease")
    async with store.unit() as unit:
        unit.put("t", "k", 1)
    postgres.ask(f"DELETE FROM {schema}.lease")
    await add(store, Queue.INBOX, entry("1"))
    postgres.ask(f"DELETE FROM {schema}.lease")
    assert await store.claim(Queue.INBOX, at(0)) is not None
    async with store.unit() as unit:
        assert await unit.get("t", "k") == 1


async def test_a_lease_that_was_lost_is_taken_anew_where_the_connection_is_cut_in_the_middle_of_it(
    new_worker: NewWorker, postgres: Server, schema: str
) -> None:
    store = await new_worker()
    waiting = "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO lease%'"
    with psycopg.connect(postgres.url()) as blocking:
        postgres.ask(f"DELETE FROM {schema}.lease")
        blocking.execute(sql.SQL("LOCK TABLE {}.lease IN SHARE MODE").format(sql.Identifier(schema)))
        adding = asyncio.create_task(add(store, Queue.INBOX, entry("1")))
        await soon(lambda: asyncio.to_thread(lambda: bool(postgres.ask(f"SELECT 1 {waiting}"))))
        postgres.ask(f"SELECT pg_terminate_backend(pid) {waiting}")
    await adding
    assert await store.claim(Queue.INBOX, at(0)) is not None


async def test_a_batch_that_is_sent_twice_is_kept_once(new_worker: NewWorker, postgres: Server, schema: str) -> None:
    store = await new_worker()
    async with store.unit() as unit:
        unit.put("t", "count", 1)
    number = store._commits._number
    units = '[{"puts": [{"tab": "t", "key": "count", "value": "2"}]}]'
    with psycopg.connect(postgres.url(), options=f"-c search_path={schema}", autocommit=True) as connection:
        ask = "SELECT keep(%s, %s, %s::json, now(), false)"
        said = connection.execute(ask, [store._presence.worker, number, units]).fetchone()
    assert said == ([""],), "it is told what became of it"
    async with store.unit() as unit:
        assert await unit.get("t", "count") == 1


async def test_a_commit_whose_connection_is_cut_is_kept_all_the_same(
    new_worker: NewWorker, postgres: Server, schema: str
) -> None:
    store = await new_worker()
    async with store.unit() as unit:
        unit.put("t", "count", 1)
    with psycopg.connect(postgres.url(), options=f"-c search_path={schema}") as blocking:
        blocking.execute("SELECT number FROM progress FOR UPDATE")
        async with asyncio.TaskGroup() as tasks:
            for number in range(5):
                tasks.create_task(add(store, Queue.INBOX, entry(str(number))))
            await soon(lambda: asyncio.to_thread(_waits, postgres))
            postgres.ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%keep%(%' AND pid <> pg_backend_pid()"
            )
            blocking.rollback()
    assert await store.size(Queue.INBOX) == 5


def _waits(postgres: Server) -> bool:
    """Whether a commit waits for another one's end."""
    return bool(postgres.ask("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%keep%(%'"))


@pytest.mark.parametrize("changed", [False, True])
async def test_a_unit_whose_snapshot_was_taken_away_reads_on_unless_what_it_read_was_changed(
    new_worker: NewWorker, postgres: Server, changed: bool
) -> None:
    store = await new_worker()
    async with store.unit() as unit:
        unit.put("t", "a", 1)
        unit.put("t", "b", 1)

    async def read() -> None:
        async with store.unit() as unit:
            assert [await unit.get("t", "a"), len(await unit.scan("t"))] == [1, 2]
            async with store.unit() as other:
                other.put("t", "a" if changed else "c/1", 2)
                other.delete("t", "c/1")
            postgres.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'")
            assert await unit.get("t", "b") == 1

    if changed:
        with pytest.raises(Conflict):
            await read()
    else:
        await read()


async def test_a_server_that_restarts_in_the_middle_costs_nothing(postgres: Server, schema: str) -> None:
    store = await open_store(postgres.url(), "", SystemClock(), schema=schema)
    async with store.unit() as unit:
        unit.put("t", "a", 1)
        unit.put("t", "b", 1)
    async with store.unit() as unit:
        assert await unit.get("t", "a") == 1
        await asyncio.to_thread(postgres.stop, signal.SIGQUIT)
        start = asyncio.create_task(asyncio.to_thread(postgres.start))
        assert await unit.get("t", "b") == 1
        unit.put("t", "a", 2)
        unit.enqueue(Queue.INBOX, entry("1"))
    await start
    assert await store.claim(Queue.INBOX, at(0)) is not None
    async with store.unit() as unit:
        assert await unit.get("t", "a") == 2
        unit.finish(Queue.INBOX, "1")
    await store.close()


async def test_a_newer_schema_is_refused_and_nothing_of_it_is_touched(postgres: Server, schema: str) -> None:
    store = await open_store(postgres.url(), "", SystemClock(), schema=schema)
    await store.close()
    postgres.ask(f"UPDATE {schema}.version SET number = 99")
    with pytest.raises(StoreError, match=f"has schema 99, this coterie knows {NEWEST}: install the newer coterie"):
        await open_store(postgres.url(), "", SystemClock(), schema=schema)


async def test_many_that_open_a_new_store_at_once_make_it_once(postgres: Server, schema: str) -> None:
    stores = await asyncio.gather(*(open_store(postgres.url(), "", SystemClock(), schema=schema) for _ in range(5)))
    await add(stores[0], Queue.INBOX, entry("1"))
    assert [await store.size(Queue.INBOX) for store in stores] == [1] * 5
    for store in stores:
        await store.close()


async def test_a_connection_that_is_cut_while_the_store_is_opened_is_made_anew(postgres: Server, schema: str) -> None:
    waiting = "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%advisory_lock%coterie:%'"
    with psycopg.connect(postgres.url()) as blocking:
        blocking.execute("SELECT pg_advisory_lock(hashtextextended('coterie:' || %s, 0))", [schema])
        opening = asyncio.create_task(open_store(postgres.url(), "", SystemClock(), schema=schema))
        await soon(lambda: asyncio.to_thread(lambda: bool(postgres.ask(f"SELECT 1 {waiting}"))))
        postgres.ask(f"SELECT pg_terminate_backend(pid) {waiting}")
    store = await opening
    await add(store, Queue.INBOX, entry("1"))
    assert await store.size(Queue.INBOX) == 1
    await store.close()


class Alone:
    """Work that only one may do, and who is at it."""

    def __init__(self) -> None:
        self.at_work: list[str] = []
        self.begun: list[str] = []

    async def work(self, name: str) -> None:
        self.begun.append(name)
        self.at_work.append(name)
        try:
            await asyncio.Event().wait()
        finally:
            self.at_work.remove(name)

    async def begins(self, times: int) -> None:
        """Return when it was begun so often, and whoever was at it before has let go."""
        async with asyncio.timeout(20):
            while len(self.begun) < times or len(self.at_work) > 1:  # noqa: ASYNC110 - the lock is the database's
                await asyncio.sleep(0.02)


async def test_one_worker_at_a_time_is_alone_and_the_next_takes_over_when_it_dies_sleeps_or_is_cut_off(
    new_worker: NewWorker, postgres: Server
) -> None:
    one, other, alone = await new_worker(SHORT), await new_worker(SHORT), Alone()
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(one.alone("sync", lambda: alone.work("one")))
        await alone.begins(1)
        second = tasks.create_task(other.alone("sync", lambda: alone.work("other")))
        third = tasks.create_task(other.alone("something else", lambda: Alone().work("it")))
        postgres.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'coterie shared%'"
        )
        await alone.begins(2)
        for task in (first, second):
            task.cancel()
        await asyncio.wait([first, second])
        first = tasks.create_task(one.alone("sync", lambda: alone.work("sleeper")))
        await alone.begins(3)
        await asleep(one)
        second = tasks.create_task(other.alone("sync", lambda: alone.work("heir")))
        await alone.begins(4)
        assert alone.at_work == ["heir"]
        first.cancel()
        await asyncio.wait([first])
        for task in (second, third):
            task.cancel()
    assert alone.begun[2:4] == ["sleeper", "heir"] and alone.begun[4:] == []


async def test_what_is_done_alone_ends_as_it_ends(new_worker: NewWorker) -> None:
    store = await new_worker()

    async def raises() -> None:
        raise ZeroDivisionError

    async def returns() -> None:
        return

    await store.alone("sync", returns)
    with pytest.raises(ZeroDivisionError):
        await store.alone("sync", raises)
    await store.alone("sync", returns)


@pytest.mark.skipif(not this_process(), reason="without /proc no process can be told from another")
async def test_what_a_process_had_that_died_on_this_machine_is_adopted_before_its_lease_is_over_but_not_at_once(
    new_worker: NewWorker, postgres: Server, schema: str
) -> None:
    dead, heir = await new_worker(timedelta(hours=1)), await new_worker(SHORT)
    await add(dead, Queue.OUTBOX, entry("1"))
    assert await dead.claim(Queue.OUTBOX, at(0)) is not None
    await asleep(dead)
    began, unsure = asyncio.get_running_loop().time(), 0
    who = postgres.ask(f"SELECT process FROM {schema}.worker")[0][0].split()
    postgres.ask(
        f"UPDATE {schema}.worker SET process = '{who[0]} {who[1]} {who[2]} 1' WHERE id = {dead._presence.worker}"
    )

    async def adopted() -> bool:
        nonlocal unsure
        unsure += not heir._presence.sure
        return await heir.claim(Queue.OUTBOX, at(0)) is not None

    await soon(adopted)
    assert asyncio.get_running_loop().time() - began >= GRACE.total_seconds()
    assert unsure < 50, "it waited, and let its own lease run out over it"


async def test_what_is_worked_on_under_a_lost_lease_is_claimed_here_again_only_once_it_was_let_go(
    new_worker: NewWorker,
) -> None:
    sleeper, heir = await new_worker(SHORT), await new_worker(SHORT)
    await add(sleeper, Queue.OUTBOX, entry("1"))
    assert await sleeper.claim(Queue.OUTBOX, at(0)) is not None
    await asleep(sleeper)

    async def adopted() -> bool:
        return await heir.claim(Queue.OUTBOX, at(0)) is not None

    await soon(adopted)
    await heir.release(Queue.OUTBOX, "1")
    sleeper._outlook.changed()
    assert await sleeper.claim(Queue.OUTBOX, at(0)) is None, "the first try may be under way still"
    with pytest.raises(Fenced):
        async with sleeper.unit() as unit:
            unit.finish(Queue.OUTBOX, "1")
    await sleeper.release(Queue.OUTBOX, "1")
    found = await sleeper.claim(Queue.OUTBOX, at(0))
    assert found is not None and not found.fresh
