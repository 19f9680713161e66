"""The text of a page to search in: what is typed plainly finds accents, ligatures and words cut at line ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assessor_app.documents.model import SearchHit, Word
from assessor_app.domain.anchoring import folded
from assessor_app.domain.geometry import Rect

SNIPPET_WORDS = 5


class PageText:
    """A page's words, folded into one string with the way back to each word."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = tuple(words)
        letters: list[str] = []
        places: list[tuple[int, int]] = []
        for number, word in enumerate(self.words):
            plain, origins = folded(word.text)
            if self._is_cut(number) and plain.endswith("-"):
                # A word cut at the end of its line is found as a whole.
                plain, origins = plain[:-1], origins[:-1]
            else:
                plain, origins = plain + " ", [*origins, max(0, len(word.text) - 1)]
            letters.append(plain)
            places += [(number, origin) for origin in origins]
        self._plain = "".join(letters)
        self._places = places

    def _is_cut(self, number: int) -> bool:
        word = self.words[number]
        following = self.words[number + 1] if number + 1 < len(self.words) else None
        return following is not None and following.line != word.line and following.text[:1].islower()

    def search(self, query: str, page: int) -> Iterator[SearchHit]:
        """Every place of the query, read from left to right."""
        wanted = folded(query)[0].strip()
        if not wanted:
            return
        start = self._plain.find(wanted)
        while start >= 0:
            yield self._hit(start, start + len(wanted), page)
            start = self._plain.find(wanted, start + len(wanted))

    def _hit(self, start: int, end: int, page: int) -> SearchHit:
        first, first_at = self._places[start]
        last, last_at = self._places[end - 1]
        rects = []
        for _, numbers in groupby(range(first, last + 1), key=lambda n: (self.words[n].block, self.words[n].line)):
            line = [self._part(n, first_at if n == first else 0, last_at if n == last else None) for n in numbers]
            rects.append(Rect(line[0].x0, min(r.y0 for r in line), line[-1].x1, max(r.y1 for r in line)))
        before = " ".join(word.text for word in self.words[max(0, first - SNIPPET_WORDS) : first])
        hit = " ".join(word.text for word in self.words[first : last + 1])
        after = " ".join(word.text for word in self.words[last + 1 : last + 1 + SNIPPET_WORDS])
        lead = before + " " if before else ""
        return SearchHit(page, tuple(rects), f"{lead}{hit} {after}".rstrip(), len(lead), len(lead) + len(hit))

    def _part(self, number: int, first: int, last: int | None) -> Rect:
        """The part of a word's box from letter ``first`` to letter ``last``, as if all letters were equally wide."""
        word = self.words[number]
        count = max(1, len(word.text))
        wide = word.rect.width / count
        end = count if last is None else min(count, last + 1)
        return Rect(word.rect.x0 + first * wide, word.rect.y0, word.rect.x0 + end * wide, word.rect.y1)
