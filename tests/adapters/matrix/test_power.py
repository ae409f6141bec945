"""Who may do what in a room, from its raw state."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.adapters.matrix.power import LEVELS, Power, power_of, role_at, roles_changed

BOT, ANA, BO = "@coterie:x", "@ana:x", "@bo:x"


def room(version: str, content: dict[str, Any] | None, **created: Any) -> Power:
    return power_of({"sender": BOT, "content": {"room_version": version, **created}}, content)


def test_a_creator_stands_above_all_in_version_12_and_not_before() -> None:
    assert room("12", {"users": {}}).of(BOT) == math.inf
    assert room("12", {"users": {}}, additional_creators=[ANA]).of(ANA) == math.inf
    assert room("11", {"users": {BOT: 100}}).of(BOT) == 100
    assert room("11", {"users": {}}, additional_creators=[ANA]).of(ANA) == 0


def test_without_the_event_the_creator_has_100_and_everybody_may_set_state() -> None:
    power = room("11", None)
    assert (power.of(BOT), power.of(ANA), power.needed_to_send("m.room.topic", state=True)) == (100, 0, 0)


def test_the_defaults_are_those_of_the_specification() -> None:
    power = room("11", {})
    assert power.needed_to_send("m.room.topic", state=True) == 50
    assert power.needed_to_send("m.room.message", state=False) == 0


@pytest.mark.parametrize("role", LEVELS)
def test_what_was_granted_is_withdrawn_without_a_trace(role: str) -> None:
    before = {"users": {BOT: 100}, "events": {"m.room.name": 50}}
    granted = room("11", before).granted(ANA, role)
    assert granted is not None and role_at(room("11", granted).of(ANA)) == role
    assert room("11", granted).revoked(ANA, role) == before


def test_a_right_that_somebody_else_gave_is_left_alone() -> None:
    power = room("11", {"users": {BOT: 100, ANA: 100}})
    assert power.granted(ANA, "moderator") is None
    assert power.revoked(ANA, "moderator") is None


def test_a_room_of_version_12_never_lists_its_creators() -> None:
    content = room("12", None).granted(ANA, "moderator")
    assert content == {"users": {ANA: 50}}
    assert room("11", None).granted(ANA, "moderator") == {"users": {BOT: 100, ANA: 50}}


def test_what_is_missing_is_said_in_words() -> None:
    weak = room("11", {"users": {BOT: 0, ANA: 50}})
    assert "needs 50 to change power levels" in (weak.lacks(BOT, ANA, 75) or "")
    peer = room("11", {"users": {BOT: 50, ANA: 50}})
    assert "not above the 50" in (peer.lacks(BOT, ANA, 0) or "")
    assert "can't give 75" in (peer.lacks(BOT, BO, 75) or "")
    assert room("12", {"users": {ANA: 100}}).lacks(BOT, ANA, 0) is None


def test_a_demotion_by_deletion_is_seen() -> None:
    assert roles_changed({"users": {ANA: 50}}, {"users": {}}) == {ANA: None}
    assert roles_changed({"users": {ANA: 50}}, {"users": {ANA: 75}, "users_default": 0}) == {ANA: "leader"}
    assert roles_changed({"users": {ANA: 50}}, {"users": {ANA: "50"}}) == {}


def test_a_silenced_room_lets_no_member_speak() -> None:
    power = room("11", {"users": {BOT: 100, ANA: 75}, "events": {"m.room.message": 0, "m.room.name": 50}})
    silent = room("11", power.silenced())
    assert silent.of(ANA) < silent.needed_to_send("m.room.message", state=False)
    assert silent.of(ANA) < silent.needed_to_send("m.reaction", state=False)
    assert silent.needed_to_send("m.room.name", state=True) == 50


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(json, json, st.sampled_from(["1", "11", "12", "org.example.odd"]))
def test_whatever_stands_in_the_state_rights_can_be_computed(users: Any, level: Any, version: str) -> None:
    content = {"users": users, "users_default": level, "state_default": level, "events": users, "kick": level}
    power = power_of({"sender": BOT, "content": {"room_version": version, "additional_creators": users}}, content)
    assert power.of(ANA) >= -math.inf
    assert power.needed_to_send("m.room.name", state=True) >= -math.inf
    power.lacks(BOT, ANA, 50)
    power.silenced()
    roles_changed(content, {"users": {}})


@given(st.dictionaries(st.sampled_from(["m.room.message", "m.reaction", "m.room.name"]), st.integers(0, 99)))
def test_who_was_silenced_speaks_again_and_all_else_stays(events: dict[str, int]) -> None:
    before = {"users": {BOT: 100}, "events": events, "state_default": 60}
    silent = room("11", before).silenced()
    assert room("11", silent).is_silenced
    spoken = room("11", silent).spoken()
    assert spoken is not None and room("11", spoken).spoken() is None
    for kind in ("m.room.message", "m.reaction"):
        assert room("11", spoken).needed_to_send(kind, state=False) == 0
    assert spoken["events"].get("m.room.name") == events.get("m.room.name") and spoken["state_default"] == 60


def test_an_announcement_room_is_not_silent() -> None:
    assert not room("11", {"events_default": 50}).is_silenced
    assert room("11", {"events_default": 50}).spoken() is None
