"""The gate before what coterie says to people: what no act of theirs caused waits until it may be said, or is not said at all.

Everything that is asked for passes here before it is written to the outbox, whoever asked. A message to one person is said, held back
(`coterie.core.engine.held`) or counts as not delivered. In a room a person who is not to be disturbed is called by their name, which
notifies nobody.

Record: `addressed`: person → {at: [the instants of the last seven days at which they were addressed unasked], offered: when less was
offered to them}; kept only where somebody asked for a most, or less is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from attrs import define, evolve, field

from ..model.content import MENTION, Choice, escape
from ..model.effect import Edit, Effect, Pin, Post, React, Remove, Upload
from ..model.event import EffectFailed
from ..model.preferences import Preferences, Quiet
from ..ports import Queue
from ..quiet import WEEK, when_to_say
from ..refs import MessageRef, PersonRef, RoomRef
from ..texts import Reader, core_texts
from ..values import frozen
from . import cards, held
from .concerned import community_addressing
from .directory import PREFERENCES, group_in
from .inbox import entry_of
from .people import preferences_from
from .scene import Scene

ADDRESSED = "addressed"


@define
class Standing:
    """How it stands with one person now: what they and their community ask for, and when they were addressed lately."""

    person: PersonRef
    zone: ZoneInfo
    preferences: Preferences
    quiet: Quiet | None
    at: list[datetime]
    offered: datetime | None = None
    _kept: Any = field(default=None, alias="kept")

    @classmethod
    async def of(cls, scene: Scene, person: PersonRef) -> Standing | None:
        """None where nobody asked for anything: the one look-up that everybody costs."""
        quiet = (await community_addressing(scene.unit, person, scene.directory, scene.group)).quiet
        said = await scene.unit.get(PREFERENCES, person.id)
        if said is None and quiet is None:
            return None
        preferences = preferences_from(said)
        kept = await scene.unit.get(ADDRESSED, person.id) or {}
        at = [datetime.fromisoformat(one) for one in kept.get("at", ())]
        offered = datetime.fromisoformat(kept["offered"]) if "offered" in kept else None
        zone = await scene.directory.zone_of(person, scene.group)
        return cls(person, zone, preferences or Preferences(), quiet, at, offered, kept)

    def when(self, now: datetime, *, urgent: bool = False, wanted: bool = False) -> datetime | None:
        """When something may be said to them; None for never."""
        return when_to_say(now, self.zone, self.preferences, self.quiet, self.at, urgent=urgent, wanted=wanted)

    async def to_look(self, scene: Scene, when: datetime) -> datetime:
        """When to look again at what waits for them, if one thing more is to be said at `when`: what is wanted may come before."""
        soonest = self.when(scene.now, wanted=True)
        if soonest is None or (soonest == scene.now and not await held.any_for(scene.unit, self.person)):
            return when
        return soonest

    def is_quiet(self, now: datetime) -> bool:
        """Whether it is quiet for them now, however often they were addressed."""
        return when_to_say(now, self.zone, self.preferences, self.quiet) != now

    def addressed(self, now: datetime) -> None:
        """They are addressed now."""
        counted = self.preferences.most_per_week or (self.quiet and self.quiet.most_per_week)
        if counted:
            self.at = [*(one for one in self.at if one > now - WEEK), now]

    def keep(self, scene: Scene) -> None:
        """Remember what changed."""
        record: dict[str, Any] = {"at": [one.isoformat() for one in self.at]} if self.at else {}
        if self.offered is not None:
            record["offered"] = self.offered.isoformat()
        if record and record != self._kept:
            scene.unit.put(ADDRESSED, self.person.id, record)


@frozen
class Less:
    """The choice under messages that nobody asked for by which somebody gets less of them: whose it is, its id and its label."""

    owner: str
    id: str
    label: Callable[[Reader], str]


@frozen
class Gate:
    """Decides about every effect. Wired by the app alone."""

    less: Less | None = None

    async def passed(self, scene: Scene, effect: Effect) -> Sequence[Effect]:
        """What of the effect is to be done now: itself, perhaps otherwise worded, or nothing."""
        match effect:
            case Post() | Upload() if (person := addressee(effect)) is not None:
                return await self._to_person(scene, effect, person)
            case Post() if "<@" in effect.card.text:
                return [await self._in_room(scene, effect)]
            case Edit() | Remove() | React() | Pin():
                return await held.about(scene, effect)
        return [effect]

    # --- to one person ----------------------------------------------------------------------------------------------

    async def _to_person(self, scene: Scene, effect: Post | Upload, person: PersonRef) -> Sequence[Effect]:
        if effect.thread is not None:
            effect = evolve(effect, thread=MessageRef(await held.said_in(scene.unit, effect.thread.id)))
        if effect.awaited or person == scene.event.person:
            return [effect]
        standing = await Standing.of(scene, person)
        if standing is None:
            return [effect]
        urgent, wanted = isinstance(effect, Post) and effect.urgent, held.is_wanted(effect)
        when = standing.when(scene.now, urgent=urgent, wanted=wanted)
        if when is None:
            await refused(scene, standing, effect.key)
        elif when > scene.now or (not (urgent or wanted) and await held.any_for(scene.unit, person)):
            if not isinstance(effect, Post) or effect.is_of_use(when):
                await held.hold(scene, person, effect, await standing.to_look(scene, when))
            else:
                await cards.forget(scene.unit, MessageRef(effect.key))
        elif wanted:
            return [effect]
        else:
            effect = await self.offering(scene, standing, effect)
            standing.addressed(scene.now)
            standing.keep(scene)
            return [effect]
        return []

    async def offering(self, scene: Scene, standing: Standing, effect: Post | Upload) -> Post | Upload:
        """The message with the choice of getting less, where it has none itself and none was offered for a week."""
        less = self.less
        if less is None or standing.quiet is None or not isinstance(effect, Post) or not held.is_plain(effect):
            return effect
        if standing.offered is not None and scene.now - standing.offered < WEEK:
            return effect
        standing.offered = scene.now
        reader = Reader(await scene.directory.locale_of(standing.person, scene.group))
        offering = evolve(effect, card=evolve(effect.card, choices=(Choice(less.id, less.label(reader)),)))
        cards.keep_closed(scene.unit, offering, less.owner)
        return offering

    # --- in a room --------------------------------------------------------------------------------------------------

    async def _in_room(self, scene: Scene, post: Post) -> Post:
        """The post with the names of those in it who are not to be disturbed now."""
        names: dict[str, str] = {}
        for id in dict.fromkeys(MENTION.findall(post.card.text)):
            if PersonRef(id) != scene.event.person and not await self._may_name(scene, post, PersonRef(id)):
                names[id] = escape((await scene.directory.person(PersonRef(id))).name)
        if not names:
            return post
        text = MENTION.sub(lambda found: names.get(found[1], found[0]), post.card.text)
        return evolve(post, card=evolve(post.card, text=text))

    async def _may_name(self, scene: Scene, post: Post, person: PersonRef) -> bool:
        standing = await Standing.of(scene, person)
        if standing is None:
            return True
        when = standing.when(scene.now, urgent=post.urgent)
        if when == scene.now:
            standing.addressed(scene.now)
            standing.keep(scene)
            return True
        group = group_in(post.to) if isinstance(post.to, RoomRef) else None
        if when is not None and group is not None and standing.is_quiet(scene.now):
            await held.hold_naming(scene, person, group, await standing.to_look(scene, when))
        return False


def addressee(effect: Post | Upload) -> PersonRef | None:
    """The one person who gets it; None for a room."""
    if isinstance(effect, Post) and effect.quietly is not None:
        return effect.quietly
    return None if isinstance(effect.to, RoomRef) else effect.to


async def admits(scene: Scene, person: PersonRef, form: str) -> bool | None:
    """Whether a form that they did not ask for may be put to somebody: now, or (False) it waits, or (None) it counts as not delivered."""
    standing = await Standing.of(scene, person)
    if standing is None:
        return True
    when = standing.when(scene.now)
    if when is None:
        await refused(scene, standing, form)
        return None
    if when > scene.now or await held.any_for(scene.unit, person):
        await held.hold_form(scene, person, form, await standing.to_look(scene, when))
        return False
    standing.addressed(scene.now)
    standing.keep(scene)
    return True


async def refused(scene: Scene, standing: Standing, key: str) -> None:
    """It is not said: whoever asked for it is told so, as of what can't be delivered."""
    name = (await scene.directory.person(standing.person)).name
    id = "unasked-left-alone" if standing.preferences.left_alone else "unasked-too-long"
    reason = core_texts().plain(id, Reader(scene.directory.locale(scene.group)), person=name)
    event = EffectFailed(id=f"failed:{key}", at=scene.now, platform="core", key=key, reason=str(reason), unwanted=True)
    await cards.forget(scene.unit, MessageRef(key))
    scene.unit.enqueue(Queue.INBOX, entry_of(event, scene.now))
