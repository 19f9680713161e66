"""What the command left of the labelled set: names that got through, and words that should have stayed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.intake.layout import changed_beyond_boxes
from tests.intake.planting import CONTENT, METADATA, Innocent, Labels, Planted
from tests.intake.searching import Searched, squeezed, token_ahead
from tests.intake.seeing import can_read
from tests.intake.unpacking import Piece

UNPLACED = "unplaced"
_OWN_FILES = ("manifest.json", "report.json")


@dataclass(frozen=True)
class Finding:
    file: str
    format: str
    place: str
    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.format} · {self.place} · {self.what!r} · {self.where}"


@dataclass
class Measured:
    files: int = 0
    formats: set[str] = field(default_factory=set)
    planted: Counter[str] = field(default_factory=Counter)
    innocents: int = 0
    metadata_leaks: list[Finding] = field(default_factory=list)
    content_leaks: list[Finding] = field(default_factory=list)
    unplaced_leaks: list[Finding] = field(default_factory=list)
    over_redactions: list[Finding] = field(default_factory=list)
    asked_about: list[Finding] = field(default_factory=list)
    """Innocent words that were removed, and are on the list of places that a person can put back."""
    moved: list[Finding] = field(default_factory=list)
    """Pages that look different beyond the places where something was taken out."""
    refused: list[str] = field(default_factory=list)
    absent: list[Finding] = field(default_factory=list)
    """Labels that are not to be found in what goes in: nothing is measured by them."""

    def summary(self) -> dict[str, object]:
        return {
            "files": self.files, "formats": len(self.formats), "planted_metadata": self.planted[METADATA],
            "planted_content": self.planted[CONTENT], "innocents": self.innocents,
            "metadata_leaks": len(self.metadata_leaks) + len(self.unplaced_leaks),
            "content_leaks": len(self.content_leaks), "over_redactions": len(self.over_redactions),
            "over_redactions_asked_about": len(self.asked_about), "pages_that_moved": len(self.moved),
            "refused": self.refused, "not_measured": len(self.absent),
            "which_leaked": [str(leak) for leak in self.metadata_leaks + self.unplaced_leaks + self.content_leaks],
            "which_were_lost": [str(finding) for finding in self.over_redactions + self.asked_about],
            "which_moved": [str(finding) for finding in self.moved],
        }  # fmt: skip


def measured(out: Path, labels: Labels, reported: Mapping[str, Any]) -> Measured:
    """``reported`` is what the command wrote to its standard output."""
    result = Measured()
    rows = {Path(row["file"]).name: row for row in reported["files"]}
    for path in labels.paths:
        row = rows[path.name]
        if row["refused"]:
            result.refused.append(f"{path.name}: {row['refused']}")
            continue
        results = [out / row[key] for key in ("evidence", "rendition") if row[key]]
        _one_file(result, labels, path, results, squeezed(" ".join(item["context"] for item in row["unsure"])))
        for place, share in changed_beyond_boxes(labels, path, out / row["evidence"]):
            result.moved.append(Finding(path.name, path.suffix, place, f"{share:.1%} of it", "drawn before and after"))
    _what_is_beside(result, labels, out)
    return result


def read_input(labels: Labels, path: Path) -> Searched:
    return Searched.file(path, pixels=has_pictures(labels, path))


def has_pictures(labels: Labels, path: Path) -> bool:
    """Whether there is something that only eyes, or a program that has some, can find."""
    places = [planted.place for planted in labels.planted if planted.file == path.name]
    return can_read() and any(place.startswith("picture:") for place in places)


def _one_file(result: Measured, labels: Labels, path: Path, results: list[Path], asked: str) -> None:
    pixels = has_pictures(labels, path)
    before = read_input(labels, path)
    after = Searched.together([Searched.file(made, pixels=pixels) for made in results])
    result.files += 1
    leaked: set[str] = set()
    for planted in (row for row in labels.planted if row.file == path.name):
        result.formats.add(planted.format)
        if not before.find(planted):
            result.absent.append(_finding(planted, "not in the file that goes in"))
            continue
        result.planted[planted.kind] += 1
        where = after.find(planted)
        if where:
            leaked.add(planted.token)
            (result.metadata_leaks if planted.kind == METADATA else result.content_leaks).append(
                _finding(planted, where)
            )
        if planted.stays and before.holds_token(planted) and not after.holds_token(planted):
            result.over_redactions.append(_finding(planted, "the words beside the name are gone"))
    for innocent in (row for row in labels.innocents if row.file == path.name):
        _innocent(result, innocent, before, after, asked)
    result.unplaced_leaks += _unplaced(labels, path.name, after, leaked)


def _finding(planted: Planted, where: str) -> Finding:
    return Finding(planted.file, planted.format, planted.place, planted.needles[0], where)


def _innocent(result: Measured, innocent: Innocent, before: Searched, after: Searched, asked: str) -> None:
    if not before.holds(innocent):
        result.absent.append(Finding(innocent.file, innocent.format, "innocent", innocent.phrase, "not in the input"))
        return
    result.innocents += 1
    if not after.holds(innocent):
        shown = after.what_stands_at(innocent)
        lost = Finding(innocent.file, innocent.format, "innocent", innocent.phrase, shown)
        known = squeezed(innocent.phrase.split(" ", 1)[0]) in asked
        (result.asked_about if known else result.over_redactions).append(lost)


def _unplaced(labels: Labels, name: str, after: Searched, leaked: set[str]) -> list[Finding]:
    """What gives the person away in a place of which no label is known."""
    found: dict[tuple[str, str], Finding] = {}
    for text in labels.person.sure():
        for where, around in after.anywhere(text):
            if token_ahead(around, text) not in leaked:
                found.setdefault((text, where), Finding(name, UNPLACED, where, text, around))
    return list(found.values())


def _what_is_beside(result: Measured, labels: Labels, out: Path) -> None:
    """The manifest, the report, the names of files, and anything else that lies in the folder."""
    pieces = [Piece("names of files", "\n".join(str(path.relative_to(out)) for path in out.rglob("*")))]
    for name in _OWN_FILES:
        data = json.loads((out / name).read_text(encoding="utf-8"))
        pieces.append(Piece(name, json.dumps(data, ensure_ascii=False)))
    beside = Searched.texts(pieces)
    leaked = set()
    for planted in labels.planted:
        where = beside.find(planted)
        if where:
            leaked.add(planted.token)
            result.metadata_leaks.append(_finding(planted, where))
    result.unplaced_leaks += _unplaced(labels, "beside the evidence", beside, leaked)
