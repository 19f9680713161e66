"""Asks where a figure should go, and has it written there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from assessor_app.gui.insights.figure import Shown
from assessor_app.gui.insights.writing import Heading, csv_bytes, pdf_bytes, png_bytes
from assessor_app.gui.session import Session
from assessor_app.gui.troubles import reason_words
from assessor_app.gui.viewer.copies import safe_stem

FORMS = ("png", "csv", "pdf")


def _tr(text: str) -> str:
    return QCoreApplication.translate("insights", text)


def ask_and_export(owner: QWidget, session: Session, form: str, heading: Heading, figures: Sequence[Shown]) -> None:
    """``figures`` is one of them, or for ``pdf`` any number."""
    title = heading.title if len(figures) != 1 else f"{heading.title} - {figures[0].title}"
    # A colon would become an underscore, as systems don't take it.
    stem = safe_stem(title.replace(": ", " - "))
    chosen, _ = QFileDialog.getSaveFileName(owner, _tr("Export (it will not be encrypted)"), f"{stem}.{form}")
    if chosen:
        export(owner, session, form, heading, figures, Path(chosen))


def export(
    owner: QWidget, session: Session, form: str, heading: Heading, figures: Sequence[Shown], target: Path
) -> None:
    """Make the file in the background."""
    make: Callable[[], bytes] = {
        "png": lambda: png_bytes(figures[0]),
        "csv": lambda: csv_bytes(figures[0]),
        "pdf": lambda: pdf_bytes(heading, figures),
    }[form]

    def failed(error: Exception) -> None:
        words = _tr("The export could not be made: {reason}\nNothing was changed.")
        QMessageBox.warning(owner, _tr("Not exported"), words.format(reason=reason_words(error)))

    session.jobs.run(owner, lambda: target.write_bytes(make()), lambda _: None, failed)
