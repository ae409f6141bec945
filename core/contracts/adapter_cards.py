"""Cards, their choices and forms."""

from __future__ import annotations

from ..model import effect as effects
from ..model.content import OPEN_FORM, Capability, Card
from ..model.event import ChoiceMade, FormSubmitted
from .adapter_scene import (
    CHOICES,
    MOOD,
    PYTHON,
    Scene,
)


class CardContract:
    """What an adapter promises about cards."""

    async def test_a_choice_is_told_with_who_made_it_on_which_card(self, scene: Scene) -> None:
        scene.needs(Capability.BUTTONS)
        message, said = await scene.post(Card("Will you?", CHOICES))
        assert [(offer.id, offer.label) for offer in said.offers] == [("yes", "Yes, gladly"), ("no", "No")]
        await scene.driver.press("bo", PYTHON, said.id, said.offers[1], 2)
        await scene.settle()
        made = scene.one(ChoiceMade)
        assert (made.message, made.person, made.room) == (message, scene.person("bo"), await scene.room())
        assert made.choices == ("no",)

    async def test_where_several_may_be_chosen_all_that_are_held_are_told(self, scene: Scene) -> None:
        scene.needs(Capability.BUTTONS)
        _, said = await scene.post(Card("Which?", CHOICES[:2], several=True))
        for number, offer in enumerate(said.offers, 1):
            await scene.driver.press("bo", PYTHON, said.id, offer, number)
            await scene.settle()
        assert [set(event.choices) for event in scene.events(ChoiceMade)] == [{"yes"}, {"yes", "no"}]

    async def test_an_edit_takes_the_choices_away(self, scene: Scene) -> None:
        scene.needs(Capability.BUTTONS, Capability.EDITS)
        message, _ = await scene.post(Card("Will you?", CHOICES))
        await scene.do(effects.Edit(key=scene.key(), message=message, card=Card("Settled.")))
        (said,) = await scene.said()
        assert (said.text, said.offers) == ("Settled.", ())

    async def test_a_form_opens_refuses_what_does_not_fit_and_is_told_when_filled(self, scene: Scene) -> None:
        scene.needs(Capability.MODALS)
        message, said = await scene.post(Card("How are you?", form=MOOD))
        assert said.form
        await scene.driver.open_form("ana", PYTHON, said.id)
        await scene.settle()
        made = scene.one(ChoiceMade)
        assert (made.message, made.choices) == (message, (OPEN_FORM,))
        asking = effects.AskForm(
            key=scene.key(), person=scene.person("ana"), form=MOOD, form_key="form:1", trigger=made.trigger
        )
        await scene.do(asking)
        modal = await scene.driver.modal("ana")
        assert modal is not None and modal.fields == ("mood", "colour", "friends")
        refused = await scene.driver.fill("ana", {"mood": ("9",)})
        await scene.settle()
        assert set(refused) == {"mood"} and scene.events(FormSubmitted) == []
        assert await scene.driver.modal("ana") is not None
        assert not await scene.driver.fill("ana", {"mood": ("4",), "colour": ("b",), "friends": ("bo", "cy")})
        await scene.settle()
        submitted = scene.one(FormSubmitted)
        assert (submitted.form, submitted.person) == ("form:1", scene.person("ana"))
        friends = (scene.person("bo"), scene.person("cy"))
        assert dict(submitted.answers) == {"mood": 4, "colour": "b", "friends": friends}
        assert await scene.driver.modal("ana") is None
