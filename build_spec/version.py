"""The version as the operating systems want it."""

from __future__ import annotations

from typing import Any

from assessor_app import __version__ as VERSION  # noqa: N812

__all__ = ["VERSION", "windows_version"]


def windows_version() -> Any:
    """The version resource that Windows shows in the file's properties."""
    from PyInstaller.utils.win32 import versioninfo as v

    numbers = tuple(int(part) for part in [*VERSION.split("."), "0", "0", "0"][:4])
    words = [
        v.StringStruct("FileDescription", "Assessor"),
        v.StringStruct("FileVersion", VERSION),
        v.StringStruct("InternalName", "assessor-app"),
        v.StringStruct("LegalCopyright", "AGPL-3.0-or-later"),
        v.StringStruct("OriginalFilename", "assessor-app.exe"),
        v.StringStruct("ProductName", "Assessor"),
        v.StringStruct("ProductVersion", VERSION),
    ]
    return v.VSVersionInfo(
        ffi=v.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            v.StringFileInfo([v.StringTable("040904B0", words)]),
            v.VarFileInfo([v.VarStruct("Translation", [0x0409, 1200])]),
        ],
    )
