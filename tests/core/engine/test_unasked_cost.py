"""What the gate costs those for whom nobody asked for anything: next to nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import define, evolve

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.codec import converter
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.directory import Directory
from coterie.core.engine.scene import Scene
from coterie.core.engine.unasked import Gate
from coterie.core.model.community import Group
from coterie.core.model.content import Card
from coterie.core.model.effect import Effect, Invite, Post
from coterie.core.model.event import TimerFired
from coterie.core.model.preferences import Hours, Quiet
from coterie.core.ports import Json, Unit
from coterie.core.refs import PersonRef, RoomRef
from coterie.core.testing import BEGINS
from tests.core.engine.town import community

BO, ROOM = PersonRef("bo"), RoomRef("room:python")


@define
class Counting:
    """A unit that counts what is looked up."""

    unit: Unit
    looks: int = 0

    async def get(self, table: str, key: str) -> Json:
        self.looks += 1
        return await self.unit.get(table, key)

    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        self.looks += 1
        return await self.unit.scan(table, prefix, limit=limit)

    def __getattr__(self, name: str) -> object:
        return getattr(self.unit, name)


@pytest.mark.parametrize(
    ("effect", "looks"),
    [
        (Post(key="k", to=ROOM, card=Card("Hello everybody")), 0),
        (Post(key="k", to=ROOM, card=Card("Hello <@bo> and <@bo>")), 1),
        (Post(key="k", to=BO, card=Card("Hello")), 1),
        (Post(key="k", to=BO, card=Card("Hello"), awaited=True), 0),
        (Invite(key="k", room=ROOM, person=BO), 0),
    ],
    ids=["room", "mention", "direct", "awaited", "invitation"],
)
async def test_one_look_up_at_most(effect: Effect, looks: int) -> None:
    event = TimerFired(id="t", at=BEGINS, platform="core", timer="t", due=BEGINS)
    async with MemoryStore(ManualClock(BEGINS)).unit() as unit:
        counting = Counting(unit)
        scene = Scene("test", event, counting, BEGINS, Directory(Definitions((community(),)), counting), None)  # type: ignore[arg-type]  # the rest is the unit's own
        assert await Gate().passed(scene, effect) == [effect]
        assert counting.looks == looks


def test_a_group_with_a_quiet_of_its_own_is_kept_and_comes_back() -> None:
    group = evolve(community().groups["python"], quiet=Quiet(Hours.parse("21-8"), ("sat",), "DE-SN", 7))
    assert converter.structure(converter.unstructure(group), Group) == group
