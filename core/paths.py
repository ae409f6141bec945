"""What is there under a name that somebody wrote."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

# Unlike pathlib's, these of os.path know that nothing is there where a name is too long or has a NUL in it.


def is_there(path: Path) -> bool:
    """Whether there is a file or a folder of this name."""
    return os.path.exists(path)


def is_file(path: Path) -> bool:
    """Whether there is a file of this name."""
    return os.path.isfile(path)


def is_folder(path: Path) -> bool:
    """Whether there is a folder of this name."""
    return os.path.isdir(path)


def bytes_of(path: Path, at_most: int = -1) -> bytes:
    """What stands in the file, or the first so many bytes of it. Raises OSError; also of a device or a pipe, which might never end."""
    if not stat.S_ISREG(path.stat().st_mode) and not is_folder(path):
        raise OSError(errno.EINVAL, "it is a device or a pipe, not a file")
    with path.open("rb") as file:
        return file.read(at_most)
