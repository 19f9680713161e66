"""The badge: a seal with the micro-credential's title, its issuer, and the phases of ADDIE that it goes through.

It is made of discs, arcs and lines of text, once for SVG and once for PNG, so that both look alike. The picture is the
same for everybody who earned the micro-credential; whose it is stands in the credential alone.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from PIL import Image, ImageDraw

from assessor_app.domain.microcredential import MicroCredential, Phase
from assessor_app.server.awards.lettering import fitted, line_height, typeface, width

SIDE = 600
"""Units of the drawing, and pixels of the PNG."""
_MIDDLE = SIDE / 2
_FINER = 3
"""The PNG is drawn this many times as large and then made smaller, which smooths its edges."""
_NAVY, _PAPER, _INK, _SOFT, _GOLD, _FAINT = "#17365c", "#fbfaf6", "#14243a", "#52606f", "#d9a93f", "#3d587a"


@dataclass(frozen=True, slots=True)
class Disc:
    radius: float
    fill: str


@dataclass(frozen=True, slots=True)
class Arc:
    """Part of a ring around the middle; degrees run clockwise from the right, as both formats have them."""

    radius: float
    width: float
    start: float
    end: float
    fill: str


@dataclass(frozen=True, slots=True)
class Words:
    """One line, its middle at ``x`` and its base line at ``y``."""

    text: str
    x: float
    y: float
    size: int
    bold: bool
    fill: str


Shape = Disc | Arc | Words


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge shows."""

    title: str
    issuer: str
    phases: tuple[Phase, ...]


def badge_of(rubric: MicroCredential) -> Badge:
    return Badge(rubric.title, rubric.issuer, rubric.phases())


def svg(badge: Badge) -> str:
    drawn = "".join(_svg_of(shape) for shape in _shapes(badge))
    about = f"{badge.title}: micro-credential of {badge.issuer}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}" '
        f'role="img" aria-label="{escape(about)}"><title>{escape(about)}</title>{drawn}</svg>'
    )


@lru_cache(maxsize=64)
def png(badge: Badge) -> bytes:
    image = Image.new("RGBA", (SIDE * _FINER, SIDE * _FINER), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for shape in _shapes(badge):
        _draw(draw, shape)
    stream = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _shapes(badge: Badge) -> Iterator[Shape]:
    yield Disc(296, _NAVY)
    yield Disc(289, _GOLD)
    yield Disc(285, _NAVY)
    yield from _phases(badge.phases)
    yield Disc(222, _GOLD)
    yield Disc(218, _PAPER)
    yield from _inside(badge)


def _phases(present: tuple[Phase, ...]) -> Iterator[Shape]:
    """A part of the ring for each phase, from the top on clockwise; those that it goes through are gold."""
    each, gap = 360 / len(Phase), 5.0
    for number, phase in enumerate(Phase):
        start = -90 - each / 2 + number * each
        lit = phase in present
        yield Arc(253, 40, start + gap / 2, start + each - gap / 2, _GOLD if lit else _FAINT)
        turn = math.radians(start + each / 2)
        x, y = _MIDDLE + 253 * math.cos(turn), _MIDDLE + 253 * math.sin(turn)
        yield Words(phase.value[0].upper(), x, y + 9, 26, True, _NAVY if lit else "#9fb0c4")


def _inside(badge: Badge) -> Iterator[Shape]:
    yield Words("MICRO-CREDENTIAL", _MIDDLE, 172, 19, True, _SOFT)
    title = fitted(badge.title, (340, 180), (52, 20), True)
    height = line_height(title.size)
    top = 288 - height * len(title.lines) / 2
    for number, line in enumerate(title.lines):
        yield Words(line, _MIDDLE, top + height * number + title.size * 0.86, title.size, True, _INK)
    issuer = fitted(badge.issuer, (250, 58), (24, 14), False)
    height = line_height(issuer.size)
    for number, line in enumerate(issuer.lines):
        yield Words(line, _MIDDLE, 426 + height * number, issuer.size, False, _SOFT)


def _svg_of(shape: Shape) -> str:
    if isinstance(shape, Disc):
        return f'<circle cx="{_MIDDLE:g}" cy="{_MIDDLE:g}" r="{shape.radius:g}" fill="{shape.fill}"/>'
    if isinstance(shape, Arc):
        (x1, y1), (x2, y2) = (_at(shape.radius, shape.start), _at(shape.radius, shape.end))
        return (
            f'<path d="M{x1:.2f} {y1:.2f}A{shape.radius:g} {shape.radius:g} 0 0 1 {x2:.2f} {y2:.2f}" fill="none" '
            f'stroke="{shape.fill}" stroke-width="{shape.width:g}"/>'
        )
    # The length is told, so that another typeface keeps within the seal.
    return (
        f'<text x="{shape.x:.2f}" y="{shape.y:.2f}" font-family="DejaVu Serif,Georgia,serif" font-size="{shape.size}" '
        f'font-weight="{700 if shape.bold else 400}" text-anchor="middle" fill="{shape.fill}" '
        f'textLength="{width(shape.text, shape.bold, shape.size):.1f}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(shape.text)}</text>"
    )


def _at(radius: float, degrees: float) -> tuple[float, float]:
    turn = math.radians(degrees)
    return _MIDDLE + radius * math.cos(turn), _MIDDLE + radius * math.sin(turn)


def _draw(draw: ImageDraw.ImageDraw, shape: Shape) -> None:
    if isinstance(shape, Words):
        place = (shape.x * _FINER, shape.y * _FINER)
        face = typeface(shape.bold, shape.size * _FINER)
        draw.text(place, shape.text, font=face, fill=shape.fill, anchor="ms")
        return
    # Pillow draws an arc inwards from its box, SVG to both sides of its line.
    outer = shape.radius if isinstance(shape, Disc) else shape.radius + shape.width / 2
    box = [
        (_MIDDLE - outer) * _FINER,
        (_MIDDLE - outer) * _FINER,
        (_MIDDLE + outer) * _FINER,
        (_MIDDLE + outer) * _FINER,
    ]
    if isinstance(shape, Disc):
        draw.ellipse(box, fill=shape.fill)
    else:
        draw.arc(box, shape.start, shape.end, fill=shape.fill, width=round(shape.width * _FINER))
