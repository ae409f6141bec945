"""What every adapter must do, as tests that anybody can run on their own.

Subclass `AdapterContract` in a test module as `Test…` and give it a fixture `stage`, a `coterie.core.scenario.driver.Stage` of the platform:

    class TestMine(AdapterContract):
        @pytest.fixture
        async def stage(self) -> AsyncIterator[Stage]:
            async with my_platform() as stage:
                yield stage

Needs pytest and pytest-asyncio. What an adapter does not declare is skipped, but for the promise that it raises Unsupported.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio

from ..errors import Refused, Unsupported
from ..model import effect as effects
from ..model.community import JoinMode, Visibility
from ..model.content import Capability, Card
from ..model.effect import Effect
from ..refs import MessageRef, PersonRef, RoomRef
from ..scenario.driver import Stage
from .adapter_cards import CardContract
from .adapter_hearing import HearingContract
from .adapter_rooms import RoomContract
from .adapter_saying import SayingContract
from .adapter_scene import CHOICES, MOOD, Scene, listening, rooms_of
from .adapter_surveys import SurveyContract

__all__ = ["AdapterContract", "listening"]


class AdapterContract(RoomContract, SurveyContract, HearingContract, SayingContract, CardContract):
    """The promises of the port `Adapter`, one a test. Subclass it and give a fixture `stage`."""

    @pytest_asyncio.fixture
    async def scene(self, stage: Stage, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
        async with listening(stage, rooms_of(request.function)) as scene:
            yield scene

    async def test_what_is_not_declared_is_unsupported(self, scene: Scene) -> None:
        message, _ = await scene.post("Here")
        for capability, effect in await undeclared(scene, message):
            if capability not in scene.adapter.capabilities:
                with pytest.raises(Unsupported):
                    await scene.adapter.perform(effect)

    async def test_what_is_not_there_is_refused(self, scene: Scene) -> None:
        platform = scene.adapter.platform
        nowhere, nobody = RoomRef.native_to(platform, "nowhere"), PersonRef.native_to(platform, "nobody")
        for effect in (
            effects.Post(key=scene.key(), to=nowhere, card=Card("Hello?")),
            effects.Post(key=scene.key(), to=nobody, card=Card("Hello?")),
            effects.Remove(key=scene.key(), message=MessageRef.native_to(platform, "nothing")),
        ):
            with pytest.raises(Refused):
                await scene.adapter.perform(effect)


async def undeclared(scene: Scene, message: MessageRef) -> Sequence[tuple[Capability, Effect]]:
    """For each capability an effect that needs it."""
    room, ana, card = await scene.room(), scene.person("ana"), Card("Hello")
    return (
        (Capability.BUTTONS, effects.Post(key=scene.key(), to=room, card=Card("Will you?", CHOICES[:1]))),
        (Capability.MODALS, effects.AskForm(key=scene.key(), person=ana, form=MOOD, form_key="form:0")),
        (Capability.QUIET, effects.Post(key=scene.key(), to=room, card=card, quietly=ana)),
        (Capability.THREADS, effects.Post(key=scene.key(), to=room, card=card, thread=message)),
        (Capability.EDITS, effects.Edit(key=scene.key(), message=message, card=card)),
        (Capability.REACTIONS, effects.React(key=scene.key(), message=message, emoji="🎉")),
        (Capability.REACTIONS, effects.Unreact(key=scene.key(), message=message, emoji="🎉")),
        (Capability.POLLS, effects.EndPoll(key=scene.key(), message=message, text="Over.")),
        (Capability.PINS, effects.Pin(key=scene.key(), message=message)),
        (Capability.SPACES, effects.OpenSpace(key=scene.key(), name="everybody")),
        (Capability.ROLES, effects.GrantRole(key=scene.key(), room=room, person=ana, role="leader")),
        (Capability.ROOMS, effects.OpenRoom(key=scene.key(), name="a-new-one")),
        (
            Capability.ACCESS,
            effects.SetAccess(key=scene.key(), room=room, visibility=Visibility.PUBLIC, join=JoinMode.OPEN),
        ),
        (Capability.AVATARS, effects.SetAvatar(key=scene.key(), room=room)),
        (Capability.UPLOAD, effects.Upload(key=scene.key(), to=room, name="x", media_type="text/plain", content="")),
        (Capability.HOME, effects.ShowHome(key=scene.key(), person=ana, cards=(card,))),
    )
