"""The status chip's words: one short sentence that is always true. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from assessor_app.domain.due import remaining
from assessor_app.gui.widgets import ago_words, span_words
from assessor_app.store.views import Counts
from assessor_app.sync.loop import Connection, SyncStatus

WRONG_CLOCK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class StatusWords:
    text: str
    tone: str
    detail: str = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("status", text)


def status_words(status: SyncStatus, counts: Counts, now: datetime, ahead: timedelta = timedelta(0)) -> StatusWords:
    """What the chip says. What needs the person comes first, then what waits, then when all was well.

    ``now`` is the server's time as it is known here, and by ``ahead`` ahead of this computer's clock.
    """
    if counts.attention:
        return StatusWords(_tr("Needs attention: {n}").format(n=counts.attention), "bad")
    if status.connection is Connection.SIGN_IN_NEEDED and status.problem:
        words = _tr(
            "An administrator ended this computer's access. Nothing is lost: sign in, and it gets a new key. What was "
            "not sent yet is in the outbox."
        )
        return StatusWords(_tr("Access ended: sign in") + _waiting(counts), "bad", words)
    if status.connection is Connection.SIGN_IN_NEEDED:
        return StatusWords(_tr("Sign in to sync") + _waiting(counts), "attention")
    if status.connection is Connection.PROBLEM:
        return StatusWords(_tr("Not synced") + _waiting(counts), "bad", status.problem)
    if status.connection is Connection.OFFLINE:
        return StatusWords(_tr("Offline") + _waiting(counts), "attention", _clock_words(counts, now, ahead))
    if status.connection is Connection.SYNCING and status.downloading:
        share = status.bytes_done / status.bytes_total if status.bytes_total else 0
        return StatusWords(_tr("Downloading {share}").format(share=f"{share:.0%}"), "accent")
    if counts.undoable:
        return StatusWords(_tr("Goes out in a moment"), "accent", _tr("It can still be undone."))
    if counts.finals_waiting:
        return StatusWords(_tr("Syncing {n}").format(n=counts.finals_waiting), "accent")
    if counts.last_sync is None:
        return StatusWords(_tr("Syncing…"), "accent")
    clock = _clock_words(counts, now, ahead)
    if now < counts.last_sync - WRONG_CLOCK:
        return StatusWords(_tr("Check this computer's clock"), "attention", clock)
    text = _tr("Synced {ago}").format(ago=ago_words(counts.last_sync, max(now, counts.last_sync)))
    return StatusWords(text, "attention" if clock else "accent", clock)


def _clock_words(counts: Counts, now: datetime, ahead: timedelta) -> str:
    """What is wrong with this computer's clock, as far as it is known."""
    if counts.last_sync is not None and now < counts.last_sync - WRONG_CLOCK:
        behind = span_words(remaining(counts.last_sync, now))
        return _tr("This computer's clock is at least {span} behind. Your work keeps its order.").format(span=behind)
    if abs(ahead) > WRONG_CLOCK:
        off = span_words(remaining(now + timedelta(minutes=round(abs(ahead) / timedelta(minutes=1))), now))
        return _tr("This computer's clock is off by {span}. Your work keeps its order.").format(span=off)
    return ""


def _waiting(counts: Counts) -> str:
    if counts.finals_waiting == 1:
        return _tr(": 1 to send")
    if counts.finals_waiting:
        # Decisions, and scores of calibration packets, which decide nothing.
        return _tr(": {n} to send").format(n=counts.finals_waiting)
    return ""
