"""What the values of a configuration must look like, as validators of the attrs classes of its sections.

    @frozen
    class MatrixSettings:
        homeserver: str = field(validator=web_address)

`config.py` asks them key by key, so that each mistake has its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .discovery import STORES, installed
from .nearest import nearest

Validator = Callable[[Any, Any, Any], None]


class WrongSetting(ValueError):
    """A value of the right type that can't be meant. `nearest` is the word that was most likely meant."""

    def __init__(self, message: str, nearest: str | None = None) -> None:
        super().__init__(message)
        self.nearest = nearest


def like(pattern: str, what: str) -> Validator:
    """The text is wholly of this pattern; `what` says so in words."""
    compiled = re.compile(pattern)

    def check(_: Any, __: Any, value: object) -> None:
        if isinstance(value, str) and not compiled.fullmatch(value):
            raise WrongSetting(f"must be {what}, not {value!r}")

    return check


web_address = like(r"(?i:https?)://[^\s/]+(/\S*)?", "an address that begins with https:// or http://")
"""The address of a server."""

locale = like(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*", "a locale such as en, de or pt-BR")
"""A language, with or without a region."""


def listen_address(_: Any, __: Any, value: str) -> None:
    """HOST:PORT."""
    port = value.rpartition(":")[2] if ":" in value else ""
    if not (port.isascii() and port.isdecimal() and int(port[:6]) < 65536):
        raise WrongSetting(f"must be HOST:PORT, for example 127.0.0.1:8080, not {value!r}")


def store_location(_: Any, __: Any, value: str) -> None:
    """The name of a store that is installed, or an address that begins with it."""
    kind, known = value.partition(":")[0], installed(STORES)
    if kind not in known:
        raise WrongSetting(
            f"names no store that is installed: {value!r}; there are {', '.join(known)}", nearest(kind, known)
        )
