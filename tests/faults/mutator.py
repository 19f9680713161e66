"""Files broken byte by byte: the project's own samples, changed as transport, disks and hostile hands change them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pillow_heif

from tests.documents import files
from tests.samples import RESOURCES

LARGEST = 600_000
_NUMBER = re.compile(rb"(?<=[ \[/])\d{1,6}(?=[ \]/>\n])")
_NUMBERS = (b"0", b"-1", b"99999999", b"2147483648", b"0.0000001", b"65536")


def originals() -> list[tuple[str, bytes]]:
    """Name and bytes of every sample that is small enough to be broken often."""
    found = [
        (str(path.relative_to(RESOURCES)), path.read_bytes())
        for path in sorted((RESOURCES / "samples/evidence").rglob("*"))
        if path.is_file() and path.stat().st_size <= LARGEST
    ]
    made = [("tiff", files.tiff()), ("jpeg", files.oriented_jpeg(6)), ("rotated pdf", files.pdf(2, 90))]
    pillow_heif.register_heif_opener()
    made += [(kind.lower(), files.picture(kind)) for kind in ("PNG", "GIF", "WEBP", "BMP", "AVIF", "HEIF")]
    return found + made


def mutations(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """``count`` broken files; the same seed gives the same ones."""
    random_ = random.Random(seed)
    sources = originals()
    changes: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _drop, _double, _blank, _renumber)
    for number in range(count):
        name, data = sources[number % len(sources)]
        change = random_.choice((*changes, _splice_with(random_.choice(sources)[1])))
        broken = data
        for _ in range(random_.choice((1, 1, 2, 5))):
            broken = change(broken, random_)
        yield f"{number}: {name}, {change.__name__.strip('_')}", broken


def _span(data: bytes, random_: random.Random) -> tuple[int, int]:
    start = random_.randrange(max(1, len(data)))
    return start, min(len(data), start + random_.choice((1, 16, 256, 4096)))


def _flip(data: bytes, random_: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random_.choice((1, 8, 64, 512))):
        if changed:
            changed[random_.randrange(len(changed))] ^= 1 << random_.randrange(8)
    return bytes(changed)


def _cut(data: bytes, random_: random.Random) -> bytes:
    return data[: random_.randrange(max(1, len(data)))]


def _drop(data: bytes, random_: random.Random) -> bytes:
    start, end = _span(data, random_)
    return data[:start] + data[end:]


def _double(data: bytes, random_: random.Random) -> bytes:
    start, end = _span(data, random_)
    return data[:end] + data[start:end] * random_.choice((1, 3)) + data[end:]


def _blank(data: bytes, random_: random.Random) -> bytes:
    start, end = _span(data, random_)
    return data[:start] + bytes(end - start) + data[end:]


def _renumber(data: bytes, random_: random.Random) -> bytes:
    places = list(_NUMBER.finditer(data[:200_000]))
    if not places:
        return _flip(data, random_)
    place = random_.choice(places)
    return data[: place.start()] + random_.choice(_NUMBERS) + data[place.end() :]


def _splice_with(other: bytes) -> Callable[[bytes, random.Random], bytes]:
    def splice(data: bytes, random_: random.Random) -> bytes:
        start, end = _span(other, random_)
        at = random_.randrange(max(1, len(data)))
        return data[:at] + other[start:end] + data[at:]

    return splice


def save(folder: Path, count: int, seed: int) -> None:
    """Write the broken files out, to look at one in other programs."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (_, data) in enumerate(mutations(count, seed)):
        (folder / f"{number:05}.bin").write_bytes(data)
