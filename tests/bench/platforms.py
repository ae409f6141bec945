"""`coterie run` on a Slack on loopback and on a real Synapse, killed again and again while people answer what it asks. Nothing may be amiss.

python -m tests.bench platforms [slack|matrix] [KILLS] [SEED]      unless given, both

Every room is asked in rounds; somebody in it answers by a button or an emoji, and each answer is told. Between kills it is told to stop, and
Synapse itself is killed and started again. At the end everything must have been said once, in order.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import tempfile
from abc import abstractmethod
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from aiohttp import ClientError
from attrs import define, field

from coterie.adapters.matrix.testing import homeserver
from coterie.adapters.matrix.testing.homeserver import Homeserver
from coterie.adapters.matrix.testing.person import MatrixPerson
from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, LoopbackSlack, slack_on_loopback
from coterie.adapters.slack.testing.things import BOT_USER

PLATFORMS = ("slack", "matrix")
GROUPS = ("python", "parents", "walking")
END = "that was all"
QUIET_SECONDS = 2
AWAY_SECONDS = 5
PRESS_AGAIN_SECONDS = 2

PLAYBOOK = """
playbook: rounds
version: 1
title: Rounds
starts:
  - command: begin
steps:
  - set: {n: "1"}
  - id: round
    ask: {text: "round {{ n }}, tea or coffee?", choices: {tea: Tea, coffee: Coffee}, until: 1}
  - post: {text: "round {{ n }}, {{ round.winner }} it is"}
  - wait: 1s
  - if: n < LAST
    set: {n: n + 1}
    goto: round
  - post: {text: that was all}
"""
COMMUNITY = "community: town\nname: Town\npeople:\n  ana: {{name: Ana, {platform}: '{ana}'}}\ngroups:\n"
GROUP = """
  {id}:
    name: {id}
    purpose: Do it together.
    leaders: [ana]
    review_every: 3mo
    homes: {{{platform}: '{room}'}}
    playbooks: [{{use: rounds}}]
"""


class Place(Protocol):
    """A platform with a room for each group."""

    @property
    @abstractmethod
    def secrets(self) -> Mapping[str, str]: ...

    @abstractmethod
    async def heard(self, group: str) -> Sequence[str]:
        """The first line of everything that coterie said in a room, in order."""

    @abstractmethod
    async def begin(self, group: str) -> None:
        """Somebody begins the rounds of a room."""

    @abstractmethod
    async def answer(self, group: str) -> None:
        """Somebody answers what they have not answered yet."""

    @abstractmethod
    async def fall(self) -> bool:
        """Be killed and come back; whether that is possible."""


@define
class OnSlack:
    """The Slack on loopback."""

    slack: LoopbackSlack
    pressed: dict[str, float] = field(factory=dict)

    @property
    def secrets(self) -> Mapping[str, str]:
        return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}

    async def heard(self, group: str) -> Sequence[str]:
        channel = self.slack.workspace.channel_called(group)
        assert channel is not None
        mine = [one for one in channel.messages if one.user == BOT_USER and one.visible_to is None]
        return [one.text.partition("\n")[0] for one in mine]

    async def begin(self, group: str) -> None:
        await self.slack.person("ana").say(group, "!begin")

    async def answer(self, group: str) -> None:
        """A press while nobody is connected is lost, as on Slack: then they press again."""
        heard, now = await self.heard(group), asyncio.get_running_loop().time()
        if not heard or "tea or coffee?" not in heard[-1]:
            return
        ana = self.slack.person("ana")
        card = [seen for seen in ana.sees(group) if "tea or coffee?" in seen.text][-1]
        if now - self.pressed.get(card.ts, 0) > PRESS_AGAIN_SECONDS:
            self.pressed[card.ts] = now
            await ana.press(card, "Tea")

    async def fall(self) -> bool:
        return False


@define
class OnMatrix:
    """A Synapse."""

    server: Homeserver
    ana: MatrixPerson
    bot: MatrixPerson
    rooms: Mapping[str, str]
    answered: set[str] = field(factory=set)

    @property
    def secrets(self) -> Mapping[str, str]:
        return {"COTERIE_MATRIX_TOKEN": self.bot.token}

    async def heard(self, group: str) -> Sequence[str]:
        seen = await self.ana.read(self.rooms[group])
        return [one.text.strip().partition("\n")[0] for one in seen if one.sender == self.bot.user]

    async def begin(self, group: str) -> None:
        while (await self.ana.members(self.rooms[group])).get(self.bot.user) != "join":  # noqa: ASYNC110 - another process's
            await asyncio.sleep(0.1)
        await self.ana.say(self.rooms[group], "!begin")

    async def answer(self, group: str) -> None:
        for seen in await self.ana.read(self.rooms[group]):
            if seen.sender == self.bot.user and "tea or coffee?" in seen.text and seen.event not in self.answered:
                await self.ana.react(self.rooms[group], seen.event, "1️⃣")
                self.answered.add(seen.event)

    async def fall(self) -> bool:
        await self.server.stop(at_once=True)
        await self.server.start()
        return True


def main(arguments: list[str]) -> None:
    kills = int(arguments[1]) if len(arguments) > 1 else 20
    seed = int(arguments[2]) if len(arguments) > 2 else 7
    for platform in arguments[:1] or PLATFORMS:
        if platform not in PLATFORMS:
            raise SystemExit(f"there is no platform {platform!r}; expected slack or matrix")
        with tempfile.TemporaryDirectory() as folder:
            tally = asyncio.run(_live(platform, Path(folder), kills, random.Random(seed)))
        print(f"{platform}: {', '.join(f'{number} times {blow}' for blow, number in sorted(tally.items()))}")
        print("missing 0, doubled 0, out of order 0", flush=True)


async def _live(platform: str, folder: Path, kills: int, rng: random.Random) -> Counter[str]:
    """What was dealt. Raises AssertionError where something was amiss."""
    tally, last = Counter[str](), 5 + kills
    async with _on_slack(folder, last) if platform == "slack" else _on_matrix(folder, last) as place:
        process = await _started(folder, place)
        for group in GROUPS:  # before the first blow: what is said to a platform that falls may have been said or not
            await place.begin(group)
        members = asyncio.ensure_future(_members(place))
        try:
            while tally["kill"] < kills and not await _over(place):
                await asyncio.sleep(rng.uniform(0.3, 3))
                blow = rng.choice(["kill"] * 4 + ["stop", "fall"])
                assert process.returncode is None, (folder / "log").read_text(encoding="utf-8")[-4000:]
                match blow:
                    case "kill":
                        process.kill()
                    case "stop":
                        process.terminate()
                    case _ if not await place.fall():
                        continue
                tally[blow] += 1
                if blow != "fall":
                    status = await process.wait()
                    assert status in (0, -signal.SIGKILL, -signal.SIGTERM), (
                        f"ended with {status}"
                    )  # the last while it starts
                    process = await _started(folder, place)
            while not await _over(place):
                assert process.returncode is None, (folder / "log").read_text(encoding="utf-8")[-4000:]
                if members.done():
                    members.result()  # raises what ended them
                await asyncio.sleep(0.2)
            await asyncio.sleep(QUIET_SECONDS)  # what would come twice would come now
        finally:
            members.cancel()
            if process.returncode is None:
                process.kill()
            await process.wait()
        rounds = [(f"round {n}, tea or coffee?", f"round {n}, tea it is") for n in range(1, last + 1)]
        wanted = [*(line for both in rounds for line in both), END]
        for group in GROUPS:
            assert (found := list(await place.heard(group))) == wanted, f"{group}: {found}"
    return tally


async def _members(place: Place) -> None:
    while True:
        for group in GROUPS:
            try:
                async with asyncio.timeout(AWAY_SECONDS):
                    await place.answer(group)
            except (OSError, ClientError):
                continue  # the platform is away; a TimeoutError is an OSError
        await asyncio.sleep(0.1)


async def _over(place: Place) -> bool:
    try:
        async with asyncio.timeout(AWAY_SECONDS):
            return all([END in await place.heard(group) for group in GROUPS])
    except (OSError, ClientError):
        return False


async def _started(folder: Path, place: Place) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "coterie", "run"),
        cwd=folder,
        env={**os.environ, **place.secrets},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=(folder / "log").open("ab"),
    )


@asynccontextmanager
async def _on_slack(folder: Path, last: int) -> AsyncIterator[Place]:
    async with slack_on_loopback() as slack:
        slack.add_person("ana", "Ana")
        for group in GROUPS:
            slack.add_channel(group, "ana")
        _write(folder, last, "slack", slack.person("ana").user.id, {group: group for group in GROUPS})
        (folder / "coterie.toml").write_text(f'[slack]\napi_url = "{slack.api_url}"\n', encoding="utf-8")
        yield OnSlack(slack)


@asynccontextmanager
async def _on_matrix(folder: Path, last: int) -> AsyncIterator[Place]:
    async with homeserver() as server:
        ana, bot = await server.person("Ana"), await server.person("coterie")
        rooms = {group: await ana.open_room(group) for group in GROUPS}
        for room in rooms.values():
            await ana.invite(room, bot.user)
        _write(folder, last, "matrix", ana.user, rooms)
        text = f'[matrix]\nhomeserver = "{server.url}"\nuser = "{bot.user}"\nencryption = false\n'
        (folder / "coterie.toml").write_text(text, encoding="utf-8")
        yield OnMatrix(server, ana, bot, rooms)


def _write(folder: Path, last: int, platform: str, ana: str, rooms: Mapping[str, str]) -> None:
    (folder / "playbooks").mkdir()
    (folder / "playbooks" / "rounds.yaml").write_text(PLAYBOOK.replace("LAST", str(last)), encoding="utf-8")
    groups = "".join(GROUP.format(id=group, platform=platform, room=room) for group, room in rooms.items())
    (folder / "community.yaml").write_text(COMMUNITY.format(platform=platform, ana=ana) + groups, encoding="utf-8")
