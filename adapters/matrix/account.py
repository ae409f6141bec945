"""What an operator does with the account of coterie: log in, and be verified."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.commands.account import Desk

from .login import login
from .verify import verify


class MatrixAccount:
    """The account on one homeserver."""

    async def login(self, desk: Desk, *, token: bool, reset: bool) -> Mapping[str, str]:
        return await login(desk, token=token, reset=reset)

    async def verify(self, desk: Desk, *, user: str | None) -> None:
        await verify(desk, user=user)


account = MatrixAccount()
