"""Kinds of words that commands take, and how they print."""

from __future__ import annotations

import sys
from enum import Enum


class Format(Enum):
    """For whom the output is."""

    TEXT = "text"
    JSON = "json"


class Platform(Enum):
    """Where scenarios are played."""

    SIMULATOR = "simulator"
    SLACK = "slack"
    MATRIX = "matrix"


class Subject(Enum):
    """Of what a schema is printed."""

    PLAYBOOK = "playbook"
    DECK = "deck"
    COMMUNITY = "community"
    SCENARIO = "scenario"


def say(text: str) -> None:
    """Print for whoever called, and nothing else on that stream."""
    sys.stdout.write(f"{text}\n")
