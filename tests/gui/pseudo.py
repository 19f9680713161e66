"""A language that nobody speaks: every text comes out longer, accented and in brackets.

What is on the screen without brackets was never offered for translation; what no longer fits would not fit in German.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape

from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéïñöüýÁÇÉÏÑÖÜÝ")
LONGER = 0.4
# A dot is about half as wide as a letter; brackets and space are as wide as three dots.
DOTS_PER_LETTER, DOTS_IN_BRACKETS = 2, 3
# What has a meaning for Qt or the code: {placeholders}, tags, entities, %1, %n and mnemonics.
KEPT = re.compile(r"\{[^{}]*\}|<[^<>]*>|&\w+;|%\w+|&(?=\w)")
# Keys and directions, which Qt reads itself.
NOT_WORDS = {"QShortcut", "QGuiApplication", "QKeySequence"}


def pseudo(text: str) -> str:
    """«Next criterion» → «[Ñéxt çrïtérïöñ ········]», with spaces and line ends where they were."""
    body = text.strip()
    if not any(letter.isalpha() for letter in KEPT.sub("", body)):
        return text
    start = text.index(body)
    accented = "".join(
        part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in re.split(f"({KEPT.pattern})", body)
    )
    more = max(2, round(len(KEPT.sub("", body)) * LONGER * DOTS_PER_LETTER) - DOTS_IN_BRACKETS)
    return f"{text[:start]}[{accented} {'·' * more}]{text[start + len(body) :]}"


class PseudoTranslator(QTranslator):
    """Translates everything: the application's texts and Qt's."""

    def translate(self, context: str, sourceText: str, /, disambiguation: str | None = None, n: int = -1) -> str | None:  # noqa: N803
        # Nothing stands for «not known here»; an empty text would be the translation.
        return None if context in NOT_WORDS or not sourceText else pseudo(sourceText)

    def isEmpty(self) -> bool:  # noqa: N802
        return False


def untranslated(widget: QWidget, data: Collection[str] = ()) -> list[str]:
    """Texts in sight that were not translated, each with the class and name of its widget.

    ``data`` are texts that come from elsewhere: identifiers, names, titles and sentences of the content.
    """
    by_length = sorted(filter(None, data), key=len, reverse=True)
    return [
        f"{_who(part)}: {text!r}"
        for part in _shown(widget)
        for text in dict.fromkeys(_texts(part))
        if _lacks_brackets(text, by_length)
    ]


def clipped(widget: QWidget) -> list[str]:
    """Labels, buttons and choices in sight whose text has less room than it needs, each with what it needs and has.

    What is shortened on purpose, with the whole text in its tool tip, is left out.
    """
    return [
        f"{_who(part)}: {text!r} {trouble}"
        for part in _shown(widget)
        if isinstance(part, QLabel | QAbstractButton | QComboBox)
        if (text := part.currentText() if isinstance(part, QComboBox) else part.text())
        if (trouble := _shortage(part, text)) and not _is_whole_in_tool_tip(part, text)
    ]


def _shown(widget: QWidget) -> Iterator[QWidget]:
    return (part for part in (widget, *widget.findChildren(QWidget)) if part.isVisible())


def _who(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}".strip()


def _texts(widget: QWidget) -> Iterator[str]:
    yield _tip_of(widget)
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    match widget:
        case QComboBox():
            yield from (widget.itemText(index) for index in range(widget.count()))
        case QTabBar():
            yield from (widget.tabText(index) for index in range(widget.count()))
        case QLineEdit():
            yield widget.placeholderText()
        case QLabel() | QAbstractButton():
            yield widget.text()


def _lacks_brackets(text: str, data: Collection[str]) -> bool:
    for known in data:
        text = text.replace(known, "")
    has_letters = any(letter.isalpha() for letter in KEPT.sub("", text))
    return has_letters and not re.search(r"\[.*·\]", text, re.DOTALL)


def _shortage(part: QLabel | QAbstractButton | QComboBox, text: str) -> str:
    """What the text needs and has in pixels; empty when it fits."""
    if isinstance(part, QLabel) and part.wordWrap():
        needed, has = part.heightForWidth(part.width()), part.height()
        return f"needs {needed} px of height and has {has}" if needed > has else ""
    if isinstance(part, QToolButton) and _shows_icon_alone(part):
        return ""
    if isinstance(part, QComboBox):
        needed, has = _words_width(part, text), _field_width(part)
    else:
        # Where the width is fixed, the hint's margins were given up on purpose.
        fixed = part.minimumWidth() == part.maximumWidth()
        needed, has = _words_width(part, text) if fixed else part.sizeHint().width(), _seen_width(part)
    return f"needs {needed} px of width and has {has}" if needed > has else ""


def _seen_width(part: QWidget) -> int:
    """Without what an ancestor cuts off; what was scrolled away counts as a whole."""
    seen = part.visibleRegion().boundingRect()
    return part.width() if seen.isEmpty() else seen.width()


def _field_width(choice: QComboBox) -> int:
    """The room for the text, beside the arrow."""
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    return choice.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, choice).width()


def _shows_icon_alone(button: QToolButton) -> bool:
    return not button.icon().isNull() and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly


def _words_width(part: QWidget, text: str) -> int:
    return max(part.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))


def _is_whole_in_tool_tip(part: QWidget, text: str) -> bool:
    shown = text.rstrip("…").strip()
    return bool(shown) and _tip_of(part).startswith(shown)


def _tip_of(widget: QWidget) -> str:
    """A tool tip as it is read."""
    return unescape(widget.toolTip().removeprefix("<qt>").removesuffix("</qt>").replace("<br>", "\n"))
