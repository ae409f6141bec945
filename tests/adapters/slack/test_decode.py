"""Slack's payloads become events, and no payload whatever breaks the reading."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coterie.adapters.slack.decode import decode
from coterie.adapters.slack.encode import modal
from coterie.adapters.slack.told import Bot, Told
from coterie.adapters.slack.typed import neutral
from coterie.core.model import event as events
from coterie.core.model.content import Choice, Field, FieldKind, Form
from coterie.core.refs import MessageRef, PersonRef

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
BOT = Bot("T1", "UBOT")
REFERENCE = Path(__file__).parents[3].parent / "shared" / "slack" / "payloads"


def inner(value: object) -> Iterator[dict[str, Any]]:
    """Every object in a file of recordings: each may be a payload."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from inner(each)
    elif isinstance(value, list):
        for each in value:
            yield from inner(each)


def payloads() -> list[dict[str, Any]]:
    files = [
        *REFERENCE.glob("recorded/*.json"),
        *REFERENCE.glob("bolt-python/*.json"),
        *REFERENCE.glob("shapes/**/*.json"),
    ]
    whole = [json.loads(file.read_text()) for file in sorted(files)]
    candidates = [each for file in whole for each in inner(file)]
    return [each for each in candidates if {"type", "command"} & each.keys() and len(json.dumps(each)) < 20_000]


PAYLOADS = payloads()


@pytest.mark.skipif(not PAYLOADS, reason="Slack's recorded payloads do not lie beside this repository")
def test_every_payload_of_the_reference_data_is_read() -> None:
    found = {type(event) for payload in PAYLOADS for event in decode(payload, BOT, NOW).events}
    messages = {events.MessagePosted, events.MessageEdited, events.MessageRemoved, events.ReactionAdded}
    assert messages | {events.CommandGiven, events.MemberJoined, events.MemberLeft, events.Uninstalled} <= found


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["message", "1.0", "of:1.0"]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*path, number))


@pytest.mark.skipif(not PAYLOADS, reason="Slack's recorded payloads do not lie beside this repository")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_mutilated_payload_gives_events_or_nothing(data: st.DataObject) -> None:
    payload: Any = copy.deepcopy(data.draw(st.sampled_from(PAYLOADS)))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(list(places(payload))[1:] or [()]))
        if not path:
            continue
        parent = payload
        for step in path[:-1]:
            parent = parent[step]
        if data.draw(st.booleans()):
            parent[path[-1]] = data.draw(junk)
        else:
            del parent[path[-1]]
    assert isinstance(decode(payload, BOT, NOW), Told)


@given(junk)
def test_anything_at_all_gives_events_or_nothing(payload: Any) -> None:
    assert isinstance(decode(payload, BOT, NOW), Told)


def message(**changes: Any) -> dict[str, Any]:
    event = {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "ts": "1767326125.870439"}
    event |= {"text": "hello", "event_ts": "1767326125.870439"}
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event | changes}


def test_a_message_and_its_mention_of_coterie_are_one_event() -> None:
    said = message(text="<@UBOT> help <@U2|bo>")
    (first,) = decode(said, BOT, NOW).events
    (second,) = decode(message(text="<@UBOT> help <@U2|bo>", type="app_mention") | {"event_id": "Ev2"}, BOT, NOW).events
    assert isinstance(first, events.MessagePosted)
    assert (first.id, first.text, first.addressed) == (second.id, "help <@slack/U2>", True)
    assert first.at == datetime(2026, 1, 2, 3, 55, 25, 870439, tzinfo=UTC)
    assert (first.message, first.person) == (MessageRef("slack/C1:1767326125.870439"), PersonRef("slack/U1"))


def test_a_reply_names_the_message_that_began_the_thread() -> None:
    (reply,) = decode(message(thread_ts="1767326000.000001"), BOT, NOW).events
    assert isinstance(reply, events.MessagePosted)
    assert reply.thread == MessageRef("slack/C1:1767326000.000001")


def test_what_coterie_says_itself_is_no_event() -> None:
    assert decode(message(user="UBOT", bot_id="B1"), BOT, NOW) == Told()


def test_what_another_app_says_is_marked_as_a_bots() -> None:
    (said,) = decode(message(bot_id="B2", subtype="bot_message"), BOT, NOW).events
    assert said.bot


def test_a_preview_that_slack_adds_is_no_edit() -> None:
    inside = {"type": "message", "user": "U1", "ts": "1767326125.870439", "text": "see https://x.example"}
    changed = message(subtype="message_changed", message=inside, previous_message=inside)
    assert decode(changed, BOT, NOW) == Told()


def test_a_reaction_loses_its_skin_tone() -> None:
    item = {"type": "message", "channel": "C1", "ts": "1767326125.870439"}
    event = {"type": "reaction_added", "user": "U1", "reaction": "+1::skin-tone-3", "item": item}
    (reaction,) = decode({"type": "event_callback", "event_id": "Ev3", "event": event}, BOT, NOW).events
    assert isinstance(reaction, events.ReactionAdded)
    assert reaction.emoji == "👍"


def test_coterie_coming_into_a_channel_is_a_room_to_look_at() -> None:
    event = {"type": "member_joined_channel", "user": "UBOT", "channel": "C9", "channel_type": "C"}
    assert decode({"type": "event_callback", "event_id": "Ev4", "event": event}, BOT, NOW).rooms == ("C9",)


def pressed(*actions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    container = {"type": "message", "message_ts": "1767326126.896109", "channel_id": "C1", "is_ephemeral": False}
    payload = {"type": "block_actions", "user": {"id": "U1"}, "container": container, "trigger_id": "1.2.3"}
    return payload | {"actions": [{"action_ts": "1767326130.289415", **action} for action in actions]} | changes


def choice(payload: dict[str, Any]) -> events.ChoiceMade:
    (made,) = decode(payload, BOT, NOW).events
    assert isinstance(made, events.ChoiceMade)
    return made


def test_a_press_names_the_choice_the_message_and_the_trigger() -> None:
    made = choice(pressed({"type": "button", "action_id": "choose:0", "block_id": "x", "value": "yes"}))
    assert (made.choices, made.message.id, made.trigger) == (("yes",), "slack/C1:1767326126.896109", "1.2.3")


def test_a_press_on_a_later_piece_concerns_the_whole_message() -> None:
    made = choice(
        pressed({"type": "button", "action_id": "choose:0", "block_id": "of:1767326100.000001:3", "value": "y"})
    )
    assert made.message.id == "slack/C1:1767326100.000001"


def test_a_press_on_an_ephemeral_message_names_its_reader() -> None:
    container = {"type": "message", "message_ts": "1767326126.896109", "channel_id": "C1", "is_ephemeral": True}
    made = choice(pressed({"type": "button", "action_id": "choose:0", "value": "y"}, container=container))
    assert made.message.id == "slack/C1:1767326126.896109:U1"


def test_an_opened_address_is_no_choice() -> None:
    assert decode(pressed({"type": "button", "action_id": "link:0", "value": ""}), BOT, NOW) == Told()


def test_of_several_selects_all_that_is_held_counts() -> None:
    held = {"b2": {"choose:1": {"type": "multi_static_select", "selected_options": [{"value": "z"}]}}}
    action = {
        "type": "multi_static_select",
        "action_id": "choose:0",
        "selected_options": [{"value": "a"}, {"value": "b"}],
    }
    assert choice(pressed(action, state={"values": held})).choices == ("a", "b", "z")
    emptied = {"type": "checkboxes", "action_id": "choose", "selected_options": []}
    assert choice(pressed(emptied)).choices == ()


FORM = Form(
    "Mood",
    (
        Field("mood", FieldKind.NUMBER, "Mood", True, "1", "5"),
        Field("when", FieldKind.DATE, "When", False, "2026-01-01"),
        Field("who", FieldKind.PEOPLE, "Who", False, None, "1"),
        Field("how", FieldKind.SELECT, "How", choices=(Choice("a", "A"), Choice("b", "B"))),
        Field("why", FieldKind.LONG, "Why"),
    ),
)


def submitted(locale: str = "en", **values: Any) -> dict[str, Any]:
    view = modal(FORM, "run:1:form", locale) | {"id": "V1"}
    state = {name: {name: value} for name, value in values.items()}
    return {"type": "view_submission", "user": {"id": "U1"}, "view": view | {"state": {"values": state}}}


def test_a_submitted_form_gives_its_answers_by_kind() -> None:
    told = decode(
        submitted(
            mood={"type": "number_input", "value": "4"},
            when={"type": "datepicker", "selected_date": "2026-11-30"},
            who={"type": "multi_users_select", "selected_users": ["U2"]},
            how={"type": "static_select", "selected_option": {"value": "b"}},
            why={"type": "plain_text_input", "value": None},
        ),
        BOT,
        NOW,
    )
    (event,) = told.events
    assert isinstance(event, events.FormSubmitted)
    assert event.form == "run:1:form"
    who = (PersonRef("slack/U2"),)
    assert event.answers == {"mood": 4, "when": date(2026, 11, 30), "who": who, "how": "b", "why": None}


def test_what_does_not_fit_keeps_the_form_open_with_the_reason() -> None:
    told = decode(submitted(when={"type": "datepicker", "selected_date": "2025-01-01"}), BOT, NOW)
    assert told.events == ()
    assert told.answer == {
        "response_action": "errors",
        "errors": {"mood": "This one needs an answer.", "when": "The earliest date is 2026-01-01."},
    }


def test_the_reason_is_given_in_the_language_of_the_reader() -> None:
    told = decode(submitted("de", when={"type": "datepicker", "selected_date": "2025-01-01"}), BOT, NOW)
    assert told.answer is not None
    assert told.answer["errors"]["mood"] == "Hier wird eine Antwort gebraucht."
    assert told.answer["errors"]["when"] == "Das früheste Datum ist 2026-01-01."


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("&lt;@U9&gt; and &lt;@slack/U9&gt;", "<\u2060@U9> and <\u2060@slack/U9>"),
        ("<!channel> <!subteam^S1|@team> <#C1|python>", "@channel @team #python"),
        ("<https://x.example/a> <https://x.example|there> <mailto:a@x.example|a@x.example>",
         "https://x.example/a there (https://x.example) a@x.example"),
        ("well done :tada: :+1::skin-tone-4: :party_parrot:", "well done 🎉 👍 :party_parrot:"),
    ],
)  # fmt: skip
def test_text_reads_as_it_was_typed(text: str, reads: str) -> None:
    assert neutral(text) == reads


@given(st.text())
def test_no_typed_text_becomes_a_mention(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert "<@" not in neutral(escaped)


def test_a_shortcut_of_a_message_is_the_command_of_its_name_about_this_message() -> None:
    payload = {
        "type": "message_action",
        "callback_id": "keep",
        "trigger_id": "1.2.3",
        "action_ts": "1583637157.207593",
        "user": {"id": "U1"},
        "channel": {"id": "C1", "name": "dev"},
        "message": {"ts": "1583636382.000300", "text": "hello"},
    }
    (given,) = decode(payload, BOT, NOW).events
    assert isinstance(given, events.CommandGiven)
    assert (given.text, given.trigger, given.person) == ("keep", "1.2.3", PersonRef("slack/U1"))
    assert given.message is not None and given.message.id == "slack/C1:1583636382.000300"
    assert "hello" not in str(given)
