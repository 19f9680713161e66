"""Files that tests draw: made here, small, and some of them hostile."""

from __future__ import annotations

import io
import zipfile
import zlib

import pymupdf
from PIL import Image


def pdf(pages: int = 3, rotation: int = 0) -> bytes:
    document = pymupdf.open()
    for number in range(pages):
        page = document.new_page(width=400, height=600)
        page.insert_text((50, 100), f"Page number {number + 1} groups of four", fontsize=20)
        page.draw_rect((0, 0, 100, 50), fill=(1, 0, 0), color=None)
        page.set_rotation(rotation)
    return bytes(document.tobytes())


def locked_pdf() -> bytes:
    document = pymupdf.open("pdf", pdf())
    return bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="other"))


def oriented_jpeg(orientation: int) -> bytes:
    """A 60×40 picture, upright: red at the top left, blue at the bottom right; stored as EXIF's number says."""
    upright = Image.new("RGB", (60, 40), "white")
    upright.paste("red", (0, 0, 20, 15))
    upright.paste("blue", (40, 25, 60, 40))
    # How to store a picture so that the viewer's turn brings it upright again: the inverse of EXIF's table.
    inverse = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    stored = upright.transpose(inverse) if inverse is not None else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def tiff(pages: int = 3) -> bytes:
    frames = [Image.new("L", (120, 80), 60 * number) for number in range(pages)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (90, 50), (10, 200, 30)).save(out, kind)
    return out.getvalue()


def bomb_png() -> bytes:
    """A few kilobytes that claim 60 000 × 60 000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    size = (60_000).to_bytes(4, "big")
    rows = zlib.compress(b"\0" * 1_000_000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size + size + b"\x08\0\0\0\0")
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def deep_pdf() -> bytes:
    """A page tree that contains itself."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n"
    )


def zip_of_nothing() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "nothing to see")
    return out.getvalue()
