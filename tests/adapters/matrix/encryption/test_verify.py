"""A person verifies coterie from a client that is not ours, and the operator confirms."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from coterie.adapters.matrix.account import account
from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter
from coterie.adapters.matrix.encode import ENCRYPTION
from coterie.adapters.matrix.testing import MatrixPerson, listening
from coterie.core.errors import Locked, UserError
from coterie.core.model.event import RoomOpened

from .strict import StrictPerson, strict
from .terminal import Operator, desk


async def compare(her: StrictPerson, operator: Operator) -> None:
    """Both look at the same, and say so."""
    await operator.compared.wait()
    shown = await her.until(lambda told: "emoji" in told)
    ours = next(line for line in operator.said if line.startswith("    "))
    assert [pair.split(" ", 1)[1] for pair in ours.strip().split("   ")] == shown["emoji"]
    assert any(" ".join(map(str, shown["decimal"])) in line for line in operator.said)
    operator.decided.set()


@pytest.mark.parametrize("who_asks", ["they ask", "we ask"])
async def test_in_a_room(
    who_asks: str,
    ana: MatrixPerson,
    bot: MatrixPerson,
    tmp_path: Path,
    js_sdk: Path,
    new_sealed: Callable[..., MatrixAdapter],
) -> None:
    async with strict(ana, js_sdk) as her:
        room = await ana.open_room("", public=False, invite=[bot.user], is_direct=True, initial_state=[ENCRYPTION])
        async with listening(new_sealed()) as inbox:
            await inbox.until(RoomOpened)
        operator = Operator()
        async with asyncio.TaskGroup() as group:
            asked = ana.user if who_asks == "we ask" else None
            group.create_task(account.verify(desk(bot, tmp_path / "data", operator, {TOKEN: bot.token}), user=asked))
            if asked is None:
                await her.do("verify", who=bot.user, room=room)
            await compare(her, operator)
            await her.do("confirm")
            done = await her.until(lambda told: "verified" in told)
    assert done == {"verified": bot.user, "user": True}
    assert operator.said[-1].startswith("Verified")


async def test_between_devices_of_the_same_account(
    bot: MatrixPerson, tmp_path: Path, js_sdk: Path, new_sealed: Callable[..., MatrixAdapter]
) -> None:
    login = await bot.call("POST", "/login", {"type": "m.login.password", "user": bot.user, "password": bot.password})
    other = evolve(bot, token=login["access_token"], device=login["device_id"])
    async with strict(other, js_sdk) as her:
        async with listening(new_sealed()):
            await her.do("knows", who=bot.user, of=bot.device)
        operator = Operator()
        async with asyncio.TaskGroup() as group:
            group.create_task(account.verify(desk(bot, tmp_path / "data", operator, {TOKEN: bot.token}), user=bot.user))
            await her.until(lambda told: "request" in told)
            await compare(her, operator)
            await her.do("confirm")
            await her.until(lambda told: "verified" in told)
        assert (await her.do("trust", who=bot.user, of=bot.device))["signed"]


async def test_who_does_not_see_the_same_is_not_verified(
    ana: MatrixPerson, bot: MatrixPerson, tmp_path: Path, js_sdk: Path, new_sealed: Callable[..., MatrixAdapter]
) -> None:
    operator = Operator(same=False)
    operator.decided.set()
    async with strict(ana, js_sdk) as her:
        room = await ana.open_room("", public=False, invite=[bot.user], is_direct=True, initial_state=[ENCRYPTION])
        async with listening(new_sealed()) as inbox:
            await inbox.until(RoomOpened)
        running = asyncio.ensure_future(
            account.verify(desk(bot, tmp_path / "data", operator, {TOKEN: bot.token}), user=None)
        )
        await her.do("verify", who=bot.user, room=room)
        with pytest.raises(UserError, match="did not see the same"):
            await running
        assert (await her.until(lambda told: "cancelled" in told))["cancelled"] == "m.mismatched_sas"


async def test_a_running_coterie_must_be_stopped_before(
    bot: MatrixPerson, tmp_path: Path, new_sealed: Callable[..., MatrixAdapter]
) -> None:
    async with listening(new_sealed()):
        with pytest.raises(Locked, match="Stop it"):
            await account.verify(desk(bot, tmp_path / "data", Operator(), {TOKEN: bot.token}), user=None)
