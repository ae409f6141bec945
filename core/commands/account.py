"""`coterie matrix login` and `coterie matrix verify`: what an operator does with a platform's account, on a terminal.

An entry point of `coterie.accounts` names, for a platform, an object like `Account`.
"""

from __future__ import annotations

import asyncio
import getpass
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from ..clock import Clock, SystemClock
from ..config import Config, read_config, read_environment, text_of
from ..discovery import PlatformSettings, load
from ..errors import ConfigError, Finding, UserError
from ..logs import errors_to_stderr
from ..owner_file import write_whole
from ..values import frozen

ACCOUNTS = "coterie.accounts"


class Terminal(Protocol):
    """Where the operator sits."""

    def say(self, text: str) -> None:
        """Show a line."""

    async def secret(self, question: str) -> str:
        """What is typed and not shown. Raises UserError where nobody can be asked."""

    async def agrees(self, question: str) -> bool:
        """Whether the answer is yes. Raises UserError where nobody can be asked."""


@frozen
class Desk:
    """What an account is given: the section of its platform, the secrets, the data folder, the time, and the terminal."""

    settings: Any
    environment: Mapping[str, str]
    data: Path
    clock: Clock
    terminal: Terminal


class Account(Protocol):
    """The account on one platform. All raise PlatformError, StoreError or UserError with what to do."""

    async def login(self, desk: Desk, *, token: bool, reset: bool) -> Mapping[str, str]:
        """Log in; the secrets to be kept, by their names. By a `token` of a session that is there already, where that is wished; with
        `reset`, keys by which another client signs for the account are replaced by ours."""

    def keys_in(self, desk: Desk) -> Path | None:
        """Where keys stand that are in no store; None where there are none."""

    def seal_keys(self, desk: Desk, passphrase: str) -> str:
        """What is to be kept of them in a backup, beside a running coterie, to be read by whoever has the passphrase."""

    def take_keys(self, desk: Desk, keys: str, passphrase: str) -> str:
        """Bring back what was sealed; what came of it, in words. Raises UserError where the passphrase is another one."""

    async def verify(self, desk: Desk, *, user: str | None) -> None:
        """Let a person make sure that it is this coterie they talk to, by what both see; the next one who asks, or the one who is named."""


class Console:
    """The terminal of the process; without one, what is piped in."""

    def say(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    async def secret(self, question: str) -> str:
        if sys.stdin.isatty():
            return await asyncio.to_thread(getpass.getpass, question)
        return await self._line()

    async def agrees(self, question: str) -> bool:
        sys.stdout.write(question)
        sys.stdout.flush()
        return (await self._line()).casefold() in ("y", "yes", "j", "ja")

    @staticmethod
    async def _line() -> str:
        line: str = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            raise UserError("nobody can be asked: run this on a terminal, or give the secret in the environment")
        return line.strip()


def login(platform: str, file: Path, *, token: bool, reset: bool) -> int:
    """Log in, and keep the secrets in `.env` beside the configuration. 0 where it went well."""
    errors_to_stderr()
    desk, config = _desk(platform, file)
    account: Account = load(ACCOUNTS, platform)
    secrets = asyncio.run(account.login(desk, token=token, reset=reset))
    if secrets:
        kept = keep_secrets(config.folder, secrets)
        names = ", ".join(secrets)
        desk.terminal.say(f"{names} is kept in {kept}: nobody but you may read it")
        _warn_of_others(secrets, desk)
    return 0


def verify(platform: str, file: Path, *, user: str | None) -> int:
    """Verify with one person; 0 where both saw the same."""
    errors_to_stderr()
    desk, _ = _desk(platform, file)
    account: Account = load(ACCOUNTS, platform)
    asyncio.run(account.verify(desk, user=user))
    return 0


def keep_secrets(folder: Path, secrets: Mapping[str, str]) -> Path:
    """Write them into `.env`, in the place of what it said before; all else in it stays. Only its owner may read it then."""
    file = folder / ".env"
    lines = text_of(file).splitlines() if file.exists() else []
    for name, value in secrets.items():
        is_it = re.compile(rf"\s*(export\s+)?{re.escape(name)}\s*=")
        at = next((number for number, line in enumerate(lines) if is_it.match(line)), len(lines))
        lines = [line for number, line in enumerate(lines) if number == at or not is_it.match(line)]
        lines[at : at + 1] = [f"{name}={value}"]
    write_whole(file, "\n".join(lines))
    return file


def _desk(platform: str, file: Path) -> tuple[Desk, Config]:
    config = read_config(file, PlatformSettings())
    if platform not in config.adapters:
        raise ConfigError(
            Finding(str(file), None, None, f"it has no section [{platform}]: say there which account it is")
        )
    return desk_of(platform, config), config


def desk_of(platform: str, config: Config) -> Desk:
    """What the account of a platform that the configuration names is given."""
    data, environment = config.folder / config.coterie.data, read_environment(config.folder)
    return Desk(config.adapters[platform], environment, data, SystemClock(), Console())


def _warn_of_others(secrets: Mapping[str, str], desk: Desk) -> None:
    """What stands in the environment itself goes before the file."""
    import os

    for name in secrets:
        if name in os.environ:
            desk.terminal.say(
                f"but {name} is set in the environment too, which goes before the file: take it away there"
            )
