"""Keys that are in no store, in a backup: sealed by a passphrase that nobody but the operator knows."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from ..config import Config
from ..discovery import installed, load
from ..errors import UserError
from ..values import frozen
from .account import ACCOUNTS, Account, Desk, desk_of

PASSPHRASE = "COTERIE_BACKUP_PASSPHRASE"
"""The environment variable for who can't be asked."""


@frozen
class Keyed:
    """The account on a platform that keeps keys."""

    platform: str
    account: Account
    desk: Desk

    @property
    def path(self) -> Path | None:
        """Where its keys are; None where there are none."""
        return self.account.keys_in(self.desk)


def keyed(config: Config) -> tuple[Keyed, ...]:
    """The accounts of the configuration."""
    places = [place for place in config.adapters if place in installed(ACCOUNTS)]
    return tuple(Keyed(place, load(ACCOUNTS, place), desk_of(place, config)) for place in places)


async def sealed_keys(accounts: tuple[Keyed, ...]) -> Mapping[str, str]:
    """The keys of these accounts by platform, sealed. Raises UserError without a passphrase, StoreError where they can't be read."""
    there = [one for one in accounts if one.path is not None]
    if not there:
        return {}
    passphrase = await _passphrase(there[0].desk, twice=True)
    return {one.platform: one.account.seal_keys(one.desk, passphrase) for one in there}


async def restored_keys(accounts: tuple[Keyed, ...], keys: Mapping[str, str]) -> tuple[str, ...]:
    """Bring the keys back to their accounts; what came of it, in words. Raises UserError where the passphrase is another one."""
    by_platform = {one.platform: one for one in accounts}
    if left_out := sorted(keys.keys() - by_platform.keys()):
        raise UserError(
            f"it holds keys of {', '.join(left_out)}, of which coterie.toml says nothing: add it, or --no-keys"
        )
    if not keys:
        return ()
    passphrase = await _passphrase(next(iter(by_platform.values())).desk, twice=False)
    return tuple(
        by_platform[place].account.take_keys(by_platform[place].desk, text, passphrase) for place, text in keys.items()
    )


def left_out(accounts: tuple[Keyed, ...]) -> tuple[str, ...]:
    """That the keys of these accounts are not in a backup, and what to do."""
    paths = [one.path for one in accounts if one.path is not None]
    return tuple(
        f"the keys to encrypted rooms in {path} are NOT in it: --keys puts them in, sealed by a passphrase"
        for path in paths
    )


async def _passphrase(desk: Desk, *, twice: bool) -> str:
    given = desk.environment.get(PASSPHRASE)
    if given is None:
        given = await desk.terminal.secret("Passphrase for the keys: ")
        if twice and sys.stdin.isatty() and await desk.terminal.secret("Once more: ") != given:
            raise UserError("those were two different passphrases; nothing was kept")
    if not given:
        raise UserError(f"the keys need a passphrase: type one, or set {PASSPHRASE}")
    return given
