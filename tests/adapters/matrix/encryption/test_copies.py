"""A backup with keys, on another machine: a new device that the same seeds sign, and that reads what the old one could read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from coterie.adapters.matrix.account import account
from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter
from coterie.adapters.matrix.encryption.copies import opened, sealed
from coterie.adapters.matrix.encryption.crosssigning import Signed, standing
from coterie.adapters.matrix.encryption.home import device_in, folder_of, seeds_in
from coterie.adapters.matrix.testing import MatrixPerson, listening
from coterie.adapters.matrix.testing.sealed_person import SealedPerson
from coterie.adapters.matrix.wire import Wire, path
from coterie.adapters.stores.tinydb import open_store
from coterie.core.clock import SystemClock
from coterie.core.commands.backup import backup, restore
from coterie.core.commands.key_copies import PASSPHRASE
from coterie.core.errors import StoreError, UserError
from coterie.core.model.content import Card
from coterie.core.model.effect import Look, Post
from coterie.core.model.event import MessagePosted, MessageSeen, RoomOpened
from coterie.core.refs import MessageRef, RoomRef

from .terminal import Operator, desk

New = Callable[..., MatrixAdapter]


def machine(folder: Path, bot: MatrixPerson, passphrase: str) -> Path:
    """A folder as an operator has it; its configuration."""
    folder.mkdir(exist_ok=True)
    (folder / "coterie.toml").write_text(f'[matrix]\nhomeserver = "{bot.url}"\nuser = "{bot.user}"\n', encoding="utf-8")
    (folder / ".env").write_text(f"{PASSPHRASE}={passphrase}\n", encoding="utf-8")
    return folder / "coterie.toml"


async def logged_in(bot: MatrixPerson, folder: Path) -> str:
    given = await account.login(desk(bot, folder / "data", Operator(bot.password), {}), token=False, reset=False)
    return given[TOKEN]


async def looked_at(adapter: MatrixAdapter, message: str) -> MessageSeen:
    (seen,) = (await adapter.perform(Look(key=f"look:{message}", message=MessageRef(message)))).learned
    assert isinstance(seen, MessageSeen)
    return seen


async def master_key(wire: Wire) -> tuple[str | None, Signed]:
    assert wire.device is not None
    found = await standing(wire, wire.user, wire.device)
    return found.master_public, found.signed(None)


async def test_a_backup_with_keys_reads_on_elsewhere_what_was_encrypted_before(
    her: SealedPerson, bot: MatrixPerson, new_sealed: New, tmp_path: Path
) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "kept"
    config = machine(old, bot, "open sesame")
    token = await logged_in(bot, old)
    adapter = new_sealed("old/data", **{TOKEN: token})
    store = await open_store("tinydb", str(old / "data"), SystemClock())
    async with listening(adapter) as inbox:
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
        before = await her.say(room, "See https://example.org/before")
        await inbox.until(MessagePosted)
        mine = await adapter.perform(Post(key="m", to=RoomRef(f"matrix/{room}"), card=Card("https://example.org/mine")))
        told = await asyncio.to_thread(backup, file, config, None)
        assert "are NOT in it: --keys puts them in" in told and str(folder_of(old / "data", bot.user)) in told
        file.unlink()
        told = await asyncio.to_thread(lambda: backup(file, config, None, keys=True))
        assert "on matrix are in it, sealed" in told
    await store.close()
    first = Wire(bot.url, bot.user, token=token)
    await first.connect()
    key, _ = await master_key(first)
    await first.call("POST", path("logout"), {})  # the old machine is gone, with its device
    await first.close()

    with pytest.raises(UserError, match="another passphrase"):
        await asyncio.to_thread(restore, file, machine(new, bot, "forgotten"), None)
    assert not (new / "data").exists()
    told = await asyncio.to_thread(restore, file, machine(new, bot, "open sesame"), None)
    assert "compared" in told and "can't be brought back" in told and "coterie matrix login" in told
    token = await logged_in(bot, new)
    assert not (folder_of(new / "data", bot.user) / "restored.json").exists()
    second = Wire(bot.url, bot.user, token=token)
    await second.connect()
    assert second.device == device_in(folder_of(new / "data", bot.user)) != first.device
    seeds = seeds_in(folder_of(new / "data", bot.user))
    assert (await standing(second, bot.user, second.device or "")).signed(seeds) is Signed.BY_US
    assert (await master_key(second))[0] == key, "who verified the account knows it still"
    await second.close()
    adapter = new_sealed("new/data", **{TOKEN: token})
    async with listening(adapter, inbox):
        assert (await looked_at(adapter, f"matrix/{room}/{before}")).links == ("https://example.org/before",)
        assert mine.native is not None
        assert (await looked_at(adapter, mine.native)).links == ("https://example.org/mine",)
        await her.say(room, "after")
        await inbox.until(MessagePosted, lambda event: event.text == "after")
        await adapter.perform(Post(key="n", to=RoomRef(f"matrix/{room}"), card=Card("Here again")))
        await her.hear("Here again")


def test_what_is_sealed_is_opened_by_its_passphrase_alone() -> None:
    copy = {"user": "@coterie:example.org", "sessions": []}
    text = sealed(copy, "open sesame")
    assert opened(text, "open sesame") == copy and "coterie:" not in text
    with pytest.raises(UserError, match="another passphrase"):
        opened(text, "open, sesame")
    with pytest.raises(UserError, match="another passphrase"):
        opened(text[:-4] + ("AAAA" if text[-4:] != "AAAA" else "BBBB"), "open sesame")
    with pytest.raises(StoreError, match="does not know"):
        opened(text.replace("-1:", "-2:"), "open sesame")


async def test_the_keys_of_another_account_are_refused(tmp_path: Path, bot: MatrixPerson) -> None:
    keys = sealed({"user": "@other:example.org", "sessions": []}, "open sesame")
    with pytest.raises(UserError, match=r"those of @other:example\.org"):
        account.take_keys(desk(bot, tmp_path, Operator(), {}), keys, "open sesame")
