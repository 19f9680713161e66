"""Limits, then Landlock, then seccomp: each holds without the others."""

from __future__ import annotations

import ctypes
from pathlib import Path

from assessor_app.documents.confinement import Allowed, Confinement, landlock
from assessor_app.documents.confinement.limits import limit_files, limit_memory
from assessor_app.documents.confinement.own_files import own_places
from assessor_app.documents.confinement.seccomp import refuse_calls

_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - the C library makes it there
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts", "/usr/share/ghostscript")
# Python's table of kinds of file is read when openpyxl is imported, and fails where it can't be.
_READ_BY_MODULES = ("/etc/mime.types", "/usr/share/mime", "/etc/httpd", "/etc/apache", "/etc/apache2", "/etc/localtime",
                    "/usr/share/zoneinfo", "/sys/devices/system/cpu/online", "/dev/urandom")  # fmt: skip
_FOR_PROGRAMS = ("/bin", "/usr/bin", "/usr/libexec", "/usr/local/bin", "/opt")
_READ_BY_PROGRAMS = ("/usr/share", "/usr/local/share", "/etc/fonts", "/etc/libreoffice", "/etc/alternatives",
                     "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/papersize", "/var/cache/fontconfig",
                     "/var/lib/libreoffice", "/var/spool/libreoffice", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat",
                     "/sys/devices/system/cpu", "/sys/fs/cgroup")  # fmt: skip
_NO_NEW_PRIVILEGES = 38


def confine(allowed: Allowed) -> Confinement:
    memory = limit_memory(allowed.memory_bytes)
    limit_files(allowed.memory_bytes)
    notes = []
    # Asked for by both that follow: a program with more rights than its user's, once started, could undo them.
    promised = ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
    files = False
    if not allowed.every_file:
        files = promised and _only_thread() and landlock.allow_only(_paths(allowed))
        if not files:
            notes.append("Files can be read: this kernel has no Landlock (it comes with Linux 5.13), or it is off.")
    calls = promised and refuse_calls(programs=allowed.programs)
    if not calls:
        notes.append("Network and programs can be used: this kernel takes no filter of system calls (seccomp).")
    if not memory:
        notes.append("Memory is not limited: the system refused the limit.")
    return Confinement(
        memory=memory, cpu=True, network=calls, files=files, programs=calls and not allowed.programs, notes=tuple(notes)
    )


def _only_thread() -> bool:
    """Landlock holds for the thread that asks, and those that it starts."""
    return len(list(Path("/proc/self/task").iterdir())) == 1


def _paths(allowed: Allowed) -> list[tuple[Path, int]]:
    paths = [(path, landlock.READ) for path in (*own_places(), *map(Path, (*_LIBRARIES, *_FONTS, *_READ_BY_MODULES)))]
    paths += [(Path("/dev/null"), landlock.OPEN_DEVICE), (Path(_SHARED_MEMORY), landlock.MAKE_FILES)]
    if allowed.programs:
        paths += [(path, landlock.RUN) for path in (*map(Path, (*_LIBRARIES, *_FOR_PROGRAMS)), *allowed.run_from)]
        paths += [(Path(path), landlock.READ) for path in _READ_BY_PROGRAMS]
        # LibreOffice ends without the socket by which others of its kind would find it. It is always there.
        paths.append((Path("/tmp"), landlock.MAKE_SOCKETS))  # noqa: S108
    return [*paths, *((folder, landlock.KEEP_FILES) for folder in allowed.folders)]
