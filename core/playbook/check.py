"""What is wrong with a playbook, all of it at once: names that do not exist, ways that lead nowhere, times that never come."""

from __future__ import annotations

from ..errors import Finding
from ..model.playbook import Playbook
from .check_params import check_params
from .check_pieces import PieceChecker
from .check_steps import check_steps
from .file import read_playbook
from .flow import Flow
from .pieces import Reading
from .verbs import Known


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
