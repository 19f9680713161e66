"""The words of a piece of evidence, folded so that typing them anew changes nothing, and the shingles they form."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assessor_app.domain.anchoring import folded

SHINGLE = 4
"""Words in a row that make a shingle: three are often a turn of phrase, and of five too few outlive a paraphrase."""

MOST_WORDS = 60_000
"""Words of one piece of evidence that are compared; only a workbook holds more."""

Shingles: TypeAlias = NDArray[np.uint32]
"""Hashes of shingles, one-dimensional."""
NO_SHINGLES: Shingles = np.empty(0, np.uint32)

_HYPHENS = "-\u00ad\u2010\u2011"
_WORD = re.compile(rf"[^\W_]+(?:(?:['’‘ʼ]|[{_HYPHENS}](?:[ \t]*\r?\n\s*)?)[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """All words of the pages in reading order: lists of the same length.

    ``folded`` has them without case, accents, apostrophes and hyphens (those at line ends too). ``page`` counts from 0;
    ``start`` and ``end`` (not included) are characters of that page's text.
    """

    folded: list[str]
    page: list[int]
    start: list[int]
    end: list[int]

    def __len__(self) -> int:
        return len(self.folded)


def plain_pages(pages: Iterable[str]) -> tuple[str, ...]:
    """Page texts as they are kept: letters composed with their accents, so that characters can be counted."""
    return tuple(unicodedata.normalize("NFC", page) for page in pages)


def words_of(pages: Sequence[str]) -> Words:
    """The first ``MOST_WORDS`` words of ``plain_pages``. Redacted parts (``█``) and punctuation are no words."""
    words = Words([], [], [], [])
    matches = ((number, match) for number, page in enumerate(pages) for match in _WORD.finditer(page))
    for number, match in islice(matches, MOST_WORDS):
        if letters := _letters(match[0]):
            words.folded.append(letters)
            words.page.append(number)
            words.start.append(match.start())
            words.end.append(match.end())
    return words


@lru_cache(maxsize=50_000)
def _letters(word: str) -> str:
    return "".join(letter for letter in folded(word)[0] if letter.isalnum())


def shingles_of(words: Sequence[str]) -> Shingles:
    """The hash of each ``SHINGLE`` folded words in a row, by the place of the first; empty for fewer words."""
    count = max(0, len(words) - SHINGLE + 1)
    hashes = (zlib.crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in range(count))
    return np.fromiter(hashes, np.uint32, count)


def shingles_of_texts(texts: Iterable[str]) -> Shingles:
    """The different shingles of texts that stand apart from each other, sorted."""
    each = [shingles_of(words_of(plain_pages((text,))).folded) for text in texts]
    return np.unique(np.concatenate([NO_SHINGLES, *each]))
