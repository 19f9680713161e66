"""Small files that must be there as a whole or as they were before, also after a power cut."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def write_durably(file: Path, content: bytes) -> None:
    """On disk under its name when this returns. Raises OSError, and then the file is as it was."""
    temporary = file.with_name(file.name + ".part")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    if sys.platform != "win32":
        # There, a folder can't be opened to be written through.
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
