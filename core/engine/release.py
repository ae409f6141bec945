"""Says what waited for somebody when the time has come, each thing once: what is said and what waits no longer is one commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import evolve

from ..model.content import Capability
from ..model.effect import Post
from ..model.event import TimerFired
from ..ports import Timer
from ..refs import PersonRef
from ..texts import Reader, core_texts
from ..values import frozen
from . import forms, held
from .concerned import community_addressing
from .lanes import LANE, leaves
from .people import HELD, HOLDING, WAITING
from .scene import Scene
from .unasked import Gate, Standing, refused


@frozen
class Release:
    """Handles the timers at which what waits is looked at again."""

    gate: Gate
    capabilities: Mapping[str, frozenset[Capability]]
    name: str = "core.release"

    async def __call__(self, scene: Scene) -> bool:
        if not isinstance(scene.event, TimerFired) or not scene.event.timer.startswith(HELD):
            return False
        person = PersonRef(scene.event.timer.removeprefix(HELD))
        scene.directory.about = (await community_addressing(scene.unit, person, scene.directory, None)).id
        standing = await Standing.of(scene, person)
        messages = await self._messages(scene, person)
        left, later = len(messages), list[datetime]()
        for message in messages:
            wanted = held.is_wanted(message.effect)
            when = standing.when(scene.now, wanted=wanted) if standing is not None else scene.now
            if when is not None and when > scene.now:  # all others wait behind it but what is wanted
                later.append(when)
                continue
            left -= 1
            for record in message.records:
                scene.unit.delete(WAITING, record)
            if when is None:
                assert standing is not None
                await self._refuse(scene, standing, message)
            else:
                await self._say(scene, standing, message)
        if later:
            scene.unit.set_timer(Timer(scene.event.timer, min(later)))
        if not left:
            scene.unit.delete(HOLDING, person.id)
        if standing is not None:
            standing.keep(scene)
        return True

    async def _messages(self, scene: Scene, person: PersonRef) -> tuple[held.Message, ...]:
        reader = Reader(await scene.directory.locale_of(person))
        found = await held.waiting(scene, person, await self._named(scene, person, reader))
        return tuple(held.folded(found, str(core_texts().text("held-together", reader))))

    @staticmethod
    async def _named(scene: Scene, person: PersonRef, reader: Reader) -> str:
        """That they were named, and where."""
        items = [item for _, item in await scene.unit.scan(WAITING, f"{person.id} ")]
        ids = dict.fromkeys(item["named"] for item in items if "named" in item)
        groups = [scene.directory.definitions.group(id) for id in ids]
        names = [one.name for one in groups if one is not None]
        return str(core_texts().text("held-named", reader, groups=names))

    @staticmethod
    async def _refuse(scene: Scene, standing: Standing, message: held.Message) -> None:
        keys = [key for key, _ in message.parts if key]
        if message.effect is not None and not keys:
            keys = [message.effect.key]
        for key in [*keys, *([message.form] if message.form else [])]:
            await refused(scene, standing, key)
            scene.unit.delete(LANE, key)

    async def _say(self, scene: Scene, standing: Standing | None, message: held.Message) -> None:
        if message.form is not None:
            if not await forms.put_now(scene, self.capabilities, message.form):
                return
        elif message.effect is not None:
            await self._let_go(scene, standing, message)
        else:
            return
        if standing is not None and not held.is_wanted(message.effect):
            standing.addressed(scene.now)

    async def _let_go(self, scene: Scene, standing: Standing | None, message: held.Message) -> None:
        effect = message.effect
        assert effect is not None
        for key, _ in message.parts:
            if key and key != effect.key:
                leaves(scene.unit, key, f"{held.FOLDED}{effect.key}")
        if message.parts:
            scene.unit.put(held.FOLD, effect.key, [list(part) for part in message.parts])
        if standing is not None and isinstance(effect, Post) and not effect.wanted:
            effect = await self.gate.offering(scene, standing, effect)
        if isinstance(effect, Post) and message.parts:
            effect = evolve(effect, remembered=True)  # for what is said of its parts afterwards
        scene.effect(evolve(effect, awaited=True))
        for one in message.also:
            scene.effect(one)
