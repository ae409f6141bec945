"""How programs reach coterie over HTTP, and what an adapter may answer there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, runtime_checkable

from attrs import field

from ..values import frozen


@frozen
class Request:
    """A request over HTTP: the query as written, the headers by their names in lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes = field(default=b"", repr=False)


@frozen
class Response:
    """What is answered."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(factory=dict)


Route = Callable[[Request], Awaitable[Response]]
"""Answers requests."""


class Routes(Protocol):
    """The server of a running coterie, as those see it who want to be reached."""

    @property
    def address(self) -> str:
        """How it is reached from outside, without a slash at the end."""

    def add(self, method: str, path: str, route: Route) -> None:
        """Let requests of this method to this path be answered by the route."""

    def remove(self, method: str, path: str) -> None:
        """Let them be answered by nobody."""


@runtime_checkable
class Reached(Protocol):
    """An adapter whose platform sends requests to us: where `[web]` listens, it is reached there and opens no server of its own."""

    def reached_at(self, routes: Routes) -> None:
        """To be called before it listens."""
