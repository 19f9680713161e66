"""Audio and video with notes at their times. Nothing is written to disk: the player reads from memory."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, QUrl, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.gui import icons
from assessor_app.gui.actions import add_action
from assessor_app.gui.review.mark_words import time_words
from assessor_app.gui.review.state import Work
from assessor_app.gui.widgets import button, column, panel, tool
from assessor_app.protocol.events import new_event_id

STEP_MS = 5_000


class MediaView(QWidget):
    """Plays one recording. The player is loaded with the first one: most packets have none."""

    mark_made = Signal(object)

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._evidence_id = ""
        self._player: Any = None
        self._buffer: QBuffer | None = None
        self._from: float | None = None
        self._screen_place = column(self)
        bar = panel("top")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        self._play = tool("play", self.tr("Play or pause"), self.toggle)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(self.tr("Position"))
        self._slider.sliderMoved.connect(lambda value: self.seek(value / 1000))
        self._time = QLabel("0:00")
        self._note = button(self.tr("Note at this time"), self.note)
        self._range = button(self.tr("Begin range"), self.mark_range)
        row.addWidget(self._play)
        row.addWidget(self._slider, 1)
        for widget in (self._time, self._note, self._range):
            row.addWidget(widget)
        self._bar = bar
        self._screen_place.addStretch(1)
        self._screen_place.addWidget(bar)
        add_action(self, "media.play-or-pause", self.tr("Play or pause"), self.toggle, ("Space",))
        add_action(
            self, "media.five-seconds-back", self.tr("Five seconds back"), lambda: self._skip(-STEP_MS), ("Left",)
        )
        add_action(self, "media.five-seconds-on", self.tr("Five seconds on"), lambda: self._skip(STEP_MS), ("Right",))

    def play(self, evidence_id: str, data: bytes) -> str:
        """Load a recording. Returns a sentence when it can't be played here, else nothing."""
        self._evidence_id, self._from = evidence_id, None
        if self._player is None and not self._make_player():
            self._bar.hide()
            return self.tr("Recordings are played where the application was installed with its “media” part.")
        self._player.stop()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._player.setSourceDevice(self._buffer, QUrl("evidence"))
        self._note.setEnabled(self._work.editable)
        self._range.setEnabled(self._work.editable)
        return ""

    def _make_player(self) -> bool:
        try:
            from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer
            from PySide6.QtMultimediaWidgets import QVideoWidget
        except ImportError:
            return False
        player, video = QMediaPlayer(self), QVideoWidget()
        player.setAudioOutput(QAudioOutput(self))
        player.setVideoOutput(video)
        self._screen_place.insertWidget(0, video, 1)
        player.durationChanged.connect(lambda ms: self._slider.setRange(0, int(ms)))
        player.positionChanged.connect(self._on_position)
        player.playbackStateChanged.connect(lambda _: self._show_state())
        self._player = player
        return True

    def toggle(self) -> None:
        if self._player is not None:
            if self._player.isPlaying():
                self._player.pause()
            else:
                self._player.play()

    def seek(self, seconds: float) -> None:
        if self._player is not None:
            self._player.setPosition(round(seconds * 1000))

    def note(self) -> None:
        """Pause, and make a note at this time."""
        if self._player is not None:
            self._player.pause()
            now = self._player.position() / 1000
            self._make(now, now)

    def mark_range(self) -> None:
        """Once for where a range begins, once more for where it ends."""
        if self._player is None:
            return
        now = self._player.position() / 1000
        if self._from is None:
            self._from = now
            self._range.setText(self.tr("End range"))
            return
        start, self._from = self._from, None
        self._range.setText(self.tr("Begin range"))
        self._make(min(start, now), max(start, now))

    def _make(self, start: float, end: float) -> None:
        if self._work.editable:
            self.mark_made.emit(
                Mark(id=new_event_id(), evidence_id=self._evidence_id, page=0, kind=MarkKind.TIME, seconds=(start, end))
            )

    def _skip(self, milliseconds: int) -> None:
        if self._player is not None:
            self._player.setPosition(max(0, self._player.position() + milliseconds))

    def _on_position(self, milliseconds: int) -> None:
        if not self._slider.isSliderDown():
            self._slider.setValue(milliseconds)
        self._time.setText(f"{time_words(milliseconds / 1000)} / {time_words(self._player.duration() / 1000)}")

    def _show_state(self) -> None:
        self._play.setIcon(icons.icon("pause" if self._player.isPlaying() else "play"))
