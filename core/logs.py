"""Where the house writes what it does, apart from what it is asked to print."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from .traces import without_words


@contextmanager
def _not_there(*names: str) -> Iterator[None]:
    """Meanwhile an import of these raises ImportError, unless they were imported before."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # so says the import system that a module may not be imported
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


# structlog imports both if they are installed: rich for tracebacks with the values of locals, which may hold secrets, and Twisted for
# its own log. coterie uses neither, and together they are a fifth of its start.
with _not_there("rich", "structlog.twisted"):
    import structlog


def get_logger(name: str) -> Any:
    """The logger of a module."""
    return structlog.get_logger(name)


_about: ContextVar[Mapping[str, str]] = ContextVar("about", default=MappingProxyType({}))
"""The ids of what is being done. structlog has the like; each block would take three times as long, and most write no line at all."""


class about:
    """Within the block every line of the log says what it is about: the ids of an event, an effect, a run."""

    def __init__(self, **ids: str) -> None:
        self._ids = ids

    def __enter__(self) -> None:
        before = _about.get()
        self._token = _about.set({**before, **self._ids} if before else self._ids)

    def __exit__(self, *_: object) -> None:
        _about.reset(self._token)


def _say_about(logger: object, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, id in _about.get().items():
        line.setdefault(name, id)
    return line


def errors_to_stderr() -> None:
    """Only what went wrong is told, on stderr: for commands whose output is read by people or machines."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def everything_to_stderr() -> None:
    """What coterie does is told, on stderr: in lines for people on a terminal, else one JSON object a line."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        processors=(*_processors(), _shown()),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    _let_libraries_write_so()


def _processors() -> Sequence[Any]:
    return (
        structlog.contextvars.merge_contextvars,
        _say_about,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    )


def _shown() -> Any:
    return structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()


def _let_libraries_write_so() -> None:
    """What the libraries warn of reads like our own lines: no line of the log is of another shape."""
    from structlog.stdlib import ProcessorFormatter

    written = (ProcessorFormatter.remove_processors_meta, _shown())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ProcessorFormatter(processors=written, foreign_pre_chain=_processors()))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
