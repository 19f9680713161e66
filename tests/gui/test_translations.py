from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from defusedxml import ElementTree
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from assessor_app.assets import resources
from assessor_app.gui import language
from assessor_app.gui.app import make_application
from assessor_app.gui.queue.state import Part
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.shell.palette import CommandPalette
from assessor_app.gui.shell.window import MainWindow
from tests.gui.conftest import ID
from tests.gui.pseudo import PseudoTranslator, clipped, pseudo, untranslated

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\w")


@pytest.fixture
def app() -> Iterator[QApplication]:
    """The application, which speaks English and writes the same dates again afterwards."""
    app, before = make_application(), QLocale()
    yield app
    language.use_language(app, "en")
    QLocale.setDefault(before)


@pytest.fixture
def speaking_pseudo(app: QApplication) -> Iterator[None]:
    translator = PseudoTranslator()
    app.installTranslator(translator)
    yield
    app.removeTranslator(translator)


@pytest.fixture
def in_spanish(app: QApplication) -> None:
    language.use_language(app, "es")


def spanish() -> list[tuple[str, str]]:
    """Every text with its translation."""
    file = resources() / "translations" / "assessor_es.ts"
    messages = ElementTree.parse(file).iterfind("context/message")
    return [(m.findtext("source") or "", m.findtext("translation") or "") for m in messages]


def shape(text: str) -> tuple[object, ...]:
    """What a translation may not change."""
    bare = text.removesuffix("…")
    return (
        sorted(PLACEHOLDER.findall(text)),
        len(text) - len(text.lstrip()),
        len(text) - len(text.rstrip()),
        text.count("\n"),
        text.count("…"),
        bare != text,
        "&" in text,
    )


def test_every_text_is_gathered_translated_and_compiled() -> None:
    tool = ROOT / "build_spec" / "translations.py"
    done = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_translations_keep_placeholders_spaces_lines_and_ellipses() -> None:
    changed = {source: words for source, words in spanish() if shape(source) != shape(words)}
    assert not changed


def test_translations_have_no_mnemonics_and_no_straight_quotes() -> None:
    assert not [words for _, words in spanish() if "&" in words or '"' in words]


def test_the_window_speaks_spanish(in_spanish: None, window: MainWindow, qtbot: QtBot) -> None:
    assert window.windowTitle() == "Evaluación"
    assert window.lists[Part.QUEUE].findChildren(QTableView)[0].accessibleName() == "Entregas"
    window.open_submission(ID)
    qtbot.waitUntil(lambda: isinstance(window.workspace, ReviewView))
    assert isinstance(window.workspace, ReviewView)
    said = {action.text() for action in window.workspace.actions()}
    # What ReviewView says itself, and what its base class WorkspaceView says.
    assert {"Escribir retroalimentación", "Criterio siguiente"} <= said


def test_what_a_base_class_says_is_translated_for_its_subclasses(in_spanish: None, qtbot: QtBot) -> None:
    class Special(CommandPalette):
        """Says nothing itself."""

    top = QWidget()
    qtbot.addWidget(top)
    for kind in (CommandPalette, Special):
        palette = kind([], "", top)
        assert [field.placeholderText() for field in palette.findChildren(QLineEdit)] == [
            "Escribir para buscar una acción"
        ]


def test_qt_speaks_spanish_too_and_dates_follow(app: QApplication) -> None:
    language.use_language(app, "es")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancelar"
    assert QLocale().language() is QLocale.Language.Spanish
    assert QLocale().monthName(1) == "enero"


def test_going_back_to_english_leaves_nothing_behind(app: QApplication) -> None:
    language.use_language(app, "es")
    language.use_language(app, "en")
    assert QCoreApplication.translate("QueueView", "Queue") == "Queue"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert QLocale().language() is QLocale.Language.English
    language.use_language(app, "es")
    language.use_language(app, "es")
    # Ours and Qt's.
    assert len(app.findChildren(QTranslator)) == 2


def test_the_languages_are_those_with_texts() -> None:
    assert language.available() == ("en", "es")


@pytest.mark.parametrize(
    ("spoken", "expected"), [(["es-MX", "en-US"], "es"), (["fr-FR", "es"], "es"), (["de-DE"], "en"), (["C"], "en")]
)
def test_the_system_chooses_where_nobody_did(
    app: QApplication, monkeypatch: pytest.MonkeyPatch, spoken: list[str], expected: str
) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda self: spoken)
    language.use_language(app, "")
    assert (QCoreApplication.translate("QueueView", "Queue") == "Queue") is (expected == "en")


def test_without_a_locale_dates_are_british(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale.c())
    language.use_language(app, "en")
    assert QLocale().territory() is QLocale.Country.UnitedKingdom


def test_pseudo_texts_are_wider_and_keep_what_is_not_words(app: QApplication) -> None:
    assert pseudo("Next criterion") == "[Ñéxt çrïtérïöñ ········]"
    assert pseudo("{n} of {total}\n") == "[{n} öf {total} ··]\n"
    assert pseudo("<b>Note</b> &Yes") == "[<b>Ñöté</b> &Ýés ···]"
    assert pseudo("·") == "·"
    metrics = QFontMetrics(app.font())
    for text in ("Next criterion", "It goes back to the applicant as incomplete, without ratings."):
        assert 1.3 < metrics.horizontalAdvance(pseudo(text)) / metrics.horizontalAdvance(text) < 1.6


def test_untranslated_texts_are_found(speaking_pseudo: None, qtbot: QtBot) -> None:
    top = QWidget()
    qtbot.addWidget(top)
    good, bad, known, hidden = (QLabel(parent=top) for _ in range(4))
    good.setText(top.tr("Queue"))
    bad.setText("Left in English")
    known.setText("S-7K3Q-20F1 · 12")
    hidden.setText("Nobody sees it")
    hidden.hide()
    field, choice, tool = QLineEdit(top), QComboBox(top), QToolButton(top)
    field.setPlaceholderText("Search")
    choice.addItems([top.tr("All"), "Some"])
    tool.setToolTip("Undo")
    top.show()
    assert untranslated(top, {"S-7K3Q-20F1"}) == [
        "QLabel: 'Left in English'",
        "QLineEdit: 'Search'",
        "QComboBox: 'Some'",
        "QToolButton: 'Undo'",
    ]


def test_clipped_texts_are_found(qtbot: QtBot) -> None:
    top = QWidget()
    qtbot.addWidget(top)
    words = "Words that need some room"
    fits, narrow, told, low = (QLabel(words, top) for _ in range(4))
    fits.resize(fits.sizeHint())
    narrow.resize(20, 20)
    told.resize(20, 20)
    told.setToolTip(words)
    low.setWordWrap(True)
    low.resize(60, 15)
    press = QPushButton(words, top)
    press.resize(30, 30)
    choice = QComboBox(top)
    choice.addItem(words)
    choice.resize(60, 30)
    for row, part in enumerate((fits, narrow, told, low, press, choice)):
        part.move(0, row * 40)
    top.resize(400, 400)
    top.show()
    found = clipped(top)
    assert [line.split(" px of ")[1].split()[0] for line in found] == ["width", "height", "width", "width"]
    assert [line.split(":")[0] for line in found] == ["QLabel", "QLabel", "QPushButton", "QComboBox"]
