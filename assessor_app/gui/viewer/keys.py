"""What keys do on the canvas: scrolling, the caret, and marks without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from assessor_app.gui.viewer.canvas import Canvas

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_PAGES = {Qt.Key.Key_PageDown: 0.9, Qt.Key.Key_PageUp: -0.9, Qt.Key.Key_Space: 0.9}
LINE = 48


def canvas_key(canvas: Canvas, event: QKeyEvent) -> bool:
    """Carry a key out. Returns False when it means nothing here."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return False
    if key in _ARROWS:
        _arrow(canvas, *_ARROWS[key], shift=shift, fine=bool(modifiers & Qt.KeyboardModifier.AltModifier))
    elif key in _PAGES:
        canvas.scroll_by(-_PAGES[key] if key is Qt.Key.Key_Space and shift else _PAGES[key])
    elif key is Qt.Key.Key_Home:
        canvas.verticalScrollBar().setValue(0)
    elif key is Qt.Key.Key_End:
        canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum())
    elif key is Qt.Key.Key_Escape:
        canvas.escape()
    elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        if not canvas.finish_drawing() and canvas.selected is not None:
            canvas.mark_opened.emit(canvas.selected)
    else:
        return False
    return True


def _arrow(canvas: Canvas, dx: int, dy: int, *, shift: bool, fine: bool) -> None:
    """The caret where it is shown, else the selected marks (with Shift their size), else the page."""
    if canvas.caret.visible:
        canvas.caret.move(canvas, dx, dy, select=shift)
    elif not canvas.nudge(dx, dy, resize=shift, fine=fine):
        canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().value() + LINE * dy)
        canvas.horizontalScrollBar().setValue(canvas.horizontalScrollBar().value() + LINE * dx)
