"""What is kept of a piece of evidence so that others can be compared with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

from assessor_app.server.similarity.pictures import PictureHash, hashes_of
from assessor_app.server.similarity.words import Shingles, plain_pages, shingles_of, words_of

LITTLE_TEXT = 20
"""Words of a page from which on its words are compared and its picture is not: pages of type look alike."""
MOST_PICTURES = 100
"""Pictures of one piece of evidence that are compared."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a piece of evidence. ``page`` counts from 0; ``whole_page`` says that it shows the page's text."""

    page: int
    image: Image.Image
    whole_page: bool = True


@dataclass(frozen=True)
class Fingerprint:
    """``sha256`` is of the bytes that were handed in, in hex; ``pages`` are anonymised texts, by page."""

    sha256: str
    pages: tuple[str, ...]
    pictures: tuple[PictureHash, ...] = ()

    @cached_property
    def shingles(self) -> Shingles:
        """Of all pages as one text, in reading order."""
        return shingles_of(words_of(self.pages).folded)

    @cached_property
    def content(self) -> str:
        """A SHA-256, in hex, of everything that is compared."""
        pictures = [(seen.page, seen.view, seen.phash, seen.dhash) for seen in self.pictures]
        return hashlib.sha256(json.dumps([self.sha256, self.pages, pictures]).encode()).hexdigest()


def fingerprint(sha256: str, page_texts: Iterable[str], pictures: Sequence[Picture] = ()) -> Fingerprint:
    """The fingerprint of a piece of evidence.

    ``sha256`` is the hex digest of the original bytes. ``page_texts`` are anonymised: redacted parts are runs of ``█``.
    ``pictures`` are rendered pages and photos, of any mode and size; some 300 pixels across are enough. A page that has
    ``LITTLE_TEXT`` words or more is known by them, and its whole picture is left out.
    """
    pages = plain_pages(page_texts)
    hashes: list[PictureHash] = []
    for picture in pictures[:MOST_PICTURES]:
        text = pages[picture.page] if picture.whole_page and picture.page < len(pages) else ""
        if len(words_of((text,))) < LITTLE_TEXT:
            hashes += hashes_of(picture.page, picture.image)
    return Fingerprint(sha256, pages, tuple(dict.fromkeys(hashes)))
