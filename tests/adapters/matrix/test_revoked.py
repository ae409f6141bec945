"""A token that is revoked on a real homeserver stops the program, with exit status 3 and a word about it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from coterie.adapters.matrix.adapter import TOKEN
from coterie.adapters.matrix.testing import MatrixPerson
from tests.acceptance.program import Program

COMMUNITY = """
community: town
name: Town
groups:
  python: {name: Python, purpose: Learn., review_every: 3mo}
"""


async def test_a_token_that_is_revoked_ends_the_program(bot: MatrixPerson, tmp_path: Path) -> None:
    (tmp_path / "coterie.toml").write_text(
        f'[matrix]\nhomeserver = "{bot.url}"\nuser = "{bot.user}"\n', encoding="utf-8"
    )
    (tmp_path / "community.yaml").write_text(COMMUNITY, encoding="utf-8")
    program = Program(tmp_path, {TOKEN: bot.token})
    process = await program.start("run")
    assert process.stderr is not None
    async with asyncio.timeout(60):
        while json.loads(await process.stderr.readline())["event"] != "connected":
            pass
        await bot.call("POST", "/logout", {})
        *told, last = (await process.stderr.read()).decode().splitlines()
        assert await process.wait() == 3
    assert last.startswith("coterie: the homeserver does not take the token in COTERIE_MATRIX_TOKEN")
    assert [json.loads(line)["event"] for line in told] == ["logged out"]
