"""Office files drawn as pages by LibreOffice, each only once."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from assessor_app.documents.office import convert, find_libreoffice

SECONDS = 90.0
_ALL_ON_ONE_PAGE = 'pdf:calc_pdf_Export:{"SinglePageSheets":{"type":"boolean","value":"true"}}'
_TARGETS = {"xlsx": _ALL_ON_ONE_PAGE, "ods": _ALL_ON_ONE_PAGE, "html": "pdf:writer_pdf_Export"}
MODERN = {"doc": "docx", "rtf": "docx", "ppt": "pptx", "xls": "xlsx"}
"""What an old format is turned into, so that it can be cleaned part by part."""


class Office:
    """``cache`` is a folder of what was made before, by content; None keeps nothing."""

    def __init__(self, cache: Path | None = None, work: Path | None = None) -> None:
        self._cache, self._work = cache, work
        self._program = find_libreoffice()

    @property
    def available(self) -> bool:
        return self._program is not None

    def pages(self, data: bytes, extension: str) -> bytes:
        """A PDF. Raises ConversionFailed."""
        return self._made(data, extension, _TARGETS.get(extension, "pdf"))

    def modern(self, data: bytes, extension: str) -> bytes:
        """The same document as of today's programs. Raises ConversionFailed."""
        return self._made(data, extension, MODERN[extension])

    def _made(self, data: bytes, extension: str, target: str) -> bytes:
        kept = self._kept(data, f"{extension}>{target}")
        if kept is not None and kept.is_file():
            return kept.read_bytes()
        made = convert(data, extension, target, folder=self._work, seconds=SECONDS)
        if kept is not None:
            _keep(kept, made)
        return made

    def _kept(self, data: bytes, how: str) -> Path | None:
        if self._cache is None:
            return None
        name = hashlib.sha256(hashlib.sha256(data).digest() + how.encode()).hexdigest()
        return self._cache / name[:2] / name


def _keep(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f"{secrets.token_hex(8)}.part")
    temporary.write_bytes(data)
    try:
        temporary.replace(file)
    except PermissionError:
        # Windows: another worker has made the same and somebody reads it.
        temporary.unlink()
