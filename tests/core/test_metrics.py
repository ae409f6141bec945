"""How coterie is, asked over HTTP: alive, ready, and in figures without anybody's name."""

from __future__ import annotations

import asyncio
import http.client
import json
from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.core.engine.app import App
from coterie.core.engine.measures import timed
from coterie.core.engine.scene import Scene
from coterie.core.metrics import Health, Prometheus
from coterie.core.model.content import Card
from coterie.core.model.effect import Post, SetTimer
from coterie.core.model.event import MessagePosted
from coterie.core.ports import Entry, Queue
from coterie.core.refs import RoomRef
from coterie.core.web import Web
from tests.core.engine.town import BEGIN, Town, community, founded


def acts(scene: Scene) -> None:
    assert isinstance(scene.event, MessagePosted)
    if scene.event.text == "!fail":
        raise RuntimeError("a fault")
    scene.effect(Post(key=f"k {scene.event.id}", to=RoomRef("room:python"), card=Card("Secret words.")))
    scene.effect(SetTimer(key="bell", due=BEGIN + timedelta(seconds=10)))


async def asked(port: int, path: str) -> tuple[int, str]:
    def ask() -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode()
        connection.close()
        return found

    return await asyncio.to_thread(ask)


async def figures(port: int) -> dict[str, float]:
    """Every sample by its name and labels."""
    status, text = await asked(port, "/metrics")
    assert status == 200
    return {
        " ".join([sample.name, *(sample.labels[name] for name in sorted(sample.labels))]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def measured(town: Town, web: Web) -> App:
    prometheus = Prometheus()
    adapter = SimulatorAdapter(SimulatorSettings(), {}, town.clock, town.world)
    store = timed(town.store, prometheus)
    app = App(store, town.clock, [adapter], [community()], router=town.router, measures=prometheus)
    Health(lambda: (app,), prometheus).add_to(web)
    return app


async def test_ready_is_who_listens_everywhere_and_has_a_store() -> None:
    town, web = founded(), Web("127.0.0.1:0")
    app = measured(town, web)
    async with web.serving() as port:
        assert await asked(port, "/healthz") == (200, "ok\n")
        status, body = await asked(port, "/readyz")
        assert (status, json.loads(body)) == (503, {"ready": False, "store": True, "platforms": {"simulator": False}})
        async with app:
            await app.connected()
            status, body = await asked(port, "/readyz")
            assert (status, json.loads(body)) == (200, {"ready": True, "store": True, "platforms": {"simulator": True}})
            app.inbox.away("simulator")
            assert (await asked(port, "/readyz"))[0] == 503
            app.inbox.ready("simulator")
            assert (await asked(port, "/readyz"))[0] == 200
            await town.store.close()
            assert [(await asked(port, path))[0] for path in ("/healthz", "/readyz", "/metrics")] == [200, 503, 503]


async def test_what_was_done_failed_and_waited_for_is_counted_and_nobody_is_named() -> None:
    town, web = founded(), Web("127.0.0.1:0")
    town.on(acts, MessagePosted, name="acting")
    town.app = measured(town, web)
    async with web.serving() as port, town.app:
        await town.app.connected()
        for text in ("!one", "!fail", "!two"):
            town.world.say("ana", town.room, text)
            await town.settled()
        town.world.rooms[town.room].archived = True
        town.world.say("ana", town.world.direct("ana").id, "!three")
        await town.settled()
        town.clock.jump(BEGIN + timedelta(seconds=12))
        await town.settled()
        found = await figures(port)
        _, text = await asked(port, "/metrics")
    assert found["coterie_deliveries_total Post done simulator"] == 3  # with what the leader is told
    assert found["coterie_deliveries_total Post refused simulator"] == 1
    assert found["coterie_handler_failures_total simulator acting"] == 1
    assert found["coterie_timer_late_seconds_sum"] == 2
    assert found["coterie_queue_depth inbox"] == found["coterie_queue_depth outbox"] == 0
    assert found["coterie_queue_wait_seconds_count inbox"] > 4 and found["coterie_queue_work_seconds_count outbox"] > 4
    assert found["coterie_store_seconds_count commit"] > 8 and found["coterie_store_seconds_count claim"] > 8
    assert found["coterie_platform_connected simulator"] == 1 and found["coterie_lease_takeovers"] == 0
    assert not [word for word in ("ana", "Ana", "Secret", "python", "!one") if word in text]


async def test_work_that_nobody_begins_is_seen_to_be_late() -> None:
    town, web = founded(), Web("127.0.0.1:0")
    measured(town, web)
    async with web.serving() as port:
        async with town.store.unit() as unit:
            unit.enqueue(Queue.OUTBOX, Entry("e", "lane", {}, BEGIN))
        town.clock.jump(BEGIN + timedelta(minutes=3))
        found = await figures(port)
    assert (found["coterie_queue_depth outbox"], found["coterie_behind_seconds"]) == (1, 180)
