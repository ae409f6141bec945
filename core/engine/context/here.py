"""Where a handling happens: the event, its instant, who caused it, in which group and room."""

from __future__ import annotations

from datetime import datetime
from random import Random

from attrs import evolve

from ...handling import LoadedPlugin
from ...model.effect import Effect
from ...model.event import CommandGiven, Event, MessagePosted
from ...refs import GroupRef, MessageRef, PersonRef, RoomRef
from ...texts import Reader, core_texts
from ..belonging import NeedsGroup
from ..cards import is_page
from ..directory import room_of
from ..groups import Groups
from ..outlook import Outlook
from ..place import Place
from ..scene import Scene
from ..states import States


class Here:
    """One handling of one event: what is the case, and what was asked for so far."""

    _keys = 0
    _groups_here: Groups | None = None
    _reader_here: Reader | None = None
    _states_here: States | None = None

    def __init__(self, scene: Scene, plugin: LoadedPlugin, outlook: Outlook, place: Place) -> None:
        self._scene = scene
        self._plugin = plugin
        self._outlook = outlook
        self._place = place
        self._asked: list[Effect] = []

    @property
    def _groups(self) -> Groups:
        if self._groups_here is None:
            self._groups_here = Groups(self._scene, self._place, self._outlook, self._asked.append)
        return self._groups_here

    @property
    def _reader(self) -> Reader:
        """Who reads what is said in this group."""
        if self._reader_here is None:
            self._reader_here = self._scene.directory.reader_in(self._place.group)
        return self._reader_here

    @property
    def now(self) -> datetime:
        """The instant of this handling, in UTC. It is the same all the time."""
        return self._scene.now

    @property
    def local_now(self) -> datetime:
        """The same in the group's zone."""
        return self.now.astimezone(self._reader.zone)

    @property
    def event(self) -> Event:
        """What happened."""
        return self._scene.event

    @property
    def message(self) -> MessageRef | None:
        """The message that it is about: on which was chosen, to which was reacted, which was posted; None for what is about none.

        Somebody's own page is none: what is chosen there is shown by the page itself.
        """
        found: MessageRef | None = getattr(self.event, "message", None)
        return None if found is None or is_page(found) else found

    @property
    def meant(self) -> MessageRef | None:
        """The message that a command is about: in whose menu it was chosen, which it answers, in whose thread it was said; None for none."""
        match self.event:
            case CommandGiven():
                return self.event.message or self.event.thread
            case MessagePosted():
                return self.event.reply_to or self.event.thread
        return None

    @property
    def person(self) -> PersonRef:
        """Who caused it. Raises LookupError where nobody did: a schedule, a timer."""
        if self._place.person is None:
            raise LookupError(f"nobody caused this {type(self.event).__name__}; `ctx.person` is for what people do")
        return self._place.person

    @property
    def group(self) -> GroupRef:
        """The group in whose room it happened; of a command to coterie alone, the only one of whoever gave it. Else they read where to say it."""
        if self._place.group is None:
            raise NeedsGroup(core_texts().text("needs-a-group", self._reader))
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
    def home(self) -> RoomRef | None:
        """The room in which it happened, as its platform calls it: one home of a group, where `ctx.room` is all of them."""
        return RoomRef(self._scene.native_room) if self._scene.native_room else None

    @property
    def locale(self) -> str:
        """The language in which the group is spoken to."""
        return self._reader.locale

    @property
    def start(self) -> str:
        """What stands before a command here: `!coterie `, and nothing where somebody writes to coterie alone.

        In a code span each platform shows it as commands are typed there: on Slack `!coterie kudos` reads `/coterie kudos`.
        """
        return "" if self._place.direct and not isinstance(self.event, CommandGiven) else "!coterie "

    def seed(self, *words: object) -> Random:
        """Randomness that is the same whenever this event is handled again: one source for each set of words."""
        return Random(":".join([self._place.prefix, *(str(word) for word in words)]))

    def enter(self, group: GroupRef) -> None:
        """Let the rest of this handling be about a group: for what is said or chosen in a direct message. Answers still go there."""
        self._place = evolve(self._place, group=group, room=room_of(group.id))
        self._groups.enter(self._place)
        self._reader_here = None  # it was worked out for where this was before

    @property
    def _community_of_several(self) -> str | None:
        """The id of the community that it is about, where there are several: what is kept of the only one names none."""
        directory = self._scene.directory
        return directory.community(self._place.group).id if len(directory.definitions.communities) > 1 else None

    async def _reader_of(self, person: PersonRef) -> Reader:
        return await self._scene.directory.reader(person, self._place.group)

    def _key(self, hint: str) -> str:
        self._keys += 1
        return f"{self._place.prefix}:{hint}:{self._keys}"
