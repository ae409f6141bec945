"""What a resting `coterie run` takes: memory after it connected, and processor in the seconds after, on the simulator and on a real Synapse.

python -m tests.bench idle [SECONDS]
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from coterie.adapters.matrix.testing import homeserver, why_no_homeserver

from .start import EXAMPLE, so_far

SECONDS = 10


def main(arguments: Sequence[str]) -> None:
    seconds = int(arguments[0]) if arguments else SECONDS
    asyncio.run(_measure(seconds))


async def _measure(seconds: int) -> None:
    await _rest("simulator", "[simulator]\n", {}, seconds)
    if reason := why_no_homeserver():
        print(f"matrix: {reason}")
        return
    async with homeserver() as server:
        bot = await server.person("coterie")
        for name in ("Rust", "Python", "Design"):
            await bot.open_room(name)
        config = f'[matrix]\nhomeserver = "{server.url}"\nuser = "{bot.user}"\nencryption = false\n'
        await _rest("matrix", config, {"COTERIE_MATRIX_TOKEN": bot.token}, seconds)


async def _rest(platform: str, config: str, secrets: Mapping[str, str], seconds: int) -> None:
    """Let the Berlin example rest on a platform, in its embedded store, and print what that takes."""
    with TemporaryDirectory() as folder:
        here = Path(folder) / "community"
        shutil.copytree(EXAMPLE, here)
        (here / "coterie.toml").write_text(config, encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "coterie", "run"),
            cwd=here,
            env={**os.environ, **secrets},
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        while json.loads(await process.stderr.readline())["event"] != "connected":
            pass
        cpu, connected = so_far(process.pid)
        try:
            async with asyncio.timeout(seconds):
                while await process.stderr.readline():
                    pass
        except TimeoutError:
            pass
        after, memory = so_far(process.pid)
        process.terminate()
        await process.communicate()
    print(
        f"{platform:10} {connected:4.0f} MB when connected, {memory:4.0f} MB after {seconds} s more, "
        f"in which it took {after - cpu:.2f} s of processor"
    )
