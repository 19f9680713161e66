"""A job object: limits of memory and of processes, an end with whoever holds it, and no way to clipboard and desktop.

Network and files stay open. A token of low integrity would close files to writing, but also the shared memory that
the window made, and cutting off the network takes an app container, which a process can't enter by itself.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

from assessor_app.documents.confinement import Allowed, Confinement

assert sys.platform == "win32"  # noqa: S101 - the front door asks for it there only

_STARTED_WITH_BYTES = 300 * 1024 * 1024
_ACTIVE_PROCESSES, _PROCESS_MEMORY, _DIE_ON_EXCEPTION, _ENDS_WITH_HANDLE = 0x8, 0x100, 0x400, 0x2000
_BASIC_UI, _EXTENDED_LIMITS = 4, 9
# Handles of other programs' windows, the clipboard both ways, settings, display, atoms, desktops, and shutting down.
_NO_DESKTOP = 0xFF
_EXTENSION_POINTS, _IMAGE_LOADING = 6, 10
_NONE_OF_THEM, _NOT_FROM_NETWORK_OR_LOW = 0x1, 0x3


class _Basic(ctypes.Structure):
    _fields_ = [
        ("PerProcessUserTimeLimit", ctypes.c_int64), ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", wintypes.DWORD), ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t), ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ctypes.c_size_t), ("PriorityClass", wintypes.DWORD), ("SchedulingClass", wintypes.DWORD),
    ]  # fmt: skip


class _Extended(ctypes.Structure):
    _fields_ = [
        ("Basic", _Basic), ("IoInfo", ctypes.c_uint64 * 6), ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t), ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    ]  # fmt: skip


def confine(allowed: Allowed) -> Confinement:
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    kernel.SetProcessMitigationPolicy.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t)

    limits = _Extended()
    limits.Basic.LimitFlags = _PROCESS_MEMORY | _DIE_ON_EXCEPTION | _ENDS_WITH_HANDLE
    limits.ProcessMemoryLimit = _STARTED_WITH_BYTES + allowed.memory_bytes
    if not allowed.programs:
        limits.Basic.LimitFlags |= _ACTIVE_PROCESSES
        limits.Basic.ActiveProcessLimit = 1
    limited = _join_a_job(kernel, _EXTENDED_LIMITS, limits)
    notes = [
        "Network is not cut off: a process can't give it up by itself on Windows.",
        "Files can be read and written with the user's rights: lower ones would close the shared memory as well.",
    ]
    if not limited:
        notes.append("Memory is not limited, and programs can be started: the job object was refused.")
    if not allowed.programs:
        # In a job of its own: where it is refused, the limits hold all the same.
        if not _join_a_job(kernel, _BASIC_UI, wintypes.DWORD(_NO_DESKTOP)):
            notes.append("The clipboard can be used: the job object's restrictions were refused.")
        for policy, flags in ((_EXTENSION_POINTS, _NONE_OF_THEM), (_IMAGE_LOADING, _NOT_FROM_NETWORK_OR_LOW)):
            value = wintypes.DWORD(flags)
            kernel.SetProcessMitigationPolicy(policy, ctypes.byref(value), ctypes.sizeof(value))
    return Confinement(memory=limited, programs=limited and not allowed.programs, notes=tuple(notes))


def _join_a_job(kernel: ctypes.WinDLL, kind: int, information: ctypes.Structure | wintypes.DWORD) -> bool:
    """The job's handle is kept by nobody but this process: it closes when the process ends."""
    job = kernel.CreateJobObjectW(None, None)
    return bool(
        job
        and kernel.SetInformationJobObject(job, kind, ctypes.byref(information), ctypes.sizeof(information))
        and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    )
