"""What somebody reads who points coterie at a PostgreSQL that can't be used. The password is never among it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from secrets import token_hex

import pytest

from coterie.adapters.stores.postgres import open_store
from coterie.adapters.stores.postgres.refusals import too_old
from coterie.core.clock import SystemClock
from coterie.core.errors import StoreError, Unfit
from tests.adapters.stores.server import Server


async def refused(location: str) -> str:
    with pytest.raises(StoreError) as raised:
        await open_store(location, "", SystemClock())
    return str(raised.value)


@pytest.mark.parametrize("rest", ["[::1/x", "host:more/x", "hu@sh@host/x", "hu/sh@host/x", "hu:sh@host:1/x"])
async def test_a_location_that_is_no_url_is_named_as_such(rest: str) -> None:
    words = await refused(f"postgresql://u:hush@{rest}" if "@" not in rest else f"postgresql://u:{rest}")
    assert "no PostgreSQL URL" in words or "no host of this name" in words
    assert "hu" not in words


async def test_a_parameter_that_does_not_exist_is_named() -> None:
    assert 'invalid URI query parameter: "slow"' in await refused("postgresql://u:hush@127.0.0.1/x?slow=yes")


async def test_nobody_there_is_told_apart_from_a_wrong_name() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        words = await refused(f"postgresql://u:hush@127.0.0.1:{port}/town")
    assert f"127.0.0.1:{port}/town" in words and "is PostgreSQL running" in words
    assert "hush" not in words
    assert "there is no host of this name" in await refused("postgresql://u:hush@no-such-host.invalid/town")


async def test_a_wrong_password_and_a_missing_database_are_told(postgres: Server) -> None:
    words = await refused(postgres.url().replace(postgres.password, "hush"))
    assert "the name or the password is wrong" in words and "hush" not in words
    words = await refused(postgres.url("nowhere"))
    assert 'database "nowhere" does not exist' in words and "createdb" in words
    assert postgres.password not in words


async def test_a_database_of_another_encoding_is_refused(postgres: Server) -> None:
    postgres.ask("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    assert "keeps texts as LATIN1; create one with encoding UTF8" in await refused(postgres.url("latin"))


async def test_somebody_who_may_make_no_schema_is_told_so(postgres: Server) -> None:
    postgres.ask("CREATE ROLE guest LOGIN PASSWORD 'hush'")
    postgres.new_database("closed")
    words = await refused(f"postgresql://guest:hush@127.0.0.1:{postgres.port}/closed")
    assert "permission denied for database closed" in words and "GRANT CREATE" in words


@pytest.mark.parametrize(("version", "words"), [(130012, "13.12"), (90624, "9.6")])
def test_a_server_that_is_too_old_is_refused(version: int, words: str) -> None:
    assert too_old(version) == f"PostgreSQL {words} is too old: coterie needs 14 or newer"
    assert too_old(140000) is None


def test_run_says_it_in_one_line_and_ends_with_3(tmp_path: Path, postgres: Server) -> None:
    (tmp_path / "community.yaml").write_text("community: town\nname: Town\n", encoding="utf-8")
    (tmp_path / "coterie.toml").write_text("[simulator]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "coterie", "run"],
        cwd=tmp_path,
        env={**os.environ, "COTERIE_DATABASE_URL": postgres.url("nowhere")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    said = done.stderr.splitlines()[-1]
    assert said.startswith("coterie: can't use PostgreSQL at") and 'database "nowhere" does not exist' in said
    assert "Traceback" not in done.stderr and postgres.password not in done.stderr


async def test_what_it_can_never_hold_is_told_apart_from_what_it_can_not_hold_now(postgres: Server) -> None:
    store = await open_store(postgres.new_database(), "", SystemClock())
    with pytest.raises(Unfit, match="index row"):
        async with store.unit() as unit:
            unit.put("t", token_hex(5_000), 1)
    async with store.unit() as unit:
        unit.put("t", "k", 1)
    await store.close()
