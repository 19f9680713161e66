"""Criteria in the right column: a card each, of which the selected one is open."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from assessor_app.domain.marks import Mark
from assessor_app.domain.microcredential import Criterion, Level, Phase
from assessor_app.gui import phases, theme
from assessor_app.gui.review.mark_words import mark_words
from assessor_app.gui.review.state import PhaseState, Work
from assessor_app.gui.widgets import ElidedButton, clear, column, label, phase_name, set_look, swatch, tip


class PhaseTab(QPushButton):
    """A phase's name, how far it is, and its colour as a line below."""

    def __init__(self, phase: Phase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phase, self._share = phase, 0.0
        self.setProperty("kind", "phase")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._name, self._state = phase_name(phase), ""

    def show_state(self, state: PhaseState) -> None:
        self._share = state.done / state.total
        self._state = "✓" if state.done == state.total else f"{state.done} / {state.total}" if state.done else "–"
        self.setAccessibleName(f"{self._name} {state.done} / {state.total}")
        self.setToolTip(tip(self.accessibleName()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect()
        if self.hasFocus() or self.underMouse():
            painter.setPen(look.colour("accent") if self.hasFocus() else look.colour("panel"))
            painter.setBrush(look.colour("hover"))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -4), theme.RADIUS, theme.RADIUS)
        half = area.height() // 2
        painter.setFont(look.font(theme.LABEL, bold=True))
        painter.setPen(look.colour("text"))
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, area.width() - 4)
        painter.drawText(area.adjusted(0, 5, 0, -half + 2), Qt.AlignmentFlag.AlignCenter, name)
        painter.setFont(look.font(theme.LABEL))
        painter.setPen(look.colour("secondary"))
        painter.drawText(area.adjusted(0, half - 4, 0, -6), Qt.AlignmentFlag.AlignCenter, self._state)
        line = QRectF(2, area.height() - 3, area.width() - 4, 3)
        painter.fillRect(line, look.colour("canvas"))
        done = QRectF(line.x(), line.y(), line.width() * self._share, line.height())
        painter.fillRect(done, QColor(phases.PHASE_COLOURS[self._phase]))


class LevelButton(QPushButton):
    """A level with its number key. A label too long for its place ends in an ellipsis; the tool tip has all of it."""

    def __init__(self, number: int, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = f"{number}  {level.label}"
        self.setProperty("kind", "level")
        self.setCheckable(True)
        self.setToolTip(tip(f"{level.label}: {level.descriptor}"))
        self.setAccessibleName(f"{number} {level.label}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(theme.current().px(40))
        self.setText(self._words)

    def wanted_width(self) -> int:
        """For all of its words, chosen or not."""
        font = self.font()
        font.setBold(True)
        return QFontMetrics(font).horizontalAdvance(self._words) + theme.current().px(14)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # As wide as it is when chosen, so that choosing moves nothing.
        font = self.font()
        font.setBold(True)
        space = self.width() - theme.current().px(14)
        self.setText(QFontMetrics(font).elidedText(self._words, Qt.TextElideMode.ElideRight, space))


class LevelButtons(QWidget):
    """The levels of a criterion, each with its number key. ``chosen`` counts from 1."""

    chosen = Signal(int)

    def __init__(self, levels: Sequence[Level], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        for number, level in enumerate(levels, start=1):
            entry = LevelButton(number, level)
            entry.clicked.connect(lambda _=False, n=number: self.chosen.emit(n))
            self._group.addButton(entry, number)
            self._row.addWidget(entry, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other as long as every label has its place, else below each other."""
        super().resizeEvent(event)
        buttons = [entry for entry in self._group.buttons() if isinstance(entry, LevelButton)]
        room = (self.width() - self._row.spacing() * (len(buttons) - 1)) / max(1, len(buttons))
        beside = all(entry.wanted_width() <= room for entry in buttons)
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if wanted is not self._row.direction():
            self._row.setDirection(wanted)
            self.updateGeometry()

    def show_level(self, level: int | None) -> None:
        for entry in self._group.buttons():
            entry.setChecked(self._group.id(entry) == level)

    def focus_chosen(self) -> None:
        chosen = self._group.checkedButton() or self._group.buttons()[0]
        chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)


class CriterionCard(QFrame):
    """One criterion. The head is always there; the body is made when the card is first opened."""

    selected = Signal(str)
    mark_chosen = Signal(object)

    def __init__(self, work: Work, criterion: Criterion, number: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work, self.criterion = work, criterion
        self._open = False
        self._marks_shown: tuple[Mark, ...] | None = None
        self.setProperty("surface", "panel")
        self.setProperty("rule", "bottom")
        self.setAccessibleName(f"{number} {criterion.title}")
        self._layout = column(self, (16, 12, 16, 12), 6)
        head = QHBoxLayout()
        self._title = label(f"{number} {criterion.title}", "strong", wrap=True)
        self._result = label("", "strong")
        head.addWidget(self._title, 1)
        head.addWidget(self._result, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(head)
        self._summary = label("", "secondary", wrap=True)
        self._layout.addWidget(self._summary)
        self.body: QWidget | None = None

    @abstractmethod
    def build_body(self, layout: QVBoxLayout) -> None:
        """Fill the open card."""

    @abstractmethod
    def show_body(self) -> None:
        """Bring the open card's controls up to the state."""

    @abstractmethod
    def result(self) -> tuple[str, str]:
        """What the head says at the right, and its tone."""

    @abstractmethod
    def summary(self) -> str:
        """What the closed card says below its title."""

    def refresh(self) -> None:
        is_open = self.work.criterion_id == self.criterion.id
        text, tone = self.result()
        self._result.setText(text if not is_open else "")
        set_look(self._result, "tone", tone)
        self._summary.setText(self.summary())
        self._summary.setVisible(not is_open)
        if is_open and self.body is None:
            self.body = QWidget()
            self.build_body(column(self.body, spacing=8))
            self._layout.addWidget(self.body)
        if self.body is not None:
            self.body.setVisible(is_open)
            if is_open:
                self.show_body()
        if is_open != self._open:
            self._open = is_open
            set_look(self, "surface", "wash" if is_open else "panel")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.selected.emit(self.criterion.id)
        super().mousePressEvent(event)

    def fill_marks(self, box: QVBoxLayout) -> None:
        """The marks linked to this criterion, each a button that shows its place."""
        marks = self.work.marks_of_criterion(self.criterion.id)
        if marks == self._marks_shown:
            return
        self._marks_shown = marks
        clear(box)
        for mark in marks:
            entry = ElidedButton(mark_words(mark, 60), "mark")
            entry.setIcon(swatch(QColor(self.work.colour_of(mark))))
            entry.setAccessibleName(self.tr("Show mark {words}").format(words=mark_words(mark)))
            entry.clicked.connect(lambda _=False, m=mark: self.mark_chosen.emit(m))
            box.addWidget(entry)

    def marks_words(self) -> str:
        number = len(self.work.marks_of_criterion(self.criterion.id))
        return self.tr("1 mark") if number == 1 else self.tr("{n} marks").format(n=number)
