"""Damage to the file of a store: what is dropped, what is refused, and that nothing is made worse."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coterie.adapters.stores.documents import Write
from coterie.adapters.stores.journal import JournalFile, Reading
from coterie.adapters.stores.tinydb import open_store
from coterie.core.clock import SystemClock
from coterie.core.errors import Corrupt, StoreError
from coterie.core.ports import Store

UNITS = 6


async def opened(folder: Path) -> Store:
    return await open_store("tinydb", str(folder), SystemClock())


async def filled(folder: Path) -> tuple[Path, bytes]:
    """A store with six units of two records each, closed; its file and what is in it."""
    store = await opened(folder)
    for number in range(UNITS):
        async with store.unit() as unit:
            unit.put("left", f"{number}", {"text": "ä\n\0" * number})
            unit.put("right", f"{number}", number)
    await store.close()
    file = folder / "store.journal"
    return file, file.read_bytes()


async def units_in(folder: Path) -> int:
    """How many units a store holds; each must be there as a whole, and none without those before it."""
    store = await opened(folder)
    async with store.unit() as unit:
        left, right = await unit.scan("left"), await unit.scan("right")
    await store.close()
    assert [key for key, _ in left] == [key for key, _ in right] == [str(number) for number in range(len(left))]
    return len(left)


async def test_a_file_cut_off_anywhere_holds_the_units_before_the_cut(tmp_path: Path) -> None:
    file, whole = await filled(tmp_path)
    begin = whole.index(b"\n") + 1
    for size in range(begin, len(whole) + 1):
        file.write_bytes(whole[:size])
        assert await units_in(tmp_path) == whole[begin:size].count(b"\n")
        assert file.stat().st_size == begin + whole[begin:size].rfind(b"\n") + 1, "the torn line is cut off"


async def test_what_is_written_after_a_torn_line_is_kept(tmp_path: Path) -> None:
    file, whole = await filled(tmp_path)
    file.write_bytes(whole[:-3])
    store = await opened(tmp_path)
    async with store.unit() as unit:
        for table in ("left", "right"):
            unit.put(table, str(UNITS - 1), "again")
    await store.close()
    assert await units_in(tmp_path) == UNITS


@pytest.mark.parametrize("zeros", [1, 17, 5000])
async def test_zeros_that_a_power_cut_left_at_the_end_are_dropped(tmp_path: Path, zeros: int) -> None:
    file, whole = await filled(tmp_path)
    file.write_bytes(whole + b"\0" * zeros)
    assert await units_in(tmp_path) == UNITS
    file.write_bytes(whole[:-30] + b"\0" * 29 + b"\n")
    assert await units_in(tmp_path) == UNITS - 1


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_any_other_change_of_a_byte_is_refused_and_left_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("store")
    file, whole = await filled(folder)
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(1, 255).filter(lambda byte: byte != whole[place]))
    damaged = whole[:place] + bytes([byte]) + whole[place + 1 :]
    file.write_bytes(damaged)
    with pytest.raises(StoreError) as caught:
        await opened(folder)
    assert file.read_bytes() == damaged
    if isinstance(caught.value, Corrupt):
        assert caught.value.file == str(file)
        line_begins = whole.rfind(b"\n", 0, place) + 1
        assert caught.value.byte == line_begins
        assert f"byte {line_begins}" in str(caught.value)
    else:
        assert "newer" in str(caught.value)


async def test_a_line_taken_out_of_the_middle_of_another_is_found(tmp_path: Path) -> None:
    file, whole = await filled(tmp_path)
    file.write_bytes(whole[:60] + whole[75:])
    with pytest.raises(Corrupt):
        await opened(tmp_path)


@pytest.mark.parametrize("content", [b"", b"coterie-st", b'{"_default": {}}', b"\0" * 100, b"coterie-store 0\n"])
async def test_what_no_store_ever_wrote_is_refused_from_its_first_byte(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.journal").write_bytes(content)
    with pytest.raises(Corrupt) as caught:
        await opened(tmp_path)
    assert caught.value.byte == 0
    assert (tmp_path / "store.journal").read_bytes() == content


async def test_a_newer_format_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file, whole = await filled(tmp_path)
    newer = whole.replace(b"coterie-store 1", b"coterie-store 2")
    file.write_bytes(newer)
    with pytest.raises(StoreError, match="format 2.*newer coterie"):
        await opened(tmp_path)
    assert file.read_bytes() == newer


async def test_a_new_file_that_never_took_its_place_is_ignored(tmp_path: Path) -> None:
    await filled(tmp_path)
    (tmp_path / "store.journal.new").write_bytes(b"coterie-store 1\nhalf a li")
    assert await units_in(tmp_path) == UNITS
    assert not (tmp_path / "store.journal.new").exists()


def test_a_journal_gives_back_the_writes_it_was_made_of(tmp_path: Path) -> None:
    writes = [Write("t", f"{number}", number or None) for number in range(1200)]
    path = tmp_path / "journal"
    made = JournalFile.create(path, writes)
    made.settle(path)
    made.append([Write("t", "last", [])])
    made.close()
    reading = Reading(path)
    assert [write for line in reading.lines() for write in line] == [*writes, Write("t", "last", [])]
    assert (reading.size, reading.torn) == (path.stat().st_size, 0)
    assert made.writes == 1201
