"""Taking the person out of a file's metadata, by its real format, not its name."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.server.intake import office, pdf, pictures


class Unreadable(ValueError):
    """The file is not what it seems, is protected, or is of a kind that can't be made anonymous."""


@dataclass(frozen=True, slots=True)
class Clean:
    """The file without its metadata; ``word`` says in a word what it is."""

    data: bytes
    media_type: str
    word: str


def anonymise(data: bytes) -> Clean:
    """Raises Unreadable, in a sentence."""
    try:
        return _by_format(data)
    except (pdf.Protected, office.Damaged) as error:
        raise Unreadable(str(error)) from None
    except (OSError, ValueError, SyntaxError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"the file is damaged ({error}).") from None


def _by_format(data: bytes) -> Clean:
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return Clean(pdf.clean(data), "application/pdf", "Document")
    if data.startswith(b"\xff\xd8\xff"):
        return Clean(pictures.clean_jpeg(data), "image/jpeg", "Photo")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Clean(pictures.clean_png(data), "image/png", "Picture")
    if data[:4] in (b"II*\0", b"MM\0*"):
        return Clean(pictures.clean_tiff(data), "image/tiff", "Scan")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Clean(pictures.clean_webp(data), "image/webp", "Picture")
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return Clean(pictures.heic_to_jpeg(data), "image/jpeg", "Photo")
    if data.startswith(b"PK\x03\x04"):
        kind = office.kind_of(data)
        return Clean(office.clean(data), kind.media_type, kind.word)
    raise Unreadable("files of this kind can't be made anonymous yet; hand it in as a PDF.")
