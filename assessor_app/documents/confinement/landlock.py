"""Landlock (landlock(7)): a process gives up every file but those it names, and TCP; kernels from 5.13 on have it."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION_WANTED, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FOLDER, _REMOVE_FILE, _MAKE_FOLDER, _MAKE_FILE, _MAKE_SOCKET = 1 << 4, 1 << 5, 1 << 7, 1 << 8, 1 << 9
_RENAME, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_RIGHTS_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_ON_A_FILE = _EXECUTE | _WRITE | _READ | _TRUNCATE | _IOCTL
_TCP_SINCE, _BIND_AND_CONNECT = 4, 3
_SCOPES_SINCE, _SOCKETS_AND_SIGNALS = 6, 3

READ = _READ | _LIST
RUN = READ | _EXECUTE
OPEN_DEVICE = _READ | _WRITE
MAKE_FILES = _READ | _WRITE | _MAKE_FILE | _REMOVE_FILE | _TRUNCATE
"""By their names only: without listing, what others have there is not found."""
MAKE_SOCKETS = _MAKE_SOCKET | _REMOVE_FILE
KEEP_FILES = READ | MAKE_FILES | _REMOVE_FOLDER | _MAKE_FOLDER | _MAKE_SOCKET | _RENAME


def version() -> int:
    """Which one this kernel has; 0: none, or switched off."""
    return max(0, _call(_CREATE, None, 0, _VERSION_WANTED))


def allow_only(paths: Iterable[tuple[Path, int]]) -> bool:
    """Give up every file but those at and beneath the paths, each with its rights. Paths that are not there don't
    matter. False: this system can't do that, and nothing was given up."""
    known = version()
    if known == 0:
        return False
    rights = _RIGHTS_BY_VERSION[max(since for since in _RIGHTS_BY_VERSION if since <= known)]
    wanted = struct.pack("=Q", rights)
    if known >= _TCP_SINCE:
        wanted += struct.pack("=Q", _BIND_AND_CONNECT)
    if known >= _SCOPES_SINCE:
        wanted += struct.pack("=Q", _SOCKETS_AND_SIGNALS)
    rules = _call(_CREATE, ctypes.c_char_p(wanted), len(wanted), 0)
    if rules < 0:
        return False
    try:
        for path, allowed in paths:
            _allow(rules, path, allowed & rights)
        return _call(_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, allowed: int) -> None:
    if sys.platform != "linux":
        return
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            allowed &= _ON_A_FILE
        rule = struct.pack("=Qi", allowed, place)
        _call(_ADD, rules, _PATH_BENEATH, ctypes.c_char_p(rule), 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: int | ctypes.c_char_p | None) -> int:
    """Arguments go as whole words: the C library's ``syscall`` takes any number of them without knowing their kinds."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    words = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return int(call(ctypes.c_long(number), *words))
