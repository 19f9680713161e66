"""Where quoted text stands in another rendition of the same evidence.

A mark keeps what it quotes and the words around it (W3C Web Annotation Data Model, 4.2.4, Text Quote Selector); that is
looked for by its letters, so that other line breaks, ligatures or page breaks do not lose it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

CONTEXT = 32
"""Characters of context that a mark keeps on either side of its quote."""
ALIKE = 85.0
"""Least similarity, in percent, at which changed text still counts as the one that was quoted."""
_LIGATURES = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}
_PLAIN = {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\u2011": "-"}
_PLAIN |= dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")


def folded(text: str) -> tuple[str, list[int]]:
    """Lower case without accents, ligatures and typographic signs; and for each character the index it came from.

    Runs of white space become one space.
    """
    letters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        if character.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                origins.append(index)
            continue
        plain = _PLAIN.get(character, character)
        for part in unicodedata.normalize("NFKD", plain).casefold():
            if not unicodedata.combining(part):
                for letter in _LIGATURES.get(part, part):
                    letters.append(letter)
                    origins.append(index)
    return "".join(letters), origins


@dataclass(frozen=True, slots=True)
class Found:
    """Characters ``start`` to ``end`` (not included) of a page's text, and how alike they are, from 0 to 100."""

    page: int
    start: int
    end: int
    score: float


def find_quote(quote: str, prefix: str, suffix: str, pages: Sequence[str], near_page: int) -> Found | None:
    """The best place of a quote in the pages' texts; None when nothing is alike enough.

    Exact letters win over similar ones, then the better context, then the page nearest to where it was.
    """
    wanted = folded(quote)[0].strip()
    if not wanted:
        return None
    before, after = folded(prefix)[0].strip(), folded(suffix)[0].strip()
    best: tuple[float, float, int] | None = None
    result: Found | None = None
    for page, text in enumerate(pages):
        plain, origins = folded(text)
        for start, end, score in _places(wanted, plain):
            context = _context_score(plain, start, end, before, after)
            rank = (score, context, -abs(page - near_page))
            if best is None or rank > best:
                best = rank
                result = Found(page, origins[start], origins[end - 1] + 1, score)
    return result


def _places(wanted: str, plain: str) -> list[tuple[int, int, float]]:
    exact, start = [], plain.find(wanted)
    while start >= 0:
        exact.append((start, start + len(wanted), 100.0))
        start = plain.find(wanted, start + 1)
    if exact or len(wanted) < 8 or len(plain) < len(wanted) // 2:
        return exact
    alike = fuzz.partial_ratio_alignment(wanted, plain, score_cutoff=ALIKE)
    if alike is None or alike.dest_end <= alike.dest_start:
        return []
    return [(alike.dest_start, alike.dest_end, float(alike.score))]


def _context_score(plain: str, start: int, end: int, before: str, after: str) -> float:
    """How well the surroundings fit, from 0 to 2; 0 when nothing is known of them."""
    score = 0.0
    if before:
        score += Levenshtein.normalized_similarity(plain[max(0, start - len(before) - 1) : start].strip(), before)
    if after:
        score += Levenshtein.normalized_similarity(plain[end : end + len(after) + 1].strip(), after)
    return score
