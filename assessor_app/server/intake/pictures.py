"""Pictures without who, where and with what: pixels and colours stay, everything written about them goes."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence
from pillow_heif import register_heif_opener

_ORIENTATION = 0x0112
_ICC = b"ICC_PROFILE\0"
# PNG (ISO/IEC 15948): what the pixels need, and animation; text, time, EXIF and private chunks go.
_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP pHYs sBIT bKGD cICP acTL fcTL fdAT".split())


def clean_jpeg(data: bytes) -> bytes:
    """The same compressed picture; of its metadata only colour profile, Adobe's colour mark and the orientation."""
    orientation = Image.open(io.BytesIO(data)).getexif().get(_ORIENTATION, 1)
    out = bytearray(b"\xff\xd8")
    if orientation in range(2, 9):
        out += _orientation_segment(int(orientation))
    for marker, segment in _segments(data):
        keep = marker not in range(0xE0, 0xF0) and marker != 0xFE
        keep = keep or (marker == 0xE0 and segment[4:9] == b"JFIF\0") or marker == 0xEE
        keep = keep or (marker == 0xE2 and segment[4:16] == _ICC)
        if keep:
            out += segment
    return bytes(out)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment (ITU T.81, annex B); from the start of scan on it is one piece."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("a JPEG segment is missing its marker")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            # Behind the end of the image some cameras put a second picture with its own metadata.
            yield marker, data[at : _first_end(data, at, end)]
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        yield marker, data[at : at + 2 + length]
        at += 2 + length
    raise ValueError("a JPEG without a picture")


def _first_end(data: bytes, start: int, last: int) -> int:
    """Where the first image ends: inside scans, 0xFF is always stuffed, so the first EOI is the image's own."""
    first = data.find(b"\xff\xd9", start)
    return (first if first >= 0 else last if last >= 0 else len(data) - 2) + 2


def _orientation_segment(orientation: int) -> bytes:
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def clean_png(data: bytes) -> bytes:
    out = bytearray(data[:8])
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        name, end = data[at + 4 : at + 8], at + 12 + length
        if name in _PNG_KEPT:
            out += data[at:end]
        at = end
        if name == b"IEND":
            return bytes(out)
    raise ValueError("the PNG ends too soon")


def clean_webp(data: bytes) -> bytes:
    """RIFF chunks without EXIF and XMP. A picture that EXIF turns is turned for good, and written without loss."""
    picture = Image.open(io.BytesIO(data))
    if picture.getexif().get(_ORIENTATION, 1) != 1 and not getattr(picture, "is_animated", False):
        out = io.BytesIO()
        ImageOps.exif_transpose(picture).save(out, "WEBP", lossless=True, exif=b"", xmp=b"")
        return out.getvalue()
    kept = bytearray()
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if name == b"VP8X":
            kept += data[at : at + 8] + bytes([data[at + 8] & ~0b0000_1100]) + data[at + 9 : end]
        elif name not in (b"EXIF", b"XMP "):
            kept += data[at:end]
        at = end
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + bytes(kept)


def clean_tiff(data: bytes) -> bytes:
    """Every page written anew without loss; resolution stays, other tags go."""
    pages = []
    with Image.open(io.BytesIO(data)) as picture:
        for frame in ImageSequence.Iterator(picture):
            dpi = frame.info.get("dpi")
            page = ImageOps.exif_transpose(frame)
            fresh = Image.frombytes(page.mode, page.size, page.tobytes())
            if page.mode == "P":
                fresh.putpalette(page.getpalette() or [])
            if dpi:
                fresh.info["dpi"] = dpi
            pages.append(fresh)
    out = io.BytesIO()
    compression = "group4" if all(page.mode == "1" for page in pages) else "tiff_adobe_deflate"
    dpi = pages[0].info.get("dpi") or (72, 72)
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression=compression, dpi=dpi)
    return out.getvalue()


def heic_to_jpeg(data: bytes) -> bytes:
    register_heif_opener()
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92, icc_profile=picture.info.get("icc_profile") or b"")
    return out.getvalue()
