"""The keys of the account's device, at hand: their folder held, the machine in a thread of its own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from peewee import PeeweeException  # type: ignore[import-untyped]  # it ships no types

from coterie.core.errors import StoreError, Transient

from .home import KeyHome
from .machine import Machine

T = TypeVar("T")
P = ParamSpec("P")


class Vault:
    """Empty until `open`, and again where something could not be kept: what is in the memory is then ahead of the file."""

    def __init__(self) -> None:
        self.home: KeyHome | None = None
        self._machine: Machine | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="matrix-keys")

    @property
    def machine(self) -> Machine | None:
        """Its values may be read; its methods belong to `do`."""
        return self._machine

    async def enter(self, data: Path, user: str) -> KeyHome:
        """Hold the folder. Raises Locked or StoreError."""
        if self.home is None:
            self.home = await self._run(lambda: KeyHome(data, user))
        return self.home

    async def open(self, user: str, device: str) -> Machine:
        """The device's keys, made where there are none. Raises StoreError."""
        home = self.home
        assert home is not None
        try:
            self._machine = await self._run(lambda: Machine(user, device, home.path))
        except Exception as error:
            if not _is_of_the_file(error):
                raise
            raise StoreError(f"the keys of the device {device} in {home.path} can't be read: {error}") from error
        return self._machine

    async def shut(self) -> None:
        """Put the machine away."""
        machine, self._machine = self._machine, None
        if machine is not None:
            await self._run(machine.close)

    async def close(self) -> None:
        """Put the machine away and let others have the folder."""
        await self.shut()
        home, self.home = self.home, None
        if home is not None:
            home.release()

    async def do(self, act: Callable[Concatenate[Machine, P], T], *given: P.args, **named: P.kwargs) -> T:
        """What an act of the machine comes to. Raises Transient where it is not at hand, StoreError where something can't be kept."""
        machine = self._machine
        if machine is None:
            raise Transient("the keys of the device are not at hand")
        try:
            return await self._run(lambda: act(machine, *given, **named))
        except Exception as error:
            if not _is_of_the_file(error):
                raise
            await self.close()
            raise StoreError(f"the keys of the device can't be kept: {error}") from error

    async def _run(self, act: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, act)


def _is_of_the_file(error: Exception) -> bool:
    return isinstance(error, sqlite3.Error | PeeweeException | OSError)
