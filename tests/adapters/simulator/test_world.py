from datetime import UTC, datetime, timedelta

import pytest

from coterie.adapters.simulator.decode import JOINER, neutral, without_tone
from coterie.adapters.simulator.encode import encode
from coterie.adapters.simulator.things import Denied, Happened
from coterie.adapters.simulator.world import APP, World
from coterie.core.clock import ManualClock
from coterie.core.model.content import Choice, Field, FieldKind, Form, escape


def town() -> tuple[World, str]:
    world = World(ManualClock(datetime(2026, 11, 23, 8, tzinfo=UTC)))
    for person in ("ana", "bo", "cy"):
        world.add_person(person)
    return world, world.add_room("python", ["ana", "bo"]).id


def test_what_happens_where_the_app_is_not_is_not_told() -> None:
    world, _ = town()
    secret = world.add_room("secret", ["ana"], app=False).id
    world.say("ana", secret, "Between us")
    assert [change.what for change in world.log] == [Happened.INSTALLED, Happened.ENTERED]


def test_a_key_is_used_once() -> None:
    world, room = town()
    assert world.say(APP, room, "Hi", key="k") is world.say(APP, room, "Hi", key="k")


@pytest.mark.parametrize(
    ("text", "pings"),
    [
        ("Hi @ana.", {"ana"}),
        ("@ana, @bo and mail@cy", {"ana", "bo"}),
        ("@all!", {"ana", "bo"}),
        ("@cy is not here", set()),
        ("@nobody", set()),
    ],
)
def test_a_handle_in_a_text_notifies(text: str, pings: set[str]) -> None:
    world, room = town()
    assert world.say(APP, room, text).pings == pings


def test_nobody_outside_of_a_room_speaks_in_it_and_nobody_at_all_in_an_archived_one() -> None:
    world, room = town()
    with pytest.raises(Denied, match="cy is not in python"):
        world.say("cy", room, "Hi")
    world.rooms[room].archived = True
    with pytest.raises(Denied, match="archived"):
        world.say("ana", room, "Hi")


def test_a_message_that_is_too_long_is_refused() -> None:
    world, room = town()
    with pytest.raises(Denied, match="4000"):
        world.say("ana", room, "x" * 4001)


def test_a_form_opens_within_three_seconds_of_a_press_and_once() -> None:
    world, room = town()
    form = Form("F", (Field("a", FieldKind.NUMBER, "A", required=True),))
    message = world.say(APP, room, "Press", choices=(Choice("go", "Go"),)).id
    world.press("ana", message, "go")
    trigger = world.log[-1].trigger
    world.show_modal("ana", form, "f", trigger)
    with pytest.raises(Denied):
        world.show_modal("ana", form, "f", trigger)
    world.press("ana", message, "go")
    assert isinstance(world.clock, ManualClock)
    world.clock.jump(world.clock.now() + timedelta(seconds=4))
    with pytest.raises(Denied):
        world.show_modal("ana", form, "f", world.log[-1].trigger)
    assert world.submit("ana", {}) == {"a": "This one needs an answer."}
    assert world.submit("ana", {"a": ["1"]}) == {}


def test_what_a_member_typed_is_no_mention_on_the_way_in_nor_out() -> None:
    world, _ = town()
    assert neutral(world, "@bo says <@simulator/ana>") == f"<@simulator/bo> says <{JOINER}@simulator/ana>"
    shown = encode(world, f"<@simulator/ana>: {escape('@bo @all')}")
    assert shown == f"@ana: @{JOINER}bo @{JOINER}all"


def test_a_skin_tone_is_taken_off() -> None:
    assert without_tone("👍🏽") == "👍"
