"""Icons by what they mean, drawn from the Phosphor font that qtawesome ships."""

from __future__ import annotations

import qtawesome
from PySide6.QtGui import QIcon

from assessor_app.gui import theme

_NAMES = {
    "account": "ph.user",
    "add": "ph.plus",
    "arrow": "ph.arrow-up-right",
    "back": "ph.caret-left",
    "box": "ph.rectangle",
    "check": "ph.check",
    "delete": "ph.trash",
    "download": "ph.download-simple",
    "eraser": "ph.eraser",
    "highlight": "mdi6.marker",
    "next": "ph.caret-right",
    "note": "ph.chat-text",
    "offline": "ph.wifi-slash",
    "overdue": "ph.warning",
    "pen": "ph.scribble-loop",
    "queue": "ph.tray",
    "approvals": "ph.circle-wavy-check",
    "history": "ph.clock-counter-clockwise",
    "insights": "ph.chart-line",
    "calibration": "ph.target",
    "redo": "ph.arrow-u-up-right",
    "remove": "ph.minus",
    "rotate": "ph.arrow-clockwise",
    "search": "ph.magnifying-glass",
    "select": "ph.cursor",
    "sync": "ph.arrows-clockwise",
    "text": "ph.text-t",
    "underline": "ph.text-underline",
    "undo": "ph.arrow-u-up-left",
    "colour": "ph.palette",
    "attach": "ph.paperclip",
    "ellipse": "ph.circle",
    "eye": "ph.eye",
    "export": "ph.export",
    "lasso": "mdi6.lasso",
    "line": "ph.line-segment",
    "marker": "ph.highlighter-circle",
    "object_eraser": "ph.x-square",
    "outline": "ph.list-bullets",
    "pages": "ph.squares-four",
    "play": "ph.play",
    "pause": "ph.pause",
    "polygon": "ph.polygon",
    "region": "ph.selection",
    "remarks": "ph.chats",
    "squiggly": "ph.waves",
    "stamp": "mdi6.stamper",
    "strike_out": "ph.text-strikethrough",
    "marks": "ph.bookmark-simple",
    "preferences": "ph.sliders-horizontal",
    "lock": "ph.lock-simple",
    "warning": "ph.warning-circle",
}


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon for a meaning, in one of the theme's colours. Raises KeyError for an unknown meaning."""
    tokens = theme.current().tokens
    found: QIcon = qtawesome.icon(
        _NAMES[name],
        color=getattr(tokens, colour),
        color_disabled=tokens.hairline if theme.current().dark else "#B7BEC8",
        color_on=tokens.accent,
    )
    return found
