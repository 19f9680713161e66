"""Where one stands with a micro-credential, and the one thing to do next."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from assessor_app.gui import theme
from assessor_app.gui.calibration.rows import picture
from assessor_app.gui.calibration.state import Action, Card
from assessor_app.gui.calibration.words import (
    action_words,
    meaning_words,
    next_words,
    standing_look,
    standing_words,
    unseen_words,
)
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.widgets import ElidedButton, chip, column, label


class StandingCard(QFrame):
    asked = Signal(object)
    """An Action."""

    def __init__(self, card: Card, now: datetime) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.buttons: dict[Action, ElidedButton] = {}
        px = theme.current().px
        layout = column(self, (px(18), px(16), px(18), px(16)), px(8))
        title = label(card.title, "strong", wrap=True)
        title.setFont(theme.current().font(theme.BODY + 3, bold=True))
        layout.addWidget(title)
        layout.addWidget(self._standing(card, now))
        for words in (meaning_words(card), next_words(card), unseen_words(card)):
            if words:
                layout.addWidget(label(words, "secondary" if words == unseen_words(card) else "", wrap=True))
        if card.next.primary is not None:
            layout.addSpacing(px(4))
            layout.addWidget(self._build_buttons(card))

    @property
    def primary(self) -> QPushButton | None:
        return next(iter(self.buttons.values()), None)

    def _ask(self, action: Action, _: bool = False) -> None:
        self.asked.emit(action)

    def show_asked(self, action: Action) -> None:
        """At once, before the disk has it: nothing can be begun twice."""
        for each in (Action.PRACTISE, Action.QUALIFY):
            if each in self.buttons:
                self.buttons[each].setEnabled(False)
        self.buttons[action].say(self.tr("Asked for…"))

    def _standing(self, card: Card, now: datetime) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder, theme.current().px(6))
        row.setContentsMargins(0, 0, 0, 0)
        icon, tone = standing_look(card.standing)
        row.addWidget(picture(icon, tone))
        row.addWidget(chip(standing_words(card, now), tone))
        return holder

    def _build_buttons(self, card: Card) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        first = card.next.primary
        for action in (*((first,) if first is not None else ()), *card.next.others):
            kind = "primary" if action is first else ""
            entry = ElidedButton(action_words(card, action), kind)
            entry.clicked.connect(partial(self._ask, action))
            entry.setObjectName("next" if action is first else f"do {action}")
            self.buttons[action] = entry
            row.addWidget(entry)
        return holder
