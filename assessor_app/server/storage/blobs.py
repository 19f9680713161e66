"""The blob folder: files named by the SHA-256 of their content, written once and never changed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from assessor_app.protocol.canonical import sha256


class BlobFolder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        """Keep ``data``, safely on disk when this returns; its name."""
        name = sha256(data)
        file = self.path(name)
        if file.exists():
            return name
        file.parent.mkdir(exist_ok=True)
        temporary = file.with_name(f"{secrets.token_hex(8)}.part")
        with temporary.open("xb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        try:
            temporary.replace(file)
        except PermissionError:
            # Windows: somebody else put the same content there a moment ago and it is being read.
            temporary.unlink()
            if not file.exists():
                raise
        return name

    def read(self, name: str) -> bytes:
        return self.path(name).read_bytes()

    def path(self, name: str) -> Path:
        return self._folder / name[:2] / name
