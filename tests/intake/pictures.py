"""Pictures: nine formats, each with what it carries beside the pixels, and words in the pixels."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import pillow_heif
from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from tests.intake.lettering import landscape, picture_of_text, saved
from tests.intake.packing import attr, text
from tests.intake.person import unaccented
from tests.intake.photo_metadata import exif, icc, jpeg_with_everything, xmp
from tests.intake.planting import Labels, Sheet, open_sheet

pillow_heif.register_heif_opener()


def make_pictures(folder: Path, labels: Labels, *, full: bool) -> None:
    _jpeg(folder, labels)
    _png(folder, labels)
    _tiff(folder, labels)
    _svg(folder, labels)
    _webp(folder, labels)
    if full:
        _turned_jpeg(folder, labels)
        _gif(folder, labels)
        _bmp(folder, labels)
        _heic(folder, labels, "heic")
        _heic(folder, labels, "avif")


def _jpeg(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "screenshot.jpg", "jpeg")
    page = picture_of_text(sheet, "screenshot", 5, 3, boxed=True)
    sheet.path.write_bytes(jpeg_with_everything(sheet, saved(page, "JPEG", quality=92)))


def _turned_jpeg(folder: Path, labels: Labels) -> None:
    """A photo that is upright only by its EXIF orientation."""
    sheet = open_sheet(labels, folder, "turned photo.jpg", "jpeg")
    page = picture_of_text(sheet, "turned photo", 3, 2).transpose(Image.Transpose.ROTATE_90)
    sheet.path.write_bytes(jpeg_with_everything(sheet, saved(page, "JPEG", quality=92), orientation=6))


def _png(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "screenshot.png", "png")
    info, plain = PngInfo(), unaccented(sheet.person.short)
    info.add_text("Author", sheet.metadata("PNG tEXt", plain))
    info.add_text("Description", sheet.metadata("PNG zTXt", plain), zip=True)
    info.add_itxt("XML:com.adobe.xmp", xmp(sheet, "PNG XMP").decode())
    info.add_itxt("Owner", sheet.metadata("PNG iTXt"), zip=True)
    info.add(b"prVt", sheet.metadata("PNG private chunk").encode())
    page = picture_of_text(sheet, "screenshot", 5, 3, boxed=True)
    data = saved(page, "PNG", pnginfo=info, exif=exif(sheet, "PNG eXIf")[6:], icc_profile=icc(sheet))
    data += _chunk(b"tEXt", b"Late\0" + sheet.metadata("PNG chunk behind IEND").encode())
    sheet.path.write_bytes(data + sheet.metadata("PNG bytes behind IEND").encode())


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _tiff(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "scan.tif", "tiff")
    plain = unaccented(sheet.person.short)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for number, name in ((270, "ImageDescription"), (315, "Artist"), (33432, "Copyright"), (269, "DocumentName")):
        tags[number] = sheet.metadata(f"TIFF {name}", plain)
    tags[285] = sheet.metadata("TIFF PageName", plain)
    tags.tagtype[65001], tags[65001] = 2, sheet.metadata("TIFF private tag", plain)
    tags.tagtype[700], tags[700] = 7, xmp(sheet, "TIFF XMP")
    first = picture_of_text(sheet, "scan", 4, 2)
    second = picture_of_text(sheet, "second page of the scan", 3, 2)
    first.save(sheet.path, "TIFF", tiffinfo=tags, save_all=True, append_images=[second], compression="tiff_lzw")
    with sheet.path.open("ab") as file:
        file.write(sheet.metadata("bytes behind the TIFF").encode())


def _webp(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "shared.webp", "webp")
    page = picture_of_text(sheet, "shared picture", 3, 2, boxed=True)
    data = saved(page, "WEBP", lossless=True, exif=exif(sheet, "WebP EXIF"), xmp=xmp(sheet, "WebP XMP"))
    private = sheet.metadata("WebP private chunk").encode()
    data += b"PRVT" + struct.pack("<I", len(private)) + private + b"\0" * (len(private) % 2)
    sheet.path.write_bytes(data[:4] + struct.pack("<I", len(data) - 8) + data[8:])


def _gif(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "diagram.gif", "gif")
    page = picture_of_text(sheet, "diagram", 2, 2, boxed=True).convert("P")
    data = saved(page, "GIF", comment=sheet.metadata("GIF comment").encode())
    name = sheet.metadata("GIF application extension").encode()
    application = b"!\xff\x0bPRIVATE 1.0" + bytes((len(name),)) + name + b"\0"
    sheet.path.write_bytes(data[:-1] + application + b";" + sheet.metadata("bytes behind the GIF").encode())


def _bmp(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "drawing.bmp", "bmp")
    page = picture_of_text(sheet, "drawing", 2, 2, boxed=True)
    sheet.path.write_bytes(saved(page, "BMP") + sheet.metadata("bytes behind the BMP").encode())


def _heic(folder: Path, labels: Labels, kind: str) -> None:
    sheet = open_sheet(labels, folder, f"phone photo.{kind}", kind)
    page = picture_of_text(sheet, "phone photo", 3, 2, boxed=True)
    packet = xmp(sheet, f"{kind} XMP")
    options = {"exif": exif(sheet, f"{kind} EXIF"), "xmp": packet, "quality": 90}
    page.save(sheet.path, "HEIF" if kind == "heic" else "AVIF", **options)
    with sheet.path.open("ab") as file:
        name = sheet.metadata(f"{kind} free box").encode()
        file.write(struct.pack(">I", len(name) + 8) + b"free" + name)


def _svg(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "concept map.svg", "svg")
    lines = sheet.passage("SVG text", 5, 4)
    rows = "".join(f'<text x="20" y="{40 + 30 * n}">{text(line)}</text>' for n, line in enumerate(lines))
    half, rest = _split(sheet)
    photo = base64.b64encode(jpeg_with_everything(sheet, saved(landscape(), "JPEG"), "in SVG: ")).decode()
    sheet.path.write_text(
        f'<?xml version="1.0"?><!-- {sheet.metadata("SVG comment")} -->'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        f"inkscape:export-filename={attr(sheet.metadata('SVG export path'))} "
        f'width="900" height="460" data-owner={attr(sheet.metadata("SVG data attribute"))}>'
        f"<title>{text(sheet.metadata('SVG title'))}</title><desc>{text(sheet.metadata('SVG desc'))}</desc>"
        f"<metadata>{text(sheet.metadata('SVG metadata'))}</metadata>"
        f"<script>var owner = {attr(sheet.metadata('SVG script'))};</script>"
        f"<style>/* {sheet.metadata('SVG style comment')} */ text {{ font: 18px sans-serif }}</style>"
        f"<g id={attr(sheet.metadata('SVG id').replace(' ', '_'))}>{rows}"
        f'<text x="20" y="340"><tspan>{text(half)}</tspan><tspan font-weight="bold">{text(rest)}</tspan></text></g>'
        f'<image x="20" y="360" width="80" height="60" xlink:href="data:image/jpeg;base64,{photo}"/></svg>',
        encoding="utf-8",
    )


def _split(sheet: Sheet) -> tuple[str, str]:
    value = sheet.content("SVG text split between spans")
    return value[: len(value) - 4], value[len(value) - 4 :]
