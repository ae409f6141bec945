"""The app's home tab, by the real Bolt against a Slack on loopback: opened, pressed, shown anew; valid by Slack's own schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from coterie.adapters.slack.testing.driver import SlackDriver
from coterie.adapters.slack.testing.limits import view_problem
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import founding, gatherings, me

TALK = {"title": "Async in practice", "day": "2026-12-01", "time": "18:00", "minutes": "90", "capacity": "2"}


async def planned(stage: StageFactory, locale: str = "en") -> StageRoom:
    """A group on Slack in which ana planned a talk."""
    room = await stage(me.plugin, gatherings.plugin, founding.plugin, platform="slack", locale=locale)
    await room.say("ana", "!coterie gathering new")
    assert await room.fill("ana", TALK) == {}
    return room


def view_of(room: StageRoom, who: str) -> Any:
    assert isinstance(room.driver, SlackDriver)
    slack = room.driver.slack
    return slack.workspace.homes[slack.person(who).user.id].definition


async def test_it_is_shown_when_it_is_opened_and_what_is_pressed_is_done(stage: StageFactory) -> None:
    room = await planned(stage)
    page = await room.look("bo")
    assert page is not None and "Async in practice" in page.text and "You have not said" in page.text
    await room.press("bo", page, "I'm coming")
    assert "You're coming to" in room.told("bo")[-1]
    await room.wait("3s")
    assert "✅ You come." in (await room.page("bo")).text
    offers = [offer.label for offer in (await room.page("bo")).offers or ()]
    assert "I'm coming" not in offers and "Can't come" in offers


async def test_what_somebody_else_does_is_shown_on_it_too(stage: StageFactory) -> None:
    room = await planned(stage)
    await room.look("bo")
    await room.press("cy", room.cards[0], "I'm coming")
    await room.wait("10s")
    assert "1 of 2" in (await room.page("bo")).text


async def test_only_who_looked_at_it_has_one(stage: StageFactory) -> None:
    room = await planned(stage)
    await room.look("bo")
    assert isinstance(room.driver, SlackDriver)
    assert set(room.driver.slack.workspace.homes) == {room.driver.slack.person("bo").user.id}


@pytest.mark.parametrize("locale", ["en", "de"])
async def test_it_passes_slacks_schema_and_limits(
    stage: StageFactory, locale: str, reference: Callable[[str], Any]
) -> None:
    room = await planned(stage, locale)
    schema = reference("blockkit/blockkit.schema.json")["definitions"]
    home = jsonschema.Draft7Validator({"$ref": "#/definitions/HomeView", "definitions": schema})
    for who in ("ana", "dee"):
        await room.look(who)
        view = view_of(room, who)
        assert view_problem(view) is None
        home.validate(
            {**view, "blocks": [{k: v for k, v in block.items() if k != "block_id"} for block in view["blocks"]]}
        )
        assert view["blocks"][0]["type"] == "header"
