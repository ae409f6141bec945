"""`coterie plan` and `coterie apply` as somebody runs them, in a folder of their own."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from attrs import frozen

from tests.acceptance.forked import Forked


@frozen
class Program:
    """The program in a folder, with the secrets it needs."""

    folder: Path
    secrets: Mapping[str, str]

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        """Start a command."""
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "coterie", *words),
            cwd=self.folder,
            env={**os.environ, **self.secrets},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    @asynccontextmanager
    async def lives(self, *words: str) -> AsyncIterator[None]:
        """The command runs while the block does, and is killed at its end. What it says stands in the file `log`."""
        with (self.folder / "log").open("ab") as said:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "coterie", *words),
                cwd=self.folder,
                env={**os.environ, **self.secrets},
                stdout=asyncio.subprocess.DEVNULL,
                stderr=said,
            )
        try:
            yield
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def run(self, *words: str, status: int = 0) -> str:
        """What a command prints; it must end with this status."""
        forked = await Forked.start(self.folder, self.secrets, words)
        ended, out, err = await forked.end()
        assert ended == status, f"{words}: {ended}\n{out}\n{err}"
        return out if status == 0 else err

    async def fails(self, *words: str) -> str:
        """What a command prints of which a part is refused."""
        ended, out, err = await (await Forked.start(self.folder, self.secrets, words)).end()
        assert ended == 3, f"{words}: {ended}\n{out}\n{err}"
        return out

    async def rows(self, *words: str, status: int = 0) -> list[dict[str, Any]]:
        """The objects that a command prints."""
        return [json.loads(line) for line in (await self.run(*words, "--format", "json", status=status)).splitlines()]

    async def changes(self, *words: str) -> list[str]:
        """What `plan` shows, in short."""
        return [f"{row['group']} {row['change']} {row['what']}" for row in await self.rows("plan", *words)]

    async def on_a_terminal(self, *words: str, typed: str) -> str:
        """What a command shows on stderr where that is a terminal, on which this is typed."""
        process, ours = await self._at_a_terminal(words)
        os.write(ours, typed.encode())
        shown = await asyncio.to_thread(_read_all, ours)
        assert await process.wait() == 0, shown
        return shown

    async def interrupted_at(self, question: str, *words: str) -> None:
        """Start a command on a terminal, and press Ctrl-C when it asks this: it must end by that."""
        process, ours = await self._at_a_terminal(words)
        shown = b""
        while question.encode() not in shown:
            shown += await asyncio.to_thread(os.read, ours, 65536)
        rest, ended = asyncio.create_task(asyncio.to_thread(_read_all, ours)), asyncio.create_task(process.wait())
        while not ended.done():
            # What comes between the last look for signals and the read is noticed when that returns: people press again.
            process.send_signal(signal.SIGINT)
            await asyncio.wait({ended}, timeout=5)
        assert await ended == 130, await rest
        await rest

    async def _at_a_terminal(self, words: Sequence[str]) -> tuple[asyncio.subprocess.Process, int]:
        """A command that has a terminal for stdin and stderr, and our end of it."""
        ours, theirs = pty.openpty()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "coterie", *words),
            cwd=self.folder,
            env={**os.environ, **self.secrets, "TERM": "xterm", "COLUMNS": "120"},
            stdin=theirs,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=theirs,
        )
        os.close(theirs)
        return process, ours

    async def killed(self, holds: Callable[[], Awaitable[bool]], *words: str) -> None:
        """Start a command, and kill it with SIGKILL once something holds."""
        forked = await Forked.start(self.folder, self.secrets, words)
        while not await holds() and forked.process.is_alive():  # noqa: ASYNC110 - the state is another process's
            await asyncio.sleep(0.02)
        assert forked.process.is_alive(), "it was done before it could be killed"
        forked.process.kill()
        await forked.end()


def _read_all(terminal: int) -> str:
    """Everything that comes until nobody holds the other end."""
    pieces = []
    try:
        while piece := os.read(terminal, 65536):
            pieces.append(piece)
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(terminal)
    return b"".join(pieces).decode(errors="replace")
