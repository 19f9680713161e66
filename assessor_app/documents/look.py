"""Pages in other light: dark paper with pictures left as they are, and help for faint or badly lit writing.

Works on pixels that are drawn already, blue first; whatever engine drew them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageStat

from assessor_app.documents.model import Look

DARK_PAPER, DARK_INK = (0x23, 0x28, 0x2F), (0xE7, 0xEB, 0xF0)
"""Red, green and blue of what was white, and of what was black."""
PLAIN_SATURATION = 30.0
BRIGHT = 150.0
SMALL = (48, 48)
Box = tuple[int, int, int, int]


def has_changes(look: Look) -> bool:
    return look.dark or look.brightness != 0 or look.contrast != 0


def looked_at(
    target: memoryview, width: int, height: int, look: Look, pictures: Sequence[Box], *, picture: bool
) -> None:
    """Change drawn pixels in place. ``pictures`` keep their colours on dark paper, unless they are scans of paper."""
    image = Image.frombytes("RGB", (width, height), bytes(target), "raw", "BGRX", 0, 1)
    if look.brightness or look.contrast:
        image = image.point(_curve(look.brightness, look.contrast) * 3)
    if look.dark and not (picture and not _is_paper(image)):
        image = _dark(image, pictures)
    target[: width * height * 4] = image.tobytes("raw", "BGRX")


def _curve(brightness: float, contrast: float) -> list[int]:
    """256 values: brighter first, then a straight line through middle grey, steeper with more contrast; so less
    brightness and more contrast bring out what is faint on white paper."""
    slope = (1 + contrast) / (1 - min(0.95, contrast)) if contrast >= 0 else 1 + contrast
    return [round(min(255.0, max(0.0, (value + brightness * 128 - 128) * slope + 128))) for value in range(256)]


def _dark(image: Image.Image, pictures: Sequence[Box]) -> Image.Image:
    result = image.convert("RGB", _DARK)
    bounds = (0, 0, *image.size)
    for box in pictures:
        part = (max(box[0], 0), max(box[1], 0), min(box[2], bounds[2]), min(box[3], bounds[3]))
        if part[0] < part[2] and part[1] < part[3]:
            kept = image.crop(part)
            if not _is_paper(kept):
                result.paste(kept, part[:2])
    return result


def _is_paper(image: Image.Image) -> bool:
    """Whether a picture is writing on paper rather than a photograph: bright and without colours."""
    small = image.resize(SMALL, Image.Resampling.BOX)
    red, green, blue = (band.tobytes() for band in small.split())
    colourful = sum(max(rgb) - min(rgb) for rgb in zip(red, green, blue, strict=True)) / len(red)
    return colourful < PLAIN_SATURATION and ImageStat.Stat(small.convert("L")).median[0] > BRIGHT


def _dark_matrix() -> tuple[float, ...]:
    """Lightness turned round, hues kept (CSS filters: ``invert(1) hue-rotate(180deg)``), between dark paper and ink.

    Matrix of hue-rotate: Filter Effects Module Level 1, 8.8, at 180 degrees.
    """
    hues = ((-0.574, 1.430, 0.144), (0.426, 0.430, 0.144), (0.426, 1.430, -0.856))
    rows = []
    for row, paper, ink in zip(hues, DARK_PAPER, DARK_INK, strict=True):
        span = (ink - paper) / 255
        # White (255) becomes the paper, black (0) the ink.
        rows += [*(-span * factor for factor in row), ink]
    return tuple(rows)


_DARK = _dark_matrix()
