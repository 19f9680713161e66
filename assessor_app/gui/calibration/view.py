"""The page of calibration: where one stands with each micro-credential, what comes next, and every round."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assessor_app.domain.calibration import AnchorKind
from assessor_app.gui import icons, theme
from assessor_app.gui.announce import announce
from assessor_app.gui.calibration.head import StandingCard
from assessor_app.gui.calibration.rounds import RoundView, WholeList
from assessor_app.gui.calibration.rows import bring_into_sight, tone_colour
from assessor_app.gui.calibration.state import Action, Card, Round, cards, new_results, newly_judged
from assessor_app.gui.calibration.words import judged_words, standing_look, standing_words
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.session import Session
from assessor_app.gui.troubles import reason_words
from assessor_app.gui.widgets import clear, column, label, panel, tip
from assessor_app.store.calibrations import CalibrationView as Stored
from assessor_app.sync.loop import Connection

WIDEST = 900
"""Sentences that are longer than this are hard to read."""
SIDE_BY_SIDE_FROM = 760
"""Below so much room there is a choice in the head instead of a list of micro-credentials."""
LATER_MS = 800
"""Behind another page, news are taken together: somebody who scores a packet changes it with every key."""


class CalibrationPage(QWidget):
    opened = Signal(str)
    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stored: list[Stored] | None = None
        self._unfolded: dict[str, bool] = {}
        self._looked_at: dict[str, str] = {}
        """What the person unfolded, and the packet that they chose, by round."""
        self._shown = ""
        self.cards: list[Card] = []
        self.standing: StandingCard | None = None
        self.rounds: list[RoundView] = []
        layout = column(self)
        layout.addWidget(self._build_head())
        self._empty = label("", "secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = self._build_body()
        layout.addWidget(self._body, 1)
        layout.addWidget(self._empty, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.reload)
        session.changed.connect(lambda _: self._on_changed())
        session.status_changed.connect(lambda _: self._show_empty())
        self._show_empty()
        self.reload()

    def _build_head(self) -> QWidget:
        head = panel("bottom")
        row = FlowLayout(head)
        row.setContentsMargins(16, 14, 16, 14)
        row.addWidget(label(self.tr("Calibration"), "title"))
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Micro-credential"))
        self.choice.setMaximumWidth(theme.current().px(340))
        self.choice.activated.connect(self.look_at)
        row.addWidget(self.choice)
        return head

    def look_at(self, number: int) -> None:
        """Look at this micro-credential."""
        self.list.setCurrentRow(number)

    def _build_body(self) -> QWidget:
        px = theme.current().px
        body = QWidget()
        sides = QHBoxLayout(body)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(0)
        self._beside = panel("right")
        self.list = WholeList(self.tr("Micro-credentials"))
        self.list.currentRowChanged.connect(self._on_chosen)
        self.list.itemActivated.connect(lambda _: self._focus_next())
        beside = column(self._beside, (px(8), px(8), px(8), px(8)))
        beside.addWidget(self.list)
        beside.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setMaximumWidth(px(WIDEST))
        self._column: QVBoxLayout = column(page, (16, 16, 16, 16), 12)
        self._page = page
        self._scroll.setWidget(page)
        self._beside.setFixedWidth(px(300))
        sides.addWidget(self._beside)
        sides.addWidget(self._scroll, 1)
        return body

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_choice()

    def _show_choice(self) -> None:
        """The list, or where it would leave too little room, a choice in the head."""
        several, wide = len(self.cards) > 1, self.width() >= theme.current().px(SIDE_BY_SIDE_FROM)
        self._beside.setVisible(several and wide)
        self.choice.setVisible(several and not wide)

    # Coming and going.

    def focus(self) -> None:
        """The keyboard begins where there is something to do, or at the list."""
        if not self._focus_next():
            self._focus_choice()

    def _focus_choice(self) -> None:
        (self.list if self.choice.isHidden() else self.choice).setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_next(self) -> bool:
        button = self.standing.primary if self.standing is not None else None
        if button is None:
            return False
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def _on_changed(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._later.start()

    def reload(self) -> None:
        self._session.jobs.run(self, self._session.store.calibrations, self._take)

    def _take(self, stored: list[Stored]) -> None:
        before, self._stored = self._stored, stored
        found = cards(stored, self._session.now())
        if found != self.cards:
            self.cards = found
            self._show()
        self._show_empty()
        if before is not None:
            self._tell_of(new_results(before, stored), newly_judged(before, found))

    def _tell_of(self, results: list[str], judged: list[tuple[Card, Round]]) -> None:
        """Whether an attempt was passed is what somebody waits for; that its levels are here follows from it."""
        for card, round_ in judged:
            words = judged_words(card, round_)
            self.told.emit(f"{card.title}: {words}" if len(self.cards) > 1 else words)
            if card.id == self._shown:
                # After the layout, and after the keyboard went to where it was, which scrolls as well.
                QTimer.singleShot(0, self, partial(self._scroll.verticalScrollBar().setValue, 0))
        if judged:
            return
        if len(results) == 1:
            self.told.emit(self.tr("Calibration: the issuer's levels for {id} are beside yours now.").format(
                id=results[0]))  # fmt: skip
        elif results:
            self.told.emit(self.tr("Calibration: the issuer's levels are beside yours now."))

    # What is shown.

    def _show(self) -> None:
        self._fill_list()
        self._show_card()

    def _fill_list(self) -> None:
        now, before = self._session.now(), self._shown
        with QSignalBlocker(self.list):
            self.list.clear()
            self.choice.clear()
            for card in self.cards:
                words, look = standing_words(card, now), standing_look(card.standing)
                self.list.add(card.id, f"{card.title}\n{words}", *look)
                self.choice.addItem(icons.icon(look[0], tone_colour(look[1])), f"{card.title} · {words}")
            self.list.choose(before if any(card.id == before for card in self.cards) else self._first())
        self.list.fit()
        self._show_in_head()

    def _first(self) -> str:
        """The first in which something goes on, else the first."""
        going_on = next((card for card in self.cards if card.open_round is not None), None)
        first = going_on or next(iter(self.cards), None)
        return first.id if first is not None else ""

    def _on_chosen(self, number: int) -> None:
        if number >= 0:
            self._show_in_head()
            self._scroll.verticalScrollBar().setValue(0)
            self._show_card()

    def _show_in_head(self) -> None:
        self.choice.setCurrentIndex(self.list.currentRow())
        self.choice.setToolTip(tip(self.choice.currentText()))

    def card(self) -> Card | None:
        chosen = self.list.current()
        return next((card for card in self.cards if card.id == chosen), None)

    def _show_card(self) -> None:
        focused = self._focused()
        clear(self._column)
        self.standing, self.rounds = None, []
        card = self.card()
        self._shown = card.id if card is not None else ""
        if card is None:
            return
        self.standing = StandingCard(card, self._session.now())
        self.standing.asked.connect(self._do)
        self._put(self.standing)
        for round_ in card.rounds:
            self._add_round(card, round_)
        self._column.addStretch(1)
        self._give_back(focused)

    def _add_round(self, card: Card, round_: Round) -> None:
        key = round_.data.id
        unfolded = self._unfolded.get(key, round_ is card.latest_result)
        view = RoundView(card, round_, unfolded=unfolded, chosen=self._looked_at.get(key, ""))
        view.opened.connect(self.opened)
        view.wanted.connect(self._fetch)
        view.folded.connect(partial(self._unfolded.__setitem__, key))
        view.chose.connect(partial(self._looked_at.__setitem__, key))
        self._put(view)
        self.rounds.append(view)

    def _put(self, part: QWidget) -> None:
        """Shown at once, and not with the next turn of the event loop: the keyboard may be about to go there."""
        self._column.addWidget(part)
        part.show()

    def _focused(self) -> str:
        """Which of the parts that are about to be made anew has the keyboard; "" for none."""
        widget = self._page.focusWidget()
        inside = widget is not None and widget.hasFocus()
        return (widget.objectName() or "next") if inside and widget is not None else ""

    def _give_back(self, name: str) -> None:
        if not name:
            return
        # What was just cleared is still there until it is deleted.
        parts = [part for part in self._page.findChildren(QWidget, name) if not part.isHidden()]
        if parts:
            parts[-1].setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._focus_next():
            self._focus_choice()

    def _show_empty(self) -> None:
        self._body.setVisible(bool(self.cards))
        self._show_choice()
        self._empty.setVisible(not self.cards)
        words = self.tr("No calibration is open to you yet.\nThe issuer opens one by giving packets to practise on.")
        if self._session.status.connection in (Connection.OFFLINE, Connection.SIGN_IN_NEEDED):
            words += "\n" + self.tr("You are offline; what is new comes with the next sync.")
        self._empty.setText(words)

    # What the person does.

    def packets_beside(self, submission_id: str) -> list[str]:
        """The packets of its round, to go through them one after another."""
        for card in self.cards:
            for round_ in card.rounds:
                here = [packet.submission_id for packet in round_.packets if packet.row is not None]
                if submission_id in here:
                    return here
        return []

    def _do(self, action: Action) -> None:
        card = self.card()
        if card is None:
            return
        if action is Action.GO_ON:
            self.opened.emit(card.next.submission_id)
        elif action is Action.SYNC:
            self._session.loop.sync_now()
        elif action is Action.LOOK:
            self._look(card)
        else:
            self._begin(card, AnchorKind.PRACTICE if action is Action.PRACTISE else AnchorKind.QUALIFICATION)

    def _look(self, card: Card) -> None:
        latest = card.latest_result
        view = next((each for each in self.rounds if latest is not None and each.round is latest), None)
        if view is not None:
            view.unfold()
            bring_into_sight(view)
            view.focus_result()

    def _begin(self, card: Card, kind: AnchorKind) -> None:
        self._show_asked(Action.PRACTISE if kind is AnchorKind.PRACTICE else Action.QUALIFY)
        store, micro_credential_id = self._session.store, card.id

        def done(_: None) -> None:
            announce(self, self.tr("Asked for. The packets come with the next sync."))

        def failed(error: Exception) -> None:
            self._show_card()
            self.told.emit(self.tr("It could not be asked for: {reason}").format(reason=reason_words(error)))

        self._session.jobs.save(self, lambda: store.begin_calibration(micro_credential_id, kind), done, failed)

    def _show_asked(self, action: Action) -> None:
        if self.standing is not None:
            if self._focused():
                # A button that can't be pressed loses the keyboard: it stays on the page, for the next button.
                self._page.setFocus(Qt.FocusReason.OtherFocusReason)
            self.standing.show_asked(action)

    def _fetch(self, submissions: list[str]) -> None:
        store = self._session.store

        def work() -> None:
            for submission_id in submissions:
                store.want_packet(submission_id)

        self._session.jobs.save(self, work)
