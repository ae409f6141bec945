"""Who is on a policy list is not invited, and whom coterie ignores it does not hear."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.policies import Rule, rules_in
from coterie.adapters.matrix.testing import MatrixPerson, listening
from coterie.core.clock import ManualClock, SystemClock
from coterie.core.errors import Refused
from coterie.core.model.effect import Invite, OpenRoom
from coterie.core.model.event import MessagePosted, RoomOpened
from coterie.core.refs import PersonRef, RoomRef


def rule(
    entity: object, kind: str = "m.policy.rule.user", recommendation: object = "m.ban", **more: Any
) -> dict[str, Any]:
    return {"type": kind, "state_key": "x", "content": {"entity": entity, "recommendation": recommendation, **more}}


def test_rules_are_read_by_their_names_of_today_and_by_the_older_ones() -> None:
    kinds = ("m.policy.rule.user", "m.room.rule.user", "org.matrix.mjolnir.rule.user")
    assert rules_in([rule("@spam:x", kind) for kind in kinds]) == (Rule("@spam:x"),) * 3
    assert rules_in([rule("evil.org", "m.policy.rule.server", reason="spam")]) == (Rule("evil.org", True, "spam"),)


def test_what_was_taken_back_or_says_something_else_is_no_rule() -> None:
    broken = [
        {},
        None,
        rule(None),
        rule(""),
        rule("@a:x", recommendation="m.allow"),
        rule("!r:x", "m.policy.rule.room"),
    ]
    assert rules_in(broken) == ()


@pytest.mark.parametrize(
    ("pattern", "of_servers", "user", "named"),
    [("@spam*:*", False, "@spammer:x.org", True), ("@spam?:x", False, "@spam1:x", True), ("@spam?:x", False, "@spam:x", False),
     ("*.evil.org", True, "@a:sub.evil.org", True), ("evil.org", True, "@a:evil.org:8448", True), ("EVIL.org", True, "@a:evil.ORG", True),
     ("evil.org", True, "@a:evil.org.uk", False), ("@a.c:x", False, "@abc:x", False)],
)  # fmt: skip
def test_patterns_name_users_and_servers(pattern: str, of_servers: bool, user: str, named: bool) -> None:
    assert Rule(pattern, of_servers).names(user) is named


@given(st.text(max_size=20), st.booleans(), st.text(max_size=20))
def test_no_pattern_is_beyond_it(pattern: str, of_servers: bool, user: str) -> None:
    assert Rule(pattern, of_servers).names(user) in (True, False)


async def test_who_is_on_a_list_is_not_invited_until_they_are_taken_off_it(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson
) -> None:
    clock = ManualClock(SystemClock().now())
    bans = await ana.open_room("Bans", alias=f"bans-{bot.localpart}")
    await ana.set_state(
        bans, "m.policy.rule.user", {"entity": bo.user, "recommendation": "m.ban", "reason": "spam"}, "bo"
    )
    settings = MatrixSettings(bot.url, bot.user, policy_rooms=(f"#bans-{bot.localpart}:coterie.test",))
    adapter = MatrixAdapter(settings, {TOKEN: bot.token}, clock)
    people = (PersonRef(f"matrix/{bo.user}"), PersonRef(f"matrix/{ana.user}"))
    opening = OpenRoom(key=f"o{bot.user}", name=f"r-{bot.localpart}", private=True, invite=people)
    room = (await adapter.perform(opening)).native
    assert room is not None
    native = RoomRef(room).native
    assert set(await bot.members(native)) == {bot.user, ana.user}
    with pytest.raises(Refused, match="spam"):
        await adapter.perform(Invite(key="i", room=RoomRef(room), person=people[0]))
    await ana.set_state(bans, "m.policy.rule.user", {}, "bo")
    clock.jump(clock.now() + timedelta(minutes=2))
    await adapter.perform(Invite(key="i2", room=RoomRef(room), person=people[0]))
    assert (await bot.members(native))[bo.user] == "invite"
    assert await bot.state(native, "m.room.server_acl") == {}
    await adapter.close()


async def test_a_list_that_can_not_be_read_lets_nobody_be_invited(bot: MatrixPerson, ana: MatrixPerson) -> None:
    settings = MatrixSettings(bot.url, bot.user, policy_rooms=("#nowhere:coterie.test",))
    adapter = MatrixAdapter(settings, {TOKEN: bot.token}, SystemClock())
    room = await ana.open_room("Python", invite=[bot.user])
    await bot.join(room)
    with pytest.raises(Refused, match="can't be read"):
        await adapter.perform(
            Invite(key="i", room=RoomRef(f"matrix/{room}"), person=PersonRef("matrix/@a:coterie.test"))
        )
    await adapter.close()


async def test_who_is_ignored_is_not_heard_and_lets_coterie_in_nowhere(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.open_room("Python", invite=[bot.user])
    await bo.join(room)
    where = f"/user/{bot.user}/account_data/m.ignored_user_list"
    await bot.call("PUT", where, {"ignored_users": {bo.user: {}}})
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        theirs = await bo.open_room("Trap", invite=[bot.user])
        await bo.say(room, "hear me")
        await ana.say(room, "heard")
        await inbox.until(MessagePosted)
        assert [event.text for event in inbox.of(MessagePosted)] == ["heard"]
        assert (await bo.members(theirs))[bot.user] == "invite"
        await bot.call("PUT", where, {"ignored_users": {}})
        await bo.say(room, "hear me now")
        await inbox.until(MessagePosted, lambda event: event.text == "hear me now")


def test_server_acls_are_left_alone() -> None:
    sources = (Path(__file__).parents[3] / "adapters" / "matrix").rglob("*.py")
    assert not [file.name for file in sources if "server_acl" in file.read_text()]
