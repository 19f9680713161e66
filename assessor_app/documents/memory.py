"""Shared memory as a view that is certainly there."""

from __future__ import annotations

from multiprocessing.shared_memory import SharedMemory


def view(segment: SharedMemory) -> memoryview:
    """The bytes of an open segment. Raises BufferError once it is closed."""
    if segment.buf is None:
        raise BufferError("the shared memory is closed")
    return segment.buf
