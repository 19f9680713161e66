"""How the evidence is looked at: dark pages, the applicant's layer, light, contrast, straightening, two pages."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QPushButton, QSlider, QWidget, QWidgetAction

from assessor_app.documents.model import PLAIN, Failure
from assessor_app.domain.geometry import QuarterTurns
from assessor_app.gui import theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.viewer.canvas import Canvas

STEPS = 100
DEGREES = 15
TURNS: dict[int, QuarterTurns] = {0: 90, 90: 180, 180: 270, 270: 0}


class ViewOptions(QObject):
    def __init__(self, owner: QWidget, canvas: Canvas) -> None:
        super().__init__(owner)
        self._canvas = canvas
        self._owner = owner
        self.dark = add_action(
            owner, "viewer.dark-pages", self.tr("Dark pages"), self._toggle_dark, ("D",), checkable=True
        )
        self.remarks = add_action(
            owner,
            "viewer.applicant-s-annotations",
            self.tr("Applicant's annotations"),
            self._toggle_remarks,
            ("Shift+A",),
            checkable=True,
        )
        self.remarks.setChecked(True)
        self._two = add_action(
            owner,
            "viewer.two-pages-side-by-side",
            self.tr("Two pages side by side"),
            self._toggle_two,
            ("Ctrl+2",),
            checkable=True,
        )
        self._glass = add_action(
            owner, "viewer.magnifier", self.tr("Magnifier"), self._toggle_glass, ("M",), checkable=True
        )
        self.rotate = add_action(
            owner, "viewer.rotate-the-view", self.tr("Rotate the view"), self._rotate, ("Ctrl+R",), icon="rotate"
        )
        self._straighten = add_action(
            owner, "viewer.straighten-the-page", self.tr("Straighten the page"), self._find_slant, ("Ctrl+Shift+R",)
        )
        self._plain = add_action(
            owner, "viewer.show-as-it-is", self.tr("Show as it is"), self._reset, ("Ctrl+Shift+0",)
        )
        self._sliders: dict[str, QSlider] = {}

    def menu(self) -> QMenu:
        menu = QMenu(self._owner)
        menu.addActions([self.dark, self.remarks, self._two, self._glass, self.rotate])
        menu.addSeparator()
        sliders = QWidgetAction(menu)
        sliders.setDefaultWidget(self._build_sliders())
        menu.addAction(sliders)
        menu.addActions([self._straighten, self._plain])
        return menu

    def _build_sliders(self) -> QWidget:
        box, look = QWidget(), theme.current()
        grid = QGridLayout(box)
        grid.setContentsMargins(12, 6, 12, 6)
        for row, (name, words, most) in enumerate(
            (
                ("brightness", self.tr("Brightness"), STEPS),
                ("contrast", self.tr("Contrast"), STEPS),
                ("straighten", self.tr("Straighten"), DEGREES * 10),
            )
        ):
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setRange(-most, most)
            slider.setMinimumWidth(look.px(160))
            slider.setAccessibleName(words)
            slider.setTracking(False)
            slider.valueChanged.connect(lambda value, n=name, m=most: self._slide(n, value, m))
            caption = QLabel(words)
            caption.setBuddy(slider)
            reset = QPushButton("0")
            reset.setAccessibleName(self.tr("{name} back to normal").format(name=words))
            reset.clicked.connect(lambda _=False, s=slider: s.setValue(0))
            for column, widget in enumerate((caption, slider, reset)):
                grid.addWidget(widget, row, column)
            self._sliders[name] = slider
        return box

    def _slide(self, name: str, value: int, most: int) -> None:
        look, amount = self._canvas.look, value / most
        changed = {
            "brightness": replace(look, brightness=amount),
            "contrast": replace(look, contrast=amount),
            "straighten": replace(look, straighten=value / 10),
        }
        self._canvas.set_look(changed[name])

    def _toggle_dark(self) -> None:
        self._canvas.set_look(replace(self._canvas.look, dark=not self._canvas.look.dark))
        self.refresh()

    def _toggle_remarks(self) -> None:
        self._canvas.set_look(replace(self._canvas.look, annotations=not self._canvas.look.annotations))
        self.refresh()

    def _toggle_two(self) -> None:
        self._canvas.set_columns(1 if self._canvas.arrangement.columns == 2 else 2)
        self.refresh()

    def _toggle_glass(self) -> None:
        self._canvas.magnifier.set_on(not self._canvas.magnifier.on)
        self.refresh()

    def _rotate(self) -> None:
        self._canvas.rotate(TURNS[self._canvas.rotation])

    def _find_slant(self) -> None:
        """Turn the page by what its lines are slanted; once more turns it back."""
        canvas = self._canvas
        if canvas.look.straighten or not canvas.page_count:
            self._set_straighten(0.0)
            return

        def done(result: float | Failure) -> None:
            if not isinstance(result, Failure):
                canvas.session.jobs.post(self, lambda: self._set_straighten(result))

        canvas.session.pool.slant(canvas.document, canvas.current_page, done)

    def _set_straighten(self, degrees: float) -> None:
        self._canvas.set_look(replace(self._canvas.look, straighten=degrees))
        if (slider := self._sliders.get("straighten")) is not None:
            slider.blockSignals(True)
            slider.setValue(round(degrees * 10))
            slider.blockSignals(False)

    def _reset(self) -> None:
        self._canvas.set_look(replace(PLAIN, annotations=self._canvas.look.annotations))
        for slider in self._sliders.values():
            slider.blockSignals(True)
            slider.setValue(0)
            slider.blockSignals(False)
        self.refresh()

    def refresh(self) -> None:
        canvas = self._canvas
        states: tuple[tuple[QAction, bool], ...] = (
            (self.dark, canvas.look.dark),
            (self.remarks, canvas.look.annotations),
            (self._two, canvas.arrangement.columns == 2),
            (self._glass, canvas.magnifier.on),
        )
        for action, on in states:
            action.setChecked(on)
