"""What the screens share: the store, the sync loop, the renderers, and their news as Qt signals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from assessor_app.documents.office import Converter
from assessor_app.documents.pool import RendererPool
from assessor_app.gui.actions import use_key_map
from assessor_app.gui.calm import keep_calm
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.keeper import Keeper
from assessor_app.gui.keymap import KeyMap
from assessor_app.gui.library import Library
from assessor_app.gui.preferences import Preferences, keep
from assessor_app.gui.spelling import Spelling, language_for
from assessor_app.protocol.sync import PersonData
from assessor_app.store.guard import Guard
from assessor_app.store.running import RunningMark
from assessor_app.store.store import Notice, Store
from assessor_app.sync.loop import SyncLoop, SyncStatus

WARM_UP_AFTER_MS = 400


class Session(QObject):
    """One person at work on one profile."""

    changed = Signal(object)
    """frozenset of the submissions that look different now; empty when something else did."""
    status_changed = Signal(object)
    """SyncStatus"""
    closing = Signal()
    """Before the renderers end: whoever shows pages lets go of their memory."""
    preferences_changed = Signal()

    def __init__(
        self,
        store: Store,
        jobs: Jobs,
        parent: QObject | None = None,
        preferences: Preferences | None = None,
        folder: Path | None = None,
        guard: Guard | None = None,
        mark: RunningMark | None = None,
    ) -> None:
        """``folder`` is where changed preferences are kept; None keeps them for this session only."""
        super().__init__(parent)
        self.store, self.jobs, self.guard = store, jobs, guard
        self.preferences = preferences or Preferences(undo_seconds=0)
        self._folder = folder
        self._closed = False
        self._mark = mark
        self.ended_badly = mark.begin() if mark is not None else False
        """Whether the application did not end by itself the last time."""
        self.status = SyncStatus()
        self.person: PersonData | None = None if store.is_signed_out() else store.person()
        self.pool = RendererPool(converter=Converter(store.work_folder))
        self.pool.start()
        self.keeper = Keeper(store, jobs, self)
        self.library = Library(store, jobs, self)
        self.spelling = Spelling(jobs, self)
        self._take_up_preferences()
        jobs.run(self, store.own_words, self.spelling.know)
        self.changed.connect(self.library.on_changed)
        self._unlisten = store.listen(lambda notice: jobs.post(self, lambda: self._on_notice(notice)))
        self.loop = SyncLoop(store, lambda status: jobs.post(self, lambda: self._on_status(status)))

    def start(self) -> None:
        self.loop.start()
        # Not at once: the window comes first.
        QTimer.singleShot(WARM_UP_AFTER_MS, self, self._settle)

    def _settle(self) -> None:
        self.pool.warm_up()
        self.spelling.wake()
        keep_calm()

    def prefer(self, preferences: Preferences) -> None:
        """Work in another way from now on, and remember it."""
        self.preferences = preferences
        self._take_up_preferences()
        self.preferences_changed.emit()
        if (folder := self._folder) is not None:
            self.jobs.save(self, lambda: keep(folder, preferences))

    def _take_up_preferences(self) -> None:
        wanted = self.preferences
        self.store.grace = timedelta(seconds=wanted.undo_seconds)
        use_key_map(KeyMap(wanted.keys, single_characters=wanted.single_character_keys))
        language = wanted.spelling or language_for(wanted.language or QLocale().name())
        self.spelling.use(language if wanted.check_spelling else "")

    def add_word(self, word: str) -> None:
        """Never call this word wrong again."""
        self.spelling.know([word])
        self.jobs.save(self, lambda: self.store.add_word(word))

    def now(self) -> datetime:
        """The server's time, as well as this computer knows it."""
        return datetime.now(UTC) + self.store.server_clock.ahead()

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """End in the order that loses nothing: saves first, then sync, then the files."""
        self._closed = True
        self.closing.emit()
        self._unlisten()
        self.keeper.end()
        self.jobs.finish()
        self.loop.stop()
        self.pool.close()
        self.store.close()
        if self._mark is not None:
            self._mark.end()

    def _on_notice(self, notice: Notice) -> None:
        if self._closed:
            return
        self.changed.emit(notice.submissions)

    def _on_status(self, status: SyncStatus) -> None:
        if self._closed:
            return
        self.status = status
        self.status_changed.emit(status)
