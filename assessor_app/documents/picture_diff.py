"""Where the pictures of two pages differ: for pages that have no words to compare, and for what stands beside words."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from assessor_app.domain.geometry import Rect, bounds_of

WORK_WIDTH = 800
"""Pixels across at which pages are compared: small print is still legible, and a pair takes some 50 ms."""
CELL = 4
"""Pixels across a cell, in which differences are measured together with half of the cells around it: about a letter."""
BLOCK = 8
"""Pixels across a block, of which boxes are made; whole cells."""
SHIFT = 2
"""Pixels by which a cell may lie elsewhere without counting as different: renditions place lines by fractions."""
NOISE = 28
"""Difference of one pixel, of 255, that is put down to JPEG compression and smoothed edges."""
DIFFERENT = 6
"""Mean difference beyond noise, of 255, at which a cell counts: one digit changed gives 7, lines half a pixel off 5."""
SMOOTHING = 0.5
"""Radius in pixels of the blur that evens out how edges were smoothed."""
MOST_BOXES = 40
"""Boxes beyond which a reader sees no more in them than that the page is another one."""
FINGERPRINT_MARGIN = 2
"""Grey levels by which a neighbour must be darker: white paper and its noise then give no bits at all."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A page's picture. ``width`` and ``height`` are in pixels; ``rgb`` has 3 bytes a pixel, row by row."""

    width: int
    height: int
    rgb: bytes


def raster_of(width: int, height: int, stride: int, buffer: bytes | memoryview) -> Raster:
    """A copy of what a renderer drew: 4 bytes a pixel (blue, green, red, unused), rows of ``stride`` bytes."""
    picture = Image.frombuffer("RGB", (width, height), bytes(buffer), "raw", "BGRX", stride, 1)
    return Raster(width, height, picture.tobytes())


def fingerprint(width: int, height: int, rgb: bytes) -> int:
    """64 bits that hardly change when a picture is scaled or compressed: a difference hash.

    The picture becomes 9 by 8 greys, and each bit says whether a grey is lighter than its right neighbour. Raises
    ValueError if ``rgb`` is not ``width`` by ``height`` pixels of 3 bytes.
    """
    grey = _image(Raster(width, height, rgb)).convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    result = 0
    for row in range(0, len(grey), 9):
        for left, right in itertools.pairwise(grey[row : row + 9]):
            result = result << 1 | (left > right + FINGERPRINT_MARGIN)
    return result


def differing_boxes(earlier: Raster, now: Raster) -> tuple[Rect, ...]:
    """Where ``now`` looks different, in shares of its width and height, top down; empty when the pages look alike.

    Both are first scaled to the same width, and what reaches below the other page is compared with white paper; what
    only ``earlier`` has below the end of ``now`` is told at the lower edge. Nearby differences share a box, and so do
    ever farther ones until there are at most ``MOST_BOXES``. Raises ValueError if a raster's bytes don't fit its size.
    """
    width = min(WORK_WIDTH, earlier.width, now.width)
    inks = _ink(earlier, width), _ink(now, width)
    height = inks[1].height
    tall = -(-max(ink.height for ink in inks) // BLOCK) * BLOCK
    wide = -(-width // BLOCK) * BLOCK
    blocks = _differing_blocks(*(_on_paper(ink, wide, tall) for ink in inks))
    return tuple(_share(box, width, height) for box in _boxes(blocks))


def _image(raster: Raster) -> Image.Image:
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)


def _ink(raster: Raster, width: int) -> Image.Image:
    """0 for white to 255 for black, ``width`` pixels across.

    Half brightness, half the darkest colour channel: a yellow marker is nearly as bright as paper, but has no blue.
    """
    image = _image(raster)
    if raster.width != width:
        height = max(1, round(raster.height * width / raster.width))
        image = image.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)
    red, green, blue = image.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    return ImageChops.invert(Image.blend(image.convert("L"), darkest, 0.5))


def _on_paper(ink: Image.Image, width: int, height: int) -> Image.Image:
    paper = Image.new("L", (width, height))
    paper.paste(ink)
    return paper.filter(ImageFilter.BoxBlur(SMOOTHING))


def _differing_blocks(earlier: Image.Image, now: Image.Image) -> Image.Image:
    """A pixel a block: 0 where small shifts of ``earlier`` give what is there now.

    Both pictures are of the same size, in whole blocks.
    """
    beyond_noise = [max(0, level - NOISE) for level in range(256)]
    width, height = earlier.size
    shifted = (
        earlier.crop((dx, dy, width + dx, height + dy))
        for dx, dy in itertools.product(range(-SHIFT, SHIFT + 1), repeat=2)
    )
    cells = (ImageChops.difference(picture, now).point(beyond_noise).reduce(CELL) for picture in shifted)
    # Measured in cells alone, a letter that falls on four of them would be missed.
    least = functools.reduce(ImageChops.darker, (each.filter(ImageFilter.BoxBlur(0.5)) for each in cells))
    return least.point([255 if level >= DIFFERENT else 0 for level in range(256)]).reduce(BLOCK // CELL)


def _boxes(blocks: Image.Image) -> list[Rect]:
    """Around the blocks that are not 0, in pixels of the pages, top down."""
    spread, further = blocks, 1
    while True:
        for _ in range(further):
            spread = spread.filter(ImageFilter.MaxFilter(3))
        boxes = [_around(blocks, group) for group in _groups(spread)]
        if len(boxes) <= MOST_BOXES:
            return sorted(boxes, key=lambda box: (box.y0, box.x0))
        further *= 2


def _groups(blocks: Image.Image) -> Iterator[list[tuple[int, int]]]:
    """The blocks that are not 0, as (column, row), in groups that hang together by their sides."""
    wide = blocks.width
    left = {(at % wide, at // wide): None for at, level in enumerate(blocks.tobytes()) if level}
    while left:
        group = [next(iter(left))]
        del left[group[0]]
        for x, y in group:
            for neighbour in ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)):
                if neighbour in left:
                    del left[neighbour]
                    group.append(neighbour)
        yield group


def _around(blocks: Image.Image, group: list[tuple[int, int]]) -> Rect:
    """The group is of blocks that were spread; the box is around those of them that differ."""
    differing = [(x, y) for x, y in group if blocks.getpixel((x, y))]
    return bounds_of(Rect(x * BLOCK, y * BLOCK, (x + 1) * BLOCK, (y + 1) * BLOCK) for x, y in differing)


def _share(box: Rect, width: int, height: int) -> Rect:
    """In shares of a page of so many pixels; what lies below its end is moved up to its lower edge."""
    top = max(0.0, min(box.y0, height - BLOCK))
    bottom = min(box.y1, height)
    return Rect(box.x0 / width, top / height, min(box.x1, width) / width, bottom / height)
