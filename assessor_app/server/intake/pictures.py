"""Pictures without who, where and with what: pixels and colours stay, everything written about them goes."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageOps, ImageSequence, JpegImagePlugin
from pillow_heif import register_heif_opener

from assessor_app.server.intake import icc

_ORIENTATION = 0x0112
_ICC, _ICC_PIECE = b"ICC_PROFILE\0", 65_000
_JFIF_ALONE = b"\xff\xe0\x00\x10JFIF\0"
# PNG (ISO/IEC 15948): what the pixels need, and animation; text, time, EXIF and private chunks go.
_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP pHYs sBIT bKGD cICP acTL fcTL fdAT".split())


_WEBP_KEPT = (b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF")


def clean_jpeg(data: bytes) -> bytes:
    """The same compressed picture without what is written about it; of that only colour profile and Adobe's mark stay.

    A picture that its EXIF turns is turned for good, with its own compression.
    """
    picture = Image.open(io.BytesIO(data))
    if picture.getexif().get(_ORIENTATION, 1) in range(2, 9):
        return clean_jpeg(save_like(ImageOps.exif_transpose(picture), picture))
    return bare_jpeg(data)


def bare_jpeg(data: bytes) -> bytes:
    """The compressed picture as it lies in a document, which turns it itself. Raises ValueError."""
    out, colours = bytearray(), bytearray()
    head = b""
    for marker, segment in _segments(data):
        if marker == 0xE0 and segment[4:9] == b"JFIF\0":
            # A JFIF segment may carry a thumbnail behind its fourteen bytes.
            head = _JFIF_ALONE + segment[9:16] + b"\0\0"
        elif marker == 0xE2 and segment[4:16] == _ICC:
            colours += segment[18:]
        elif marker == 0xEE and segment[4:9] == b"Adobe":
            out += b"\xff\xee\x00\x0e" + segment[4:16]
        elif marker not in range(0xE0, 0xF0) and marker != 0xFE:
            out += segment
    return b"\xff\xd8" + head + _colour_segments(bytes(colours)) + bytes(out)


def _colour_segments(profile: bytes) -> bytes:
    """The profile in as many segments as it needs (ICC.1:2022, B.4)."""
    fresh = icc.neutral(profile) or b""
    pieces = [fresh[at : at + _ICC_PIECE] for at in range(0, len(fresh), _ICC_PIECE)]
    return b"".join(
        b"\xff\xe2" + struct.pack(">H", len(piece) + 16) + _ICC + bytes((number, len(pieces))) + piece
        for number, piece in enumerate(pieces, start=1)
    )


def save_like(picture: Image.Image, original: Image.Image) -> bytes:
    """Written as a JPEG with the tables of the one it was made of."""
    out = io.BytesIO()
    tables = getattr(original, "quantization", None)
    fitting = picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")
    options: dict[str, Any] = {"qtables": tables} if tables and fitting.mode == original.mode else {"quality": 92}
    if fitting.mode == "RGB" and fitting.mode == original.mode:
        options["subsampling"] = max(0, JpegImagePlugin.get_sampling(original))
    profile = profile_of(original)
    fitting.save(out, "JPEG", icc_profile=profile, dpi=original.info.get("dpi") or (72, 72), **options)
    return out.getvalue()


def profile_of(picture: Image.Image) -> bytes | None:
    """The colours of a picture that was opened, under a neutral name."""
    profile = picture.info.get("icc_profile")
    return icc.neutral(profile) if isinstance(profile, bytes) else None


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment (ITU T.81, annex B) up to the end of the image; a scan's data come with it.

    Behind the end of the image some cameras put a second picture with its own metadata.
    """
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("a JPEG segment is missing its marker")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield marker, data[at : at + 2]
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            end = _scan_end(data, end)
        yield marker, data[at:end]
        if end <= at:
            raise ValueError("a JPEG segment of no length")
        at = end
    # Cut short: what there is of the picture is shown all the same.
    yield 0xD9, b"\xff\xd9"


def _scan_end(data: bytes, at: int) -> int:
    """Where the next marker is: within a scan 0xFF is followed by 0, or by the number of a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def clean_png(data: bytes) -> bytes:
    out = bytearray(data[:8])
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        name, end = data[at + 4 : at + 8], at + 12 + length
        if name == b"iCCP":
            out += _png_profile(data[at + 8 : end - 4])
        elif name in _PNG_KEPT:
            out += data[at:end]
        at = end
        if name == b"IEND":
            return bytes(out)
    raise ValueError("the PNG ends too soon")


def _png_profile(content: bytes) -> bytes:
    name, _, packed = content.partition(b"\0")
    profile = icc.neutral(zlib.decompressobj().decompress(packed[1:], icc.LONGEST)) if name else None
    if profile is None:
        return b""
    chunk = b"iCCP" + b"Colours\0\0" + zlib.compress(profile)
    return struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))


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
        elif name == b"ICCP":
            profile = icc.neutral(data[at + 8 : at + 8 + size]) or b""
            kept += b"ICCP" + struct.pack("<I", len(profile)) + profile + bytes(len(profile) % 2)
        elif name in _WEBP_KEPT:
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


def clean_gif(data: bytes) -> bytes:
    """The same frames without comments and applications' own blocks but the one that tells how often to repeat.

    Blocks as in GIF89a, sections 23 to 26. Raises ValueError.
    """
    at = 13 + _palette(data[10])
    out = bytearray(data[:at])
    while at < len(data):
        start, kind = at, data[at]
        if kind == 0x3B:
            return bytes(out) + b";"
        if kind == 0x2C:
            at = _after_blocks(data, at + 11 + _palette(data[at + 9]))
            out += data[start:at]
        elif kind == 0x21:
            at = _after_blocks(data, at + 2)
            repeats = data[start + 1] == 0xFF and data[start + 3 : start + 14] == b"NETSCAPE2.0"
            if data[start + 1] == 0xF9 or repeats:
                out += data[start:at]
        else:
            raise ValueError("a GIF block of no known kind")
    raise ValueError("the GIF ends too soon")


def _palette(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def to_png(data: bytes) -> bytes:
    """Any picture as a PNG of the same pixels."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.info = {}
        upright.save(out, "PNG")
    return out.getvalue()


def register() -> None:
    """Have Pillow open HEIC."""
    register_heif_opener()


def to_jpeg(data: bytes) -> bytes:
    """HEIC and AVIF, which few programs draw, upright."""
    register()
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92, icc_profile=profile_of(picture) or b"")
    return out.getvalue()
