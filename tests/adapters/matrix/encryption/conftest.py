"""Adapters that encrypt, and people whose clients do."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.testing import MatrixPerson
from coterie.adapters.matrix.testing.sealed_person import SealedPerson, sealed
from coterie.core.clock import Clock, SystemClock

New = Callable[..., MatrixAdapter]

SDK = "matrix-js-sdk@43.0.0"
OLDEST_NODE = 20


@pytest.fixture
async def new_sealed(bot: MatrixPerson, tmp_path: Path) -> AsyncIterator[New]:
    """Makes an adapter that encrypts, as each start of the program would; `data` is another data folder."""
    made: list[MatrixAdapter] = []

    def new(data: str = "data", clock: Clock | None = None, **secrets: str) -> MatrixAdapter:
        given = secrets or {TOKEN: bot.token}
        made.append(MatrixAdapter(MatrixSettings(bot.url, bot.user), given, clock or SystemClock()))
        made[-1].kept_in(tmp_path / data)
        return made[-1]

    yield new
    for adapter in made:
        await adapter.close()


@pytest.fixture
async def her(ana: MatrixPerson, tmp_path: Path) -> AsyncIterator[SealedPerson]:
    """Ana, with a client on matrix-nio."""
    (tmp_path / "ana").mkdir()
    async with sealed(ana, tmp_path / "ana") as person:
        yield person


@pytest.fixture(scope="session")
def js_sdk() -> Path:
    """matrix-js-sdk, installed from npm into the user's cache where it is not there yet."""
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "coterie-tests" / SDK
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node.js with npm is not installed")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if not version.startswith("v") or int(version[1:].partition(".")[0]) < OLDEST_NODE:
        pytest.skip(f"Node.js is {version or 'broken'}, and matrix-js-sdk needs {OLDEST_NODE}")
    package = folder / "node_modules" / "matrix-js-sdk"
    if not (package / "lib" / "index.js").exists():
        folder.mkdir(parents=True, exist_ok=True)
        asked = [
            npm,
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--fetch-retries=0",
            "--prefix",
            str(folder),
            SDK,
        ]
        try:
            done = subprocess.run(asked, capture_output=True, text=True, timeout=90, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip("matrix-js-sdk could not be had from npm in time")
        if done.returncode:
            pytest.skip(f"matrix-js-sdk could not be had from npm: {done.stderr.strip().splitlines()[:1]}")
    return package
