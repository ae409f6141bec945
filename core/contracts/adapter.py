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

import asyncio
import base64
import unicodedata
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

import pytest
import pytest_asyncio
from attrs import define, field, frozen

from ..clock import ManualClock
from ..errors import PlatformError, Refused, StoreError, Unsupported
from ..markdown import mentions
from ..model import effect as effects
from ..model.community import JoinMode, Visibility
from ..model.content import OPEN_FORM, Capability, Card, Choice, Field, FieldKind, Form, escape, mention
from ..model.effect import Effect
from ..model.event import (
    ChoiceMade,
    CommandGiven,
    Event,
    FormSubmitted,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    MessageSeen,
    ReactionAdded,
    ReactionRemoved,
    RoleHeld,
    RoomOpened,
    RoomSurveyed,
)
from ..ports import Adapter, Cursor, Performed
from ..refs import MessageRef, PersonRef, RoomRef
from ..scenario.driver import BOT, Direct, Driver, InRoom, Place, Player, Room, Said, Stage

E = TypeVar("E", bound=Event)

PEOPLE = (Player("ana", "Ana Ruiz"), Player("bo", "Bo"), Player("cy", "Cy 🌱", "America/New_York", "de"))
ROOMS = (Room("python", "Python", ("ana", "bo")), Room("council", "Council", ("ana",), private=True))
BEGIN = datetime(2026, 11, 23, 8, tzinfo=UTC)
PYTHON = InRoom("python")
CHOICES = (Choice("yes", "Yes, gladly"), Choice("no", "No"), Choice("rules", "Rules", url="https://example.org/rules"))
MOOD = Form(
    "Mood",
    (
        Field("mood", FieldKind.NUMBER, "How are you?", required=True, minimum="1", maximum="5"),
        Field("colour", FieldKind.SELECT, "Which colour?", choices=(Choice("r", "Red"), Choice("b", "Blue"))),
        Field("friends", FieldKind.PEOPLE, "With whom?"),
    ),
)

HOSTILE = (
    "@room @channel @here @everyone @all",
    "<!channel> <!here|here> <!subteam^S1>",
    "<@ana> <@U0ANA> <@simulator/bo> <#C1>",
    "@bo @ana:example.org @bo",
    "*bold* _it_ ~gone~ `code` **x** __y__ ||s||",
    "[a](https://evil.example) <https://evil.example|click> ![i](x)",
    "<b>html</b> <script>alert(1)</script> &amp; &lt;b&gt;",
    "# head",
    "> quote",
    "- item\n1. one",
    "```\nfence",
    "one\n\n\nfour",
    "back \\* slash \\",
    "{{ 7 * 7 }} {% for x in y %}",
    "right \u202eto left",
)
"""What members type to make coterie shout, link or break. It must read as it was typed, and notify nobody."""

# How often the clock of a platform that must try again is moved on.
TRIES = 200


# --- what the contract stands on ------------------------------------------------------------------------------------


@define
class KeptInbox:
    """An inbox in memory that keeps each event once. The next `refusals` tries can't be saved."""

    events: list[Event] = field(factory=list)
    refusals: int = 0
    connected: bool = False
    _cursors: dict[str, str] = field(factory=dict)
    _ids: set[str] = field(factory=set)

    async def take(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        if self.refusals:
            self.refusals -= 1
            raise StoreError("the disk is full")
        for event in events:
            if event.id not in self._ids:
                self._ids.add(event.id)
                self.events.append(event)
        if cursor is not None:
            self._cursors[cursor.name] = cursor.value

    async def cursor(self, name: str) -> str | None:
        return self._cursors.get(name)

    def ready(self, platform: str) -> None:
        self.connected = True


@frozen
class Scene:
    """An adapter that listens, the people around it, and what it brought in."""

    driver: Driver
    adapter: Adapter
    inbox: KeptInbox
    clock: ManualClock
    _keys: count[int] = field(factory=lambda: count(1))

    # --- names

    def key(self) -> str:
        """A key that was not used before."""
        return f"contract:{next(self._keys)}"

    def person(self, id: str) -> PersonRef:
        return PersonRef.native_to(self.adapter.platform, self.driver.opened.accounts[id])

    async def room(self, group: str = "python") -> RoomRef:
        """The native room of a group, found by the name that its file would give."""
        name = self.driver.opened.homes[group]
        found = await self.do(effects.OpenRoom(key=f"contract:home:{group}", name=name, create=False))
        assert found.native is not None, "opening a room gives its reference"
        return RoomRef(found.native)

    # --- acts

    async def do(self, effect: Effect, *, again: bool = False) -> Performed:
        done = await self.adapter.perform(effect, again=again)
        await self.settle()
        return done

    async def post(self, card: Card | str, place: Place = PYTHON, **more: object) -> tuple[MessageRef, Said]:
        """Coterie says something; its reference, and how it reads at its end."""
        to = await self.room(place.group) if isinstance(place, InRoom) else self.person(place.person)
        made = Card(card) if isinstance(card, str) else card
        done = await self.do(effects.Post(key=self.key(), to=to, card=made, **more))  # type: ignore[arg-type]  # as given
        assert done.native is not None, "a post gives the reference of its message"
        return MessageRef(done.native), (await self.said(place))[-1]

    async def survey(self, room: RoomRef | None = None, **asked: Any) -> RoomSurveyed:
        """How a room is found: by its reference, or by `name`."""
        key = self.key()
        effect = effects.Survey(key=key, room=room, platform=self.adapter.platform, **asked)
        found = [event for event in (await self.do(effect)).learned if isinstance(event, RoomSurveyed)]
        assert [(event.survey, event.platform) for event in found] == [(key, self.adapter.platform)]
        return found[0]

    async def settle(self) -> None:
        """Wait until all that happened was taken in."""
        while await self.driver.caught_up():
            pass

    # --- what came of it

    async def said(self, place: Place = PYTHON) -> list[Said]:
        """What coterie said there."""
        return [one for one in await self.driver.heard(place) if one.by == BOT]

    async def newest(self, place: Place = PYTHON) -> Said:
        """The newest message there, by whomever."""
        return (await self.driver.heard(place))[-1]

    def events(self, kind: type[E]) -> list[E]:
        """What was brought in of this kind, people's doings only."""
        return [event for event in self.inbox.events if isinstance(event, kind) and not event.bot]

    def one(self, kind: type[E]) -> E:
        """The only event of this kind."""
        found = self.events(kind)
        assert len(found) == 1, f"one {kind.__name__} was due, there came {len(found)}: {found}"
        return found[0]

    def needs(self, *capabilities: Capability) -> None:
        """Skip the test where the adapter does not declare them."""
        for capability in capabilities:
            if capability not in self.adapter.capabilities:
                pytest.skip(f"{self.adapter.platform} declares no {capability.value}")


@asynccontextmanager
async def listening(stage: Stage) -> AsyncIterator[Scene]:
    """People and rooms of their own on the stage, and an adapter that has taken in how it all begins."""
    clock, inbox = ManualClock(BEGIN), KeptInbox()
    async with stage.scene(clock, PEOPLE, ROOMS) as driver, asyncio.TaskGroup() as tasks:
        scene = Scene(driver, driver.adapter(), inbox, clock)
        task = tasks.create_task(scene.adapter.listen(inbox))
        try:
            await scene.settle()
            yield scene
        finally:
            task.cancel()


# --- the contract ---------------------------------------------------------------------------------------------------


class AdapterContract:
    """The promises of the port `Adapter`, one a test."""

    @pytest_asyncio.fixture
    async def scene(self, stage: Stage) -> AsyncIterator[Scene]:
        async with listening(stage) as scene:
            yield scene

    # --- rooms and people

    async def test_the_rooms_that_are_there_are_told_with_who_is_in_them(self, scene: Scene) -> None:
        python = await scene.room()
        opened = [event for event in scene.events(RoomOpened) if event.room == python]
        assert len(opened) == 1 and not opened[0].direct
        assert scene.driver.opened.homes["python"] in opened[0].names
        people = {account.person: account for account in opened[0].members if not account.bot}
        assert set(people) == {scene.person("ana"), scene.person("bo")}
        assert people[scene.person("ana")].name == "Ana Ruiz"
        assert people[scene.person("ana")].handle

    async def test_the_platform_is_told_to_be_ready(self, scene: Scene) -> None:
        assert scene.inbox.connected

    async def test_every_event_is_of_this_platform_and_has_an_id_of_its_own(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "one")
        await scene.driver.say("ana", PYTHON, "one")
        await scene.settle()
        assert len({event.id for event in scene.events(MessagePosted)}) == 2
        assert {event.platform for event in scene.inbox.events} == {scene.adapter.platform}
        assert all(event.at.utcoffset() == timedelta() for event in scene.inbox.events)

    async def test_who_comes_and_who_goes_is_told(self, scene: Scene) -> None:
        await scene.driver.join("cy", PYTHON)
        await scene.driver.leave("bo", PYTHON)
        await scene.settle()
        joined, left = scene.one(MemberJoined), scene.one(MemberLeft)
        python = await scene.room()
        assert (joined.person, joined.room, joined.name) == (scene.person("cy"), python, "Cy 🌱")
        assert (left.person, left.room) == (scene.person("bo"), python)

    async def test_a_room_of_a_known_name_is_taken_and_not_made_again(self, scene: Scene) -> None:
        name = scene.driver.opened.homes["python"]
        done = await scene.do(effects.OpenRoom(key=scene.key(), name=name))
        assert done.native == (await scene.room()).id

    async def test_a_room_that_is_not_there_is_refused_where_none_may_be_made(self, scene: Scene) -> None:
        with pytest.raises(Refused):
            await scene.do(effects.OpenRoom(key=scene.key(), name="nowhere-to-be-found", create=False))

    async def test_a_room_is_made_once_and_can_be_spoken_in(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        effect = effects.OpenRoom(key=scene.key(), name="evenings", title="Evenings", topic="Tea")
        first, second = await scene.do(effect), await scene.do(effect, again=True)
        assert first.native is not None and first == second
        opened = [event for event in scene.events(RoomOpened) if event.room == RoomRef(first.native)]
        assert len(opened) <= 1
        await scene.do(effects.Post(key=scene.key(), to=RoomRef(first.native), card=Card("Hello")))

    async def test_an_invited_person_can_come_in_and_an_expelled_one_is_out(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        council = await scene.room("council")
        await scene.do(effects.Invite(key=scene.key(), room=council, person=scene.person("cy")))
        await scene.driver.join("cy", InRoom("council"))
        await scene.settle()
        assert "cy" in await scene.driver.members(InRoom("council"))
        assert scene.one(MemberJoined).room == council
        await scene.do(effects.Expel(key=scene.key(), room=council, person=scene.person("cy"), reason="done"))
        assert "cy" not in await scene.driver.members(InRoom("council"))
        assert scene.one(MemberLeft).person == scene.person("cy")

    async def test_whoever_is_invited_into_a_new_room_comes_in_like_everybody_else(self, scene: Scene) -> None:
        """Nobody is a member unheard: who comes in first is greeted, too. One who has to accept is not in yet."""
        scene.needs(Capability.ROOMS)
        cy = scene.person("cy")
        done = await scene.do(effects.OpenRoom(key=scene.key(), name="gardens", title="Gardens", invite=(cy,)))
        await scene.settle()
        new = RoomRef(done.native or "")
        found = await scene.survey(new)
        joined = [event.person for event in scene.events(MemberJoined) if event.room == new]
        assert joined == [cy] if cy in (found.members or ()) else cy in found.invited

    async def test_in_an_archived_room_nobody_speaks_and_everything_stays_readable(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        await scene.post("Good bye")
        await scene.do(effects.Archive(key=scene.key(), room=await scene.room()))
        with pytest.raises(PlatformError):
            await scene.driver.say("bo", PYTHON, "Wait")
        assert [one.text for one in await scene.said()] == ["Good bye"]

    async def test_what_rules_a_room_can_be_done_twice(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS, Capability.ROLES)
        python, bo = await scene.room(), scene.person("bo")
        for effect in (
            effects.SetTopic(key=scene.key(), room=python, topic="Snakes"),
            effects.GrantRole(key=scene.key(), room=python, person=bo, role="moderator"),
            effects.RevokeRole(key=scene.key(), room=python, person=bo, role="moderator"),
        ):
            await scene.do(effect)
            await scene.do(effect, again=True)

    async def test_a_room_can_stand_in_a_space(self, scene: Scene) -> None:
        scene.needs(Capability.SPACES)
        opening = effects.OpenSpace(key=scene.key(), name="everybody", title="Everybody")
        space = await scene.do(opening)
        assert space.native is not None and space == await scene.do(opening, again=True)
        placing = effects.PlaceInSpace(key=scene.key(), room=await scene.room(), space=RoomRef(space.native))
        await scene.do(placing)
        await scene.do(placing, again=True)

    # --- what a survey tells

    async def test_a_survey_tells_how_a_room_stands_and_who_is_in(self, scene: Scene) -> None:
        python, home = await scene.room(), scene.driver.opened.homes["python"]
        told = len(scene.inbox.events)
        found = await scene.survey(python, name=home)
        assert (found.room, found.gone, found.inside, found.archived) == (python, None, True, False)
        assert home in found.names and found.visibility is Visibility.PUBLIC and found.join in (None, JoinMode.OPEN)
        assert set(found.members or ()) == {scene.person("ana"), scene.person("bo")}
        council = await scene.survey(await scene.room("council"))
        assert (council.visibility, council.join) == (Visibility.PRIVATE, JoinMode.INVITE)
        assert council.members == (scene.person("ana"),)
        assert len(scene.inbox.events) == told, "a survey changes nothing"

    async def test_a_survey_finds_a_room_by_its_name_and_says_which_are_not_there(self, scene: Scene) -> None:
        found = await scene.survey(name=scene.driver.opened.homes["python"])
        assert (found.room, found.gone) == (await scene.room(), None)
        nowhere = await scene.survey(name="nowhere-to-be-found")
        assert nowhere.gone and nowhere.room is None
        lost = await scene.survey(RoomRef.native_to(scene.adapter.platform, "nowhere"))
        assert lost.gone and not lost.inside
        assert "another-name" not in (await scene.survey(await scene.room(), name="another-name")).names

    async def test_a_survey_tells_the_topic_that_was_set(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        topic = "Snakes & ladders <for> all"
        await scene.do(effects.SetTopic(key=scene.key(), room=await scene.room(), topic=topic))
        assert (await scene.survey(await scene.room())).topic == topic

    async def test_a_room_is_renamed(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        opened = await scene.do(effects.OpenRoom(key=scene.key(), name="nightfall", title="Nightfall"))
        assert opened.native is not None
        room = RoomRef(opened.native)
        assert (await scene.survey(room, name="nightfall")).title in (None, "Nightfall")
        effect = effects.Rename(key=scene.key(), room=room, name="daybreak", title="Daybreak")
        await scene.do(effect)
        await scene.do(effect, again=True)
        found = await scene.survey(room, name="daybreak")
        assert "daybreak" in found.names and found.title in (None, "Daybreak")
        assert (await scene.survey(name="daybreak")).room == room

    async def test_a_survey_tells_who_has_which_rights(self, scene: Scene) -> None:
        scene.needs(Capability.ROLES)
        python, bo = await scene.room(), scene.person("bo")
        await scene.do(effects.GrantRole(key=scene.key(), room=python, person=bo, role="moderator"))
        assert (await scene.survey(python)).roles == (RoleHeld(bo, "moderator"),)
        await scene.do(effects.RevokeRole(key=scene.key(), room=python, person=bo, role="moderator"))
        assert (await scene.survey(python)).roles == ()

    async def test_a_survey_tells_whether_a_message_still_stands_and_is_pinned(self, scene: Scene) -> None:
        scene.needs(Capability.PINS)
        python = await scene.room()
        loose, _ = await scene.post("Loose")
        pinned, _ = await scene.post("Pinned", pin=True)
        found = [await scene.survey(python, message=one) for one in (loose, pinned)]
        assert [(one.message, one.pinned) for one in found] == [(loose, False), (pinned, True)]
        await scene.do(effects.Pin(key=scene.key(), message=loose))
        assert (await scene.survey(python, message=loose)).pinned
        await scene.do(effects.Remove(key=scene.key(), message=pinned))
        assert (await scene.survey(python, message=pinned)).message is None

    async def test_who_may_come_into_a_room_can_be_changed(self, scene: Scene) -> None:
        scene.needs(Capability.ACCESS)
        python = await scene.room()
        for visibility, join in (
            (Visibility.PRIVATE, JoinMode.INVITE),
            (Visibility.PUBLIC, JoinMode.KNOCK),
            (Visibility.PUBLIC, JoinMode.OPEN),
        ):
            effect = effects.SetAccess(key=scene.key(), room=python, visibility=visibility, join=join)
            await scene.do(effect)
            await scene.do(effect, again=True)
            found = await scene.survey(python)
            assert (found.visibility, found.join) == (visibility, join)

    async def test_a_survey_tells_of_an_archived_room_which_can_be_opened_again(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        python = await scene.room()
        await scene.do(effects.Archive(key=scene.key(), room=python))
        assert (await scene.survey(python)).archived
        effect = effects.Reopen(key=scene.key(), room=python)
        await scene.do(effect)
        await scene.do(effect, again=True)
        assert not (await scene.survey(python)).archived
        await scene.driver.say("bo", PYTHON, "Here again")
        assert (await scene.newest()).text == "Here again"

    async def test_a_survey_tells_who_was_invited(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        council, cy = await scene.room("council"), scene.person("cy")
        await scene.do(effects.Invite(key=scene.key(), room=council, person=cy))
        found = await scene.survey(council)
        assert cy in (*(found.members or ()), *found.invited)

    async def test_a_survey_of_a_space_tells_which_rooms_stand_in_it(self, scene: Scene) -> None:
        scene.needs(Capability.SPACES)
        space = RoomRef((await scene.do(effects.OpenSpace(key=scene.key(), name="all-together"))).native or "")
        assert (await scene.survey(space)).children == ()
        await scene.do(effects.PlaceInSpace(key=scene.key(), room=await scene.room(), space=space))
        assert (await scene.survey(space)).children == (await scene.room(),)

    # --- what people say

    async def test_what_somebody_says_is_told_once_with_who_and_where(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "Hi <@bo>, look: a < b & c")
        await scene.settle()
        posted = scene.one(MessagePosted)
        assert (posted.person, posted.room) == (scene.person("ana"), await scene.room())
        assert posted.text == f"Hi {mention(scene.person('bo'))}, look: a < b & c"
        assert (posted.thread, posted.direct, posted.addressed) == (None, False, False)

    async def test_a_reply_is_told_with_its_thread(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "Begin")
        begun = await scene.newest()
        await scene.driver.say("bo", PYTHON, "Reply", thread=begun.id)
        await scene.settle()
        first, second = scene.events(MessagePosted)
        assert second.thread == first.message
        assert (await scene.newest()).thread == begun.id

    async def test_a_message_that_begins_with_coteries_name_is_addressed_to_it(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, f"<@{BOT}> help me")
        await scene.settle()
        posted = scene.one(MessagePosted)
        assert (posted.text, posted.addressed) == ("help me", True)

    async def test_a_command_is_told_once(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "!coterie kudos <@bo> thanks")
        await scene.settle()
        given = [event.text for event in scene.events(CommandGiven)]
        typed = [event.text.removeprefix("!coterie ") for event in scene.events(MessagePosted)]
        assert given + typed == [f"kudos {mention(scene.person('bo'))} thanks"]

    async def test_an_edit_and_a_removal_are_told_of_the_same_message(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "First")
        message = (await scene.newest()).id
        await scene.driver.edit("ana", PYTHON, message, "Second")
        await scene.settle()
        await scene.driver.remove("ana", PYTHON, message)
        await scene.settle()
        posted, edited, removed = scene.one(MessagePosted), scene.one(MessageEdited), scene.one(MessageRemoved)
        assert edited.text == "Second"
        assert posted.message == edited.message == removed.message

    async def test_a_reaction_is_told_and_that_it_was_taken_back(self, scene: Scene) -> None:
        message, said = await scene.post("React!")
        await scene.driver.react("bo", PYTHON, said.id, "👍🏽")
        await scene.settle()
        added = scene.one(ReactionAdded)
        assert (added.message, added.person, added.emoji) == (message, scene.person("bo"), "👍")
        await scene.driver.unreact("bo", PYTHON, said.id, "👍🏽")
        await scene.settle()
        assert scene.one(ReactionRemoved).person == scene.person("bo")

    async def test_what_members_type_mentions_only_whom_they_mean(self, scene: Scene) -> None:
        for typed in HOSTILE:
            await scene.driver.say("cy", Direct("cy"), typed)
        await scene.settle()
        heard = scene.events(MessagePosted)
        assert len(heard) == len(HOSTILE)
        for event, typed in zip(heard, HOSTILE, strict=True):
            meant = set(mentions(event.text)) - {scene.person("ana"), scene.person("bo")}
            assert not meant, f"{typed!r} came in as a mention of {meant}"

    async def test_a_reference_that_somebody_types_is_no_mention(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, f"Hey {mention(scene.person('bo'))}")
        await scene.settle()
        assert mentions(scene.one(MessagePosted).text) == ()

    async def test_what_can_not_be_saved_is_sent_again(self, scene: Scene) -> None:
        scene.inbox.refusals = 1
        await scene.driver.say("ana", PYTHON, "Do not lose me")
        async with asyncio.TaskGroup() as tasks:
            caught_up = tasks.create_task(scene.settle())
            for _ in range(TRIES):
                await asyncio.wait({caught_up}, timeout=0.05)
                if caught_up.done() and scene.events(MessagePosted):
                    break
                scene.clock.jump(scene.clock.now() + timedelta(seconds=10))
        assert scene.one(MessagePosted).text == "Do not lose me"

    # --- what coterie says

    async def test_a_post_is_said_once_for_its_key(self, scene: Scene) -> None:
        effect = effects.Post(key=scene.key(), to=await scene.room(), card=Card("Once"))
        first, second = await scene.do(effect), await scene.do(effect, again=True)
        assert first == second
        await scene.do(effects.Post(key=scene.key(), to=await scene.room(), card=Card("Once")))
        assert [one.text for one in await scene.said()] == ["Once", "Once"]

    async def test_what_coterie_says_is_not_told_as_if_a_person_said_it(self, scene: Scene) -> None:
        await scene.post("I am here")
        assert scene.events(MessagePosted) == []

    async def test_markup_is_shown_as_the_platform_shows_it(self, scene: Scene) -> None:
        _, said = await scene.post("**Bold** and _slanted_, `code`, [a link](https://example.org/x)\n\n- one\n- two")
        assert "Bold and slanted, code" in said.text
        assert not {"*", "_", "`", "["} & set(said.text)
        assert "one" in said.text and "two" in said.text

    async def test_a_mention_notifies_exactly_those_mentioned(self, scene: Scene) -> None:
        _, said = await scene.post(f"Hi {mention(scene.person('ana'))} and `{mention(scene.person('bo'))}`")
        assert said.text.startswith("Hi @ana and ")
        assert said.pings == {"ana"}

    async def test_what_a_member_typed_reads_as_typed_and_notifies_nobody(self, scene: Scene) -> None:
        for typed in HOSTILE:
            _, said = await scene.post(f"Quoted: {escape(typed)}")
            assert readable(said.text) == readable(f"Quoted: {typed}")
            assert said.pings == frozenset(), f"{typed!r} notified {set(said.pings)}"

    async def test_a_long_text_is_said_whole(self, scene: Scene) -> None:
        words = [f"word{number}" for number in range(9000)]
        text = "\n\n".join(" ".join(words[start : start + 100]) for start in range(0, len(words), 100))
        card = Card(text, CHOICES[:2]) if Capability.BUTTONS in scene.adapter.capabilities else Card(text)
        message, _ = await scene.post(card)
        assert " ".join(one.text for one in await scene.said()).split() == words
        for said in await scene.said():
            for number, offer in enumerate(said.offers[:1], 1):
                await scene.driver.press("ana", PYTHON, said.id, offer, number)
        await scene.settle()
        assert [event.message for event in scene.events(ChoiceMade)] == [message] * bool(card.choices)

    async def test_an_edit_changes_the_message_in_its_place(self, scene: Scene) -> None:
        scene.needs(Capability.EDITS)
        message, before = await scene.post("Now")
        await scene.post("Later")
        effect = effects.Edit(key=scene.key(), message=message, card=Card("Then"))
        await scene.do(effect)
        await scene.do(effect, again=True)
        said = await scene.said()
        assert [one.text for one in said] == ["Then", "Later"]
        assert said[0].id == before.id

    async def test_a_removed_message_is_gone(self, scene: Scene) -> None:
        message, _ = await scene.post("Oops")
        effect = effects.Remove(key=scene.key(), message=message)
        await scene.do(effect)
        await scene.do(effect, again=True)
        assert await scene.said() == []

    async def test_a_reply_stands_in_the_thread(self, scene: Scene) -> None:
        scene.needs(Capability.THREADS)
        await scene.driver.say("ana", PYTHON, "Begin")
        await scene.settle()
        begun = await scene.newest()
        _, said = await scene.post("Reply", thread=scene.one(MessagePosted).message)
        assert said.thread == begun.id

    async def test_a_direct_message_reaches_one_person_and_can_be_answered(self, scene: Scene) -> None:
        done = await scene.do(effects.Post(key=scene.key(), to=scene.person("ana"), card=Card("Psst")))
        (said,) = await scene.said(Direct("ana"))
        assert (said.text, said.pings) == ("Psst", frozenset({"ana"}))
        assert await scene.said(Direct("bo")) == [] and await scene.said() == []
        await scene.driver.say("ana", Direct("ana"), "What?")
        await scene.settle()
        posted = scene.one(MessagePosted)
        assert posted.direct and posted.room is not None and posted.room.id == done.room

    async def test_a_quiet_message_is_seen_by_one_person_alone(self, scene: Scene) -> None:
        scene.needs(Capability.QUIET)
        effect = effects.Post(
            key=scene.key(), to=await scene.room(), card=Card("Only you"), quietly=scene.person("ana")
        )
        await scene.do(effect)
        assert [one.text for one in await scene.said(Direct("ana"))] == ["Only you"]
        assert await scene.said() == [] and await scene.said(Direct("bo")) == []

    async def test_a_message_is_looked_at_for_its_address_and_the_links_in_it(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "Begin")
        begun = await scene.newest()
        await scene.driver.say("bo", PYTHON, "See https://example.org/a?b=1&c=2, it is good.", thread=begun.id)
        await scene.settle()
        posted = scene.events(MessagePosted)[-1]
        key = scene.key()
        for again in (False, True):
            done = await scene.adapter.perform(effects.Look(key=key, message=posted.message), again=again)
            (seen,) = done.learned
            assert isinstance(seen, MessageSeen)
            assert (seen.message, seen.room, seen.person) == (posted.message, posted.room, posted.person)
            assert seen.links == ("https://example.org/a?b=1&c=2",)
            assert seen.address == "" or seen.address.startswith("https://")

    async def test_emoji_and_pins_can_be_put_on_a_message_twice(self, scene: Scene) -> None:
        message, _ = await scene.post("Mark me")
        for capability, effect in (
            (Capability.REACTIONS, effects.React(key=scene.key(), message=message, emoji="🎉")),
            (Capability.PINS, effects.Pin(key=scene.key(), message=message)),
        ):
            if capability in scene.adapter.capabilities:
                await scene.do(effect)
                await scene.do(effect, again=True)
        assert scene.events(ReactionAdded) == []

    async def test_an_emoji_of_coterie_can_be_taken_back_and_put_again(self, scene: Scene) -> None:
        scene.needs(Capability.REACTIONS)
        message, _ = await scene.post("Mark me")
        for _ in range(2):
            await scene.do(effects.React(key=scene.key(), message=message, emoji="🎉"))
            back = effects.Unreact(key=scene.key(), message=message, emoji="🎉")
            await scene.do(back)
            await scene.do(back, again=True)
        await scene.do(effects.Unreact(key=scene.key(), message=message, emoji="👍"))
        await scene.do(effects.React(key=scene.key(), message=message, emoji="🎉"))
        assert scene.events(ReactionAdded) == []
        assert scene.events(ReactionRemoved) == []

    async def test_a_file_can_be_put_into_a_room(self, scene: Scene) -> None:
        scene.needs(Capability.UPLOAD)
        content = base64.b64encode(b"BEGIN:VCALENDAR").decode()
        effect = effects.Upload(
            key=scene.key(), to=await scene.room(), name="dates.ics", media_type="text/calendar", content=content
        )
        await scene.do(effect)
        await scene.do(effect, again=True)
        (said,) = await scene.said()
        assert "[dates.ics]" in said.text

    async def test_a_person_can_have_a_page_of_their_own(self, scene: Scene) -> None:
        scene.needs(Capability.HOME)
        effect = effects.ShowHome(key=scene.key(), person=scene.person("ana"), card=Card("Your groups"))
        await scene.do(effect)
        await scene.do(effect, again=True)
        assert await scene.said(Direct("ana")) == []

    # --- cards

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

    # --- what can't be

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
        (Capability.PINS, effects.Pin(key=scene.key(), message=message)),
        (Capability.SPACES, effects.OpenSpace(key=scene.key(), name="everybody")),
        (Capability.ROLES, effects.GrantRole(key=scene.key(), room=room, person=ana, role="leader")),
        (Capability.ROOMS, effects.OpenRoom(key=scene.key(), name="a-new-one")),
        (
            Capability.ACCESS,
            effects.SetAccess(key=scene.key(), room=room, visibility=Visibility.PUBLIC, join=JoinMode.OPEN),
        ),
        (Capability.UPLOAD, effects.Upload(key=scene.key(), to=room, name="x", media_type="text/plain", content="")),
        (Capability.HOME, effects.ShowHome(key=scene.key(), person=ana, card=card)),
    )


def readable(text: str) -> str:
    """A text without what nobody sees: invisible characters, and how many spaces or lines there are."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split())
