"""The limits that every POSIX system has."""

from __future__ import annotations

import math
import resource
import sys
import time
from pathlib import Path

OPEN_FILES = 512


def limit_memory(more_bytes: int) -> bool:
    """What is used now, and ``more_bytes`` more. macOS does not limit address space, and that of data only in part."""
    if sys.platform == "win32":
        return False
    kind = resource.RLIMIT_DATA if sys.platform == "darwin" else resource.RLIMIT_AS
    return _limit(kind, _address_space() + more_bytes) and sys.platform != "darwin"


def limit_files(largest_bytes: int) -> None:
    """No core dumps, which would hold the evidence; few open files, none of them larger than memory may be."""
    if sys.platform == "win32":
        return
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, largest_bytes)


def allow_cpu(seconds: float) -> bool:
    """The soft limit only: it moves on with the next errand."""
    if sys.platform == "win32":
        return False
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = math.ceil(time.process_time() + seconds)
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard < 0 else min(wanted, hard), hard))
    except (ValueError, OSError):
        return False
    return True


def _limit(kind: int, value: int) -> bool:
    """Lower a limit, never raise it."""
    if sys.platform == "win32":
        return False
    try:
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    except (ValueError, OSError):
        return False
    return True


def _address_space() -> int:
    """Bytes of address space in use; a cautious guess where the system does not tell."""
    if sys.platform == "win32":
        return 0
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 1024 * 1024 * 1024
