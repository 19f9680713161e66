"""seccomp(2): a filter of system calls, as classic BPF. Whatever it refuses fails with EPERM; nothing is killed.

It refuses what a reader of files never needs and what would take a hostile file out of its process. With ``programs``
it leaves starting programs and local sockets alone, without which LibreOffice does not start, but not connecting them.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from typing import NamedTuple


class _Machine(NamedTuple):
    audit: int
    """How the kernel calls the instruction set."""
    column: int
    """Of the tables below."""


_MACHINES = {"x86_64": _Machine(0xC000003E, 0), "aarch64": _Machine(0xC00000B7, 1)}
_NONE = -1
_REFUSED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "connect": (42, 203),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "setns": (308, 268), "unshare": (272, 97), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "syslog": (103, 116),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89), "quotactl": (179, 60), "vhangup": (153, 58),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "sethostname": (170, 161), "setdomainname": (171, 162),
    "iopl": (172, _NONE), "ioperm": (173, _NONE),
}  # fmt: skip
_REFUSED_WITHOUT_PROGRAMS = {
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, _NONE), "vfork": (58, _NONE),
    "socket": (41, 198), "socketpair": (53, 199), "bind": (49, 200),
    "listen": (50, 201),
    "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "chmod": (90, _NONE), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, _NONE), "lchown": (94, _NONE), "fchown": (93, 55), "fchownat": (260, 54),
    "utime": (132, _NONE), "utimes": (235, _NONE), "futimesat": (261, _NONE), "utimensat": (280, 88),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "truncate": (76, 45), "inotify_init": (253, _NONE), "inotify_init1": (294, 26), "fanotify_init": (300, 262),
    "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119), "sched_setaffinity": (203, 122), "sched_setattr": (314, 274),
    "shmget": (29, 194), "shmat": (30, 196), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
}  # fmt: skip
"""Landlock says nothing of a file's mode, owner, times and attributes, nor of memory and queues that have no file."""
_CLONE, _CLONE3, _SOCKET, _TGKILL, _PRLIMIT, _IOCTL = (56, 220), (435, 435), (41, 198), (234, 131), (302, 261), (16, 29)
_CLONE_THREAD, _AF_UNIX, _DATAGRAM, _TERMINAL_INPUT = 0x00010000, 1, 2, (0x5412, 0x541C)
_X32 = 0x40000000
"""On x86-64 the same kernel answers to a second set of numbers."""
_LOAD, _AND, _EQUAL, _AT_LEAST, _HAS_BIT, _ANSWER = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _EPERM, _ENOSYS = 0x7FFF0000, 0x00050000, 1, 38
_NUMBER, _AUDIT, _FIRST_ARGUMENT, _SECOND_ARGUMENT = 0, 4, 16, 24
_SECCOMP_CALL = {"x86_64": 317, "aarch64": 277}
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_Row = tuple[int, int, int, int]


def refuse_calls(*, programs: bool) -> bool:
    """Install the filter for every thread of this process. False: this system has no such filters."""
    machine = platform.machine()
    if machine not in _MACHINES or sys.byteorder != "little":
        return False
    rows = _program(_MACHINES[machine], programs)
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *row) for row in rows))
    described = struct.pack("HxxxxxxQ", len(rows), ctypes.addressof(code))
    call = ctypes.CDLL(None, use_errno=True).syscall
    arguments = (_SECCOMP_CALL[machine], _SET_MODE_FILTER, _ALL_THREADS)
    return bool(call(*(ctypes.c_long(value) for value in arguments), ctypes.c_char_p(described)) == 0)


def _program(machine: _Machine, programs: bool) -> list[_Row]:
    refuse: _Row = (_ANSWER, 0, 0, _ERRNO | _EPERM)
    allow: _Row = (_ANSWER, 0, 0, _ALLOW)
    rows: list[_Row] = [(_LOAD, 0, 0, _AUDIT), (_EQUAL, 1, 0, machine.audit), refuse, (_LOAD, 0, 0, _NUMBER)]
    if machine.audit == _MACHINES["x86_64"].audit:
        rows += [(_AT_LEAST, 0, 1, _X32), refuse]
    for numbers in (*_REFUSED.values(), *(() if programs else _REFUSED_WITHOUT_PROGRAMS.values())):
        if numbers[machine.column] != _NONE:
            rows += [(_EQUAL, 0, 1, numbers[machine.column]), refuse]

    def only(call: tuple[int, int], argument: int, test: int, values: tuple[int, ...], yes: _Row, no: _Row) -> None:
        """For one call: ``yes`` if the argument passes the test with any of the values."""
        checks = [(test, len(values) - n, 0, value) for n, value in enumerate(values)]
        body: list[_Row] = [(_LOAD, 0, 0, argument), *checks, no, yes]
        rows.append((_EQUAL, 0, len(body), call[machine.column]))
        rows.extend(body)

    only(_PRLIMIT, _FIRST_ARGUMENT, _EQUAL, (0, os.getpid()), allow, refuse)
    only(_IOCTL, _SECOND_ARGUMENT, _EQUAL, _TERMINAL_INPUT, refuse, allow)
    if programs:
        # Between what it starts; datagrams need no connection and would reach others.
        rows += [
            (_EQUAL, 0, 7, _SOCKET[machine.column]), (_LOAD, 0, 0, _FIRST_ARGUMENT), (_EQUAL, 1, 0, _AF_UNIX), refuse,
            (_LOAD, 0, 0, _SECOND_ARGUMENT), (_AND, 0, 0, 0xF), (_EQUAL, 0, 1, _DATAGRAM), refuse,
            (_LOAD, 0, 0, _NUMBER),
        ]  # fmt: skip
    else:
        # Decoders of pictures start threads. Of the newer call the flags can't be seen; the C library then uses the
        # older one.
        only(_CLONE, _FIRST_ARGUMENT, _HAS_BIT, (_CLONE_THREAD,), allow, refuse)
        rows += [(_EQUAL, 0, 1, _CLONE3[machine.column]), (_ANSWER, 0, 0, _ERRNO | _ENOSYS)]
        only(_TGKILL, _FIRST_ARGUMENT, _EQUAL, (os.getpid(),), allow, refuse)
    rows.append(allow)
    return rows
