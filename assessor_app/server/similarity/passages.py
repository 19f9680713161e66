"""The passages that two texts have in common, wherever they stand: what a person looks at to judge for themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from assessor_app.server.similarity.words import NO_SHINGLES, SHINGLE, Shingles, Words, shingles_of

GAP = 9
"""Words beyond a shared shingle within which the next one still belongs to the passage: what a paraphrase replaces."""
SKEW = 4
"""Words by which the two sides of such a gap may differ in length."""
LEAST_WORDS = 12
"""Words of the shortest passage: fewer in a row are alike by chance where many answer one question."""
ALIKE = 62.0
"""Least similarity of the letters of both sides, in percent: paraphrased sentences have some 70, unrelated ones 45."""
REPEATS = 6
"""Places of one shingle in a text beyond which it is a refrain and begins no passage."""
MOST_LETTERS = 1_500
"""Letters of a passage that are shown."""
PLAINLY_ALIKE = 400
"""Words beyond which shared shingles so close together leave no doubt, and letters need not be compared."""

IN_A_ROW = 5
"""Shingles that many texts have, of which so many in a row are a template's: eight words or more."""

Mask: TypeAlias = NDArray[np.bool_]
"""One truth value for each word of a text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands in both texts, as each of them writes it. Pages count from 0; ``words`` are those of the own text."""

    own: str
    other: str
    own_page: int
    other_page: int
    words: int


@dataclass(frozen=True, slots=True)
class Text:
    """Pages with their words, the shingles in reading order, and which words are the writer's own.

    ``own`` is False where a word stands in a shingle that everybody's text may have.
    """

    pages: Sequence[str]
    words: Words
    shingles: Shingles
    own: Mask


class _Block(NamedTuple):
    """Words of both texts, ends not included."""

    start: int
    end: int
    other_start: int
    other_end: int


def text_with(pages: Sequence[str], words: Words, known: Shingles, common: Shingles = NO_SHINGLES) -> Text:
    """A text from which ``known`` and ``common`` shingles are taken away.

    ``known`` are anybody's wherever they stand. ``common`` ones, which many texts have, are only where ``IN_A_ROW`` of
    them follow each other: else every turn of phrase would be taken away from the passage that it stands in.
    """
    shingles = shingles_of(words.folded)
    own = np.ones(len(words), np.bool_)
    anybodys = np.isin(shingles, known) | _in_a_row(np.isin(shingles, common))
    for at in np.flatnonzero(anybodys):
        own[at : at + SHINGLE] = False
    return Text(pages, words, shingles, own)


def _in_a_row(marked: Mask) -> Mask:
    """Only those that are in a row of ``IN_A_ROW``."""
    result = np.zeros_like(marked)
    if len(marked) >= IN_A_ROW:
        for at in np.flatnonzero(np.lib.stride_tricks.sliding_window_view(marked, IN_A_ROW).all(axis=1)):
            result[at : at + IN_A_ROW] = True
    return result


def matching_passages(own: Text, other: Text) -> list[Passage]:
    """Passages in both texts, in the reading order of ``own``; no word of either text is in two of them.

    Shared shingles that follow each other at about the same distance on both sides form a passage, so that slips and
    replaced words don't end it; what is the longest is taken first, so that the order of paragraphs doesn't matter.
    """
    taken, other_taken = np.zeros(len(own.words), np.bool_), np.zeros(len(other.words), np.bool_)
    chosen: list[tuple[int, Passage]] = []
    for block in sorted(_chains(own, other), key=lambda found: (found.start - found.end, found)):
        rest = _free(block, taken | ~own.own, other_taken)
        if rest is None or taken[rest.start : rest.end].any():
            continue
        count = int(own.own[rest.start : rest.end].sum())
        if count >= LEAST_WORDS and _alike(own, other, rest):
            taken[rest.start : rest.end] = other_taken[rest.other_start : rest.other_end] = True
            chosen.append((rest.start, _passage(own, other, rest, count)))
    return [passage for _, passage in sorted(chosen, key=lambda item: item[0])]


def _chains(own: Text, other: Text) -> Iterator[_Block]:
    """Series of shared shingles that rise on both sides, with gaps of at most ``GAP`` words."""
    places = _places(other)
    open_chains: list[_Block] = []
    for at, shingle in enumerate(own.shingles.tolist()):
        found = places.get(shingle)
        if not found or not own.own[at : at + SHINGLE].any():
            continue
        yield from (chain for chain in open_chains if at - chain.end > GAP)
        open_chains = [chain for chain in open_chains if at - chain.end <= GAP]
        for place in found:
            before = max((c for c in open_chains if _continues(c, at, place)), key=lambda c: c.end, default=None)
            if before is not None:
                open_chains.remove(before)
            start, other_start = (at, place) if before is None else (before.start, before.other_start)
            open_chains.append(_Block(start, at + SHINGLE, other_start, place + SHINGLE))
    yield from open_chains


def _places(text: Text) -> dict[int, list[int]]:
    places: dict[int, list[int]] = defaultdict(list)
    for at, shingle in enumerate(text.shingles.tolist()):
        if text.own[at : at + SHINGLE].any():
            places[shingle].append(at)
    return {shingle: found for shingle, found in places.items() if len(found) <= REPEATS}


def _continues(chain: _Block, at: int, place: int) -> bool:
    ahead, other_ahead = at + SHINGLE - chain.end, place + SHINGLE - chain.other_end
    return ahead > 0 and 0 < other_ahead <= GAP + SHINGLE and abs(ahead - other_ahead) <= SKEW


def _free(block: _Block, barred: Mask, other_taken: Mask) -> _Block | None:
    """The block without words at its ends that are ``barred`` in the own text or taken in the other; None for less
    than ``LEAST_WORDS``, or where a passage has taken something in the middle."""
    start, end, other_start, other_end = block
    while start < end and other_start < other_end and (barred[start] or other_taken[other_start]):
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and (barred[end - 1] or other_taken[other_end - 1]):
        end, other_end = end - 1, other_end - 1
    if other_taken[other_start:other_end].any() or end - start < LEAST_WORDS:
        return None
    return _Block(start, end, other_start, other_end)


def _alike(own: Text, other: Text, block: _Block) -> bool:
    if block.end - block.start > PLAINLY_ALIKE:
        return True
    mine = " ".join(own.words.folded[block.start : block.end])
    theirs = " ".join(other.words.folded[block.other_start : block.other_end])
    return fuzz.ratio(mine, theirs, score_cutoff=ALIKE) > 0


def _passage(own: Text, other: Text, block: _Block, count: int) -> Passage:
    return Passage(
        own=_written(own, block.start, block.end),
        other=_written(other, block.other_start, block.other_end),
        own_page=own.words.page[block.start],
        other_page=other.words.page[block.other_start],
        words=count,
    )


def _written(text: Text, start: int, end: int) -> str:
    """Words ``start`` to ``end`` (not included) as they are written, with what stands between them, in one line."""
    words, parts = text.words, []
    at = start
    while at < end:
        last = at
        while last + 1 < end and words.page[last + 1] == words.page[at]:
            last += 1
        parts.append(text.pages[words.page[at]][words.start[at] : words.end[last]])
        at = last + 1
    line = " ".join(" ".join(parts).split())
    return line if len(line) <= MOST_LETTERS else line[: MOST_LETTERS - 1].rsplit(" ", 1)[0] + "…"
