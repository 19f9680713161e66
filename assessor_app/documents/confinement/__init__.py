"""What a process that opens strangers' files may use. It gives up the rest itself, before it gets the first file, and
can't take it back. What differs by system is in one module for each; the caller learns what holds.

Linux: limits of memory, processor time, file sizes and open files; seccomp against sockets, programs and what else
reaches out of a process; Landlock against files. macOS: limits, and the system's sandbox. Windows: a job object with
limits of memory and processes and without clipboard and desktop; network and files are not cut off there.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Allowed:
    """``memory_bytes`` is beyond what the process uses now. ``folders`` may be read and written in; besides them, only
    what belongs to the program and the system may be read. ``programs`` says that other programs may be started, which
    then are confined alike, from the usual places or those named in ``run_from``; ``every_file``, that files are not
    restricted at all."""

    memory_bytes: int
    folders: tuple[Path, ...] = ()
    programs: bool = False
    run_from: tuple[Path, ...] = ()
    every_file: bool = False


@dataclass(frozen=True, slots=True)
class Confinement:
    """What is refused or limited from now on; ``notes`` say why something is not, a sentence each."""

    memory: bool = False
    cpu: bool = False
    network: bool = False
    files: bool = False
    programs: bool = False
    notes: tuple[str, ...] = ()


def confine(allowed: Allowed) -> Confinement:
    """Confine this process, and what it will start. Where a system can't do something, the rest still holds.

    Everything that is not the program's own or the system's has to be open by now. Other threads must not run yet:
    on Linux they would keep their access to files.
    """
    if sys.platform == "linux":
        from assessor_app.documents.confinement import linux

        return linux.confine(allowed)
    if sys.platform == "darwin":
        from assessor_app.documents.confinement import macos

        return macos.confine(allowed)
    if sys.platform == "win32":
        from assessor_app.documents.confinement import windows

        return windows.confine(allowed)
    return Confinement(notes=(f"Nothing is known about confining processes on {sys.platform}.",))


def allow_cpu(seconds: float) -> bool:
    """Let this process work for ``seconds`` more of processor time, and end it then: whoever started it may be gone.
    False: not possible here."""
    if sys.platform == "win32":
        return False
    from assessor_app.documents.confinement import limits

    return limits.allow_cpu(seconds)
