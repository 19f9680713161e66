"""What is missing, in words, and the dialog that lists it with a way to each place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QWidget

from assessor_app.domain.assessment import Lack, Missing
from assessor_app.gui import theme
from assessor_app.gui.review.state import Work
from assessor_app.gui.widgets import button, column, label


def missing_words(work: Work, missing: Missing) -> str:
    """One sentence for one thing that is missing."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("missing", text)

    words = {
        Lack.NOT_RATED: tr("needs a rating"),
        Lack.NO_SUCH_LEVEL: tr("has a level that this rubric does not have; choose again"),
        Lack.FEEDBACK_NEEDED: tr("does not meet, and needs feedback"),
        Lack.UNKNOWN_CRITERION: tr("is not part of this rubric"),
        Lack.NOT_DECIDED: tr("is not agreed or changed yet"),
        Lack.RATIONALE_NEEDED: tr("was changed, and needs a rationale"),
        Lack.REASON_NEEDED: tr("Returning needs a reason"),
        Lack.OUTCOME_CONTRADICTS_RATINGS: tr("The outcome does not follow from the ratings"),
        Lack.CHECK_NEEDED: tr("needs an answer"),
        Lack.CHECK_FAILED: tr("was answered with no: it goes back as incomplete, or the answer changes"),
        Lack.CHECK_NOTE_NEEDED: tr("needs a sentence that helps the applicant"),
        Lack.NO_CHECK_FAILED: tr("No completion check was answered with no"),
    }[missing.lack]
    if missing.check_id is not None:
        questions = {check.id: check.question for _, check in work.micro_credential.checks()}
        return f"“{questions.get(missing.check_id, missing.check_id)}” {words}"
    if missing.criterion_id is None:
        return words
    number = work.micro_credential.numbering().get(missing.criterion_id, "")
    titles = {criterion.id: criterion.title for _, criterion in work.micro_credential.criteria()}
    return f"{number} {titles.get(missing.criterion_id, missing.criterion_id)} {words}"


class MissingDialog(QDialog):
    """Lists what is missing; ``chosen`` is the item that the person wants to go to."""

    def __init__(self, work: Work, missing: Sequence[Missing], parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen: Missing | None = None
        self.setWindowTitle(self.tr("Not complete yet"))
        look = theme.current()
        self.setMinimumWidth(look.px(490))
        layout = column(self, (20, 18, 20, 16), 8)
        layout.addWidget(label(self.tr("Not complete yet"), "title"))
        layout.addWidget(label(self.tr("Nothing was sent. Choose an item to go to its place."), "secondary", wrap=True))
        inner = QWidget()
        items = column(inner, spacing=2)
        for lack in missing:
            items.addWidget(button(missing_words(work, lack), partial(self._choose, lack), "link"))
        items.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setMinimumHeight(min(look.px(320), look.px(34) * len(missing) + 8))
        layout.addWidget(scroll, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _choose(self, lack: Missing) -> None:
        self.chosen = lack
        self.accept()
