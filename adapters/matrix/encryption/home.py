"""Where the keys of an account stand: a folder of its own in the data folder, that one process at a time may use.

lock             held by the process that uses it
device           the id of the device that coterie is, where it logs in by a password
DEVICE.db        what the device keeps (`kept.py`)
restored.json    keys out of a backup, until the device takes them in
seeds.json       the seeds of the keys by which the account signs its devices
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from coterie.core.errors import StoreError
from coterie.core.held_folder import HeldFolder
from coterie.core.owner_file import write_whole

from .machine import file_of
from .signing import Seeds

RESTORED = "restored.json"


class KeyHome:
    """The folder, held. Raises Locked or StoreError."""

    def __init__(self, data: Path, user: str) -> None:
        self.path = folder_of(data, user)
        self._held = HeldFolder(self.path)
        self.path.chmod(0o700)

    def release(self) -> None:
        self._held.release()

    @property
    def device(self) -> str | None:
        """The device that coterie last was, if what it kept is still there."""
        return device_in(self.path)

    def keep_device(self, device: str) -> None:
        write_whole(self.path / "device", device)

    def lay_aside(self, copy: str) -> None:
        """Keep keys out of a backup for whichever device is opened next."""
        write_whole(self.path / RESTORED, copy)

    def laid_aside(self) -> str | None:
        """Those keys, until `took`."""
        file = self.path / RESTORED
        return file.read_text("utf-8") if file.is_file() else None

    def took(self) -> None:
        (self.path / RESTORED).unlink(missing_ok=True)

    @property
    def seeds(self) -> Seeds | None:
        """Raises StoreError where they can't be read."""
        return seeds_in(self.path)

    def keep_seeds(self, seeds: Seeds) -> None:
        write_whole(self.path / "seeds.json", json.dumps(seeds.to_json(), indent=2))


def folder_of(data: Path, user: str) -> Path:
    return data / "matrix" / quote(user, safe="@")


def device_in(folder: Path) -> str | None:
    """The device that is kept in the folder, None where its keys are not there."""
    file = folder / "device"
    device = file.read_text("utf-8").strip() if file.is_file() else ""
    return device if device and (folder / file_of(device)).is_file() else None


def seeds_in(folder: Path) -> Seeds | None:
    """The seeds that are kept there. Raises StoreError where they can't be read."""
    file = folder / "seeds.json"
    if not file.is_file():
        return None
    try:
        return Seeds.from_json(json.loads(file.read_text("utf-8")))
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreError(f"{file} does not hold the keys that sign the account's devices: {error}") from error
