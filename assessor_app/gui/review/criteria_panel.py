"""The frame of the right column: phases on top, criteria as cards in a scroll, a bar at the bottom."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assessor_app.domain.microcredential import Criterion
from assessor_app.gui import theme
from assessor_app.gui.review.criterion_card import CriterionCard, PhaseTab
from assessor_app.gui.review.state import Work
from assessor_app.gui.widgets import column, panel


class CriteriaPanel(QWidget):
    """Phases on top, cards in a scroll, a bar at the bottom. What the cards are is the subclass's matter."""

    mark_chosen = Signal(object)

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work = work
        self._tabs: list[PhaseTab] = []
        self.cards: list[CriterionCard] = []
        layout = column(self)
        layout.addWidget(self._build_tabs())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = panel()
        self._column = column(holder)
        self.build_intro(self._column)
        numbers = work.micro_credential.numbering()
        for requirement in work.micro_credential.requirements:
            for criterion in requirement.criteria:
                card = self.make_card(criterion, numbers[criterion.id])
                card.selected.connect(work.select_criterion)
                card.mark_chosen.connect(self.mark_chosen)
                self.cards.append(card)
                self._column.addWidget(card)
        self.build_outro(self._column)
        self._column.addStretch(1)
        self._scroll.setWidget(holder)
        layout.addWidget(self._scroll, 1)
        self._bar = panel("top")
        self.build_bar(self._bar)
        layout.addWidget(self._bar)
        if isinstance(app := QGuiApplication.instance(), QGuiApplication):
            app.focusObjectChanged.connect(self._on_focus)
        self._shown_criterion = ""
        self._was_shown = False
        work.listen(self.refresh)

    def build_intro(self, layout: QVBoxLayout) -> None:
        """What stands above the criteria, if anything."""

    def build_outro(self, layout: QVBoxLayout) -> None:
        """What stands below the criteria, if anything."""

    def make_card(self, criterion: Criterion, number: str) -> CriterionCard:
        raise NotImplementedError

    def build_bar(self, bar: QFrame) -> None:
        raise NotImplementedError

    def _build_tabs(self) -> QFrame:
        result = panel("bottom")
        row = QHBoxLayout(result)
        row.setContentsMargins(14, 4, 14, 6)
        row.setSpacing(6)
        for phase in self.work.micro_credential.phases():
            tab = PhaseTab(phase)
            tab.clicked.connect(lambda _=False, p=phase: self._to_phase(p))
            self._tabs.append(tab)
            row.addWidget(tab)
        return result

    def _to_phase(self, phase: object) -> None:
        """To the first criterion of a phase that still lacks something, else to its first."""
        own = [c.id for r, c in self.work.micro_credential.criteria() if r.phase is phase]
        self.work.go_to_criterion(next((key for key in own if not self.work.is_done(key)), own[0]))

    def card(self, criterion_id: str) -> CriterionCard:
        return next(card for card in self.cards if card.criterion.id == criterion_id)

    def refresh(self) -> None:
        for tab, state in zip(self._tabs, self.work.phases(), strict=True):
            tab.show_state(state)
        bodies = sum(card.body is not None for card in self.cards)
        for card in self.cards:
            card.refresh()
        if bodies != sum(card.body is not None for card in self.cards):
            self._order_focus()
        if self.work.criterion_id != self._shown_criterion:
            self._shown_criterion = self.work.criterion_id
            QTimer.singleShot(0, self, self._bring_into_view)

    def _order_focus(self) -> None:
        """Cards are filled when they are opened; Tab goes from top to bottom all the same."""
        parts: list[QWidget] = [*self._tabs]
        for index in range(self._column.count()):
            item = self._column.itemAt(index)
            part = item.widget() if item is not None else None
            parts += _focusable(part) if part is not None else []
        parts += _focusable(self._bar)
        for before, after in pairwise(parts):
            QWidget.setTabOrder(before, after)

    def _on_focus(self, focused: QObject | None) -> None:
        """Whoever writes sees the field, at any size of text."""
        holder = self._scroll.widget()
        if isinstance(focused, QWidget) and holder is not None and holder.isAncestorOf(focused):
            QTimer.singleShot(0, focused, lambda: self._scroll.ensureWidgetVisible(focused, 0, theme.current().px(12)))

    def begins_above(self) -> bool:
        """Whether what stands above the criteria is to be read first."""
        return False

    def _bring_into_view(self) -> None:
        if not self._was_shown:
            self._was_shown = True
            if self.begins_above():
                return
        card = self.card(self.work.criterion_id)
        self._scroll.ensureWidgetVisible(card, 0, theme.current().px(24))
        # A card taller than the view shows its head rather than its foot.
        if card.height() > self._scroll.viewport().height() - theme.current().px(24):
            self._scroll.verticalScrollBar().setValue(card.y())


def _focusable(part: QWidget) -> list[QWidget]:
    return [each for each in part.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
