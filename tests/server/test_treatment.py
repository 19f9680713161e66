"""One file's whole way: converted, cleaned, drawn, with what the applicant remarked still beside it."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from assessor_app.documents.model import Author
from assessor_app.documents.mupdf import MuPdfDocument
from assessor_app.documents.office import find_libreoffice
from assessor_app.documents.office_remarks import office_remarks
from assessor_app.domain.identity.known import Identity
from assessor_app.server.intake import renditions
from assessor_app.server.intake.cleaning import Orders
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.renditions import Office
from assessor_app.server.intake.treatment import treat
from assessor_app.server.intake.workbench import BenchBroke, Workbench
from tests.intake.labelled_set import make
from tests.intake.person import rare
from tests.intake.planting import Labels

needs_office = pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed")
ORDERS = Orders(Identity.model_validate(rare().identity()))


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Labels:
    return make(tmp_path_factory.mktemp("labelled"), rare(), 0)


@pytest.fixture(scope="module")
def bench() -> Iterator[Workbench]:
    with Workbench() as made:
        yield made


def of_kind(labels: Labels, suffix: str) -> Path:
    return next(path for path in labels.paths if path.suffix == suffix)


@needs_office
@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_remarks_stay_beside_the_page_and_the_words_that_they_are_about(
    labels: Labels, bench: Workbench, suffix: str
) -> None:
    path = of_kind(labels, suffix)
    made = treat(path.read_bytes(), path.name, ORDERS, bench, Office())
    assert made.rendition is not None
    shown = MuPdfDocument(made.rendition, "pdf")
    remarks = office_remarks(made.data, shown)
    shown.close()
    assert any(remark.page is not None and remark.rect is not None for remark in remarks)
    assert {remark.author for remark in remarks} <= {Author.APPLICANT, Author.OTHER}
    assert all("Quistg" not in remark.text + remark.quote for remark in remarks)


@needs_office
def test_speaker_notes_keep_their_slide_and_lose_their_names(labels: Labels, bench: Workbench) -> None:
    path = of_kind(labels, ".pptx")
    made = treat(path.read_bytes(), path.name, ORDERS, bench, Office())
    assert made.converted == ("pptx", "pdf")
    assert made.rendition is not None
    shown = MuPdfDocument(made.rendition, "pdf")
    notes = [remark for remark in office_remarks(made.data, shown) if remark.kind.value == "speaker_note"]
    shown.close()
    assert notes
    assert all(note.page is not None for note in notes)


@needs_office
def test_a_document_of_yesterday_becomes_one_of_today(labels: Labels, bench: Workbench) -> None:
    path = of_kind(labels, ".doc")
    made = treat(path.read_bytes(), path.name, ORDERS, bench, Office())
    assert made.converted == ("doc", "docx", "pdf")
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert "word/document.xml" in archive.namelist()


@needs_office
def test_the_same_file_is_drawn_once(
    labels: Labels, bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = of_kind(labels, ".odt")
    first = treat(path.read_bytes(), path.name, ORDERS, bench, Office(tmp_path))
    monkeypatch.setattr(renditions, "convert", lambda *_, **__: pytest.fail("it was drawn again"))
    again = treat(path.read_bytes(), path.name, ORDERS, bench, Office(tmp_path))
    assert again.rendition == first.rendition


def test_without_libreoffice_it_says_what_it_cannot_convert(
    labels: Labels, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renditions, "find_libreoffice", lambda: None)
    office = Office()
    assert not office.available
    path = of_kind(labels, ".docx")
    made = treat(path.read_bytes(), path.name, ORDERS, bench, office)
    assert made.rendition is None
    assert any("LibreOffice" in note for note in made.findings.notes)
    rtf = of_kind(labels, ".rtf")
    with pytest.raises(Unreadable, match="LibreOffice"):
        treat(rtf.read_bytes(), rtf.name, ORDERS, bench, office)


def test_macros_never_come_along(labels: Labels, bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renditions, "find_libreoffice", lambda: None)
    path = of_kind(labels, ".pptx")
    with zipfile.ZipFile(path) as archive:
        assert any("vbaProject" in name for name in archive.namelist())
    made = treat(path.read_bytes(), path.name, ORDERS, bench, Office())
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert not any("vba" in name.casefold() for name in archive.namelist())
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")
    assert made.findings.removed["macro"] == 1


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="the recording is made with ffmpeg")
def test_a_video_keeps_its_pictures_and_gets_a_poster_and_a_duration(labels: Labels, bench: Workbench) -> None:
    path = of_kind(labels, ".mp4")
    made = treat(path.read_bytes(), path.name, ORDERS, bench, Office())
    assert made.poster is not None
    assert Image.open(io.BytesIO(made.poster)).format == "JPEG"
    assert made.seconds is not None
    assert made.seconds > 0
    assert made.format.media_type == "video/mp4"


@pytest.mark.parametrize("suffix", [".heic", ".avif"])
def test_photos_of_telephones_become_what_every_program_draws(labels: Labels, bench: Workbench, suffix: str) -> None:
    path = of_kind(labels, suffix)
    made = treat(path.read_bytes(), path.name, ORDERS, bench, Office())
    assert made.format.extension == "jpg"
    picture = Image.open(io.BytesIO(made.data))
    assert picture.format == "JPEG"
    assert not picture.getexif()


def test_a_bench_that_is_ended_takes_only_its_file_along(labels: Labels) -> None:
    path = of_kind(labels, ".jpg")
    with Workbench(seconds=60, memory_bytes=64 * 1024) as small, pytest.raises(Unreadable):
        small.clean(b"%PDF-1.7\n" + bytes(50_000_000), "large.pdf", ORDERS)
    with Workbench() as bench:
        assert bench.what_is(path.read_bytes(), path.name).extension == "jpg"
        assert bench._process is not None
        bench._process.kill()
        bench._process.join()
        try:
            found = bench.what_is(path.read_bytes(), path.name)
        except BenchBroke:
            found = bench.what_is(path.read_bytes(), path.name)
        assert found.extension == "jpg"
