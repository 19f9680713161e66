"""Why something could not be kept, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assessor_app.domain.cells import CellRefused
from assessor_app.store.troubles import DiskFault, DiskTrouble


def _tr(text: str) -> str:
    return QCoreApplication.translate("troubles", text)


def reason_words(error: Exception) -> str:
    """To stand within a sentence."""
    if isinstance(error, DiskTrouble):
        return {
            DiskFault.FULL: _tr("the disk is full"),
            DiskFault.READ_ONLY: _tr("the disk may only be read"),
            DiskFault.FAILING: _tr("the disk can't be read or written"),
            DiskFault.BUSY: _tr("another program is using the profile's files"),
        }[error.fault]
    if isinstance(error, CellRefused):
        return _tr("it is too long or not of the right form")
    return str(error) or type(error).__name__
