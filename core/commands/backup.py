r"""`coterie backup` and `coterie restore`: everything that a store holds at one instant, in one file, and back into an empty store.

The file is gzip of lines of JSON:

    {"coterie-backup":1,"version":"…","at":"…"}
    ["TABLE","KEY",VALUE]                          each document, in the order of table and key
    {"documents":N,"sha256":"…"}                   of all bytes before, not compressed
"""

from __future__ import annotations

import asyncio
import gzip
import os
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec
from attrs import define, field

from coterie import __version__

from ..clock import SystemClock
from ..config import Config, read_config, read_environment, without_password
from ..discovery import SNAPSHOTS, PlatformSettings, load
from ..errors import Corrupt, Locked, StoreError, UserError
from ..logs import errors_to_stderr
from ..ports import Document, Portable, Snapshot
from .moving import BACKUP, MARK, carried
from .running import location_of, store_of

FORMAT = 1
PAGE = 500
_KIND = "coterie-backup"
_encode = msgspec.json.Encoder().encode
_decode_line = msgspec.json.Decoder(Document).decode
_decode = msgspec.json.Decoder().decode
_DAMAGE = (EOFError, OSError, ValueError, zlib.error, msgspec.MsgspecError)
"""What reading a file raises that is no longer as it was written."""


class Sum(NamedTuple):
    """How many documents a file holds, and their checksum."""

    documents: int
    sha256: str


def backup(file: Path, config: Path, store: str | None, part: str = "") -> str:
    """Write everything that the store holds now into a new file, beside a running coterie; what was written, in words.

    Raises UserError where the file is there already, StoreError where the store can't be read or the file not be written.
    """
    errors_to_stderr()
    if file.exists():
        raise UserError(f"{file} is there already: name another file, or move that one away")
    aside = file.with_name(f"{file.name}.part")
    try:
        with _new(aside) as out:
            asyncio.run(_backup(out, read_config(config, PlatformSettings()), store, part))
            out.flush()
            os.fsync(out.fileno())
        found = checked(aside)
        aside.rename(file)
    except OSError as error:
        raise StoreError(f"can't write {file}: {error.strerror}; nothing was kept") from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return f"{found.documents:,} documents are kept in {file}, sha256 {found.sha256}"


def restore(file: Path, config: Path, store: str | None, part: str = "") -> str:
    """Bring everything in the file into an empty store, and compare; what was restored, in words.

    Raises Corrupt where the file is damaged: nothing is written then. Raises Locked where the store is in use, UserError where it is not empty.
    """
    errors_to_stderr()
    found = checked(file)
    where = asyncio.run(_restored(file, read_config(config, PlatformSettings()), store, part))
    return f"{found.documents:,} documents of {file} are restored into {where}, and compared"


def checked(file: Path) -> Sum:
    """What the file holds. Raises Corrupt unless every byte of it is as it was written, StoreError where a newer coterie wrote it."""
    reading = _Reading(file)
    count = sum(1 for _ in reading.documents())
    return Sum(count, reading.digest)


# --- writing --------------------------------------------------------------------------------------------------------


def _new(path: Path) -> BinaryIO:
    """A new file that nobody but its owner can read."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


async def _backup(out: BinaryIO, config: Config, store: str | None, part: str) -> None:
    where, clock = location_of(config, store, read_environment(config.folder)), SystemClock()
    factory = load(SNAPSHOTS, where.partition(":")[0])
    async with factory(where, str(config.folder / config.coterie.data), part=part) as there:
        digest, count = sha256(), 0
        with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, filename="", mtime=0) as packed:

            def write(line: bytes) -> None:
                packed.write(line + b"\n")
                digest.update(line + b"\n")

            write(_encode({_KIND: FORMAT, "version": __version__, "at": clock.now().isoformat()}))
            async for one in _all(there):
                write(_encode(one))
                count += 1
            packed.write(_encode({"documents": count, "sha256": digest.hexdigest()}) + b"\n")


async def _all(there: Snapshot) -> AsyncIterator[Document]:
    after: tuple[str, str] | None = None
    while page := await there.documents(after, PAGE):
        for one in page:
            if one[:2] == MARK:
                raise StoreError(f"{one.value} was not carried into this store to the end: do that first")
            yield one
        after = page[-1][:2]


# --- reading --------------------------------------------------------------------------------------------------------


@define
class BackupFile:
    """A checked file as something that is moved out of: read from its begin to its end, as often as asked."""

    file: Path
    _rest: Iterator[Document] = field(factory=lambda: iter(()))

    async def documents(self, after: tuple[str, str] | None, limit: int) -> Sequence[Document]:
        if after is None:
            self._rest = _Reading(self.file).documents()
        return list(islice(self._rest, limit))

    async def write(self, documents: Sequence[Document]) -> None:
        raise StoreError("a backup is only read")

    async def others(self) -> int:
        return 0


@define
class _Reading:
    """One reading of a file. `digest` is its checksum, once all `documents` were read."""

    file: Path
    digest: str = ""

    def documents(self) -> Iterator[Document]:
        """Every document of the file; at its end the checksum is compared."""
        try:
            with gzip.open(self.file, "rb") as packed:
                yield from self._documents(packed)
        except FileNotFoundError as error:
            raise UserError(f"there is no file {self.file}") from error
        except _DAMAGE as error:
            what = f"{self.file} is damaged, or no backup of coterie: {error or type(error).__name__}"
            raise Corrupt(f"{what}. Nothing was restored; take another backup", str(self.file), 0) from error

    def _documents(self, lines: Iterable[bytes]) -> Iterator[Document]:
        digest, count, rest = sha256(), 0, iter(lines)
        line = next(rest, b"")
        _check_header(self.file, line)
        digest.update(line)
        line = next(rest, b"")
        for following in rest:
            yield _decode_line(line)
            count += 1
            digest.update(line)
            line = following
        self.digest = digest.hexdigest()
        if _decode(line) != {"documents": count, "sha256": self.digest}:
            raise ValueError("the checksum is another")


def _check_header(file: Path, line: bytes) -> None:
    header = _decode(line)
    if not isinstance(header, dict) or _KIND not in header:
        raise ValueError("it does not begin as a backup does")
    if header[_KIND] != FORMAT:
        raise StoreError(
            f"{file} has format {header[_KIND]}, this coterie reads {FORMAT}: install the one that wrote it"
        )


async def _restored(file: Path, config: Config, store: str | None, part: str) -> str:
    environment = read_environment(config.folder)
    where = without_password(location_of(config, store, environment))
    opened = await store_of(config, store, environment, SystemClock(), part)
    try:
        if not isinstance(opened, Portable):
            raise UserError(f"{where} is a store that nothing can be restored into")
        if others := await opened.others():
            raise Locked(f"{where} is in use by {others} running coterie: stop it, then restore")
        await carried(BackupFile(file), opened, f"{BACKUP}{file.name}")
    finally:
        await opened.close()
    return where
