"""Whatever a homeserver hands over gives events or nothing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.adapters.matrix.decode import Reading, events_of, membership, room_opened, target_of
from coterie.adapters.matrix.text import typed_text, without_address
from coterie.core.codec import event_from_json, event_to_json
from coterie.core.model.event import (
    MemberJoined,
    MessagePosted,
    ReactionAdded,
    RoleChanged,
    RoomReplaced,
)

BOT, ROOM = "@coterie:example.org", "!room:example.org"
READING = Reading(user=BOT, name="coterie")
EXAMPLES = Path(__file__).parents[3].parent / "shared" / "matrix" / "event-schemas" / "examples"


def parsed(file: Path) -> Any:
    """An example; a `$ref` at its top names a file that it overrides key by key."""
    value = yaml.safe_load(file.read_text())
    if isinstance(value, dict) and "$ref" in value:
        value = {**parsed(file.parent / value.pop("$ref")), **value}
    return value


@cache
def examples() -> tuple[tuple[str, Any], ...]:
    files = sorted(EXAMPLES.rglob("*.*")) if EXAMPLES.is_dir() else []
    return tuple((file.name, parsed(file)) for file in files if file.suffix in (".yaml", ".json"))


def read(native: object, **known: Any) -> list[Any]:
    """The events, each of which survives being stored."""
    found = events_of(ROOM, native, Reading(user=BOT, name="coterie", known=known))
    assert [event_from_json(json.loads(json.dumps(event_to_json(event)))) for event in found] == list(found)
    target_of(native), membership(native, BOT), room_opened(ROOM, [native], native, READING)
    assert not any("/" in event.id for event in found)
    return list(found)


def native(kind: str, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    head = {"type": kind, "event_id": "$1", "sender": "@ana:example.org", "origin_server_ts": 1_700_000_000_000}
    return {**head, "content": content, **more}


def test_the_examples_of_the_specification_give_what_they_mean(reference: Path) -> None:
    found = {name: [type(event).__name__ for event in read(value)] for name, value in examples()}
    assert len(found) > 40
    assert {name: kinds for name, kinds in found.items() if kinds} == {
        "m.reaction.yaml": ["ReactionAdded"],
        "m.room.member$join_authorised_via_users_server.yaml": ["MemberJoined"],
        "m.room.member.yaml": ["MemberJoined"],
        "m.room.message$m.audio.yaml": ["MessagePosted"],
        "m.room.message$m.file.yaml": ["MessagePosted"],
        "m.room.message$m.location.yaml": ["MessagePosted"],
        "m.room.message$m.notice.yaml": ["MessagePosted"],
        "m.room.message$m.server_notice.yaml": ["MessagePosted"],
        "m.room.message$m.text.yaml": ["MessagePosted"],
        "m.room.tombstone.yaml": ["RoomReplaced"],
        "m.sticker.yaml": ["MessagePosted"],
    }


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def mutilated(draw: st.DrawFn) -> Any:
    """An example in which some values, anywhere, are gone or replaced by whatever."""
    _, value = draw(st.sampled_from(examples() or (("", native("m.room.message", {"body": "hi"})),)))
    value = json.loads(json.dumps(value, default=str))
    for _ in range(draw(st.integers(1, 4))):
        value = _damaged(draw, value)
    return value


def _damaged(draw: st.DrawFn, value: Any) -> Any:
    children = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if not children or draw(st.integers(0, 3)) == 0:
        return draw(junk)
    child = draw(st.sampled_from(children))
    if isinstance(value, dict) and draw(st.booleans()):
        return {key: one for key, one in value.items() if key != child}
    value[child] = _damaged(draw, value[child])
    return value


@settings(max_examples=400)
@given(mutilated())
def test_a_mutilated_event_gives_events_or_nothing(value: Any) -> None:
    read(value)
    read(value, **{"$1": value if isinstance(value, dict) else {}})


@given(
    st.sampled_from(["m.room.message", "m.reaction", "m.room.redaction", "m.room.member", "m.room.power_levels"]), junk
)
def test_any_content_gives_events_or_nothing(kind: str, content: Any) -> None:
    read(native(kind, content))
    read(native(kind, content, state_key="@bo:example.org"))
    read(native("m.room.message", {"body": "x", "m.new_content": content, "m.relates_to": content}))


@given(st.text(), st.text())
def test_any_text_can_be_read(body: str, html: str) -> None:
    text = typed_text({"body": body, "format": "org.matrix.custom.html", "formatted_body": html})
    assert text is not None
    without_address(text, BOT, "coterie")


@pytest.mark.parametrize(
    ("body", "html", "text"),
    [
        ("hi Bo!", 'hi <a href="https://matrix.to/#/@bo:x.org">Bo</a>!', "hi <@matrix/@bo:x.org>!"),
        ("hi @Bo!", 'hi <a href="https://matrix.to/#/%40bo%3Ax.org">@Bo</a>!', "hi <@matrix/@bo:x.org>!"),
        ("hi [Bo](https://matrix.to/#/@bo:x.org)!", None, "hi <@matrix/@bo:x.org>!"),
        ("!kudos @bo:x.org for it", None, "!kudos <@matrix/@bo:x.org> for it"),
        ("mail me: bo@x.org:8080", None, "mail me: bo@x.org:8080"),
        ("Bo & Bo", '<a href="https://matrix.to/#/@b:x.org">Bo</a> &amp; <a href="https://matrix.to/#/@c:x.org">Bo</a>',
         "<@matrix/@b:x.org> & <@matrix/@c:x.org>"),
        ("> <@ana:x.org> what?\n\nthat", "<mx-reply><blockquote>what?</blockquote></mx-reply>that", "that"),
        ("> I quote\n\nthat", None, "> I quote\n\nthat"),
    ],
)  # fmt: skip
def test_mentions_are_read_however_a_client_writes_them(body: str, html: str | None, text: str) -> None:
    assert typed_text({"body": body, **({"formatted_body": html} if html else {})}) == text


@pytest.mark.parametrize(
    "typed", ["coterie: help", "@coterie help", "Coterie, help", "@coterie:example.org help", "help"]
)
def test_an_address_is_no_part_of_the_text(typed: str) -> None:
    for content in ({"body": typed}, {"body": typed, "m.mentions": {}}):
        (posted,) = read(native("m.room.message", content))
        assert isinstance(posted, MessagePosted)
        assert (posted.text, posted.addressed) == ("help", typed != "help")


def test_a_word_that_only_begins_like_the_name_is_no_address() -> None:
    (posted,) = read(native("m.room.message", {"msgtype": "m.text", "body": "@coteries are nice"}))
    assert (posted.text, posted.addressed) == ("@coteries are nice", False)


def test_what_programs_say_is_marked_and_what_coterie_says_is_nothing() -> None:
    (notice,) = read(native("m.room.message", {"msgtype": "m.notice", "body": "build failed"}))
    assert notice.bot
    assert read(native("m.room.message", {"msgtype": "m.text", "body": "hi"}, sender=BOT)) == []


@pytest.mark.parametrize("where", ["content", "top"])
def test_both_forms_of_a_redaction_are_read(where: str) -> None:
    reaction = native("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$0", "key": "🎉"}})
    redaction = native("m.room.redaction", {"redacts": "$r"} if where == "content" else {}, event_id="$2")
    if where == "top":
        redaction["redacts"] = "$r"
    (removed,) = read(redaction, **{"$r": reaction})
    assert (removed.emoji, removed.message.id, removed.person.id) == (
        "🎉",
        f"matrix/{ROOM}/$0",
        "matrix/@ana:example.org",
    )
    assert read(redaction) == []


def test_a_new_name_is_no_coming_and_a_declined_invitation_no_leaving() -> None:
    renamed = {"unsigned": {"prev_content": {"membership": "join"}}, "state_key": "@ana:example.org"}
    assert read(native("m.room.member", {"membership": "join", "displayname": "A"}, **renamed)) == []
    declined = {"unsigned": {"prev_content": {"membership": "invite"}}, "state_key": "@ana:example.org"}
    assert read(native("m.room.member", {"membership": "leave"}, **declined)) == []
    (joined,) = read(native("m.room.member", {"membership": "join"}, state_key="@ana:example.org"))
    assert isinstance(joined, MemberJoined) and joined.name is None


def test_a_change_of_rights_is_one_event_for_each_person() -> None:
    before = {"prev_content": {"users": {"@ana:x": 50, "@bo:x": 50}}}
    changes = read(native("m.room.power_levels", {"users": {"@ana:x": 75, BOT: 100}}, state_key="", unsigned=before))
    assert [(type(change), change.person.native, change.role) for change in changes] == [
        (RoleChanged, "@ana:x", "leader"),
        (RoleChanged, "@bo:x", None),
    ]
    assert len({change.id for change in changes}) == 2


def test_ids_of_the_newest_room_version_are_left_whole() -> None:
    tombstone = native("m.room.tombstone", {"body": "", "replacement_room": "!b-_64"}, state_key="")
    (replaced,) = events_of("!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM", tombstone, READING)
    assert isinstance(replaced, RoomReplaced) and replaced.successor.native == "!b-_64"
    reaction = native("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$x", "key": "👍🏿"}})
    (added,) = read(reaction)
    assert isinstance(added, ReactionAdded) and added.emoji == "👍"


def test_halves_of_characters_are_taken_out() -> None:
    said = native(
        "m.room.message", {"msgtype": "m.file", "body": "half \ud83d.pdf", "url": "mxc://x/\ud800"}, event_id="$\ud800"
    )
    (event,) = read(said)
    assert json.dumps(event_to_json(event), ensure_ascii=False).encode()
    assert event.text == "half ?.pdf"


def test_what_is_nested_beyond_all_measure_is_nothing() -> None:
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    assert read(native("m.room.message", {"body": deep, "msgtype": "m.text"})) == []
