"""From the command to ready: `coterie run` on the simulator with the Berlin example, against the interpreter alone.

The peer is the bare Python of the same environment: what is above it is coterie's own. Python keeps what it compiled, so a program's first
start takes longer than all others; it is measured apart, with nothing kept. Seconds of the processor stand beside those of the clock:
where other programs run, the clock tells of them too. Memory is that of the resting program.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from attrs import frozen

EXAMPLE = Path(__file__).parents[2] / "examples" / "berlin-tech"
TIMES = 7


@frozen
class Started:
    """Seconds until it was ready, those of them on the processor, and MB of memory then."""

    wall: float
    cpu: float
    memory: float


def main(argv: Sequence[str]) -> None:
    """Print what the first start takes, the median and the best of some more, and the peer."""
    with TemporaryDirectory() as folder:
        here = Path(folder) / "community"
        shutil.copytree(EXAMPLE, here)
        (here / "coterie.toml").write_text("[simulator]\n", encoding="utf-8")
        kept = _environment(PYTHONPYCACHEPREFIX=str(Path(folder) / "compiled"))
        first, later = _until_ready(here, kept), [_until_ready(here, kept) for _ in range(TIMES)]
    walls, cpus = [one.wall for one in later], [one.cpu for one in later]
    bare = median(_bare() for _ in range(TIMES))
    print(f"first start, nothing compiled: {first.wall:.2f} s ({first.cpu:.2f} s of processor)")
    print(
        f"start to ready: median {median(walls):.2f} s, best {min(walls):.2f} s "
        f"({median(cpus):.2f} and {min(cpus):.2f} s of processor); python -c pass: {bare:.3f} s; {later[-1].memory:.0f} MB"
    )
    for words in (("--help",), ("check", str(EXAMPLE / "playbooks" / "heartbeat.yaml"))):
        took = [_command(words) for _ in range(TIMES)]
        print(f"coterie {words[0]}: median {median(took):.2f} s, best {min(took):.2f} s")


def _environment(**more: str) -> Mapping[str, str]:
    """As it is here, without the word that nothing compiled be kept."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more


def _until_ready(folder: Path, environment: Mapping[str, str]) -> Started:
    began = perf_counter()
    command = [sys.executable, "-m", "coterie", "run", "--store", "memory"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("{") and json.loads(line)["event"] == "connected":
                break
        took = perf_counter() - began
        cpu, memory = so_far(process.pid)
        process.terminate()
    return Started(took, cpu, memory)


def so_far(pid: int) -> tuple[float, float]:
    """Seconds of processor and MB of memory of a process (Linux, proc(5))."""
    there = Path(f"/proc/{pid}")
    ticks = there.joinpath("stat").read_text().rpartition(")")[2].split()[11:13]
    pages = int(there.joinpath("statm").read_text().split()[1])
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _command(words: Sequence[str]) -> float:
    began = perf_counter()
    command = [sys.executable, "-m", "coterie", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environment())
    return perf_counter() - began


def _bare() -> float:
    began = perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return perf_counter() - began
