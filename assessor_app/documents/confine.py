"""What a renderer process may use, by system: the one module of the engine that differs between them.

Linux: an address-space limit, no core dumps, no new files; a seccomp filter that refuses network sockets. macOS: the
same limits (that on data is honoured only in part), and a sandbox profile without network. Windows: a job object
with a memory limit that also ends the process with its parent's handle; there the network is not cut off.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path


def confine(memory_bytes: int) -> None:
    """Limit this process to what it uses now and ``memory_bytes`` more."""
    if sys.platform == "win32":
        _confine_windows(memory_bytes)
    else:
        _confine_posix(memory_bytes)


def deny_network() -> bool:
    """Refuse this process, and all that it will start, every socket that leaves the computer. False: not possible."""
    if sys.platform == "linux":
        return _deny_network_linux()
    if sys.platform == "darwin":
        return _deny_network_macos()
    return False


def _deny_network_linux() -> bool:
    """A seccomp filter (seccomp(2), classic BPF): ``socket`` for IPv4, IPv6 and packets, and io_uring, are refused."""
    if sys.platform != "linux":
        return False
    import ctypes
    import platform
    import struct

    known = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
    machine = platform.machine()
    if machine not in known:
        return False
    architecture, socket_call = known[machine]
    load, equal, answer = 0x20, 0x15, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | 13
    io_uring_setup, families = 425, (2, 10, 17)
    rows = [(load, 0, 0, 4), (equal, 1, 0, architecture), (answer, 0, 0, refuse), (load, 0, 0, 0)]
    rows += [(equal, 0, 1, io_uring_setup), (answer, 0, 0, refuse), (equal, 0, 1 + len(families), socket_call)]
    rows += [(load, 0, 0, 16)]
    rows += [(equal, len(families) - n, 0, family) for n, family in enumerate(families)]
    rows += [(answer, 0, 0, allow), (answer, 0, 0, refuse)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *row) for row in rows))
    filters = struct.pack("HxxxxxxQ", len(rows), ctypes.addressof(program))
    library = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    if library.prctl(no_new_privileges, 1, 0, 0, 0) != 0:
        return False
    return bool(library.prctl(set_seccomp, mode_filter, filters, 0, 0) == 0)


def _deny_network_macos() -> bool:
    """The system's own sandbox; its call is old and undocumented but there."""
    import ctypes

    try:
        library = ctypes.CDLL("/usr/lib/libsandbox.1.dylib")
        error = ctypes.c_char_p()
        profile = b"(version 1)(allow default)(deny network*)"
        return bool(library.sandbox_init(profile, 0, ctypes.byref(error)) == 0)
    except (OSError, AttributeError):
        return False


def _confine_posix(memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    limit = _address_space() + memory_bytes
    kinds = [resource.RLIMIT_DATA] if sys.platform == "darwin" else [resource.RLIMIT_AS]
    for kind in kinds:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    """Bytes of address space in use; a cautious guess where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * 4096
    except OSError:
        return 1024 * 1024 * 1024


def _confine_windows(memory_bytes: int) -> None:
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = [
            ("PerProcessUserTimeLimit", ctypes.c_int64), ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD), ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t), ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t), ("PriorityClass", wintypes.DWORD), ("SchedulingClass", wintypes.DWORD),
        ]  # fmt: skip

    class Extended(ctypes.Structure):
        _fields_ = [
            ("Basic", Basic), ("IoInfo", ctypes.c_uint64 * 6), ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t), ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        ]  # fmt: skip

    process_memory, die_on_exception, extended_information = 0x100, 0x400, 9
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    job = kernel.CreateJobObjectW(None, None)
    limits = Extended()
    limits.Basic.LimitFlags = process_memory | die_on_exception
    limits.ProcessMemoryLimit = 300 * 1024 * 1024 + memory_bytes
    kernel.SetInformationJobObject(job, extended_information, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
