"""The way in over HTTP: a server of our own, or a route on coterie's."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from coterie.core.logs import get_logger
from coterie.core.ports import Request, Response, Routes
from coterie.core.traces import told
from coterie.core.values import frozen

from .listening import SHAPE, UNREADABLE, shapeless

log = get_logger(__name__)

_SECONDS = re.compile(r"-?[0-9]{1,12}\Z")


async def _dispatched(app: AsyncApp, asked: Awaitable[AsyncBoltRequest]) -> BoltResponse:
    """Bolt's answer to a request over HTTP; 400 where it can't be read. Who sent it is found out by Bolt, and not before."""
    try:
        request = await asked
        reason = shapeless(request.body)
    except SHAPE as error:
        reason = told(error)
    if reason is not None:
        log.warning(UNREADABLE, reason=reason)
        return BoltResponse(status=400, body="")
    if not _SECONDS.match(request.headers.get("x-slack-request-timestamp", ["0"])[0]):
        return BoltResponse(status=401, body="")  # Bolt would stumble over it
    answer: BoltResponse = await app.async_dispatch(request)
    return answer


@frozen
class HttpServer:
    """Slack's requests to our own address, checked by Bolt against the signing secret."""

    host: str
    port: int
    path: str

    async def run(self, app: AsyncApp, connected: Callable[[str], None]) -> None:
        """Serve until cancelled; `connected` is given the address."""

        async def receive(request: web.Request) -> web.StreamResponse:
            return await to_aiohttp_response(await _dispatched(app, to_bolt_request(request)))

        server = web.Application()
        server.router.add_post(self.path, receive)
        # Slack compresses nothing: what says that it is compressed is no more than bytes that are no JSON.
        runner = web.AppRunner(server, access_log=None, auto_decompress=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
            connected(f"http://{self.host}:{runner.addresses[0][1]}{self.path}")
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


@frozen
class RoutedHttp:
    """Slack's requests to coterie's own server, checked by Bolt in the same way."""

    routes: Routes
    path: str

    async def run(self, app: AsyncApp, connected: Callable[[str], None]) -> None:
        """Answer them until cancelled; `connected` is given the address."""

        async def receive(request: Request) -> Response:
            headers: dict[str, str | Sequence[str]] = dict(request.headers)

            async def asked() -> AsyncBoltRequest:
                body = request.body.decode("utf-8", "replace")
                return AsyncBoltRequest(body=body, query=request.query, headers=headers)

            answer = await _dispatched(app, asked())
            return Response(answer.status, answer.body.encode(), {name: one[0] for name, one in answer.headers.items()})

        self.routes.add("POST", self.path, receive)
        try:
            connected(self.routes.address + self.path)
            await asyncio.Event().wait()
        finally:
            self.routes.remove("POST", self.path)
