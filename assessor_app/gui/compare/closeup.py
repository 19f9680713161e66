"""Two pages drawn large enough to see a note on a scan, and what differs between their pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from assessor_app.documents.model import Failure, Pixels
from assessor_app.documents.picture_diff import Raster, differing_boxes, raster_of
from assessor_app.domain.geometry import Rect
from assessor_app.gui.session import Session

SCALE = 1.0
"""Pixels a point: strokes of a pen are then a pixel or two wide."""


class Closeup(QObject):
    """``done`` gets the differing places in shares of the page; none where a page can't be drawn."""

    def __init__(
        self,
        session: Session,
        owner: QObject,
        earlier: tuple[str, int],
        now: tuple[str, int],
        done: Callable[[tuple[Rect, ...]], None],
    ) -> None:
        super().__init__(owner)
        self._session, self._done = session, done
        self._rasters: dict[int, Raster | None] = {}
        for side, (document, page) in enumerate((earlier, now)):
            self._ask(side, document, page)

    def _ask(self, side: int, document: str, page: int) -> None:
        def came(pixels: Pixels | Failure) -> None:
            raster = None
            if not isinstance(pixels, Failure):
                raster = raster_of(pixels.width, pixels.height, pixels.stride, pixels.buffer)
                pixels.release()
            self._session.jobs.post(self, lambda: self._take(side, raster))

        self._session.pool.render(document, page, SCALE, came, priority=3)

    def _take(self, side: int, raster: Raster | None) -> None:
        self._rasters[side] = raster
        if len(self._rasters) < 2:
            return
        before, after = self._rasters[0], self._rasters[1]
        if before is None or after is None:
            self._done(())
        else:
            self._session.jobs.run(self, lambda: differing_boxes(before, after), self._done)
