"""The line above the page: a sentence for a few seconds, and for as long as it holds, a way to undo."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assessor_app.gui.announce import announce
from assessor_app.gui.widgets import button, label, panel

TOLD_MS = 8_000


class Banner(QWidget):
    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame = panel("bottom")
        frame.setProperty("surface", "wash")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 6, 16, 6)
        self._words = label("", wrap=True)
        self._undo = button(self.tr("Undo"), self.undo_asked.emit, icon="undo")
        row.addWidget(self._words, 1)
        row.addWidget(self._undo)
        row.addWidget(button(self.tr("Close"), self.hide, "link"))
        self._until = QTimer(self)
        self._until.setSingleShot(True)
        self._until.timeout.connect(self.hide)
        self._held = False
        self._untold: tuple[str, bool] | None = None
        self._seconds = 0
        self._second = QTimer(self)
        self._second.setInterval(1_000)
        self._second.timeout.connect(self._count_down)
        self.hide()

    def tell(self, words: str, *, stays: bool = False) -> None:
        """Say something, to those who hear the screen as well; ``stays``: until it is closed or followed by more."""
        if self._held:
            self._untold = (words, stays)
            return
        self._words.setText(words)
        self._second.stop()
        self._undo.hide()
        self.show()
        if stays:
            self._until.stop()
        else:
            self._until.start(TOLD_MS)
        announce(self, words)

    def hold(self, held: bool) -> None:
        """Say nothing while the window is covered; the last word of that time comes afterwards."""
        self._held = held
        untold, self._untold = self._untold, None
        if held:
            self.hide()
        elif untold is not None:
            self.tell(untold[0], stays=untold[1])

    def offer_undo(self, seconds: int) -> None:
        """Beside what was told last, with the seconds that are left."""
        if self._held:
            return
        self._seconds = seconds
        self._show_seconds()
        self._undo.show()
        self._second.start()
        self._until.start(seconds * 1000)

    def end_undo(self) -> None:
        """It was sent, or taken back: neither the offer nor what it was about holds any more."""
        if self._second.isActive():
            self._second.stop()
            self.hide()

    def _count_down(self) -> None:
        self._seconds = max(0, self._seconds - 1)
        self._show_seconds()

    def _show_seconds(self) -> None:
        self._undo.setText(self.tr("Undo") + "  " + self.tr("({n} s)").format(n=self._seconds))
