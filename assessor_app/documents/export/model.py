"""What is exported: marks with what they need to be drawn and named. Nothing in it says who anybody is."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.marks import Mark


@dataclass(frozen=True, slots=True)
class Exported:
    """A mark with its colour as ``#RRGGBB``, the role of its author in one word, and its criterion's title or ""."""

    mark: Mark
    colour: str
    author: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of evidence of a packet. ``rendition`` is a PDF of it, or empty."""

    title: str
    requirement: str
    data: bytes
    media_type: str
    rendition: bytes = b""
    marks: tuple[Exported, ...] = ()


@dataclass(frozen=True, slots=True)
class RatedCriterion:
    requirement: str
    criterion: str
    level: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page of a packet: what it is, and how it was rated."""

    title: str
    submission_id: str
    attempt: int
    result: str
    ratings: tuple[RatedCriterion, ...] = ()
