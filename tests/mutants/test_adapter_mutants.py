"""Adapters with one thing wrong: each must be caught by the contract, so that what it promises is really looked at."""

import inspect
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from attrs import define, evolve, frozen

from coterie.adapters.simulator.adapter import SimulatorAdapter
from coterie.adapters.simulator.driver import SimulatorDriver, SimulatorStage
from coterie.adapters.simulator.things import Happened
from coterie.core import markdown
from coterie.core.clock import ManualClock
from coterie.core.contracts.adapter import AdapterContract, listening
from coterie.core.errors import PlatformError
from coterie.core.model import effect as effects
from coterie.core.model.community import JoinMode, Visibility
from coterie.core.model.effect import Effect
from coterie.core.model.event import (
    ChoiceMade,
    Departure,
    Event,
    FormSubmitted,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
    RoomOpened,
    RoomSurveyed,
)
from coterie.core.ports import Cursor, Inbox, Performed
from coterie.core.refs import MessageRef, PersonRef, RoomRef
from coterie.core.scenario.driver import Player, Room


class Mutant(SimulatorAdapter):
    """Changes what it brings in by `told`, and what it does by `perform`."""

    def told(self, events: Sequence[Event]) -> Sequence[Event]:
        return events

    async def _bring(self, inbox: Inbox, found: Sequence[Event], cursor: Cursor) -> None:
        await super()._bring(inbox, self.told(found), cursor)


def telling(change: Callable[[Event], Event | None]) -> type[Mutant]:
    """A mutant that tells of every event what `change` makes of it, or nothing."""

    class Telling(Mutant):
        def told(self, events: Sequence[Event]) -> Sequence[Event]:
            return [told for event in events if (told := change(event)) is not None]

    return Telling


def doing(change: Callable[[Effect], Effect | None]) -> type[Mutant]:
    """A mutant that does what `change` makes of every effect, or nothing."""

    class Doing(Mutant):
        async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
            changed = change(effect)
            return await super().perform(changed, again=again) if changed else Performed()

    return Doing


def without(*kinds: type[Event]) -> type[Mutant]:
    return telling(lambda event: None if isinstance(event, kinds) else event)


def changed(kind: type[Event], **fields: Any) -> type[Mutant]:
    return telling(lambda event: evolve(event, **fields) if isinstance(event, kind) else event)


def never(*kinds: type[Effect]) -> type[Mutant]:
    return doing(lambda effect: None if isinstance(effect, kinds) else effect)


class Twice(Mutant):
    """Forgets its keys."""

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        self.world.done.clear()
        self.world.by_key.clear()
        return await super().perform(effect, again=again)


class NewIds(Mutant):
    """Gives two events the same id."""

    def told(self, events: Sequence[Event]) -> Sequence[Event]:
        return [evolve(event, id=f"{type(event).__name__}") for event in events]


class Echo(Mutant):
    """Tells of what it says itself."""

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        done = await super().perform(effect, again=again)
        if isinstance(effect, effects.Post) and done.native:
            message = self.world.message(MessageRef(done.native).native)
            self.world._tell(Happened.SAID, room=message.room, person="ana", message=message.id, text=message.text)
        return done


class Drops(Mutant):
    """Goes on where an event could not be saved."""

    async def _bring(self, inbox: Inbox, found: Sequence[Event], cursor: Cursor) -> None:
        try:
            await inbox.take(found, cursor)
        except Exception:
            self.world.acknowledge(len(self.world.log))


class Refuses(Mutant):
    """Calls everything that is not there unsupported by a wrong name."""

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        try:
            return await super().perform(effect, again=again)
        except PlatformError as error:
            raise RuntimeError(str(error)) from error


class Promises(Mutant):
    """Declares less than it does."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.capabilities = frozenset()

    def _insist(self, effect: Effect) -> None:
        pass


class Shouts(Mutant):
    """Posts what members typed as the platform would read it."""

    def _post(self, effect: effects.Post) -> Performed:
        text = markdown.plain(effect.card.text, lambda person: person.id.rpartition("/")[2])
        room = self.world.direct(effect.to.native).id if isinstance(effect.to, PersonRef) else effect.to.native
        message = self.world.say("coterie", room, text, key=effect.key, choices=effect.card.choices)
        return Performed(f"simulator/{message.id}")


class Raw(Mutant):
    """Shows neutral Markdown as it stands."""

    def _post(self, effect: effects.Post) -> Performed:
        message = self.world.say("coterie", effect.to.native, effect.card.text, key=effect.key)
        return Performed(f"simulator/{message.id}")


def _public(effect: Effect) -> Effect:
    return evolve(effect, quietly=None) if isinstance(effect, effects.Post) else effect


def _unthreaded(effect: Effect) -> Effect:
    return evolve(effect, thread=None) if isinstance(effect, effects.Post) else effect


def _cut(effect: Effect) -> Effect:
    if isinstance(effect, effects.Post) and len(effect.card.text) > 3000:
        return evolve(effect, card=evolve(effect.card, text=effect.card.text[:3000]))
    return effect


def _sticky(effect: Effect) -> Effect:
    if isinstance(effect, effects.Edit):
        return effects.Post(key=effect.key, to=RoomRef("simulator/r1"), card=effect.card)
    return effect


def _anybody(event: Event) -> Event:
    return evolve(event, bot=True) if isinstance(event, MessagePosted) else event


def _typed(event: Event) -> Event:
    if isinstance(event, MessagePosted):
        return evolve(event, text=event.text.replace("<@simulator/", "@").replace(">", ""))
    return event


def _gullible(event: Event) -> Event:
    return evolve(event, text=event.text.replace("\u2060", "")) if isinstance(event, MessagePosted) else event


def surveying(**fields: Any) -> type[Mutant]:
    """A mutant whose surveys tell something else."""

    class Surveying(Mutant):
        async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
            done = await super().perform(effect, again=again)
            told = tuple(evolve(one, **fields) if isinstance(one, RoomSurveyed) else one for one in done.learned)
            return evolve(done, learned=told)

    return Surveying


class Enters(Mutant):
    """Goes into every room that it surveys."""

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        if isinstance(effect, effects.Survey) and effect.name:
            self.world.add_room(f"seen-{effect.key}")
        return await super().perform(effect, again=again)


MUTANTS: Mapping[str, type[Mutant]] = {
    "tells of no rooms": without(RoomOpened),
    "tells of rooms without their members": changed(RoomOpened, members=()),
    "tells of rooms without their names": changed(RoomOpened, names=()),
    "tells of no messages": without(MessagePosted),
    "tells of messages as a bot's": telling(_anybody),
    "tells of messages without their thread": changed(MessagePosted, thread=None),
    "tells of direct messages as public ones": changed(MessagePosted, direct=False),
    "tells of a message as typed, mentions too": telling(_typed),
    "takes typed references for mentions": telling(_gullible),
    "does not see when it is addressed": changed(MessagePosted, addressed=False),
    "tells of no edits": without(MessageEdited),
    "tells of reactions with their skin tone": changed(ReactionAdded, emoji="👍🏽"),
    "tells of choices without their card": changed(ChoiceMade, message=MessageRef("simulator/m0")),
    "tells of one choice where several are held": telling(
        lambda event: evolve(event, choices=event.choices[:1]) if isinstance(event, ChoiceMade) else event
    ),
    "tells of choices without a trigger": changed(ChoiceMade, trigger=None),
    "tells of no forms": without(FormSubmitted),
    "tells of another form": changed(FormSubmitted, form="other"),
    "gives events no ids of their own": NewIds,
    "tells of what it says itself": Echo,
    "loses what could not be saved": Drops,
    "forgets its keys": Twice,
    "raises what nobody expects": Refuses,
    "declares less than it does": Promises,
    "lets members shout": Shouts,
    "shows marks": Raw,
    "says aloud what is quiet": doing(_public),
    "leaves threads": doing(_unthreaded),
    "cuts long texts": doing(_cut),
    "posts instead of editing": doing(_sticky),
    "removes nothing": never(effects.Remove),
    "invites nobody": never(effects.Invite),
    "expels nobody": never(effects.Expel),
    "tells of who was expelled as of who left": changed(MemberLeft, how=Departure.LEFT),
    "tells of who left as of who was removed": changed(MemberLeft, how=Departure.REMOVED),
    "archives nothing": never(effects.Archive),
    "uploads nothing": never(effects.Upload),
    "opens no forms": never(effects.AskForm),
    "surveys nothing": never(effects.Survey),
    "surveys rooms that are not there": surveying(gone=None, inside=True),
    "surveys rooms as gone": surveying(gone="it is gone"),
    "surveys without members": surveying(members=()),
    "surveys without names": surveying(names=()),
    "surveys with every name": surveying(names=("python", "another-name", "nightfall", "daybreak")),
    "surveys without a topic": surveying(topic=""),
    "surveys another title": surveying(title="Another"),
    "surveys everything as public": surveying(visibility=Visibility.PUBLIC),
    "surveys everything as open": surveying(join=JoinMode.OPEN),
    "surveys without rights": surveying(roles=()),
    "surveys rights that were withdrawn": never(effects.RevokeRole),
    "surveys nothing as archived": surveying(archived=False),
    "surveys everything as pinned": surveying(pinned=True),
    "surveys messages that are gone": surveying(message=MessageRef("simulator/m1")),
    "surveys Spaces without their rooms": surveying(children=()),
    "surveys as somebody else": surveying(survey="another"),
    "makes rooms while it looks": Enters,
    "renames nothing": never(effects.Rename),
    "changes no access": never(effects.SetAccess),
    "opens nothing again": never(effects.Reopen),
    "sets no pictures": never(effects.SetAvatar),
    "surveys no pictures": surveying(avatar=""),
    "sets no topics": never(effects.SetTopic),
    "grants nothing": never(effects.GrantRole),
    "places nothing": never(effects.PlaceInSpace),
    "pins nothing": never(effects.Pin),
    "opens no rooms": never(effects.OpenRoom),
    "opens no Spaces": never(effects.OpenSpace),
}


@define
class MutantDriver(SimulatorDriver):
    mutant: type[Mutant] = Mutant

    def adapter(self) -> SimulatorAdapter:
        return self.mutant(self.settings, {}, self.world.clock, self.world)


@frozen
class MutantStage:
    mutant: type[Mutant]
    platform: str = "simulator"

    @asynccontextmanager
    async def scene(
        self, clock: ManualClock, people: Sequence[Player], rooms: Sequence[Room]
    ) -> AsyncIterator[SimulatorDriver]:
        async with SimulatorStage().scene(clock, people, rooms) as driver:
            yield MutantDriver(driver.world, driver.opened, driver.rooms, driver.settings, mutant=self.mutant)


async def broken_promise(mutant: type[Mutant]) -> str | None:
    """The first test of the contract that the mutant fails."""
    for name, test in inspect.getmembers(AdapterContract(), inspect.iscoroutinefunction):
        if not name.startswith("test_"):
            continue
        try:
            async with listening(MutantStage(mutant=mutant)) as scene:
                await test(scene)
        except BaseExceptionGroup as errors:
            if errors.split(pytest.skip.Exception)[1] is not None:
                return name
    return None


async def test_the_adapter_without_a_mutation_keeps_the_contract() -> None:
    assert await broken_promise(Mutant) is None


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS.keys())
async def test_the_contract_catches_an_adapter_that(mutant: type[Mutant]) -> None:
    assert await broken_promise(mutant)
