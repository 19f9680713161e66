"""Limits, and the system's own sandbox: its call is old and undocumented, but there, and browsers rely on it."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

from assessor_app.documents.confinement import Allowed, Confinement
from assessor_app.documents.confinement.limits import limit_files, limit_memory
from assessor_app.documents.confinement.own_files import own_places

_NETWORK_ONLY = "(version 1)(allow default)(deny network*)"
_READ = ("/System", "/usr/lib", "/usr/share", "/Library/Fonts", "/Library/Apple", "/private/var/db/dyld",
         "/private/var/db/timezone", "/private/etc/apache2", "/dev")  # fmt: skip
# What would act for the process from outside of it: the pasteboard, the opener of files and addresses, the keychain.
_HELPERS = ("com.apple.pasteboard.1", "com.apple.coreservices.launchservicesd", "com.apple.lsd.open",
            "com.apple.securityd.xpc", "com.apple.SecurityServer", "com.apple.tccd")  # fmt: skip


def confine(allowed: Allowed) -> Confinement:
    memory = limit_memory(allowed.memory_bytes)
    limit_files(allowed.memory_bytes)
    notes = [] if memory else ["Memory is not limited as a whole: macOS honours its limit on data only in part."]
    files = not allowed.every_file and not allowed.programs
    closed = files and _enter(_profile(allowed))
    network = closed or _enter(_NETWORK_ONLY)
    if not closed:
        notes.append("Files can be read, and programs started: the system took no stricter sandbox.")
    if not network:
        notes.append("Network can be used: the system's sandbox could not be entered.")
    return Confinement(memory=memory, cpu=True, network=network, files=closed, programs=closed, notes=tuple(notes))


def _profile(allowed: Allowed) -> str:
    """Later rules count. File names stay visible; what is in the files does not."""
    own = {str(Path(path).resolve()) for path in (*own_places(), Path(sys.base_prefix) / "lib")}
    readable = _rules("subpath", (*_READ, *sorted(own)))
    written = _rules("subpath", tuple(str(folder.resolve()) for folder in allowed.folders))
    return (
        f"{_NETWORK_ONLY}(deny process-exec* process-fork)(deny appleevent-send)"
        f"(deny mach-lookup {_rules('global-name', _HELPERS)})"
        f'(deny file-write*)(allow file-write-data (literal "/dev/null"))'
        f'(deny file-read-data)(allow file-read-data (literal "/") {readable})'
        + (f"(allow file-read* file-write* {written})" if written else "")
    )


def _rules(kind: str, values: tuple[str, ...]) -> str:
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return " ".join(f'({kind} "{value}")' for value in quoted)


def _enter(profile: str) -> bool:
    try:
        library = ctypes.CDLL("/usr/lib/libsandbox.1.dylib")
        error = ctypes.c_char_p()
        return bool(library.sandbox_init(profile.encode(), ctypes.c_uint64(0), ctypes.byref(error)) == 0)
    except (OSError, AttributeError):
        return False
