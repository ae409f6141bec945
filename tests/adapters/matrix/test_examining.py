"""What `coterie doctor` finds on a real homeserver: power for each type of event, encryption, rooms that are not entered."""

from __future__ import annotations

from pathlib import Path

from coterie.adapters.matrix.adapter import PASSWORD, TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.encode import ENCRYPTION
from coterie.adapters.matrix.encryption.home import folder_of
from coterie.adapters.matrix.testing import Homeserver, MatrixPerson, listening
from coterie.core.clock import SystemClock
from coterie.core.ports import Diagnosis, Verdict


async def looked_at(
    server: Homeserver, bot: MatrixPerson, secrets: dict[str, str], data: Path | None = None, **homes: str
) -> dict[str, Diagnosis]:
    """What is found, by what it is about."""
    settings = MatrixSettings(homeserver=server.url, user=bot.user, encryption=data is not None)
    adapter = MatrixAdapter(settings, secrets, SystemClock())
    if data is not None:
        adapter.kept_in(data)
    return {one.about: one async for one in adapter.examine(homes)}


async def test_rooms_are_told_by_what_coterie_may_not_do_there(
    server: Homeserver, ana: MatrixPerson, bot: MatrixPerson
) -> None:
    whole, part, mute, secret, shut = [await ana.open_room(name, invite=[bot.user]) for name in "abcde"]
    for room in (whole, part, mute, secret):
        await bot.join(room)
    levels = await ana.state(whole, "m.room.power_levels")
    await ana.set_state(whole, "m.room.power_levels", {**levels, "users": {**levels["users"], bot.user: 100}})
    await ana.set_state(mute, "m.room.power_levels", {**levels, "events_default": 60})
    await ana.set_state(secret, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
    homes = {
        "whole": whole,
        "part": part,
        "mute": mute,
        "secret": secret,
        "shut": shut,
        "nowhere": "#nowhere:coterie.test",
    }
    found = await looked_at(server, bot, {TOKEN: bot.token}, None, **homes)
    assert found["matrix clock"].verdict is Verdict.GOOD
    assert found["matrix token"].found == f"the token is good: {bot.user}"
    assert found["matrix encryption"].found == "is off in [matrix]"
    assert (
        found["matrix rooms"].found == "coterie may do all it does in 1 of 6 homes of groups"
        and "matrix whole" not in found
    )
    assert found["matrix part"].verdict is Verdict.WARNING
    assert "pin (m.room.pinned_events needs 50)" in found["matrix part"].found
    assert "give rights (m.room.power_levels needs 100)" in found["matrix part"].found
    assert found["matrix part"].remedy == f"give {bot.user} power 100 there"
    assert (
        found["matrix mute"].verdict is Verdict.PROBLEM
        and "write (m.room.message needs 60)" in found["matrix mute"].found
    )
    assert found["matrix secret"].verdict is Verdict.PROBLEM and "is encrypted" in found["matrix secret"].found
    assert found["matrix shut"].remedy == f"invite {bot.user} there"
    assert found["matrix nowhere"].verdict is Verdict.WARNING


async def test_the_device_is_told_with_its_keys_and_who_signs_for_it(
    server: Homeserver, ana: MatrixPerson, bot: MatrixPerson, tmp_path: Path
) -> None:
    room = await ana.open_room("secret", invite=[bot.user], initial_state=[ENCRYPTION])
    await bot.join(room)

    async def encryption() -> Diagnosis:
        found = await looked_at(server, bot, {TOKEN: bot.token}, tmp_path, secret=room)
        assert "is encrypted" not in found["matrix secret"].found
        return found["matrix encryption"]

    assert (await encryption()).found == f"the device {bot.device} gets its keys at the next start"
    adapter = MatrixAdapter(MatrixSettings(server.url, bot.user), {TOKEN: bot.token}, SystemClock())
    adapter.kept_in(tmp_path)
    async with listening(adapter):
        whole = await encryption()
    assert whole.verdict is Verdict.GOOD and bot.device in whole.found and whole.found.endswith("; signed")
    folder = folder_of(tmp_path, bot.user)
    (folder / "seeds.json").rename(folder / "elsewhere")
    assert (await encryption()).found.endswith("signed by another client of the account")
    (folder / f"{bot.device}.db").unlink()
    lost = await encryption()
    assert lost.verdict is Verdict.PROBLEM and lost.remedy == "log in as a new device: coterie matrix login"


async def test_a_password_is_not_tried(server: Homeserver, bot: MatrixPerson) -> None:
    found = await looked_at(server, bot, {PASSWORD: "secret"}, python="#python:x")
    assert set(found) == {"matrix clock", "matrix token"}
    assert found["matrix token"].verdict is Verdict.WARNING and TOKEN in found["matrix token"].remedy
