"""Office files as PDF, through LibreOffice where it is installed.

It runs in a process of its own with a fresh profile, without macros, network and (on Linux) any files but its own and
the system's, with limits of time and memory. What it made is kept by the file's hash for as long as the application
runs; its folder goes as soon as it is done.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog

from assessor_app.documents.confinement import Allowed, allow_cpu, confine

log = structlog.get_logger(__name__)
CONVERSION_SECONDS = 45.0
STARTING_SECONDS = 5.0
CPU_SHARE = 4
"""Processor time, as a multiple of ``seconds``: LibreOffice uses threads. It counts when we are gone."""
MEMORY_BYTES = 3 * 1024 * 1024 * 1024
START_AGAIN, MOST_STARTS = 81, 3
"""LibreOffice's exit code when it has made a new profile and wants to be started again."""
# As a page of paper: in its layout for the web LibreOffice 7.4 loses the first lines of a short page.
_READ_AS = {"html": ("--infilter=HTML (StarWriter)",)}
KEPT_BYTES = 64 * 1024 * 1024
_PLACES = {
    "win32": (r"C:\Program Files\LibreOffice\program\soffice.com",
              r"C:\Program Files (x86)\LibreOffice\program\soffice.com"),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "linux": ("/usr/lib/libreoffice/program/soffice.bin", "/usr/lib64/libreoffice/program/soffice.bin",
              "/opt/libreoffice/program/soffice.bin"),
}  # fmt: skip
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""
Converted = Callable[[bytes | None], None]


def find_libreoffice() -> Path | None:
    """The program itself, not a script around it: what is started is what can be ended."""
    for place in _PLACES.get(sys.platform, ()):
        if Path(place).is_file():
            return Path(place)
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found).resolve() if found else None


class ConversionFailed(Exception):
    """There is no rendition to be had; the message says why, in a sentence without its end."""


class Converter:
    """Converts one file at a time, on a thread of its own. ``folder`` is where it may write for as long as it works;
    ``seconds`` is what one file may take."""

    def __init__(self, folder: Path | None = None, seconds: float = CONVERSION_SECONDS) -> None:
        self._seconds = seconds
        self._program = find_libreoffice()
        self._folder = folder
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="office")

    @property
    def available(self) -> bool:
        return self._program is not None

    def convert(self, data: bytes, extension: str, done: Converted) -> None:
        """Call ``done`` with the bytes of a PDF, or with None when there is none to be had. Comes on another thread."""
        self._thread.submit(self._run, data, extension, done)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _run(self, data: bytes, extension: str, done: Converted) -> None:
        key = hashlib.sha256(data).hexdigest()
        if key not in self._kept:
            try:
                target = "pdf:writer_pdf_Export" if extension == "html" else "pdf"
                self._kept[key] = convert(data, extension, target, folder=self._folder, seconds=self._seconds)
            except ConversionFailed as error:
                log.warning("no rendition", reason=str(error))
                done(None)
                return
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > KEPT_BYTES:
                self._kept.popitem(last=False)
        done(self._kept[key])


def convert(
    data: bytes, extension: str, target: str, *, folder: Path | None = None, seconds: float = CONVERSION_SECONDS
) -> bytes:
    """The file as LibreOffice writes it in another format, such as ``pdf`` or ``docx``. ``target`` may name a filter
    and its options behind a colon. Raises ConversionFailed."""
    program = find_libreoffice()
    if program is None:
        raise ConversionFailed("LibreOffice is not installed")
    # Before the first file of a stranger: what such a file does must not decide how it is confined.
    works_confined(folder)
    return _convert(program, data, extension, target, folder, seconds)


_works_confined: dict[Path, bool] = {}
"""By program, once it had to be found out."""


def works_confined(folder: Path | None = None) -> bool:
    """Whether LibreOffice does its work while files are cut off, tried with a file that is beyond suspicion. Where it
    does not, conversions leave files open to it. Raises ConversionFailed when there is none or no room to try."""
    program = find_libreoffice()
    if program is None:
        raise ConversionFailed("LibreOffice is not installed")
    if program not in _works_confined:
        try:
            _convert(program, b"A line of text.\n", "txt", "pdf", folder, CONVERSION_SECONDS)
            _works_confined[program] = True
        except (_TookTooLong, _NotRun):
            # The computer's fault of this moment; it says nothing about the confinement.
            raise
        except ConversionFailed as error:
            log.warning("LibreOffice does not start confined", reason=str(error))
            _works_confined[program] = False
    return _works_confined[program]


class _TookTooLong(ConversionFailed):
    pass


class _NotRun(ConversionFailed):
    pass


def _convert(program: Path, data: bytes, extension: str, target: str, folder: Path | None, seconds: float) -> bytes:
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix="office-", ignore_cleanup_errors=True) as place:
            return _convert_in(Path(place), program, data, extension, target, seconds)
    except (OSError, subprocess.SubprocessError) as error:
        raise _NotRun(f"LibreOffice could not be run ({type(error).__name__})") from error


def _convert_in(place: Path, program: Path, data: bytes, extension: str, target: str, seconds: float) -> bytes:
    source, profile, out = place / f"evidence.{extension}", place / "profile", place / "out"
    (profile / "user").mkdir(parents=True)
    out.mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    source.write_bytes(data)
    command = [
        str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", *_READ_AS.get(extension, ()), "--convert-to", target, "--outdir", str(out), str(source),
    ]  # fmt: skip
    child = multiprocessing.get_context("spawn").Process(
        target=_confined, args=(command, _allowed(program, place), place, seconds), daemon=True, name="office"
    )
    child.start()
    child.join(seconds + STARTING_SECONDS)
    late = child.is_alive()
    if late:
        child.kill()
        child.join()
    made = out / f"evidence.{target.partition(':')[0]}"
    if made.is_file() and made.stat().st_size:
        return made.read_bytes()
    if late:
        raise _TookTooLong("it took too long")
    raise ConversionFailed("LibreOffice can't read it")


def _allowed(program: Path, place: Path) -> Allowed:
    return Allowed(
        MEMORY_BYTES,
        folders=(place,),
        programs=True,
        run_from=(program.parents[1],),
        every_file=not _works_confined.get(program, True),
    )


def _confined(command: list[str], allowed: Allowed, place: Path, seconds: float) -> None:
    """Runs in the child: what it starts inherits its limits, and ends with it."""
    # What holds is known beforehand, by system; `assessor-app doctor` tells it.
    confine(allowed)
    allow_cpu(CPU_SHARE * seconds)
    for _ in range(MOST_STARTS):
        running = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(place),
            cwd=place,
        )
        try:
            if running.wait(seconds) != START_AGAIN:
                return
        except subprocess.TimeoutExpired:
            running.kill()
            return


def _environment(place: Path) -> dict[str, str]:
    """What LibreOffice needs of ours, and no addresses of proxies and sessions. What it writes goes to its own place,
    which is all that it can reach where files are cut off."""
    kept = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "WINDIR", "COMSPEC",
            "PROGRAMFILES", "LD_LIBRARY_PATH")  # fmt: skip
    ours = {name: value for name, value in os.environ.items() if name.upper() in kept}
    return {**ours, **dict.fromkeys(("TMPDIR", "TEMP", "TMP", "HOME"), str(place))}
