"""What examples/deploy/Containerfile says, done step by step in a clean folder, and what it starts, against a real Synapse.

No container is made: its steps are read out of the file, so that the two can't drift apart. What needs a machine of its own (an account, an owner)
is noted and left out; packages that are installed already are not fetched.
"""

from __future__ import annotations

import asyncio
import fnmatch
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from attrs import frozen

from coterie.adapters.matrix.testing import Homeserver, why_no_homeserver
from tests.docs.test_deploy import HERE, ROOT

PATIENCE_SECONDS = 60
COMMUNITY = """
community: our-community
name: Our Community
people:
  ana: {{name: Ana, matrix: "{ana}"}}
groups:
  python:
    name: Python Evenings
    purpose: Learn Python together.
    leaders: [ana]
    review_every: 3mo
    homes: {{matrix: "#contained:coterie.test"}}
    playbooks: [{{use: welcome}}]
"""

ELSEWHERE = """#!/bin/sh
echo "$0 $@" >> {noted}
[ "${{0##*/}}" != install ] || for last; do :; done
[ "${{0##*/}}" != install ] || mkdir -p "$last"
"""
"""What stands in for programs that would change the machine: `install` makes the folder, and nobody owns it."""


@frozen
class Container:
    """A Containerfile and the folder that stands for the root of its image."""

    steps: tuple[tuple[str, str], ...]
    root: Path

    @staticmethod
    def of(text: str, root: Path) -> Container:
        joined = re.sub(r"\\\n\s*", "", text)
        lines = (line for line in joined.splitlines() if line.strip() and not line.startswith("#"))
        return Container(tuple((word, rest) for word, _, rest in (line.partition(" ") for line in lines)), root)

    def said(self, word: str) -> str:
        (found,) = (rest for step, rest in self.steps if step == word)
        return found

    def within(self, text: str) -> str:
        """The text with the image's paths below the folder."""
        return re.sub(r"(?<![\w.])/(source|community)\b", rf"{self.root}/\1", text)

    async def build(self) -> None:
        """Do what the steps say, in their order."""
        tools = self.root / "tools"
        tools.mkdir(parents=True)
        for name in ("useradd", "install"):
            (tools / name).write_text(ELSEWHERE.format(noted=self.root / "noted"), encoding="utf-8")
        (tools / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
        for tool in tools.iterdir():
            tool.chmod(0o755)
        for step, rest in self.steps:
            if step == "COPY":
                source, target = rest.split()
                shutil.copytree(ROOT / source, self.within(target), symlinks=True, ignore=_ignored())
            elif step == "RUN":
                await self.run(self.within(rest), tools)

    async def run(self, command: str, tools: Path) -> None:
        offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
        environment = {"PATH": f"{tools}:{os.environ['PATH']}", "PIP_TARGET": str(self.root / "site"), **offline}
        environment |= {"PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        process = await asyncio.create_subprocess_exec(
            *("sh", "-c", command), env={**os.environ, **environment}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )  # fmt: skip
        told, _ = await process.communicate()
        assert process.returncode == 0, told.decode()

    async def start(self, *words: str, **environment: str) -> asyncio.subprocess.Process:
        """The entry point, with these words in the place of the usual ones."""
        (entry,) = json.loads(self.said("ENTRYPOINT"))
        program = self.root / "site" / "bin" / entry
        home = self.root / "home"
        home.mkdir(exist_ok=True)
        return await asyncio.create_subprocess_exec(
            *(sys.executable, str(program), *(words or json.loads(self.said("CMD")))),
            cwd=self.within(self.said("WORKDIR")),
            env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(self.root / "site"), **environment},
            stderr=asyncio.subprocess.PIPE,
        )


def _ignored() -> Callable[[str, list[str]], set[str]]:
    """What .dockerignore leaves out."""
    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()

    def ignored(folder: str, names: list[str]) -> set[str]:
        return set(_matching(Path(folder).relative_to(ROOT), names, patterns))

    return ignored


def _matching(folder: Path, names: list[str], patterns: list[str]) -> Iterator[str]:
    for name in names:
        here = str(folder / name)
        if any(fnmatch.fnmatch(name if one.startswith("**/") else here, one.removeprefix("**/")) for one in patterns):
            yield name


@pytest.mark.skipif(why_no_homeserver() is not None, reason=str(why_no_homeserver()))
async def test_the_image_is_built_as_its_file_says_and_what_it_starts_welcomes_somebody(
    tmp_path: Path, server: Homeserver
) -> None:
    bot, ana, bo = [await server.person(name) for name in ("coterie", "Ana", "Bo")]
    container = Container.of((HERE / "Containerfile").read_text(encoding="utf-8"), tmp_path / "image")
    await container.build()
    assert not (container.root / "source").exists() and (container.root / "community").is_dir()
    assert "useradd --create-home --uid 10001 coterie" in (container.root / "noted").read_text(encoding="utf-8")
    assert container.said("USER") == "coterie" and container.said("VOLUME") == container.said("WORKDIR")

    folder = container.root / "community"
    (folder / "community.yaml").write_text(COMMUNITY.format(ana=ana.user), encoding="utf-8")
    (folder / "coterie.toml").write_text(f'[matrix]\nhomeserver = "{bot.url}"\nuser = "{bot.user}"\n', encoding="utf-8")
    compose = yaml.safe_load((HERE / "compose.yaml").read_text(encoding="utf-8"))["services"]["coterie"]
    secrets = dict.fromkeys(compose["environment"], bot.password)
    async with asyncio.timeout(PATIENCE_SECONDS):
        applied = await container.start("apply", **secrets)
        told = (await applied.communicate())[1]
        assert applied.returncode == 0, told.decode()
        running = await container.start(**secrets)
        assert running.stderr is not None
        while json.loads(await running.stderr.readline())["event"] != "connected":
            pass
        reading = asyncio.ensure_future(running.stderr.read())
        room = await bo.room_id("#contained:coterie.test")
        await bo.join(room)
        while not any(bo.user in seen.pings for seen in await bo.read(room)):  # noqa: ASYNC110 - it happens elsewhere
            await asyncio.sleep(0.1)
        running.send_signal(signal.SIGTERM)  # as `docker stop` does
        await reading
        assert await running.wait() == 0
    assert (folder / "data").is_dir(), "what coterie keeps is in the volume"
