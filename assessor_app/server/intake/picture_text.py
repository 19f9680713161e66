"""Names in pictures of text, painted over for good: the pixels are replaced, nothing lies beneath."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageOps, ImageSequence

from assessor_app.server.intake import ocr
from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.pictures import profile_of, save_like

Box = tuple[float, float, float, float]
GREY = 204
MOST_FRAMES = 40
_LEAST_SIDE, _LEAST_PIXELS = 12, 600
_MARGIN, _MOST_OF = 0.08, 0.6


def boxes_of(picture: Image.Image, censor: Censor, where: str, page: int | None = None) -> list[Box]:
    """Where names stand in an upright picture, in its pixels (left, top, right, bottom)."""
    if min(picture.size) < _LEAST_SIDE or picture.width * picture.height < _LEAST_PIXELS:
        return []
    if ocr.tesseract() is None:
        censor.note("Names in pictures were not looked for, because Tesseract is not installed.")
    text, places = ocr.text_of(ocr.read(picture))
    boxes = []
    for hit in censor.hits(text, where, page, misread=True):
        lines: dict[tuple[int, int, int], list[Box]] = {}
        for start, end, seen in places:
            if start < hit.end and end > hit.start:
                lines.setdefault(seen.line, []).append(_part(seen, hit.start - start, hit.end - start))
        boxes += [_around(parts) for parts in lines.values()]
    return boxes


def _part(seen: ocr.Seen, start: int, end: int) -> Box:
    """Of a word's box, the share that its letters from ``start`` to ``end`` take, roughly; the whole of a steep one."""
    left, top, right, bottom = seen.box
    if bottom - top > right - left and len(seen.text) > 2:
        return seen.box
    length = max(1, len(seen.text))
    if min(length, end) - max(0, start) > _MOST_OF * length:
        return seen.box
    width = right - left
    return left + width * max(0, start) / length, top, left + width * min(length, end) / length, bottom


def _around(parts: list[Box]) -> Box:
    left, top = min(part[0] for part in parts), min(part[1] for part in parts)
    right, bottom = max(part[2] for part in parts), max(part[3] for part in parts)
    margin = max(1.0, min(right - left, bottom - top) * _MARGIN)
    return left - margin, top - margin, right + margin, bottom + margin


def without_names(data: bytes, extension: str, censor: Censor, where: str) -> bytes:
    """The picture, written anew only when something had to go. ``extension`` is that of a cleaned picture."""
    with Image.open(io.BytesIO(data)) as picture:
        if getattr(picture, "n_frames", 1) > 1:
            return _frames_without(data, picture, extension, censor, where)
        boxes = boxes_of(_readable(picture), censor, where)
        return _painted(picture, extension, boxes) if boxes else data


def _frames_without(data: bytes, picture: Image.Image, extension: str, censor: Censor, where: str) -> bytes:
    if extension != "tiff":
        # Moving pictures in which a name turns up become still ones: their first frame.
        named = [boxes_of(_readable(frame), censor, where) for frame in _some_frames(picture)]
        picture.seek(0)
        return _painted(picture, extension, named[0]) if any(named) else data
    frames, found = [], False
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        boxes = boxes_of(_readable(frame), censor, where, number)
        found = found or bool(boxes)
        dpi = frame.info.get("dpi")
        frames.append(covered(frame.copy(), boxes))
        frames[-1].info = {"dpi": dpi} if dpi else {}
    if not found:
        return data
    out = io.BytesIO()
    compression = "group4" if all(frame.mode == "1" for frame in frames) else "tiff_adobe_deflate"
    frames[0].save(
        out, "TIFF", save_all=True, append_images=frames[1:], compression=compression,
        dpi=frames[0].info.get("dpi") or (72, 72),
    )  # fmt: skip
    return out.getvalue()


def _some_frames(picture: Image.Image) -> Iterator[Image.Image]:
    """Frames spread over the whole, those that show something new."""
    count = int(getattr(picture, "n_frames", 1))
    seen: set[bytes] = set()
    for number in range(0, count, max(1, count // MOST_FRAMES)):
        picture.seek(number)
        frame = picture.convert("RGBA")
        look = hashlib.sha256(frame.convert("L").resize((64, 64)).tobytes()).digest()
        if look not in seen:
            seen.add(look)
            yield frame


def _readable(picture: Image.Image) -> Image.Image:
    """On white, in grey."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layered = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    return upright.convert("L")


def covered(picture: Image.Image, boxes: list[Box]) -> Image.Image:
    if not boxes:
        return picture
    if picture.mode not in ("1", "L", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")
    fills: dict[str, object] = {"1": 0, "RGBA": (GREY, GREY, GREY, 255), "CMYK": (0, 0, 0, 255 - GREY), "L": GREY}
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        draw.rectangle(box, fill=fills.get(picture.mode, (GREY, GREY, GREY)))  # type: ignore[arg-type]
    return picture


def _painted(picture: Image.Image, extension: str, boxes: list[Box]) -> bytes:
    picture.load()
    fresh = covered(picture.copy(), boxes)
    profile = profile_of(picture)
    out = io.BytesIO()
    match extension:
        case "jpg":
            return save_like(fresh, picture)
        case "webp":
            fresh.save(out, "WEBP", lossless=True, icc_profile=profile or b"")
        case "gif":
            fresh.convert("RGB").quantize(256).save(out, "GIF")
        case "tiff":
            dpi = picture.info.get("dpi") or (72, 72)
            compression = "group4" if fresh.mode == "1" else "tiff_adobe_deflate"
            fresh.info = {}
            fresh.save(out, "TIFF", compression=compression, dpi=dpi)
        case _:
            fresh.info = {}
            fresh.save(out, "PNG", icc_profile=profile, dpi=picture.info.get("dpi") or (72, 72))
    return out.getvalue()
