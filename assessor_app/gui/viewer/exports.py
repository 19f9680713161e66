"""Saving evidence with its marks for other programs. Private marks and names never go along."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from assessor_app.documents.export.model import Cover, Exported, Part, RatedCriterion
from assessor_app.documents.export.task import ExportTask, export
from assessor_app.domain.marks import Mark
from assessor_app.domain.submission import Role
from assessor_app.gui.actions import add_action
from assessor_app.gui.review.assessing import AssessmentWork
from assessor_app.gui.review.state import Work
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.copies import safe_stem
from assessor_app.protocol.packet import Evidence

_ENDINGS = {"pdf": ".pdf", "flat": ".pdf", "xfdf": ".xfdf", "w3c": ".json", "packet": ".pdf"}


class Exports(QObject):
    def __init__(self, owner: QWidget, session: Session, work: Work) -> None:
        super().__init__(owner)
        self._owner, self._session, self._work = owner, session, work
        self._entries = [
            add_action(owner, f"viewer.export-{form}", words, partial(self.save, form), keys)
            for form, words, keys in (
                ("pdf", self.tr("Evidence with marks, as PDF…"), ("Ctrl+Shift+E",)),
                ("flat", self.tr("Evidence with marks drawn in, as PDF…"), ()),
                ("xfdf", self.tr("Marks as XFDF…"), ()),
                ("w3c", self.tr("Marks as W3C annotations…"), ()),
                ("packet", self.tr("Whole packet with cover, as PDF…"), ()),
            )
        ]

    def menu(self) -> QMenu:
        menu = QMenu(self._owner)
        menu.addActions(self._entries)
        return menu

    def save(self, form: str) -> None:
        """Ask where to, then export there in the background."""
        item = self._work.evidence_item(self._work.evidence_id)
        if item is None:
            return
        stem = safe_stem(self._work.submission_id if form == "packet" else item.title)
        chosen, _ = QFileDialog.getSaveFileName(
            self._owner, self.tr("Export (it will not be encrypted)"), stem + _ENDINGS[form]
        )
        if chosen:
            self.write(form, item, Path(chosen))

    def write(self, form: str, item: Evidence, target: Path) -> None:
        task = self._packet_task() if form == "packet" else self._task(form, item)

        def work() -> None:
            target.write_bytes(export(task()))

        def failed(error: Exception) -> None:
            QMessageBox.warning(
                self._owner,
                self.tr("Not exported"),
                self.tr("The export could not be made: {reason}\nNothing was changed.").format(reason=error),
            )

        self._session.jobs.run(self._owner, work, lambda _: None, failed)

    def _exported(self, item: Evidence) -> tuple[Exported, ...]:
        every = (*self._work.fixed_marks(), *self._work.marks())
        return tuple(self._one(mark) for mark in every if mark.evidence_id == item.id and not mark.private)

    def _one(self, mark: Mark) -> Exported:
        author = self.tr("Approver") if mark.author is Role.APPROVER else self.tr("Assessor")
        known = mark.criterion_id in self._work.criterion_ids
        criterion = self._work.criterion(mark.criterion_id).title if known and mark.criterion_id else ""
        return Exported(mark, self._work.colour_of(mark), author, criterion)

    def _bytes(self, item: Evidence) -> Callable[[], tuple[bytes, bytes]]:
        """The evidence and its rendition, read where the export runs."""
        store, submission_id = self._session.store, self._work.submission_id

        def read() -> tuple[bytes, bytes]:
            rendition = store.blob(submission_id, item.rendition.sha256) if item.rendition is not None else b""
            return store.blob(submission_id, item.blob.sha256), rendition

        return read

    def _task(self, form: str, item: Evidence) -> Callable[[], ExportTask]:
        read, marks = self._bytes(item), self._exported(item)

        def task() -> ExportTask:
            data, rendition = read()
            return ExportTask(form, data, item.blob.media_type, rendition, item.blob.sha256, marks)

        return task

    def _packet_task(self) -> Callable[[], ExportTask]:
        work, cover = self._work, self._cover()
        sources = [
            (item, requirement.title, self._bytes(item), self._exported(item))
            for requirement in work.micro_credential.requirements
            for item in work.evidence_of(requirement)
        ]

        def task() -> ExportTask:
            parts = []
            for item, requirement, read, marks in sources:
                data, rendition = read()
                parts.append(Part(item.title, requirement, data, item.blob.media_type, rendition, marks))
            return ExportTask("packet", cover=cover, parts=tuple(parts))

        return task

    def _cover(self) -> Cover:
        work, rated = self._work, []
        if isinstance(work, AssessmentWork):
            for requirement, criterion in work.micro_credential.criteria():
                rating = work.rating(criterion.id)
                level = criterion.levels[rating.level - 1].label if rating.level else self.tr("not rated")
                rated.append(RatedCriterion(requirement.title, criterion.title, level, rating.feedback))
        row = work.workspace.row
        result = self.tr("Assessment in progress") if work.missing() else self.tr("Assessment complete")
        return Cover(row.title, row.submission_id, row.attempt, result, tuple(rated))
