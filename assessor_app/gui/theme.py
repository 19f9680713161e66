"""Colours, type and spacing. Nothing else in the application names a colour.

Every text colour has a contrast of at least 4.5:1 on the surfaces that it is used on (WCAG 2.2, 1.4.3); a test holds
that. Sizes are in pixels at 100 % and grow with ``scale``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from assessor_app.assets import resources


@dataclass(frozen=True, slots=True)
class Tokens:
    window: str
    panel: str
    hairline: str
    text: str
    secondary: str
    faint: str
    accent: str
    accent_wash: str
    on_accent: str
    good: str
    good_wash: str
    attention: str
    attention_wash: str
    bad: str
    bad_wash: str
    canvas: str
    paper: str
    hover: str


LIGHT = Tokens(
    window="#F6F7F9", panel="#FFFFFF", hairline="#E1E5EA", text="#1B2430", secondary="#5B6675", faint="#667182",
    accent="#1F5FBF", accent_wash="#E8F0FC", on_accent="#FFFFFF", good="#0B7A52", good_wash="#E3F4EC",
    attention="#9A5B00", attention_wash="#FDF1DC", bad="#A3261B", bad_wash="#FBE4E1", canvas="#E9ECF0",
    paper="#FFFFFF", hover="#F0F2F5",
)  # fmt: skip
DARK = Tokens(
    window="#15191F", panel="#1D232B", hairline="#2E3640", text="#E7EBF0", secondary="#A5B0BE", faint="#8E99A8",
    accent="#79AEFF", accent_wash="#223350", on_accent="#0F1216", good="#5CCB9D", good_wash="#17352A",
    attention="#F0B45C", attention_wash="#3A2C14", bad="#FF9C91", bad_wash="#44201D", canvas="#0F1216",
    paper="#23282F", hover="#262D37",
)  # fmt: skip

_STRONG = {
    "hairline": "text", "secondary": "text", "faint": "text", "hover": "accent_wash",
}  # fmt: skip
"""In high contrast, what is quiet elsewhere is as strong as text: lines, second lines, hints."""


def contrasting(tokens: Tokens) -> Tokens:
    """The look with every text and line at the contrast of WCAG 2.2, 1.4.6 (7:1) and nothing told by a faint tone."""
    strong = {name: getattr(tokens, source) for name, source in _STRONG.items()}
    if tokens is LIGHT:
        return replace(
            tokens, **strong, window="#FFFFFF", text="#000000", accent="#003C96", good="#004D30", attention="#5C3300",
            bad="#7A0F06",
        )  # fmt: skip
    return replace(
        tokens, **strong, window="#000000", panel="#000000", text="#FFFFFF", accent="#9CC6FF", good="#7FEDBE",
        attention="#FFD08A", bad="#FFB8B0", accent_wash="#10203A",
    )  # fmt: skip


PAPER = "#FFFFFF"
"""What evidence lies on, in either theme: a page is shown as it is."""

BODY, SECONDARY, LABEL, TITLE = 13.0, 12.0, 11.5, 18.0
STEP = 4
RADIUS = 6


class Theme:
    """One look: light or dark, at one text scale."""

    def __init__(self, *, dark: bool, scale: float = 1.0, contrast: bool = False, still: bool = False) -> None:
        """``still`` is for those whom motion disturbs: nothing slides, fades or goes on scrolling by itself."""
        self.dark, self.scale, self.still = dark, scale, still
        tokens = DARK if dark else LIGHT
        self.tokens = contrasting(tokens) if contrast else tokens

    def px(self, size: float) -> int:
        """A length that grows with the text, in pixels."""
        return max(1, round(size * self.scale))

    def colour(self, name: str) -> QColor:
        return QColor(getattr(self.tokens, name))

    def font(self, size: float = BODY, *, bold: bool = False) -> QFont:
        font = QFont(QApplication.font())
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def apply(self, app: QApplication) -> None:
        """Dress the whole application."""
        app.setStyle("Fusion")
        font = QFont(app.font())
        font.setPixelSize(self.px(BODY))
        app.setFont(font)
        app.setPalette(self._palette())
        for effect in (
            Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo,
            Qt.UIEffect.UI_AnimateTooltip, Qt.UIEffect.UI_FadeTooltip, Qt.UIEffect.UI_AnimateToolBox,
        ):  # fmt: skip
            app.setEffectEnabled(effect, not self.still)
        app.setStyleSheet(self._style_sheet())
        global _current
        _current = self

    def _palette(self) -> QPalette:
        t, palette = self.tokens, QPalette()
        roles = QPalette.ColorRole
        for role, name in (
            (roles.Window, t.window), (roles.WindowText, t.text), (roles.Base, t.panel), (roles.Text, t.text),
            (roles.AlternateBase, t.window), (roles.Button, t.panel), (roles.ButtonText, t.text),
            (roles.ToolTipBase, t.panel), (roles.ToolTipText, t.text), (roles.PlaceholderText, t.faint),
            (roles.Highlight, t.accent), (roles.HighlightedText, t.on_accent), (roles.Link, t.accent),
            (roles.Mid, t.hairline), (roles.Light, t.panel), (roles.Dark, t.hairline),
        ):  # fmt: skip
            palette.setColor(role, QColor(name))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.faint))
        return palette

    def _style_sheet(self) -> str:
        values = {name: getattr(self.tokens, name) for name in Tokens.__slots__}
        sizes = {
            "secondary_px": self.px(SECONDARY), "label_px": self.px(LABEL), "title_px": self.px(TITLE),
            "body_px": self.px(BODY), "chip_radius": self.px(8), "s1": self.px(2), "s2": self.px(4),
            "s3": self.px(6), "s4": self.px(8), "s6": self.px(12), "radius": RADIUS, "control": self.px(18),
            "phase": self.px(44), "menu": self.px(11), "icon": self.px(16),
        }  # fmt: skip
        icons = (resources() / "icons").as_posix()
        tone = "dark" if self.dark else "light"
        carets = {f"caret_{way}": f"{icons}/caret-{way}-{tone}.svg" for way in ("down", "up")}
        carets["check"] = f"{icons}/check-{tone}.svg"
        sheet = Template(_STYLE).substitute(values, **sizes, **carets)
        return sheet + ("* { widget-animation-duration: 0; }" if self.still else "")


_current: Theme | None = None


def current() -> Theme:
    """The look in use. Raises RuntimeError before the application has one."""
    if _current is None:
        raise RuntimeError("no theme was applied")
    return _current


def system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() is Qt.ColorScheme.Dark


_STYLE = """
QMainWindow, QDialog { background: $window; }
QToolTip { background: $panel; color: $text; border: 1px solid $hairline; padding: ${s2}px; }
QFrame[surface="panel"], QWidget[surface="panel"] { background: $panel; }
QFrame[surface="wash"] { background: $accent_wash; }
QFrame[rule="right"] { border-right: 1px solid $hairline; }
QFrame[rule="left"] { border-left: 1px solid $hairline; }
QFrame[rule="bottom"] { border-bottom: 1px solid $hairline; }
QFrame[rule="top"] { border-top: 1px solid $hairline; }
QFrame[card="true"] { background: $panel; border: 1px solid $hairline; border-radius: ${radius}px; }
QLabel[tone="secondary"] { color: $secondary; font-size: ${secondary_px}px; }
QLabel[tone="label"] { color: $secondary; font-size: ${label_px}px; font-weight: 600; }
QLabel[tone="title"] { font-size: ${title_px}px; font-weight: 600; }
QLabel[tone="strong"] { font-weight: 600; }
QLabel[tone="good"] { color: $good; font-weight: 600; }
QLabel[tone="attention"] { color: $attention; font-weight: 600; }
QLabel[tone="bad"] { color: $bad; }
QLabel[chip], QToolButton[chip], QPushButton[chip] {
  border: none; border-radius: ${chip_radius}px; padding: ${s1}px ${s4}px; font-size: ${secondary_px}px; }
QLabel[chip="neutral"],
QToolButton[chip="neutral"],
QPushButton[chip="neutral"] {
  background: $window; color: $secondary; }
QLabel[chip="accent"],
QToolButton[chip="accent"],
QPushButton[chip="accent"] {
  background: $accent_wash; color: $accent; }
QLabel[chip="good"], QToolButton[chip="good"], QPushButton[chip="good"] { background: $good_wash; color: $good; }
QLabel[chip="attention"],
QToolButton[chip="attention"],
QPushButton[chip="attention"] {
  background: $attention_wash; color: $attention; }
QLabel[chip="bad"], QToolButton[chip="bad"], QPushButton[chip="bad"] { background: $bad_wash; color: $bad; }
QToolButton[chip]:focus, QPushButton[chip]:focus { border: 1px solid $accent; }
QPushButton { background: $panel; color: $text; border: 1px solid $hairline; border-radius: ${radius}px;
  padding: ${s2}px ${s6}px; min-height: ${control}px; }
QPushButton:hover { background: $hover; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $faint; background: $window; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[kind="primary"]:disabled { background: $hairline; color: $faint; border-color: $hairline; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="filter"] {
  border-radius: ${chip_radius}px; padding: ${s1}px ${s4}px; font-size: ${secondary_px}px; }
QPushButton[kind="filter"]:checked {
  background: $accent_wash; color: $accent; border-color: $accent_wash; }
QPushButton[kind="filter"]:focus { border-color: $accent; }
QPushButton[kind="phase"] { border: none; padding: 0; min-height: ${phase}px; }
QPushButton[kind="level"] { text-align: center; font-size: ${secondary_px}px; color: $secondary;
  padding: ${s2}px ${s3}px; }
QPushButton[kind="level"]:checked {
  background: $accent_wash; color: $accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[kind="level"]:focus { border: 1px solid $accent; }
QPushButton[kind="rail"] { border: none; background: transparent; text-align: left; padding: ${s4}px ${s6}px; }
QPushButton[kind="rail"]:hover { background: $hover; }
QPushButton[kind="rail"]:checked { background: $accent_wash; color: $accent; font-weight: 600; }
QPushButton[kind="rail"]:focus { border: 1px solid $accent; }
QPushButton[kind="link"] {
  border: none; background: transparent; color: $accent; padding: ${s1}px ${s2}px; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; background: transparent; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; }
QPushButton[kind="mark"] { padding: ${s1}px ${s4}px; font-size: ${secondary_px}px; text-align: left; min-height: 0; }
QToolButton {
  border: 1px solid transparent; border-radius: ${radius}px; padding: ${s2}px; color: $text; background: transparent; }
QToolButton:hover { background: $hover; }
QToolButton:checked { background: $accent_wash; color: $accent; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton, QPushButton { qproperty-iconSize: ${icon}px; }
QToolButton::menu-indicator { image: none; }
QToolButton[popupMode="1"] { padding-right: ${menu}px; }
QToolButton::menu-button { border: none; width: ${menu}px; border-radius: ${radius}px; }
QToolButton::menu-button:hover { background: $hairline; }
QSlider::groove:horizontal { height: 4px; background: $hairline; border-radius: 2px; }
QSlider::handle:horizontal { background: $accent; width: 14px; margin: -5px 0; border-radius: 7px; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox { background: $panel; color: $text;
  border: 1px solid $hairline; border-radius: ${radius}px; padding: ${s2}px ${s3}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus { border: 1px solid $accent; }
QComboBox::drop-down { border: none; width: ${control}px; }
QComboBox::down-arrow { image: url("$caret_down"); width: ${s6}px; height: ${s6}px; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: ${control}px; background: transparent; }
QSpinBox::up-arrow { image: url("$caret_up"); width: ${s4}px; height: ${s4}px; }
QSpinBox::down-arrow { image: url("$caret_down"); width: ${s4}px; height: ${s4}px; }
QCheckBox { spacing: ${s4}px; }
QCheckBox::indicator, QListView::indicator { width: ${icon}px; height: ${icon}px; border: 1px solid $secondary;
  border-radius: 3px; background: $panel; }
QCheckBox::indicator:checked, QListView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox::indicator:focus { border: 2px solid $accent; }
QPlainTextEdit:read-only, QTextEdit:read-only { background: $window; }
QTableView, QListView, QTreeView { background: $panel; border: none; outline: none; }
QHeaderView { background: $panel; }
QHeaderView::section { background: $panel; color: $secondary; border: none; border-bottom: 1px solid $hairline;
  padding: ${s4}px ${s4}px; font-size: ${secondary_px}px; font-weight: 600; }
QTreeView::item, QListView::item { padding: ${s2}px ${s2}px; border: none; color: $text; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected { background: $accent_wash; color: $accent; }
QMenu { background: $panel; color: $text; border: 1px solid $hairline; padding: ${s2}px; }
QMenu::item { padding: ${s2}px ${s6}px; border-radius: ${radius}px; }
QMenu::item:selected { background: $accent_wash; color: $accent; }
QMenu::item:disabled { color: $faint; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $hairline; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:horizontal { width: 1px; }
QProgressBar { border: none; background: $hairline; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollArea { border: none; background: transparent; }
"""
