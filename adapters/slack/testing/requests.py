"""Requests as the server of the loopback Slack takes them."""

from __future__ import annotations

import json

import aiohttp
from aiohttp import web

from .things import Payload


async def arguments_of(request: web.Request) -> Payload:
    """Arguments of query, form and JSON body together; the token also from the header."""
    arguments: Payload = dict(request.query)
    if request.content_type == "application/json":
        arguments |= json.loads(await request.text() or "{}")
    else:
        arguments |= dict(await request.post())
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        arguments["token"] = header.removeprefix("Bearer ")
    return arguments


async def first_part(request: web.Request) -> bytes:
    """What a multipart request begins with: the file that is uploaded."""
    part = await (await request.multipart()).next()
    return bytes(await part.read()) if isinstance(part, aiohttp.BodyPartReader) else b""


def broken_off(request: web.Request) -> web.Response:
    """No answer at all: the connection is gone in the middle."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
