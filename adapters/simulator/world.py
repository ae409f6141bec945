"""A chat platform in memory: people, rooms, messages, and the log of what happened that an app reads.

It behaves as platforms do. Its own markup is that `@handle` mentions somebody and `@all` everybody in the room; a message longer than
`text_limit` is refused; a key sent twice makes one message; a form needs a trigger that is younger than three seconds. What an app may
not do raises `Denied`, and so does what a person can't.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count

from attrs import Factory, define

from coterie.core.clock import Clock
from coterie.core.forms import answers as checked_answers
from coterie.core.forms import reason
from coterie.core.model.content import OPEN_FORM, Answer, Choice, Form
from coterie.core.refs import PersonRef

from .mentions import is_handle, pinged
from .things import Account, Change, Denied, File, Happened, Message, OpenModal, Room

APP = "coterie"
"""The account of the app."""

TRIGGER_LIFE = timedelta(seconds=3)


@define
class World:
    """The whole platform. `done` is what the app's own keys have made: (message or room, conversation)."""

    clock: Clock
    name: str = "simulator"
    text_limit: int = 4000
    people: dict[str, Account] = Factory(dict)
    rooms: dict[str, Room] = Factory(dict)
    messages: dict[str, Message] = Factory(dict)
    homes: dict[str, Message] = Factory(dict)
    modals: dict[str, list[OpenModal]] = Factory(dict)
    log: list[Change] = Factory(list)
    by_key: dict[str, str] = Factory(dict)
    done: dict[str, tuple[str | None, str | None]] = Factory(dict)
    acknowledged: int = 0
    _waiting: list[asyncio.Future[None]] = Factory(list)
    _triggers: dict[str, tuple[str, datetime]] = Factory(dict)
    _order: count[int] = Factory(lambda: count(1))
    _rooms_made: count[int] = Factory(lambda: count(1))

    def __attrs_post_init__(self) -> None:
        self.people[APP] = Account(APP, "Coterie", bot=True)
        self._tell(Happened.INSTALLED)

    async def news(self, known: int) -> Sequence[Change]:
        """What the log tells after its first `known` entries; waits until there is something."""
        while len(self.log) <= known:
            await self._change()
        return self.log[known:]

    def acknowledge(self, known: int) -> None:
        """The app has the first `known` entries and will not ask for them again."""
        self.acknowledged = max(self.acknowledged, known)
        self._changed()

    async def all_acknowledged(self) -> None:
        """Wait until the app has everything that the log tells."""
        while self.acknowledged < len(self.log):
            await self._change()

    # --- people and rooms -------------------------------------------------------------------------------------------

    def add_person(self, id: str, name: str = "", zone: str = "UTC", locale: str = "en", bot: bool = False) -> Account:
        """A new account; its id is its handle."""
        if id in self.people or not is_handle(id):
            raise Denied(f"the handle {id!r} is taken or can't be typed")
        self.people[id] = Account(id, name or id, zone, locale, bot)
        return self.people[id]

    def add_room(
        self, name: str, members: Sequence[str] = (), *, private: bool = False, app: bool = True, space: bool = False
    ) -> Room:
        """A new room with these people in it, and the app, without a word."""
        if self.find_room(name) is not None:
            raise Denied(f"a room called {name!r} is there already")
        room = Room(f"r{next(self._rooms_made)}", name, private=private, space=space)
        room.members.extend(dict.fromkeys(members))
        self.rooms[room.id] = room
        if app:
            self.enter(room.id)
        return room

    def find_room(self, name: str) -> Room | None:
        """The living room of this name or id; an alias is a name without its sign and server."""
        wanted = plain_name(name)
        living = (room for room in self.rooms.values() if not room.archived and room.direct is None)
        return next((room for room in living if wanted in (room.name, room.id)), None)

    def room(self, id: str) -> Room:
        """The room with this id, archived or not."""
        if id not in self.rooms:
            raise Denied(f"there is no room {id!r}")
        return self.rooms[id]

    def message(self, id: str) -> Message:
        """The message with this id, of a home page too."""
        found = self.messages.get(id)
        if found is None or found.removed:
            raise Denied(f"there is no message {id!r}")
        return found

    def person(self, id: str) -> Account:
        """The account with this id."""
        if id not in self.people:
            raise Denied(f"there is nobody called {id!r}")
        return self.people[id]

    def direct(self, person: str) -> Room:
        """The conversation between somebody and the app."""
        self.person(person)
        id = f"d-{person}"
        if id not in self.rooms:
            self.rooms[id] = Room(id, id, direct=person, private=True, members=[person, APP])
            self._tell(Happened.ENTERED, room=id)
        return self.rooms[id]

    def enter(self, room: str) -> None:
        """The app comes in."""
        if APP not in self.room(room).members:
            self.room(room).members.append(APP)
            self._tell(Happened.ENTERED, room=room)

    def join(self, person: str, room: str) -> None:
        """Somebody comes into a room."""
        self.person(person)
        found = self._living(room)
        if person not in found.members:
            found.members.append(person)
            self._tell(Happened.JOINED, room=room, person=person)

    def leave(self, person: str, room: str, *, expelled: bool = False) -> None:
        """Somebody is no longer in a room, by their own will or because they were `expelled`."""
        if person not in self.room(room).members:
            raise Denied(f"{person} is not in {self.room(room).name}")
        self._tell(Happened.EXPELLED if expelled else Happened.LEFT, room=room, person=person)
        self.rooms[room].members.remove(person)

    def replace(self, room: str) -> Room:
        """The room is closed and a new one of the same name takes its place, with the same people."""
        old = self._living(room)
        old.archived = True
        new = self.add_room(old.name, [one for one in old.members if one != APP], private=old.private)
        self._tell(Happened.REPLACED, room=room, text=new.id)
        return new

    # --- what is said -----------------------------------------------------------------------------------------------

    def say(
        self,
        author: str,
        room: str,
        text: str,
        *,
        thread: str | None = None,
        key: str | None = None,
        seen_by: str | None = None,
        head: str | None = None,
        choices: tuple[Choice, ...] = (),
        several: bool = False,
        form: Form | None = None,
        file: File | None = None,
    ) -> Message:
        """A message in a room. A key that was used before gives the message it made."""
        if key is not None and key in self.by_key:
            return self.messages[self.by_key[key]]
        where = self._writable(author, room)
        if len(text) > self.text_limit:
            raise Denied(f"a message may have {self.text_limit} characters, this one has {len(text)}")
        if thread is not None:
            begun = self.message(thread)
            thread = begun.thread or begun.head or begun.id
        order = next(self._order)
        message = Message(
            id=f"m{order}",
            order=order,
            at=self.clock.now(),
            room=room,
            author=author,
            text=text,
            thread=thread,
            key=key,
            head=head,
            seen_by=seen_by,
            choices=choices,
            several=several,
            form=form,
            file=file,
            pings=pinged(text, self.people, where, author, seen_by),
        )
        where.messages.append(message)
        self.messages[message.id] = message
        if key is not None:
            self.by_key[key] = message.id
        if author != APP:
            self._tell(Happened.SAID, room=room, person=author, message=message.id, thread=thread, text=text)
        return message

    def command(self, author: str, room: str, text: str) -> None:
        """Somebody types `/coterie TEXT`; nobody else sees it."""
        self._writable(author, room)
        self._tell(Happened.COMMANDED, room=room, person=author, text=text, trigger=self._trigger(author))

    def edit(self, message: str, text: str) -> None:
        """A message now reads otherwise."""
        found = self.message(message)
        if len(text) > self.text_limit:
            raise Denied(f"a message may have {self.text_limit} characters, this one has {len(text)}")
        found.text, found.edited = text, True
        if found.author != APP:
            self._tell(Happened.EDITED, room=found.room, person=found.author, message=message, text=text)

    def remove(self, message: str, by: str = APP) -> None:
        """A message is taken away."""
        found = self.message(message)
        found.removed = True
        if found.room is not None:
            self.rooms[found.room].messages.remove(found)
        if by != APP:
            self._tell(Happened.REMOVED, room=found.room, person=by, message=message, thread=found.thread)

    def react(self, person: str, message: str, emoji: str) -> None:
        """Somebody puts an emoji on a message; a second equal one changes nothing."""
        found = self.message(message)
        self._present(person, found)
        people = found.reactions.setdefault(emoji, [])
        if person not in people:
            people.append(person)
            if person != APP:
                self._tell(Happened.REACTED, room=found.room, person=person, message=message, text=emoji)

    def unreact(self, person: str, message: str, emoji: str) -> None:
        """Somebody takes an emoji back."""
        found = self.message(message)
        if person not in found.reactions.get(emoji, ()):
            raise Denied(f"{person} did not react {emoji}")
        found.reactions[emoji].remove(person)
        if not found.reactions[emoji]:
            del found.reactions[emoji]
        if person != APP:
            self._tell(Happened.UNREACTED, room=found.room, person=person, message=message, text=emoji)

    # --- cards ------------------------------------------------------------------------------------------------------

    def press(self, person: str, message: str, choice: str) -> None:
        """Somebody presses a button. On a card that takes several it is put or taken back, and all they hold are told."""
        found = self.message(message)
        self._present(person, found)
        offered = {one.id for one in found.choices if one.url is None} | ({OPEN_FORM} if found.form else set())
        if choice not in offered:
            raise Denied(f"there is no button {choice!r} on that message")
        held: tuple[str, ...] = (choice,)
        if found.several and choice != OPEN_FORM:
            before = found.held.get(person, ())
            held = tuple(one for one in before if one != choice) if choice in before else (*before, choice)
            found.held[person] = held
        told = found.head or found.id
        trigger = self._trigger(person)
        self._tell(
            Happened.CHOSE,
            room=found.room,
            person=person,
            message=told,
            thread=found.thread,
            choices=held,
            trigger=trigger,
        )

    def show_modal(self, person: str, form: Form, form_key: str, trigger: str | None, locale: str = "en") -> None:
        """A form opens before the person who pressed something just now; a trigger is good once."""
        owner, since = self._triggers.pop(trigger or "", ("", self.clock.now()))
        if owner != person or self.clock.now() - since > TRIGGER_LIFE:
            raise Denied("a form opens only within three seconds after somebody pressed something")
        self.modals.setdefault(person, []).append(OpenModal(next(self._order), form, form_key, locale))

    def submit(self, person: str, typed: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
        """Somebody sends off the form before them. What does not fit is given back, field → reason, and the form stays."""
        if not self.modals.get(person):
            raise Denied(f"no form is open before {person}")
        modal = self.modals[person][-1]
        initial = {field.id: (field.initial,) for field in modal.form.fields if field.initial}
        found, problems = checked_answers(modal.form, {**initial, **typed}, self._named)
        if problems:
            return {problem.field: reason(problem, modal.locale) for problem in problems}
        self.modals[person].pop()
        trigger = self._trigger(person)
        self._tell(Happened.SUBMITTED, person=person, form=modal.form_key, answers=found, trigger=trigger)
        return {}

    def dismiss(self, person: str) -> None:
        """Somebody closes the form before them."""
        if self.modals.get(person):
            self.modals[person].pop()

    def open_home(self, person: str) -> None:
        """Somebody looks at their own page."""
        self.person(person)
        self._tell(Happened.LOOKED, person=person)

    def show_home(self, person: str, text: str, choices: tuple[Choice, ...]) -> Message:
        """The person's own page now reads so."""
        self.person(person)
        order = next(self._order)
        page = Message(f"home-{person}", order, self.clock.now(), None, APP, text, choices=choices)
        page.seen_by = person
        self.homes[person] = self.messages[page.id] = page
        return page

    # --- the inside -------------------------------------------------------------------------------------------------

    def _named(self, typed: str) -> PersonRef | None:
        id = typed.removeprefix("@")
        return PersonRef.native_to(self.name, id) if id in self.people else None

    def _living(self, room: str) -> Room:
        found = self.room(room)
        if found.archived:
            raise Denied(f"the room {found.name} is archived")
        return found

    def _writable(self, author: str, room: str) -> Room:
        self.person(author)
        found = self._living(room)
        if author not in found.members:
            raise Denied(f"{author} is not in {found.name}")
        return found

    def _present(self, person: str, message: Message) -> None:
        if message.seen_by not in (None, person):
            raise Denied(f"{person} does not see that message")
        if message.room is not None:
            self._writable(person, message.room)

    def _trigger(self, person: str) -> str:
        trigger = f"t{next(self._order)}"
        self._triggers[trigger] = (person, self.clock.now())
        return trigger

    def _tell(
        self,
        what: Happened,
        *,
        room: str | None = None,
        person: str | None = None,
        message: str | None = None,
        thread: str | None = None,
        text: str = "",
        choices: tuple[str, ...] = (),
        trigger: str | None = None,
        form: str | None = None,
        answers: Mapping[str, Answer] | None = None,
    ) -> None:
        """Write into the log what the app may know: nothing of rooms in which it is not."""
        if room is not None and APP not in self.rooms[room].members:
            return
        number, now = len(self.log) + 1, self.clock.now()
        self.log.append(
            Change(number, now, what, room, person, message, thread, text, choices, trigger, form, answers or {})
        )
        self._changed()

    async def _change(self) -> None:
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        await waiting

    def _changed(self) -> None:
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()


def plain_name(name: str) -> str:
    """The name of a room; of an alias, what stands between its sign and its server."""
    return name.removeprefix("#").partition(":")[0]
