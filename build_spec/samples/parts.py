"""What a sample portfolio consists of. Invented throughout: no such class, teacher or student exists."""

from __future__ import annotations

from dataclasses import dataclass

Lines = tuple[str, ...]
STICKERS = ("why?", "map!", "I agree", "page 4", "but...")


@dataclass(frozen=True)
class Handwriting:
    """Chart paper on a wall with sticky notes, and the two pages of a notebook."""

    poster: Lines
    notebook: tuple[Lines, Lines] | None
    stickers: tuple[str, str, str, str, str] = STICKERS


@dataclass(frozen=True)
class Deck:
    """A presentation: the title slide, then each slide's title and lines."""

    title: str
    subtitle: str
    slides: tuple[tuple[str, Lines], ...]


@dataclass(frozen=True)
class Discourse:
    """For "Academic Discourse". Documents are HTML, ``reflection`` is plain text."""

    needs: str
    plan: str
    stems: str
    reflection: str
    hand: Handwriting
    protocol: str | None = None
    deck: Deck | None = None


@dataclass(frozen=True)
class Tracking:
    """A workbook's one sheet; the first row is its head."""

    name: str
    rows: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True)
class Maths:
    """For "Formative Assessment in Mathematics". ``record`` takes the place of the notebook."""

    thinking: str
    hinge: str
    tracking: Tracking
    effect: str
    hand: Handwriting
    record: str | None = None
