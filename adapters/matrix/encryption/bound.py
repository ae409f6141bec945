"""Files of nio's stores, several of which may be used in one process.

nio binds its models to a file for as long as it uses that, for the whole process: of two threads that do so at once, one would write into the
file of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from peewee import SqliteDatabase  # type: ignore[import-untyped]  # it ships no types

_BOUND = RLock()


class BoundDatabase(SqliteDatabase):  # type: ignore[misc]  # peewee's class has no types
    """A file to which the models are bound in one thread at a time."""

    @contextmanager
    def bind_ctx(self, *models: Any, **how: Any) -> Iterator[Any]:
        with _BOUND, super().bind_ctx(*models, **how) as bound:
            yield bound


def bound_database(path: str) -> BoundDatabase:
    """The file, as nio opens it."""
    return BoundDatabase(path, pragmas={"foreign_keys": 1, "secure_delete": 1})
