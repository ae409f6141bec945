"""Where the house writes what it does, apart from what it is asked to print."""

from __future__ import annotations

import logging
import sys

import structlog


def errors_to_stderr() -> None:
    """Only what went wrong is told, on stderr: for commands whose output is read by people or machines."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
