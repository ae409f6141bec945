"""The first words, and what coterie may not do: said to whoever let it in, and looked at again whenever rights change.

Who opens a direct conversation and says nothing is greeted after a moment; who says something gets the answer to that. Of a room the one who
let coterie in hears, in a direct message, what it is to coterie and which rights are missing there, each with what it is for. When they are
given, or more are taken, those are told who were told before, and the leaders of the group.

Records, by native room:
    contact   true                          a direct conversation in which nothing was said yet
    rights    {acts: [act, …], told: [person, …]}      what coterie may not do there, as it was last told
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from ..model.content import Card, escape
from ..model.effect import CancelTimer, Post, SetTimer
from ..model.event import Event, Lack, MessagePosted, RightsFound, TimerFired
from ..refs import GroupRef, PersonRef, RoomRef
from ..texts import Reader, Text, code, core_texts, listed, paragraphs
from ..values import frozen
from .definitions import Definitions
from .directory import COMMON, MANAGERS
from .scene import Scene

CONTACT, RIGHTS = "contact", "rights"
TIMER = "contact:"
A_MOMENT = timedelta(seconds=5)


@frozen
class FirstContact:
    """Introduces coterie, and says what it may not do where."""

    name: str = "core.contact"

    def hears(self, kind: type[Event], definitions: Definitions, group: GroupRef | None) -> bool:
        """Of messages, those outside of groups alone."""
        return kind is not MessagePosted or group is None

    async def __call__(self, scene: Scene) -> bool:
        match scene.event:
            case RightsFound(direct=True, entered=True) if scene.native_room:
                scene.unit.put(CONTACT, scene.native_room, True)
                scene.effect(SetTimer(key=f"{TIMER}{scene.native_room}", due=scene.now + A_MOMENT))
            case RightsFound(direct=False) if scene.native_room:
                await self._found(scene, scene.event, scene.native_room)
            case MessagePosted(direct=True) if scene.native_room:
                if await scene.unit.get(CONTACT, scene.native_room):
                    scene.unit.delete(CONTACT, scene.native_room)
                    scene.effect(CancelTimer(key=scene.new_key("spoke"), timer=f"{TIMER}{scene.native_room}"))
            case TimerFired(timer=key) if key.startswith(TIMER):
                await self._greet(scene, key.removeprefix(TIMER))
        return False

    @staticmethod
    async def _greet(scene: Scene, room: str) -> None:
        if not await scene.unit.get(CONTACT, room):
            return
        scene.unit.delete(CONTACT, room)
        reader = Reader(scene.directory.locale(None))
        said = paragraphs(
            core_texts().text("contact-hello", reader), core_texts().text("contact-help", reader, help=code("help"))
        )
        scene.effect(Post(key=scene.new_key("hello"), to=RoomRef(room), card=Card(str(said)), awaited=True))

    async def _found(self, scene: Scene, event: RightsFound, room: str) -> None:
        before = await scene.unit.get(RIGHTS, room) or {"acts": [], "told": []}
        acts = sorted(lack.act for lack in event.lacking)
        if acts == before["acts"] and not event.entered:
            return
        told = self._whom(scene, event, before["told"])
        if acts:
            scene.unit.put(RIGHTS, room, {"acts": acts, "told": [one.id for one in told]})
        else:
            scene.unit.delete(RIGHTS, room)
        for person in told:
            await self._tell(scene, event, person, before["acts"])

    @staticmethod
    def _whom(scene: Scene, event: RightsFound, before: Sequence[str]) -> tuple[PersonRef, ...]:
        """Who let coterie in or changed the rights; who was told before; who leads the group that lives there; else who manages."""
        people = [event.person] if event.person is not None else []
        people += [PersonRef(id) for id in before]
        if scene.group is not None and (event.lacking or before):
            people += scene.directory.leaders(scene.group)
        if not people and event.lacking and _is_ours(event.room):
            people = list(scene.directory.managers(scene.group))
        return tuple(dict.fromkeys(people))

    async def _tell(self, scene: Scene, event: RightsFound, person: PersonRef, before: Sequence[str]) -> None:
        reader = Reader(await scene.directory.locale_of(person, scene.group), scene.directory.zone(scene.group))
        texts, parts = core_texts(), list[str]()
        if event.entered and person == event.person:
            parts += [texts.text("contact-hello", reader), self._what_it_is(scene, event, reader)]
        elif given := sorted({*before} - {lack.act for lack in event.lacking}):
            parts.append(texts.text("contact-given", reader, room=event.title, what=_acts(given, reader)))
        parts += _missing(event, reader)
        if event.entered and person == event.person:
            parts.append(texts.text("contact-help", reader, help=code("help")))
        scene.effect(Post(key=scene.new_key("rights"), to=person, card=Card(str(paragraphs(*parts))), awaited=True))

    @staticmethod
    def _what_it_is(scene: Scene, event: RightsFound, reader: Reader) -> Text:
        found = scene.directory.definitions.group(scene.group.id) if scene.group else None
        if found is not None:
            return core_texts().text("contact-home", reader, room=event.title, group=found.name)
        id = "contact-whole" if _is_ours(event.room) else "contact-no-group"
        return core_texts().text(
            id, reader, room=event.title, **({"propose": code("propose")} if id == "contact-no-group" else {})
        )


def _is_ours(room: RoomRef | None) -> bool:
    return room is not None and room.id.startswith((COMMON, MANAGERS, "room:"))


def _acts(acts: Iterable[str], reader: Reader) -> tuple[str, ...]:
    return tuple(core_texts().plain(f"may-{act}", reader) for act in acts)


def _missing(event: RightsFound, reader: Reader) -> list[str]:
    """What is missing, one line for each right, and how it is given; that nothing is."""
    texts = core_texts()
    if not event.lacking:
        return [texts.text("contact-all-well", reader, room=event.title)]
    rows = [_row(lack, reader) for lack in event.lacking]
    most = max(lack.needed for lack in event.lacking)
    cure = texts.text("contact-cure", reader, account=code(event.account), level=most)
    return [texts.text("contact-lacks", reader, room=event.title), listed(rows), cure]


def _row(lack: Lack, reader: Reader) -> Text:
    what = Text(escape(core_texts().plain(f"may-{lack.act}", reader)))
    return core_texts().text(
        "contact-lack", reader, what=what, right=code(lack.right), needed=lack.needed, held=lack.held
    )
