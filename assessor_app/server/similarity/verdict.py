"""Whether two pieces of evidence are one piece of work, and what a person should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assessor_app.server.similarity.passages import LEAST_WORDS, Passage, Text, matching_passages, text_with
from assessor_app.server.similarity.pictures import HASH_SIDE, PictureHash, nearest
from assessor_app.server.similarity.words import NO_SHINGLES, Shingles, words_of

LONG = 40
"""Words of a passage that nobody writes like somebody else by chance, however long both texts are."""
SHARE, WORDS = 0.12, 44
"""Share of the shorter text, and words, that passages have in all when they are no turns of phrase of the trade."""
NEARLY_ALL, FEW_WORDS = 0.6, 20
"""The same for answers of a few sentences."""
LEAST_SHINGLES = 12
"""Shared shingles that are worth a look; independent answers of 300 words to one prompt have 8."""
SHORT = 5
"""In texts so short that a fifth of their shingles is less than that, a fifth is enough."""
MOST_PASSAGES = 20
"""Passages that are shown, the longest."""


class Kind(StrEnum):
    """What two pieces of evidence have in common, the surest first."""

    SAME_FILE = "same_file"
    SAME_TEXT = "same_text"
    SAME_PICTURE = "same_picture"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as it is compared: without what everybody's evidence may have.

    ``only_known`` says that it had words or pictures and none of them are its own, as a form has that nobody filled in.
    """

    sha256: str
    text: Text
    pictures: tuple[PictureHash, ...]
    only_known: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """``score`` is from 0 to 1: of a text, the share of the own words that the other has; of pictures, of equal bits.

    ``passages`` are in reading order; those of pictures have page numbers and no text.
    """

    kind: Kind
    score: float
    passages: tuple[Passage, ...]


def piece(
    sha256: str,
    pages: Sequence[str],
    pictures: Sequence[PictureHash],
    known: Shingles,
    known_pictures: Sequence[PictureHash] = (),
    common: Shingles = NO_SHINGLES,
) -> Piece:
    """A piece of evidence without what is known: the micro-credential's own words, templates, and what many have.

    ``pages`` are ``plain_pages``. ``known`` shingles are the micro-credential's and the templates'; passages of
    ``common`` ones are what many have.
    """
    text = text_with(pages, words_of(pages), known, common)
    own = tuple(picture for picture in pictures if nearest([picture], known_pictures) is None)
    nothing = not own and int(text.own.sum()) < LEAST_WORDS and bool(pictures or len(text.words))
    return Piece(sha256, text, own, nothing)


def worth_comparing(own: Shingles, other: Shingles, known: Shingles) -> bool:
    """Whether two texts have so many shingles in common, ``known`` ones apart, that passages may be found."""
    shared = len(np.setdiff1d(np.intersect1d(own, other), known))
    return shared >= min(LEAST_SHINGLES, max(1, min(len(own), len(other)) // SHORT))


def compare(own: Piece, other: Piece) -> Verdict | None:
    """What ``own`` has in common with ``other``; None where that is no more than chance brings."""
    if own.sha256 == other.sha256:
        passages = matching_passages(own.text, other.text)
        return None if own.only_known else Verdict(Kind.SAME_FILE, 1.0, _longest(passages))
    return _by_text(own.text, other.text) or _by_picture(own.pictures, other.pictures)


def _by_text(own: Text, other: Text) -> Verdict | None:
    passages = matching_passages(own, other)
    if not passages:
        return None
    words = sum(passage.words for passage in passages)
    count, other_count = int(own.own.sum()), int(other.own.sum())
    share = words / min(count, other_count)
    alike = (
        max(passage.words for passage in passages) >= LONG
        or (share >= SHARE and words >= WORDS)
        or (share >= NEARLY_ALL and words >= FEW_WORDS)
    )
    return Verdict(Kind.SAME_TEXT, round(min(1.0, words / count), 3), _longest(passages)) if alike else None


def _by_picture(own: Sequence[PictureHash], others: Sequence[PictureHash]) -> Verdict | None:
    found = [match for picture in own if (match := nearest([picture], others)) is not None]
    if not found:
        return None
    pages = dict.fromkeys((mine.page, theirs.page) for _, mine, theirs in found)
    passages = [Passage("", "", mine, theirs, 0) for mine, theirs in pages]
    bits = min(bits for bits, _, _ in found)
    return Verdict(Kind.SAME_PICTURE, round(1 - bits / HASH_SIDE**2, 3), _longest(passages))


def _longest(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    kept = sorted(range(len(passages)), key=lambda at: -passages[at].words)[:MOST_PASSAGES]
    return tuple(passages[at] for at in sorted(kept))
