"""Real disks for tests that fill them or take their writability away: Linux, and only where this process may mount."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FILLER = "filler"


class Disk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, leave: int = 0) -> None:
        """Until not another byte fits, or until ``leave`` bytes are left."""
        room = shutil.disk_usage(self.folder).free - leave
        with (self.folder / FILLER).open("ab", buffering=0) as file, contextlib.suppress(OSError):
            for piece in [65_536] * (room // 65_536) + ([4_096] * 64 + [1] * 4_096 if not leave else []):
                file.write(bytes(piece))
            os.fsync(file.fileno())

    def free(self) -> None:
        (self.folder / FILLER).unlink()

    def make_read_only(self) -> None:
        """While nothing on it is open."""
        _run("mount", "-o", "remount,ro", str(self.folder))

    def make_writable(self) -> None:
        _run("mount", "-o", "remount,rw", str(self.folder))

    def fail(self) -> None:
        """As after an error of the device: from now on nothing can be written, whatever is open. ext4 only."""
        _run("mount", "-o", "remount,abort", str(self.folder))


@contextmanager
def memory_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    _check()
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    with _unmounting(folder):
        yield Disk(folder)


@contextmanager
def ext4_disk(folder: Path, image: Path, megabytes: int = 16) -> Iterator[Disk]:
    """The image is made anew unless it is there from before."""
    _check()
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("there is no mkfs.ext4 here")
    folder.mkdir(parents=True, exist_ok=True)
    if not image.exists():
        with image.open("wb") as file:
            file.truncate(megabytes * 1024 * 1024)
        # Nothing kept back for root, who runs this.
        _run("mkfs.ext4", "-q", "-m", "0", str(image))
    _mount("-o", "loop", str(image), str(folder))
    with _unmounting(folder):
        yield Disk(folder)


@contextmanager
def _unmounting(folder: Path) -> Iterator[None]:
    try:
        yield
    finally:
        # Lazily: a test that failed may have left files open.
        _run("umount", "-l", str(folder))


def _check() -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a disk of its own can only be mounted by root on Linux")


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
