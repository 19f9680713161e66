"""Hands and eyes for a tour: clicks and keys through Qt's event system, waiting, and pictures."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from PySide6.QtCore import QEventLoop, QObject, QPoint, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QWidget

from assessor_app.sync.signin import hidden_fields

WAIT_SECONDS = 60.0
POLL_MS = 20
TYPING_MS = 1
STEP_MS = 5
SETTLE_MS = 150
"""Before a picture: lists that are being read have come, and layouts have found their place."""


class TourFailed(Exception):
    """Something that should have appeared did not; the message says what."""


def let_live(milliseconds: int) -> None:
    """Run the event loop as the application does. Qt's own test wait keeps Python's lock: every thread waits too."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(what: str, seen: Callable[[], object], seconds: float = WAIT_SECONDS) -> None:
    """Let the application live until ``seen`` is true. Raises TourFailed."""
    end = time.monotonic() + seconds
    while not seen():
        if time.monotonic() > end:
            raise TourFailed(f"waited {seconds:.0f} seconds for {what}")
        let_live(POLL_MS)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    if not widget.isVisible() or not widget.isEnabled():
        raise TourFailed(f"“{widget.accessibleName() or widget.objectName()}” can't be clicked")
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def click_words(parent: QWidget, words: str) -> None:
    """Click the visible button that says ``words``."""
    for entry in parent.findChildren(QPushButton):
        if entry.isVisible() and words in entry.text():
            click(entry)
            return
    raise TourFailed(f"there is no button “{words}”")


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press, move in steps, release: as a hand does."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 9):
        QTest.mouseMove(widget, start + (end - start) * step / 8)
        let_live(STEP_MS)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def press(keys: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    target = _focus()
    if isinstance(keys, str):
        QTest.keyClicks(target, keys, modifier, TYPING_MS)
    else:
        QTest.keyClick(target, keys, modifier)


def _focus() -> QWidget:
    """Where keys go. Without a window manager nobody gives a window its focus back when a dialog closes."""
    found = QApplication.focusWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()
    if found is None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QMainWindow) and window.isVisible():
                window.activateWindow()
                QTest.qWaitForWindowActive(window)
        found = QApplication.focusWidget() or QApplication.activeWindow()
    if found is None:
        raise TourFailed("nothing has the keyboard focus")
    return found


def in_dialog(trigger: Callable[[], None], act: Callable[[QWidget], None]) -> None:
    """Do what opens a modal dialog, and ``act`` in it once it is there. Raises TourFailed."""
    done: list[Exception | None] = []
    end = time.monotonic() + WAIT_SECONDS
    timer = QTimer()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.isVisible():
            timer.stop()
            try:
                act(dialog)
                done.append(None)
            except Exception as error:  # noqa: BLE001 - raised below, outside Qt's loop
                done.append(error)
                dialog.close()
        elif time.monotonic() > end:
            timer.stop()
            done.append(TourFailed("a dialog did not open"))

    timer.timeout.connect(look)
    timer.start(POLL_MS)
    trigger()
    wait_for("a dialog", lambda: done)
    if done[0] is not None:
        raise done[0]


def picture(widget: QWidget, file: Path) -> None:
    """A screenshot of the widget."""
    let_live(SETTLE_MS)
    if not widget.grab().save(str(file)):
        raise TourFailed(f"{file} could not be written")


class Browser(QObject):
    """Stands for the system's browser: gets the page, fills its form in, follows where it is sent."""

    def __init__(self, email: str, password: str) -> None:
        super().__init__()
        self._email, self._password = email, password
        self.trouble = ""

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        threading.Thread(target=self._visit, args=(url.toString(QUrl.ComponentFormattingOption.FullyEncoded),)).start()

    def _visit(self, url: str) -> None:
        with requests.Session() as session:
            page = session.get(url, timeout=30)
            parts = urlsplit(url)
            answer = session.post(
                f"{parts.scheme}://{parts.netloc}/authorize",
                data={**hidden_fields(page.text), "email": self._email, "password": self._password},
                timeout=30,
            )
            if answer.status_code != 200:
                self.trouble = f"the browser got status {answer.status_code}"

    def __enter__(self) -> Browser:
        # Qt's type stubs ask for bytes here, its code for str.
        handlers: Any = QDesktopServices
        handlers.setUrlHandler("http", self, "open")
        return self

    def __exit__(self, *_: object) -> None:
        QDesktopServices.unsetUrlHandler("http")
