"""coterie beside other chat programs written in Python: the same messages, one machine, one run.

python -m tests.bench peers [--write]        --write puts the table into docs/benchmarks.md

Each program stands in an environment of its own under `.bench/`, made by uv on the first run, and is driven by `drive.py`, which says what a
command and an unwanted message are. All programs take turns in two rounds, and of each figure the better one counts: a machine that is busy for
a moment spoils neither coterie nor another. Figures are for 1 and for 100 plugins with a command each.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from attrs import define, field, frozen

from ..start import so_far

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ENVIRONMENTS = ROOT / ".bench"
PAGE = ROOT / "docs" / "benchmarks.md"
PLUGINS = (1, 100)
COMMANDS, UNWANTED = 3_000, 6_000
ROUNDS, STARTS, KILLS = 2, 5, 10
MANY = 1_000_000
"""More commands than any program answers before it is killed."""


@frozen
class Peer:
    """A program: its name, the script that begins it, what its environment holds, what its script is told."""

    name: str
    script: str
    needs: tuple[str, ...]
    environment: Mapping[str, str] = field(factory=dict)

    @property
    def python(self) -> str:
        return str(ENVIRONMENTS / self.script / "bin" / "python")


COTERIE = ("--editable", str(ROOT))
"""What somebody has who installs coterie and nothing else: not what its tests need."""

PEERS = (
    Peer("coterie, TinyDB store", "coterie", COTERIE, {"COTERIE_BENCH_STORE": "tinydb"}),
    Peer("coterie, memory store", "coterie", COTERIE, {"COTERIE_BENCH_STORE": "memory"}),
    Peer("Errbot", "errbot", ("errbot==6.2.1",)),
    Peer("opsdroid", "opsdroid", ("opsdroid==0.31.0", "setuptools==80.9.0")),
    Peer("maubot", "maubot", ("maubot==0.6.0",)),
    Peer("slack-bolt alone", "bolt", ("slack-bolt==1.30.0", "aiohttp==3.14.3")),
    Peer("chat-sdk", "chat_sdk", ("chat-sdk==0.4.27.1",)),
)


@define
class Result:
    """The best of all rounds: seconds, MB, commands and unwanted messages a second by number of plugins, what came of the kills."""

    starts: list[float] = field(factory=list)
    memory: float = 0.0
    commands: dict[int, float] = field(factory=dict)
    unwanted: dict[int, float] = field(factory=dict)
    kills: Counter[str] = field(factory=Counter)


def main(arguments: Sequence[str]) -> None:
    results = {peer.name: Result() for peer in PEERS}
    for peer in PEERS:
        _environment(peer)
    for _ in range(ROUNDS):
        for peer in PEERS:
            _round(peer, results[peer.name])
    for peer in PEERS:
        for _ in range(KILLS):
            results[peer.name].kills += _killed(peer)
    table = "\n".join(_table(results))
    print(table)
    if "--write" in arguments:
        _write(table)


def _environment(peer: Peer) -> None:
    folder = ENVIRONMENTS / peer.script
    if (folder / "ready").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", "-p", sys.executable, str(folder)], check=True)
    subprocess.run([*uv, "pip", "install", "-q", "-p", peer.python, *peer.needs], check=True)
    (folder / "ready").touch()


# --- one program ----------------------------------------------------------------------------------------------------


@frozen
class Program:
    """One that runs and was told what to do; the seconds until it was ready, and the MB that it took then."""

    process: subprocess.Popen[str]
    start: float
    memory: float

    def told(self) -> Iterator[Mapping[str, float]]:
        """What it prints, until its end."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):
                yield json.loads(line)
        assert self.process.wait() == 0, f"{self.process.args!r} ended with {self.process.returncode}"


def _begun(peer: Peer, folder: str, **wanted: object) -> Program:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {**peer.environment, "COTERIE_BENCH_FOLDER": folder}
    began = perf_counter()
    process = subprocess.Popen(
        [peer.python, str(HERE / f"{peer.script}_peer.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps(wanted) + "\n")
    process.stdin.flush()
    while "ready" not in (line := process.stdout.readline()):
        assert line, f"{peer.name} did not start"
    return Program(process, perf_counter() - began, so_far(process.pid)[1])


def _round(peer: Peer, result: Result) -> None:
    for _ in range(STARTS):
        with TemporaryDirectory() as folder:
            program = _begun(peer, folder, plugins=1, commands=0)
            list(program.told())
            result.starts.append(program.start)
            result.memory = program.memory
    for plugins in PLUGINS:
        with TemporaryDirectory() as folder:
            for told in _begun(peer, folder, plugins=plugins, commands=COMMANDS, unwanted=UNWANTED).told():
                for what, best in (("commands", result.commands), ("unwanted", result.unwanted)):
                    if what in told:
                        best[plugins] = max(best.get(plugins, 0), told[what])


def _killed(peer: Peer) -> Counter[str]:
    """Kill it with -9 while commands come in, start it again, and count what became of those that it had taken."""
    with TemporaryDirectory() as folder:
        journal = Path(folder) / "journal"
        program = _begun(peer, folder, plugins=10, commands=MANY, journal=str(journal))
        sleep(random.uniform(0.1, 0.6))
        program.process.kill()
        program.process.wait()
        list(_begun(peer, folder, plugins=10, commands=0, journal=str(journal)).told())
        lines = [line.split() for line in journal.read_text().splitlines()]
    taken = {words[1] for words in lines if words[0] == "taken" and len(words) == 2}
    answers = Counter(words[1] for words in lines if words[0] == "answered" and len(words) == 2)
    twice = sum(count > 1 for count in answers.values())
    return Counter(taken=len(taken), lost=len(taken - answers.keys()), twice=twice)


# --- the table ------------------------------------------------------------------------------------------------------


def _table(results: Mapping[str, Result]) -> Iterator[str]:
    yield "| | cold start | memory | commands/s, 1 plugin | 100 plugins | unwanted/s, 1 plugin | 100 plugins | killed with -9 |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, one in results.items():
        speeds = [f"{of[plugins]:,.0f}" for of in (one.commands, one.unwanted) for plugins in PLUGINS]
        lost = f"{one.kills['lost']:,} of {one.kills['taken']:,} lost, {one.kills['twice']} answered twice"
        yield f"| {name} | {median(one.starts):.2f} s | {one.memory:.0f} MB | {' | '.join(speeds)} | {lost} |"


def _write(table: str) -> None:
    """Put the table between the marks of the page."""
    begin, end = "<!-- made by python -m tests.bench peers --write -->", "<!-- end -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    PAGE.write_text(f"{before}{begin}\n\n{table}\n\n{end}{after}", encoding="utf-8")
