"""What forty people do in four weeks: they come, chat, answer, press, fill in, and some do not. The same every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from coterie.core.model.content import Field, FieldKind
from coterie.core.scenario.driver import Direct, InRoom
from coterie.core.scenario.offer import Offer
from coterie.core.scenario.play import Play

from ..things import Message
from ..world import APP, World

MEMBERS: Mapping[str, Sequence[str]] = {
    "python": "cy eli fay gus hana ivo kim nia oli quinn ray sam tara uli".split(),
    "berlin": "ana eli gus jo oli pia sam uli vera wim xenia yan".split(),
    "mentors": "zoe abel bea carl dina emil flo".split(),
    "climate": "greta hugo ida kaya lars mila pia vera yan bea".split(),
}
"""Who is in each group when it begins, its leaders aside."""

ARRIVALS: Sequence[tuple[int, str, str]] = (
    (1, "zoe", "python"),
    (3, "abel", "berlin"),
    (5, "carl", "climate"),
    (8, "dina", "python"),
    (9, "emil", "climate"),
    (15, "kaya", "berlin"),
    (17, "flo", "python"),
)
"""Day, counted from 0, on which somebody joins a group."""

LEAVES: Sequence[tuple[int, str, str]] = ((12, "wim", "berlin"),)

CHATTER: Mapping[str, Sequence[str]] = {
    "python": (
        "Has anybody tried the new free-threaded build?",
        "My tests run in four seconds now. They took a minute on Monday.",
        "Who reads type hints out loud? Asking for a friend.",
        "I finally understood generators. It was the tea analogy.",
    ),
    "berlin": (
        "The Spree path is open again behind the lock.",
        "Sunday, ten o'clock, Treptow. Bring shoes that like mud.",
        "Does anybody know a bakery that opens at six?",
    ),
    "mentors": (
        "My mentee gave a talk yesterday. I only held the laptop.",
        "How do you end a call that goes in circles?",
    ),
    "climate": (
        "The balcony panels arrived. All of them.",
        "We have a roof. We do not have a ladder.",
        "The city answered our letter, on paper!",
    ),
}

ANSWERS: Sequence[str] = (
    "For me it was asking sooner.",
    "Honestly, a good night's sleep.",
    "I am still looking for that.",
    "My neighbour, without knowing it.",
    "Writing it down before I start.",
    "Good question. Let me think about it on the train.",
    "That a second pair of eyes is not a weakness.",
)

HELLOS: Sequence[str] = (
    "Welcome!",
    "Good to have you here.",
    "Hi! Ask me about anything with a plug.",
    "Hello, hello!",
)
WISHES: Sequence[str] = ("A room with a door.", "", "More hands on Thursdays.", "A second projector.")
EMOJI: Sequence[str] = ("🎉", "👍", "❤️", "😄", "🙌")
QUIET_WEEK = 2
"""In this week, counted from 0, most people have something else to do: so that it is seen what coterie does then."""


class Crowd:
    """The people of the sample, each moment of the day looking at what is new."""

    def __init__(self, play: Play, world: World, rooms: Mapping[str, str]) -> None:
        self._play = play
        self._driver = play.driver
        self._world = world
        self._group_of = {room: group for group, room in rooms.items()}
        self._random = Random(7)
        self._unsaid = {group: list(lines) for group, lines in CHATTER.items() if group in rooms}
        self._seen = 0
        self._begin = play.clock.now()

    async def moment(self) -> None:
        """Everybody looks at what was said since the last moment, and some do something about it."""
        new = [one for one in self._world.messages.values() if one.order > self._seen and one.author == APP]
        self._seen = max([self._seen, *(one.order for one in self._world.messages.values())])
        for message in new:
            room = self._world.rooms.get(message.room or "")
            if message.removed or room is None:
                continue
            if room.direct is not None or message.seen_by is not None:
                await self._answer_alone(message, message.seen_by or room.direct or "")
            elif room.id in self._group_of:
                await self._answer_in_room(message, self._group_of[room.id], room.members)
        await self._chat()
        await self._play.quiet()

    async def arrive(self, day: int) -> None:
        """Who comes and goes on this day."""
        for when, who, group in ARRIVALS:
            if when == day:
                await self._driver.join(who, InRoom(group))
        for when, who, group in LEAVES:
            if when == day:
                await self._driver.leave(who, InRoom(group))
        await self._play.quiet()

    # --- what they do -----------------------------------------------------------------------------------------------

    def _likely(self, chance: float) -> bool:
        week = (self._play.clock.now() - self._begin).days // 7
        return self._random.random() < (chance / 6 if week == QUIET_WEEK else chance)

    async def _answer_in_room(self, message: Message, group: str, members: Sequence[str]) -> None:
        here = InRoom(group)
        people = [one for one in members if one != APP]
        offers = [Offer(one.id, one.label) for one in message.choices if one.url is None]
        for person in self._random.sample(people, len(people)):
            if offers and self._likely(0.5):
                await self._press(person, message, self._favourite(offers))
            elif not offers and message.thread is None and "?" in message.text and self._likely(0.25):
                await self._driver.say(person, here, self._random.choice(ANSWERS), thread=message.id)
            elif not offers and "Welcome" in message.text and self._likely(0.2):
                await self._driver.say(person, here, self._random.choice(HELLOS), thread=message.id)
            elif self._likely(0.08):
                await self._driver.react(person, here, message.id, self._random.choice(EMOJI))

    async def _answer_alone(self, message: Message, person: str) -> None:
        offers = [Offer(one.id, one.label) for one in message.choices if one.url is None]
        if offers and self._likely(0.85):
            await self._press(person, message, self._favourite(offers))
        elif message.form is not None and self._likely(0.9):
            await self._driver.open_form(person, Direct(person), message.id)
            await self._play.quiet()
            if self._world.modals.get(person):
                form = self._world.modals[person][-1].form
                await self._driver.fill(person, {field.id: (self._typed(field),) for field in form.fields})

    async def _press(self, person: str, message: Message, offer: Offer) -> None:
        ids = [one.id for one in message.choices]
        if offer.id not in ids:
            return  # somebody was quicker, and the card is settled
        await self._driver.press(person, InRoom(""), message.id, offer, ids.index(offer.id) + 1)
        await self._play.quiet()

    def _favourite(self, offers: Sequence[Offer]) -> Offer:
        """The first is chosen most."""
        return offers[0] if self._random.random() < 0.65 else self._random.choice(offers)

    def _typed(self, field: Field) -> str:
        match field.kind:
            case FieldKind.NUMBER:
                return str(self._random.randint(max(1, int(float(field.minimum or 1))), int(float(field.maximum or 5))))
            case FieldKind.SELECT | FieldKind.MANY:
                return self._random.choice(field.choices).id
            case FieldKind.TIME:
                return "18:00"
            case FieldKind.DATE:
                return f"{self._play.clock.now():%Y-%m-%d}"
            case FieldKind.PEOPLE:
                return self._random.choice(ARRIVALS)[1]
        return self._random.choice(WISHES)

    async def _chat(self) -> None:
        for group, lines in self._unsaid.items():
            members = sorted(await self._driver.members(InRoom(group)))
            if members and lines and self._likely(0.05):
                who, other = self._random.choice(members), self._random.choice(members)
                await self._driver.say(who, InRoom(group), lines.pop())
                if other != who:
                    said = (await self._driver.heard(InRoom(group)))[-1]
                    await self._driver.say(other, InRoom(group), self._random.choice(ANSWERS), thread=said.id)
