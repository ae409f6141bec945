r"""The journal of a store: a file that only grows, of lines that are whole or not there.

The first line says `coterie-store 1`. Every other one holds writes that were kept together:

    CHECKSUM LENGTH [["TABLE","KEY",VALUE],…]\n

CHECKSUM is the CRC-32 of the JSON, in eight hexadecimal digits, LENGTH its number of bytes, hexadecimal too. A null takes a document away.
"""

from __future__ import annotations

import os
import re
from binascii import crc32
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from coterie.core.errors import Corrupt, StoreError

from .documents import Write

FORMAT = 1
_HEADER = f"coterie-store {FORMAT}\n".encode()
_ANY_HEADER = re.compile(rb"coterie-store (\d{1,9})\n")
_PREFIX = re.compile(rb"([0-9a-f]{8}) ([0-9a-f]+) ")
_WRITES_IN_A_LINE = 500

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[Write]).decode


class JournalFile:
    """An open journal. What `append` returned from is on the disk. All of it blocks: call it in a thread.

    `writes` counts those in the file, the outdated ones too.
    """

    def __init__(self, path: Path, file: BinaryIO, size: int, writes: int) -> None:
        self.path = path
        self.writes = writes
        self._file = file
        self._size = size

    @classmethod
    def create(cls, path: Path, writes: Iterable[Write]) -> JournalFile:
        """A durable journal that holds these writes, beside `path`, to `replace` the one there or to `settle` there."""
        aside = path.with_name(path.name + ".new")
        journal = cls(aside, aside.open("wb", buffering=0), 0, 0)
        try:
            journal._write(_HEADER)
            journal._size = len(_HEADER)
            rest = iter(writes)
            while some := list(islice(rest, _WRITES_IN_A_LINE)):
                line = line_of(some)
                journal._write(line)
                journal._size += len(line)
                journal.writes += len(some)
            journal._sync()
        except BaseException:
            journal.discard()
            raise
        return journal

    @classmethod
    def open(cls, path: Path, size: int, writes: int) -> JournalFile:
        """Go on with a journal that is good up to `size`; what comes after it is cut off."""
        journal = cls(path, path.open("r+b", buffering=0), size, writes)
        if path.stat().st_size > size:
            journal._cut()
            journal._sync()
        journal._file.seek(size)
        return journal

    def append(self, writes: Sequence[Write]) -> None:
        """Add a line and wait for the disk. Raises Unwritten or, when nobody knows what the disk holds now, Unsure."""
        line = line_of(writes)
        try:
            self._write(line)
        except OSError as error:
            self._take_back(error)
            raise Unwritten(f"can't write to {self.path}: {error.strerror}; nothing of it was kept") from error
        try:
            self._sync()
        except OSError as error:
            self._take_back(error)
            raise Unsure(f"the disk failed while {self.path} was written: {error.strerror}") from error
        if not self._is_in_place():
            raise Unsure(f"{self.path} was taken away, or another put in its place, while coterie ran")
        self._size += len(line)
        self.writes += len(writes)

    def replace(self, new: JournalFile, since: Sequence[Write] = ()) -> None:
        """Become another journal, with these writes behind its own; the present file goes. Raises OSError, or Unsure after the point of
        no return."""
        try:
            if since:
                new.append(since)
            os.replace(new.path, self.path)
        except BaseException:
            new.discard()
            raise
        self._file.close()
        self._file, self._size, self.writes = new._file, new._size, new.writes
        try:
            sync_folder(self.path.parent)
        except OSError as error:
            raise Unsure(f"the disk failed while {self.path} was replaced: {error.strerror}") from error

    def settle(self, path: Path) -> None:
        """Take the name of the file beside which it was made."""
        os.replace(self.path, path)
        self.path = path
        sync_folder(path.parent)

    def discard(self) -> None:
        """Close it and take it away."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        self._file.close()

    def _write(self, line: bytes) -> None:
        left = memoryview(line)
        while left:
            left = left[self._file.write(left) :]

    def _sync(self) -> None:
        os.fsync(self._file.fileno())

    def _is_in_place(self) -> bool:
        """Whether what is written is what the next start will find: the name may have gone, and the folder's lock with it."""
        try:
            return os.path.samestat(os.stat(self.path), os.fstat(self._file.fileno()))
        except OSError:
            return False

    def _cut(self) -> None:
        self._file.truncate(self._size)
        self._file.seek(self._size)

    def _take_back(self, cause: OSError) -> None:
        """Cut off what was written of a line, so that the next one doesn't follow half a one."""
        try:
            self._cut()
        except OSError as error:
            raise Unsure(f"can't write to {self.path}: {cause.strerror}, nor mend it: {error.strerror}") from error


class Unwritten(StoreError):
    """The disk took nothing. Another try may succeed, when there is room again."""


class Unsure(StoreError):
    """Nobody knows what the disk holds. Nothing more may be written until the file was read again."""


def line_of(writes: Sequence[Write]) -> bytes:
    """The line that keeps these writes together."""
    text = _encode(writes)
    return b"%08x %x %s\n" % (crc32(text), len(text), text)


class Reading:
    """A journal as it is read. Go through `lines`; `size` then is where the last good line ends, `torn` how many bytes follow it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._bytes = path.read_bytes()
        self.size = self._check_header()
        self.torn = 0

    def lines(self) -> Iterator[list[Write]]:
        """The writes of each line, in order. Raises Corrupt at the first that is damaged, if it isn't just the torn end of the file."""
        *whole, end = self._bytes[self.size :].split(b"\n")
        last = len(whole) - 1
        for number, line in enumerate(whole):
            if (writes := _writes_of(line)) is None:
                if number < last or end or not _is_torn(line + b"\n"):
                    raise self._corrupt("holds a damaged line")
                end = line + b"\n"
                break
            yield writes
            self.size += len(line) + 1
        if end and not _is_torn(end):
            raise self._corrupt("ends with a damaged line")
        self.torn = len(end)

    def _check_header(self) -> int:
        self.size = 0
        header = _ANY_HEADER.match(self._bytes)
        if header is None:
            raise self._corrupt("does not begin as a store must" if self._bytes else "is empty, as no store ever is")
        if int(header[1]) > FORMAT:
            found = int(header[1])
            raise StoreError(
                f"{self.path} has format {found}, this coterie reads {FORMAT}: install the newer coterie that wrote it"
            )
        if int(header[1]) != FORMAT:
            raise self._corrupt("has a format that never was")
        return header.end()

    def _corrupt(self, what: str) -> Corrupt:
        text = f"{self.path} {what} at byte {self.size}; nothing was changed. Bring it back from a backup, or move it away to begin anew"
        return Corrupt(text, str(self.path), self.size)


def _writes_of(line: bytes) -> list[Write] | None:
    """What a line holds, or None where it is damaged."""
    prefix = _PREFIX.match(line)
    if prefix is None:
        return None
    text = line[prefix.end() :]
    if len(text) != int(prefix[2], 16) or crc32(text) != int(prefix[1], 16):
        return None
    try:
        return _decode(text)
    except msgspec.MsgspecError:
        return None


def _is_torn(end: bytes) -> bool:
    """Whether this is the end of a file whose writer was stopped: it breaks off early, or the disk left zeros (JSON has none)."""
    if b"\0" in end:
        return True
    prefix = _PREFIX.match(end)
    if prefix is None:
        return b"\n" not in end and len(end) < len(b"01234567 12345678 ")
    return len(end) < prefix.end() + int(prefix[2], 16) + 1 and b"\n" not in end


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
