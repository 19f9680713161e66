"""Shared memory between the application and its renderers."""

from __future__ import annotations

import contextlib
import sys
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory


class Segment(SharedMemory):
    """Memory that we give back ourselves: Python's tracker removes what a process held that was killed, although the
    other process still uses it.

    At the end of the process the system takes the mapping back, whoever still looks at it: nothing to report.
    """

    def __init__(self, name: str | None = None, create: bool = False, size: int = 0) -> None:
        if sys.version_info >= (3, 13):
            super().__init__(name, create, size, track=False)
            return
        super().__init__(name, create, size)
        if sys.platform != "win32":
            resource_tracker.unregister("/" + self.name, "shared_memory")

    def unlink(self) -> None:
        """Take the name away; the memory goes with its last mapping. Nothing happens when that was done already."""
        with contextlib.suppress(FileNotFoundError):
            if sys.platform != "win32" and sys.version_info < (3, 13):
                import _posixshmem  # type: ignore[import-not-found]

                _posixshmem.shm_unlink("/" + self.name)
            else:
                super().unlink()

    def __del__(self) -> None:
        with contextlib.suppress(OSError, BufferError):
            self.close()


def remove(name: str) -> None:
    """Take a name away, of memory that may not even have a size yet: whoever made it was killed. Raises OSError."""
    if sys.platform == "win32":
        # There memory has no name once nobody holds it.
        return
    import _posixshmem  # type: ignore[import-not-found, unused-ignore]

    _posixshmem.shm_unlink("/" + name)


def view(segment: SharedMemory) -> memoryview:
    """The bytes of an open segment. Raises BufferError once it is closed."""
    if segment.buf is None:
        raise BufferError("the shared memory is closed")
    return segment.buf
