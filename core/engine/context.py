"""What a handler of a plugin is given: state, texts, and the means to say and do things. It has no network and no clock."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Literal, NoReturn, TypeVar
from zoneinfo import ZoneInfo

from attrs import evolve

from .. import feeds
from ..errors import UserError
from ..model.community import Community, Group
from ..model.content import MENTION, Card, Form
from ..model.effect import (
    CancelTimer,
    Edit,
    Effect,
    Expel,
    GrantRole,
    Invite,
    Look,
    OpenRoom,
    Pin,
    Post,
    React,
    Remove,
    SetTimer,
    SetTopic,
    Unreact,
    Upload,
)
from ..model.event import CommandGiven, Event
from ..model.playbook import Deck
from ..playbook.local_time import TimeTextError
from ..playbook.moments import instant_of
from ..plugin import LoadedPlugin
from ..refs import GroupRef, MessageRef, PersonRef, RoomRef
from ..texts import Reader, SpokenPlain, SpokenText, core_texts, in_words_of
from . import bindings, cards, forms, plugin_timers
from .accounts import Accounts
from .directory import common_room_of, group_in, room_of
from .groups import Groups
from .outlook import Outlook
from .people import People
from .place import Place
from .scene import Scene
from .states import States
from .wording import card_in_words_of, form_in_words_of, reader_of

if TYPE_CHECKING:
    from .plugins import Offer
    from .run_book import RunView

State = TypeVar("State")
Scope = Literal["group", "person", "community"]


class Context:
    """One handling of one event by one plugin. What it asks for happens when the handler has returned, all of it or nothing."""

    def __init__(self, scene: Scene, plugin: LoadedPlugin, outlook: Outlook, place: Place) -> None:
        self._scene = scene
        self._plugin = plugin
        self._outlook = outlook
        self._place = place
        self._states = States(plugin, scene.unit)
        self._asked: list[Effect] = []
        self._forms: list[forms.Asked] = []
        self._secret = set[str]()
        self._ready = set[str]()
        self._keys = 0
        self._groups = Groups(scene, place, outlook, self._asked.append)
        locale, zone = scene.directory.locale(place.group), scene.directory.zone(place.group)
        self._reader = Reader(locale, zone)

    @property
    def people(self) -> People:
        """People: what they said of themselves, their zones and languages."""
        return People(self._scene, self._place.person, self._place.group)

    # --- what is the case -------------------------------------------------------------------------------------------

    @property
    def accounts(self) -> Accounts:
        """The accounts of people: which are one person's, joined and parted."""
        return Accounts(self._scene, self._reader, tuple(self._outlook.capabilities))

    @property
    def home(self) -> RoomRef | None:
        """The room in which it happened, as its platform calls it: one home of a group, where `ctx.room` is all of them."""
        return RoomRef(self._scene.native_room) if self._scene.native_room else None

    async def homes(self, group: GroupRef | None = None) -> tuple[RoomRef, ...]:
        """The homes of a group that were found, as their platforms call them: a post to one of them is said there alone."""
        return await bindings.natives(self._scene.unit, room_of((group or self.group).id))

    @property
    def now(self) -> datetime:
        """The instant of this handling, in UTC. It is the same all the time."""
        return self._scene.now

    @property
    def event(self) -> Event:
        """What happened."""
        return self._scene.event

    @property
    def local_now(self) -> datetime:
        """The same in the group's zone."""
        return self.now.astimezone(self._reader.zone)

    @property
    def person(self) -> PersonRef:
        """Who caused it. Raises LookupError where nobody did: a schedule, a timer."""
        if self._place.person is None:
            raise LookupError(f"nobody caused this {type(self.event).__name__}; `ctx.person` is for what people do")
        return self._place.person

    @property
    def group(self) -> GroupRef:
        """The group in whose room it happened. Elsewhere the person is told to say it in a group (UserError)."""
        if self._place.group is None:
            raise UserError(core_texts().text("needs-a-group", self._reader))
        return self._place.group

    @property
    def in_group(self) -> bool:
        """Whether it happened in the room of a group."""
        return self._place.group is not None

    @property
    def direct(self) -> bool:
        """Whether it was said to coterie alone."""
        return self._place.direct

    @property
    def room(self) -> RoomRef:
        """The room in which it happened. Raises LookupError where it happened in none."""
        if self._place.room is None:
            raise LookupError(
                f"this {type(self.event).__name__} happened in no room; post to a person or a room by reference"
            )
        return self._place.room

    @property
    def groups(self) -> Groups:
        """The groups of the community: to find, found, change, move and end them, and to give roles in them."""
        return self._groups

    @property
    def community(self) -> Community:
        """The community that it is about."""
        return self.groups.community

    @property
    def common_room(self) -> RoomRef | None:
        """The room in which the whole community meets; None where its file names none."""
        return common_room_of(self.community.id) if self.community.room else None

    async def joined(self, person: PersonRef | None = None) -> tuple[GroupRef, ...]:
        """The groups in which somebody (who caused it, unless given) is."""
        return await self._scene.directory.groups_of(person or self.person)

    def seed(self, *words: object) -> Random:
        """Randomness that is the same whenever this event is handled again: one source for each set of words."""
        return Random(":".join([self._place.prefix, *(str(word) for word in words)]))

    async def members(self, group: GroupRef | None = None) -> tuple[PersonRef, ...]:
        """Who is in the group, in the order of their references."""
        return await self._scene.directory.members(group or self.group)

    def leaders(self, group: GroupRef | None = None) -> tuple[PersonRef, ...]:
        """Who leads the group, in the order of its charter."""
        return self._scene.directory.leaders(group or self.group)

    async def name(self, ref: PersonRef | GroupRef) -> str:
        """What a person or a group is called, in plain words."""
        if isinstance(ref, PersonRef):
            return (await self._scene.directory.person(ref)).name
        found = self._scene.directory.definitions.group(ref.id)
        return found.name if found else ref.id

    @property
    def charter(self) -> Group:
        """What the group's charter says: its name, purpose, leaders, what it uses. Raises LookupError where no file has it."""
        found = self._scene.directory.definitions.group(self.group.id)
        if found is None:
            raise LookupError(f"no community file has the group {self.group.id}")
        return found

    @property
    def locale(self) -> str:
        """The language in which the group is spoken to."""
        return self._reader.locale

    @property
    def message(self) -> MessageRef | None:
        """The message that it is about: on which was chosen, to which was reacted, which was posted; None for what is about none."""
        return getattr(self.event, "message", None)

    @property
    def start(self) -> str:
        """What stands before a command here: `/coterie `, `!coterie `, nothing in a direct message."""
        if isinstance(self.event, CommandGiven):
            return "/coterie "
        return "" if self._place.direct else "!coterie "

    async def find_person(self, words: str) -> PersonRef | None:
        """Whom a mention, an id, a handle or a name means here; None where it means nobody, or several."""
        mentioned = MENTION.fullmatch(words.strip())
        return (
            PersonRef(mentioned[1]) if mentioned else await self._scene.directory.find(words.strip(), self._place.group)
        )

    async def has_role(self, role: str, person: PersonRef | None = None) -> bool:
        """Whether the person (who caused it, unless given) is manager, leader, moderator, host or member here."""
        return await self._scene.directory.has_role(person or self.person, role, self._place.group)

    async def require(self, role: str) -> None:
        """Go on only if who caused it holds the role; else they are told that it takes it (UserError)."""
        if not await self.has_role(role):
            role_name = core_texts().plain(f"role-{role}", self._reader)
            raise UserError(core_texts().text("needs-role", self._reader, role=role_name))

    async def offers(self) -> Sequence[Offer]:
        """The commands that may be given here, by plugin and name, in the language of who caused it."""
        return self._outlook.offers(self._scene, await self._reader_of(self.person))

    async def runs(self) -> Sequence[RunView]:
        """The runs of this group: the live ones first, the newest first."""
        return await self._outlook.runs.of_group(self._scene, self.group) if self._outlook.runs else ()

    async def run(self, id: str) -> RunView | None:
        """One run of this group with its timeline, by its id or the beginning of it that no other has."""
        found = [one for one in await self.runs() if one.id.startswith(id)]
        return found[0] if len(found) == 1 and id else None

    async def announce(self, event: str, person: PersonRef | None = None) -> None:
        """Say that something happened in this group, about a person where it is about one: what the plugin declared under `events`.

        Playbooks that start on it begin, and those that wait for it go on.
        """
        if event not in self._plugin.events:
            raise ValueError(
                f"plugin {self._plugin.name} announces {event!r}, which stands not in its events={self._plugin.events}"
            )
        if self._outlook.announce is not None:
            await self._outlook.announce(self._scene, event, self.group, person)

    def deck(self, id: str) -> Deck | None:
        """The deck of this id, of the files and of the plugins; None where there is none."""
        return self._outlook.decks.get(id)

    async def contributions(self, name: str, *values: object, group: GroupRef | None = None) -> tuple[object, ...]:
        """What the plugins that a group (this one, unless given) uses contribute under a name, by plugin: `@plugin.contribute(name)`.

        Each is given as many of the `values` as it takes.
        """
        if self._outlook.contributions is None:
            return ()
        return await self._outlook.contributions(self._scene, name, group or self.group, values)

    async def cancel_run(self, id: str) -> bool:
        """End a run of this group; whether it was still live."""
        view = await self.run(id)
        return (
            view is not None
            and self._outlook.runs is not None
            and await self._outlook.runs.cancel(self._scene, view.id)
        )

    def playbooks(self) -> Mapping[str, str]:
        """The playbooks that this group uses: id → title in its language."""
        return self._outlook.runs.playbooks(self._scene, self.group) if self._outlook.runs else {}

    async def start_run(self, playbook: str) -> None:
        """Start a playbook that this group uses. One that can't be started says why (UserError)."""
        if self._outlook.runs is not None:
            await self._outlook.runs.start(self._scene, playbook, self.group)

    def enter(self, group: GroupRef) -> None:
        """Let the rest of this handling be about a group: for what is said or chosen in a direct message. Answers still go there."""
        self._place = evolve(self._place, group=group, room=room_of(group.id))
        self._groups.enter(self._place)
        self._reader = Reader(self._scene.directory.locale(group), self._scene.directory.zone(group))

    async def call(self, action: str, **arguments: object) -> object:
        """What `PLUGIN.ACTION` of another plugin gives, done in this place as part of this handling; None where that plugin is not there.

        What it can't do it says as UserError.
        """
        if self._outlook.act is None:
            return None
        before = len(self._scene.effects)
        result = await self._outlook.act(self._scene, action, arguments, self._inner_place())
        # What it asked for comes behind what was asked for here before, and has its words already.
        asked = self._scene.effects[before:]
        del self._scene.effects[before:]
        self._asked += asked
        self._ready |= {effect.key for effect in asked}
        return result

    # --- times ------------------------------------------------------------------------------------------------------

    def instant(self, written: str, zone: str | None = None) -> datetime:
        """The instant that somebody wrote as a local time of the group, or of a `zone`: `2026-12-01 18:00`, `tomorrow 18:00`, `friday 18:00`.

        A local time that does not exist is the first instant after the gap. Where it can't be read the person is told (UserError).
        """
        try:
            return instant_of(
                written, ZoneInfo(zone) if zone else self._scene.directory.zone(self._place.group), self.now
            )
        except TimeTextError as error:
            raise UserError(core_texts().text("wrong-moment", self._reader, found=written[:80])) from error

    async def reader(self, person: PersonRef) -> Reader:
        """In which language and zone somebody reads: their own, where they or their account said so, else those of the group or community."""
        return Reader(await self.people.locale(person), await self.people.zone(person))

    # --- texts ------------------------------------------------------------------------------------------------------

    def text(self, id: str, **arguments: object) -> SpokenText:
        """A text of the plugin, in the language of the group; who gets it alone, as a direct message or an answer, reads their own."""
        return self._plugin.texts.text(id, self._reader, **arguments)

    def plain(self, id: str, **arguments: object) -> SpokenPlain:
        """The same in plain words, for labels, titles and topics. A person in it is to be given by `name`."""
        return self._plugin.texts.plain(id, self._reader, **arguments)

    def refuse(self, id: str, **arguments: object) -> NoReturn:
        """Answer the person with a text of the plugin, and let nothing else happen."""
        raise UserError(self.text(id, **arguments))

    # --- state ------------------------------------------------------------------------------------------------------

    async def load(
        self,
        state: type[State],
        *,
        key: str | None = None,
        scope: Scope = "group",
        of: GroupRef | PersonRef | None = None,
    ) -> State:
        """What was saved last, brought to the present version; before the first save `state()`.

        With `key`, it is one of many values of the class; each is a record of its own.
        """
        found = await self.find(state, key=key, scope=scope, of=of)
        return state() if found is None else found

    async def find(
        self,
        state: type[State],
        *,
        key: str | None = None,
        scope: Scope = "group",
        of: GroupRef | PersonRef | None = None,
    ) -> State | None:
        """The same, and None where nothing was saved.

        Of a person it is what was saved of an account of theirs before they linked it, where nothing was since.
        """
        found = await self._states.get(state, self._whose(scope, of), key)
        if found is not None or scope != "person":
            return found
        person = of if isinstance(of, PersonRef) else self.person
        for account in await bindings.natives(self._scene.unit, person):
            if (found := await self._states.get(state, self._whose(scope, account), key)) is not None:
                return found
        return None

    async def load_all(
        self,
        state: type[State],
        *,
        prefix: str = "",
        scope: Scope = "group",
        of: GroupRef | PersonRef | None = None,
    ) -> Mapping[str, State]:
        """All values of the class that were saved under a key that begins with `prefix`: key → value, in the order of the keys."""
        return await self._states.all(state, self._whose(scope, of), prefix)

    async def keys(
        self, state: type, *, prefix: str = "", scope: Scope = "group", of: GroupRef | PersonRef | None = None
    ) -> tuple[str, ...]:
        """The keys of these values, in order."""
        return await self._states.keys(state, self._whose(scope, of), prefix)

    async def save(
        self,
        value: object,
        *,
        key: str | None = None,
        scope: Scope = "group",
        of: GroupRef | PersonRef | None = None,
    ) -> None:
        """Keep an attrs value of a group (the one where it happened), a person (who caused it), or the community.

        There is one of each class, or one of each class and `key`.
        """
        self._states.put(value, self._whose(scope, of), key)

    async def delete(
        self, state: type, *, key: str | None = None, scope: Scope = "group", of: GroupRef | PersonRef | None = None
    ) -> None:
        """Keep it no longer; nothing where none was kept."""
        self._states.delete(state, self._whose(scope, of), key)

    def _whose(self, scope: Scope, of: GroupRef | PersonRef | None) -> str:
        match scope:
            case "group":
                whose = (of or self.group).id
            case "person":
                whose = (of or self.person).id
            case "community":
                group = self._place.group
                whose = self._scene.directory.definitions.community_of(group.id if group else None).id
        return f"{scope} {whose}"

    # --- saying -----------------------------------------------------------------------------------------------------

    def reply(self, said: Card | str) -> MessageRef:
        """Answer where it was said: in the room and its thread, in the direct message, where the run's step is addressed to.

        The reference is that of the first message, where a step is addressed to several.
        """
        first, *others = [
            self.post(to, said, thread=self._place.thread, quietly=self._place.quietly) for to in self._place.to
        ]
        return first

    def quietly(self, said: Card | str, person: PersonRef | None = None) -> MessageRef:
        """Say something that one person alone sees: who caused it, unless given."""
        person = person or self.person
        room = None if self._place.direct else self._place.room
        return self.post(room or person, said, quietly=person)

    def post(
        self,
        to: RoomRef | PersonRef,
        said: Card | str,
        *,
        thread: MessageRef | None = None,
        quietly: PersonRef | None = None,
        pin: bool = False,
        platform: str | None = None,
        secret: bool = False,
        urgent: str | None = None,
    ) -> MessageRef:
        """Say something in a room or to one person. Choices made on the card come to this plugin. A text is neutral Markdown.

        It is said in every home of a group, and to a person by the account by which they acted last; with `platform`, there alone.
        Who chooses what on a `secret` card is written down nowhere by coterie; it is for the plugin to keep people and choices apart. What
        a person gets unasked waits for the end of their quiet hours, unless it is `urgent`: for one of the reasons that the plugin declared.
        """
        if urgent is not None and urgent not in self._plugin.urgent:
            raise ValueError(
                f"plugin {self._plugin.name} says {urgent!r}, which is none of its urgent={self._plugin.urgent}"
            )
        card = said if isinstance(said, Card) else Card(said)
        if quietly is not None and (isinstance(to, PersonRef) or self._place.direct):
            quietly = None
        post = Post(
            key=self._key("post"),
            to=to,
            card=card,
            thread=thread,
            quietly=quietly,
            pin=pin,
            platform=platform,
            urgent=urgent is not None,
        )
        self._asked.append(post)
        if secret:
            self._secret.add(post.key)
        return MessageRef(post.key)

    def edit(self, message: MessageRef, said: Card | str) -> None:
        """Let a message of this plugin read otherwise."""
        self._asked.append(
            Edit(key=self._key("edit"), message=message, card=said if isinstance(said, Card) else Card(said))
        )

    def remove(self, message: MessageRef) -> None:
        """Take a message of this plugin away."""
        self._asked.append(Remove(key=self._key("remove"), message=message))

    def pin(self, message: MessageRef) -> None:
        """Pin a message in its room."""
        self._asked.append(Pin(key=self._key("pin"), message=message))

    def upload(
        self,
        to: RoomRef | PersonRef,
        name: str,
        media_type: str,
        content: bytes,
        *,
        text: str = "",
        thread: MessageRef | None = None,
    ) -> None:
        """Put a file into a room or a direct message; `text` stands beside it."""
        effect = Upload(
            key=self._key("upload"),
            to=to,
            name=name,
            media_type=media_type,
            content=b64encode(content).decode("ascii"),
            text=text,
            thread=thread,
        )
        self._asked.append(effect)

    def react(self, message: MessageRef, emoji: str) -> None:
        """Put an emoji on a message."""
        self._asked.append(React(key=self._key("react"), message=message, emoji=emoji))

    def unreact(self, message: MessageRef, emoji: str) -> None:
        """Take coterie's own emoji back from a message."""
        self._asked.append(Unreact(key=self._key("unreact"), message=message, emoji=emoji))

    async def forget(self, message: MessageRef) -> None:
        """Let go of what is remembered of a message of this plugin: by its reference it can't be edited, answered or removed any more."""
        await bindings.forget(self._scene.unit, message)

    def ask(self, form: Form, *, then: str, value: object = None, person: PersonRef | None = None) -> None:
        """Let a person (who caused it, unless given) fill in a form: a modal, or questions one by one in a direct message.

        The answers come to the handler `@plugin.form(then)`, with `value`.
        """
        owner = forms.Owner(self._plugin.name, then, value, self._place.group, self._place.room)
        asked = forms.Asked(self._key("form"), person or self.person, form, owner, self._place.trigger)
        self._forms.append(asked)

    def look(self, message: MessageRef) -> None:
        """Let the platform be asked where a message can be opened and which addresses stand in it: told to `@plugin.on(MessageSeen)`."""
        self._asked.append(Look(key=self._key("look"), message=message))

    # --- doing ------------------------------------------------------------------------------------------------------

    def open_room(
        self, name: str, *, title: str = "", topic: str = "", private: bool = False, invite: Sequence[PersonRef] = ()
    ) -> RoomRef:
        """Make a room. Its reference can be used at once."""
        effect = OpenRoom(
            key=self._key("room"),
            name=str(name),
            title=str(title),
            topic=str(topic),
            private=private,
            invite=tuple(invite),
            platform=self._platform,
        )
        self._asked.append(effect)
        return RoomRef(effect.key)

    @property
    def _platform(self) -> str | None:
        known = self._scene.event.platform
        return known if known in self._outlook.capabilities else None

    def invite(self, person: PersonRef, room: RoomRef | None = None) -> None:
        """Ask a person into a room: the one where it happened, unless given."""
        self._asked.append(Invite(key=self._key("invite"), room=room or self.room, person=person))

    def expel(self, person: PersonRef, room: RoomRef | None = None, *, reason: str = "") -> None:
        """Make a person leave a room: the one where it happened, unless given."""
        self._asked.append(Expel(key=self._key("expel"), room=room or self.room, person=person, reason=str(reason)))

    def set_topic(self, topic: str, room: RoomRef | None = None) -> None:
        """Give a room a topic in plain text: the one where it happened, unless given."""
        self._asked.append(SetTopic(key=self._key("topic"), room=room or self.room, topic=str(topic)))

    def grant(self, person: PersonRef, role: str, room: RoomRef | None = None) -> None:
        """Give a person the platform's rights of a role in a room."""
        self._asked.append(GrantRole(key=self._key("grant"), room=room or self.room, person=person, role=role))

    def timer(
        self,
        when: datetime | timedelta,
        *,
        then: str,
        value: object = None,
        name: str = "",
        scope: Literal["group", "community"] = "group",
    ) -> None:
        """Let the handler `@plugin.timer(then)` be called later, in this group. The timer of the same `then` and `name` is moved.

        With the scope `community` it belongs to no group and no person: wherever it is set, it is the same one.
        """
        due = when if isinstance(when, datetime) else self.now + when
        place = self._place if scope == "group" else evolve(self._place, group=None, room=None, person=None)
        # Said later to one person alone, it is a message to them, which may have to wait, and no answer in a room.
        room = None if place.direct else place.room
        where = plugin_timers.Waiting(self._plugin.name, then, value, place.group, room, place.person)
        key = plugin_timers.key_of(where, name)
        plugin_timers.keep(self._scene.unit, key, where)
        self._asked.append(SetTimer(key=key, due=due))

    def cancel_timer(self, then: str, name: str = "") -> None:
        """Forget the timer of this `then` and `name`."""
        where = plugin_timers.Waiting(self._plugin.name, then, None, self._place.group, None, self._place.person)
        key = plugin_timers.key_of(where, name)
        self._scene.unit.delete(plugin_timers.TABLE, key)
        self._asked.append(CancelTimer(key=self._key("cancel"), timer=key))

    # --- being read -------------------------------------------------------------------------------------------------

    async def open_feed(self, feed: str, name: str = "", *, value: object = None, suffix: str = "") -> str:
        """A new secret address at which what `@plugin.feed(feed)` gives is read by programs; `value` is handed to it.

        There is one address of each `name`: the one before is void. It can't be looked up later: tell it to the person alone. Where
        coterie serves nothing, the person is told (UserError).
        """
        if self._outlook.address is None:
            raise UserError(core_texts().text("serves-nothing", self._reader))
        opened = feeds.OpenFeed(self._plugin.name, feed, name, value, self._place.group, self.now)
        token = await feeds.open_feed(self._scene.unit, opened)
        return self._outlook.address + feeds.path_of(self._plugin.name, feed, token, suffix)

    async def close_feed(self, feed: str, name: str = "") -> bool:
        """Make an address void; whether there was one."""
        return await feeds.close_feed(self._scene.unit, self._plugin.name, feed, name)

    async def feed_since(self, feed: str, name: str = "") -> datetime | None:
        """Since when there is an address of this name; None where there is none."""
        return await feeds.feed_since(self._scene.unit, self._plugin.name, feed, name)

    # --- the end of it ----------------------------------------------------------------------------------------------

    async def finish(self) -> None:
        """Hand over what was asked for; called by whoever called the handler, when it has returned."""
        for effect in self._asked:
            if effect.key in self._ready:
                pass
            elif isinstance(effect, Post):
                alone = self._alone(effect)
                effect = evolve(effect, card=await self._worded(effect.card, alone, effect.to))
                secret, now = effect.key in self._secret, self._scene.now
                await cards.keep(self._scene.unit, effect, now, self._plugin.name, secret=secret, alone=alone)
            elif isinstance(effect, Edit):
                kept = await cards.card(self._scene.unit, effect.message)
                room = await self._room_of(effect.message)
                effect = evolve(effect, card=await self._worded(effect.card, kept.alone if kept else None, room))
                await cards.keep_edited(self._scene.unit, effect)
            elif isinstance(effect, Upload):
                reader = (
                    await self._reader_of(effect.to) if isinstance(effect.to, PersonRef) else self._reader_in(effect.to)
                )
                effect = evolve(effect, text=in_words_of(effect.text, reader))
            self._scene.effect(effect)
        for asked in self._forms:
            await forms.ask(self._scene, self._outlook.capabilities, await self._form_worded(asked))

    def _alone(self, post: Post) -> PersonRef | None:
        """Who reads a post, where one person does."""
        if self._place.direct and post.to in self._place.to:
            return self._place.person
        return post.to if isinstance(post.to, PersonRef) else post.quietly

    async def _worded(self, card: Card, alone: PersonRef | None, to: RoomRef | PersonRef | None) -> Card:
        if alone is not None:
            return card_in_words_of(card, await self._reader_of(alone))
        return card_in_words_of(card, self._reader_in(to if isinstance(to, RoomRef) else None))

    def _reader_in(self, room: RoomRef | None) -> Reader:
        """Who reads what is said in a room: a group its own language, everybody in the common room that of the community."""
        directory = self._scene.directory
        if (group := group_in(room)) is not None and group != self._place.group:
            return Reader(directory.locale(group), directory.zone(group))
        whole = self.community
        if room is not None and room == common_room_of(whole.id):
            return Reader(whole.locale, ZoneInfo(whole.zone))
        return self._reader

    async def _room_of(self, message: MessageRef) -> RoomRef | None:
        """The room where something of coterie's was said, as far as it is known."""
        lane: str | None = await self._scene.unit.get("lane", message.id)
        return RoomRef(lane) if lane is not None else None

    async def _form_worded(self, asked: forms.Asked) -> forms.Asked:
        return evolve(asked, form=form_in_words_of(asked.form, await self._reader_of(asked.person)))

    async def _reader_of(self, person: PersonRef) -> Reader:
        return await reader_of(self._scene, person, self._place.group)

    def _inner_place(self) -> Place:
        """This place, for what is called from here: no key of an effect comes twice."""
        return evolve(self._place, prefix=self._key("call"))

    def _key(self, hint: str) -> str:
        self._keys += 1
        return f"{self._place.prefix}:{hint}:{self._keys}"
