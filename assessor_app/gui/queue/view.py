"""The queue's page; approvals and history are the same page over other rows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QStackedLayout,
    QTableView,
    QWidget,
)

from assessor_app.domain.library import SavedFilter
from assessor_app.gui import theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.approval.batch import BatchDialog
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.queue.delegate import QueueDelegate
from assessor_app.gui.queue.model import QueueModel
from assessor_app.gui.queue.preview import Preview
from assessor_app.gui.queue.saved import SavedFilters
from assessor_app.gui.queue.state import Column, Filter, Part, QueueState
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import button, column, label, panel
from assessor_app.store.store import NotEditable, WorkIncomplete
from assessor_app.store.views import Availability, QueueRow, Workspace, Written

REFRESH_MS = 30_000
SEARCH_AFTER_MS = 120
LEAST_TITLE = 190
WIDTHS = {
    Column.SUBMISSION: 128, Column.ATTEMPT: 80, Column.PROGRESS: 122, Column.DUE: 130, Column.EVIDENCE: 140,
    Column.AVAILABLE: 124, Column.STATUS: 190,
}  # fmt: skip


class QueueTable(QTableView):
    """The title takes what the other columns leave, but never too little to be read."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = list(Column)
        others = sum(self.columnWidth(n) for n, name in enumerate(columns) if name is not Column.TITLE)
        room = self.viewport().width() - others
        self.setColumnWidth(columns.index(Column.TITLE), max(theme.current().px(LEAST_TITLE), room))


class QueueView(QWidget):
    opened = Signal(str)
    counted = Signal(int)
    across_asked = Signal(object, str)
    """submissions of one micro-credential, criterion to score across them"""
    told = Signal(str)

    def __init__(self, session: Session, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.state = session, QueueState(part)
        self._filters: dict[Filter, QPushButton] = {}
        self.model = QueueModel(session, part)
        layout = column(self)
        layout.addWidget(self._build_head())
        body = QWidget()
        self._stack = QStackedLayout(body)
        self.table = self._build_table()
        self._empty = label("", "secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout.addWidget(body, 1)
        self._preview = Preview(self.state)
        layout.addWidget(self._preview)
        self._written_soon = QTimer(self)
        self._written_soon.setSingleShot(True)
        self._written_soon.setInterval(SEARCH_AFTER_MS)
        self._written_soon.timeout.connect(self._search_written)
        self._build_actions()
        session.changed.connect(lambda _: self.reload())
        clock = QTimer(self)
        clock.timeout.connect(self._show)
        clock.start(REFRESH_MS)
        self.reload()

    # The frame.

    def _build_head(self) -> QWidget:
        head = panel("bottom")
        row = FlowLayout(head)
        row.setContentsMargins(14, 12, 16, 12)
        titles = {Part.QUEUE: self.tr("Queue"), Part.APPROVALS: self.tr("Approvals"), Part.HISTORY: self.tr("History")}
        row.addWidget(label(titles[self.state.part] + " ", "title"))
        for chosen in Filter:
            entry = QPushButton()
            entry.setProperty("kind", "filter")
            entry.setCheckable(True)
            entry.clicked.connect(lambda _=False, f=chosen: self._filter(f))
            self._filters[chosen] = entry
            row.addWidget(entry)
        self._saved = SavedFilters(self._session.library, self.state, self._use_saved)
        row.addWidget(self._saved)
        row.add_stretch()
        self._search = QLineEdit()
        history = self.state.part is Part.HISTORY
        self._search.setPlaceholderText(self.tr("Search, your feedback too") if history else self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search submissions"))
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(theme.current().px(230 if history else 170))
        self._search.textChanged.connect(self._on_search)
        row.addWidget(self._search)
        if self.state.part is not Part.HISTORY:
            self._offline = button(self.tr("Make available offline"), self.download_selected)
            row.addWidget(self._offline)
        self._open = button(self.tr("Open") + "  ↵", self.open_current, "primary")
        row.addWidget(self._open)
        return head

    def _build_table(self) -> QTableView:
        look = theme.current()
        table = QueueTable()
        table.setModel(self.model)
        table.setItemDelegate(QueueDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setMouseTracking(True)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(look.px(46))
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setAccessibleName(self.tr("Submissions"))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(look.px(60))
        for number, name in enumerate(Column):
            if name is not Column.TITLE:
                table.setColumnWidth(number, look.px(WIDTHS[name]))
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(list(Column).index(self.state.column), Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._sort)
        table.doubleClicked.connect(lambda _: self.open_current())
        table.clicked.connect(self._on_clicked)
        table.selectionModel().currentRowChanged.connect(lambda *_: self._show_preview())
        table.selectionModel().selectionChanged.connect(lambda *_: self._show_buttons())
        return table

    def _build_actions(self) -> None:
        add_action(
            self, "queue.open-the-submission", self.tr("Open the submission"), self.open_current, ("Return", "Enter")
        )
        add_action(
            self, "queue.make-available-offline", self.tr("Make available offline"), self.download_selected, ("Ctrl+D",)
        )
        add_action(
            self, "queue.search-submissions", self.tr("Search submissions"), self._search.setFocus, ("Ctrl+F", "/")
        )
        add_action(self, "queue.select-all", self.tr("Select all"), self.table.selectAll, ("Ctrl+A",))
        if self.state.part is Part.QUEUE:
            add_action(self, "queue.across", self.tr("Score one criterion across the selected submissions…"),
                       self.score_across, ("Ctrl+Shift+Return",))  # fmt: skip
        if self.state.part is Part.APPROVALS:
            add_action(self, "queue.finalise-agreed", self.tr("Finalise what I agreed with…"), self.finalise_agreed,
                       ("Ctrl+Shift+Return",))  # fmt: skip
        if self.state.part is not Part.HISTORY:
            add_action(self, "queue.calendar", self.tr("Save due dates as a calendar file…"), self.save_calendar)
        add_action(self, "queue.save-filter", self.tr("Save this filter…"), self._saved.save, ("Ctrl+S",))

    # What is shown.

    def reload(self) -> None:
        self._session.jobs.run(self, self._session.store.queue, self._take)

    def _take(self, rows: list[QueueRow]) -> None:
        self.state.take(rows)
        self._show()
        self.counted.emit(len(self.state.rows))

    def _show(self) -> None:
        now = self._session.now()
        current = self.current()
        self.model.show_rows(self.state.shown(now))
        if self.model.rowCount():
            where = self.model.position(current.submission_id) if current else None
            self._make_current(where if where is not None else 0)
        names = {
            Filter.ALL: self.tr("All {n}"), Filter.DUE_SOON: self.tr("Due soon {n}"),
            Filter.OFFLINE: self.tr("Offline {n}"), Filter.RETURNED: self.tr("Returned {n}"),
            Filter.WAITING: self.tr("Waiting {n}"), Filter.ATTENTION: self.tr("Needs attention {n}"),
        }  # fmt: skip
        for chosen, entry in self._filters.items():
            number = self.state.count(chosen, now)
            entry.setText(names[chosen].format(n=number))
            entry.setChecked(chosen is self.state.filter)
            entry.setVisible(chosen is Filter.ALL or number > 0 or chosen is self.state.filter)
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._empty.setText(self._empty_words())
        self._show_preview()
        self._show_buttons()

    def _make_current(self, number: int) -> None:
        index = self.model.index(number, 0)
        if self.table.currentIndex().row() != number or not self.table.selectionModel().hasSelection():
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _empty_words(self) -> str:
        if self.state.rows:
            return self.tr("Nothing matches this search and filter.")
        return {
            Part.QUEUE: self.tr("Your queue is empty.\nNew submissions appear here by themselves."),
            Part.APPROVALS: self.tr(
                "Nothing waits for your decision.\nAssessed submissions appear here by themselves."
            ),
            Part.HISTORY: self.tr("Nothing handed in yet.\nWhat you have finished is listed here."),
        }[self.state.part]

    def current(self) -> QueueRow | None:
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def selected(self) -> list[QueueRow]:
        return [self.model.row(index.row()) for index in self.table.selectionModel().selectedRows()]

    def select(self, submission_id: str) -> None:
        where = self.model.position(submission_id)
        if where is not None:
            self._make_current(where)

    def focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.focus()

    def _show_preview(self) -> None:
        row = self.current()
        self._preview.clear()
        if row is None:
            return
        submission_id = row.submission_id
        self._session.jobs.run(
            self,
            lambda: self._session.store.workspace(submission_id),
            self._fill_preview,
            lambda _: None,
        )

    def _fill_preview(self, space: Workspace) -> None:
        row = self.current()
        if row is not None and row.submission_id == space.row.submission_id:
            self._preview.show_submission(space)

    def _show_buttons(self) -> None:
        rows = self.selected()
        self._open.setEnabled(bool(rows))
        if self.state.part is not Part.HISTORY:
            wanted = [row for row in rows if row.availability in (Availability.ONLINE_ONLY, Availability.REFUSED)]
            self._offline.setEnabled(bool(wanted))

    # What the person does.

    def _filter(self, chosen: Filter) -> None:
        self.state.filter = chosen
        self._show()

    def _on_search(self, text: str) -> None:
        self.state.search = text
        if self.state.part is Part.HISTORY:
            self._written_soon.start()
        self._show()

    def _search_written(self) -> None:
        typed, store = self._search.text(), self._session.store

        def found(written: list[Written]) -> None:
            if typed == self._search.text():
                self.state.written = {each.submission_id: each.excerpt for each in reversed(written)}
                self._show()

        self._session.jobs.run(self, lambda: store.search_written(typed), found)

    def _use_saved(self, saved: SavedFilter) -> None:
        self.state.filter = Filter(saved.filter) if saved.filter in list(Filter) else Filter.ALL
        self._search.setText(saved.search)
        self._show()

    def score_across(self) -> None:
        """Choose a criterion, then go through the selected submissions of its micro-credential with it."""
        chosen = [row for row in self.selected() if row.active]
        kinds = {(row.micro_credential_id, row.micro_credential_version) for row in chosen}
        if len(chosen) < 2 or len(kinds) != 1:
            self.told.emit(self.tr("Select two or more submissions of one micro-credential to score them together."))
            return
        ids = [row.submission_id for row in self.state.shown(self._session.now()) if row in chosen]
        store = self._session.store
        self._session.jobs.run(self, lambda: store.workspace(ids[0]), lambda space: self._choose_across(ids, space))

    def _choose_across(self, ids: list[str], space: Workspace) -> None:
        numbers = space.micro_credential.numbering()
        names = {f"{numbers[c.id]} {c.title}": c.id for _, c in space.micro_credential.criteria()}
        words = self.tr("Criterion to score across {n} submissions").format(n=len(ids))
        chosen, ok = QInputDialog.getItem(self, self.tr("Score across"), words, list(names), 0, False)
        if ok:
            self.across_asked.emit(ids, names[chosen])

    def finalise_agreed(self) -> None:
        """Every decision that needs no second thought, at once."""
        dialog = BatchDialog(self.state.shown(self._session.now()), self)
        if not dialog.exec():
            return
        store, chosen = self._session.store, dialog.chosen()

        def work() -> tuple[int, list[str]]:
            left = []
            for row in chosen:
                try:
                    if row.agreed is not None:
                        store.decide(row.submission_id, row.agreed)
                except (NotEditable, WorkIncomplete, KeyError):
                    left.append(row.submission_id)
            return len(chosen) - len(left), left

        def done(result: tuple[int, list[str]]) -> None:
            number, left = result
            if left:
                words = self.tr("{n} decisions are in the outbox. These changed meanwhile; open them again: {list}")
                self.told.emit(words.format(n=number, list=", ".join(left)))
                return
            one = self.tr("1 decision is in the outbox; it becomes official when synced.")
            many = self.tr("{n} decisions are in the outbox; they become official when synced.")
            self.told.emit(one if number == 1 else many.format(n=number))

        self._session.jobs.save(self, work, done)

    def save_calendar(self) -> None:
        """The due times of what is open here, for any calendar."""
        rows = [row for row in self.state.rows if row.active and row.finished_at is None]
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save due dates"), "due-dates.ics", self.tr("Calendar files (*.ics)")
        )
        if not name:
            return

        def work() -> None:
            from assessor_app.gui.queue.calendar import calendar_of

            Path(name).write_bytes(calendar_of(rows))

        def failed(error: Exception) -> None:
            words = self.tr("The calendar file could not be written: {reason}").format(reason=error)
            QMessageBox.warning(self, self.tr("Not saved"), words)

        self._session.jobs.run(self, work, lambda _: None, failed)

    def _sort(self, number: int) -> None:
        chosen = self.model.column(number)
        self.state.descending = not self.state.descending if chosen is self.state.column else False
        self.state.column = chosen
        order = Qt.SortOrder.DescendingOrder if self.state.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(number, order)
        self._show()

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.model.row(index.row())
        if self.model.column(index.column()) is Column.AVAILABLE and row.availability is not Availability.OFFLINE:
            self._download([row])

    def download_selected(self) -> None:
        self._download(self.selected())

    def _download(self, rows: list[QueueRow]) -> None:
        ids = [row.submission_id for row in rows if row.active and row.availability is not Availability.OFFLINE]
        store = self._session.store
        self._session.jobs.save(self, lambda: [store.want_packet(submission_id) for submission_id in ids])

    def open_current(self) -> None:
        row = self.current()
        if row is not None:
            self.opened.emit(row.submission_id)
