"""Where the log goes: to standard error, because standard output is what programs read."""

from __future__ import annotations

import sys

import structlog


def to_standard_error() -> None:
    """Each process says it for itself, those that are spawned too."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
