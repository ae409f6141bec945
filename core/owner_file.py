"""Files for their owner alone, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

OWNER_ONLY = 0o600


def write_whole(file: Path, text: str) -> None:
    """The file with this text, for its owner alone; never half of it, whenever the process dies."""
    new = file.with_name(f"{file.name}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "w", encoding="utf-8") as written:
        os.fchmod(written.fileno(), OWNER_ONLY)
        written.write(f"{text.rstrip()}\n")
        written.flush()
        os.fsync(written.fileno())
    new.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
