"""The status chip's words: one short sentence that is always true. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from assessor_app.gui.widgets import ago_words
from assessor_app.store.views import Counts
from assessor_app.sync.loop import Connection, SyncStatus

WRONG_CLOCK_SECONDS = 300


@dataclass(frozen=True, slots=True)
class StatusWords:
    text: str
    tone: str
    detail: str = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("status", text)


def status_words(status: SyncStatus, counts: Counts, now: datetime) -> StatusWords:
    """What the chip says. What needs the person comes first, then what waits, then when all was well."""
    if counts.attention:
        return StatusWords(_tr("Needs attention: {n}").format(n=counts.attention), "bad")
    if status.connection is Connection.SIGN_IN_NEEDED:
        return StatusWords(_tr("Sign in to sync") + _waiting(counts), "attention")
    if status.connection is Connection.PROBLEM:
        return StatusWords(_tr("Not synced") + _waiting(counts), "bad", status.problem)
    if status.connection is Connection.OFFLINE:
        return StatusWords(_tr("Offline") + _waiting(counts), "attention")
    if status.connection is Connection.SYNCING and status.downloading:
        share = status.bytes_done / status.bytes_total if status.bytes_total else 0
        return StatusWords(_tr("Downloading {share}").format(share=f"{share:.0%}"), "accent")
    if counts.undoable:
        return StatusWords(_tr("Goes out in a moment"), "accent", _tr("It can still be undone."))
    if counts.finals_waiting:
        return StatusWords(_tr("Syncing {n}").format(n=counts.finals_waiting), "accent")
    if counts.last_sync is None:
        return StatusWords(_tr("Syncing…"), "accent")
    text = _tr("Synced {ago}").format(ago=ago_words(counts.last_sync, now))
    if abs(counts.clock_offset) > WRONG_CLOCK_SECONDS:
        minutes = round(abs(counts.clock_offset) / 60)
        return StatusWords(text, "attention", _tr("This computer's clock is {n} min off.").format(n=minutes))
    return StatusWords(text, "accent")


def _waiting(counts: Counts) -> str:
    if counts.finals_waiting == 1:
        return _tr(": 1 decision waiting")
    if counts.finals_waiting:
        return _tr(": {n} decisions waiting").format(n=counts.finals_waiting)
    return ""
