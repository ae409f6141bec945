"""What is wrong with a playbook, all of it at once: names that do not exist, ways that lead nowhere, times that never come.

findings = check_playbook(path.read_bytes(), "playbooks/heartbeat.yaml", known)
playbook = load_playbook(path.read_bytes(), "playbooks/heartbeat.yaml", known)    # or ConfigError with all of them
"""

from __future__ import annotations

from ..errors import ConfigError, Finding
from ..model.playbook import Playbook
from .check_params import check_params
from .check_pieces import PieceChecker
from .check_steps import check_steps
from .file import read_playbook
from .flow import Flow
from .pieces import Reading
from .verbs import Known


def check_playbook(content: bytes | str, file: str, known: Known | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong with a playbook's file, in the order of the file; nothing where all is well. Never raises."""
    return examine(content, file, known)[1]


def load_playbook(content: bytes | str, file: str, known: Known | None = None) -> Playbook:
    """The playbook of a file that has no mistakes. Raises `ConfigError` with every finding of one that has."""
    playbook, findings = examine(content, file, known)
    if playbook is None or any(finding.severity == "error" for finding in findings):
        raise ConfigError(findings)
    return playbook


def examine(content: bytes | str, file: str, known: Known | None = None) -> tuple[Playbook | None, tuple[Finding, ...]]:
    """The playbook of a file as far as it could be made out, and everything that is wrong with it."""
    known = known or Known()
    reading = read_playbook(content, file, known)
    check_reading(reading, known)
    return reading.playbook, reading.reader.findings


def check_reading(reading: Reading, known: Known) -> None:
    """Take note, in its reader, of everything that is wrong with what was read. To be called once."""
    if reading.playbook is None:
        return
    flow = Flow(reading.playbook.steps, known.verbs)
    check_params(reading, known)
    PieceChecker(reading, reading.playbook, flow, known).check()
    check_steps(reading, reading.playbook, flow, known)
