"""One figure on the page: its title, what it says, the plot or its table, and its export."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from assessor_app.gui import icons, theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.announce import announce
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.insights.figure import Figure, Sheet, Shown
from assessor_app.gui.insights.plot import PlotView
from assessor_app.gui.insights.table import TableView
from assessor_app.gui.insights.words import table_of
from assessor_app.gui.widgets import FlowingLabel, button, column, label

SEARCHED_FROM = 20
"""A table of so many rows has a field to search it."""


class Card(QFrame):
    export_asked = Signal(str)
    """png, csv or pdf"""

    def __init__(self, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.setProperty("card", "true")
        self._title = FlowingLabel("", "strong")
        self._sentence = label("", "secondary", wrap=True)
        self._said = label("", "secondary", wrap=True)
        for words in (self._sentence, self._said):
            # One long word never makes the page wider than its place.
            words.setMinimumWidth(1)
        self.plot = PlotView()
        self.table = TableView(shown.title)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search {title}").format(title=shown.title))
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(theme.current().px(200))
        self._search.textChanged.connect(self.table.search)
        self.toggle = button("", self.show_other, "link")
        px = theme.current().px
        layout = column(self, (px(18), px(14), px(18), px(8)), px(6))
        layout.addWidget(self._build_head())
        layout.addWidget(self._sentence)
        layout.addSpacing(px(6))
        layout.addWidget(self.plot)
        layout.addWidget(self.table)
        layout.addWidget(self._said)
        self.plot.said.connect(self._said.setText)
        self.plot.table_asked.connect(self.show_other)
        for view in (self.plot, self.table):
            add_action(view, "insights.table", self.tr("Plot or table"), self.show_other, ("T",))
        self._as_table, self._searched = isinstance(shown, Sheet), False
        self.show_figure(shown)

    def _build_head(self) -> QWidget:
        head = QWidget()
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._head = row = FlowLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title)
        row.add_stretch()
        row.addWidget(self._search)
        row.addWidget(self.toggle)
        export = QToolButton()
        export.setIcon(icons.icon("export"))
        export.setText(self.tr("Export"))
        export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        export.setAccessibleName(self.tr("Export {title}").format(title=self.shown.title))
        export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        export.setMenu(self._menu())
        row.addWidget(export)
        return head

    def add_choice(self, choice: QComboBox) -> None:
        """What the figure is of, to be chosen on its own card."""
        self._head.addWidget(choice)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for form, words in (
            ("png", self.tr("As a picture (PNG)…")),
            ("csv", self.tr("As a table (CSV)…")),
            ("pdf", self.tr("As a page with its table (PDF)…")),
        ):
            menu.addAction(words).triggered.connect(partial(self._ask, form))
        return menu

    def _ask(self, form: str, _: bool = False) -> None:
        self.export_asked.emit(form)

    def show_figure(self, shown: Shown) -> None:
        """The same figure with other numbers; what was being looked at stays."""
        self.shown = shown
        self._title.setText(shown.title)
        self._sentence.setText(shown.empty if isinstance(shown, Sheet) and shown.empty else shown.sentence)
        self._sentence.setVisible(bool(self._sentence.text()))
        if isinstance(shown, Figure):
            self.plot.show_figure(shown)
        table = table_of(shown)
        self.table.show_table(table)
        self._searched = len(table.rows) >= SEARCHED_FROM
        self._show_chosen()

    def _show_chosen(self) -> None:
        plain = isinstance(self.shown, Figure)
        empty = self.shown.is_empty if isinstance(self.shown, Figure) else bool(self.shown.empty)
        self.plot.setVisible(plain and not self._as_table)
        self.table.setVisible(self._as_table and not (empty and not plain))
        self._said.setVisible(plain and not self._as_table and not empty)
        self.toggle.setVisible(plain and not empty)
        self._search.setVisible(self._as_table and self._searched)
        words = self.tr("Show as a plot") if self._as_table else self.tr("Show as a table")
        self.toggle.setText(words)
        self.toggle.setAccessibleName(f"{words}: {self.shown.title}")

    def show_other(self) -> None:
        """The table in the plot's place, or the plot in the table's, with the focus where it was."""
        if isinstance(self.shown, Sheet) or self.shown.is_empty:
            return
        had_focus = self.plot.hasFocus() or self.table.hasFocus()
        self._as_table = not self._as_table
        self._show_chosen()
        if had_focus:
            (self.table if self._as_table else self.plot).setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.tr("Table") if self._as_table else self.tr("Plot"))
