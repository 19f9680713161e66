"""The labels: what was hidden where, and what looks like it and must stay."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.intake.person import Form, Person

METADATA, CONTENT = "metadata", "content"
_SENTENCES = (
    "{} in week four of the unit.", "{} before the discussion began.", "{} at the second conference.",
    "{} while the groups compared notes.", "{} after the reading.",
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """``token`` stands beside the planted text and nowhere else; ``stays`` says that the token is text to be kept."""

    file: str
    format: str
    place: str
    kind: str
    needles: tuple[str, ...]
    token: str
    stays: bool = False
    note: str = ""


@dataclass(frozen=True)
class Innocent:
    file: str
    format: str
    phrase: str


@dataclass(frozen=True)
class Box:
    """Where a picture may change: page (from 0) and left, top, right, bottom in points or pixels."""

    file: str
    page: int
    corners: tuple[float, float, float, float]


@dataclass
class Labels:
    person: Person
    rng: random.Random
    planted: list[Planted] = field(default_factory=list)
    innocents: list[Innocent] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    numbers: Iterable[int] = field(default_factory=lambda: count(1001))
    turn: int = 0

    def number(self) -> int:
        return next(iter(self.numbers))

    def next_form(self) -> Form:
        """Forms take turns over the whole set, so that each is met in several formats."""
        forms = self.person.forms()
        self.turn += 1
        return forms[(self.turn - 1) % len(forms)]


@dataclass
class Sheet:
    """One file's share of the labels."""

    labels: Labels
    path: Path
    format: str

    @property
    def person(self) -> Person:
        return self.labels.person

    def metadata(self, place: str, value: str = "", needles: tuple[str, ...] = (), note: str = "") -> str:
        """The value to write in a place that nobody reads; by default the name, and the whole value has to go."""
        return self._plant(place, METADATA, value or self.person.short, needles, note)

    def stranger(self, place: str) -> str:
        """An author who is not in the known identity gives the class away all the same."""
        name = self.labels.rng.choice(("Dorrit Valcourt", "Ignatius Mbwana", "Solveig Trankle"))
        return self._plant(f"{place} (somebody unlisted)", METADATA, name, (name,), "")

    def content(self, place: str, form: Form | None = None, *, stays: bool = True) -> str:
        form = form or self.labels.next_form()
        return self._plant(f"{place}: {form.name}", CONTENT, form.text, form.needles, "", stays)

    def sentence(self, place: str, *, stays: bool = True) -> str:
        return self.labels.rng.choice(_SENTENCES).format(self.content(place, stays=stays))

    def innocent(self, phrase: str = "") -> str:
        phrase = phrase or self.labels.rng.choice(self.person.innocents)
        phrase = f"KEP{self.labels.number()} {phrase}"
        self.labels.innocents.append(Innocent(self.path.name, self.format, phrase))
        return phrase

    def passage(self, place: str, plants: int, innocents: int, *, stays: bool = True) -> list[str]:
        """Lines of running text, planted and innocent in mixed order."""
        lines = [self.sentence(place, stays=stays) for _ in range(plants)] + [self.innocent() for _ in range(innocents)]
        self.labels.rng.shuffle(lines)
        return lines

    def box(self, page: int, left: float, top: float, right: float, bottom: float) -> None:
        self.labels.boxes.append(Box(self.path.name, page, (left, top, right, bottom)))

    def _plant(
        self, place: str, kind: str, value: str, needles: tuple[str, ...], note: str, stays: bool = False
    ) -> str:
        token = f"LBL{self.labels.number()}"
        needles = needles or (value,)
        self.labels.planted.append(Planted(self.path.name, self.format, place, kind, needles, token, stays, note))
        return f"{token} {value}"


def open_sheet(labels: Labels, folder: Path, name: str, format_name: str = "") -> Sheet:
    path = folder / name
    labels.paths.append(path)
    return Sheet(labels, path, format_name or path.suffix.lstrip("."))


def open_sheet_named_after_its_author(labels: Labels, folder: Path, stem: str, end: str) -> Sheet:
    token = f"LBL{labels.number()}"
    sheet = open_sheet(labels, folder, f"{stem} {token} {labels.person.short}.{end}")
    labels.planted.append(Planted(sheet.path.name, end, "file name", METADATA, (labels.person.short,), token))
    return sheet
