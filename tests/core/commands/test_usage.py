"""What is typed wrongly on the command line is answered in plain words, with the status 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def answered(*words: str) -> tuple[int, str]:
    """The exit status, and what stands on stderr."""
    ran = subprocess.run([sys.executable, "-m", "coterie", *words], capture_output=True, text=True, check=False)
    return ran.returncode, ran.stderr


def test_a_word_too_many_is_named() -> None:
    told = "coterie: nothing is known to do with 'groups now' here; leave it out\nSee `coterie --help`.\n"
    assert answered("plan", "groups", "now") == (2, told)


def test_a_word_too_few_is_named() -> None:
    status, told = answered("simulate")
    assert status == 2 and "PLAYBOOK" in told


def test_a_folder_in_the_place_of_a_community_file_is_not_said_to_be_missing(tmp_path: Path) -> None:
    status, told = answered("simulate", "heartbeat", "--community", str(tmp_path))
    assert status == 1 and f"{tmp_path}: error: is a folder; name the community's file in it" in told
