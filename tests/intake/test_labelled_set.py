"""Names hidden in every place of every family of files: none comes through, and what only looks like them stays."""

from __future__ import annotations

import random
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pytest
from PIL import Image, ImageDraw

from tests.intake.labelled_set import make
from tests.intake.layout import changed_beyond_boxes
from tests.intake.measuring import Measured, measured, read_input
from tests.intake.person import Person, ordinary, rare
from tests.intake.planting import Innocent, Labels, open_sheet
from tests.intake.running import run_intake
from tests.intake.searching import Searched, squeezed
from tests.intake.seeing import can_read
from tests.intake.unpacking import Piece

_MOST_LOST = 0.02
"""Of innocent phrases, those that are removed without anybody being asked."""


@dataclass(frozen=True)
class Ended:
    labels: Labels
    result: Measured


@pytest.fixture(scope="module", params=[rare(), ordinary()], ids=lambda person: person.key)
def ended(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    person: Person = request.param
    folder = tmp_path_factory.mktemp(person.key)
    labels = make(folder / "in", person, 0, full=False)
    out = folder / "out"
    return Ended(labels, measured(out, labels, run_intake(labels.paths, person, out)))


def test_every_file_of_the_set_is_taken(ended: Ended) -> None:
    assert ended.result.refused == []
    assert len(ended.result.formats) >= 12


def test_no_name_is_left_where_nobody_looks(ended: Ended) -> None:
    assert [str(leak) for leak in ended.result.metadata_leaks + ended.result.unplaced_leaks] == []


def test_no_name_is_left_in_what_is_read(ended: Ended) -> None:
    assert [str(leak) for leak in ended.result.content_leaks] == []


def test_what_only_looks_like_a_name_stays(ended: Ended) -> None:
    lost = [str(finding) for finding in ended.result.over_redactions]
    assert len(lost) <= _MOST_LOST * ended.result.innocents, lost
    asked = [str(finding) for finding in ended.result.asked_about]
    assert len(asked) <= (0.1 if ended.labels.person.ordinary else 0) * ended.result.innocents, asked


def test_pages_look_as_they_did_beyond_what_was_taken_out(ended: Ended) -> None:
    assert [str(finding) for finding in ended.result.moved] == []


def test_the_search_finds_everything_in_what_went_in(ended: Ended) -> None:
    assert len(ended.labels.planted) > 700
    assert [str(finding) for finding in ended.result.absent if not _needs_eyes(finding.place)] == []


def test_the_search_finds_everything_that_was_planted_for_somebody_unmet(tmp_path: Path) -> None:
    labels = make(tmp_path, rare(5), 1, full=False)
    missed = []
    for path in labels.paths:
        searched = read_input(labels, path)
        looked_for = [row for row in labels.planted if row.file == path.name and not _needs_eyes(row.place)]
        missed += [f"{path.name}: {planted.place}" for planted in looked_for if not searched.find(planted)]
    assert missed == []


def _needs_eyes(place: str) -> bool:
    """Pictures of text can't be searched on a computer without text recognition."""
    return place.startswith("picture:") and not can_read()


def test_the_set_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    first, second = (make(tmp_path / name, rare(), 3, full=False) for name in ("a", "b"))
    assert first.planted == second.planted
    assert first.innocents == second.innocents


def test_a_name_is_found_through_packages_encodings_and_breaks(tmp_path: Path) -> None:
    sheet = open_sheet(Labels(rare(), random.Random(0)), tmp_path, "nest.bin")
    inner, outer = tmp_path / "inner.zip", tmp_path / "outer.zip"
    values = [sheet.metadata(place) for place in ("deep", "wide", "broken", "percent")]
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", f"<a>{values[0][:14]}<b/>{values[0][14:]}</a>")
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(inner, "inner.zip")
    percent = "".join(f"%{byte:02X}" for byte in values[3].encode())
    broken = values[2].replace(" ", "\n").replace("ist", "is-\nt")
    parts = (values[1].encode("utf-16-be"), broken.encode(), percent.encode())
    sheet.path.write_bytes(outer.read_bytes() + b"\0\0".join(parts))
    searched = Searched.file(sheet.path, tags=False)
    assert [planted.place for planted in sheet.labels.planted if not searched.find(planted)] == []


def test_a_name_is_not_found_where_there_is_none(tmp_path: Path) -> None:
    sheet = open_sheet(Labels(rare(), random.Random(0)), tmp_path, "clean.txt")
    token = sheet.metadata("a").split()[0]
    words = f"{token} [removed]\nKEP9001 uno, dos, tres, cuatro\nWil and Helm in a boat, a quiet garden"
    searched = Searched.texts([Piece("text", words)])
    assert searched.find(sheet.labels.planted[0]) == ""
    assert [text for text in rare().sure() if searched.anywhere(text)] == []
    assert searched.holds(Innocent("f", "txt", "KEP9001 uno, dos, tres, cuatro"))
    assert not searched.holds(Innocent("f", "txt", "KEP9001 uno, dos, tres, cinco"))


def test_letters_are_compared_without_case_accents_and_ligatures() -> None:
    assert squeezed("QUISTGÅRD-\nOkonkwo") == squeezed("quistga\u030ard okonkwo")
    assert squeezed("Świderska, Diﬆrict \u00ad8") == "swiderskadistrict8"


def test_a_page_that_moved_is_noticed(tmp_path: Path) -> None:
    labels = Labels(rare(), random.Random(0))
    sheet = open_sheet(labels, tmp_path, "page.pdf")
    document = pymupdf.open()
    lines = [sheet.content("text"), *(sheet.innocent() for _ in range(20))]
    for top, file in ((60, "page.pdf"), (90, "moved.pdf")):
        page = document.new_page()
        for number, line in enumerate(lines):
            page.insert_text((50, top + 30 * number), line)
        document.save(tmp_path / file)
        document = pymupdf.open()
    assert list(changed_beyond_boxes(labels, sheet.path, sheet.path)) == []
    assert list(changed_beyond_boxes(labels, sheet.path, tmp_path / "moved.pdf"))


def test_a_picture_that_changed_beyond_its_boxes_is_noticed(tmp_path: Path) -> None:
    labels = Labels(rare(), random.Random(0))
    sheet = open_sheet(labels, tmp_path, "a.png")
    picture = Image.new("RGB", (200, 200), "white")
    picture.save(sheet.path)
    sheet.box(0, 0, 0, 100, 100)
    ImageDraw.Draw(picture).rectangle((10, 10, 90, 90), fill="black")
    picture.save(tmp_path / "inside.png")
    ImageDraw.Draw(picture).rectangle((110, 110, 190, 190), fill="black")
    picture.save(tmp_path / "outside.png")
    assert list(changed_beyond_boxes(labels, sheet.path, tmp_path / "inside.png")) == []
    assert list(changed_beyond_boxes(labels, sheet.path, tmp_path / "outside.png"))
