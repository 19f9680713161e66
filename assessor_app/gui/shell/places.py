"""The places that the rail leads to, in its order, and the rail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from assessor_app.domain.submission import Role
from assessor_app.gui import theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.calibration.view import CalibrationPage
from assessor_app.gui.insights.view import InsightsView
from assessor_app.gui.queue.state import Part
from assessor_app.gui.queue.view import QueueView
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import button, column

RATERS = frozenset({Role.ASSESSOR, Role.APPROVER})


class Page(Protocol):
    """What the window asks of a page, which is a QWidget. It reloads by itself when the session says that something
    changed."""

    def focus(self) -> None:
        """Take the keyboard to where one begins."""

    def reload(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """``roles`` is who may go there; ``words`` are asked for when the language is known."""

    name: str
    words: Callable[[], str]
    icon: str
    roles: frozenset[Role]
    make: Callable[[Session], Page]


def _tr(text: str) -> str:
    return QCoreApplication.translate("places", text)


PLACES = (
    Place(Part.QUEUE, lambda: _tr("Queue"), "queue", frozenset({Role.ASSESSOR}), partial(QueueView, part=Part.QUEUE)),
    Place(Part.APPROVALS, lambda: _tr("Approvals"), "approvals", frozenset({Role.APPROVER}),
          partial(QueueView, part=Part.APPROVALS)),
    Place("calibration", lambda: _tr("Calibration"), "calibration", RATERS, CalibrationPage),
    Place(Part.HISTORY, lambda: _tr("History"), "history", RATERS, partial(QueueView, part=Part.HISTORY)),
    Place("insights", lambda: _tr("Insights"), "insights", RATERS | {Role.ISSUER}, InsightsView),
)  # fmt: skip


def places_for(roles: Iterable[Role]) -> tuple[Place, ...]:
    """Where these roles may go. Whoever may go nowhere still has what was once handed in."""
    held = frozenset(roles)
    found = tuple(place for place in PLACES if place.roles & held)
    return found or tuple(place for place in PLACES if place.name == Part.HISTORY)


class Rail(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setProperty("rule", "right")
        self.setFixedWidth(theme.current().px(184))
        self._column = column(self, (8, 12, 8, 12), 4)
        self._entries: dict[str, tuple[QPushButton, str]] = {}

    def fill(
        self, window: QWidget, places: Iterable[Place], go: Callable[[str], None], preferences: Callable[[], None]
    ) -> None:
        """An entry for each place, with a key of ``window``'s in the rail's order; preferences at the foot."""
        for number, place in enumerate(places, 1):
            words = place.words()
            visit = partial(go, place.name)
            entry = button(words, visit, "rail", place.icon)
            entry.setCheckable(True)
            self._entries[place.name] = entry, words
            self._column.addWidget(entry)
            text = self.tr("Go to {page}").format(page=words)
            add_action(window, f"app.go-to-{place.name}", text, visit, (f"Ctrl+Shift+{number}",))
        self._column.addStretch(1)
        self._column.addWidget(button(self.tr("Preferences"), preferences, "rail", "preferences"))

    def mark(self, name: str) -> None:
        """Show where one is; "" for a page that the rail doesn't lead to."""
        for each, (entry, _) in self._entries.items():
            entry.setChecked(each == name)

    def show_count(self, name: str, number: int) -> None:
        entry, words = self._entries[name]
        entry.setText(f"{words}   {number}" if number else words)
