"""Exports run in a process of their own, with the renderers' limits: a hostile file takes only that process with it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from assessor_app.documents.export.model import Cover, Exported, Part
from assessor_app.documents.model import DocumentError, Failure, FailureKind

SECONDS = 120.0
MEMORY_BYTES = 1_500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ExportTask:
    """``form`` is one of "pdf", "flat", "xfdf", "w3c", "packet" and "document".

    A packet takes ``cover`` and ``parts``; a document takes HTML of our own as ``data``, ``title`` and ``language``.
    """

    form: str
    data: bytes = b""
    media_type: str = ""
    rendition: bytes = b""
    sha256: str = ""
    marks: tuple[Exported, ...] = ()
    cover: Cover | None = None
    parts: tuple[Part, ...] = ()
    title: str = ""
    language: str = "en"


def export(task: ExportTask) -> bytes:
    """Carry a task out and wait for it. Raises DocumentError."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), daemon=True, name="export")
    process.start()
    theirs.close()
    try:
        ours.send(task)
        if not ours.poll(SECONDS):
            raise DocumentError(FailureKind.TIMEOUT)
        answer = ours.recv()
    except (EOFError, OSError):
        raise DocumentError(FailureKind.CRASHED) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(answer, Failure):
        raise DocumentError(answer.kind, answer.message)
    return bytes(answer)


def _work(connection: Connection) -> None:
    from assessor_app.documents.confinement import Allowed, allow_cpu, confine

    task = connection.recv()
    makers = _makers()
    confine(Allowed(MEMORY_BYTES))
    allow_cpu(2 * SECONDS)
    try:
        connection.send(makers[task.form](task))
    except DocumentError as error:
        connection.send(error.failure)
    except MemoryError:
        connection.send(DocumentError(FailureKind.MEMORY).failure)
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is the file's fault, and is told
        connection.send(Failure(FailureKind.BROKEN, f"it can't be exported ({type(error).__name__})."))


def _makers() -> dict[str, Callable[[ExportTask], Any]]:
    from assessor_app.documents.export.document import document_pdf
    from assessor_app.documents.export.packet import packet_pdf
    from assessor_app.documents.export.pdf import annotated
    from assessor_app.documents.export.web_annotation import web_annotations
    from assessor_app.documents.export.xfdf import xfdf

    return {
        "pdf": lambda t: annotated(t.data, t.media_type, t.marks, rendition=t.rendition),
        "flat": lambda t: annotated(t.data, t.media_type, t.marks, rendition=t.rendition, flatten=True),
        "xfdf": lambda t: xfdf(t.data, t.media_type, t.marks, rendition=t.rendition),
        "w3c": lambda t: web_annotations(t.marks, t.sha256),
        "packet": lambda t: packet_pdf(t.cover or Cover("", "", 1, ""), t.parts),
        "document": lambda t: document_pdf(t.data, t.title, t.language),
    }
