"""Photographs and scans of handwriting, made by drawing: paper, ink, shadow, perspective and noise."""

from __future__ import annotations

import random
from pathlib import Path

from parts import Handwriting, Lines
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

HAND = "/usr/share/fonts/truetype/breip/Breip.ttf"


def _wrap(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) + 1 > width:
            lines.append(line)
            line = "    " + word
        else:
            line = f"{line} {word}".strip() if line.strip() else line + word
    return [*lines, line]


def _write(image: Image.Image, lines: Lines, rng: random.Random, font: str, size: int, ink: str) -> None:
    draw = ImageDraw.Draw(image)
    face = ImageFont.truetype(font, size)
    y = int(size * 1.6)
    for paragraph in lines:
        for line in _wrap(paragraph, int(image.width / size * 1.9)) if paragraph else [""]:
            x = int(size * 1.5) + rng.randint(-4, 6)
            draw.text((x, y + rng.randint(-3, 3)), line, font=face, fill=ink)
            y += int(size * 1.32)


def phone_photo(file: Path, hand: Handwriting, rng: random.Random, *, orientation: int, artist: str) -> None:
    """Chart paper on a wall, taken by hand: uneven light, a little turned, EXIF orientation as the phone was held."""
    paper = Image.new("RGB", (1180, 1540), "#f7f3e6")
    draw = ImageDraw.Draw(paper)
    for y in range(70, 1540, 62):
        draw.line((0, y, 1180, y), fill="#d5e0ea", width=2)
    _write(paper, hand.poster, rng, HAND, 52, "#1f2f6b")
    for _ in range(5):
        x, y = rng.randint(640, 960), rng.randint(900, 1350)
        note = Image.new("RGB", (180, 170), rng.choice(["#f6e27a", "#f3b5c0", "#bfe3c0"]))
        ImageDraw.Draw(note).text((14, 30), rng.choice(hand.stickers),
                                  font=ImageFont.truetype(HAND, 46), fill="#333")  # fmt: skip
        paper.paste(note.rotate(rng.uniform(-7, 7), expand=True, fillcolor="#f7f3e6"), (x, y))
    wall = Image.new("RGB", (1500, 2000), "#b9b2a4")
    turned = paper.rotate(rng.uniform(-2.4, 2.4), expand=True, fillcolor="#b9b2a4", resample=Image.Resampling.BICUBIC)
    wall.paste(turned, ((1500 - turned.width) // 2, (2000 - turned.height) // 2))
    light = Image.linear_gradient("L").resize(wall.size).rotate(180).point(lambda v: 150 + v * 105 // 255)
    lit = ImageChops.multiply(wall, Image.merge("RGB", (light, light, light)))
    noise = Image.effect_noise(wall.size, 14).convert("RGB")
    photo = Image.blend(lit, noise, 0.05).filter(ImageFilter.GaussianBlur(0.7))
    turn = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    if turn[orientation] is not None:
        photo = photo.transpose(turn[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = artist
    exif[0x010F], exif[0x0110] = "Pomelo", "Phone 12"
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 29.6), 3: "E", 4: (2.0, 17.0, 40.2)}
    photo.save(file, quality=72, exif=exif)


def notebook_scan(file: Path, hand: Handwriting, rng: random.Random, *, artist: str) -> None:
    """Two pages of a notebook from a flat-bed scanner, grey, in one TIFF."""
    if hand.notebook is None:
        raise ValueError("There is no notebook to scan.")
    pages = []
    for number, lines in enumerate(hand.notebook):
        page = Image.new("L", (1000, 1380), 246)
        draw = ImageDraw.Draw(page)
        for y in range(90, 1380, 46):
            draw.line((0, y, 1000, y), fill=214)
        draw.line((90, 0, 90, 1380), fill=190, width=2)
        colour = Image.merge("RGB", (page, page, page))
        _write(colour, lines, random.Random(rng.random() + number), (HAND, HAND)[number], (40, 44)[number], "#2b2b33")
        skewed = colour.rotate(rng.uniform(-0.8, 0.8), fillcolor="#e9e9e9", resample=Image.Resampling.BICUBIC)
        pages.append(skewed.convert("L").filter(ImageFilter.GaussianBlur(0.4)).point(lambda v: v // 8 * 8))
    pages[0].save(
        file, save_all=True, append_images=pages[1:], compression="tiff_adobe_deflate", dpi=(120, 120),
        tiffinfo={315: artist, 305: f"Scanner of {artist}"},
    )  # fmt: skip
