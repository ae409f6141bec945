"""The texts of playbooks to which runs keep, read again."""

from __future__ import annotations

from functools import lru_cache

from ...errors import ConfigError
from ...model.playbook import Playbook
from ...playbook.file import read_playbook
from ...playbook.verbs import Known
from ...values import frozen


@frozen
class Reader:
    """Reads the kept texts of playbooks again, each once."""

    known: Known

    def playbook(self, source: str) -> Playbook:
        """The playbook of this text. Raises ConfigError where it is one no longer."""
        return _read(self.known_key(), source)

    def known_key(self) -> _Known:
        return _Known(self.known)


class _Known:
    """What was known, told apart by identity: for the cache."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.known is self.known

    def __hash__(self) -> int:
        return id(self.known)


@lru_cache(maxsize=512)
def _read(known: _Known, source: str) -> Playbook:
    reading = read_playbook(source, "playbook", known.known)
    errors = [finding for finding in reading.reader.findings if finding.severity == "error"]
    if reading.playbook is None or errors:
        raise ConfigError(errors)
    return reading.playbook
