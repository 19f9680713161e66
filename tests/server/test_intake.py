"""Files without the person in them: nothing of who made them is left, and nothing of what they show is lost."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageOps, PngImagePlugin

from assessor_app.domain.identity.known import Identity
from assessor_app.server.intake.cleaning import Cleaned, Orders, clean
from assessor_app.server.intake.formats import Unreadable
from tests.documents import files
from tests.samples import RESOURCES, discourse

NAME = "Wilhelmina Featherstonehaugh"


def anonymise(data: bytes) -> Cleaned:
    """Of nobody in particular: what goes in any case."""
    return clean(data, "", Orders(Identity()))


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_keeps_its_pixels_and_its_turn_and_loses_the_rest(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010F] = orientation, NAME, "Camera of W. F."
    out = io.BytesIO()
    # Soft, as photographs are: noise of every pixel is what compressing it again changes most.
    source = Image.merge("RGB", [Image.radial_gradient("L").resize((120, 80))] * 3)
    source.save(out, "JPEG", exif=exif, comment=NAME.encode(), dpi=(300, 300))
    clean = anonymise(out.getvalue())
    assert clean.format.media_type == "image/jpeg"
    assert b"Featherstonehaugh" not in clean.data
    assert b"Camera" not in clean.data
    before, after = Image.open(io.BytesIO(out.getvalue())), Image.open(io.BytesIO(clean.data))
    assert not after.getexif()
    if orientation == 1:
        assert after.tobytes() == before.tobytes()
    else:
        # Turned for good, with its own compression: no pixel is far from what it was.
        upright = ImageOps.exif_transpose(before)
        assert after.size == upright.size
        assert max(high for _, high in ImageChops.difference(after, upright).getextrema()) <= 8


def test_png_tiff_and_webp_lose_their_words_and_keep_their_pixels() -> None:
    source = Image.effect_noise((60, 40), 50).convert("RGB")
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", NAME)
    for kind, options in (
        ("PNG", {"pnginfo": info}),
        ("TIFF", {"tiffinfo": {315: NAME, 305: NAME}}),
        ("WEBP", {"lossless": True, "xmp": NAME.encode()}),
    ):
        out = io.BytesIO()
        source.save(out, kind, **options)
        assert NAME.encode() in out.getvalue()
        clean = anonymise(out.getvalue())
        assert NAME.encode() not in clean.data
        assert Image.open(io.BytesIO(clean.data)).convert("RGB").tobytes() == source.tobytes()


def test_a_pdf_keeps_its_pages_only() -> None:
    with pikepdf.open(io.BytesIO(files.pdf(3))) as pdf:
        pdf.docinfo["/Author"] = NAME
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = [NAME]
        pdf.attachments["cv.txt"] = NAME.encode()
        pdf.pages[0].obj["/PieceInfo"] = pikepdf.Dictionary(Author=NAME)
        pdf.pages[0].obj["/Annots"] = pikepdf.Array([
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=NAME,
                               Contents="a comment")
        ])  # fmt: skip
        out = io.BytesIO()
        pdf.save(out)
    clean = anonymise(out.getvalue())
    with pikepdf.open(io.BytesIO(clean.data)) as pdf:
        assert len(pdf.pages) == 3
        assert not pdf.attachments
        assert "/Info" not in pdf.trailer
        assert str(pdf.pages[0].obj["/Annots"][0]["/Contents"]) == "a comment"
        everything = " ".join(str(item) for item in pdf.objects)
    assert "Featherstonehaugh" not in everything


def test_office_files_lose_their_properties_and_stay_readable() -> None:
    from openpyxl import Workbook, load_workbook

    book = Workbook()
    book.active["A1"] = "data"  # type: ignore[index]
    book.properties.creator = NAME
    book.properties.lastModifiedBy = NAME
    out = io.BytesIO()
    book.save(out)
    clean = anonymise(out.getvalue())
    with zipfile.ZipFile(io.BytesIO(clean.data)) as archive:
        assert all(NAME.encode() not in archive.read(name) for name in archive.namelist())
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
    assert load_workbook(io.BytesIO(clean.data)).active["A1"].value == "data"  # type: ignore[index]


def test_what_cannot_be_made_anonymous_is_refused_in_a_sentence() -> None:
    for data in (files.locked_pdf(), files.zip_of_nothing(), b"\x00\x01\x02" * 50, files.pdf()[:300]):
        with pytest.raises(Unreadable) as caught:
            anonymise(data)
        assert str(caught.value).endswith(".")


def test_a_folder_needs_every_requirement_and_nothing_else(tmp_path: Path) -> None:
    import shutil

    from assessor_app.server.intake.folder import read_folder
    from assessor_app.server.services.refused import Refused

    folder = tmp_path / "p"
    shutil.copytree(RESOURCES / "samples/evidence/p1-1", folder)
    pieces = read_folder(folder, discourse())
    assert pieces[0].requirement_id == discourse().requirements[0].id
    shutil.rmtree(folder / "evaluate-reflection")
    with pytest.raises(Refused, match="evaluate-reflection"):
        read_folder(folder, discourse())
    (folder / "strange").mkdir()
    with pytest.raises(Refused, match="strange"):
        read_folder(folder, discourse())
