"""The words of all pages of a document, and their pictures' fingerprints where wanted, gathered in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from assessor_app.documents.model import DocumentInfo, Failure, PageSize, Pixels, Word
from assessor_app.gui.session import Session

MOST_PAGES = 1_000
FINGERPRINT_WIDTH = 96
"""Pixels a page is drawn wide for its fingerprint."""


@dataclass(slots=True)
class PageRead:
    """``fingerprint`` is None where pictures were not asked for or the page can't be drawn."""

    size: PageSize
    words: tuple[Word, ...] = ()
    fingerprint: int | None = None


class Reading(QObject):
    """Reads one document. ``done`` gets its pages on the GUI thread, none when it can't be read; nothing while
    ``owner`` is gone."""

    def __init__(
        self,
        session: Session,
        owner: QObject,
        document: str,
        done: Callable[[list[PageRead]], None],
        *,
        pictures: bool = False,
        priority: int = 6,
    ) -> None:
        super().__init__(owner)
        self._session, self._document, self._done = session, document, done
        self._pictures, self._priority = pictures, priority
        self._pages: list[PageRead] = []
        self._left = 0
        session.pool.info(document, lambda info: self._post(lambda: self._counted(info)), priority)

    def _post(self, call: Callable[[], None]) -> None:
        self._session.jobs.post(self, call)

    def _counted(self, info: DocumentInfo | Failure) -> None:
        if isinstance(info, Failure) or not info.page_sizes:
            self._done([])
            return
        self._pages = [PageRead(size) for size in info.page_sizes[:MOST_PAGES]]
        self._left = len(self._pages) * (2 if self._pictures else 1)
        for page, read in enumerate(self._pages):
            self._ask_words(page)
            if self._pictures:
                self._ask_picture(page, read.size)

    def _ask_words(self, page: int) -> None:
        def came(words: tuple[Word, ...] | Failure) -> None:
            self._post(lambda: self._note(page, words if not isinstance(words, Failure) else (), None))

        self._session.pool.words(self._document, page, came, self._priority)

    def _ask_picture(self, page: int, size: PageSize) -> None:
        # Only comparing needs it, and it takes its time to load.
        from assessor_app.documents.picture_diff import fingerprint, raster_of

        def came(pixels: Pixels | Failure) -> None:
            value = None
            if not isinstance(pixels, Failure):
                raster = raster_of(pixels.width, pixels.height, pixels.stride, pixels.buffer)
                value = fingerprint(raster.width, raster.height, raster.rgb)
                pixels.release()
            self._post(lambda: self._note(page, None, value))

        scale = FINGERPRINT_WIDTH / max(size.width, 1.0)
        self._session.pool.render(self._document, page, scale, came, priority=self._priority + 1)

    def _note(self, page: int, words: tuple[Word, ...] | None, value: int | None) -> None:
        if words is not None:
            self._pages[page].words = words
        else:
            self._pages[page].fingerprint = value
        self._left -= 1
        if self._left == 0:
            self._done(self._pages)


def lines_text(words: tuple[Word, ...]) -> tuple[str, list[tuple[int, int]]]:
    """A page's text, a line a line, and start and end of each word in it."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at, before = 0, None
    for word in words:
        here = (word.block, word.line)
        if before is not None:
            parts.append(" " if here == before else "\n")
            at += 1
        spans.append((at, at + len(word.text)))
        parts.append(word.text)
        at, before = at + len(word.text), here
    return "".join(parts), spans
