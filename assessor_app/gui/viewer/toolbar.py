"""The toolbar: tools in groups, colour, undo and redo by name, zoom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QColor
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from assessor_app.gui import icons
from assessor_app.gui.actions import NATIVE, add_action
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.review.history import Step
from assessor_app.gui.review.state import Work
from assessor_app.gui.review.undo_words import step_words
from assessor_app.gui.viewer.canvas import Canvas
from assessor_app.gui.viewer.gestures import Tool
from assessor_app.gui.widgets import label, mark_colours, swatch

ZOOM_STEP = 1.2


class Toolbar(QFrame):
    """Actions belong to ``owner``, so that their keys work wherever the focus is inside it."""

    def __init__(self, owner: QWidget, canvas: Canvas, work: Work, recolour: Callable[[str | None], None]) -> None:
        super().__init__()
        self._owner, self._canvas, self._work = owner, canvas, work
        self.setProperty("surface", "panel")
        self.setProperty("rule", "bottom")
        self._row = FlowLayout(self, 1)
        self._row.setContentsMargins(8, 5, 8, 5)
        self._tools: dict[Tool, QAction] = {}
        self._faces: list[tuple[QToolButton, tuple[Tool, ...]]] = []
        self._group = QActionGroup(self)
        self._build_tools()
        self._row.add_gap(6)
        self._colour = self._menu_button("colour", self.tr("Colour of the selected marks"), self._colours(recolour))
        self._build_history()
        self._row.add_gap(6)
        self._build_zoom()
        self._row.add_stretch()
        self._page = label("", "secondary")
        self._row.addWidget(self._page)
        canvas.tool_changed.connect(lambda _: self.refresh())

    def add_button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        self._row.addWidget(button)
        return button

    def add_menu(self, icon: str, words: str, menu: QMenu) -> QToolButton:
        return self._menu_button(icon, words, menu)

    # Tools.

    def _build_tools(self) -> None:
        groups: tuple[tuple[tuple[Tool, str, str, str], ...], ...] = (
            ((Tool.SELECT, self.tr("Select"), "V", "select"), (Tool.LASSO, self.tr("Lasso"), "Shift+V", "lasso")),
            (
                (Tool.HIGHLIGHT, self.tr("Highlight"), "H", "highlight"),
                (Tool.UNDERLINE, self.tr("Underline"), "U", "underline"),
                (Tool.STRIKE_OUT, self.tr("Strike out"), "Shift+U", "strike_out"),
                (Tool.SQUIGGLY, self.tr("Squiggly underline"), "Shift+H", "squiggly"),
            ),
            ((Tool.NOTE, self.tr("Note"), "N", "note"),),
            (
                (Tool.PEN, self.tr("Pen"), "P", "pen"),
                (Tool.MARKER, self.tr("Marker"), "Shift+P", "marker"),
            ),
            (
                (Tool.BOX, self.tr("Box"), "R", "box"),
                (Tool.ELLIPSE, self.tr("Ellipse"), "O", "ellipse"),
                (Tool.POLYGON, self.tr("Polygon"), "Shift+R", "polygon"),
                (Tool.REGION, self.tr("Region"), "G", "region"),
            ),
            (
                (Tool.ARROW, self.tr("Arrow"), "A", "arrow"),
                (Tool.LINE, self.tr("Line"), "L", "line"),
            ),
            (
                (Tool.TEXT, self.tr("Text"), "T", "text"),
                (Tool.STAMP, self.tr("Stamp"), "S", "stamp"),
            ),
            (
                (Tool.ERASER, self.tr("Eraser"), "E", "eraser"),
                (Tool.OBJECT_ERASER, self.tr("Erase whole marks"), "Shift+E", "object_eraser"),
            ),
        )
        for tools in groups:
            self._build_group(tools)

    def _build_group(self, tools: Sequence[tuple[Tool, str, str, str]]) -> None:
        button, menu = QToolButton(), QMenu(self)
        for tool, words, key, icon in tools:
            action = add_action(
                self._owner,
                f"viewer.tool-{tool}",
                words,
                partial(self._canvas.set_tool, tool),
                (key,),
                icon=icon,
                checkable=True,
            )
            self._group.addAction(action)
            self._tools[tool] = action
            menu.addAction(action)
        first = self._tools[tools[0][0]]
        button.setDefaultAction(first)
        button.setAccessibleName(first.text())
        if len(tools) > 1:
            if tools[-1][0] is Tool.STAMP:
                self._add_stamps(menu)
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._faces.append((button, tuple(tool for tool, *_ in tools)))
        self._row.addWidget(button)

    def _add_stamps(self, menu: QMenu) -> None:
        menu.addSeparator()
        issuer = self._work.micro_credential.stamps
        standard = (
            self.tr("Well done"), self.tr("Clear evidence"), self.tr("Say more"), self.tr("Not yet"),
            self.tr("See feedback"), "✓", "?",
        )  # fmt: skip
        for words in (*issuer, *standard):
            menu.addAction(words).triggered.connect(lambda _=False, w=words: self._take_stamp(w))

    def _take_stamp(self, words: str) -> None:
        self._canvas.stamp = words
        self._canvas.set_tool(Tool.STAMP)

    # Colour, history, zoom.

    def _menu_button(self, icon: str, words: str, menu: QMenu) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        self._row.addWidget(button)
        return button

    def _colours(self, recolour: Callable[[str | None], None]) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Of its criterion's phase")).triggered.connect(lambda: recolour(None))
        for value, words in mark_colours():
            action = menu.addAction(swatch(QColor(value)), words)
            action.triggered.connect(lambda _=False, colour=value: recolour(colour))
        return menu

    def _build_history(self) -> None:
        owner, work = self._owner, self._work
        self._undo = add_action(owner, "viewer.undo", self.tr("Undo"), work.undo, ("Ctrl+Z",), icon="undo")
        self._redo = add_action(
            owner, "viewer.redo", self.tr("Redo"), work.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), icon="redo"
        )
        for action in (self._undo, self._redo):
            self.add_button(action)

    def _build_zoom(self) -> None:
        owner, canvas = self._owner, self._canvas
        smaller = add_action(
            owner, "viewer.zoom-out", self.tr("Zoom out"), lambda: canvas.zoom_by(1 / ZOOM_STEP), ("-",), icon="remove"
        )
        larger = add_action(
            owner, "viewer.zoom-in", self.tr("Zoom in"), lambda: canvas.zoom_by(ZOOM_STEP), ("+", "="), icon="add"
        )
        self._zoom = QToolButton()
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction(add_action(owner, "viewer.fit-width", self.tr("Fit width"), canvas.fit_width, ("0",)))
        menu.addAction(add_action(owner, "viewer.fit-page", self.tr("Fit page"), canvas.fit_page, ("Ctrl+0",)))
        menu.addAction(
            add_action(owner, "viewer.actual-size", self.tr("Actual size"), lambda: canvas.set_zoom(1.0), ("Ctrl+1",))
        )
        for percent in (50, 75, 150, 200, 400):
            menu.addAction(f"{percent} %").triggered.connect(lambda _=False, p=percent: canvas.set_zoom(p / 100))
        self._zoom.setMenu(menu)
        self.add_button(smaller)
        self._row.addWidget(self._zoom)
        self.add_button(larger)

    # State.

    def refresh(self) -> None:
        canvas, editable = self._canvas, self._work.editable
        for tool, action in self._tools.items():
            action.setChecked(canvas.tool is tool)
            action.setEnabled(editable or tool is Tool.SELECT)
        for button, tools in self._faces:
            if canvas.tool in tools:
                button.setDefaultAction(self._tools[canvas.tool])
                button.setAccessibleName(self._tools[canvas.tool].text())
        self._colour.setEnabled(bool(canvas.selected_marks()) and editable)
        self._name(self._undo, self._work.next_undo, self.tr("Undo"), self.tr("Undo {step}"))
        self._name(self._redo, self._work.next_redo, self.tr("Redo"), self.tr("Redo {step}"))
        self._zoom.setText(f"{round(canvas.zoom * 100)} %")

    @staticmethod
    def _name(action: QAction, step: Step | None, bare: str, named: str) -> None:
        action.setEnabled(step is not None)
        text = named.format(step=step_words(step)) if step is not None else bare
        action.setText(text)
        action.setToolTip(f"{text} ({action.shortcut().toString(NATIVE)})")

    def show_page(self, label_: str, total: int) -> None:
        self._page.setText(self.tr("Page {n} of {total}").format(n=label_, total=total) if total else "")
