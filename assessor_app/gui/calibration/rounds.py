"""One round on the page: its packets while it goes on, and its result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from assessor_app.gui import icons, theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.calibration.result import ResultView
from assessor_app.gui.calibration.results import result_of
from assessor_app.gui.calibration.rows import signed, tone_colour
from assessor_app.gui.calibration.state import Card, Packet, Round
from assessor_app.gui.calibration.words import packet_look, packet_words, round_dates, round_state, round_title
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.widgets import FlowingLabel, button, column, label, tip

ID = Qt.ItemDataRole.UserRole


class WholeList(QListWidget):
    """A list as high as all its rows, which wrap: the page scrolls, not the list."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = theme.current().px(16)
        self.setIconSize(QSize(side, side))

    def add(self, key: str, words: str, icon: str, tone: str) -> None:
        item = QListWidgetItem(icons.icon(icon, tone_colour(tone)), words)
        item.setData(ID, key)
        # A word that is wider than the list is cut off there.
        item.setToolTip(tip(words))
        self.addItem(item)

    def current(self) -> str:
        item = self.currentItem()
        return str(item.data(ID)) if item is not None else ""

    def choose(self, key: str) -> None:
        for number in range(self.count()):
            if self.item(number).data(ID) == key:
                self.setCurrentRow(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        px = theme.current().px
        room = QRect(0, 0, self.viewport().width() - self.iconSize().width() - px(32), px(10_000))
        for number in range(self.count()):
            item = self.item(number)
            # Qt reckons with more room than the style leaves, and would cut off the last line.
            words = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
            item.setSizeHint(QSize(0, words.height() + px(10)))
        self.doItemsLayout()
        rows = sum(self.visualItemRect(self.item(number)).height() for number in range(self.count()))
        self.setFixedHeight(rows + 2 * self.frameWidth() + 2)


class RoundView(QFrame):
    opened = Signal(str)
    wanted = Signal(list)
    """Packets to be had offline."""
    chose = Signal(str)
    folded = Signal(bool)

    def __init__(self, card: Card, round_: Round, *, unfolded: bool, chosen: str = "") -> None:
        super().__init__()
        self._card, self.round, self._chosen = card, round_, chosen
        self.result: ResultView | None = None
        self.setProperty("card", "true")
        self.packets = WholeList(self.tr("Packets of {round}").format(round=round_title(round_)))
        px = theme.current().px
        self._layout = column(self, (px(18), px(14), px(18), px(14)), px(8))
        self._layout.addWidget(self._build_head())
        if self._shows_packets():
            self._build_packets()
        if round_.data.scored:
            self._toggle.setChecked(unfolded)
            self._fold()

    def _shows_packets(self) -> bool:
        return self.round.is_open or not self.round.data.scored

    def _build_head(self) -> QWidget:
        head = QWidget()
        row = FlowLayout(head, theme.current().px(10))
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(round_title(self.round), "strong"))
        row.addWidget(signed(*round_state(self.round)))
        row.addWidget(FlowingLabel(round_dates(self.round), "secondary"))
        row.add_stretch()
        self._toggle = button("", self._on_toggle, "link")
        self._toggle.setCheckable(True)
        self._toggle.setObjectName(f"toggle {self.round.data.id}")
        missing = [packet.submission_id for packet in self.round.packets if packet.may_be_fetched]
        if missing and self.round.is_open:
            fetch = button(self.tr("Download for offline"), partial(self.wanted.emit, missing), icon="download")
            fetch.setObjectName("download")
            row.addWidget(fetch)
        if self.round.data.scored:
            row.addWidget(self._toggle)
        return head

    def _build_packets(self) -> None:
        for packet in self.round.packets:
            self.packets.add(packet.submission_id, packet_words(packet), *packet_look(packet))
        self.packets.setObjectName(f"packets {self.round.data.id}")
        self.packets.itemActivated.connect(lambda item: self._open(str(item.data(ID))))
        add_action(self.packets, "calibration.open", self.tr("Open the packet"), self._open_current,
                   ("Return", "Enter"))  # fmt: skip
        following = first_left(self.round.packets)
        self.packets.choose(following)
        self._layout.addWidget(self.packets)

    def _open_current(self) -> None:
        self._open(self.packets.current())

    def _open(self, submission_id: str) -> None:
        if any(each.submission_id == submission_id and each.row is not None for each in self.round.packets):
            self.opened.emit(submission_id)

    # The result.

    def unfold(self) -> None:
        self._toggle.setChecked(True)
        self._fold()
        self.folded.emit(True)

    def focus_result(self) -> None:
        if self.result is not None and self.result.result.criteria:
            self.result.criteria.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_toggle(self) -> None:
        self._fold()
        self.folded.emit(self._toggle.isChecked())

    def _fold(self) -> None:
        shown = self._toggle.isChecked()
        words = self.tr("Hide the result") if shown else self.tr("Show the result")
        self._toggle.setText(words)
        self._toggle.setAccessibleName(f"{words}: {round_title(self.round)}")
        if shown and self.result is None:
            found = result_of(self.round.data, self._card.view.micro_credential, self._card.data.agreement)
            self.result = ResultView(self.round, found, self._until(), self._chosen)
            self.result.opened.connect(self.opened)
            self.result.chose.connect(self.chose)
            self._layout.addWidget(self.result)
        if self.result is not None:
            self.result.setVisible(shown)

    def _until(self) -> datetime | None:
        """When the calibration lapses that this round brought: the last one that was passed."""
        passed = next((each for each in self._card.rounds if each.data.passed), None)
        return self._card.data.until if passed is self.round else None


def first_left(packets: Sequence[Packet]) -> str:
    """The first that is not handed in; else the first."""
    left = [packet.submission_id for packet in packets if not packet.handed_in]
    return left[0] if left else packets[0].submission_id if packets else ""
