"""The program as a process of its own that need not load its modules first: it is forked off one that did.

It ends, prints and dies like any other; only the second that Python takes to import everything is spent once for all of them.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Self

from attrs import define

from coterie.__main__ import main

_LOADED = ["coterie.core.cli", "coterie.core.commands.planning", "coterie.core.commands.running"]
_LOADED += ["coterie.adapters.matrix.adapter", "coterie.adapters.slack.adapter"]
_CONTEXT: ForkServerContext = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(_LOADED)


@define
class Forked:
    """One command that runs. `printed` holds what it writes to stdout and to stderr."""

    process: multiprocessing.context.ForkServerProcess
    printed: tuple[Path, Path]

    @classmethod
    async def start(cls, folder: Path, secrets: Mapping[str, str], words: tuple[str, ...]) -> Self:
        """Start `coterie WORDS` in the folder."""
        here = Path(tempfile.mkdtemp(dir=folder.parent))
        printed = here / "stdout", here / "stderr"
        for path in printed:
            path.touch()
        process = _CONTEXT.Process(target=_run, args=(folder, {**os.environ, **secrets}, words, printed))
        await asyncio.to_thread(process.start)
        return cls(process, printed)

    async def end(self) -> tuple[int, str, str]:
        """Its exit status, and what it printed to stdout and stderr, once it is over."""
        await asyncio.to_thread(self.process.join)
        assert self.process.exitcode is not None
        out, err = (path.read_text("utf-8") for path in self.printed)
        return self.process.exitcode, out, err


def _run(folder: Path, environment: Mapping[str, str], words: tuple[str, ...], printed: tuple[Path, Path]) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(printed, 1):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.argv = ["coterie", *words]
    main()
