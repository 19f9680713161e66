"""An Office file's parts, read within limits and written so that the archive says nothing of who packed it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from assessor_app.server.intake.formats import MAX_UNPACKED_BYTES, Unreadable, open_archive

_SOME_DAY = (1980, 1, 1, 0, 0, 0)


def read_parts(data: bytes) -> dict[str, bytes]:
    """Name → content, in the archive's order. Raises Unreadable."""
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    with open_archive(data) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            try:
                with archive.open(info) as part:
                    content = part.read(left + 1)
            except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError) as error:
                raise Unreadable("The file is damaged: a part of it can't be unpacked.") from error
            left -= len(content)
            if left < 0:
                raise Unreadable("The file unpacks to more than it may.")
            parts[info.filename] = content
    return parts


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date_time=_SOME_DAY)
            info.create_system = 0
            # OpenDocument 1.3, part 2, 3.3: the type comes first and as it is.
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()
