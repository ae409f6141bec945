"""What is kept of what people say and choose: looked for in every byte that the store wrote."""

from __future__ import annotations

from pathlib import Path

from coterie.adapters.stores.tinydb import open_store
from coterie.core.engine import cards
from coterie.core.engine.scene import Scene
from coterie.core.model.content import Card, Choice
from coterie.core.model.effect import Post
from coterie.core.model.event import ChoiceMade, MessagePosted
from coterie.core.refs import RoomRef

from .town import founded, running


def written(folder: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*") if file.is_file())


async def test_what_people_say_to_each_other_is_never_written_down(tmp_path: Path) -> None:
    town = founded()
    town.store = await open_store("tinydb", str(tmp_path), town.clock)
    heard: list[str] = []

    def hears(scene: Scene) -> None:
        assert isinstance(scene.event, MessagePosted)
        heard.append(scene.event.text)

    town.on(hears, MessagePosted, name="core.test")
    async with running(town):
        town.world.say("ana", town.room, "between you and me")
        town.world.say("ana", town.room, "!kudos for coterie to read")
        await town.settled()
    await town.store.close()
    assert heard == ["", "!kudos for coterie to read"]
    assert "between you and me" not in written(tmp_path)


async def test_what_a_plugin_reads_of_it_is_not_written_down_either(tmp_path: Path) -> None:
    town = founded()
    town.store = await open_store("tinydb", str(tmp_path), town.clock)
    heard: list[str] = []

    def hears(scene: Scene) -> None:
        assert isinstance(scene.event, MessagePosted)
        heard.append(scene.event.text)

    town.on(hears, MessagePosted, name="archive")
    async with running(town):
        town.world.say("ana", town.room, "for all to read, and nobody to keep")
        await town.settled()
    await town.store.close()
    assert heard == ["for all to read, and nobody to keep"]
    assert "nobody to keep" not in written(tmp_path)


async def test_who_chose_what_on_a_secret_card_is_never_written_down(tmp_path: Path) -> None:
    town = founded()
    town.store = await open_store("tinydb", str(tmp_path), town.clock)
    chosen: list[tuple[str, ...]] = []

    async def asks(scene: Scene) -> None:
        post = Post(
            key="vote", to=RoomRef("room:python"), card=Card("?", choices=[Choice("aye", "A"), Choice("nay", "N")])
        )
        await cards.keep(scene.unit, post, scene.now, secret=True)
        scene.effect(post)

    def counts(scene: Scene) -> None:
        assert isinstance(scene.event, ChoiceMade)
        chosen.append(scene.event.choices)

    town.on(asks, MessagePosted, name="core.asks")
    town.on(counts, ChoiceMade, name="core.counts")
    async with running(town):
        town.world.say("ana", town.room, "!go")
        await town.settled()
        card = next(one for one in town.world.messages.values() if one.text == "?")
        town.world.press("bo", card.id, "nay")
        await town.settled()
    await town.store.close()
    assert chosen == [("nay",)]
    assert "ChoiceMade" not in written(tmp_path)
