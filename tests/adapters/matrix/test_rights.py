"""What coterie may not do is told by the type of event, when it is let in and whenever rights change."""

from __future__ import annotations

from typing import Any

from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.matrix.power import power_of
from coterie.adapters.matrix.rights import lacking
from coterie.adapters.matrix.testing import MatrixPerson, listening
from coterie.core.model.event import Lack, RightsFound
from coterie.core.refs import PersonRef

BOT = "@coterie:x"


def lacks(content: dict[str, Any], version: str = "11", creator: str = "@ana:x") -> list[str]:
    power = power_of({"sender": creator, "content": {"room_version": version}}, content)
    return [one.right for one in lacking(power, BOT)]


def test_each_type_is_looked_at_by_itself() -> None:
    assert lacks({"events": {"m.room.pinned_events": 0, "m.room.topic": 0, "m.room.avatar": 0, "m.room.name": 0}, "kick": 0, "redact": 0}) == [
        "m.room.power_levels", "m.room.join_rules",
    ]  # fmt: skip
    assert "m.room.message" in lacks({"events_default": 10}) and "m.reaction" not in lacks(
        {"events": {"m.reaction": 0}}
    )
    assert lacks({"users": {BOT: 50}}) == [] and "invite" in lacks({"invite": 60, "users": {BOT: 50}})


def test_a_creator_of_version_12_lacks_nothing_and_before_only_what_they_were_given_counts() -> None:
    assert lacks({"events_default": 200}, "12", BOT) == []
    assert lacks({"events_default": 200, "users": {BOT: 100}}, "11", BOT)[0] == "m.room.message"


async def test_who_invites_coterie_and_who_gives_it_power_are_told_of_with_what_is_missing(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, version: str
) -> None:
    room = await ana.open_room("Python", version=version)
    async with listening(adapter) as inbox:
        await ana.invite(room, bot.user)
        found = await inbox.until(RightsFound)
        assert (found.person, found.entered, found.title, found.account) == (
            PersonRef(f"matrix/{ana.user}"), True, "Python", bot.user,
        )  # fmt: skip
        assert Lack("pin", "m.room.pinned_events", 50, 0) in found.lacking
        assert "write" not in {one.act for one in found.lacking}
        levels = await ana.state(room, "m.room.power_levels")
        await ana.set_state(room, "m.room.power_levels", levels | {"users": levels["users"] | {bot.user: 100}})
        given = await inbox.until(RightsFound, lambda event: not event.entered)
        assert (given.person, given.lacking) == (PersonRef(f"matrix/{ana.user}"), ())
        await ana.dm(bot.user)
        direct = await inbox.until(RightsFound, lambda event: event.direct)
        assert direct.entered
