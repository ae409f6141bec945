"""What `coterie doctor` finds on a real homeserver: power for each type of event, encryption, rooms that are not entered."""

from __future__ import annotations

from coterie.adapters.matrix.adapter import PASSWORD, TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.testing import Homeserver, MatrixPerson
from coterie.core.clock import SystemClock
from coterie.core.ports import Diagnosis, Verdict


async def looked_at(
    server: Homeserver, bot: MatrixPerson, secrets: dict[str, str], **homes: str
) -> dict[str, Diagnosis]:
    """What is found, by what it is about."""
    settings = MatrixSettings(homeserver=server.url, user=bot.user, encryption=True)
    adapter = MatrixAdapter(settings, secrets, SystemClock())
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
    found = await looked_at(server, bot, {TOKEN: bot.token}, **homes)
    assert found["matrix clock"].verdict is Verdict.GOOD
    assert found["matrix token"].found == f"the token is good: {bot.user}"
    assert found["matrix encryption"].verdict is Verdict.WARNING
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


async def test_a_password_is_not_tried(server: Homeserver, bot: MatrixPerson) -> None:
    found = await looked_at(server, bot, {PASSWORD: "secret"}, python="#python:x")
    assert set(found) == {"matrix clock", "matrix token"}
    assert found["matrix token"].verdict is Verdict.WARNING and TOKEN in found["matrix token"].remedy
