"""What a disk does to a profile: full, read-only or failing. None of it says that the profile is damaged."""

from __future__ import annotations

import errno
import tempfile
from enum import StrEnum
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

PROBE_BYTES = 64 * 1024
"""As much as the database takes at once for the index of its log."""


class DiskFault(StrEnum):
    FULL = "the disk is full"
    READ_ONLY = "the disk may only be read"
    FAILING = "the disk can't be read or written"
    BUSY = "another program is using the profile's files"


class DiskTrouble(OSError):
    """Nothing can be written (or read) now. What was there is as it was, and trying again is right."""

    def __init__(self, fault: DiskFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


_BY_CODE = {
    dbapi2.SQLITE_FULL: DiskFault.FULL,
    dbapi2.SQLITE_READONLY: DiskFault.READ_ONLY,
    dbapi2.SQLITE_PERM: DiskFault.READ_ONLY,
    dbapi2.SQLITE_IOERR: DiskFault.FAILING,
    dbapi2.SQLITE_CANTOPEN: DiskFault.FAILING,
    dbapi2.SQLITE_BUSY: DiskFault.BUSY,
    dbapi2.SQLITE_LOCKED: DiskFault.BUSY,
}
_BY_ERRNO = {
    errno.ENOSPC: DiskFault.FULL,
    errno.EDQUOT: DiskFault.FULL,
    errno.EROFS: DiskFault.READ_ONLY,
    errno.EIO: DiskFault.FAILING,
}


def disk_trouble(error: BaseException, folder: Path) -> DiskTrouble | None:
    """What an error of the database or of a file in ``folder`` says of the disk; None when it says nothing of it."""
    if isinstance(error, DiskTrouble):
        return error
    if isinstance(error, OSError):
        fault = _BY_ERRNO.get(error.errno or 0)
    else:
        cause = error.orig if isinstance(error, DBAPIError) else error
        fault = _BY_CODE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
        if fault is DiskFault.FAILING:
            fault = _looked_at(folder)
    return DiskTrouble(fault) if fault is not None else None


def _looked_at(folder: Path) -> DiskFault:
    """What a small file in the same folder meets: the database does not tell these apart."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(PROBE_BYTES))
            probe.flush()
    except OSError as error:
        return _BY_ERRNO.get(error.errno or 0, DiskFault.FAILING)
    return DiskFault.FAILING
