"""What people change by hand on a platform, and what becomes of it: rooms that were closed or hidden, accounts that are over or changed.

Whoever leads the group hears of it once, with what to do; where nobody leads it, the managers.

Records:
    home-hidden   "GROUP PLATFORM" → true        a home that nobody can find, though the charter says that the group is public
    outsiders     "GROUP BELONGS" → true         whether it was told that there are guests, or people of elsewhere, in the group
    withheld      PLATFORM → the instant at which it was told last that the platform keeps events from us
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from ..logs import get_logger
from ..model.community import Visibility
from ..model.content import Card, mention
from ..model.effect import Post
from ..model.event import (
    AccountChanged,
    Belongs,
    Closing,
    EventsWithheld,
    MemberJoined,
    MemberLeft,
    RoomClosed,
    RoomOpened,
)
from ..ports import Queue
from ..refs import GroupRef, PersonRef, RoomRef
from ..texts import Reader, core_texts, paragraphs
from ..values import frozen
from . import bindings, homes
from .accounts import platform_name
from .directory import COMMON, MANAGERS, room_of
from .inbox import entry_of
from .scene import Scene

log = get_logger(__name__)

HIDDEN, OUTSIDERS, WITHHELD = "home-hidden", "outsiders", "withheld"


@frozen
class Changes:
    """Sees what was changed by hand."""

    name: str = "core.changes"

    async def __call__(self, scene: Scene) -> bool:
        match scene.event:
            case RoomClosed():
                await self._closed(scene, scene.event)
            case RoomOpened():
                await self._opened(scene, scene.event)
            case AccountChanged():
                await self._changed(scene, scene.event)
            case MemberJoined():
                await self._came_in(scene, scene.event)
            case EventsWithheld():
                await self._withheld(scene)
        return False

    @staticmethod
    async def _withheld(scene: Scene) -> None:
        """The managers hear of it once in an hour: by that Slack counts, and it says so every minute."""
        platform = scene.event.platform
        before = await scene.unit.get(WITHHELD, platform)
        if before is not None and scene.now - datetime.fromisoformat(before) < timedelta(hours=1):
            return
        log.warning("the platform does not tell what happens for a while: too much did", platform=platform)
        scene.unit.put(WITHHELD, platform, scene.now.isoformat())
        await _tell(scene, scene.directory.managers(None), "events-withheld", None)

    # --- rooms ------------------------------------------------------------------------------------------------------

    async def _closed(self, scene: Scene, event: RoomClosed) -> None:
        group = scene.group
        if group is None and event.room is not None and event.room.id.startswith((COMMON, MANAGERS)):
            await _tell(scene, scene.directory.managers(None), f"room-{event.how.value}", None)
        if group is None or scene.native_room is None:
            return
        log.warning("a home was closed by hand", group=group.id, room=scene.native_room, how=event.how.value)
        scene.unit.put(homes.TROUBLE, f"{group.id} {event.platform}", True)
        if event.how is Closing.DELETED:
            # A room that is made anew under its name may be the home then.
            await bindings.unbind(scene.unit, room_of(group.id), scene.native_room)
            scene.unit.delete(homes.TROUBLE, f"{group.id} {event.platform}")
            for person in await scene.directory.members(group):
                await scene.directory.dismiss(person, group, scene.native_room)
        kept = () if event.how is Closing.DELETED else ("refused-kept",)
        await _tell(scene, _leaders(scene, group), f"room-{event.how.value}", group, also=kept)

    async def _opened(self, scene: Scene, event: RoomOpened) -> None:
        group = scene.group
        found = scene.directory.definitions.group(group.id) if group else None
        if group is None or found is None:
            return
        key = f"{group.id} {event.platform}"
        if await scene.unit.get(homes.TROUBLE, key) is not None:
            scene.unit.delete(homes.TROUBLE, key)
        hidden = event.visibility is Visibility.PRIVATE and found.visibility is Visibility.PUBLIC
        told = await scene.unit.get(HIDDEN, key) is not None
        if hidden and not told:
            scene.unit.put(HIDDEN, key, True)
            await _tell(scene, _leaders(scene, group), "room-hidden", group)
        elif told and not hidden and event.visibility is not None:
            scene.unit.delete(HIDDEN, key)

    # --- people -----------------------------------------------------------------------------------------------------

    async def _changed(self, scene: Scene, event: AccountChanged) -> None:
        person = event.person
        if person is None or scene.native_person is None:
            return
        groups = await scene.directory.groups_of(person)
        led = [
            group
            for group in scene.directory.definitions.groups()
            if person in scene.directory.leaders(GroupRef(group.id))
        ]
        if event.over:
            for group in groups:
                await self._leave(scene, event, person, group)
            for one in led:
                await self._tell_of_leader(scene, person, GroupRef(one.id), "leader-over")
        elif event.account.belongs is not Belongs.HERE:
            for one in led:
                await self._tell_of_leader(scene, person, GroupRef(one.id), f"leader-{event.account.belongs.value}")

    @staticmethod
    async def _leave(scene: Scene, event: AccountChanged, person: PersonRef, group: GroupRef) -> None:
        """They are in no home of the group any more, as if they had gone: whoever counts on them hears that."""
        account = PersonRef(str(scene.native_person))
        for room in await scene.directory.rooms_of(account.id, person, group):
            left = MemberLeft(
                id=f"{event.id}:{room}", at=event.at, platform=event.platform, room=RoomRef(room), person=account
            )
            scene.unit.enqueue(Queue.INBOX, entry_of(left, scene.now))

    @staticmethod
    async def _tell_of_leader(scene: Scene, person: PersonRef, group: GroupRef, id: str) -> None:
        people = (*scene.directory.leaders(group), *scene.directory.managers(group))
        key = f"{group.id} {id} {person.id}"
        if await scene.unit.get(OUTSIDERS, key) is None:
            scene.unit.put(OUTSIDERS, key, True)
            await _tell(scene, [one for one in people if one != person], id, group, person=mention(person))

    @staticmethod
    async def _came_in(scene: Scene, event: MemberJoined) -> None:
        """The first guest in a group, and the first of another organisation: whoever leads it knows who reads along."""
        group, belongs = scene.group, event.belongs
        if group is None or belongs is Belongs.HERE or event.person is None:
            return
        if await scene.unit.get(OUTSIDERS, f"{group.id} {belongs.value}") is None:
            scene.unit.put(OUTSIDERS, f"{group.id} {belongs.value}", True)
            await _tell(scene, _leaders(scene, group), f"came-{belongs.value}", group, person=mention(event.person))


def _leaders(scene: Scene, group: GroupRef) -> tuple[PersonRef, ...]:
    return scene.directory.leaders(group) or scene.directory.managers(group)


async def _tell(
    scene: Scene,
    people: Iterable[PersonRef],
    id: str,
    group: GroupRef | None,
    *,
    also: Sequence[str] = (),
    **about: object,
) -> None:
    found = scene.directory.definitions.group(group.id) if group else scene.directory.community()
    names = {"group": found.name if found else "", "platform": platform_name(scene.event.platform)}
    for person in dict.fromkeys(people):
        reader = Reader(await scene.directory.locale_of(person, group), scene.directory.zone(group))
        said = paragraphs(*(core_texts().text(one, reader, **names, **about) for one in (id, *also)))
        scene.effect(Post(key=scene.new_key("told"), to=person, card=Card(str(said))))
