"""A gentle word before feedback goes to the applicant. It never stops anybody."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QWidget

from assessor_app.gui import theme
from assessor_app.gui.review.assessing import AssessmentWork
from assessor_app.gui.review.rating_card import rule_words
from assessor_app.gui.widgets import button, column, label

Hints = Sequence[tuple[str, Sequence[str]]]
"""Criterion id, or "" for the whole, and what to think of once more."""


def hints_of(work: AssessmentWork, *, advice: bool) -> Hints:
    """What might have been forgotten, and with ``advice`` what feedback might add; empty where all is well."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("hints", text)

    result: list[tuple[str, Sequence[str]]] = []
    items = work.returned_items()
    left = sum(not item.done for item in items)
    if left:
        words = tr("{n} of the approver's {total} reasons are not ticked off.")
        result.append(("", [words.format(n=left, total=len(items))]))
    for _, criterion in work.micro_credential.criteria():
        lines = [tr("A blank {…} of a comment is not filled in.")] if work.has_blanks(criterion.id) else []
        lines += [rule_words(rule) for rule in work.feedback_hints(criterion.id)] if advice else []
        if lines:
            result.append((criterion.id, lines))
    return result


class HintsDialog(QDialog):
    """Accepted: submit as it is. ``chosen`` is the criterion that the person wants to go back to."""

    def __init__(self, work: AssessmentWork, hints: Hints, parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen = ""
        self.setWindowTitle(self.tr("Before it goes"))
        look = theme.current()
        self.setMinimumWidth(look.px(480))
        layout = column(self, (20, 18, 20, 16), 8)
        layout.addWidget(label(self.tr("Before it goes"), "title"))
        layout.addWidget(
            label(self.tr("Complete, and ready to submit. Worth another thought:"), "secondary", wrap=True)
        )
        inner = QWidget()
        items = column(inner, spacing=4)
        numbers = work.micro_credential.numbering()
        for key, lines in hints:
            if key:
                title = f"{numbers[key]} {work.criterion(key).title}"
                items.addWidget(button(title, partial(self._choose, key), "link"))
            for words in lines:
                advice = label("– " + words, "secondary", wrap=True)
                advice.setContentsMargins(10, 0, 0, 0)
                items.addWidget(advice)
        items.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        rows = sum(1 + len(lines) for _, lines in hints)
        scroll.setMinimumHeight(min(look.px(320), look.px(28) * rows + 8))
        layout.addWidget(scroll, 1)
        buttons = QDialogButtonBox()
        submit = buttons.addButton(self.tr("Submit"), QDialogButtonBox.ButtonRole.AcceptRole)
        submit.setProperty("kind", "primary")
        submit.setDefault(True)
        buttons.addButton(self.tr("Go on writing"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        submit.setFocus()

    def _choose(self, criterion_id: str) -> None:
        self.chosen = criterion_id
        self.reject()
