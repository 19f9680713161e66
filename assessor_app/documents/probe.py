"""What a renderer can still do: a real one is started, and tries."""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path

from assessor_app.documents.confinement import Confinement
from assessor_app.documents.model import Limits

SECONDS = 30.0


class Attempt(StrEnum):
    SOCKET = "open a network socket"
    CONNECT = "connect to this computer"
    READ = "read a file"
    WRITE = "write a file"
    HOME = "list the home folder"
    START = "start a program"
    MEMORY = "take memory beyond its limit"


@dataclass(frozen=True, slots=True)
class Probed:
    """``refused`` says of each attempt whether it failed, as it should; ``drew``, whether pages are drawn all the
    same. ``engines`` are names and versions."""

    confinement: Confinement
    refused: dict[Attempt, bool]
    drew: bool
    engines: dict[str, str]


class NotProbed(Exception):
    """The process did not start, or ended before it had tried everything."""


def probe(limits: Limits | None = None) -> Probed:
    """Raises NotProbed."""
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="assessor-doctor-") as folder,
        socket.create_server(("127.0.0.1", 0)) as ear,
    ):
        place = Path(folder)
        (place / "secret").write_text("secret", encoding="ascii")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_work, args=(theirs, limits or Limits(), place, ear.getsockname()[1]), daemon=True, name="probe"
        )
        process.start()
        theirs.close()
        try:
            if not ours.poll(SECONDS):
                raise NotProbed("it took too long")
            found: Probed = ours.recv()
        except (EOFError, OSError):
            process.join(timeout=5)
            raise NotProbed(f"it ended with code {process.exitcode}") from None
        finally:
            process.kill()
            process.join()
            ours.close()
        # What arrived counts for more than what the process says of itself.
        refused = {
            **found.refused,
            Attempt.CONNECT: found.refused[Attempt.CONNECT] and not _somebody_came(ear),
            Attempt.WRITE: found.refused[Attempt.WRITE] and not (place / "written").exists(),
        }
        return Probed(found.confinement, refused, found.drew, found.engines)


def _somebody_came(ear: socket.socket) -> bool:
    """Who connected waits in line, whether or not anybody listened meanwhile."""
    ear.setblocking(False)
    try:
        ear.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def _work(connection: Connection, limits: Limits, place: Path, port: int) -> None:
    from assessor_app.documents.worker import prepare

    confinement = prepare(limits)
    attempts: dict[Attempt, Callable[[], object]] = {
        Attempt.SOCKET: lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close(),
        Attempt.CONNECT: lambda: socket.create_connection(("127.0.0.1", port), 5).close(),
        Attempt.READ: lambda: (place / "secret").read_bytes(),
        Attempt.WRITE: lambda: (place / "written").write_bytes(b"written"),
        Attempt.HOME: lambda: os.listdir(Path.home()),  # noqa: PTH208 - its error is what is wanted
        Attempt.START: _start_a_program,
        Attempt.MEMORY: lambda: bytearray(limits.memory_bytes + 1024 * 1024 * 1024),
    }
    refused = {attempt: _is_refused(work) for attempt, work in attempts.items()}
    connection.send(Probed(confinement, refused, _draws(), _engines()))


def _start_a_program() -> None:
    """This one, which is surely there; what becomes of it does not matter."""
    nowhere = subprocess.DEVNULL
    subprocess.Popen([sys.executable, "--version"], stdin=nowhere, stdout=nowhere, stderr=nowhere).wait(10)


def _is_refused(work: Callable[[], object]) -> bool:
    try:
        work()
    except (OSError, MemoryError):
        return True
    return False


def _draws() -> bool:
    """With both engines."""
    from assessor_app.documents.model import PLAIN, DocumentError
    from assessor_app.documents.provider import open_document
    from assessor_app.documents.typeset import typeset

    drawn: list[bytearray] = []

    def surface(width: int, height: int) -> memoryview:
        drawn.append(bytearray(width * height * 4))
        return memoryview(drawn[-1])

    data = typeset("<h1>A line of text</h1>")
    try:
        for engine in ("", "pdfium"):
            open_document(data, "application/pdf", engine=engine).draw(0, 0.5, None, PLAIN, surface)
    except DocumentError:
        return False
    return all(min(pixels[0::4]) < 128 for pixels in drawn)


def _engines() -> dict[str, str]:
    import pymupdf
    import pypdfium2

    return {"MuPDF": str(pymupdf.mupdf_version), "pdfium": str(pypdfium2.PDFIUM_INFO)}
