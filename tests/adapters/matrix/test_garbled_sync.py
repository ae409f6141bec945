"""A sync of whatever shape is read as far as it can be: nothing in it stops what comes after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coterie.adapters.matrix.directs import Directs
from coterie.adapters.matrix.encryption.encryption import Encryption
from coterie.adapters.matrix.listening import Listener
from coterie.adapters.matrix.wire import Reply, Wire
from coterie.core.clock import SystemClock
from coterie.core.model.event import Event, MemberLeft, MessagePosted, RightsFound, RoleChanged, RoomOpened

USER = "@coterie:test"

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["", "join", "@ana:test", "!room:test", "$1"]),
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(st.sampled_from(["", "a"]), inside, max_size=2),
    max_leaves=4,
)


class NothingThere(Wire):
    """A homeserver that knows of nothing that it is asked for."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1", USER)

    async def call(
        self,
        method: str,
        where: str,
        body: Mapping[str, Any] | bytes | None = None,
        *,
        query: Mapping[str, str | int] | None = None,
        media_type: str = "application/json",
        patience: timedelta = timedelta(),
    ) -> Reply:
        return {}


def native(kind: str, content: object, **more: object) -> dict[str, Any]:
    event = {"type": kind, "event_id": "$1", "sender": "@ana:test", "origin_server_ts": 1, "content": content}
    return event | more


def member(user: object, membership: str = "join") -> dict[str, Any]:
    return native("m.room.member", {"membership": membership}, state_key=user, sender=USER, event_id="$2")


class Room(NothingThere):
    """A homeserver that knows the state of a room, and nothing else."""

    def __init__(self, *state: Mapping[str, Any]) -> None:
        super().__init__()
        self._stands = state

    async def call(
        self,
        method: str,
        where: str,
        body: Mapping[str, Any] | bytes | None = None,
        *,
        query: Mapping[str, str | int] | None = None,
        media_type: str = "application/json",
        patience: timedelta = timedelta(),
    ) -> Reply:
        if where.endswith("/state"):
            return {"chunk": [dict(one) for one in self._stands]}
        kind, key = [unquote(part) for part in where.split("/")[-2:]] if "/state/" in where else ("", "")
        return dict(next((one for one in self._stands if (one["type"], one["state_key"]) == (kind, key)), {}))


async def events_in(sync: Mapping[str, Any], wire: Wire | None = None) -> list[Event]:
    wire = wire or NothingThere()
    encryption = Encryption(wire, SystemClock())
    listener = Listener(wire, Directs(wire, encryption), encryption)
    return [event async for piece in listener.events(sync, "before") for event in piece]


def coming_in(*state: object) -> dict[str, Any]:
    """A sync in which coterie comes into a room where something is said."""
    said = native("m.room.message", {"msgtype": "m.text", "body": "hi"})
    timeline = {"events": [member(USER), said]}
    joined = {"state": {"events": [*state]}, "timeline": timeline}
    return {"rooms": {"join": {"!room:test": joined}}}


@pytest.mark.parametrize("key", [["@ana:test"], {"a": 1}, 7, None])
async def test_a_member_whose_key_is_no_text_keeps_nobody_from_coming_in(key: object) -> None:
    events = await events_in(coming_in(member(key)))
    assert (type(events[0]), type(events[-1])) == (RoomOpened, MessagePosted)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in inside for found in places(each, (*path, key)))]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
async def test_a_mutilated_sync_gives_events_or_nothing(data: st.DataObject) -> None:
    invited = {
        "invite_state": {"events": [member(USER, "invite") | {"content": {"is_direct": True, "membership": "invite"}}]}
    }
    sync: Any = coming_in(
        member("@ana:test"), native("m.room.tombstone", {"replacement_room": "!new:test"}, state_key="")
    )
    sync["rooms"] |= {"invite": {"!other:test": invited}, "leave": {"!room:test": sync["rooms"]["join"]["!room:test"]}}
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(sync)[1:] or [()]))
        parent = sync
        for step in path[:-1]:
            parent = parent[step]
        if path:
            parent[path[-1]] = data.draw(junk)
    assert all(isinstance(event, Event) for event in await events_in(sync))


async def test_what_the_servers_of_a_room_agreed_on_without_a_word_is_heard_before_what_was_said_since() -> None:
    """After a state reset what holds stands in the state of a sync, and in no timeline."""
    levels = {"prev_content": {"users": {"@bo:test": 50}}}
    state = [
        native(
            "m.room.member",
            {"membership": "leave"},
            state_key="@ana:test",
            unsigned={"prev_content": {"membership": "join"}},
            event_id="$left",
        ),
        native("m.room.power_levels", {"users": {}}, state_key="", unsigned=levels, event_id="$power"),
    ]
    timeline = {"events": [native("m.room.message", {"msgtype": "m.text", "body": "hi"})]}
    sync = {"rooms": {"join": {"!room:test": {"state": {"events": state}, "timeline": timeline}}}}
    found = await events_in(sync, Room(*state))
    assert [type(event) for event in found if not isinstance(event, RightsFound)] == [
        MemberLeft,
        RoleChanged,
        MessagePosted,
    ]
    again = {"rooms": {"join": {"!room:test": {"state": {"events": state}, "timeline": {**timeline, "limited": True}}}}}
    assert [type(event) for event in await events_in(again, Room(*state)) if not isinstance(event, RightsFound)] == [
        MessagePosted
    ]


@pytest.mark.parametrize("others", [0, 20])
async def test_state_that_was_overtaken_meanwhile_is_not_heard(others: int) -> None:
    """Where people act at once a sync tells of state, beside its timeline, that another event has replaced before."""
    before = native("m.room.power_levels", {"users": {"@bo:test": 50}}, state_key="", event_id="$before")
    now = native("m.room.power_levels", {"users": {}}, state_key="", event_id="$now")
    left = {"unsigned": {"prev_content": {"membership": "join"}}}
    gone = [member(f"@p{number}:test", "leave") | left | {"event_id": f"$p{number}"} for number in range(others)]
    timeline = {"events": [native("m.room.message", {"msgtype": "m.text", "body": "hi"})]}
    sync = {"rooms": {"join": {"!room:test": {"state": {"events": [before, *gone]}, "timeline": timeline}}}}
    found = [type(event) for event in await events_in(sync, Room(now, *gone))]
    assert [one for one in found if one is not RightsFound] == [*[MemberLeft] * others, MessagePosted]
