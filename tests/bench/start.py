"""From the command to ready: `coterie run` on the simulator with the Berlin example, against the interpreter alone.

The peer is the bare Python of the same environment: what is above it is coterie's own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

EXAMPLE = Path(__file__).parents[2] / "examples" / "berlin-tech"
TIMES = 7


def main(argv: list[str]) -> int:
    """Print the median of some starts, in seconds, and the ratio."""
    with TemporaryDirectory() as folder:
        here = Path(folder) / "community"
        shutil.copytree(EXAMPLE, here)
        (here / "coterie.toml").write_text("[simulator]\n", encoding="utf-8")
        ready = median(_until_ready(here) for _ in range(TIMES))
    bare = median(_bare() for _ in range(TIMES))
    sys.stdout.write(f"start to ready: {ready:.2f} s   python -c pass: {bare:.3f} s   ratio {ready / bare:.0f}\n")
    return 0


def _until_ready(folder: Path) -> float:
    began = perf_counter()
    command = [sys.executable, "-m", "coterie", "run", "--store", "memory"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("{") and json.loads(line)["event"] == "connected":
                break
        took = perf_counter() - began
        process.terminate()
    return took


def _bare() -> float:
    began = perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return perf_counter() - began
