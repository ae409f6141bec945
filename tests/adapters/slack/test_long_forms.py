"""Forms that no modal has room for are asked one by one; up to there a modal holds all that Slack takes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from coterie.core.api import Answer, Choice, Context, Field, FieldKind, Form, Plugin
from coterie.core.testing import StageFactory

survey = Plugin("survey")


@survey.command("survey")
async def ask(ctx: Context, fields: int, choices: int = 0) -> None:
    """Ask much."""
    offered = tuple(Choice(f"c{n}", f"{n} {'word ' * 12}") for n in range(choices))
    kind = FieldKind.SELECT if choices else FieldKind.TEXT
    form = Form("Much", tuple(Field(f"f{n}", kind, f"Question {n}", choices=offered) for n in range(fields)))
    ctx.ask(form, then="answered")


@survey.form("answered")
async def answered(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """Say how much was answered."""
    ctx.post(ctx.person, f"{sum(one is not None for one in answers.values())} answered")


@pytest.mark.parametrize(("fields", "choices"), [(91, 0), (12, 100)])
async def test_what_no_modal_holds_is_asked_in_a_direct_message(stage: StageFactory, fields: int, choices: int) -> None:
    room = await stage(survey, platform="slack")
    await room.say("bo", f"/coterie survey {fields} {choices}")
    assert "Question 0" in room.told("bo")[-1]
    await room.say("bo", "skip", dm=True)
    assert "Question 1" in room.told("bo")[-1]


@pytest.mark.parametrize(("fields", "choices"), [(90, 0), (40, 300)])
async def test_what_one_holds_is_taken_by_slack(stage: StageFactory, fields: int, choices: int) -> None:
    room = await stage(survey, platform="slack")
    await room.say("bo", f"/coterie survey {fields} {choices}")
    if not choices:
        await room.fill("bo", {"f0": "yes"})
        assert room.told("bo")[-1] == "1 answered"
    else:
        assert not room.told("bo"), "it stands open before them"
