"""How coterie is, as programs ask it on its own server: `/healthz`, `/readyz`, and `/metrics` in the text format of Prometheus.

prometheus-client comes with `coterie[web]` and is imported only where `[web]` stands in the configuration. Nobody's name and nothing that
was said is in any answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec

from coterie import __version__

from .engine.app import App
from .engine.measures import Measures
from .errors import ConfigError, Finding, StoreError
from .ports import Queue, Request, Response, Routes, Shared
from .values import frozen

PATIENCE_SECONDS = 5
"""A store that does not answer for so long is taken to be away."""

_SHORT = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LONG = (0.01, 0.1, 1, 5, 15, 60, 300, 3600)
_encode = msgspec.json.Encoder().encode


class Prometheus(Measures):
    """Counts for Prometheus. Its text is made by `text`."""

    counts = True

    def __init__(self) -> None:
        library = _library()
        library.disable_created_metrics()
        self._library, self._registry = library, library.CollectorRegistry()
        self._waited = self._histogram(
            "queue_wait_seconds", "From when work was due to when it was begun", _LONG, "queue"
        )
        self._worked = self._histogram("queue_work_seconds", "How long work took", _SHORT, "queue")
        self._late = self._histogram("timer_late_seconds", "From when a timer was due to when it rang", _LONG)
        self._stored = self._histogram("store_seconds", "How long the store took", _SHORT, "operation")
        self._delivered = self._counter("deliveries", "What came of effects", "platform", "effect", "outcome")
        self._failed = self._counter("handler_failures", "Handlers that raised", "plugin", "platform")
        self._unreadable = self._counter("unreadable_messages", "Messages for which the keys did not come", "platform")
        self._depth = self._gauge("queue_depth", "What waits in a queue", "queue")
        self._behind = self._gauge("behind_seconds", "How long the oldest work or timer that is due has waited")
        self._listened = self._gauge("platform_connected", "Whether the platform is listened to", "platform")
        self._takeovers = self._gauge("lease_takeovers", "Leases of other workers that this one took away")
        self._gauge("info", "Which coterie runs", "version").labels(__version__).set(1)

    def waited(self, queue: Queue, seconds: float) -> None:
        self._waited.labels(queue.value).observe(max(0.0, seconds))

    def worked(self, queue: Queue, seconds: float) -> None:
        self._worked.labels(queue.value).observe(seconds)

    def rang(self, late: float) -> None:
        self._late.observe(max(0.0, late))

    def delivered(self, platform: str, effect: str, outcome: str) -> None:
        self._delivered.labels(platform, effect, outcome).inc()

    def failed(self, plugin: str, platform: str) -> None:
        self._failed.labels(plugin, platform).inc()

    def unreadable(self, platform: str) -> None:
        self._unreadable.labels(platform).inc()

    def stored(self, operation: str, seconds: float) -> None:
        self._stored.labels(operation).observe(seconds)

    async def text(self, apps: Collection[App]) -> bytes:
        """Everything that was counted, and how it stands now in all of them. Raises StoreError or TimeoutError where a store is away."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            for queue in Queue:
                self._depth.labels(queue.value).set(sum([await app.store.size(queue) for app in apps]))
            dues = [(app.clock.now(), due) for app in apps if (due := await app.store.next_due()) is not None]
        self._behind.set(max([0.0, *((now - due).total_seconds() for now, due in dues)]))
        for platform, listened in listens(apps).items():
            self._listened.labels(platform).set(listened)
        self._takeovers.set(sum(app.store.takeovers for app in apps if isinstance(app.store, Shared)))
        text: bytes = self._library.generate_latest(self._registry)
        return text

    def _histogram(self, name: str, help: str, buckets: tuple[float, ...], *labels: str) -> Any:
        return self._library.Histogram(f"coterie_{name}", help, labels, buckets=buckets, registry=self._registry)

    def _counter(self, name: str, help: str, *labels: str) -> Any:
        return self._library.Counter(f"coterie_{name}", help, labels, registry=self._registry)

    def _gauge(self, name: str, help: str, *labels: str) -> Any:
        return self._library.Gauge(f"coterie_{name}", help, labels, registry=self._registry)


def listens(apps: Collection[App]) -> Mapping[str, bool]:
    """Whether each platform is listened to, in every one of them."""
    found: dict[str, bool] = {}
    for app in apps:
        for platform, listened in app.listens().items():
            found[platform] = listened and found.get(platform, True)
    return found


@frozen
class Health:
    """Answers how coterie is, all communities together. `add_to` lets it be asked."""

    apps: Callable[[], Collection[App]]
    prometheus: Prometheus

    def add_to(self, routes: Routes) -> None:
        """Let `/healthz`, `/readyz` and `/metrics` be answered."""
        routes.add("GET", "/healthz", self._alive)
        routes.add("GET", "/readyz", self._ready)
        routes.add("GET", "/metrics", self._metrics)

    async def _alive(self, _: Request) -> Response:
        return Response(200, b"ok\n", {"content-type": "text/plain; charset=utf-8"})

    async def _ready(self, _: Request) -> Response:
        """200 where the store answers and every platform is listened to; else 503, and which is amiss."""
        apps, store = self.apps(), True
        platforms = listens(apps)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                for app in apps:
                    await app.store.size(Queue.INBOX)
        except (StoreError, TimeoutError):
            store = False
        ready = store and all(platforms.values())
        body = _encode({"ready": ready, "store": store, "platforms": platforms})
        return Response(200 if ready else 503, body, {"content-type": "application/json"})

    async def _metrics(self, _: Request) -> Response:
        try:
            text = await self.prometheus.text(self.apps())
        except (StoreError, TimeoutError):
            return Response(503)
        return Response(200, text, {"content-type": "text/plain; version=0.0.4; charset=utf-8"})


def _library() -> Any:
    try:
        import prometheus_client
    except ImportError as error:
        message = "[web] needs prometheus-client: install coterie[web], or take the section [web] out"
        raise ConfigError(Finding("coterie.toml", None, None, message)) from error
    return prometheus_client
