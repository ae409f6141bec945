"""The register of groups: what was changed in chat is known at once, and reads the same from the store."""

from __future__ import annotations

import asyncio

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as some

from coterie.core.clock import ManualClock
from coterie.core.discovery import STORES, load
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.register import Register
from coterie.core.model.community import Community, Group, GroupState
from coterie.core.ports import Store
from coterie.core.testing import BEGINS

FILES = Definitions(
    (
        Community("town", "Town", groups={"wood": Group("wood", "Wood", "Saw."), "art": Group("art", "Art", "Draw.")}),
        Community("vale", "Vale", groups={"bees": Group("bees", "Bees", "Keep bees.")}),
    )
)
NOTHING = Definitions()

changes = some.lists(
    some.tuples(
        some.sampled_from(["wood", "bees", "chess", "arch", "zen"]),
        some.sampled_from(["Saw.", "Play.", "Sit."]),
        some.sampled_from(GroupState),
        some.sampled_from(["town", "vale", "gone"]),
    ),
    max_size=8,
)


@given(changes, some.sampled_from([FILES, NOTHING]))
def test_what_is_known_at_once_is_what_is_read_from_the_store(
    made: list[tuple[str, str, GroupState, str]], files: Definitions
) -> None:
    async def play() -> None:
        store: Store = await load(STORES, "memory")("", "", ManualClock(BEGINS))
        register = Register(files)
        for id, purpose, state, community in made:
            async with store.unit() as unit:
                group = (await register.definitions(unit)).group(id) or Group(id, id.title(), "")
                changed = evolve(group, purpose=purpose, state=state)
                owner = community if files.communities else "community"
                known = await register.changed(unit, owner, changed)
                assert await register.definitions(unit) is known
            async with store.unit() as unit:
                read = await Register(files).definitions(unit)
                assert read == known

    asyncio.run(play())


async def test_what_was_never_committed_is_never_known() -> None:
    store: Store = await load(STORES, "memory")("", "", ManualClock(BEGINS))
    register = Register(FILES)
    try:
        async with store.unit() as unit:
            await register.changed(unit, "town", Group("chess", "Chess", "Play."))
            raise RuntimeError("something else went wrong")
    except RuntimeError:
        pass
    async with store.unit() as unit:
        assert (await register.definitions(unit)).group("chess") is None


async def test_what_was_tried_in_vain_is_not_taken_for_what_another_worker_wrote_in_its_place() -> None:
    store: Store = await load(STORES, "memory")("", "", ManualClock(BEGINS))
    one, other = Register(FILES), Register(FILES)
    try:
        async with store.unit() as unit:
            await one.changed(unit, "town", Group("chess", "In vain", "Play."))
            raise RuntimeError("another worker has it")
    except RuntimeError:
        pass
    async with store.unit() as unit:
        await other.changed(unit, "town", Group("chess", "Chess", "Play."))
    async with store.unit() as unit:
        assert (await one.definitions(unit)).group("chess") == Group("chess", "Chess", "Play.")
