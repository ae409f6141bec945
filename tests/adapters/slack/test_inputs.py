"""Every kind of input in a modal of Slack: what Slack shows it as, what is refused while it stands open, one modal behind another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from coterie.adapters.slack.testing.driver import SlackDriver
from coterie.core.api import Answer, Choice, Context, Field, FieldKind, Form, PersonRef, Plugin
from coterie.core.testing import StageFactory, StageRoom

THREE = tuple(Choice(id, id.title()) for id in ("red", "green", "blue"))
MORE = tuple(Choice(f"n{number}", f"Number {number}") for number in range(12))
FIELDS = (
    Field("name", FieldKind.TEXT, "Name", required=True, minimum="2", maximum="20", initial="Ana"),
    Field("about", FieldKind.LONG, "About"),
    Field("size", FieldKind.NUMBER, "Size", minimum="1", maximum="5", initial="3"),
    Field("day", FieldKind.DATE, "Day", minimum="2026-11-23", initial="2026-12-01"),
    Field("at", FieldKind.TIME, "At", minimum="09:00", maximum="21:30", initial="18:00"),
    Field("colour", FieldKind.SELECT, "Colour", required=True, choices=THREE, initial="green"),
    Field("number", FieldKind.SELECT, "Number", choices=MORE),
    Field("bring", FieldKind.MANY, "Bring", choices=THREE, maximum="2", initial="red, blue"),
    Field("all", FieldKind.MANY, "All", choices=MORE, minimum="1"),
    Field("hosts", FieldKind.PEOPLE, "Hosts", maximum="2"),
)
GIVEN: Mapping[str, str | tuple[str, ...]] = {"name": "Bo", "all": ("n1", "n11"), "hosts": ("cy",)}


def asking(heard: list[Mapping[str, Answer]]) -> Plugin:
    found = Plugin("asking")

    @found.command("ask")
    async def ask(ctx: Context) -> None:
        """Ask everything."""
        ctx.ask(Form("Everything", FIELDS), then="first")

    @found.form("first")
    async def first(ctx: Context, answers: Mapping[str, Answer]) -> None:
        heard.append(answers)
        again = Field("name", FieldKind.TEXT, "Once more", required=True, initial=str(answers["name"]))
        ctx.ask(Form("And one more", (again,)), then="second")

    @found.form("second")
    async def second(ctx: Context, answers: Mapping[str, Answer]) -> None:
        heard.append(answers)
        ctx.reply("All of it is there.")

    return found


def elements(room: StageRoom, who: str) -> dict[str, str]:
    assert isinstance(room.driver, SlackDriver)
    view = room.driver.slack.person(who).view
    assert view is not None
    return {block["block_id"]: block["element"]["type"] for block in view.definition["blocks"]}


async def test_each_kind_is_shown_as_what_slack_has_for_it_and_comes_back(stage: StageFactory) -> None:
    heard: list[Mapping[str, Answer]] = []
    room = await stage(asking(heard), platform="slack")
    await room.say("bo", "!coterie ask")
    assert elements(room, "bo") == {
        "name": "plain_text_input",
        "about": "plain_text_input",
        "size": "number_input",
        "day": "datepicker",
        "at": "timepicker",
        "colour": "radio_buttons",
        "number": "static_select",
        "bring": "checkboxes",
        "all": "multi_static_select",
        "hosts": "multi_users_select",
    }
    assert await room.fill("bo", GIVEN) == {}
    assert heard[0] == {
        "name": "Bo",
        "about": None,
        "size": 3,
        "day": date(2026, 12, 1),
        "at": "18:00",
        "colour": "green",
        "number": None,
        "bring": ("red", "blue"),
        "all": ("n1", "n11"),
        "hosts": (PersonRef("cy"),),
    }


async def test_what_is_wrong_is_said_beside_it_and_the_rest_stays(stage: StageFactory) -> None:
    heard: list[Mapping[str, Answer]] = []
    room = await stage(asking(heard), platform="slack")
    await room.say("bo", "!coterie ask")
    wrong: Mapping[str, str | tuple[str, ...]] = {"day": "2026-11-01", "at": "22:00", "bring": ("red", "green", "blue")}
    refused = await room.fill("bo", {**GIVEN, **wrong})
    assert refused == {
        "day": "The earliest date is 2026-11-23.",
        "at": "The latest time is 21:30.",
        "bring": "Choose at most 2.",
    }
    assert heard == []
    assert await room.fill("bo", GIVEN) == {}


async def test_one_modal_leads_to_the_next_without_a_press_between(stage: StageFactory) -> None:
    heard: list[Mapping[str, Answer]] = []
    room = await stage(asking(heard), platform="slack")
    await room.say("bo", "!coterie ask")
    assert await room.fill("bo", GIVEN) == {}
    form = await room.driver.modal("bo")
    assert form is not None and form.title == "And one more"
    assert await room.fill("bo", {}) == {}
    assert heard[1] == {"name": "Bo"} and room.told("bo") == () and room.last == "All of it is there."


async def test_a_form_is_taken_from_whom_it_was_put_to_alone(stage: StageFactory) -> None:
    heard: list[Mapping[str, Answer]] = []
    room = await stage(asking(heard), platform="slack")
    await room.say("bo", "!coterie ask")
    assert isinstance(room.driver, SlackDriver)
    views = room.driver.slack.workspace.views
    bo, cy = (room.driver.slack.person(one).user.id for one in ("bo", "cy"))
    views[cy] = views.pop(bo)  # as nobody can who has only Slack's client
    assert await room.fill("cy", GIVEN) == {}
    assert heard == [] and "form" in room.told("cy")[-1].casefold()
