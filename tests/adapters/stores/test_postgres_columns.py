"""What many units want comes to the database in columns, in which one text is never taken for two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from secrets import token_hex

import psycopg
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from coterie.adapters.stores.postgres import PostgresStore, open_store
from coterie.adapters.stores.postgres.columns import BETWEEN
from coterie.adapters.stores.postgres.names import stored
from coterie.core.clock import ManualClock
from coterie.core.contracts.store_tools import START, at, drain, entry
from coterie.core.ports import Queue, Timer
from tests.adapters.stores.server import Server

NAMES = (
    "\x00\x03",
    "\x02",
    "\x02\x00\x03",
    "\x03",
    "\x01\x03",
    BETWEEN,
    "{a,b}",
    '"',
    "\\",
    "NULL",
    "\n",
)


@pytest_asyncio.fixture
async def store(postgres: Server) -> AsyncIterator[PostgresStore]:
    opened = await open_store(postgres.url(), "", ManualClock(START), schema=f"columns_{token_hex(4)}")
    yield opened
    await opened.close()


@given(st.lists(st.text(alphabet="\x00\x01\x02\x03a", min_size=1), min_size=1))
def test_names_are_found_again_between_what_stands_between_them(names: list[str]) -> None:
    column = [stored(name) for name in names]
    assert BETWEEN.join(column).split(BETWEEN) == column


async def test_names_and_values_of_any_characters_are_kept_as_they_are_by_units_that_end_together(
    store: PostgresStore,
) -> None:
    async def write(number: int, name: str) -> None:
        async with store.unit() as unit:
            assert await unit.get("t", name) is None
            unit.put("t", name, {"is": name})
            unit.put(f"table {name}", "key", [name])
            unit.enqueue(Queue.INBOX, entry(f"{number} {name}", f"{number} {name}", {"of": name}))
            unit.enqueue(Queue.INBOX, entry(f"{number} {name} later", f"{number} {name}"))
            unit.set_timer(Timer(name, at(number), {"of": name}))

    await asyncio.gather(*(write(number, name) for number, name in enumerate(NAMES)))
    async with store.unit() as unit:
        assert dict(await unit.scan("t")) == {name: {"is": name} for name in NAMES}
        for name in NAMES:
            assert await unit.get(f"table {name}", "key") == [name]
    assert [timer.key for timer in await store.due(at(100))] == list(NAMES)
    found = await drain(store, Queue.INBOX)
    assert {one.id: (one.lane, one.body) for one in found} == {
        f"{number} {name}{later}": (f"{number} {name}", None if later else {"of": name})
        for number, name in enumerate(NAMES)
        for later in ("", " later")
    }


async def test_what_is_put_off_keeps_its_body_unless_another_is_given(store: PostgresStore) -> None:
    async with store.unit() as unit:
        for id in ("1", "2", "3"):
            unit.enqueue(Queue.INBOX, entry(id, f"lane {id}", {"was": id}))
    assert len(await store.claim_some(Queue.INBOX, at(0), 3)) == 3

    async def end(id: str) -> None:
        async with store.unit() as unit:
            match id:
                case "1":
                    unit.postpone(Queue.INBOX, id, at(5))
                case "2":
                    unit.postpone(Queue.INBOX, id, at(6), {"is": id})
                case "3":
                    unit.finish(Queue.INBOX, id)

    await asyncio.gather(*map(end, "123"))
    assert await store.claim(Queue.INBOX, at(4)) is None
    found = await drain(store, Queue.INBOX)
    assert [(one.id, one.body, one.due, one.attempts) for one in found] == [
        ("1", {"was": "1"}, at(5), 1),
        ("2", {"is": "2"}, at(6), 1),
    ]


async def test_a_store_of_the_schema_before_is_brought_up_to_date_beside_a_worker_that_still_knows_that_one(
    postgres: Server,
) -> None:
    schema = f"columns_{token_hex(4)}"
    old = await open_store(postgres.url(), "", ManualClock(START), schema=schema)
    new = await open_store(postgres.url(), "", ManualClock(START), schema=schema)
    # What the version before tells the database: JSON, by the function of schema 3.
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(f"SET search_path = {schema}")
        (worker,) = connection.execute("SELECT min(worker) FROM lease").fetchone() or (0,)
        row = connection.execute(
            "SELECT said FROM keep_together(%s, 77, 1, NULL::json, NULL, "
            """'[{"u":1,"tab":"t","key":"a","value":"1"}]', NULL, NULL, NULL, NULL, NULL, NULL, now(), false)""",
            [worker],
        ).fetchone()
    assert row == ([""],)
    async with new.unit() as unit:
        assert await unit.get("t", "a") == 1
        unit.put("t", "a", 2)
    async with old.unit() as unit:
        assert await unit.get("t", "a") == 2
    await old.close()
    await new.close()
