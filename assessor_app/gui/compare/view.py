"""The comparison of one piece of evidence with its earlier version, in a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QWidget

from assessor_app.documents.model import Failure, Pixels
from assessor_app.documents.picture_diff import Raster, differing_boxes, raster_of
from assessor_app.domain.comparing import LITTLE_TEXT, PageChange, PagePair, Run, diff_words, match_pages, summary
from assessor_app.domain.geometry import Rect
from assessor_app.domain.marks import Mark
from assessor_app.gui import theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.compare.closeup import Closeup
from assessor_app.gui.compare.pane import PagePane
from assessor_app.gui.compare.state import (
    as_html,
    change_counts,
    contents,
    is_news,
    pair_words,
    plain_words,
    summary_words,
)
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.reading import PageRead, Reading
from assessor_app.gui.viewer.sources import register
from assessor_app.gui.widgets import button, column, label
from assessor_app.protocol.packet import Evidence

_PAIR = Qt.ItemDataRole.UserRole
Colour = Callable[[Mark], QColor]


class _Side:
    """One of the two versions: its document, its pages, and the marks on it."""

    def __init__(self, document: str, marks: Sequence[Mark], pane: PagePane) -> None:
        self.document, self.marks, self.pane = document, marks, pane
        self.pages: list[PageRead] | None = None
        self.raster: Raster | None = None

    def marks_on(self, page: int) -> list[Mark]:
        return [mark for mark in self.marks if mark.page == page]


class CompareView(QDialog):
    """Pages are matched in the background; J and K go from one difference to the next, Esc closes."""

    def __init__(
        self,
        session: Session,
        submission_id: str,
        attempt: int,
        earlier: tuple[Evidence, Sequence[Mark]],
        now: tuple[Evidence, Sequence[Mark]],
        colour: Colour,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session, self._colour, self._attempt = session, colour, attempt
        self._wanted = 0
        self.setWindowTitle(self.tr("Compare with attempt {n}").format(n=attempt))
        self.resize(parent.window().size() * 0.94)
        before = PagePane(self.tr("Page of attempt {n}").format(n=attempt))
        after = PagePane(self.tr("Page of this attempt"))
        self._earlier = _Side(register(session, submission_id, earlier[0]), earlier[1], before)
        self._now = _Side(register(session, submission_id, now[0]), now[1], after)
        self._pairs = QListWidget()
        self._pairs.setAccessibleName(self.tr("Pages"))
        self._pairs.setWordWrap(True)
        self._pairs.currentItemChanged.connect(lambda *_: self._show_pair())
        self._summary = label(self.tr("Comparing the pages…"), "strong", wrap=True)
        self._counts = label("", "secondary")
        self._text = QTextBrowser()
        self._text.setAccessibleName(self.tr("Words that differ"))
        self._text.setOpenLinks(False)
        self._build(now[0].title)
        for side in (self._earlier, self._now):
            side.pane.say(self.tr("Comparing the pages…"))
            self._read(side)

    def _build(self, title: str) -> None:
        look = theme.current()
        layout = column(self, (14, 12, 14, 12), 8)
        head = QHBoxLayout()
        head.addWidget(label(title, "title"))
        head.addSpacing(12)
        head.addWidget(self._summary, 1)
        head.addWidget(label(self.tr("J next difference · K previous · Esc closes"), "secondary"))
        head.addWidget(button(self.tr("Close"), self.reject))
        layout.addLayout(head)
        pages = QWidget()
        beside = QHBoxLayout(pages)
        beside.setContentsMargins(0, 0, 0, 0)
        for words, side in (
            (self.tr("Attempt {n}").format(n=self._attempt), self._earlier),
            (self.tr("This attempt"), self._now),
        ):
            half = QWidget()
            inner = column(half, spacing=4)
            inner.addWidget(label(words, "label"))
            inner.addWidget(side.pane, 1)
            beside.addWidget(half, 1)
        below = QWidget()
        inner = column(below, spacing=4)
        inner.addWidget(self._counts)
        inner.addWidget(self._text, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(pages)
        right.addWidget(below)
        right.setSizes([look.px(520), look.px(160)])
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._pairs)
        splitter.addWidget(right)
        splitter.setSizes([look.px(230), look.px(900)])
        splitter.setStretchFactor(1, 1)
        layout.addWidget(splitter, 1)
        add_action(self, "compare.next", self.tr("Next difference"), lambda: self._step(1), ("J",))
        add_action(self, "compare.previous", self.tr("Previous difference"), lambda: self._step(-1), ("K",))

    # Matching.

    def _read(self, side: _Side) -> None:
        def done(pages: list[PageRead]) -> None:
            side.pages = pages
            if self._earlier.pages is not None and self._now.pages is not None:
                self._match(self._earlier.pages, self._now.pages)

        Reading(self._session, self, side.document, done, pictures=True, priority=2)

    def _match(self, earlier: list[PageRead], now: list[PageRead]) -> None:
        if not earlier or not now:
            self._summary.setText(self.tr("One of the two versions has no pages that can be compared here."))
            for side in (self._earlier, self._now):
                side.pane.say(self.tr("No pages to show."))
            return
        work = (contents(earlier), contents(now))
        self._session.jobs.run(self, lambda: match_pages(*work), self._matched)

    def _matched(self, pairs: Sequence[PagePair]) -> None:
        self._summary.setText(summary_words(summary(pairs)))
        look = theme.current()
        for pair in pairs:
            item = QListWidgetItem(pair_words(pair))
            item.setData(_PAIR, pair)
            item.setFont(look.font(theme.BODY, bold=is_news(pair)))
            self._pairs.addItem(item)
        first = next((row for row, pair in enumerate(pairs) if is_news(pair)), 0)
        self._pairs.setCurrentRow(first)
        self._pairs.setFocus()

        self._doubt([row for row, pair in enumerate(pairs) if self._is_doubtful(pair)])

    def _is_doubtful(self, pair: PagePair) -> bool:
        """A page of few words that looks alike from afar: a note on a scan is seen only up close."""
        return pair.change is PageChange.SAME and len(self._words(self._now, pair.now)) < LITTLE_TEXT

    def _doubt(self, rows: list[int]) -> None:
        """Look at doubtful pages up close, one after another, and say so where their pictures differ."""
        if not rows:
            return
        row, rest = rows[0], rows[1:]
        pair: PagePair = self._pairs.item(row).data(_PAIR)

        def found(boxes: tuple[Rect, ...]) -> None:
            if boxes:
                share = 1.0 - sum(box.width * box.height for box in boxes)
                changed = replace(pair, change=PageChange.CHANGED, similarity=max(0.0, share))
                item = self._pairs.item(row)
                item.setData(_PAIR, changed)
                item.setText(pair_words(changed))
                item.setFont(theme.current().font(theme.BODY, bold=True))
                every = (self._pairs.item(n).data(_PAIR) for n in range(self._pairs.count()))
                self._summary.setText(summary_words(summary(every)))
            self._doubt(rest)

        Closeup(self._session, self, (self._earlier.document, pair.earlier or 0), (self._now.document, pair.now or 0),
                found)  # fmt: skip

    def _step(self, way: int) -> None:
        """To the next page with news, around the ends."""
        count = self._pairs.count()
        for ahead in range(1, count + 1):
            row = (self._pairs.currentRow() + way * ahead) % count
            if is_news(self._pairs.item(row).data(_PAIR)):
                self._pairs.setCurrentRow(row)
                return

    def is_settled(self) -> bool:
        """Whether a pair is shown with its pictures."""
        item = self._pairs.currentItem()
        if item is None:
            return False
        pair: PagePair = item.data(_PAIR)
        wanted = ((self._earlier, pair.earlier), (self._now, pair.now))
        return all(side.raster is not None for side, page in wanted if page is not None)

    # One pair.

    def _show_pair(self) -> None:
        item = self._pairs.currentItem()
        if item is None:
            return
        pair: PagePair = item.data(_PAIR)
        self._wanted += 1
        self._show_side(self._earlier, pair.earlier, self.tr("This page is new."))
        self._show_side(self._now, pair.now, self.tr("This page is gone."))
        self._show_words(pair)

    def _show_side(self, side: _Side, page: int | None, nothing: str) -> None:
        side.raster = None
        if page is None or not side.pages:
            side.pane.say(nothing)
            return
        wanted, size = self._wanted, side.pages[page].size
        side.pane.show_page(size, side.marks_on(page), self._colour)
        scale = side.pane.scale_for(size) * self.devicePixelRatioF()

        def came(pixels: Pixels | Failure) -> None:
            self._session.jobs.post(self, lambda: self._drawn(side, wanted, pixels))

        self._session.pool.render(side.document, page, scale, came, priority=0)

    def _drawn(self, side: _Side, wanted: int, pixels: Pixels | Failure) -> None:
        if wanted != self._wanted:
            return
        if isinstance(pixels, Failure):
            side.pane.say(self.tr("This page can't be shown: {reason}").format(reason=pixels.message))
            return
        image = QImage(pixels.buffer, pixels.width, pixels.height, pixels.stride, QImage.Format.Format_RGB32)
        side.pane.show_image(image, pixels)
        side.raster = raster_of(pixels.width, pixels.height, pixels.stride, pixels.buffer)
        self._find_boxes(wanted)

    def _find_boxes(self, wanted: int) -> None:
        before, after = self._earlier.raster, self._now.raster
        if before is None or after is None:
            return

        def found(boxes: tuple[Rect, ...]) -> None:
            if wanted == self._wanted:
                self._now.pane.show_boxes(boxes)

        self._session.jobs.run(self, lambda: differing_boxes(before, after), found)

    def _show_words(self, pair: PagePair) -> None:
        before = self._words(self._earlier, pair.earlier)
        after = self._words(self._now, pair.now)
        if pair.change is PageChange.SAME and before == after:
            self._told((), bool(after))
            return
        wanted = self._wanted

        def found(runs: tuple[Run, ...]) -> None:
            if wanted == self._wanted:
                self._told(runs, bool(before or after))

        self._session.jobs.run(self, lambda: diff_words(before, after), found)

    @staticmethod
    def _words(side: _Side, page: int | None) -> list[str]:
        return plain_words(side.pages[page].words) if page is not None and side.pages else []

    def _told(self, runs: Sequence[Run], has_words: bool) -> None:
        tokens = theme.current().tokens
        words = change_counts(runs) if has_words else self.tr("There are no words on this page to compare.")
        self._counts.setText(words)
        self._text.setHtml(as_html(runs, tokens.good, tokens.bad) if has_words else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._pairs.currentItem() is not None:
            self._show_pair()
