"""The blob folder: files named by the SHA-256 of their content, written once and never changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Collection
from pathlib import Path


class BlobFolder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        """Keep ``data``, safely on disk when this returns; its name."""
        name = hashlib.sha256(data).hexdigest()
        file = self.path(name)
        if file.exists():
            # Whoever sweeps must not take it for something that nobody wants any more.
            os.utime(file)
            return name
        with self.incoming() as arriving:
            arriving.write(data)
            return arriving.keep()

    def incoming(self) -> Incoming:
        """For content that comes in pieces."""
        return Incoming(self._folder)

    def read(self, name: str) -> bytes:
        return self.path(name).read_bytes()

    def sweep(self, wanted: Collection[str], before: float) -> int:
        """Remove files that are not wanted and were written before this moment (seconds since 1970), and what was on
        its way in when a process ended; how many."""
        unwanted = (file for file in self._folder.glob("*/*") if file.name not in wanted)
        return sum(remove_if_old(file, before) for file in (*unwanted, *self._folder.glob("*.part")))

    def path(self, name: str) -> Path:
        return _place(self._folder, name)


class Incoming:
    """Content on its way in. Nothing of it is a blob until :meth:`keep`; leaving the context without it forgets it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / f"{secrets.token_hex(8)}.part"
        self._handle = self._file.open("xb")
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, part: bytes) -> None:
        self._handle.write(part)
        self._hash.update(part)
        self.size += len(part)

    def keep(self) -> str:
        """Safely on disk when this returns; its name."""
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._handle.close()
        name = self._hash.hexdigest()
        file = _place(self._folder, name)
        file.parent.mkdir(exist_ok=True)
        try:
            self._file.replace(file)
        except PermissionError:
            # Windows: somebody else put the same content there a moment ago and it is being read.
            if not file.exists():
                raise
        return name

    def __enter__(self) -> Incoming:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            # On a full disk closing fails, too: what was written so far goes all the same.
            self._handle.close()
        finally:
            with contextlib.suppress(FileNotFoundError):
                self._file.unlink()


def remove_if_old(file: Path, before: float) -> bool:
    """Remove a file that was written before this moment (seconds since 1970); whether it was."""
    with contextlib.suppress(FileNotFoundError, PermissionError):
        # Windows lets nobody remove a file that is being read; the next sweep does.
        if file.stat().st_mtime < before:
            file.unlink()
            return True
    return False


def _place(folder: Path, name: str) -> Path:
    return folder / name[:2] / name
