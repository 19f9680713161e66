"""One file without the person, by what it is. Runs in the workbench's process, never in the server's."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pikepdf
from PIL import Image

from assessor_app.domain.identity.known import Identity
from assessor_app.domain.identity.search import IdentitySearch
from assessor_app.server.intake import gate, picture_text, pictures, recordings, texts
from assessor_app.server.intake.censor import Censor, Choice, Unsure
from assessor_app.server.intake.formats import Family, Format, Unreadable, named, recognise
from assessor_app.server.intake.office import ooxml, opendocument
from assessor_app.server.intake.pdf import cleaning as pdf
from assessor_app.server.intake.pdf import pages
from assessor_app.server.intake.words import is_word

MAX_PIXELS = 150_000_000
MAX_DEPTH = 3
_BLANK = (1, 1)
Image.MAX_IMAGE_PIXELS = None
"""Checked by ourselves, from the header and before decoding."""


@dataclass(frozen=True, slots=True)
class Orders:
    """Whom to take out, and what was said of unsure places."""

    identity: Identity
    choices: Mapping[str, Choice] = field(default_factory=dict)
    undecided: Choice = Choice.REMOVE


@dataclass(frozen=True, slots=True)
class Findings:
    """For the issuer: how often what was removed or redacted, by kind."""

    removed: Mapping[str, int]
    redacted: Mapping[str, int]
    unsure: tuple[Unsure, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``drawable`` is the same document with its names, from which pages are drawn; None where it shows itself.

    ``texts`` are its pages, or the paragraphs of what has no pages. ``seconds`` is a recording's length.
    """

    data: bytes
    format: Format
    findings: Findings
    texts: tuple[str, ...] = ()
    drawable: bytes | None = None
    poster: bytes | None = None
    seconds: float | None = None


def what_is(data: bytes, name: str) -> Format:
    """Raises Unreadable."""
    return recognise(data, name)


def clean(data: bytes, name: str, orders: Orders) -> Cleaned:
    """Raises Unreadable, with a sentence for the applicant."""
    censor = _censor(orders)
    made = _MAKERS[(found := recognise(data, name)).family](data, found, censor)
    gate.check(made.data, orders.identity, is_word)
    if made.poster is not None:
        gate.check(made.poster, orders.identity, is_word)
    return made


def clean_rendition(data: bytes, orders: Orders) -> Cleaned:
    """Pages that were drawn of a cleaned document. Raises Unreadable."""
    censor = _censor(orders)
    made = pdf.clean(data, censor, pictures=False)
    gate.check(made.data, orders.identity, is_word)
    return Cleaned(made.data, named("pdf"), _findings(censor), made.texts)


def clean_words(text: str, orders: Orders) -> str:
    """A title or a remark."""
    return _censor(orders).prose(text, "title")


@lru_cache(maxsize=4)
def _search(identity: Identity) -> IdentitySearch:
    return IdentitySearch(identity, is_word)


def _censor(orders: Orders) -> Censor:
    return Censor(_search(orders.identity), orders.choices, orders.undecided)


def _findings(censor: Censor) -> Findings:
    return Findings(
        {kind: n for kind, n in sorted(censor.removed.items()) if n},
        {kind: n for kind, n in sorted(censor.redacted.items()) if n},
        censor.unsure,
        tuple(censor.notes),
    )


def _pdf(data: bytes, given: Format, censor: Censor) -> Cleaned:
    made = pdf.clean(data, censor)
    return Cleaned(made.data, given, _findings(censor), made.texts)


def _picture(data: bytes, given: Format, censor: Censor) -> Cleaned:
    bare, extension = _bare_picture(data, given.extension, censor)
    fresh = picture_text.without_names(bare, extension, censor, "picture")
    return Cleaned(fresh, named(extension), _findings(censor))


def _bare_picture(data: bytes, extension: str, censor: Censor) -> tuple[bytes, str]:
    """Without metadata, in a format that every program draws. Raises Unreadable."""
    try:
        _check_size(data)
        result = _BARE[extension](data)
    except (OSError, ValueError, SyntaxError, IndexError, MemoryError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("The picture is damaged; hand it in anew.") from error
    kept = {"heic": "jpg", "avif": "jpg", "bmp": "png"}.get(extension, extension)
    if len(result) != len(data) or kept != extension:
        censor.removed["picture metadata"] += 1
    return result, kept


_BARE: dict[str, Callable[[bytes], bytes]] = {
    "jpg": pictures.clean_jpeg, "png": pictures.clean_png, "tiff": pictures.clean_tiff, "webp": pictures.clean_webp,
    "gif": pictures.clean_gif, "bmp": pictures.to_png, "heic": pictures.to_jpeg, "avif": pictures.to_jpeg,
}  # fmt: skip


def _check_size(data: bytes) -> None:
    pictures.register()
    with Image.open(io.BytesIO(data)) as picture:
        width, height = picture.size
        frames = getattr(picture, "n_frames", 1)
    if width * height > MAX_PIXELS or width * height * frames > 4 * MAX_PIXELS:
        raise Unreadable(f"The picture has {width} × {height} pixels, which is too many.")


def _drawing(data: bytes, given: Format, censor: Censor) -> Cleaned:
    """As it is, or as a picture where letters that are only drawn spell a name."""
    fresh = texts.clean_svg(data, censor, _embedded)
    pixels = pages.picture_of(fresh)
    covered = picture_text.without_names(pixels, "png", censor, "drawing") if pixels else pixels
    if covered != pixels:
        return Cleaned(covered, named("png"), _findings(censor))
    return Cleaned(fresh, given, _findings(censor))


def _ooxml(data: bytes, given: Format, censor: Censor) -> Cleaned:
    made = ooxml.clean(data, censor, _embedded)
    return Cleaned(made.data, given, _findings(censor), made.texts, made.named)


def _open_document(data: bytes, given: Format, censor: Censor) -> Cleaned:
    made = opendocument.clean(data, censor, _embedded)
    return Cleaned(made.data, given, _findings(censor), made.texts, made.named)


def _text(data: bytes, given: Format, censor: Censor) -> Cleaned:
    fresh = texts.clean_text(data, censor)
    return Cleaned(fresh.encode(), given, _findings(censor), (fresh,))


def _html(data: bytes, given: Format, censor: Censor) -> Cleaned:
    drawable, fresh, words = texts.clean_html(data, censor, _embedded)
    return Cleaned(fresh, given, _findings(censor), words, drawable)


def _recording(data: bytes, given: Format, censor: Censor) -> Cleaned:
    made = recordings.clean(data, given.extension, censor)
    return Cleaned(made.data, named(made.extension), _findings(censor), poster=made.poster, seconds=made.seconds)


def _old_office(data: bytes, given: Format, censor: Censor) -> Cleaned:
    raise Unreadable(
        f"Files of the kind .{given.extension} are taken only where LibreOffice is installed; hand it in as a PDF."
    )


_MAKERS: dict[Family, Callable[[bytes, Format, Censor], Cleaned]] = {
    Family.PDF: _pdf, Family.PICTURE: _picture, Family.DRAWING: _drawing, Family.OOXML: _ooxml,
    Family.OPEN_DOCUMENT: _open_document, Family.TEXT: _text, Family.HTML: _html, Family.RECORDING: _recording,
    Family.OLD_OFFICE: _old_office,
}  # fmt: skip


def _embedded(data: bytes, name: str, censor: Censor, depth: int = 0) -> bytes:
    """A file within a file, of the same kind as before; emptied when it can't be made anonymous."""
    suffix = name.rsplit(".", 1)[-1].casefold()
    if suffix in ("emf", "wmf", "wdp"):
        return _metafile(data, censor)
    try:
        found = recognise(data, name)
        if found.family is Family.PICTURE:
            bare, extension = _bare_picture(data, found.extension, censor)
            fresh = picture_text.without_names(bare, extension, censor, "picture")
            return fresh if extension == found.extension else _as(fresh, suffix)
        if found.family is Family.OOXML and depth < MAX_DEPTH:
            inner = ooxml.clean(data, censor, lambda d, n, c: _embedded(d, n, c, depth + 1))
            return inner.data
        if found.family is Family.HTML:
            return texts.clean_html(data, censor, _embedded)[1]
        if found.family is Family.TEXT:
            return texts.clean_text(data, censor).encode()
        if found.family is Family.DRAWING:
            return texts.clean_svg(data, censor, _embedded)
        if found.family is Family.RECORDING:
            return recordings.clean(data, found.extension, censor).data
    except (Unreadable, pikepdf.PdfError):
        censor.notes.append("Something inside the file could not be made anonymous and was left out.")
    censor.removed["embedded object"] += 1
    return _blank() if suffix in ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp") else b""


def _as(data: bytes, suffix: str) -> bytes:
    """A picture in the format that its part's name promises."""
    out = io.BytesIO()
    kinds = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "bmp": "BMP", "gif": "GIF", "tif": "TIFF", "tiff": "TIFF"}
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGB").save(out, kinds.get(suffix, "PNG"))
    return out.getvalue()


def _blank() -> bytes:
    out = io.BytesIO()
    Image.new("L", _BLANK, 204).save(out, "PNG")
    return out.getvalue()


def _metafile(data: bytes, censor: Censor) -> bytes:
    """A Windows metafile ([MS-EMF] 2.2.9) without its description; a blank one when it spells a name."""
    fresh = bytearray(data)
    if data[40:44] == b" EMF" and len(data) > 68:
        letters, at = int.from_bytes(data[60:64], "little"), int.from_bytes(data[64:68], "little")
        fresh[at : at + 2 * letters] = bytes(len(fresh[at : at + 2 * letters]))
    text = bytes(fresh).decode("utf-16-le", "ignore") + "\n" + bytes(fresh).decode("latin-1")
    readable = " ".join(part for part in text.split("\0") if part.isprintable())
    if censor.label(readable[:200_000]):
        censor.removed["picture with a name"] += 1
        return _blank()
    return bytes(fresh)
