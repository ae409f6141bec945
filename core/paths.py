"""What is there under a name that somebody wrote."""

from __future__ import annotations

import os
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
