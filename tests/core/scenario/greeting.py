"""A coterie with a small handler in the place of playbooks, to play scenarios on."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from attrs import frozen

from coterie.core.engine import bindings, cards
from coterie.core.engine.app import App
from coterie.core.engine.directory import room_of
from coterie.core.engine.router import Router
from coterie.core.engine.runs.book import RunView
from coterie.core.engine.scene import Scene
from coterie.core.errors import UserError
from coterie.core.model.content import OPEN_FORM, Card, Choice, Field, FieldKind, Form, escape, mention
from coterie.core.model.effect import AskForm, Edit, Post, SetTimer
from coterie.core.model.event import (
    ChoiceMade,
    CommandGiven,
    FormSubmitted,
    MemberJoined,
    MessagePosted,
    ReactionAdded,
    TimerFired,
)
from coterie.core.refs import MessageRef, PersonRef
from coterie.core.scenario.coterie import Opening
from coterie.core.scenario.offer import Offer

BEGIN = datetime(2026, 11, 2, 6, tzinfo=UTC)
MOOD = Form(
    "Mood", (Field("mood", FieldKind.NUMBER, "How are you?", True, "1", "5"), Field("why", FieldKind.TEXT, "Why?"))
)
CHOICES = (Choice("done", "Done"), Choice("later", "Not now"))


@frozen
class Greeter:
    """Greets who joins, asks a week later, answers what is said to it."""

    name: str = "greeter"

    async def __call__(self, scene: Scene) -> bool:
        event, person = scene.event, scene.event.person
        match event:
            case MemberJoined():
                assert person and scene.group
                card = Card(f"Welcome {mention(person)} to **{scene.group}**!", CHOICES)
                post = Post(key=f"welcome:{event.id}", to=room_of(scene.group.id), card=card)
                await cards.keep(scene.unit, post, scene.now)
                scene.effect(post)
                scene.effect(SetTimer(key=f"week:{person.id}", due=scene.now + timedelta(days=7)))
            case TimerFired():
                who = PersonRef(event.timer.partition(":")[2])
                scene.effect(Post(key=scene.new_key(), to=who, card=Card("How was your first week?")))
            case ChoiceMade() if OPEN_FORM in event.choices:
                assert person
                scene.effect(
                    AskForm(key=scene.new_key(), person=person, form=MOOD, form_key="f1", trigger=event.trigger)
                )
            case ChoiceMade():
                assert person
                scene.effect(
                    Edit(key=scene.new_key(), message=event.message, card=Card(f"Settled by {mention(person)}."))
                )
            case FormSubmitted():
                assert person
                scene.effect(Post(key=scene.new_key(), to=person, card=Card(f"Your mood is {event.answers['mood']}.")))
            case ReactionAdded():
                self._say(scene, f"{mention(person)} liked it" if person else "")
            case CommandGiven():
                self._say(scene, f"Command {escape(event.text)}")
            case MessagePosted():
                await self._heard(scene, event)
        return False

    async def _heard(self, scene: Scene, event: MessagePosted) -> None:
        if event.text == "form":
            assert event.room
            post = Post(key=scene.new_key(), to=event.room, card=Card("Your mood, please", form=MOOD))
            cards.keep_opener(scene.unit, post, "", "f1")
            scene.effect(post)
        elif event.text == "psst":
            assert event.room and event.person
            card = Card("Only you see this")
            scene.effect(Post(key=scene.new_key(), to=event.room, quietly=event.person, card=card))
        elif event.thread is not None or event.direct:
            self._say(scene, f"You said {event.text}", event.thread)

    def _say(self, scene: Scene, text: str, thread: MessageRef | None = None) -> None:
        assert scene.event.room
        scene.effect(Post(key=scene.new_key(), to=scene.event.room, card=Card(text), thread=thread))


@frozen
class Greeting:
    """The app with the greeter, as a scenario needs it. It has no runs; `retro` can be started and says so."""

    app: App

    async def connected(self) -> None:
        await self.app.connected()

    async def settled(self) -> None:
        await self.app.settled()

    async def next_due(self) -> datetime | None:
        return await self.app.next_due()

    async def start_run(self, playbook: str, group: str, who: PersonRef | None) -> None:
        if who is None:
            raise UserError("somebody must start it")
        async with self.app.store.unit() as unit:
            unit.put("started", f"{playbook} {group}", who.id)

    async def runs(self, group: str) -> Sequence[RunView]:
        async with self.app.store.unit() as unit:
            started = await unit.scan("started")
        return [
            RunView(key, key.split()[0], "Retro", "running", self.app.clock.now(), outcome=str(who))
            for key, who in started
            if key.endswith(f" {group}")
        ]

    async def offers(self, message: MessageRef) -> Sequence[Offer]:
        async with self.app.store.unit() as unit:
            kept = await cards.card(unit, await bindings.ours(unit, message))
        return [Offer(choice.id, choice.label) for choice in kept.choices] if kept else []

    async def homes(self, platform: str) -> Mapping[str, str]:
        return {}

    async def question(self, person: PersonRef) -> Field | None:
        return None


@asynccontextmanager
async def open_greeting(opening: Opening) -> AsyncIterator[Greeting]:
    router = Router()
    events = (MemberJoined, MessagePosted, ChoiceMade, FormSubmitted, ReactionAdded, CommandGiven, TimerFired)
    router.add(Greeter(), *events)
    async with App(opening.store, opening.clock, [opening.adapter], [opening.community], router=router) as app:
        yield Greeting(app)
