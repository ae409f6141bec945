"""The one server of a running coterie, where `[web]` says that it listens: addresses of plugins, and what platforms send over HTTP.

Whoever wants to be reached adds a route (`ports.Routes`); what server stands behind it is nobody's business. Starlette and uvicorn come
with `coterie[web]` and are imported only where `[web]` stands in the configuration.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from .errors import ConfigError, Finding
from .feeds import PATH, Feed
from .logs import get_logger
from .ports import Request, Response, Route, Routes
from .traces import told

if TYPE_CHECKING:
    from starlette.requests import Request as StarletteRequest
    from starlette.responses import Response as StarletteResponse

log = get_logger(__name__)

LARGEST = 2_000_000
"""So many bytes of a request are taken in at most."""
METHODS = ("GET", "HEAD", "POST")
AT_ONCE = 200
"""So many connections are open at most; whoever comes then is answered 503."""
FRESH = 600
"""So many seconds a reader may keep what it read before it asks again."""

ReadFeed = Callable[[str, str, str], Awaitable[Feed | None]]
"""What is read at a plugin's feed, by the names of both and the token; None where nothing is."""


class Web:
    """A server with routes. `address` is how it is reached from outside, without a slash at the end."""

    def __init__(self, listen: str, address: str = "") -> None:
        host, _, port = listen.rpartition(":")
        if not (port.isascii() and port.isdecimal() and int(port) < 65536):
            message = f"[web] listen = {listen!r} is no address; expected HOST:PORT, for example 127.0.0.1:8080"
            raise ConfigError(Finding("coterie.toml", None, None, message))
        self._host, self._port = host or "127.0.0.1", int(port)
        self._is_direct = not address
        self.address = (address or f"http://{self._host}:{self._port}").rstrip("/")
        self._routes: dict[tuple[str, str], Route] = {}

    def add(self, method: str, path: str, route: Route) -> None:
        """Let requests of this method to this path, or to what stands below it where it ends in a slash, be answered by the route."""
        self._routes[method, path] = route

    def remove(self, method: str, path: str) -> None:
        """Let them be answered by nobody."""
        self._routes.pop((method, path), None)

    async def answer(self, request: Request) -> Response:
        """What is answered: 404 where nobody listens, 405 where somebody does to another method."""
        method = "GET" if request.method == "HEAD" else request.method
        paths = [request.path, *_above(request.path)]
        for path in paths:
            if (route := self._routes.get((method, path))) is not None:
                return await route(request)
        known = any(path in paths for _, path in self._routes)
        return Response(405 if known else 404)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[int]:
        """Serve as long as the block lasts; gives the port. Raises ConfigError where the address can't be had, or `coterie[web]` is missing."""
        server, listening = _server(self.answer), _bound(self._host, self._port)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve(sockets=[listening]), name="web")
            port = int(listening.getsockname()[1])
            if self._is_direct:  # any port that is free may have been asked for
                self.address = f"http://{self._host}:{port}"
            try:
                yield port
            finally:
                server.should_exit = True


def serve_feeds(web: Routes, read: ReadFeed, below: str = "") -> str:
    """Let the addresses of plugins be read, those of one community of many `below` a path; gives the path that all of them begin with."""
    above = f"{below}{PATH}/"

    async def route(request: Request) -> Response:
        parts = request.path.removeprefix(above).split("/")
        found = await _read(read, *parts) if len(parts) == 3 else None
        return Response(404, headers={"cache-control": "no-store"}) if found is None else _response(request, found)

    web.add("GET", above, route)
    return above


async def _read(read: ReadFeed, plugin: str, feed: str, file: str) -> Feed | None:
    return await read(plugin, feed, file.partition(".")[0])


def _response(request: Request, feed: Feed) -> Response:
    """The feed, or that the reader has it already (RFC 9110, 13.1.2). Nobody on the way may keep it, and no search engine list it."""
    tag = f'"{sha256(feed.content).hexdigest()[:32]}"'
    headers = {
        "etag": tag,
        "cache-control": f"private, max-age={FRESH}",
        "x-robots-tag": "noindex",
        "x-content-type-options": "nosniff",
    }
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in known:
        return Response(304, headers=headers)
    return Response(200, feed.content, headers | {"content-type": feed.media_type})


def _above(path: str) -> Iterator[str]:
    """The folders above a path, the nearest first, each with its slash."""
    while path not in ("", "/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        yield path


# --- the server behind it -------------------------------------------------------------------------------------------


def _server(answer: Callable[[Request], Awaitable[Response]]) -> Any:
    try:
        import uvicorn
        from starlette.applications import Starlette
        from starlette.responses import Response as StarletteResponse
        from starlette.routing import Route as StarletteRoute
    except ImportError as error:
        message = "[web] needs Starlette and uvicorn: install coterie[web], or take the section [web] out"
        raise ConfigError(Finding("coterie.toml", None, None, message)) from error

    class Server(uvicorn.Server):
        """Leaves the signals to who runs coterie."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    async def endpoint(request: StarletteRequest) -> StarletteResponse:
        body = await _body(request)
        if body is None:
            return StarletteResponse(status_code=413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            given = await answer(Request(request.method, request.url.path, request.url.query, headers, body))
        except Exception as error:
            # The path may hold somebody's token: it is not for the log.
            log.error("a request could not be answered", method=request.method, error=told(error))
            return StarletteResponse(status_code=500)
        return StarletteResponse(given.body, given.status, dict(given.headers))

    app = Starlette(routes=[StarletteRoute("/{path:path}", endpoint, methods=list(METHODS))])
    settings = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=5,
    )
    return Server(settings)


async def _body(request: StarletteRequest) -> bytes | None:
    """The body, or None where it is too large."""
    taken = bytearray()
    async for part in request.stream():
        taken += part
        if len(taken) > LARGEST:
            return None
    return bytes(taken)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=512)
    except OSError as error:
        message = f"[web] can't listen on {host}:{port}: {error.strerror}; is it in use by another program?"
        raise ConfigError(Finding("coterie.toml", None, None, message)) from error
