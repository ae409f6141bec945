"""A real headless Chromium, where one is on this machine, told what to do over its own DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from attrs import define, field

from coterie.core.clock import elapse

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-dev-shm-usage",
)
PATIENCE_SECONDS = 20


def chromium() -> str | None:
    """The program; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@define
class Page:
    """A tab. `errors` are what scripts threw, and what the page's own policy stopped."""

    socket: aiohttp.ClientWebSocketResponse
    errors: list[str] = field(factory=list)
    _number: Any = field(factory=lambda: count(1))

    async def tell(self, method: str, **params: object) -> dict[str, Any]:
        """Give one command; what came of it."""
        id = next(self._number)
        await self.socket.send_json({"id": id, "method": method, "params": params})
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for message in self.socket:
                told = json.loads(message.data)
                if told.get("id") == id:
                    return dict(told.get("result") or {"error": told.get("error")})
                if told.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
                    self.errors.append(json.dumps(told["params"])[:500])
        raise AssertionError("the browser is gone")

    async def open(self, address: str) -> None:
        """Go there; return when the page says that it is ready."""
        for domain in ("Page", "Runtime", "Log"):
            await self.tell(f"{domain}.enable")
        await self.tell("Page.navigate", url=address)
        await self.until("document.body && document.body.dataset.ready")

    async def run(self, script: str) -> Any:
        """What the expression gives."""
        answer = await self.tell("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(f"{script}: {answer['exceptionDetails']}")
        return answer.get("result", {}).get("value")

    async def until(self, script: str) -> None:
        """Return when the expression is true."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self.run(f"Boolean({script})"):
                await elapse(timedelta(milliseconds=20))

    async def click(self, selector: str, words: str = "") -> None:
        """Click on what is there or comes; with `words`, on the one that reads so."""
        found = f"[...document.querySelectorAll({json.dumps(selector)})].findLast(e => e.innerText.includes({json.dumps(words)}))"
        await self.until(found)
        await self.run(f"{found}.click()")

    async def write(self, selector: str, text: str) -> None:
        """Type into a field, which is emptied first."""
        await self.until(f"document.querySelector({json.dumps(selector)})")
        await self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.value = ''; e.focus(); }})()"
        )
        await self.tell("Input.insertText", text=text)

    async def say(self, text: str) -> None:
        """Write into the channel that is looked at."""
        await self.write("#foot .say input", text)
        await self.click("#foot .say button")

    async def picture(self, width: int, height: int) -> bytes:
        """The page as it looks, as PNG."""
        await self.tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        answer = await self.tell("Page.captureScreenshot", format="png")
        return base64.b64decode(answer["data"])


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Page]:
    """A tab of a browser of its own, whose files are in the folder."""
    program = chromium()
    assert program is not None
    process = await asyncio.create_subprocess_exec(
        program,
        *FLAGS,
        "--remote-debugging-port=0",
        f"--user-data-dir={folder}",
        "about:blank",
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert process.stderr is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (found := re.search(rb"DevTools listening on ws://([^/]+)/", await process.stderr.readline())):
                pass
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://{found[1].decode()}/json/list") as answer:
                tabs = [one for one in await answer.json() if one["type"] == "page"]
            async with session.ws_connect(tabs[0]["webSocketDebuggerUrl"], max_msg_size=2**26) as socket:
                yield Page(socket)
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # its helpers hold on to its output
        await process.wait()
