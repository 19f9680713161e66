"""Pages and scenes as pictures, and what a scanner or a telephone makes of them."""

from __future__ import annotations

import io
import random
import textwrap

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from tests.bench.teacher_prose import answer

_FONT = ImageFont.load_default(17)
_PAGE = (850, 1100)


def page(chance: random.Random, words: int = 200) -> Image.Image:
    """A page of type, all pages set alike."""
    return typeset(answer(chance, words))


def typeset(text: str) -> Image.Image:
    image = Image.new("L", _PAGE, "white")
    draw = ImageDraw.Draw(image)
    top = 90
    for part in text.split("\n\n"):
        for line in textwrap.wrap(part, 76):
            draw.text((80, top), line, font=_FONT, fill=20)
            top += 24
        top += 20
    return image


def form(chance: random.Random, filled_in: bool = True) -> Image.Image:
    """A form of five prompts and lines; filled in, with answers of one's own."""
    image = Image.new("L", _PAGE, "white")
    draw = ImageDraw.Draw(image)
    for number in range(5):
        top = 80 + number * 190
        draw.text((80, top), f"{number + 1}. What did you notice about your students here?", font=_FONT, fill=0)
        draw.line((80, top + 180, 770, top + 180), fill=0)
        lines = textwrap.wrap(answer(chance, 45), 70)[:5] if filled_in else []
        for place, line in enumerate(lines):
            draw.text((90, top + 30 + 26 * place), line, font=_FONT, fill=60)
    return image


def scene(chance: random.Random) -> Image.Image:
    """A picture that is no paper: things of all colours before two surfaces."""
    image = Image.new("RGB", (900, 700), _colour(chance))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, chance.randint(300, 600), 900, 700), fill=_colour(chance))
    for _ in range(chance.randint(6, 20)):
        left, top = chance.randint(-50, 850), chance.randint(-50, 650)
        box = (left, top, left + chance.randint(30, 300), top + chance.randint(30, 300))
        (draw.ellipse if chance.random() < 0.5 else draw.rectangle)(box, fill=_colour(chance))
    return image.filter(ImageFilter.GaussianBlur(2))


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.randint(0, 255), chance.randint(0, 255), chance.randint(0, 255)


def rescanned(image: Image.Image, chance: random.Random) -> Image.Image:
    """Askew by up to 2°, moved, darker, noisy, in another resolution, compressed."""
    turned = image.rotate(chance.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor="white")
    shift = (1, 0, chance.randint(-20, 20), 0, 1, chance.randint(-20, 20))
    moved = turned.transform(turned.size, Image.Transform.AFFINE, shift, fillcolor="white")
    noisy = _noisy(ImageEnhance.Brightness(moved).enhance(chance.uniform(0.8, 1.0)), chance, 8)
    scale = chance.uniform(0.5, 1.2)
    return compressed(noisy.resize((int(noisy.width * scale), int(noisy.height * scale))), chance.randint(35, 80))


def photographed(image: Image.Image, chance: random.Random) -> Image.Image:
    """On a dark desk, from one side, in uneven light, out of focus."""
    width, height = 1000, 1300
    corners = [
        (chance.randint(20, 130), chance.randint(20, 130)),
        (chance.randint(20, 130), height - chance.randint(20, 130)),
        (width - chance.randint(20, 130), height - chance.randint(20, 130)),
        (width - chance.randint(20, 130), chance.randint(20, 130)),
    ]
    to_page = _perspective(corners, image.size)
    paper, shape = (
        sheet.transform((width, height), Image.Transform.PERSPECTIVE, to_page, Image.Resampling.BICUBIC)
        for sheet in (image.convert("L"), Image.new("L", image.size, 255))
    )
    desk = _noisy(Image.new("L", (width, height), chance.randint(40, 100)), chance, 6)
    desk.paste(paper, mask=shape)
    light = np.linspace(chance.uniform(0.6, 1), chance.uniform(0.6, 1), width)[None, :]
    light = light * np.linspace(chance.uniform(0.7, 1), 1, height)[:, None]
    lit = Image.fromarray((np.asarray(desk, np.float64) * light).astype(np.uint8))
    return compressed(_noisy(lit.filter(ImageFilter.GaussianBlur(1)), chance, 6), 60)


def compressed(image: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


def _noisy(image: Image.Image, chance: random.Random, deviation: float) -> Image.Image:
    noise = np.random.default_rng(chance.randrange(1 << 30))
    levels = np.asarray(image, np.float64)
    return Image.fromarray(np.clip(levels + noise.normal(0, deviation, levels.shape), 0, 255).astype(np.uint8))


def _perspective(corners: list[tuple[int, int]], size: tuple[int, int]) -> tuple[float, ...]:
    """Pillow's eight numbers: from places in the photo, whose ``corners`` are the page's, to places on the page."""
    rows: list[list[float]] = []
    page_corners = ((0, 0), (0, size[1]), size, (size[0], 0))
    for (u, v), (x, y) in zip(corners, page_corners, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
    return tuple(np.linalg.solve(np.array(rows, float), np.array(page_corners, float).ravel()).tolist())
