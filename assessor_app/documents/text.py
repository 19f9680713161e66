"""The text of a page to search in: what is typed plainly finds accents, ligatures and words cut at line ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from assessor_app.documents.model import SearchHit
from assessor_app.domain.anchoring import folded
from assessor_app.domain.geometry import Rect

SNIPPET_WORDS = 5


RawWord = tuple[float, float, float, float, str, int, int]
"""Left, top, right and bottom in points, the text, block and line: a word as engines give it, before it is a Word."""


class PageText:
    """A page's words, folded into one string with the way back to each word."""

    def __init__(self, words: Sequence[RawWord]) -> None:
        self.words = tuple(words)
        self._starts: list[int] = []
        parts: list[str] = []
        at = 0
        for number, word in enumerate(self.words):
            plain = _plain(word[4])
            if plain.endswith("-") and self._is_cut(number):
                # A word cut at the end of its line is found as a whole.
                plain = plain[:-1]
            else:
                plain += " "
            self._starts.append(at)
            parts.append(plain)
            at += len(plain)
        self._text = "".join(parts)

    def _is_cut(self, number: int) -> bool:
        word = self.words[number]
        following = self.words[number + 1] if number + 1 < len(self.words) else None
        return following is not None and following[5:7] != word[5:7] and following[4][:1].islower()

    def search(self, query: str, page: int) -> Iterator[SearchHit]:
        """Every place of the query, read from left to right."""
        wanted = folded(query)[0].strip()
        if not wanted:
            return
        start = self._text.find(wanted)
        while start >= 0:
            yield self._hit(start, start + len(wanted), page)
            start = self._text.find(wanted, start + len(wanted))

    def _place(self, at: int) -> tuple[int, int]:
        """The word at a position of the folded text, and the letter of that word."""
        number = bisect_right(self._starts, at) - 1
        text, within = self.words[number][4], at - self._starts[number]
        if not text.isascii():
            origins = folded(text)[1]
            within = origins[within] if within < len(origins) else len(text) - 1
        return number, min(within, len(text) - 1)

    def _hit(self, start: int, end: int, page: int) -> SearchHit:
        first, first_at = self._place(start)
        last, last_at = self._place(end - 1)
        rects = []
        for _, numbers in groupby(range(first, last + 1), key=lambda n: self.words[n][5:7]):
            line = [self._part(n, first_at if n == first else 0, last_at if n == last else None) for n in numbers]
            rects.append(Rect(line[0].x0, min(r.y0 for r in line), line[-1].x1, max(r.y1 for r in line)))
        before = " ".join(word[4] for word in self.words[max(0, first - SNIPPET_WORDS) : first])
        hit = " ".join(word[4] for word in self.words[first : last + 1])
        after = " ".join(word[4] for word in self.words[last + 1 : last + 1 + SNIPPET_WORDS])
        lead = before + " " if before else ""
        return SearchHit(page, tuple(rects), f"{lead}{hit} {after}".rstrip(), len(lead), len(lead) + len(hit))

    def _part(self, number: int, first: int, last: int | None) -> Rect:
        """The part of a word's box from letter ``first`` to letter ``last``, as if all letters were equally wide."""
        x0, y0, x1, y1, text, *_ = self.words[number]
        wide = (x1 - x0) / max(1, len(text))
        end = len(text) if last is None else min(len(text), last + 1)
        return Rect(x0 + first * wide, y0, x0 + end * wide, y1)


def _plain(text: str) -> str:
    return text.lower() if text.isascii() else folded(text)[0]
