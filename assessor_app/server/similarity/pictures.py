"""Pictures known again: a scan scanned anew, a page photographed on a desk, a photo made smaller or brighter.

Hashes are those of ``imagehash``: the signs of a cosine transform's low frequencies (phash; Zauner 2010), and of the
differences between neighbours (dhash) as a second opinion. Paper is hashed by what is written on it, because pages of
type look alike from afar; other pictures are hashed as they are.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import imagehash
import numpy as np
from PIL import Image

from assessor_app.server.similarity.sheets import SHEET, flattened, unevenness, written

SIDE = 384
"""Pixels of the longer side at which pictures are looked at."""
HASH_SIDE = 16
"""A phash has the square of it in bits: 256."""
BANDS = 32
BAND_BITS = 14
"""Bits sampled for one band (Indyk and Motwani 1998). Of pictures 30 bits apart, 99 % share a band; 60 apart, 60 %."""
LOW = 11
"""Frequencies, across and down, that bands sample: the lowest hardly change in a new scan."""
LEAST_CONTRAST = 9.0
"""Unevenness of greys, of 255, below which a picture is one surface: blank paper with a page number has 4."""
LEAST_WRITTEN = 4.0
"""Mean of what is written, of 255, below which a picture is no sheet that anybody wrote on."""


class View(StrEnum):
    """As what a picture was hashed."""

    SHEET = "sheet"
    PHOTO = "photo"


MOST_BITS = {View.SHEET: (64, 26), View.PHOTO: (80, 17)}
"""Most bits, of 256 and of 64, by which the phash and the dhash of one picture differ.

Measured: nearly all new scans and photos of a sheet are within 56 and 22, different pages have at least 80, but one
form filled in by two people may come as near as 64. Photos made smaller or cropped are within 66 and 13, others at 100.
"""


@dataclass(frozen=True, slots=True)
class PictureHash:
    """One view of a picture. ``page`` counts from 0; ``phash`` has 256 bits, ``dhash`` 64."""

    page: int
    view: View
    phash: int
    dhash: int


def hashes_of(page: int, image: Image.Image) -> list[PictureHash]:
    """A picture's views; none where there is too little to see for telling it from others."""
    grey = _grey(image)
    if _surface(grey):
        return []
    flat = flattened(grey)
    ink = written(flat or grey.resize((SHEET, SHEET), Image.Resampling.BOX))
    if ink is not None and float(np.asarray(ink, np.float64).mean()) >= LEAST_WRITTEN:
        return [_hash(page, View.SHEET, ink)]
    # What seems to be a sheet on a desk may be part of a scene, and a print on a desk is only known once it is flat.
    return [_hash(page, View.PHOTO, seen) for seen in (grey, flat) if seen is not None and not _surface(seen)]


def _surface(grey: Image.Image) -> bool:
    """Whether there is nothing but one surface in its light, give or take a stain or a page number."""
    return unevenness(np.asarray(grey, np.float64)) < LEAST_CONTRAST


def differing_bits(a: PictureHash, b: PictureHash) -> int | None:
    """By how many of 256 bits two views of one picture differ; None where they are of different pictures."""
    if a.view != b.view:
        return None
    bits = (a.phash ^ b.phash).bit_count()
    most, second = MOST_BITS[a.view]
    return bits if bits <= most and (a.dhash ^ b.dhash).bit_count() <= second else None


def nearest(own: Sequence[PictureHash], others: Iterable[PictureHash]) -> tuple[int, PictureHash, PictureHash] | None:
    """The two views of one picture that differ least, with how many bits; None without any."""
    pairs = ((bits, a, b) for b in others for a in own if (bits := differing_bits(a, b)) is not None)
    return min(pairs, key=lambda pair: (pair[0], pair[1].page, pair[2].page), default=None)


def picture_bands(picture: PictureHash) -> list[tuple[int, int]]:
    """(band, value) of a view, one for each band; photos and sheets never share one."""
    offset = 0 if picture.view is View.SHEET else BANDS
    return [
        (offset + band, sum((picture.phash >> bit & 1) << place for place, bit in enumerate(bits)))
        for band, bits in enumerate(_SAMPLED)
    ]


def _sampled() -> Iterator[tuple[int, ...]]:
    """Bits of each band, the same in every run, from the low frequencies without the mean of all greys."""
    chance = random.Random(7)  # noqa: S311 - a fixed choice, no secret
    last = HASH_SIDE * HASH_SIDE - 1
    low = [last - (down * HASH_SIDE + across) for down in range(LOW) for across in range(LOW) if down or across]
    for _ in range(BANDS):
        yield tuple(chance.sample(low, BAND_BITS))


_SAMPLED = tuple(_sampled())


def _grey(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    grey = image.convert("L")
    grey.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    return grey


def _hash(page: int, view: View, seen: Image.Image) -> PictureHash:
    return PictureHash(page, view, _bits(imagehash.phash(seen, HASH_SIDE)), _bits(imagehash.dhash(seen)))


def _bits(found: imagehash.ImageHash) -> int:
    return int(str(found), 16)
