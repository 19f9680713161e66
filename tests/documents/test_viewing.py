"""What the engine does beside drawing: other light, straight pages, folded search, remarks, more kinds of file."""

from __future__ import annotations

import io
import queue
import zipfile
from collections.abc import Iterator
from typing import Any

import pymupdf
import pytest
from PIL import Image, ImageChops, ImageDraw

from assessor_app.documents.model import (
    Author,
    Details,
    DocumentInfo,
    Failure,
    FailureKind,
    FirstView,
    Limits,
    Look,
    Opened,
    Pixels,
    RemarkKind,
)
from assessor_app.documents.office import find_libreoffice
from assessor_app.documents.pool import RendererPool
from tests.documents import files

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Engine:
    def __init__(self) -> None:
        self.pool = RendererPool(Limits(hard_seconds=8), active=1)
        self.pool.start()
        self._count = 0

    def give(self, data: bytes, media_type: str = "", rendition: bytes | None = None) -> str:
        self._count += 1
        name = f"document {self._count}"
        self.pool.register(name, lambda: data, media_type, (lambda: rendition) if rendition is not None else None)
        return name

    def open(self, name: str, first: FirstView | None = None) -> Opened | Failure:
        return self.ask(lambda done: self.pool.open(name, first or FirstView(scale=1.0), done))  # type: ignore[no-any-return]

    def draw(self, name: str, look: Look, scale: float = 1.0) -> Image.Image:
        pixels = self.ask(lambda done: self.pool.render(name, 0, scale, done, look=look))
        assert isinstance(pixels, Pixels), pixels
        image = Image.frombytes("RGB", (pixels.width, pixels.height), bytes(pixels.buffer), "raw", "BGRX")
        pixels.release()
        return image

    def details(self, name: str) -> Details:
        found = self.ask(lambda done: self.pool.details(name, done))
        assert isinstance(found, Details), found
        return found

    @staticmethod
    def ask(ask: Any) -> Any:
        answers: queue.Queue[Any] = queue.Queue()
        ask(answers.put)
        return answers.get(timeout=60)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.pool.close()


def sheet(*, photo: bool = True) -> bytes:
    """Black words on white, and a red photograph."""
    document = pymupdf.open()
    page = document.new_page(width=300, height=300)
    page.insert_htmlbox(pymupdf.Rect(20, 20, 280, 60), "<p>Naïve ﬁndings über groups</p>")
    if photo:
        packed = io.BytesIO()
        Image.new("RGB", (40, 40), (200, 30, 30)).save(packed, "JPEG")
        page.insert_image(pymupdf.Rect(100, 100, 200, 200), stream=packed.getvalue())
    return bytes(document.tobytes())


def test_dark_pages_keep_the_colours_of_pictures(engine: Engine) -> None:
    dark = engine.draw(engine.give(sheet()), Look(dark=True))
    assert max(dark.getpixel((10, 280))) < 60, "the paper is not dark"
    red, green, blue = dark.getpixel((150, 150))
    assert red > 150
    assert green < 80
    assert blue < 80


def test_a_scan_of_paper_is_turned_dark_and_a_photograph_is_not(engine: Engine) -> None:
    scan = Image.new("RGB", (400, 500), "white")
    ImageDraw.Draw(scan).line((40, 40, 300, 40), "black", 3)
    photo = Image.new("RGB", (400, 500), (180, 120, 40))
    for image, is_dark in ((scan, True), (photo, False)):
        packed = io.BytesIO()
        image.save(packed, "PNG")
        shown = engine.draw(engine.give(packed.getvalue()), Look(dark=True))
        assert (max(shown.getpixel((shown.width - 10, shown.height - 10))) < 90) is is_dark


def test_contrast_and_brightness_change_faint_writing(engine: Engine) -> None:
    faint = Image.new("L", (200, 200), 200)
    ImageDraw.Draw(faint).rectangle((50, 50, 150, 150), 170)
    packed = io.BytesIO()
    faint.save(packed, "PNG")
    name = engine.give(packed.getvalue())
    plain, strong = engine.draw(name, Look()), engine.draw(name, Look(brightness=-0.4, contrast=0.6))
    middle, corner = (plain.width // 2, plain.height // 2), (2, 2)

    def gap(image: Image.Image) -> int:
        return int(image.getpixel(corner)[0]) - int(image.getpixel(middle)[0])

    assert gap(strong) > gap(plain) + 15
    assert engine.draw(name, Look(brightness=0.3)).getpixel(middle)[0] > plain.getpixel(middle)[0]


def test_slanted_lines_are_found_and_straightened(engine: Engine) -> None:
    page = Image.new("L", (800, 1000), 255)
    drawn = ImageDraw.Draw(page)
    for y in range(100, 900, 40):
        drawn.rectangle((100, y, 700, y + 12), 0)
    slanted = page.rotate(-4, fillcolor=255)
    packed = io.BytesIO()
    slanted.save(packed, "PNG")
    name = engine.give(packed.getvalue())
    degrees = engine.ask(lambda done: engine.pool.slant(name, 0, done))
    assert degrees == pytest.approx(-4, abs=0.5)
    level = engine.draw(name, Look(straighten=degrees)).convert("L")
    rows = [level.crop((80, y, level.width - 120, y + 1)).getextrema() for y in range(100, level.height - 100)]
    assert sum(high < 80 for _, high in rows) > 20, "no row of the page is dark from end to end"


def test_what_is_typed_plainly_is_found_with_accents_and_ligatures(engine: Engine) -> None:
    name = engine.give(sheet())
    for query, words in (("naive", "Naïve"), ("findings", "ﬁndings"), ("ÜBER GROUPS", "über groups")):
        (hit,) = engine.ask(lambda done, query=query: engine.pool.search(name, query, done))
        assert hit.snippet[hit.start : hit.end] == words or "fi" in query
    assert engine.ask(lambda done: engine.pool.search(name, "absent", done)) == ()


def test_a_part_of_a_word_is_marked_and_not_the_whole(engine: Engine) -> None:
    name = engine.give(files.pdf(1))
    (hit,) = engine.ask(lambda done: engine.pool.search(name, "our", done))
    (whole,) = engine.ask(lambda done: engine.pool.search(name, "four", done))
    assert hit.rects[0].width < whole.rects[0].width
    assert hit.rects[0].x1 == pytest.approx(whole.rects[0].x1, abs=0.1)


def annotated_sheet() -> bytes:
    with pymupdf.open("pdf", sheet()) as document:
        page = document[0]
        mark = page.add_highlight_annot(page.search_for("groups"))
        mark.set_info(content="Which groups?", title="")
        mark.update()
        other = page.add_text_annot((200, 220), "From a colleague")
        other.set_info(title="Reader 2")
        other.update()
        document.set_toc([[1, "Beginning", 1]])
        document.set_page_labels([{"startpage": 0, "prefix": "A-", "style": "D", "firstpagenum": 7}])
        document.embfile_add("plan.xlsx", b"never opened")
        return bytes(document.tobytes())


def test_remarks_outline_labels_and_attachments_are_told(engine: Engine) -> None:
    details = engine.details(engine.give(annotated_sheet()))
    first, second = sorted(details.remarks, key=lambda remark: remark.text, reverse=True)
    assert (first.kind, first.author, first.text) == (RemarkKind.COMMENT, Author.APPLICANT, "Which groups?")
    assert "groups" in first.quote
    assert (second.author, second.text) == (Author.OTHER, "From a colleague")
    assert [(entry.title, entry.page) for entry in details.outline] == [("Beginning", 0)]
    assert details.labels == ("A-7",)
    assert details.attachments == ("plan.xlsx",)


def test_annotations_can_be_hidden(engine: Engine) -> None:
    name = engine.give(annotated_sheet())
    assert engine.draw(name, Look()) != engine.draw(name, Look(annotations=False))
    bare, plain = engine.draw(name, Look(annotations=False)), engine.draw(engine.give(sheet()), Look())
    assert max(high for _, high in ImageChops.difference(bare, plain).getextrema()) < 8


def test_a_locked_file_opens_with_its_password_only(engine: Engine) -> None:
    name = engine.give(files.locked_pdf())
    for password in (None, "wrong"):
        if password:
            engine.pool.unlock(name, password)
        failed = engine.open(name)
        assert isinstance(failed, Failure)
        assert failed.kind is FailureKind.PASSWORD
    engine.pool.unlock(name, "secret")
    opened = engine.open(name)
    assert isinstance(opened, Opened)
    assert opened.pixels is not None


def test_a_page_is_shown_as_text(engine: Engine) -> None:
    drawn = engine.draw(engine.give(files.pdf(1)), Look(as_text=True))
    assert drawn.getextrema() != ((255, 255),) * 3


def docx(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def test_word_comments_and_changes_lie_on_the_renditions_page(engine: Engine) -> None:
    body = (
        '<w:p><w:r><w:t>Students work in </w:t></w:r><w:commentRangeStart w:id="1"/>'
        "<w:r><w:t>groups of four</w:t></w:r>"
        '<w:commentRangeEnd w:id="1"/><w:ins w:id="2" w:author="Applicant"><w:r><w:t>every day</w:t></w:r></w:ins>'
        '<w:del w:id="3" w:author="Somebody"><w:r><w:delText>sometimes</w:delText></w:r></w:del></w:p>'
    )
    comment = '<w:comment w:id="1" w:author="Applicant"><w:p><w:r><w:t>As planned</w:t></w:r></w:p></w:comment>'
    data = docx(body, comments=f'<w:comments xmlns:w="{W}">{comment}</w:comments>')
    rendition = pymupdf.open()
    rendition.new_page()
    rendition.new_page().insert_text((50, 100), "Students work in groups of four every day")
    remarks = engine.details(engine.give(data, rendition=bytes(rendition.tobytes()))).remarks
    found = {remark.kind: remark for remark in remarks}
    said = found[RemarkKind.COMMENT]
    assert (said.page, said.quote, said.text, said.author) == (1, "groups of four", "As planned", Author.APPLICANT)
    assert said.rect is not None
    assert found[RemarkKind.INSERTED].text == "every day"
    assert (found[RemarkKind.DELETED].text, found[RemarkKind.DELETED].author) == ("sometimes", Author.OTHER)


@pytest.mark.parametrize(
    ("data", "media_type", "word"),
    [
        (b"<!doctype html><title>t</title><script>alert(1)</script><h1>Groups</h1><img src='http://x.test/a.png'>",
         "text/html", "Groups"),
        (b"# Groups\n\n* of *four*\n\n<script>alert(1)</script>", "text/markdown", "Groups"),
        (b"name;count\nGroups;4\n", "text/csv", "Groups"),
        (rb"{\rtf1\ansi Groups of \b four\b0\par}", "application/rtf", "Groups"),
        ("Gr\u00fc\u00dfe Groups".encode("utf-16"), "text/plain", "Groups"),
        ("Grüße Groups".encode("cp1252"), "text/plain", "Groups"),
    ],
    ids=["html", "markdown", "csv", "rtf", "utf-16", "windows"],
)  # fmt: skip
def test_texts_of_every_kind_are_read(engine: Engine, data: bytes, media_type: str, word: str) -> None:
    name = engine.give(data, media_type)
    words = engine.ask(lambda done: engine.pool.words(name, 0, done))
    assert word in [each.text for each in words]
    assert not any("alert" in each.text for each in words)


def test_a_recording_says_that_it_is_played(engine: Engine) -> None:
    failed = engine.open(engine.give(b"ID3\x03" + bytes(500), "audio/mpeg"))
    assert isinstance(failed, Failure)
    assert "played" in failed.message


@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed here")
def test_an_office_file_is_shown_as_libreoffice_draws_it() -> None:
    from assessor_app.documents.office import Converter
    from tests.samples import RESOURCES

    sample = RESOURCES / "samples/evidence/p3-1/design-plan/slides.pptx"
    pool = RendererPool(Limits(hard_seconds=20), active=1, converter=Converter())
    pool.start()
    try:
        pool.register("office", sample.read_bytes, "")
        info = Engine.ask(lambda done: pool.info("office", done))
        assert isinstance(info, DocumentInfo), info
        assert not info.text_only
    finally:
        pool.close()
