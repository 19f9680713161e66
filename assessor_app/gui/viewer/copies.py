"""Saving a copy of evidence outside the application's encrypted store, after saying what that means."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from assessor_app.gui.session import Session
from assessor_app.protocol.packet import Evidence

_UNSAFE = re.compile(r"[^\w .-]+")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def _tr(text: str) -> str:
    return QCoreApplication.translate("copies", text)


def safe_stem(title: str) -> str:
    """A file's name, without its ending, that every system takes, from a title that may hold anything."""
    stem = _UNSAFE.sub("_", title).strip(" ._")[:80] or "evidence"
    return ("_" if _RESERVED.match(stem) else "") + stem


def file_name(title: str, media_type: str) -> str:
    return safe_stem(title) + (mimetypes.guess_extension(media_type) or ".bin")


def save_copy(parent: QWidget, session: Session, submission_id: str, item: Evidence) -> None:
    """Ask where to, then write the original bytes there."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, _tr("Save a copy (it will not be encrypted)"), file_name(item.title, item.blob.media_type)
    )
    if not chosen:
        return
    target = Path(chosen)

    def write() -> None:
        target.write_bytes(session.store.blob(submission_id, item.blob.sha256))

    def failed(error: Exception) -> None:
        QMessageBox.warning(
            parent, _tr("Not saved"), _tr("The copy could not be written: {reason}").format(reason=error)
        )

    session.jobs.run(parent, write, lambda _: None, failed)
