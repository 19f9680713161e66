"""Making PDFs of what people ask for: each in a process of its own, a few at a time."""

from __future__ import annotations

import threading

from assessor_app.documents.export.task import ExportTask, export
from assessor_app.documents.model import DocumentError, FailureKind
from assessor_app.protocol.problems import ProblemError, ProblemType, problem

MOST_EXPORTS = 2
"""How many documents are made at once: each may take a processor and much memory."""
WAIT_SECONDS = 30.0
_exports = threading.BoundedSemaphore(MOST_EXPORTS)
_OUR_FAULT = frozenset({FailureKind.TIMEOUT, FailureKind.MEMORY, FailureKind.CRASHED})


def made(task: ExportTask) -> bytes:
    """Raises ProblemError."""
    if not _exports.acquire(timeout=WAIT_SECONDS):
        raise ProblemError(problem(ProblemType.RATE_LIMITED, "Many documents are being made; try again in a minute."))
    try:
        return export(task)
    except DocumentError as error:
        if error.failure.kind in _OUR_FAULT:
            detail = "The document could not be made this time; nothing was changed. Please try again."
            raise ProblemError(problem(ProblemType.UNAVAILABLE, detail)) from error
        detail = f"No PDF can be made of it: {error.failure.message} You have the file that you handed in."
        raise ProblemError(problem(ProblemType.NO_PAGES, detail)) from error
    finally:
        _exports.release()
