"""Who may be asked about a word is found without reading what everybody says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from hypothesis import example, given
from hypothesis import strategies as some

from coterie.core.api import Context, Facet, PersonRef, frozen
from coterie.core.engine.states import States
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.profiles import index, plugin
from coterie.plugins.profiles.profile import Profile, evolve_may, match

VALUES = (
    "Health care", "healthcare", "helthcare", "health-care law", "care", "Python", "pyhton", "python 3", "C", "C++",
    "養蜂", "蜂", "日本の養蜂", "Bees", "bees and wax", "wax", "Straße", "STRASSE", "gardening", "gardenning", "garden",
    "🐝", "ﬁshing", "fishing", "--a--", "Ärztin", "A\u0308rztin",
)  # fmt: skip
values = some.sampled_from(VALUES) | some.text(min_size=1, max_size=8)


@frozen
class Shelf:
    """A store in a dict, with as much of a context as the index uses."""

    kept: dict[tuple[type, str | None], object]
    facets: Sequence[Facet] = tuple(Facet)

    @property
    def community(self) -> Shelf:
        return self

    async def load(self, state: type, *, key: str | None = None, scope: str) -> object:
        return self.kept.get((state, key), state())

    async def find(self, state: type, *, key: str | None = None, scope: str) -> object | None:
        return self.kept.get((state, key))

    async def save(self, value: object, *, key: str | None = None, scope: str) -> None:
        self.kept[type(value), key] = value

    async def delete(self, state: type, *, key: str | None = None, scope: str) -> None:
        self.kept.pop((state, key), None)

    async def keys(self, state: type, *, prefix: str = "", scope: str) -> tuple[str, ...]:
        return tuple(sorted(key for of, key in self.kept if of is state and key is not None and key.startswith(prefix)))

    async def load_all(self, state: type, *, prefix: str = "", scope: str) -> Mapping[str, object]:
        return {key: self.kept[state, key] for key in await self.keys(state, prefix=prefix, scope=scope)}

    def timer(self, *_: object, **__: object) -> None:
        """Nothing rings here."""


@example([("care", "wax", [], True)], "/")  # no word is in it
@given(some.lists(some.tuples(values, values, some.lists(values, max_size=3), some.booleans()), max_size=8), values)
async def test_all_who_fit_are_found_whatever_they_said_before(
    said: list[tuple[str, str, list[str], bool]], wanted: str
) -> None:
    shelf = Shelf({(index.Index, None): index.Index(begun=True, whole=True)})
    ctx = cast(Context, shelf)
    for number, (industry, job, topics, asked) in enumerate(said):
        person = PersonRef(f"p{number % 5}")  # some say something else later
        await index.keep(ctx, person, evolve_may(Profile(industry, job, tuple(topics)), "asked", asked))
    kept = {key: one for (of, key), one in shelf.kept.items() if of is Profile and isinstance(one, Profile)}
    fitting = {key for key, one in kept.items() if one.asked and match(wanted, None, one) is not None}
    found = {person.id for person in await index.who_may_fit(ctx, wanted)}
    assert fitting <= found
    assert all(kept[id].asked for id in found), "whoever allows nothing is in no index"
    for id in list(kept):
        await index.keep(ctx, PersonRef(str(id)), Profile())
    assert not [key for of, key in shelf.kept if of is not index.Index], "nothing is left of who is forgotten"


async def before_there_was_an_index(room: StageRoom, count: int) -> None:
    """So many profiles as an older coterie kept them, and cy's."""
    async with room.house.app.store.unit() as unit:
        community = (await room.house.app.register.definitions(unit)).community.id
        states = States(plugin.load(), unit)
        for id in [f"q{number}" for number in range(count)] + ["cy"]:
            states.put(
                Profile(topics=("falconry" if id == "cy" else "bees",), asked=True), f"community {community}", id
            )


async def test_who_said_something_before_there_was_an_index_is_found_at_once_and_later(stage: StageFactory) -> None:
    room = await stage(plugin)
    await before_there_was_an_index(room, 2 * index.PAGE + 3)
    await room.say("bo", "!introduce-me falconry")
    assert "would like to meet somebody" in room.told("cy")[-1]
    async with room.house.app.store.unit() as unit:
        keys = [key for key, _ in await unit.scan("state", "profiles Says")]
        ((_, kept),) = await unit.scan("state", "profiles Index")
    assert len(keys) == 2 * index.PAGE + 4 and kept["value"] == {"begun": True, "whole": True}


async def test_a_look_reads_the_profiles_of_those_alone_who_may_fit(stage: StageFactory) -> None:
    room = await stage(plugin)
    await before_there_was_an_index(room, 30)
    await room.say("bo", "!profile topics wax")  # whoever says anything first has the index made
    async with room.house.app.store.unit() as unit:
        for key, _ in await unit.scan("state", "profiles Profile"):
            if " q" in key:
                unit.put("state", key, {"version": 1, "value": "torn"})  # nobody may look at it
    await room.say("ana", "!introduce-me Falconry")
    assert "would like to meet somebody" in room.told("cy")[-1]
