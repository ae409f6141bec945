"""The way to a homeserver, where there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from coterie.adapters.matrix.wire import Wire
from coterie.core.errors import Transient


@pytest.fixture
async def page() -> AsyncIterator[str]:
    """The address of a web server that answers whatever it is asked with a page, as that of a web client does."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="<!doctype html>", content_type="text/html")

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize("secret", [{"token": "t"}, {"password": "p"}])
async def test_a_web_server_that_is_no_homeserver_is_told_from_one(page: str, secret: dict[str, str]) -> None:
    wire = Wire(page, "@coterie:example.org", **secret)
    with pytest.raises(Transient, match="no homeserver"):
        await wire.connect()
    await wire.close()


async def test_a_page_in_the_place_of_an_answer_is_worth_another_try(page: str) -> None:
    wire = Wire(page, "@coterie:example.org", token="t")
    with pytest.raises(Transient, match="no JSON"):
        await wire.call("PUT", "/_matrix/client/v3/rooms/!r/send/m.room.message/1", {"body": "?"})
    await wire.close()


async def test_a_homeserver_that_is_away_is_called_by_its_address() -> None:
    wire = Wire("http://127.0.0.1:9/", "@coterie:example.org", token="t")
    with pytest.raises(Transient, match=r"^the homeserver http://127\.0\.0\.1:9 could not be reached for GET /_matrix"):
        await wire.connect()
    await wire.close()
