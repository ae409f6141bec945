"""What `coterie doctor` asks of an adapter."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from enum import Enum
from typing import Protocol, runtime_checkable

from ..values import frozen

STORE = "store"
"""What is said of the store is about this."""


class Verdict(Enum):
    """How something was found by who looks after it."""

    GOOD = "good"
    WARNING = "warning"
    PROBLEM = "problem"


@frozen
class Diagnosis:
    """What was found about one thing, and what to do where it is not as it should be."""

    about: str
    verdict: Verdict
    found: str
    remedy: str = ""


@runtime_checkable
class Examined(Protocol):
    """An adapter that can say whether all is well with its platform."""

    def examine(self, homes: Mapping[str, str]) -> AsyncIterator[Diagnosis]:
        """Look at the credentials, the permissions, the clock and the homes of groups (group → its home, as named or as known), and change nothing.

        Raises PlatformError where nothing more can be looked at.
        """
