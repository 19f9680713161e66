"""What became of a piece of evidence since its earlier version: its pages, and the words of a page.

Everything here is found by content and judged by words without case, accents, ligatures and typographic signs, so that
another rendition of the same file does not count as a change.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from assessor_app.domain.anchoring import folded

ALIKE = 0.5
"""Least similarity of a changed page: below it, more was replaced than kept."""
NEARLY_SAME = 0.9
"""Least similarity of a changed page that is said to have moved: beyond it, its place is the greater news."""
LITTLE_TEXT = 20
"""Words below which a page's picture says more than its words: a photo with its caption, a scan, a title page."""
SAME_BITS = 4
"""Most bits between fingerprints of one picture: compressing it anew or drawing it elsewhere flips a few."""
UNRELATED_BITS = 32
"""Bits by which fingerprints of unrelated pictures differ on average: half of them."""
IN_PLACE = 0.1
"""What standing between the same unchanged pages is worth in similarity: pages of one form are much alike."""
SHINGLE = 5
"""Words in a row that hardly occur in two texts by chance."""
COMMON = 8
"""Pages beyond which a shingle is a form's or a header's own and tells nothing about a page."""
CANDIDATES = 8
"""Earlier pages that one page is compared with in full, by shared shingles and again by place."""
MOST_PAGE_WORDS = 5_000
"""Words of a page that are compared for similarity; only a spreadsheet's page holds more."""
MOST_WORD_PAIRS = 10_000 * 10_000
"""Largest product of the lengths of two passages that are compared word by word: some 12 MB of working memory."""


class PageChange(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PageContent:
    """``fingerprint`` is a 64 bit perceptual hash of the page's picture; None where that is not known."""

    text: str
    fingerprint: int | None = None


@dataclass(frozen=True, slots=True)
class PagePair:
    """Page numbers are from 0; None on the side that lacks the page. ``similarity`` is from 0 to 1.

    A page that MOVED has the same or nearly the same content (then ``similarity`` is below 1) in another order. A page
    without text is as surely the SAME as its fingerprint is fine: a small note on a scan does not show in it.
    """

    earlier: int | None
    now: int | None
    change: PageChange
    similarity: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of pages."""

    same: int
    changed: int
    moved: int
    new: int
    gone: int

    @property
    def unchanged(self) -> bool:
        return not (self.changed or self.moved or self.new or self.gone)


class DiffKind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that share a fate, as written: earlier where they were REMOVED, now otherwise.

    ``first_earlier`` and ``first_now`` are indices into the two texts' words: of the run's first word, or of the word
    before which the run would stand in the text that lacks it.
    """

    kind: DiffKind
    words: tuple[str, ...]
    first_earlier: int
    first_now: int


def hamming(a: int, b: int) -> int:
    """In how many bits two fingerprints differ."""
    return (a ^ b).bit_count()


def summary(pairs: Iterable[PagePair]) -> Counts:
    counts = Counter(pair.change for pair in pairs)
    return Counts(**{change.value: counts[change] for change in PageChange})


def match_pages(earlier: Sequence[PageContent], now: Sequence[PageContent]) -> tuple[PagePair, ...]:
    """Every page of both versions once, in the order of ``now``.

    Pages that are gone follow the nearest page before them that kept its place. Of the pages found again, the longest
    series that is still in order stays; those beside it have moved.
    """
    vocabulary = _Vocabulary()
    before = [_page(content, vocabulary) for content in earlier]
    after = [_page(content, vocabulary) for content in now]
    same = _same_pages(before, after)
    found = {i: _Match(j, 1.0, True) for i, j in same.items()} | _changed_pages(before, after, same)
    stays = {i for i, _ in _longest_in_order((i, found[i].now) for i in sorted(found))}
    back = {match.now: i for i, match in found.items()}
    gone = _gone_after(len(earlier), found, stays)
    result = list(gone[-1])
    for j in range(len(now)):
        i = back.get(j)
        result.append(PagePair(None, j, PageChange.NEW, 0.0) if i is None else _pair(i, found[i], i in stays))
        result += gone[j]
    return tuple(result)


def diff_words(earlier: Sequence[str], now: Sequence[str]) -> tuple[Run, ...]:
    """What was removed and added, in reading order; of a replacement, the removed words come first.

    The texts are cut at the shingles that each of them has once, and the passages between are compared by their longest
    common subsequence. Passages without such a shingle whose lengths multiply to more than ``MOST_WORD_PAIRS`` count
    as replaced altogether; so cost grows with the texts' length, not with its square.
    """
    vocabulary = _Vocabulary()
    blocks = _blocks(vocabulary.encoded(earlier), vocabulary.encoded(now))
    return tuple(_runs(earlier, now, _readable(blocks, len(earlier), len(now))))


class _Vocabulary(dict[str, str]):
    """One character for each different word, so that texts of words are strings, which slice and compare fast.

    After a million different words characters are used again, which at worst makes a change look smaller.
    """

    NOTHING = "\0"
    """The word that folds to nothing, such as a lone soft hyphen."""

    def __init__(self) -> None:
        super().__init__()
        self._characters = {"": self.NOTHING}

    def __missing__(self, word: str) -> str:
        plain = folded(word)[0].strip()
        unused = chr((len(self._characters) - 1) % sys.maxunicode + 1)
        self[word] = character = self._characters.setdefault(plain, unused)
        return character

    def encoded(self, words: Iterable[str]) -> str:
        return "".join([self[word] for word in words])


class _Page(NamedTuple):
    """``words`` are a vocabulary's characters."""

    words: str
    fingerprint: int | None


class _Match(NamedTuple):
    now: int
    similarity: float
    same: bool


def _page(content: PageContent, vocabulary: _Vocabulary) -> _Page:
    words = vocabulary.encoded(content.text.split()).replace(vocabulary.NOTHING, "")
    return _Page(words, content.fingerprint)


def _pair(i: int, match: _Match, stays: bool) -> PagePair:
    if not stays and match.similarity >= NEARLY_SAME:
        change = PageChange.MOVED
    else:
        change = PageChange.SAME if match.same else PageChange.CHANGED
    return PagePair(i, match.now, change, match.similarity)


def _gone_after(count: int, found: dict[int, _Match], stays: set[int]) -> dict[int, list[PagePair]]:
    """The pages that are gone, by the page now that they follow; -1 where they come before all."""
    gone: dict[int, list[PagePair]] = defaultdict(list)
    follows = -1
    for i in range(count):
        if i in stays:
            follows = found[i].now
        elif i not in found:
            gone[follows].append(PagePair(i, None, PageChange.GONE, 0.0))
    return gone


class _Link(NamedTuple):
    pair: tuple[int, int]
    previous: _Link | None


def _longest_in_order(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest selection of pairs that rises on both sides.

    ``pairs`` are sorted by the first number, and falling in the second where the first is equal: then the longest
    rising series of second numbers (by patience sorting) never takes a first number twice (Hunt and Szymanski, 1977).
    """
    lasts: list[int] = []
    ends: list[_Link] = []
    for pair in pairs:
        place = bisect_left(lasts, pair[1])
        # Of pairs that serve equally well the first one stays: it leaves the most room after it.
        if lasts[place : place + 1] != [pair[1]]:
            lasts[place : place + 1] = [pair[1]]
            ends[place : place + 1] = [_Link(pair, ends[place - 1] if place else None)]
    result: list[tuple[int, int]] = []
    link = ends[-1] if ends else None
    while link:
        result.append(link.pair)
        link = link.previous
    return result[::-1]


def _same_pages(before: Sequence[_Page], after: Sequence[_Page]) -> dict[int, int]:
    """Page now by earlier page: first as many as keep their order, so that blank pages do not seem to wander."""
    by_words: dict[str, list[int]] = defaultdict(list)
    for j, page in enumerate(after):
        by_words[page.words].append(j)
    pairs = [
        (i, j)
        for i, page in enumerate(before)
        for j in reversed(by_words.get(page.words, ()))
        if _same_picture(page, after[j])
    ]
    found = dict(_longest_in_order(pairs))
    taken = set(found.values())
    left = [(i, j) for i, j in pairs if i not in found and j not in taken]
    for i, j in sorted(left, key=lambda pair: abs(pair[0] - pair[1])):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _same_picture(a: _Page, b: _Page) -> bool:
    """Of pages with equal words. One unknown picture is no reason for doubt unless it is all there is."""
    if a.fingerprint is None or b.fingerprint is None:
        return bool(a.words) or a.fingerprint is b.fingerprint
    return hamming(a.fingerprint, b.fingerprint) <= SAME_BITS


def _changed_pages(before: Sequence[_Page], after: Sequence[_Page], same: dict[int, int]) -> dict[int, _Match]:
    """The best of the remaining pages for each other, the most alike first."""
    kept = _longest_in_order(sorted(same.items()))
    taken = set(same.values())
    gaps_before = _gaps((i for i in range(len(before)) if i not in same), [i for i, _ in kept])
    gaps_after = _gaps((j for j in range(len(after)) if j not in taken), [j for _, j in kept])
    ranked = []
    for i, j in _candidates(before, after, gaps_before, gaps_after):
        if (similarity := _similarity(before[i], after[j])) >= ALIKE:
            (gap_before, place_before), (gap_after, place_after) = gaps_before[i], gaps_after[j]
            bonus = IN_PLACE if gap_before == gap_after else 0.0
            ranked.append((-similarity - bonus, abs(place_before - place_after), i, j, similarity))
    found: dict[int, _Match] = {}
    for _, _, i, j, similarity in sorted(ranked):
        if i not in found and j not in taken:
            found[i] = _Match(j, similarity, False)
            taken.add(j)
    return found


def _gaps(left: Iterable[int], kept: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each remaining page the gap between kept pages it is in, and its place among the remaining ones there."""
    sizes: Counter[int] = Counter()
    result = {}
    for page in left:
        gap = bisect_left(kept, page)
        result[page] = (gap, sizes[gap])
        sizes[gap] += 1
    return result


_Places = dict[int, tuple[int, int]]


def _candidates(
    before: Sequence[_Page], after: Sequence[_Page], gaps_before: _Places, gaps_after: _Places
) -> set[tuple[int, int]]:
    """Pairs worth comparing in full: with shingles in common, near each other in one gap, or of like pictures."""
    result = set(_sharing_shingles(before, after, gaps_before, gaps_after))
    standing = {place: i for i, place in gaps_before.items()}
    for j, (gap, place) in gaps_after.items():
        near = range(place - CANDIDATES // 2, place + CANDIDATES // 2 + 1)
        result.update((standing[gap, at], j) for at in near if (gap, at) in standing)
    pictured = [j for j in gaps_after if after[j].fingerprint is not None]
    for i in gaps_before:
        if before[i].fingerprint is not None:
            result.update((i, j) for j in pictured if _picture_similarity(before[i], after[j]) >= ALIKE)
    return result


def _sharing_shingles(
    before: Sequence[_Page], after: Sequence[_Page], left_before: Iterable[int], left_after: Iterable[int]
) -> Iterator[tuple[int, int]]:
    pages_with: dict[str, list[int]] = defaultdict(list)
    for i in left_before:
        for shingle in set(_shingles(before[i].words)):
            pages_with[shingle].append(i)
    telling = {shingle: pages for shingle, pages in pages_with.items() if len(pages) <= COMMON}
    for j in left_after:
        votes: Counter[int] = Counter()
        for shingle in set(_shingles(after[j].words)) & telling.keys():
            votes.update(telling[shingle])
        # Equal votes are ordered by page, as sets have no order of their own to rely on.
        best = sorted(votes, key=lambda i: (-votes[i], i))[:CANDIDATES]
        yield from ((i, j) for i in best)


def _shingles(words: str) -> list[str]:
    return [words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1)]


def _similarity(a: _Page, b: _Page) -> float:
    """From 0 to 1: the share of words that both have in the same order, or how like the pictures are.

    Equal words under different pictures count half.
    """
    picture = _picture_similarity(a, b)
    if not a.words or not b.words:
        return picture
    if a.words == b.words:
        return (1.0 + picture) / 2
    words = Indel.normalized_similarity(a.words[:MOST_PAGE_WORDS], b.words[:MOST_PAGE_WORDS])
    return max(words, picture)


def _picture_similarity(a: _Page, b: _Page) -> float:
    """0 where pictures don't count: pages full of text look alike.

    If one page alone has little text, only the same picture counts: a scan whose words were recognised since.
    """
    if a.fingerprint is None or b.fingerprint is None:
        return 0.0
    little = (len(a.words) < LITTLE_TEXT) + (len(b.words) < LITTLE_TEXT)
    bits = hamming(a.fingerprint, b.fingerprint)
    if little == 0 or (little == 1 and bits > SAME_BITS):
        return 0.0
    return max(0.0, 1.0 - bits / UNRELATED_BITS)


class _Block(NamedTuple):
    """``size`` equal words from index ``earlier`` and ``now`` on."""

    earlier: int
    now: int
    size: int

    @property
    def ends(self) -> tuple[int, int]:
        """The index after the last word, earlier and now."""
        return self.earlier + self.size, self.now + self.size


def _blocks(a: str, b: str) -> list[_Block]:
    """Equal passages in order; none touches the next on both sides."""
    start = _common_prefix(a, b)
    end = _common_prefix(a[start:][::-1], b[start:][::-1])
    stop_a, stop_b = len(a) - end, len(b) - end
    pieces = [_Block(0, 0, start)]
    at_a, at_b = start, start
    for next_a, next_b in [*_anchors(a, b, start, stop_a, stop_b), (stop_a, stop_b)]:
        pieces += _common(a, b, at_a, next_a, at_b, next_b)
        pieces.append(_Block(next_a, next_b, 1 if next_a < stop_a else end))
        at_a, at_b = next_a + 1, next_b + 1
    return _joined(pieces)


def _common_prefix(a: str, b: str) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _anchors(a: str, b: str, start: int, stop_a: int, stop_b: int) -> list[tuple[int, int]]:
    """Where the shingles begin that both texts have exactly once, as far as they are in order (patience diff)."""
    unique_a, unique_b = _unique_shingles(a, start, stop_a), _unique_shingles(b, start, stop_b)
    return _longest_in_order((at, unique_b[shingle]) for shingle, at in unique_a.items() if shingle in unique_b)


def _unique_shingles(text: str, start: int, stop: int) -> dict[str, int]:
    shingles = _shingles(text[start:stop])
    counts = Counter(shingles)
    return {shingle: at for at, shingle in enumerate(shingles, start) if counts[shingle] == 1}


def _common(a: str, b: str, from_a: int, to_a: int, from_b: int, to_b: int) -> Iterator[_Block]:
    if not 0 < (to_a - from_a) * (to_b - from_b) <= MOST_WORD_PAIRS:
        return
    for step in Indel.opcodes(a[from_a:to_a], b[from_b:to_b]):
        if step.tag == "equal":
            yield _Block(from_a + step.src_start, from_b + step.dest_start, step.src_end - step.src_start)


def _joined(pieces: Iterable[_Block]) -> list[_Block]:
    result: list[_Block] = []
    for piece in pieces:
        if result and result[-1].ends == (piece.earlier, piece.now):
            last = result.pop()
            result.append(_Block(last.earlier, last.now, last.size + piece.size))
        elif piece.size:
            result.append(piece)
    return result


def _readable(blocks: Sequence[_Block], length_earlier: int, length_now: int) -> Iterator[_Block]:
    """Without the odd "the" that a rewritten passage has in common with its old self.

    A block stays if it is longer than half of the shorter change beside it.
    """
    end_earlier, end_now = 0, 0
    for block, following in pairwise([*blocks, _Block(length_earlier, length_now, 0)]):
        change_before = max(block.earlier - end_earlier, block.now - end_now)
        change_after = max(following.earlier - block.ends[0], following.now - block.ends[1])
        if 2 * block.size > min(change_before, change_after):
            yield block
            end_earlier, end_now = block.ends


def _runs(earlier: Sequence[str], now: Sequence[str], blocks: Iterable[_Block]) -> Iterator[Run]:
    at_earlier, at_now = 0, 0
    for block in [*blocks, _Block(len(earlier), len(now), 0)]:
        if removed := tuple(earlier[at_earlier : block.earlier]):
            yield Run(DiffKind.REMOVED, removed, at_earlier, at_now)
        if added := tuple(now[at_now : block.now]):
            yield Run(DiffKind.ADDED, added, block.earlier, at_now)
        if block.size:
            yield Run(DiffKind.SAME, tuple(now[block.now : block.now + block.size]), block.earlier, block.now)
        at_earlier, at_now = block.ends
