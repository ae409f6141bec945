"""What coterie sends is what the specification allows, and what was meant."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from coterie.adapters.matrix import encode
from coterie.adapters.matrix.markup import rendered
from coterie.adapters.matrix.power import power_of
from coterie.adapters.matrix.rooms import join_rule
from coterie.adapters.matrix.testing import plain_text
from coterie.core.errors import Refused, Unsupported
from coterie.core.model.community import History, JoinMode, Visibility
from coterie.core.model.content import Card, Choice, escape
from coterie.core.model.effect import OpenRoom

EVENTS = Path(__file__).parents[3].parent / "shared" / "matrix"
NAMES = {"@ana:x.org": "Ana <script>"}


def retrieve(uri: str) -> Resource[Any]:
    return DRAFT202012.create_resource(yaml.safe_load(Path(unquote(urlsplit(uri).path)).read_text()))


@cache
def validator(kind: str) -> Draft202012Validator:
    file = EVENTS / "event-schemas" / "schema" / f"{kind}.yaml"
    return Draft202012Validator({"$ref": file.as_uri()}, registry=Registry(retrieve=retrieve))  # type: ignore[call-arg]


def check(kind: str, content: dict[str, Any], *, schema: str | None = None, state_key: str | None = None) -> None:
    event = {
        "type": kind, "content": content, "event_id": "$143273582443PhrSn", "sender": "@coterie:example.org",
        "origin_server_ts": 1_700_000_000_000, "room_id": "!room:example.org",
    }  # fmt: skip
    if state_key is not None:
        event["state_key"] = state_key
    validator(schema or kind).validate(event)


texts = st.text(max_size=60) | st.lists(
    st.sampled_from(["**b**", "_i_", "`c`", "<@matrix/@ana:x.org>", "<@slack/U1>", "- a\n", "1. b\n", "# h\n", "> q\n",
                     "\n\n", "@room", "[l](http://x)", "![i](http://x)", "***", "\\", "\\\n", "<b>", "&amp;", "```\nx\n```\n"]),
    max_size=8,
).map(" ".join)  # fmt: skip


@pytest.mark.usefixtures("reference")
@settings(max_examples=60, deadline=None)
@given(text=texts, threaded=st.booleans())
def test_every_message_is_valid(text: str, threaded: bool) -> None:
    for content in encode.messages(text, NAMES, key="k", root="$root" if threaded else None):
        check("m.room.message", content, schema="m.room.message$m.text")
        check("m.room.message", content)
    check("m.room.message", encode.edit(text, NAMES, key="k", event="$1"), schema="m.room.message$m.text")


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("media", ["image/png", "video/mp4", "audio/ogg", "text/plain"])
@pytest.mark.parametrize("caption", ["", "The *week*"])
def test_every_file_is_valid(media: str, caption: str) -> None:
    content = encode.file_message("a", media, 3, "mxc://x/y", key="k", caption=caption, names={}, root=None)
    check("m.room.message", content, schema=f"m.room.message${content['msgtype']}")


@pytest.mark.usefixtures("reference")
def test_every_other_event_is_valid() -> None:
    check("m.reaction", encode.reaction("👍", key="k", event="$1"))
    check("m.room.avatar", encode.avatar("mxc://example.org/dot", "image/gif", 43, "0" * 32), state_key="")
    check("m.room.topic", {"topic": "Every Monday"}, state_key="")
    check("m.room.pinned_events", {"pinned": ["$1"]}, state_key="")
    check("m.space.child", {"via": ["example.org"], "suggested": True}, state_key="!room:example.org")
    check("m.space.parent", {"via": ["example.org"], "canonical": True}, state_key="!space:example.org")
    check("m.room.join_rules", {"join_rule": "invite"}, state_key="")
    power = power_of({"sender": "@coterie:x", "content": {"room_version": "12"}}, {"users": {}})
    check("m.room.power_levels", power.granted("@ana:x", "leader") or {}, state_key="")
    check("m.room.power_levels", power.silenced(), state_key="")


@pytest.mark.usefixtures("reference")
def test_the_schemas_catch_what_is_wrong() -> None:
    with pytest.raises(Exception, match="body"):
        check("m.room.message", {"msgtype": "m.text"}, schema="m.room.message$m.text")


def test_the_html_is_what_clients_allow() -> None:
    shown = rendered("# Hi <@matrix/@ana:x.org>\n\n- *a*\n- <b>\n\n![cat](http://x/cat.png)", NAMES)
    assert shown.html == (
        '<h1>Hi <a href="https://matrix.to/#/@ana:x.org">Ana &lt;script&gt;</a></h1>\n'
        "<ul>\n<li><em>a</em></li>\n<li>&lt;b&gt;</li>\n</ul>\n"
        '<p><a href="http://x/cat.png">cat</a></p>'
    )
    assert shown.mentions == ("@ana:x.org",)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_what_a_member_typed_pings_nobody_and_marks_nothing_up(typed: str) -> None:
    (content, *_) = encode.messages(f"Said: {escape(typed)}.", {}, key="k")
    assert content["m.mentions"] == {} and "@room" not in content["body"]
    html = content.get("formatted_body", "")
    assert "<a" not in html and "<em" not in html and "<strong" not in html and "<h" not in html
    if html and typed.isprintable():
        assert " ".join(plain_text(html).split()) == " ".join(f"Said: {typed.strip()}.".split())


def test_one_message_stays_one_and_the_same_key_gives_the_same_transaction() -> None:
    one, same, other = (encode.messages("Hello", {}, key=key) for key in ("a", "a", "b"))
    assert one == same and one[0][encode.KEY] != other[0][encode.KEY]
    assert one[0] == {"msgtype": "m.text", "body": "Hello", "m.mentions": {}, encode.KEY: one[0][encode.KEY]}


@pytest.mark.parametrize("unit", ["word ", "&", "ü", "*a* ", "<@matrix/@ana:x.org> ", '"', "\\*"])
def test_every_part_of_a_long_text_fits_into_an_event(unit: str) -> None:
    contents = encode.messages(unit * (46_000 // len(unit.strip("\\"))), NAMES, key="k")
    assert len(contents) > 1 and len({content[encode.KEY] for content in contents}) == len(contents)
    for content in contents:
        assert len(json.dumps(content, ensure_ascii=False).encode()) < 65_536 - 5_000


def test_an_edit_that_can_never_fit_is_refused() -> None:
    with pytest.raises(Refused, match="too long to be edited"):
        encode.edit("word " * 20_000, {}, key="k", event="$1")


def test_choices_are_not_shown_behind_the_back_of_the_core() -> None:
    with pytest.raises(Unsupported):
        encode.card_text(Card("?", choices=[Choice("yes", "Yes")]))


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("join", JoinMode)
@pytest.mark.parametrize("space", [None, "!space"])
def test_every_rule_of_who_may_come_in_is_valid(visibility: Visibility, join: JoinMode, space: str | None) -> None:
    check("m.room.join_rules", join_rule(visibility, join, space), state_key="")


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("history", History)
def test_what_holds_in_a_room_from_its_first_event_on_is_valid(history: History) -> None:
    effect = OpenRoom(key="k", name="py", encrypted=True, history=history)
    state = encode.room_wish(effect, "#py:example.org", ())["initial_state"]
    assert len(state) == 1 + (history is not History.SHARED)
    for one in state:
        check(one["type"], one["content"], state_key=one["state_key"])
    assert "initial_state" not in encode.room_wish(OpenRoom(key="k", name="py"), "#py:example.org", ())


def test_a_room_is_made_with_no_more_invitations_than_a_homeserver_takes_at_once() -> None:
    many = tuple(f"@p{number}:x" for number in range(50))
    assert encode.room_wish(OpenRoom(key="k", name="py"), "#py:x", many)["invite"] == list(many[:8])
