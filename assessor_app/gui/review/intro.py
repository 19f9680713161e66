"""What stands above the criteria: completion checks to answer first, and what the approver sent it back for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assessor_app.domain.microcredential import CompletionCheck
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.review.assessing import AssessmentWork, ReturnedItem
from assessor_app.gui.review.spelled_field import SpelledField
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import ElidedButton, chip, column, label, panel


class CheckRow(QWidget):
    """A question with yes and no; no asks for a sentence that helps the applicant."""

    def __init__(
        self, work: AssessmentWork, session: Session, check: CompletionCheck, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._work, self.check = work, check
        layout = column(self, spacing=4)
        layout.addWidget(label(check.question, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(6)
        self._yes = self._answer(self.tr("Yes"), True)
        self._no = self._answer(self.tr("No"), False)
        row.addWidget(self._yes)
        row.addWidget(self._no)
        row.addStretch(1)
        layout.addLayout(row)
        self.note = SpelledField(self.tr("What should the applicant do about it?"), session)
        self.note.kept.connect(lambda text: work.set_check_note(check.id, text))
        layout.addWidget(self.note)

    def _answer(self, words: str, ok: bool) -> QPushButton:
        entry = QPushButton(words)
        entry.setProperty("kind", "level")
        entry.setCheckable(True)
        entry.setAccessibleName(f"{words}: {self.check.question}")
        entry.clicked.connect(lambda _=False: self._work.answer(self.check.id, ok))
        return entry

    def refresh(self) -> None:
        answer = self._work.check(self.check.id)
        self._yes.setChecked(answer is not None and answer.ok)
        self._no.setChecked(answer is not None and not answer.ok)
        self.note.setVisible(answer is not None and not answer.ok)
        self.note.show_text(answer.note if answer is not None else "")
        for widget in (self._yes, self._no):
            widget.setEnabled(self._work.editable)
        self.note.setReadOnly(not self._work.editable)


class ChecksPart(QWidget):
    """Is everything there and legible? Comes before any rating, where the issuer wants it so."""

    escaped = Signal()

    def __init__(self, work: AssessmentWork, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        frame = panel("bottom")
        column(self).addWidget(frame)
        inner = column(frame, (16, 12, 16, 12), 8)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Completion checks"), "strong"), 1)
        self._state = chip("", "neutral")
        head.addWidget(self._state)
        inner.addLayout(head)
        self._rows = [CheckRow(work, session, check) for check in work.checks]
        for row in self._rows:
            inner.addWidget(row)
            row.note.escaped.connect(self.escaped)
        self._hint = label("", "secondary", wrap=True)
        inner.addWidget(self._hint)
        self.setVisible(bool(self._rows))
        self.refresh()

    def refresh(self) -> None:
        for row in self._rows:
            row.refresh()
        done = sum(self._work.check(row.check.id) is not None for row in self._rows)
        self._state.setText(self.tr("{n} of {total}").format(n=done, total=len(self._rows)))
        if self._work.some_check_failed:
            self._hint.setText(self.tr("It goes back to the applicant as incomplete, without ratings."))
        elif self._work.next_check() is not None:
            self._hint.setText(self.tr("Y answers yes, X answers no. Ratings open when all are answered with yes."))
        else:
            self._hint.setText("")
        self._hint.setVisible(bool(self._hint.text()) and self._work.editable)

    def focus_note(self, check_id: str) -> None:
        for row in self._rows:
            if row.check.id == check_id:
                row.note.setFocus()

    def keep_now(self) -> None:
        for row in self._rows:
            row.note.keep_now()


class ReturnedPart(QWidget):
    """The approver's reasons as a list to tick off; each leads to its criterion."""

    criterion_chosen = Signal(str)

    def __init__(self, work: AssessmentWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        frame = panel("bottom")
        column(self).addWidget(frame)
        inner = column(frame, (16, 12, 16, 12), 6)
        head = FlowLayout()
        head.addWidget(chip(self.tr("Returned by the approver"), "attention"))
        head.add_stretch()
        self._state = label("", "secondary")
        head.addWidget(self._state)
        inner.addLayout(head)
        self._boxes: dict[str, QCheckBox] = {}
        for item in work.returned_items():
            self._add(inner, item)
        self.setVisible(bool(self._boxes))
        self.refresh()

    def _add(self, inner: QVBoxLayout, item: ReturnedItem) -> None:
        known = item.criterion_id in self._work.criterion_ids
        title = self._work.criterion(item.criterion_id).title if known else self.tr("The whole")
        row = QHBoxLayout()
        box = QCheckBox()
        box.setAccessibleName(f"{title}: {item.reason}")
        box.toggled.connect(lambda on, key=item.criterion_id: self._work.tick(key, on))
        self._boxes[item.criterion_id] = box
        row.addWidget(box)
        if known:
            number = self._work.micro_credential.numbering()[item.criterion_id]
            go = ElidedButton(f"{number} {title}")
            go.clicked.connect(lambda _=False: self.criterion_chosen.emit(item.criterion_id))
            row.addWidget(go)
            row.addStretch(1)
        else:
            row.addWidget(label(title, "strong"), 1)
        inner.addLayout(row)
        words = label(item.reason, wrap=True)
        words.setContentsMargins(28, 0, 0, 4)
        inner.addWidget(words)

    def refresh(self) -> None:
        items = self._work.returned_items()
        for item in items:
            box = self._boxes.get(item.criterion_id)
            if box is not None:
                box.blockSignals(True)
                box.setChecked(item.done)
                box.blockSignals(False)
                box.setEnabled(self._work.editable)
        done = sum(item.done for item in items)
        self._state.setText(self.tr("{n} of {total} seen to").format(n=done, total=len(items)))
