"""Short values by which texts alike find each other: two texts that share one are worth a closer look.

Two kinds, because each misses what the other finds. Bands of a MinHash (Broder 1997; Indyk and Motwani 1998) meet when
whole texts are alike, paraphrases among them. Winnowed shingles (Schleimer, Wilkerson and Aiken 2003) meet when a
passage of ``SURELY_FOUND`` words is the same, however little that is of the whole.
"""

from __future__ import annotations

import importlib
import zlib
from functools import lru_cache
from types import ModuleType
from typing import Any

import numpy as np

from assessor_app.server.similarity.words import SHINGLE, Shingles

BANDS = 24
ROWS = 4
"""Minima of one band. ``BANDS`` bands of so many meet half of the time when 42 % of all shingles are shared."""
WINDOW = 25
"""Shingles in a row of which one is kept: about 8 in 100 words."""
SURELY_FOUND = WINDOW + SHINGLE - 1
"""Words in a row, in common, of which at least one kept shingle is the same."""
LEAST_SHINGLES = 15
"""Shingles of one's own below which a text says too little to be anybody's: some 18 words."""
PASSAGE_BAND = BANDS
"""The number under which winnowed shingles are kept, after those of the MinHash's bands."""


def text_bands(shingles: Shingles, known: Shingles) -> list[tuple[int, int]]:
    """(band, value) of a text, no pair twice, values below 2³²; none for a text of hardly any words.

    ``shingles`` are in reading order; those in ``known`` (sorted) are everybody's and count for nothing.
    """
    own = np.isin(shingles, known, invert=True)
    if own.sum() < LEAST_SHINGLES:
        return []
    kept = [(PASSAGE_BAND, int(shingles[at])) for at in _winnowed(shingles) if own[at]]
    return [*_minhash_bands(np.unique(shingles[own])), *dict.fromkeys(kept)]


@lru_cache(maxsize=1)
def _permutations() -> Any:
    return _library().MinHash(BANDS * ROWS).permutations


def _library() -> ModuleType:
    """Loaded where texts are compared: it brings scipy along, which no command of an administrator needs."""
    return importlib.import_module("datasketch")


def _minhash_bands(shingles: Shingles) -> list[tuple[int, int]]:
    minhash = _library().MinHash(BANDS * ROWS, permutations=_permutations(), scheme="affine32", hashfunc=int)
    minhash.update_batch(shingles.tolist())
    minima = minhash.hashvalues.astype("<u4").reshape(BANDS, ROWS)
    return [(band, zlib.crc32(row.tobytes())) for band, row in enumerate(minima)]


def _winnowed(shingles: Shingles) -> list[int]:
    """Places of the least shingle of every window, of equal ones the last."""
    # CRCs of shingles that share words are not independent; multiplied, their order is.
    mixed = (shingles.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)
    if len(mixed) <= WINDOW:
        return [len(mixed) - 1 - int(np.argmin(mixed[::-1]))]
    windows = np.lib.stride_tricks.sliding_window_view(mixed, WINDOW)
    last = WINDOW - 1 - np.argmin(windows[:, ::-1], axis=1)
    places: list[int] = np.unique(last + np.arange(len(windows))).tolist()
    return places
