"""What a workspace says of possible leaks: a quiet chip, the list behind it, and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from assessor_app.gui.review.leak_watch import LeaksDialog, LeakWatch, Suspicion
from assessor_app.gui.widgets import button
from assessor_app.protocol.events import LeakReported

if TYPE_CHECKING:
    from assessor_app.gui.review.workspace import WorkspaceView


class LeakDesk(QObject):
    """``chip`` is shown while something was found; ``watch`` looks through what is shown."""

    def __init__(self, view: WorkspaceView) -> None:
        super().__init__(view)
        self._view = view
        cleared = [str(key) for key in view.work.workspace.place.get("cleared", ())]
        self.watch = LeakWatch(view.session, view.work.submission_id, cleared, self)
        self.chip = button("", self.show)
        self.chip.setProperty("chip", "attention")
        self.chip.setToolTip(self.tr("Words that may show who somebody is"))
        self.chip.hide()
        self.watch.changed.connect(self._refresh)

    def look_at(self, evidence_id: str) -> None:
        item = self._view.work.evidence_item(evidence_id)
        if item is not None and self._view.work.workspace.row.active:
            self.watch.look_at(item)

    def _refresh(self) -> None:
        number = len(self.watch.suspicions)
        one = self.tr("1 possible leak")
        self.chip.setText(one if number == 1 else self.tr("{n} possible leaks").format(n=number))
        self.chip.setVisible(number > 0)

    def show(self) -> None:
        """What was found in the evidence looked at so far."""
        view = self._view
        if not self.watch.suspicions:
            view.told.emit(self.tr("Nothing in the evidence shown so far looks like a person."))
            return
        dialog = LeaksDialog(self.watch, view)
        dialog.exec()
        if dialog.shown is not None:
            view.work.select_evidence(dialog.shown.evidence_id)
            view.viewer.show_place(dialog.shown.evidence_id, dialog.shown.page, dialog.shown.rect)
        elif dialog.reported is not None:
            self._report(dialog.reported)

    def report(self) -> None:
        """Report what is looked at now, or what was found on this page."""
        view = self._view
        here = (view.work.evidence_id, view.viewer.canvas.current_page)
        found = [each for each in self.watch.suspicions if (each.evidence_id, each.page) == here]
        self._report(found[0] if found else None)

    def _report(self, suspicion: Suspicion | None) -> None:
        view = self._view
        if view.session.preferences.undo_seconds == 0 and not self._really():
            return
        view.keep_everything()
        store, submission_id = view.session.store, view.work.submission_id
        report = LeakReported(
            evidence_id=suspicion.evidence_id if suspicion else view.work.evidence_id,
            page=suspicion.page if suspicion else view.viewer.canvas.current_page,
            what=suspicion.kind if suspicion else "",
        )
        told = self.tr(
            "{id} is reported: at the next sync it is hidden from everybody but the issuer. Your work is kept."
        )
        view.hand_in(lambda: store.report_leak(submission_id, report), told.format(id=submission_id))

    def _really(self) -> bool:
        """Asked only where it could not be undone afterwards."""
        words = self.tr("Report that this evidence shows who somebody is? It is then hidden until the issuer acts.")
        yes = QMessageBox.StandardButton.Yes
        answer = QMessageBox.question(self._view, self.tr("Report"), words, yes | QMessageBox.StandardButton.No)
        return answer == yes
