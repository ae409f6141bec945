"""A person whose client leaves out devices that their owners did not sign: matrix-js-sdk in a process of Node."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from attrs import define, field

from coterie.adapters.matrix.testing import MatrixPerson

PATIENCE_SECONDS = 40


@define
class StrictPerson:
    """Somebody whose client on matrix-js-sdk leaves out devices that their owners did not sign. `seen` is all that it told."""

    person: MatrixPerson
    process: asyncio.subprocess.Process
    seen: list[dict[str, Any]] = field(factory=list)

    async def do(self, op: str, **order: str) -> dict[str, Any]:
        """What came of an order."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"op": op, **order}).encode() + b"\n")
        done = await self.until(lambda told: told.get("did") == op)
        self.seen.remove(done)
        assert "error" not in done, done
        return done

    async def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first that it told and is wanted, as soon as it is there."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                for told in self.seen:
                    if wanted(told):
                        return told
                line = await self.process.stdout.readline()
                assert line, "the client ended"
                self.seen.append(json.loads(line))

    async def read(self, body: str) -> dict[str, Any]:
        return await self.until(lambda told: told.get("body") == body)


@asynccontextmanager
async def strict(person: MatrixPerson, sdk: Path) -> AsyncIterator[StrictPerson]:
    """The person with such a client."""
    account = {
        "url": person.url,
        "user": person.user,
        "device": person.device,
        "token": person.token,
        "password": person.password,
    }
    process = await asyncio.create_subprocess_exec(
        *("node", str(Path(__file__).parent / "strict_client.mjs"), str(sdk), json.dumps(account)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        found = StrictPerson(person, process)
        await found.until(lambda told: "ready" in told)
        yield found
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
