"""The one server, asked over a real connection."""

from __future__ import annotations

import asyncio
import http.client
import socket
from collections.abc import Mapping

import pytest

from coterie.core.errors import ConfigError
from coterie.core.feeds import Feed
from coterie.core.ports import Request, Response
from coterie.core.web import AT_ONCE, LARGEST, Web, serve_feeds

CALENDAR = Feed("text/calendar; charset=utf-8", b"BEGIN:VCALENDAR")


async def read(plugin: str, feed: str, token: str) -> Feed | None:
    if token == "broken":
        raise RuntimeError("a fault")
    return CALENDAR if (plugin, feed, token) == ("gatherings", "calendar", "secret") else None


async def asked(
    port: int, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b""
) -> tuple[int, Mapping[str, str], bytes]:
    """The status, the headers and the body that a client gets."""

    def ask() -> tuple[int, Mapping[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, path, body=body or None, headers=dict(headers or {}))
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return found

    return await asyncio.to_thread(ask)


async def test_a_feed_is_read_once_and_then_known() -> None:
    web = Web("127.0.0.1:0")
    serve_feeds(web, read)
    async with web.serving() as port:
        status, headers, body = await asked(port, "/feeds/gatherings/calendar/secret.ics")
        assert (status, body, headers["content-type"]) == (200, CALENDAR.content, CALENDAR.media_type)
        assert headers["cache-control"].startswith("private") and headers["x-robots-tag"] == "noindex"
        again = await asked(port, "/feeds/gatherings/calendar/secret.ics", headers={"If-None-Match": headers["etag"]})
        assert (again[0], again[2]) == (304, b"")
        head = await asked(port, "/feeds/gatherings/calendar/secret.ics", method="HEAD")
        assert (head[0], head[2], head[1]["etag"]) == (200, b"", headers["etag"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/feeds/gatherings/calendar/guessed.ics", 404),
        ("GET", "/feeds/gatherings/other/secret.ics", 404),
        ("GET", "/feeds/gatherings/calendar", 404),
        ("GET", "/feeds/gatherings/calendar/secret.ics/more", 404),
        ("GET", "/feeds/../etc/passwd", 404),
        ("GET", "/", 404),
        ("POST", "/feeds/gatherings/calendar/secret.ics", 405),
        ("GET", "/feeds/gatherings/calendar/broken.ics", 500),
    ],
)
async def test_what_nobody_serves_is_not_there(method: str, path: str, status: int) -> None:
    web = Web("127.0.0.1:0")
    serve_feeds(web, read)
    async with web.serving() as port:
        assert (await asked(port, path, method))[0] == status


async def test_a_route_gets_the_request_as_it_came_until_it_is_taken_away() -> None:
    web, seen = Web("127.0.0.1:0", "https://coterie.example.org/"), list[Request]()

    async def route(request: Request) -> Response:
        seen.append(request)
        return Response(202, b"taken", {"x-answer": "yes"})

    web.add("POST", "/slack/events", route)
    async with web.serving() as port:
        answer = await asked(port, "/slack/events?a=1", "POST", {"X-Slack-Signature": "v0"}, b"payload")
        assert (answer[0], answer[1]["x-answer"], answer[2]) == (202, "yes", b"taken")
        assert (seen[0].body, seen[0].query, seen[0].headers["x-slack-signature"]) == (b"payload", "a=1", "v0")
        assert (await asked(port, "/slack/events", "POST", body=b"x" * (LARGEST + 1)))[0] == 413
        web.remove("POST", "/slack/events")
        assert (await asked(port, "/slack/events", "POST", body=b"x"))[0] == 404
    assert web.address == "https://coterie.example.org"


async def test_an_address_in_use_is_told_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        web = Web(f"127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(ConfigError, match="in use"):
            async with web.serving():
                raise AssertionError("it serves")


@pytest.mark.parametrize("listen", ["", "localhost", "127.0.0.1:http", "127.0.0.1:99999", "8080:"])
def test_an_address_that_is_none_is_told(listen: str) -> None:
    with pytest.raises(ConfigError, match="HOST:PORT"):
        Web(listen)


async def test_who_comes_when_too_many_are_there_is_sent_away() -> None:
    web = Web("127.0.0.1:0")
    serve_feeds(web, read)
    async with web.serving() as port:
        open = [await asyncio.open_connection("127.0.0.1", port) for _ in range(AT_ONCE)]
        try:
            status, _, _ = await asked(port, "/feeds/gatherings/calendar/secret.ics")
            assert status == 503
        finally:
            for _, writer in open:
                writer.close()
                await writer.wait_closed()
        while (await asked(port, "/feeds/gatherings/calendar/secret.ics"))[0] != 200:  # noqa: ASYNC110 - the server's doing
            await asyncio.sleep(0)
