"""What an operator does with the account of coterie: log in, be verified, and keep its keys in a backup."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from coterie.core.commands.account import Desk
from coterie.core.errors import StoreError

from .encryption.copies import copied, laid_aside, opened, sealed
from .encryption.home import device_in, folder_of
from .login import login
from .verify import verify


class MatrixAccount:
    """The account on one homeserver."""

    async def login(self, desk: Desk, *, token: bool, reset: bool) -> Mapping[str, str]:
        return await login(desk, token=token, reset=reset)

    async def verify(self, desk: Desk, *, user: str | None) -> None:
        await verify(desk, user=user)

    def keys_in(self, desk: Desk) -> Path | None:
        folder = folder_of(desk.data, desk.settings.user)
        return folder if device_in(folder) is not None else None

    def seal_keys(self, desk: Desk, passphrase: str) -> str:
        copy = copied(desk.data, desk.settings.user)
        if copy is None:
            raise StoreError(f"there are no keys any more in {folder_of(desk.data, desk.settings.user)}")
        return sealed(copy, passphrase)

    def take_keys(self, desk: Desk, keys: str, passphrase: str) -> str:
        return laid_aside(desk.data, desk.settings.user, opened(keys, passphrase))


account = MatrixAccount()
