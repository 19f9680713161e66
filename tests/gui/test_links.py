"""Links of the evidence: the whole address is seen, and nothing is opened that nobody wanted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.addresses import WebAddress, web_address
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.viewer.links import LinkDialog, open_link
from assessor_app.gui.viewer.notice import Notice
from assessor_app.gui.widgets import tip

LONG = "https://www.example.org/" + "part/" * 200 + "?end=here"


class Browser(QObject):
    """Stands where the system's browser would be."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def browser() -> Iterator[Browser]:
    dress(make_application(), "light")
    made = Browser()
    # Qt's type stubs ask for bytes here, its code for str.
    handlers: Any = QDesktopServices
    for scheme in ("http", "https"):
        handlers.setUrlHandler(scheme, made, "take")
    yield made
    for scheme in ("http", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def window(qtbot: QtBot, browser: Browser) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def found(text: str) -> WebAddress:
    address = web_address(text)
    assert isinstance(address, WebAddress)
    return address


def answer(button: str) -> None:
    """Press a button of the dialog that will open."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LinkDialog)
        next(each for each in dialog.findChildren(QPushButton) if each.text() == button).click()

    QTimer.singleShot(50, press)


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if not each.isHidden())


def test_the_dialog_shows_all_of_the_address_and_what_it_costs(window: QWidget) -> None:
    dialog = LinkDialog(found(LONG), window)
    assert dialog.findChild(QPlainTextEdit).toPlainText() == LONG
    said = words(dialog)
    assert "The website is www.example.org" in said
    assert "anonymity" in said
    assert "not encrypted" not in said


def test_the_dialog_warns_of_letters_that_look_like_others(window: QWidget) -> None:
    dialog = LinkDialog(found("http://www.аррӏе.com/a"), window)
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "http://www.xn--80ak6aa92e.com/a"
    said = words(dialog)
    assert "аррӏе" in said and "xn--80ak6aa92e" in said and "not encrypted" in said


def test_whoever_just_presses_return_stays(window: QWidget) -> None:
    dialog = LinkDialog(found(LONG), window)
    default = next(each for each in dialog.findChildren(QPushButton) if each.isDefault())
    assert default.text() == "Stay here"


def test_only_a_yes_opens_it(window: QWidget, browser: Browser) -> None:
    answer("Stay here")
    assert not open_link(found(LONG), window)
    assert browser.opened == []
    answer("Open in browser")
    assert open_link(found("https://bücher.example.org/größe?a=%20b"), window)
    assert browser.opened == ["https://xn--bcher-kva.example.org/gr%C3%B6%C3%9Fe?a=%20b"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "another program"),
        ("https://www.example.org@evil.example.com/", "seems to lead elsewhere"),
        ("http://127.0.0.1:631/", "its own network"),
        ("www.example.org", "not a complete web address"),
    ],
)
def test_an_address_that_is_not_opened_is_shown_with_the_reason(
    window: QWidget, browser: Browser, address: str, reason: str
) -> None:
    notice = Notice(lambda: None, window)
    notice.show_link(address)
    said = words(notice).replace("\u200b", "")
    assert address in said and reason in said
    assert all(each.isHidden() for each in notice.findChildren(QPushButton))


def test_the_line_above_the_evidence_has_the_address_whatever_else_it_says(window: QWidget, browser: Browser) -> None:
    notice = Notice(lambda: None, window)
    notice.show_link("https://www.example.org/a")
    notice.say("Something else.")
    notice.say("")
    assert not notice.isHidden()
    assert "https://www.example.org/a" in words(notice).replace("\u200b", "")
    answer("Open in browser")
    next(each for each in notice.findChildren(QPushButton) if each.text() == "Open in browser…").click()
    assert browser.opened == ["https://www.example.org/a"]
    notice.show_link("")
    assert notice.isHidden()


def test_words_of_the_evidence_are_never_read_as_a_page() -> None:
    planted = '<img src="//evil.example/share/x.png">'
    shown = tip(planted)
    document = QTextDocument()
    document.setHtml(shown)
    assert document.toPlainText() == planted
    assert not any(
        fragment.charFormat().isImageFormat()
        for block in (document.begin(),)
        for fragment in (piece.fragment() for piece in block)
    )
    assert tip("two\nlines").count("<br>") == 1
    assert tip("") == ""


def test_a_refused_link_shows_no_picture_in_its_tool_tip(window: QWidget) -> None:
    notice = Notice(window)
    notice.show_link('<img src="/etc/hostname.png">')
    assert "<img" not in notice._link.toolTip()
