"""What may go wrong with a call, scripted by a test: one fault a call, in order."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque

from coterie.core.values import frozen


@frozen
class RateLimited:
    """429 with Retry-After, in seconds."""

    retry_after: int = 30


@frozen
class ServerError:
    """A 5xx whose body is no JSON."""

    status: int = 503


@frozen
class Refusal:
    """A refusal with any code."""

    code: str


@frozen
class Dropped:
    """The connection breaks: before the call has an effect, or after."""

    done: bool = False


@frozen
class Held:
    """The call has its effect, and its answer waits until `until` is set."""

    until: asyncio.Event


Fault = RateLimited | ServerError | Refusal | Dropped | Held


class Faults:
    """The faults to come, a queue for each method."""

    def __init__(self) -> None:
        self._queues: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, *faults: Fault) -> None:
        """Let the next calls of `method` go wrong so, one after another."""
        self._queues[method].extend(faults)

    def take(self, method: str) -> Fault | None:
        queue = self._queues[method]
        return queue.popleft() if queue else None
