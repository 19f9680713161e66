"""A text as the search reads it: folded letters, words with their places, and how each was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from assessor_app.domain.anchoring import folded

IsWord = Callable[[str], bool]
"""Whether a dictionary has the word, written just so: “grace” and “Maria” are words, “maria” is none."""

LETTERS = re.compile(r"(?:(?<![^\W_])[od]')?[^\W\d_]+")
"""A folded word; O'Brien and D'Angelo are one, the teacher's is two."""
_SENTENCE_END = ".!?:;•|/\"'()[]{}…·*"


def words(text: str) -> frozenset[str]:
    """A list of words as it is written in the code."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Word:
    """Letters of a folded text, from ``start`` to ``end`` (not included)."""

    text: str
    start: int
    end: int


class Reading:
    """One text, read once for all that is looked for in it."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text, self._origins = folded(text)

    @cached_property
    def words(self) -> list[Word]:
        return [Word(match[0].replace("'", ""), match.start(), match.end()) for match in LETTERS.finditer(self.text)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original text, with the accents and signs that belong to its last letter."""
        first, last = self._origins[start], self._origins[end - 1]
        after = self._origins[end] if end < len(self._origins) else len(self.original)
        stop = last + 1
        while stop < after and not (self.original[stop].isspace() or self.original[stop].isalnum()):
            if folded(self.original[stop])[0]:
                break
            stop += 1
        return first, stop

    def letters(self, start: int, end: int) -> str:
        first, stop = self.span(start, end)
        return self.original[first:stop]

    def capital(self, word: Word) -> bool:
        return self.original[self._origins[word.start]].isupper()

    def all_capitals(self, word: Word) -> bool:
        return word.end - word.start > 1 and self.letters(word.start, word.end).isupper()

    def between(self, left: Word, right: Word) -> str:
        return self.text[left.end : right.start]

    def broken(self, at: int) -> bool:
        """Whether the folded white space at ``at`` stands for a line break."""
        first = self._origins[at]
        after = self._origins[at + 1] if at + 1 < len(self._origins) else len(self.original)
        return any(sign in self.original[first:after] for sign in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")

    def starts_sentence(self, word: Word) -> bool:
        at = word.start - 1
        while at >= 0 and self.text[at] == " ":
            if self.broken(at):
                return True
            at -= 1
        return at < 0 or self.text[at] in _SENTENCE_END or self.text[at].isdigit()

    def alone_on_line(self, start: int, end: int) -> bool:
        before, after = self.text[:start], self.text[end:]
        opens = not before.strip(" -,.") or (before.endswith(" ") and self.broken(start - 1))
        closes = not after.strip(" -,.") or (after.startswith(" ") and self.broken(end))
        return opens and closes
