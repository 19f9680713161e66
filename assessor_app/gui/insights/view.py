"""The page of insights: for a reviewer their own work, for the issuer all raters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from assessor_app.gui import theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.insights.card import Card
from assessor_app.gui.insights.exporting import ask_and_export
from assessor_app.gui.insights.figure import Shown
from assessor_app.gui.insights.pool_figures import OFFERED, against_words
from assessor_app.gui.insights.state import (
    Content,
    Scope,
    Wish,
    content_of,
    is_stale,
    known_credentials,
    scopes_for,
)
from assessor_app.gui.insights.writing import Heading
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import button, clock_time, column, exact_time, label, panel, tip
from assessor_app.protocol.insights import Against
from assessor_app.sync.loop import Connection

MATRICES = frozenset({"own-matrix", "pool-matrix"})
"""Figures of one criterion, which can be chosen on their card."""
WIDEST = 1080
"""A plot gains nothing from more room, and a sentence loses."""


class InsightsView(QWidget):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scopes = scopes_for(session.person.roles if session.person is not None else ())
        self.wish = Wish(self._scopes[0] if self._scopes else Scope.OWN)
        self.content: Content | None = None
        self._known: tuple[tuple[str, str], ...] = ()
        """The micro-credentials that the issuer may choose, also while the chosen one's report is not here."""
        self.cards: dict[str, Card] = {}
        self._focus_later = False
        layout = column(self)
        layout.addWidget(self._build_head())
        self._empty = label("", "secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll = self._build_body()
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._empty, 1)
        add_action(self, "insights.refresh", self.tr("Refresh the insights"), self.refresh, ("Ctrl+R",))
        add_action(self, "insights.export-all", self.tr("Export all insights…"), self.export_all, ("Ctrl+Shift+E",))
        # Drafts tell of their submission; a report tells of none.
        session.changed.connect(lambda submissions: None if submissions else self.reload())
        session.status_changed.connect(lambda _: self._show_state())
        self._show_state()
        self._show_choices()

    def _build_head(self) -> QWidget:
        head = panel("bottom")
        row = FlowLayout(head)
        row.setContentsMargins(14, 12, 16, 12)
        row.addWidget(label(self.tr("Insights") + " ", "title"))
        self._scope_buttons: dict[Scope, QPushButton] = {}
        names = {Scope.OWN: self.tr("Own work"), Scope.POOL: self.tr("All raters")}
        for scope in self._scopes if len(self._scopes) > 1 else ():
            entry = QPushButton(names[scope])
            entry.setProperty("kind", "filter")
            entry.setCheckable(True)
            entry.clicked.connect(lambda _=False, s=scope: self._choose(Wish(s)))
            self._scope_buttons[scope] = entry
            row.addWidget(entry)
        self.credential = self._choice(self.tr("Micro-credential"))
        self.against = self._choice(self.tr("Compared with"))
        self._against_words = label(self.tr("Compared with"), "secondary")
        self.criterion: QComboBox | None = None
        self.credential.activated.connect(lambda _: self._choose(self.wish.of(self.credential.currentData())))
        self.against.activated.connect(
            lambda _: self._choose(replace(self.wish, against=Against(self.against.currentData())))
        )
        for part in (self.credential, self._against_words, self.against):
            row.addWidget(part)
        row.add_stretch()
        self._state = label("", "secondary")
        row.addWidget(self._state)
        self._refresh = button(self.tr("Refresh"), self.refresh, icon="sync")
        row.addWidget(self._refresh)
        self._export = button(self.tr("Export all…"), self.export_all, icon="export")
        row.addWidget(self._export)
        return head

    def _choice(self, name: str) -> QComboBox:
        """Its tool tip has the whole of what does not fit."""
        choice = QComboBox()
        choice.setAccessibleName(name)
        choice.setMaximumWidth(theme.current().px(420))
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        # As wide as its words, and narrower where its place is: it never widens the page.
        choice.setMinimumWidth(1)
        choice.currentTextChanged.connect(lambda text: choice.setToolTip(tip(text)))
        return choice

    def _build_body(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setMaximumWidth(theme.current().px(WIDEST))
        self._column: QVBoxLayout = column(page, (16, 16, 16, 16), 12)
        self._column.addStretch(1)
        area.setWidget(page)
        return area

    # What is shown.

    def focus(self) -> None:
        """The keyboard begins at the first figure, or where there is none, where one can ask for it."""
        first = next(iter(self.cards.values()), None)
        self._focus_later = first is None
        if first is None:
            self._refresh.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (first.table if first.plot.isHidden() else first.plot).setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload(ask=True)

    def reload(self, *, ask: bool = False) -> None:
        """Show what is here; ``ask`` for a newer report where that is old."""
        if not self.isVisible():
            return
        wish, store = self.wish, self._session.store

        def work() -> tuple[Content | None, bool, tuple[tuple[str, str], ...]]:
            stored = store.report(wish.report)
            stale = is_stale(stored, datetime.now().astimezone(), store.counts().last_sync)
            return content_of(stored, wish), stale, known_credentials(store.report, wish)

        def done(found: tuple[Content | None, bool, tuple[tuple[str, str], ...]]) -> None:
            if wish != self.wish:
                # The person has chosen something else meanwhile.
                return
            content, stale, self._known = found
            self._show(content)
            if ask and stale:
                self._session.loop.ask_report(wish.report)

        self._session.jobs.run(self, work, done)

    def refresh(self) -> None:
        self._session.loop.ask_report(self.wish.report)
        self._show_state()

    def _choose(self, wish: Wish) -> None:
        self.wish = wish
        self._show_choices()
        self.reload(ask=True)

    def _show(self, content: Content | None) -> None:
        self.content = content
        self._show_cards(content.everything if content is not None else ())
        self._show_choices()
        self._show_state()
        if self._focus_later and self.cards and self.window().focusWidget() is self._refresh:
            self.focus()

    def _show_cards(self, figures: Sequence[Shown]) -> None:
        """Cards of the same figures stay, so that nothing jumps under the person's hands."""
        keys = [f"{type(shown).__name__} {shown.key}" for shown in figures]
        if list(self.cards) != keys:
            self._remove_cards()
            self.cards = {key: Card(shown) for key, shown in zip(keys, figures, strict=True)}
            for number, card in enumerate(self.cards.values()):
                card.export_asked.connect(lambda form, c=card: self._export_one(c, form))
                self._column.insertWidget(number, card)
                if card.shown.key in MATRICES:
                    self._let_choose_criterion(card)
            return
        for shown, card in zip(figures, self.cards.values(), strict=True):
            card.show_figure(shown)

    def _remove_cards(self) -> None:
        """The focus waits at the button until there is something to look at again."""
        focused = self.focusWidget()
        if focused is not None and any(card.isAncestorOf(focused) for card in self.cards.values()):
            self._refresh.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus_later = True
        for card in self.cards.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.criterion = None
        self._scroll.verticalScrollBar().setValue(0)

    def _let_choose_criterion(self, card: Card) -> None:
        choice = self.criterion = self._choice(self.tr("Criterion of the matrix"))
        choice.activated.connect(lambda _: self._choose(replace(self.wish, criterion=choice.currentData())))
        card.add_choice(choice)

    def _show_choices(self) -> None:
        content = self.content
        for scope, entry in self._scope_buttons.items():
            entry.setChecked(scope is self.wish.scope)
        pool = self.wish.scope is Scope.POOL
        credentials = (self._known if pool else ()) or (content.credentials if content is not None else ())
        _offer(self.credential, credentials, content.credential if content is not None else self.wish.credential)
        self.credential.setVisible(len(credentials) > 1)
        _offer(self.against, [(each, against_words(each)) for each in OFFERED], self.wish.against)
        for part in (self.against, self._against_words):
            part.setVisible(pool and bool(self.cards))
        if self.criterion is not None and content is not None:
            _offer(self.criterion, content.criteria, content.criterion)

    def _show_state(self) -> None:
        content = self.content
        there = content is not None and bool(self.cards)
        self._scroll.setVisible(there)
        self._empty.setVisible(not there)
        self._export.setEnabled(there)
        self._state.setText(self._state_words() if content is not None else "")
        self._empty.setText(self._empty_words())

    def _state_words(self) -> str:
        if self.content is None:
            return ""
        then, now = self.content.as_of.astimezone(), self._session.now().astimezone()
        words = self.tr("As of {time}").format(time=clock_time(then) if then.date() == now.date() else exact_time(then))
        if self._session.status.connection is Connection.SIGN_IN_NEEDED:
            return f"{words} · {self.tr('sign in for newer ones')}"
        return f"{words} · {self.tr('offline')}" if self._is_offline() else words

    def _empty_words(self) -> str:
        refused = self._session.loop.report_refused(self.wish.report)
        if refused:
            return self.tr("The server gave no insights: {reason}").format(reason=refused)
        if self.content is not None:
            return self.tr("There is nothing to look at yet.\nInsights begin with the first submission.")
        if self._session.status.connection is Connection.SIGN_IN_NEEDED:
            return self.tr("Sign in to get insights.")
        if self._is_offline():
            return self.tr("You are offline.\nInsights come with the next sync.")
        return self.tr("Insights come with the next sync.")

    def _is_offline(self) -> bool:
        return self._session.status.connection is Connection.OFFLINE

    # Files.

    def _heading(self) -> Heading:
        title = self.tr("Insights: {title}").format(title=self.content.title if self.content is not None else "")
        return Heading(title, self._state_words())

    def _export_one(self, card: Card, form: str) -> None:
        ask_and_export(self, self._session, form, self._heading(), [card.shown])

    def export_all(self) -> None:
        if self.content is not None and self.cards:
            ask_and_export(self, self._session, "pdf", self._heading(), self.content.everything)


def _offer(choice: QComboBox, entries: Sequence[tuple[str, str]], chosen: str) -> None:
    """Fill it anew without that counting as a choice."""
    with QSignalBlocker(choice):
        if [(choice.itemData(n), choice.itemText(n)) for n in range(choice.count())] != list(entries):
            choice.clear()
            for data, words in entries:
                choice.addItem(words, str(data))
        choice.setCurrentIndex(choice.findData(str(chosen)))
    choice.setToolTip(tip(choice.currentText()))
