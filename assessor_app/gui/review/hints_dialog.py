"""A gentle word before feedback goes to the applicant. It never stops anybody."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QWidget

from assessor_app.domain.feedback import FeedbackRule
from assessor_app.gui import theme
from assessor_app.gui.review.assessing import AssessmentWork
from assessor_app.gui.review.rating_card import rule_words
from assessor_app.gui.widgets import button, column, label

Hints = Sequence[tuple[str, tuple[FeedbackRule, ...]]]


def hints_of(work: AssessmentWork) -> Hints:
    """Criterion id and what its feedback might add, in scoring order; empty where all is well."""
    every = ((criterion.id, work.feedback_hints(criterion.id)) for _, criterion in work.micro_credential.criteria())
    return [(key, rules) for key, rules in every if rules]


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
            label(self.tr("Complete, and ready to submit. This might help the educator more:"), "secondary", wrap=True)
        )
        inner = QWidget()
        items = column(inner, spacing=4)
        numbers = work.micro_credential.numbering()
        for key, rules in hints:
            title = f"{numbers[key]} {work.criterion(key).title}"
            items.addWidget(button(title, partial(self._choose, key), "link"))
            for rule in rules:
                advice = label("– " + rule_words(rule), "secondary", wrap=True)
                advice.setContentsMargins(10, 0, 0, 0)
                items.addWidget(advice)
        items.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        lines = sum(1 + len(rules) for _, rules in hints)
        scroll.setMinimumHeight(min(look.px(320), look.px(28) * lines + 8))
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
