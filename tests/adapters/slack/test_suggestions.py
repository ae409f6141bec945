"""Of more choices than Slack shows at once, those that fit what somebody types: asked by the real Bolt, answered from the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from coterie.adapters.slack.decode import decode
from coterie.adapters.slack.encode import OPTIONS
from coterie.adapters.slack.testing import Person
from coterie.adapters.slack.testing.driver import SlackDriver
from coterie.adapters.slack.testing.layout import Seen
from coterie.adapters.slack.told import Bot
from coterie.core.api import Answer, Card, Choice, Context, Field, FieldKind, Form, PersonRef, Plugin
from coterie.core.engine.suggesting import fitting
from coterie.core.ports import Sought
from coterie.core.testing import BEGINS, StageFactory, StageRoom

TOWNS = tuple(Choice(f"town:{number}", f"Town {number}") for number in range(1, 301))
TOWNS += (Choice("town:new", "New Rome"), Choice("town:rome", "Rome the Eternal"))


def towns(heard: list[object]) -> Plugin:
    plugin = Plugin("towns")

    @plugin.command("pick")
    async def pick(ctx: Context) -> None:
        """Pick a town."""
        ctx.reply(Card("Which town?", TOWNS))

    @plugin.command("several")
    async def several(ctx: Context) -> None:
        """Pick towns."""
        ctx.reply(Card("Which towns?", TOWNS, several=True))

    @plugin.command("lead")
    async def lead(ctx: Context) -> None:
        """Let the leaders pick a town."""
        ctx.reply(Card("Which one, leaders?", tuple(Choice(f"led:{one.id}", one.label) for one in TOWNS)))

    @plugin.choice("town")
    async def town(ctx: Context) -> None:
        heard.append(ctx.person.id)

    @plugin.choice("led", who="leader")
    async def led(ctx: Context) -> None:
        heard.append("led")

    @plugin.command("fill")
    async def fill(ctx: Context) -> None:
        """Say where you were."""
        fields = (
            Field("one", FieldKind.SELECT, "Now", required=True, choices=TOWNS),
            Field("been", FieldKind.MANY, "Before", choices=TOWNS, maximum="2"),
        )
        ctx.ask(Form("Towns", fields), then="filled")

    @plugin.form("filled")
    async def filled(ctx: Context, answers: Mapping[str, Answer]) -> None:
        heard.append(answers)

    return plugin


def person(room: StageRoom, who: str) -> Person:
    assert isinstance(room.driver, SlackDriver)
    return room.driver.slack.person(who)


def card(room: StageRoom, who: str) -> Seen:
    assert isinstance(room.driver, SlackDriver)
    return next(one for one in reversed(person(room, who).sees(room.driver.rooms["python"])) if one.controls)


async def offered(room: StageRoom, who: str, typed: str) -> list[str]:
    shown = card(room, who)
    (control,) = shown.controls
    return [one["text"]["text"] for one in await person(room, who).suggested(shown, control, typed)]


async def test_what_is_typed_finds_the_choices_and_what_is_chosen_is_looked_up(stage: StageFactory) -> None:
    heard: list[object] = []
    room = await stage(towns(heard), platform="slack")
    await room.say("bo", "!coterie pick")
    assert [one.kind for one in card(room, "cy").controls] == ["external_select"]
    assert await offered(room, "cy", "rome") == ["Rome the Eternal", "New Rome"]
    assert len(await offered(room, "cy", "")) == OPTIONS and await offered(room, "cy", "atlantis") == []
    await person(room, "cy").press(card(room, "cy"), "New Rome")
    await room.settled()
    assert heard == ["cy"]


async def test_several_are_found_one_after_another_and_kept(stage: StageFactory) -> None:
    heard: list[object] = []
    room = await stage(towns(heard), platform="slack")
    await room.say("bo", "!coterie several")
    assert [one.kind for one in card(room, "cy").controls] == ["multi_external_select"]
    for name in ("Town 250", "New Rome"):
        await person(room, "cy").press(card(room, "cy"), name)
        await room.settled()
    assert heard == ["cy", "cy"]


async def test_who_may_not_choose_is_offered_nothing(stage: StageFactory) -> None:
    heard: list[object] = []
    room = await stage(towns(heard), platform="slack")
    await room.say("ana", "!coterie lead")
    assert await offered(room, "bo", "rome") == [] and len(await offered(room, "ana", "rome")) == 2
    await person(room, "ana").press(card(room, "ana"), "New Rome")
    await room.settled()
    assert heard == ["led"]


async def test_in_a_form_too_and_what_it_never_offered_is_not_taken(stage: StageFactory) -> None:
    heard: list[object] = []
    room = await stage(towns(heard), platform="slack")
    await room.say("bo", "!coterie fill")
    bo = person(room, "bo")
    view = bo.view
    assert view is not None
    kinds = [block["element"]["type"] for block in view.definition["blocks"]]
    assert kinds == ["external_select", "multi_external_select"]
    sought = {"type": "block_suggestion", "user": {"id": bo.user.id}, "view": view.as_json(), "block_id": "one"}
    assert isinstance(room.driver, SlackDriver)
    other = sought | {"user": {"id": person(room, "cy").user.id}, "value": "rome"}
    found = decode(other, Bot("T", "U"), BEGINS).sought
    assert found is not None and await room.house.app.inbox.suggestions(found, OPTIONS) == []
    for block in view.definition["blocks"]:  # as somebody would whose client is no client of Slack's
        block["element"] |= {"options": [{"text": {"type": "plain_text", "text": "Made up"}, "value": "made-up"}]}
    payload = bo._interaction("view_submission") | {"response_urls": []}
    state = {"one": {"one": {"type": "external_select", "selected_option": {"value": "made-up"}}}}
    forged = view.as_json(state)
    forged["blocks"] = [
        block | {"element": {key: value for key, value in block["element"].items() if key != "options"}}
        for block in forged["blocks"]
    ]
    await room.driver.slack.interact("interactive", payload | {"view": forged})
    await room.settled()
    assert heard == [] and "none of the choices" in room.told("bo")[-1]


async def test_a_form_with_many_choices_comes_back_filled_in(stage: StageFactory) -> None:
    heard: list[object] = []
    room = await stage(towns(heard), platform="slack")
    await room.say("bo", "!coterie fill")
    assert await person(room, "bo").submit({"Now": "Rome the Eternal", "Before": ("Town 7", "Town 299")}) == {}
    await room.settled()
    assert heard == [{"one": "town:rome", "been": ("town:7", "town:299")}]


def test_what_begins_as_it_was_typed_comes_first_and_every_word_counts() -> None:
    made = [Choice(str(number), label) for number, label in enumerate(("A new day", "New day", "Newt", "Day"))]
    assert [one.label for one in fitting(made, " NEW  day")] == ["New day", "A new day"]
    assert fitting(made, "") == made


@pytest.mark.parametrize("broken", [{}, {"user": {}}, {"view": 3}, {"container": []}, {"value": 7}, {"block_id": None}])
def test_a_mutilated_question_is_no_question_or_a_whole_one(broken: Mapping[str, Any]) -> None:
    whole: dict[str, Any] = {
        "type": "block_suggestion",
        "user": {"id": "U1"},
        "value": "ro",
        "action_id": "choose:0",
        "block_id": "b",
    }
    whole |= {"container": {"type": "message", "channel_id": "C1", "message_ts": "1700000000.000100"}}
    found = decode(whole | dict(broken), Bot("T", "U"), BEGINS).sought
    assert found is None or isinstance(found, Sought)
    assert (found == Sought(PersonRef("slack/U1"), "ro", found.room, found.message)) if found and not broken else True


def test_the_question_is_of_the_published_shape(reference: Callable[[str], Any]) -> None:
    wanted = reference("payloads/payloads.schema.json")["definitions"]["BlockSuggestion"]["required"]
    assert {"type", "block_id", "action_id", "value", "container", "user", "team", "token"} <= set(wanted)
