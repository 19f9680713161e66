"""Where the log goes: to standard error, because standard output is what programs read."""

from __future__ import annotations

import sys

import structlog


def to_standard_error() -> None:
    """Each process says it for itself, those that are spawned too."""
    # Where “rich” is installed, structlog would show the values of all variables with an error: what people wrote, and
    # secrets.
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[*structlog.get_config()["processors"][:-1], renderer],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
