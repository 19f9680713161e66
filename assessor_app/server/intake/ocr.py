"""Words in pictures, read by Tesseract where it is installed."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image

SECONDS = 90.0
LONGEST, SHORTEST = 3_500, 1_000
"""Pixels of a picture's long side between which Tesseract reads well and fast."""
_LANGUAGES = ("eng", "spa")
_LEAST_CONFIDENT, _FEW = 55.0, 4
when_read: list[Callable[[], None]] = []
"""Called after each picture: a process that reads hundreds of them says so with it."""
_PLACES = (r"C:\Program Files\Tesseract-OCR\tesseract.exe", "/opt/homebrew/bin/tesseract", "/usr/local/bin/tesseract")


@dataclass(frozen=True, slots=True)
class Seen:
    """A word in a picture: its box in pixels (left, top, right, bottom), and the line it stands in."""

    text: str
    box: tuple[float, float, float, float]
    line: tuple[int, int, int]
    confidence: float


@lru_cache(maxsize=1)
def tesseract() -> Path | None:
    found = shutil.which("tesseract") or next((place for place in _PLACES if Path(place).is_file()), None)
    return Path(found) if found else None


@lru_cache(maxsize=1)
def _languages() -> str:
    done = _run(["--list-langs"], b"", 20.0)
    there = set(done.decode("utf-8", "replace").split())
    return "+".join(language for language in _LANGUAGES if language in there) or "eng"


def read(picture: Image.Image) -> list[Seen]:
    """The words, upright or turned by quarters; none without Tesseract. Raises OcrFailed."""
    if tesseract() is None or min(picture.size) < 8:
        return []
    upright = _read(picture)
    if _legible(upright) or max(picture.size) < SHORTEST // 2:
        return upright
    best = upright
    for quarter in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180):
        turned = [_turned_back(seen, quarter, picture.size) for seen in _read(picture.transpose(quarter))]
        if _weight(turned) > 1.5 * _weight(best):
            best = turned
    return best


def _legible(words: list[Seen]) -> bool:
    return sum(seen.confidence >= 80 and len(seen.text) > 3 for seen in words) >= _FEW


def _weight(words: list[Seen]) -> float:
    return sum(len(seen.text) for seen in words if seen.confidence >= 70 and len(seen.text) > 2)


def _read(picture: Image.Image) -> list[Seen]:
    scale = 1.0
    longest = max(picture.size)
    if longest > LONGEST:
        scale = LONGEST / longest
    elif longest < SHORTEST:
        scale = min(3.0, SHORTEST / longest)
    small = picture.convert("L")
    if scale != 1.0:
        small = small.resize(
            (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))), Image.Resampling.LANCZOS
        )
    data = io.BytesIO()
    small.save(data, "PNG", compress_level=1)
    out = _run(["stdin", "stdout", "-l", _languages(), "--psm", "3", "tsv"], data.getvalue(), SECONDS)
    return [seen for row in _rows(out) if (seen := _seen(row, scale)) is not None]


class OcrFailed(Exception):
    """Tesseract is there and could not read; what it would have found is not known."""


def _run(arguments: list[str], data: bytes, seconds: float) -> bytes:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0
    try:
        done = subprocess.run(
            [str(tesseract()), *arguments], input=data, capture_output=True, timeout=seconds, check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"}, creationflags=flags,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise OcrFailed(f"Tesseract could not read a picture ({type(error).__name__})") from error
    for tell in when_read:
        tell()
    return done.stdout


def _rows(out: bytes) -> list[dict[str, str]]:
    text = io.StringIO(out.decode("utf-8", "replace"))
    return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def _seen(row: dict[str, str], scale: float) -> Seen | None:
    try:
        text, confidence = row["text"].strip(), float(row["conf"])
        left, top = float(row["left"]), float(row["top"])
        width, height = float(row["width"]), float(row["height"])
        line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
    except (KeyError, TypeError, ValueError):
        return None
    if not text or confidence < 0:
        return None
    box = (left / scale, top / scale, (left + width) / scale, (top + height) / scale)
    return Seen(text, box, line, confidence)


def _turned_back(seen: Seen, turn: Image.Transpose, size: tuple[int, int]) -> Seen:
    """The word's box in the picture as it was before it was turned; ``size`` is that picture's."""
    left, top, right, bottom = seen.box
    width, height = size
    if turn is Image.Transpose.ROTATE_90:
        box = (width - bottom, left, width - top, right)
    elif turn is Image.Transpose.ROTATE_270:
        box = (top, height - right, bottom, height - left)
    else:
        box = (width - right, height - bottom, width - left, height - top)
    return Seen(seen.text, box, seen.line, seen.confidence)


def text_of(words: list[Seen]) -> tuple[str, list[tuple[int, int, Seen]]]:
    """The words as lines of text, and where in it each stands."""
    parts: list[str] = []
    places: list[tuple[int, int, Seen]] = []
    at, line = 0, None
    for seen in words:
        if places:
            parts.append(" " if seen.line == line else "\n")
            at += 1
        places.append((at, at + len(seen.text), seen))
        parts.append(seen.text)
        at, line = at + len(seen.text), seen.line
    return "".join(parts), places
