"""Looks for texts in a file the way somebody would who wants to know whose it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from tests.intake.planting import Innocent, Planted
from tests.intake.seeing import read_from_pixels, tags_of
from tests.intake.unpacking import Piece, Unpacking

LONG_ENOUGH = 7
"""Letters of a needle that is searched anywhere; shorter ones only right behind their token."""
_BEHIND = 90
_NEAR = 16
_TOKEN = re.compile(r"(?:lbl|kep)(\d{4})")
_LIKE, _ALIKE = 85, 88
_LETTERS = str.maketrans("łøđþß", "lodps")


@lru_cache(maxsize=4096)
def needle(text: str) -> str:
    return squeezed(text)


def squeezed(text: str) -> str:
    """Letters and digits alone, without case and accents: neither breaks, hyphens nor letter spacing hide a name."""
    plain = unicodedata.normalize("NFKD", text).lower().translate(_LETTERS)
    return "".join(re.findall(r"[^\W_]+", plain))


@dataclass(frozen=True)
class Reading:
    where: str
    text: str
    seen: bool
    behind: dict[str, tuple[str, ...]]
    """What stands behind each token, up to the next one."""


@dataclass
class Searched:
    """One file, read in every way once, and asked often."""

    readings: list[Reading] = field(default_factory=list)

    @classmethod
    def file(cls, path: Path, *, pixels: bool = False, tags: bool = True) -> Searched:
        unpacking = Unpacking()
        unpacking.take("bytes", path.read_bytes())
        pieces = [Piece("file name", path.name), *unpacking.pieces]
        if tags:
            pieces.append(Piece("exiftool", tags_of(path)))
        if pixels:
            pieces += [Piece("pixels", text, seen=True) for text in read_from_pixels(path)]
        return cls.texts(pieces)

    @classmethod
    def texts(cls, pieces: list[Piece]) -> Searched:
        met: set[str] = set()
        readings = []
        for piece in pieces:
            text = squeezed(piece.text)
            if text and text not in met:
                met.add(text)
                readings.append(Reading(piece.where, text, piece.seen, _behind_tokens(text)))
        return cls(readings)

    @classmethod
    def together(cls, others: list[Searched]) -> Searched:
        return cls([reading for other in others for reading in other.readings])

    def find(self, planted: Planted) -> str:
        """Where one of its needles stands behind its token, or anywhere among pixels; empty when nowhere."""
        token = planted.token.removeprefix("LBL")
        for reading in self.readings:
            for segment in reading.behind.get(token, ()):
                if any(_stands_in(needle(text), segment) for text in planted.needles):
                    return reading.where
            if reading.seen and any(_looks_like(needle(text), reading.text) for text in planted.needles):
                return reading.where
        return ""

    def holds_token(self, planted: Planted) -> bool:
        return any(planted.token.lower() in reading.text for reading in self.readings)

    def holds(self, innocent: Innocent) -> bool:
        phrase = squeezed(innocent.phrase)
        if any(phrase in reading.text for reading in self.readings):
            return True
        return any(reading.seen and fuzz.partial_ratio(phrase, reading.text) >= _LIKE for reading in self.readings)

    def what_stands_at(self, innocent: Innocent) -> str:
        token = innocent.phrase.split(" ", 1)[0].removeprefix("KEP")
        segments = (segment for reading in self.readings for segment in reading.behind.get(token, ()))
        return next(segments, "nothing, and no token")

    def anywhere(self, text: str) -> list[tuple[str, str]]:
        """Where a text of some length stands, with what is around it and the token ahead of it."""
        wanted = needle(text)
        if len(wanted) < LONG_ENOUGH:
            return []
        found = []
        for reading in self.readings:
            at = reading.text.find(wanted)
            while at >= 0:
                found.append((reading.where, reading.text[max(0, at - _BEHIND) : at + len(wanted) + 20]))
                at = reading.text.find(wanted, at + 1)
        return found


def token_ahead(around: str, text: str) -> str:
    """The token nearest ahead of a text that ``anywhere`` found."""
    tokens = _TOKEN.findall(around[: around.rfind(needle(text))])
    return f"LBL{tokens[-1]}" if tokens else ""


def _behind_tokens(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    matches = list(_TOKEN.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=False):
        segment = text[match.end() : min(end, match.end() + _BEHIND)]
        if segment not in found.get(match[1], ()):
            found[match[1]] = (*found.get(match[1], ()), segment)
    return found


def _stands_in(wanted: str, segment: str) -> bool:
    return wanted in (segment if len(wanted) >= LONG_ENOUGH else segment[:_NEAR])


def _looks_like(wanted: str, text: str) -> bool:
    """A person reads a name in spite of a letter that text recognition takes for another."""
    return len(wanted) >= LONG_ENOUGH and (wanted in text or fuzz.partial_ratio(wanted, text) >= _ALIKE)
