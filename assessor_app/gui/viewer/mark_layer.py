"""The marks on the pages, and how they are painted quickly however many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QColor, QPainter

from assessor_app.domain.geometry import Rect
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.gui.viewer.painting import paint_mark

ColourOf = Callable[[Mark], QColor]


class MarkLayer:
    """``own`` marks can be changed, ``fixed`` ones belong to somebody else. Sorted by page once, not at every paint."""

    def __init__(self) -> None:
        self.own: tuple[Mark, ...] = ()
        self.fixed: tuple[Mark, ...] = ()
        self.colour_of: ColourOf = lambda mark: QColor(mark.colour or "#5B6675")
        self._pages: dict[int, list[Mark]] = {}
        self._own_pages: dict[int, list[Mark]] = {}
        self._numbers: dict[str, int] = {}
        self._by_id: dict[str, Mark] = {}

    def set(self, own: Sequence[Mark], fixed: Sequence[Mark], colour_of: ColourOf) -> tuple[Mark, ...] | None:
        """Take over the marks. Returns those that were only added on top, or None when anything else changed."""
        before, before_fixed = self.own, self.fixed
        self.own, self.fixed, self.colour_of = tuple(own), tuple(fixed), colour_of
        count = len(before)
        if before_fixed == self.fixed and self.own[:count] == before:
            added = self.own[count:]
            if all(mark.layer == 0 for mark in added):
                for mark in added:
                    self._put(mark, own=True)
                return added
        self._rebuild()
        return None

    def _rebuild(self) -> None:
        self._pages, self._own_pages, self._numbers, self._by_id = {}, {}, {}, {}
        for mark in sorted(self.fixed, key=lambda mark: mark.layer):
            self._put(mark, own=False)
        for mark in sorted(self.own, key=lambda mark: mark.layer):
            self._put(mark, own=True)

    def _put(self, mark: Mark, *, own: bool) -> None:
        self._pages.setdefault(mark.page, []).append(mark)
        if own:
            self._own_pages.setdefault(mark.page, []).append(mark)
            self._by_id[mark.id] = mark
        if mark.kind is MarkKind.NOTE:
            self._numbers[mark.id] = len(self._numbers) + 1

    def on_page(self, page: int) -> Sequence[Mark]:
        """In painting order."""
        return self._pages.get(page, ())

    def own_on_page(self, page: int) -> Sequence[Mark]:
        return self._own_pages.get(page, ())

    def get(self, mark_id: str) -> Mark | None:
        """One of one's own marks."""
        return self._by_id.get(mark_id)

    def paint(self, painter: QPainter, marks: Sequence[Mark], visible: Rect, upright: float) -> None:
        """Paint marks of one page; what lies outside ``visible``, in points, is left out."""
        for mark in marks:
            if mark.bounds().grown(4).intersects(visible):
                number = self._numbers.get(mark.id, len(self._numbers) + 1)
                paint_mark(painter, mark, self.colour_of(mark), number=number, upright=upright)
