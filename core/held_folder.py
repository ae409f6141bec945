"""The folder of a store, held by one process at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from .errors import Locked, StoreError

LOCK = "lock"
"""The file in the folder that is under the lock."""


class HeldFolder:
    """A folder under a lock that ends with the process, however it ends. Made where it isn't there.

    Raises Locked where somebody else holds it, StoreError where there can't be such a folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock = (path / LOCK).open("a+", encoding="ascii")
        except (FileExistsError, NotADirectoryError) as error:
            raise StoreError(f"{error.filename} is a file, but a folder is needed: name another data folder") from error
        except OSError as error:
            raise StoreError(
                f"can't use the data folder {path}: {error.strerror}; make it writable or name another"
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = self._holder()
            self._lock.close()
            raise Locked(
                f"the data folder {path} is in use by {holder}: stop that one, or give this one another data folder"
            ) from error
        self._sign()

    def release(self) -> None:
        """Let others have it. The file stays, as removing it would let two processes hold two locks."""
        self._lock.close()

    def _holder(self) -> str:
        self._lock.seek(0)
        number = self._lock.read().strip()
        return f"process {number}" if number.isdigit() else "another process"

    def _sign(self) -> None:
        try:
            self._lock.truncate(0)
            self._lock.write(f"{os.getpid()}\n")
            self._lock.flush()
        except OSError as error:
            self._lock.close()
            raise StoreError(
                f"can't write to the data folder {self.path}: {error.strerror}; make room or name another"
            ) from error
