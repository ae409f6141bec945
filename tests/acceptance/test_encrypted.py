"""The program in encrypted rooms of a real Synapse: a conversation with choices and a form; then it is killed again and again, and no key is lost,
nothing is heard or said twice."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from coterie.adapters.matrix.adapter import TOKEN
from coterie.adapters.matrix.testing import Homeserver, why_no_homeserver
from coterie.adapters.matrix.testing.sealed_person import SealedPerson, sealed
from tests.acceptance.program import Program

KILLS = 2
EACH = 3
PATIENCE_SECONDS = 150

COMMUNITY = """
community: town
name: Town
groups:
  python:
    name: Python
    purpose: Learn together.
    review_every: 3mo
    state: pilot
    homes: {{matrix: "{room}"}}
    playbooks: [{{use: ping}}, {{use: evening}}]
"""

EVENING = """
playbook: evening
version: 1
title: Evenings
starts:
  - command: evening
steps:
  - id: day
    ask: {text: Which day?, choices: {tue: Tuesday, wed: Wednesday}, until: first}
    within: 1d
  - id: about
    form:
      to: starter
      title: Tell us
      fields:
        what: {type: text, label: What is it about?, required: yes}
        kind: {type: select, label: What kind?, choices: [Talk, Workshop], required: yes}
    within: 1d
  - post: {text: "{{ day.winner }}: {{ about.answers.what }}, {{ about.answers['kind'] }}"}
"""

PLAYBOOK = """
playbook: ping
version: 1
title: Pings
starts:
  - command: ping
steps:
  - post: {text: pong}
"""

CONFIG = """
[matrix]
homeserver = "{url}"
user = "{user}"
"""


async def talks(her: SealedPerson, room: str, bot: str) -> None:
    """Chooses in the room and fills in a form in a conversation that coterie opens: all of it encrypted."""
    await her.say(room, "!evening")
    await her.until(lambda event: event.decrypted and "Which day?" in str(event.source))
    await her.say(room, "Wednesday")
    while not (direct := await her.person.direct_rooms(bot)):  # noqa: ASYNC110 - it happens at the homeserver
        await asyncio.sleep(0.05)
    assert await her.person.state(direct[0], "m.room.encryption")
    await her.until(lambda event: "What is it about?" in str(getattr(event, "body", "")))
    await her.say(direct[0], "Trees")
    await her.until(lambda event: "What kind?" in str(getattr(event, "body", "")))
    await her.say(direct[0], "2")
    await her.until(lambda event: "wed: Trees, Workshop" in str(getattr(event, "body", "")))


async def heard(her: SealedPerson, count: int) -> None:
    """Return when she read so many answers."""
    while sum(getattr(event, "body", "") == "pong" for event in her.heard) < count:
        await her.sync(500)


@pytest.mark.skipif(why_no_homeserver() is not None, reason=str(why_no_homeserver()))
async def test_it_converses_and_killed_at_any_time_hears_and_says_everything_once(
    tmp_path: Path, server: Homeserver
) -> None:
    rng = random.Random(11)
    ana, bot = await server.person("Ana"), await server.person("coterie")
    program = Program(tmp_path, {TOKEN: bot.token})
    (tmp_path / "ana").mkdir()
    (tmp_path / "playbooks").mkdir()
    async with sealed(ana, tmp_path / "ana") as her, asyncio.timeout(PATIENCE_SECONDS):
        room = await her.open_room("Python", invite=[bot.user])
        (tmp_path / "playbooks" / "ping.yaml").write_text(PLAYBOOK, encoding="utf-8")
        (tmp_path / "playbooks" / "evening.yaml").write_text(EVENING, encoding="utf-8")
        (tmp_path / "community.yaml").write_text(COMMUNITY.format(room=room), encoding="utf-8")
        (tmp_path / "coterie.toml").write_text(CONFIG.format(url=server.url, user=bot.user), encoding="utf-8")
        async with program.lives("run"):
            while (await ana.members(room)).get(bot.user) != "join":  # noqa: ASYNC110 - it happens at the homeserver
                await asyncio.sleep(0.05)
            await talks(her, room, bot.user)
            await her.say(room, "!ping")
            await heard(her, 1)
        said = 1
        for _ in range(KILLS):
            # A new key each time: it is on its way when the program dies.
            her.client.invalidate_outbound_session(room)
            for _ in range(EACH):
                await her.say(room, "!ping")
            async with program.lives("run"):
                await heard(her, said + 1)
                await asyncio.sleep(rng.uniform(0, 0.1))
            said += EACH
        async with program.lives("run"):
            await heard(her, said)
            await her.say(room, "!ping")
            await heard(her, said + 1)
    assert sum(getattr(event, "body", "") == "pong" for event in her.heard) == said + 1
