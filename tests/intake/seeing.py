"""What a person would read from pixels, and what picture programs read beside them: tesseract and exiftool."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pillow_heif
import pymupdf
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

pillow_heif.register_heif_opener()
_SMALLEST = 300
"""Pixels across: smaller pictures hold no lines of text that were planted."""
_TAGGED = frozenset((
    ".pdf", ".jpg", ".png", ".tif", ".webp", ".gif", ".heic", ".avif", ".mp4", ".mov", ".m4a", ".mp3", ".wav", ".ogg",
    ".flac", ".webm",
))  # fmt: skip
_ALONE = os.environ | {"OMP_THREAD_LIMIT": "1"}


def can_read() -> bool:
    return shutil.which("tesseract") is not None


def read_from_pixels(path: Path) -> list[str]:
    return [_recognised(picture) for picture in _pictures(path.read_bytes())]


def tags_of(path: Path) -> str:
    """Everything exiftool knows, with the bytes of unknown tags; empty without exiftool, and for packages and texts,
    of which it knows nothing that is not read without it."""
    if path.suffix not in _TAGGED or shutil.which("exiftool") is None:
        return ""
    command = ["exiftool", "-a", "-u", "-U", "-G1", "-ee3", "-charset", "filename=utf8", str(path)]
    lines = subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8", "ignore").splitlines()
    own = ("File Name", "Directory", "ExifTool Version")
    return "\n".join(line for line in lines if not any(name in line for name in own))


def _recognised(picture: Image.Image) -> str:
    out = io.BytesIO()
    picture.convert("L").save(out, "PNG")
    command = ["tesseract", "stdin", "stdout", "--psm", "6", "-l", "eng"]
    done = subprocess.run(command, input=out.getvalue(), capture_output=True, check=False, env=_ALONE)
    return done.stdout.decode("utf-8", "ignore")


def _pictures(data: bytes) -> Iterator[Image.Image]:
    if data.startswith(b"%PDF-"):
        with pymupdf.open(stream=data, filetype="pdf") as document:
            for page in document:
                yield page.get_pixmap(dpi=150).pil_image()
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                if name.lower().endswith((".png", ".jpeg", ".jpg")):
                    yield from _frames(package.read(name))
    else:
        yield from _frames(data)


def _frames(data: bytes) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width >= _SMALLEST:
                for frame in ImageSequence.Iterator(picture):
                    yield ImageOps.exif_transpose(frame.convert("RGB") if frame.mode == "P" else frame.copy())
    except UnidentifiedImageError:
        return
