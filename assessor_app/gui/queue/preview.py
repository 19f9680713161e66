"""Below the list: what is known of the chosen submission before it is opened."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from assessor_app.gui import theme
from assessor_app.gui.approval.panel import clock_words
from assessor_app.gui.queue.state import Part, QueueState
from assessor_app.gui.review.similar import similar_lines
from assessor_app.gui.widgets import column, label, phase_name
from assessor_app.protocol.packet import EarlierAttempt
from assessor_app.store.views import Workspace


class Preview(QFrame):
    """Three columns: what happened before, the requirements, and what to mind."""

    def __init__(self, state: QueueState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setProperty("surface", "panel")
        self.setProperty("rule", "top")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 16)
        row.setSpacing(24)
        self._cells: list[tuple[QLabel, QLabel]] = []
        for _ in range(3):
            cell = QWidget()
            inner = column(cell, spacing=4)
            head, text = label("", "strong", wrap=True), label("", "secondary", wrap=True)
            inner.addWidget(head)
            inner.addWidget(text)
            inner.addStretch(1)
            self._cells.append((head, text))
            row.addWidget(cell, 1)
        self.setMinimumHeight(theme.current().px(104))

    def clear(self) -> None:
        for head, text in self._cells:
            head.clear()
            text.clear()

    def show_submission(self, space: Workspace) -> None:
        head = f"{space.row.submission_id} · " + self.tr("attempt {n}").format(n=space.row.attempt)
        texts = (
            (head, self._history_words(space)),
            (self.tr("Requirements"), self._requirement_words(space)),
            (self.tr("Flags"), self._flag_words(space)),
        )
        for (title, body), (shown_title, shown_body) in zip(self._cells, texts, strict=True):
            title.setText(shown_title)
            body.setText(shown_body)

    def _history_words(self, space: Workspace) -> str:
        state, row = self._state, space.row
        if row.submission_id in state.written and state.search.strip():
            return self.tr("You wrote: {words}").format(words=state.written[row.submission_id])
        if state.part is Part.HISTORY and (words := clock_words(space.assignment)):
            return words
        if row.returned_reasons:
            reasons = " · ".join(row.returned_reasons.values())
            return self.tr("Returned by the approver: {reason}").format(reason=reasons)
        if row.attempt == 1:
            return self.tr("This is the first attempt.")
        if space.manifest is None and not row.active:
            return self.tr("Its packet is no longer on this computer.")
        if space.manifest is None:
            return self.tr("Earlier outcomes show here once the packet is downloaded.")
        return "\n".join(self._attempt_words(space, attempt) for attempt in space.manifest.earlier)

    def _attempt_words(self, space: Workspace, attempt: EarlierAttempt) -> str:
        if attempt.outcome is None:
            return self.tr("Attempt {n} was incomplete.").format(n=attempt.attempt)
        numbers = space.micro_credential.numbering()
        # An earlier version of the rubric may have had other criteria.
        short = [
            numbers[rating.criterion_id]
            for rating in attempt.ratings
            if rating.meets is False and rating.criterion_id in numbers
        ]
        return self.tr("Attempt {n} was not yet on {list}.").format(n=attempt.attempt, list=", ".join(short))

    def _requirement_words(self, space: Workspace) -> str:
        return "\n".join(f"{phase_name(r.phase)} · {r.title}" for r in space.micro_credential.requirements)

    def _flag_words(self, space: Workspace) -> str:
        if space.row.refusal:
            return self.tr("The packet was refused: {reason}").format(reason=space.row.refusal)
        return "\n".join(words for words, _, _ in similar_lines(space)) or self.tr("None.")
