"""How often can a writer be killed before something acknowledged is lost? Never may it be.

python -m tests.bench kill [ROUNDS] [SEED]
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.adapters.stores.killing import kill_writers


def main(arguments: list[str]) -> None:
    """Kill writers of the embedded store with SIGKILL. Raises AssertionError at the first that lost or halved something."""
    rounds = int(arguments[0]) if arguments else 200
    seed = int(arguments[1]) if len(arguments) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        tally = kill_writers(Path(folder), rounds, seed)
    print(f"kills                     {tally.kills:9,}")
    print(f"  while a file was rewritten {tally.while_rewriting:6,}")
    print(f"  before the first commit {tally.before_the_first:9,}")
    print(f"commits acknowledged      {tally.acknowledged:9,}")
    print("lost 0, halved 0, unreadable 0: each was looked for after every kill")
