"""An operator who answers what the test says."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from attrs import define, field

from coterie.adapters.matrix.adapter import MatrixSettings
from coterie.adapters.matrix.testing import MatrixPerson
from coterie.core.clock import SystemClock
from coterie.core.commands.account import Desk


@define
class Operator:
    """Types `typed` where something secret is asked; says `same` to what both compare, once `compared` was looked at."""

    typed: str = ""
    same: bool = True
    said: list[str] = field(factory=list)
    compared: asyncio.Event = field(factory=asyncio.Event)
    decided: asyncio.Event = field(factory=asyncio.Event)

    def say(self, text: str) -> None:
        self.said.append(text)

    async def secret(self, question: str) -> str:
        self.said.append(question)
        return self.typed

    async def agrees(self, question: str) -> bool:
        self.compared.set()
        await self.decided.wait()
        return self.same


def desk(bot: MatrixPerson, data: Path, operator: Operator, environment: Mapping[str, str]) -> Desk:
    return Desk(MatrixSettings(bot.url, bot.user), environment, data, SystemClock(), operator)
