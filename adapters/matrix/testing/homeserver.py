"""A real Synapse on loopback, started for tests and gone after them.

Synapse runs as a process of its own and is never imported (it is AGPL, coterie is Apache-2.0). It has wheels for Linux
only; `why_no_homeserver()` says so elsewhere.
"""

import asyncio
import base64
import hashlib
import hmac
import importlib.util
import json
import os
import secrets
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from attrs import define, field

from .configuration import homeserver_configuration
from .person import MatrixPerson, Refusal, call

SERVER_NAME = "coterie.test"
_ATTEMPTS = 5
_BOOT_SECONDS = 60
_STOP_SECONDS = 20
_ROOM = 1_000_000_000


class HomeserverFailed(Exception):
    """Synapse did not come up; the text ends with what it logged last."""


def why_no_homeserver() -> str | None:
    """The reason why no Synapse can run here, or None where one can."""
    if not hasattr(socket, "AF_UNIX"):
        return "Synapse runs on Linux only"
    if importlib.util.find_spec("synapse") is None:
        return "matrix-synapse is not installed (it has wheels for Linux only)"
    return None


@asynccontextmanager
async def homeserver(*, rate_limits: bool = False) -> AsyncIterator["Homeserver"]:
    """A running homeserver with a database of its own; `rate_limits` leaves Synapse's own limits on."""
    with tempfile.TemporaryDirectory(prefix="coterie-synapse-", dir=_in_memory()) as folder:
        server = Homeserver(Path(folder), rate_limits)
        await server.start()
        try:
            yield server
        finally:
            await server.stop()


@define
class Homeserver:
    """One Synapse. `url` is its client API; it keeps port, users and rooms over `stop()` and `start()`."""

    folder: Path
    rate_limits: bool = False
    port: int = 0
    _secret: str = field(factory=lambda: secrets.token_hex(16), repr=False)
    _signing_key: str = field(factory=lambda: _new_signing_key(), repr=False)
    _process: asyncio.subprocess.Process | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_up(self) -> bool:
        """Whether it was started, and neither stopped nor died since."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Starts it and returns once it answers to its own registration secret. Raises HomeserverFailed."""
        kept = self.port
        for _ in range(_ATTEMPTS):
            self.port = kept or _free_port()
            if await self._boots() and await self._is_ours():
                return
            await self.stop()
        raise HomeserverFailed(f"Synapse did not start in {_ATTEMPTS} attempts:\n{self._last_words()}")

    async def stop(self, *, at_once: bool = False) -> None:
        """Stops it in order, or `at_once` as if it crashed."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill() if at_once else process.terminate()
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def person(self, name: str, *, localpart: str | None = None) -> MatrixPerson:
        """A new account whose display name is `name`; its localpart is made up unless given."""
        localpart = localpart or f"{_ascii(name)}-{secrets.token_hex(4)}"
        path = "/_synapse/admin/v1/register"
        nonce = (await call(self.url, "GET", path))["nonce"]
        password = secrets.token_hex(8)
        signed = "\0".join([nonce, localpart, password, "notadmin"])
        registration = {
            "nonce": nonce,
            "username": localpart,
            "displayname": name,
            "password": password,
            "admin": False,
            "mac": hmac.new(self._secret.encode(), signed.encode(), hashlib.sha1).hexdigest(),
        }
        made = await call(self.url, "POST", path, body=registration)
        return MatrixPerson(self.url, made["user_id"], name, password, made["access_token"], made["device_id"])

    async def _boots(self) -> bool:
        configuration = homeserver_configuration(
            folder=self.folder,
            server_name=SERVER_NAME,
            port=self.port,
            secret=self._secret,
            signing_key=self._signing_key,
            rate_limits=self.rate_limits,
        )
        config = self.folder / "homeserver.json"
        config.write_text(json.dumps(configuration))
        # Synapse speaks systemd's protocol: it says READY=1 on this socket when it listens. No polling.
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices, _new_file(self.folder / "output") as output:
            notices.setblocking(False)
            notices.bind(address := str(self.folder / "ready"))
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "synapse.app.homeserver", "-c", str(config)),
                    env={**os.environ, "NOTIFY_SOCKET": address},
                    cwd=self.folder,
                    stdout=output,
                    stderr=output,
                )
                return await _ready(notices, self._process)
            finally:
                os.unlink(address)

    async def _is_ours(self) -> bool:
        """Another program may have taken the port: only our own server knows our secret."""
        try:
            return bool(await self.person("Probe"))
        except (Refusal, OSError, ValueError, KeyError):
            return False

    def _last_words(self) -> str:
        logs = [self.folder / "output", self.folder / "homeserver.log"]
        return "\n".join(log.read_text(errors="replace")[-2000:] for log in logs if log.exists())


async def _ready(notices: socket.socket, process: asyncio.subprocess.Process) -> bool:
    """Whether the process said that it listens, before it ended and in time."""
    loop = asyncio.get_running_loop()
    said = asyncio.ensure_future(loop.sock_recv(notices, 1024))
    ended = asyncio.ensure_future(process.wait())
    try:
        await asyncio.wait([said, ended], timeout=_BOOT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return said.done() and b"READY=1" in said.result()
    finally:
        for future in (said, ended):
            future.cancel()
        await asyncio.gather(said, ended, return_exceptions=True)


def _in_memory() -> Path | None:
    """A folder in memory where there is one with room: what is gone after the tests need not wait for a disk."""
    there = Path("/dev/shm")
    return there if os.access(there, os.W_OK) and shutil.disk_usage(there).free > _ROOM else None


def _new_file(path: Path) -> BinaryIO:
    return path.open("wb")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _new_signing_key() -> str:
    seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    return f"ed25519 a_{secrets.token_hex(2)} {seed}"


def _ascii(name: str) -> str:
    """What a localpart may hold of a name (specification, appendix "User Identifiers")."""
    return "".join(letter for letter in name.lower() if letter in "abcdefghijklmnopqrstuvwxyz0123456789") or "person"
