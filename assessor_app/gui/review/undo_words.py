"""Words for what undo takes back: «move of 3 marks»."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assessor_app.gui.review.history import Edit, Step


def _tr(text: str) -> str:
    return QCoreApplication.translate("undo", text)


def step_words(step: Step) -> str:
    one, many = {
        Edit.ADD: (_tr("new mark"), _tr("{n} new marks")),
        Edit.MOVE: (_tr("move of a mark"), _tr("move of {n} marks")),
        Edit.RESIZE: (_tr("resize of a mark"), _tr("resize of {n} marks")),
        Edit.DELETE: (_tr("deletion of a mark"), _tr("deletion of {n} marks")),
        Edit.ERASE: (_tr("erasing on a mark"), _tr("erasing on {n} marks")),
        Edit.RECOLOUR: (_tr("colour of a mark"), _tr("colour of {n} marks")),
        Edit.WRITE: (_tr("text of a mark"), _tr("text of {n} marks")),
        Edit.ORDER: (_tr("order of a mark"), _tr("order of {n} marks")),
        Edit.LINK: (_tr("criterion of a mark"), _tr("criterion of {n} marks")),
        Edit.PRIVACY: (_tr("visibility of a mark"), _tr("visibility of {n} marks")),
        Edit.PASTE: (_tr("paste of a mark"), _tr("paste of {n} marks")),
        Edit.RATE: (_tr("rating"), _tr("{n} ratings")),
    }[step.what]
    return one if step.count == 1 else many.format(n=step.count)
