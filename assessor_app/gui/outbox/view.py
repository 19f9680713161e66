"""The outbox: every unsettled item, why it is unsettled, and what the person can do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QMessageBox, QScrollArea, QVBoxLayout, QWidget

from assessor_app.domain.assessment import Outcome
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.outbox.words import clash_words, problem_words
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import button, chip, clear, column, exact_time, label, panel
from assessor_app.protocol.events import EventType
from assessor_app.protocol.sync import Purpose
from assessor_app.store.models import PendingStatus
from assessor_app.store.views import Choice, OutboxItem
from assessor_app.sync.carrying import Brought, save_outbox, take_parcel


class OutboxView(QWidget):
    opened = Signal(str)
    sign_in_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        layout = column(self)
        head = panel("bottom")
        row = FlowLayout(head, 10)
        row.setContentsMargins(16, 12, 16, 12)
        row.addWidget(label(self.tr("Outbox"), "title"))
        self._state = label("", "secondary")
        row.addWidget(self._state)
        row.add_stretch()
        self._sync = button(self.tr("Sync now"), session.loop.sync_now, icon="sync")
        self._sign_in = button(self.tr("Sign in again"), self.sign_in_asked.emit, "primary")
        self._sign_in.hide()
        row.addWidget(self._sign_in)
        row.addWidget(self._sync)
        row.addWidget(button(self.tr("Save to file…"), self.save_to_file))
        row.addWidget(button(self.tr("Open a file from the server…"), self.open_file))
        layout.addWidget(head)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        holder = QWidget()
        self._items = column(holder, (16, 16, 16, 16), 10)
        scroll.setWidget(holder)
        layout.addWidget(scroll, 1)
        session.changed.connect(lambda _: self.reload())
        session.status_changed.connect(lambda _: self.reload())
        self.reload()

    def set_state_words(self, text: str, *, sign_in_needed: bool) -> None:
        self._state.setText(text)
        self._sign_in.setVisible(sign_in_needed)

    def reload(self) -> None:
        self._session.jobs.run(self, self._session.store.outbox, self._show)

    def _show(self, items: list[OutboxItem]) -> None:
        clear(self._items)
        if not items:
            self._items.addWidget(
                label(self.tr("Everything you did is on the server. Nothing waits here."), "secondary", wrap=True)
            )
        again = [item for item in items if Choice.SEND_AGAIN in item.choices]
        if len(again) > 1:
            self._items.addWidget(button(self.tr("Send all {n} again").format(n=len(again)), self._send_again(again)))
        for item in items:
            self._items.addWidget(self._card(item))
        self._items.addStretch(1)

    def _card(self, item: OutboxItem) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        inner = column(card, (16, 12, 16, 12), 6)
        head = QHBoxLayout()
        head.addWidget(label(self._what(item), "strong", wrap=True), 1)
        head.addWidget(self._state_chip(item))
        inner.addLayout(head)
        where = " · ".join(filter(None, (item.submission_id, item.title, exact_time(item.occurred_at))))
        inner.addWidget(label(where, "secondary", wrap=True))
        if item.problem is not None:
            clash = Choice.KEEP_MINE in item.choices
            inner.addWidget(label(clash_words() if clash else problem_words(item.problem), wrap=True))
        if item.status == PendingStatus.SECOND_READING:
            words = self.tr("Somebody else had taken it over. Nothing is lost: the approver sees both readings.")
            inner.addWidget(label(words, wrap=True))
        if Choice.KEEP_MINE in item.choices:
            self._two_versions(inner, item)
        if item.choices:
            row = QHBoxLayout()
            for choice in item.choices:
                row.addWidget(button(self._words(choice), self._handler(item, choice)))
            row.addStretch(1)
            inner.addLayout(row)
        return card

    def _two_versions(self, inner: QVBoxLayout, item: OutboxItem) -> None:
        for title, value in ((self.tr("Here"), item.mine), (self.tr("On your other computer"), item.theirs)):
            inner.addWidget(label(title, "label"))
            inner.addWidget(label(_readable(value) or self.tr("(empty)"), wrap=True))

    def _what(self, item: OutboxItem) -> str:
        if item.type is EventType.ASSESSMENT_SUBMITTED and item.purpose is not Purpose.LIVE:
            return self.tr("Scores of a calibration packet")
        if item.type is EventType.ASSESSMENT_SUBMITTED:
            return self.tr("Recommendation to the approver")
        if item.type is EventType.MARKED_INCOMPLETE:
            return self.tr("Back to the applicant as incomplete")
        if item.type is EventType.LEAK_REPORTED:
            return self.tr("Report: this shows who somebody is")
        if item.type is EventType.CALIBRATION_BEGUN:
            return self.tr("Asking for calibration packets")
        if item.type is EventType.DRAFT_SAVED and not item.submission_id:
            return self.tr("A change to your comments and filters")
        if item.type is EventType.DRAFT_SAVED and item.event_id:
            return self.tr("A change to your draft")
        if item.type is EventType.DRAFT_SAVED:
            if item.edits == 1:
                return self.tr("1 change to your draft, kept here")
            return self.tr("{n} changes to your draft, kept here").format(n=item.edits)
        return {
            Outcome.AWARD: self.tr("Decision: award"),
            Outcome.NOT_YET: self.tr("Decision: not yet"),
            Outcome.RETURN: self.tr("Return to the assessor"),
        }[item.outcome or Outcome.NOT_YET]

    def _state_chip(self, item: OutboxItem) -> QWidget:
        return {
            PendingStatus.REJECTED: lambda: chip(self.tr("Needs attention"), "bad"),
            PendingStatus.SECOND_READING: lambda: chip(self.tr("Kept as a second reading"), "attention"),
            PendingStatus.SEALED: lambda: chip(self.tr("On its way"), "accent"),
        }.get(PendingStatus(item.status), lambda: chip(self.tr("Waiting to sync"), "attention"))()

    def _words(self, choice: Choice) -> str:
        return {
            Choice.TAKE_BACK: self.tr("Take back and edit"),
            Choice.REOPEN: self.tr("Look again"),
            Choice.SEND_AGAIN: self.tr("Send again"),
            Choice.KEEP_MINE: self.tr("Keep the version from here"),
            Choice.TAKE_THEIRS: self.tr("Take the other version"),
            Choice.SAVE_COPY: self.tr("Save a copy…"),
            Choice.DISCARD: self.tr("Discard…"),
            Choice.DISMISS: self.tr("I have seen it"),
        }[choice]

    def _send_again(self, items: list[OutboxItem]) -> Callable[[], None]:
        store = self._session.store

        def work() -> None:
            for item in items:
                store.choose(item.event_id, Choice.SEND_AGAIN)

        return lambda: self._session.jobs.save(self, work)

    def _handler(self, item: OutboxItem, choice: Choice) -> Callable[[], None]:
        return lambda: self._carry_out(item, choice)

    def _carry_out(self, item: OutboxItem, choice: Choice) -> None:
        if choice is Choice.SAVE_COPY:
            self._save_copy(item)
            return
        if choice is Choice.DISCARD and not self._really(item):
            return
        store = self._session.store

        def done(_: None) -> None:
            if choice in (Choice.TAKE_BACK, Choice.REOPEN):
                self.opened.emit(item.submission_id)

        self._session.jobs.save(self, lambda: store.choose(item.event_id, choice), done)

    def _really(self, item: OutboxItem) -> bool:
        question = self.tr("Discard “{what}” of {id}? It can't be brought back.").format(
            what=self._what(item), id=item.submission_id
        )
        yes = QMessageBox.StandardButton.Discard
        return QMessageBox.question(self, self.tr("Discard"), question, yes | QMessageBox.StandardButton.Cancel) == yes

    def save_to_file(self) -> None:
        """What waits, as one signed file, to be carried to the server where there is no line."""
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save to file"), "outbox.json", self.tr("JSON files (*.json)")
        )
        if not name:
            return
        store = self._session.store

        def done(count: int) -> None:
            words = self.tr("{n} events were written. They stay in the outbox until the server has answered; an "
                            "administrator takes them in with: assessor-app admin import FILE")  # fmt: skip
            QMessageBox.information(self, self.tr("Saved"), words.format(n=count))

        def failed(error: Exception) -> None:
            words = self.tr("The file could not be written: {reason}\nEverything is still in the outbox.")
            QMessageBox.warning(self, self.tr("Not saved"), words.format(reason=error))

        self._session.jobs.save(self, lambda: save_outbox(store, Path(name)), done, failed)

    def open_file(self) -> None:
        """A file that the server made for this computer: answers, and packets."""
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a file from the server"))
        if not name:
            return
        store = self._session.store

        def done(brought: Brought) -> None:
            words = self.tr("{answers} answers and {packets} packets were taken in.")
            QMessageBox.information(
                self, self.tr("Taken in"), words.format(answers=brought.answers, packets=brought.packets)
            )

        def failed(error: Exception) -> None:
            QMessageBox.warning(self, self.tr("Not taken in"), str(error))

        self._session.jobs.save(self, lambda: take_parcel(store, Path(name)), done, failed)

    def _save_copy(self, item: OutboxItem) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save a copy"), f"{item.submission_id}.json", self.tr("JSON files (*.json)")
        )
        if not name:
            return
        store = self._session.store

        def write() -> None:
            content = store.event_copy(item.event_id)
            Path(name).write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")

        def failed(error: Exception) -> None:
            QMessageBox.warning(
                self,
                self.tr("Not saved"),
                self.tr("The copy could not be written: {reason}\nThe item is still in the outbox.").format(
                    reason=error
                ),
            )

        self._session.jobs.save(self, write, None, failed)


def _readable(value: Any) -> str:
    """A draft cell's value for people: its words, or its level."""
    if isinstance(value, dict):
        parts = []
        if value.get("level"):
            parts.append(QCoreApplication.translate("outbox", "level {n}").format(n=value["level"]))
        parts += [str(value[key]) for key in ("feedback", "rationale", "text", "quote") if value.get(key)]
        return " · ".join(parts)
    return str(value or "")
