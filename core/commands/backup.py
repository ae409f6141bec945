r"""`coterie backup` and `coterie restore`: everything that a store holds at one instant, in one file, and back into an empty store.

The file is gzip of lines of JSON:

    {"coterie-backup":1,"version":"…","at":"…"}    2, with "keys": {PLATFORM: sealed}, where keys that are in no store are kept too
    ["TABLE","KEY",VALUE]                          each document, in the order of table and key
    {"documents":N,"sha256":"…"}                   of all bytes before, not compressed
"""

from __future__ import annotations

import asyncio
import gzip
import os
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
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
from ..engine.restored import AT, RESTORED
from ..errors import Corrupt, StoreError, UserError
from ..logs import errors_to_stderr
from ..ports import Document, Portable, Snapshot
from .key_copies import keyed, left_out, restored_keys, sealed_keys
from .moving import BACKUP, MARK, carried, in_use
from .running import location_of, store_of

FORMAT, WITH_KEYS = 1, 2
PAGE = 500
_KIND = "coterie-backup"
_encode = msgspec.json.Encoder().encode
_decode_line = msgspec.json.Decoder(Document).decode
_decode = msgspec.json.Decoder().decode
_DAMAGE = (EOFError, OSError, ValueError, zlib.error, msgspec.MsgspecError)
"""What reading a file raises that is no longer as it was written."""


class Sum(NamedTuple):
    """How many documents a file holds, and their checksum; the sealed keys in it, by platform."""

    documents: int
    sha256: str
    keys: Mapping[str, str] = {}


def backup(file: Path, config: Path, store: str | None, part: str = "", *, keys: bool = False) -> str:
    """Write everything that the store holds now into a new file, beside a running coterie; what was written, in words. With `keys`, also those
    that are in no store, sealed by a passphrase.

    Raises UserError where the file is there already, StoreError where the store can't be read or the file not be written.
    """
    errors_to_stderr()
    if file.exists():
        raise UserError(f"{file} is there already: name another file, or move that one away")
    aside, settings = file.with_name(f"{file.name}.part"), read_config(config, PlatformSettings())
    accounts = keyed(settings)
    packed = asyncio.run(sealed_keys(accounts)) if keys else {}
    try:
        with _new(aside) as out:
            asyncio.run(_backup(out, settings, store, part, packed))
            out.flush()
            os.fsync(out.fileno())
        found = checked(aside)
        aside.rename(file)
    except OSError as error:
        raise StoreError(f"can't write {file}: {error.strerror}; nothing was kept") from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    said = [f"{found.documents:,} documents are kept in {file}, sha256 {found.sha256}"]
    said += [f"the keys to encrypted rooms on {place} are in it, sealed by the passphrase" for place in packed]
    if keys and not packed:
        said.append("there are no keys to encrypted rooms here")
    return "\n".join([*said, *(() if keys else left_out(accounts))])


def restore(file: Path, config: Path, store: str | None, part: str = "", *, keys: bool = True) -> str:
    """Bring everything in the file into an empty store, and compare; what was restored, in words. With `keys`, those that are in it too.

    Raises Corrupt where the file is damaged: nothing is written then. Raises Locked where the store is in use, UserError where it is not empty.
    """
    errors_to_stderr()
    found = checked(file)
    settings = read_config(config, PlatformSettings())
    # First of all: whoever has forgotten the passphrase has an empty store still.
    words = asyncio.run(restored_keys(keyed(settings), found.keys)) if keys else ()
    where = asyncio.run(_restored(file, settings, store, part))
    return "\n".join([f"{found.documents:,} documents of {file} are restored into {where}, and compared", *words])


def checked(file: Path) -> Sum:
    """What the file holds. Raises Corrupt unless every byte of it is as it was written, StoreError where a newer coterie wrote it."""
    reading = _Reading(file)
    count = sum(1 for _ in reading.documents())
    return Sum(count, reading.digest, reading.keys)


# --- writing --------------------------------------------------------------------------------------------------------


def _new(path: Path) -> BinaryIO:
    """A new file that nobody but its owner can read."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


async def _backup(out: BinaryIO, config: Config, store: str | None, part: str, keys: Mapping[str, str]) -> None:
    where, clock = location_of(config, store, read_environment(config.folder)), SystemClock()
    factory = load(SNAPSHOTS, where.partition(":")[0])
    async with factory(where, str(config.folder / config.coterie.data), part=part) as there:
        digest, count = sha256(), 0
        with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, filename="", mtime=0) as packed:

            def write(line: bytes) -> None:
                packed.write(line + b"\n")
                digest.update(line + b"\n")

            head = {_KIND: WITH_KEYS if keys else FORMAT, "version": __version__, "at": clock.now().isoformat()}
            write(_encode(head | ({"keys": keys} if keys else {})))
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
    """One reading of a file. `digest` is its checksum and `keys` are those in it, once all `documents` were read."""

    file: Path
    digest: str = ""
    keys: Mapping[str, str] = field(factory=dict)

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
        try:
            self.keys = _header(self.file, line)
        except StoreError:
            for _ in rest:  # one changed byte may look like another format: that it is damaged is known at the end
                pass
            raise
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


def _header(file: Path, line: bytes) -> Mapping[str, str]:
    """The keys that are kept in the first line."""
    header = _decode(line)
    if not isinstance(header, dict) or _KIND not in header:
        raise ValueError("it does not begin as a backup does")
    if header[_KIND] not in (FORMAT, WITH_KEYS):
        raise StoreError(
            f"{file} has format {header[_KIND]}, this coterie reads {FORMAT} and {WITH_KEYS}: install the one that wrote it"
        )
    keys = header.get("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(one, str) for one in keys.values()):
        raise ValueError("the keys in it are no texts")
    return keys


async def _restored(file: Path, config: Config, store: str | None, part: str) -> str:
    environment = read_environment(config.folder)
    where = without_password(location_of(config, store, environment))
    opened = await store_of(config, store, environment, SystemClock(), part)
    try:
        if not isinstance(opened, Portable):
            raise UserError(f"{where} is a store that nothing can be restored into")
        if others := await opened.others():
            raise in_use(where, others, "restore")
        await carried(BackupFile(file), opened, f"{BACKUP}{file.name}", [Document(f"records/{RESTORED}", AT, "")])
    finally:
        await opened.close()
    return where
