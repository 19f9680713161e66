"""Shared memory between the application and its renderers."""

from __future__ import annotations

import contextlib
from multiprocessing.shared_memory import SharedMemory


class Segment(SharedMemory):
    """At the end of the process the system takes the memory back, whoever still looks at it: nothing to report."""

    def __del__(self) -> None:
        with contextlib.suppress(OSError, BufferError):
            self.close()


def view(segment: SharedMemory) -> memoryview:
    """The bytes of an open segment. Raises BufferError once it is closed."""
    if segment.buf is None:
        raise BufferError("the shared memory is closed")
    return segment.buf
