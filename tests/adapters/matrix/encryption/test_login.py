"""Logging in on a real homeserver: by password, token or the session that is there; and what is done where keys are lost."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from coterie.adapters.matrix.account import account
from coterie.adapters.matrix.adapter import PASSWORD, TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.encryption.crosssigning import Signed, standing
from coterie.adapters.matrix.encryption.home import device_in, folder_of, seeds_in
from coterie.adapters.matrix.testing import MatrixPerson, listening
from coterie.adapters.matrix.testing.sealed_person import SealedPerson
from coterie.adapters.matrix.wire import Wire
from coterie.core.clock import SystemClock
from coterie.core.commands.account import Desk, keep_secrets
from coterie.core.errors import Locked, LoggedOut, Transient, UserError
from coterie.core.model.content import Card
from coterie.core.model.effect import Post
from coterie.core.model.event import MessagePosted, RoomOpened
from coterie.core.refs import RoomRef

from .terminal import Operator, desk

New = Callable[..., MatrixAdapter]


async def signed(bot: MatrixPerson, data: Path, token: str) -> Signed:
    """How the device of the token stands with others."""
    wire = Wire(bot.url, bot.user, token=token)
    try:
        await wire.connect()
        assert wire.device is not None
        return (await standing(wire, bot.user, wire.device)).signed(seeds_in(folder_of(data, bot.user)))
    finally:
        await wire.close()


async def test_by_password_it_is_a_new_device_that_the_account_signs_for(bot: MatrixPerson, tmp_path: Path) -> None:
    operator = Operator(bot.password)
    kept = await account.login(desk(bot, tmp_path, operator, {}), token=False, reset=False)
    device = device_in(folder_of(tmp_path, bot.user))
    assert device is not None and f"device {device}" in "\n".join(operator.said)
    assert await signed(bot, tmp_path, kept[TOKEN]) is Signed.BY_US
    assert not any(secret in line for line in operator.said for secret in (bot.password, kept[TOKEN]))

    again = Operator()
    assert await account.login(desk(bot, tmp_path, again, kept), token=False, reset=False) == {}
    assert again.said[0].startswith("Still logged in")

    void = Operator(bot.password)
    renewed = await account.login(desk(bot, tmp_path, void, {TOKEN: "gone"}), token=False, reset=False)
    assert "is void" in void.said[0] and device_in(folder_of(tmp_path, bot.user)) == device
    assert await signed(bot, tmp_path, renewed[TOKEN]) is Signed.BY_US


async def test_where_the_keys_are_lost_it_is_a_new_device_signed_by_the_seeds_that_are_kept(
    bot: MatrixPerson, tmp_path: Path
) -> None:
    first = await account.login(desk(bot, tmp_path, Operator(bot.password), {}), token=False, reset=False)
    folder = folder_of(tmp_path, bot.user)
    lost = device_in(folder)
    (folder / f"{lost}.db").unlink()
    operator = Operator(bot.password)
    second = await account.login(desk(bot, tmp_path, operator, first), token=False, reset=False)
    said = "\n".join(operator.said)
    assert f"the keys of the device {lost} are not in" in said and "Logged in as a new device" in said
    assert device_in(folder) not in (None, lost)
    assert await signed(bot, tmp_path, second[TOKEN]) is Signed.BY_US


async def test_by_the_token_of_a_session_without_keys_that_session_is_coteries(
    bot: MatrixPerson, tmp_path: Path
) -> None:
    kept = await account.login(desk(bot, tmp_path, Operator(bot.token), {}), token=True, reset=False)
    assert kept == {TOKEN: bot.token} and device_in(folder_of(tmp_path, bot.user)) == bot.device


async def test_the_token_of_another_client_is_refused(bot: MatrixPerson, tmp_path: Path) -> None:
    await account.login(desk(bot, tmp_path / "one", Operator(bot.token), {}), token=True, reset=False)
    with pytest.raises(UserError, match="another client"):
        await account.login(desk(bot, tmp_path / "two", Operator(bot.token), {}), token=True, reset=False)


async def test_who_signs_for_the_account_already_is_replaced_by_request_alone(
    bot: MatrixPerson, tmp_path: Path
) -> None:
    await account.login(desk(bot, tmp_path / "one", Operator(bot.password), {}), token=False, reset=False)
    operator = Operator(bot.password)
    kept = await account.login(desk(bot, tmp_path / "two", operator, {}), token=False, reset=False)
    assert "--reset-signing" in operator.said[-1]
    assert await signed(bot, tmp_path / "two", kept[TOKEN]) is Signed.UNKNOWN_KEYS
    kept = await account.login(desk(bot, tmp_path / "two", Operator(bot.password), kept), token=False, reset=True)
    assert await signed(bot, tmp_path / "two", kept[TOKEN]) is Signed.BY_US


async def test_what_is_wrong_is_said_in_a_line(bot: MatrixPerson, tmp_path: Path, new_sealed: New) -> None:
    with pytest.raises(LoggedOut, match="does not let") as wrong:
        await account.login(desk(bot, tmp_path, Operator("no"), {}), token=False, reset=False)
    settings = MatrixSettings("http://127.0.0.1:9", bot.user)
    nowhere = Desk(settings, {PASSWORD: "secret"}, tmp_path, SystemClock(), Operator())
    with pytest.raises(Transient, match="no homeserver answers at") as away:
        await account.login(nowhere, token=False, reset=False)
    assert "\n" not in f"{wrong.value}{away.value}" and "secret" not in str(away.value)
    async with listening(new_sealed()):
        with pytest.raises(Locked, match="coterie is running"):
            await account.login(desk(bot, tmp_path / "data", Operator(), {TOKEN: bot.token}), token=False, reset=False)


async def test_with_a_password_a_lost_store_heals_by_itself(
    her: SealedPerson, bot: MatrixPerson, new_sealed: New, tmp_path: Path
) -> None:
    async with listening(new_sealed(**{PASSWORD: bot.password})) as inbox:
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
        await her.say(room, "one")
        await inbox.until(MessagePosted)
    (folder_of(tmp_path / "data", bot.user) / "COTERIE.db").unlink()
    adapter = new_sealed(**{PASSWORD: bot.password})
    async with listening(adapter, inbox):
        await her.say(room, "two")
        await inbox.until(MessagePosted, lambda event: event.text == "two")
        await adapter.perform(Post(key="k", to=RoomRef(f"matrix/{room}"), card=Card("three")))
        await her.hear("three")
    assert device_in(folder_of(tmp_path / "data", bot.user)) not in (None, "COTERIE")


def test_secrets_are_kept_beside_what_stood_there_for_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# mine\nCOTERIE_MATRIX_TOKEN=\nOTHER=1\nexport COTERIE_MATRIX_TOKEN=old\n", encoding="utf-8")
    keep_secrets(tmp_path, {TOKEN: "new", "MORE": "2"})
    assert file.read_text(encoding="utf-8") == "# mine\nCOTERIE_MATRIX_TOKEN=new\nOTHER=1\nMORE=2\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
