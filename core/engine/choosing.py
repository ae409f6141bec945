"""Brings what somebody chose on a card, or put into a form, to whoever asked for it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from ..errors import UserError
from ..handling import Handling, LoadedPlugin
from ..model.content import OPEN_FORM
from ..model.event import (
    ChoiceMade,
    EffectFailed,
    Event,
    FormSubmitted,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
)
from ..refs import GroupRef
from ..texts import Reader, core_texts
from . import cards, forms, interview
from .belonging import about_group
from .definitions import Definitions
from .place import Place, place_of
from .plugins import Plugins, SceneLookup, handling_of
from .scene import Handler, Scene
from .suggesting import foreign
from .wording import reader_of

Behalf = Mapping[str, Handler]
"""Who handles choices and forms of keys that begin with `PREFIX:` and belong to no plugin: `run` → the handler of runs."""


def as_if(scene: Scene, event: Event, owner: str) -> Scene:
    """The same scene, as if this event had happened; what is asked for in it is asked for in the scene."""
    other = Scene(owner, event, scene.unit, scene.now, scene.directory, scene.native)
    other.effects = scene.effects
    return other


async def on_behalf(behalf: Behalf, scene: Scene, event: Event, key: str) -> bool:
    """Let whoever's key it is handle the event instead; whether there is such a one."""
    handler = behalf.get(key.partition(":")[0])
    if handler is None:
        return False
    await handler(as_if(scene, event, handler.name))
    return True


class Choosing:
    """Handles choices: presses, reactions and typed answers. Who may choose is checked now, not when the card was made.

    A press on a card of a run is left to the handler of runs; a reaction or a word is brought to it as the choice that it stands for.
    """

    name = "core.choosing"

    def __init__(self, plugins: Plugins, behalf: Behalf | None = None) -> None:
        self._plugins = plugins
        self._behalf = behalf or {}

    async def __call__(self, scene: Scene) -> bool:
        if scene.event.bot:
            return False
        choice = await cards.as_choice(scene.unit, scene.event)
        kept = await cards.card(scene.unit, choice.message) if choice else None
        if choice is None or kept is None:
            if await cards.is_too_late(scene.unit, scene.event):
                raise UserError(core_texts().text("choice-over", Reader()))
            return False
        await cards.note_typed(scene.unit, kept, scene.event, choice)
        if kept.owner == forms.OWNER:
            await self._open_form(scene, kept, choice)
        elif kept.owner:
            await self._chosen(as_if(scene, choice, self.name), kept, choice)
        elif choice is scene.event:
            return False
        else:
            taken = await on_behalf(self._behalf, scene, choice, kept.key)
            return taken and not isinstance(scene.event, MessageRemoved)  # of what is gone others keep count, too
        return True

    async def _chosen(self, scene: Scene, kept: cards.KeptCard, choice: ChoiceMade) -> None:
        plugin = self._plugins.loaded.get(kept.owner)
        _be_about(scene, kept.community)
        for id in await cards.newly_held(scene.unit, kept, choice):
            made, handling = kept.choice(id), _handler(plugin, id) if plugin else None
            if made is None:
                raise UserError(core_texts().text("choice-over", Reader()))
            if handling is None:
                continue
            place = await self._place(scene, kept, id)
            values = (made.value,) if handling.takes else ()
            await self._plugins.call(scene, handling, place, *values, asked_for=True)

    @staticmethod
    async def _place(scene: Scene, kept: cards.KeptCard, id: str) -> Place:
        """Where it was chosen; on what somebody had asked coterie alone about a group, as if it had been there, as long as they are in it."""
        place, group = place_of(scene, f"plugin:{kept.owner}:{id}"), kept.group
        if group is None or place.group is not None or place.person is None:
            return place
        if not await scene.directory.is_member(place.person, group):
            raise UserError(core_texts().text("choice-over", Reader()))
        return about_group(place, group)

    async def _open_form(self, scene: Scene, kept: cards.KeptCard, choice: ChoiceMade) -> None:
        made = kept.choice(OPEN_FORM)
        asked = await forms.asked_under(scene.unit, str(made.value)) if made else None
        if asked is None:
            raise UserError(core_texts().text("form-over", Reader()))
        if choice.person == asked.person:
            await forms.ask(scene, self._plugins.outlook.capabilities, evolve(asked, trigger=choice.trigger))


def _be_about(scene: Scene, community: str | None) -> None:
    """What somebody chooses or fills in is about the community that asked, of whichever else they are."""
    if community is not None:
        scene.directory.about = community


def _handler(plugin: LoadedPlugin, id: str) -> Handling | None:
    return handling_of(plugin.choices, id)


class Forms:
    """Handles forms: modals that were submitted or could not be opened, and what is typed by who is asked questions one by one."""

    name = "core.forms"

    def __init__(self, plugins: Plugins, behalf: Behalf | None = None) -> None:
        self._plugins = plugins
        self._behalf = behalf or {}

    def hears(self, kind: type[Event], definitions: Definitions, group: GroupRef | None) -> bool:
        """Of messages, those outside of groups alone: questions are put one by one to somebody alone."""
        return kind is not MessagePosted or group is None

    async def __call__(self, scene: Scene) -> bool:
        match scene.event:
            case FormSubmitted():
                return await self._submitted(scene, scene.event)
            case EffectFailed():
                return await self._not_opened(scene, scene.event)
            case MessagePosted(direct=True, bot=False):
                return await self._typed(scene, scene.event)
            case MessageEdited() | MessageRemoved():
                return await self._corrected(scene, scene.event)
        return False

    async def _submitted(self, scene: Scene, event: FormSubmitted) -> bool:
        """A modal that was sent; whether it fits, the adapter saw before it took it."""
        asked = await forms.asked_under(scene.unit, event.form)
        if asked is None:
            return False
        if event.person != asked.person:
            raise UserError(core_texts().text("form-over", Reader()))
        if foreign(asked.form, event.answers) is not None:
            reader = await reader_of(scene, asked.person, asked.owner.group)
            raise UserError(core_texts().text("misfit-choice", reader))
        scene.unit.delete(forms.TABLE, asked.key)
        return await self._deliver(scene, asked, event, typed=False)

    @staticmethod
    async def _not_opened(scene: Scene, event: EffectFailed) -> bool:
        """A modal that came too late after the press: the person gets a card that opens it."""
        asked = (
            await forms.asked_under(scene.unit, event.key.partition(forms.MODAL)[0])
            if forms.MODAL in event.key
            else None
        )
        if asked is not None:
            await forms.invite(scene, asked)
        return asked is not None

    async def _typed(self, scene: Scene, event: MessagePosted) -> bool:
        if event.person is None or event.text.lstrip().startswith("!"):
            return False
        line = await interview.interview_of(scene.unit, event.person)
        asked = await forms.asked_under(scene.unit, line.forms[0]) if line.forms else None
        if asked is None:
            return False
        reader, lookup = (
            await reader_of(scene, event.person, asked.owner.group),
            SceneLookup(scene, {}, asked.owner.group),
        )
        outcome = await interview.take_answer(scene, event.text, asked.key, asked.form, lookup, reader)
        if outcome.submitted is None and not outcome.cancelled:
            return True
        scene.unit.delete(forms.TABLE, asked.key)
        said = "form-cancelled" if outcome.cancelled else "form-thanks"
        interview.say(scene, event.person, asked.key, core_texts().text(said, reader, title=asked.form.title))
        if outcome.submitted is not None:
            await self._deliver(scene, asked, outcome.submitted, typed=True)
        await forms.next_interview(scene, event.person, asked.key)
        return True

    @staticmethod
    async def _corrected(scene: Scene, event: MessageEdited | MessageRemoved) -> bool:
        """Of a form that is under way, answers may be edited and taken back."""
        if event.person is None or event.bot:
            return False
        line = await interview.interview_of(scene.unit, event.person)
        asked = await forms.asked_under(scene.unit, line.forms[0]) if line.forms else None
        if asked is None:
            return False
        reader = await reader_of(scene, event.person, asked.owner.group)
        lookup = SceneLookup(scene, {}, asked.owner.group)
        return await interview.correct_answer(scene, event, asked.key, asked.form, lookup, reader)

    async def _deliver(self, scene: Scene, asked: forms.Asked, event: FormSubmitted, typed: bool) -> bool:
        """Hand the answers to whoever asked. A modal of a run is left to the handler of runs, who sees the event itself."""
        owner = asked.owner
        if not owner.plugin:
            return await on_behalf(self._behalf, scene, event, asked.key) if typed else False
        plugin = self._plugins.loaded.get(owner.plugin)
        handling = plugin.forms.get(owner.then) if plugin else None
        if handling is None:
            return True
        values = (event.answers, owner.value)[: handling.takes]
        _be_about(scene, owner.community)
        await self._plugins.call(
            as_if(scene, event, self.name), handling, self._place(scene, asked), *values, asked_for=True
        )
        return True

    @staticmethod
    def _place(scene: Scene, asked: forms.Asked) -> Place:
        """Where the form was asked for: there the handler answers; the person alone where that was in no room."""
        here = place_of(scene, f"plugin:{asked.owner.plugin}:{asked.owner.then}")
        room = asked.owner.room
        to = (room,) if room else (asked.person,)
        return evolve(
            here,
            to=to,
            room=room,
            group=asked.owner.group,
            person=asked.person,
            direct=False,
            thread=None,
            alone_about=asked.owner.alone,
        )
