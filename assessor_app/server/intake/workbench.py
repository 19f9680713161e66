"""Where files of strangers are opened: a process of its own, with limits, that can be ended at any time."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

import structlog

from assessor_app.server.intake.formats import Format, Unreadable

log = structlog.get_logger(__name__)
SECONDS, LONGEST_SECONDS = 300.0, 2 * 60 * 60.0
"""Without a sign of life, and in all."""
AGAIN = "again"
MEMORY_BYTES = 4 * 1024 * 1024 * 1024
ENDING_SECONDS = 60.0


class BenchBroke(Unreadable):
    """The process ended over a file; it may be the file's fault, or the machine's."""


class Workbench:
    """Does one thing at a time. After a file that broke it, it begins anew with the next."""

    def __init__(self, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self._seconds, self._memory = seconds, memory_bytes
        self._process: Any = None
        self._line: Any = None

    def what_is(self, data: bytes, name: str) -> Format:
        """Raises Unreadable."""
        found: Format = self._ask("what_is", data, name)
        return found

    def clean(self, data: bytes, name: str, orders: Any) -> Any:
        """:func:`cleaning.clean`. Raises Unreadable."""
        return self._ask("clean", data, name, orders)

    def clean_rendition(self, data: bytes, orders: Any) -> Any:
        """:func:`cleaning.clean_rendition`. Raises Unreadable."""
        return self._ask("clean_rendition", data, orders)

    def fingerprint(self, sha256: str, shown: bytes, extension: str, texts: tuple[str, ...]) -> Any:
        """:func:`fingerprinting.fingerprint_of`. Raises Unreadable."""
        return self._ask("fingerprint", sha256, shown, extension, texts)

    def clean_words(self, text: str, orders: Any) -> str:
        """:func:`cleaning.clean_words`."""
        return str(self._ask("clean_words", text, orders))

    def _ask(self, task: str, *arguments: object) -> Any:
        line = self._started()
        try:
            line.send((task, arguments))
            until = time.monotonic() + LONGEST_SECONDS
            good, answer = None, None
            while good is None:
                if not line.poll(self._seconds) or time.monotonic() > until:
                    self.close()
                    raise Unreadable("Looking at the file took too long; hand it in as a PDF, or in parts.")
                good, answer = line.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise BenchBroke("The file is damaged, or it needs more memory than it may use.") from error
        if good is AGAIN:
            raise BenchBroke(str(answer))
        if good:
            return answer
        raise Unreadable(str(answer))

    def _started(self) -> Any:
        if self._line is not None and self._process.is_alive():
            return self._line
        self.close()
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        self._process = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(theirs, self._memory), daemon=True, name="intake"
        )
        self._process.start()
        theirs.close()
        self._line = ours
        return ours

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            with contextlib.suppress(OSError, ValueError):
                self._process.kill()
                self._process.join(ENDING_SECONDS)
            self._process = None

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _serve(line: Connection, memory_bytes: int) -> None:
    """Until the other side hangs up."""
    from assessor_app.documents.confinement import Allowed, confine
    from assessor_app.logs import to_standard_error
    from assessor_app.server.intake import cleaning, fingerprinting, ocr

    to_standard_error()
    # Scans are read by another program, through files of the system's temporary folder.
    confine(Allowed(memory_bytes, programs=True, every_file=True))
    ocr.when_read.append(lambda: line.send((None, None)))
    tasks: dict[str, Callable[..., object]] = {
        "what_is": cleaning.what_is, "clean": cleaning.clean, "clean_rendition": cleaning.clean_rendition,
        "clean_words": cleaning.clean_words, "fingerprint": fingerprinting.fingerprint_of,
    }  # fmt: skip
    while True:
        try:
            task, arguments = line.recv()
        except (EOFError, OSError):
            return
        with contextlib.suppress(OSError):
            # Whoever asked may have been ended meanwhile.
            line.send(_answer(tasks[task], arguments))


def _answer(task: Callable[..., object], arguments: tuple[object, ...]) -> tuple[bool | str, object]:
    from assessor_app.server.intake.ocr import OcrFailed

    try:
        return True, task(*arguments)
    except OcrFailed as error:
        log.warning("pictures were not read", error=str(error))
        return AGAIN, "Its pictures could not be read; hand it in again later."
    except Unreadable as error:
        return False, str(error)
    except MemoryError:
        return False, "The file needs more memory than it may use."
    except Exception as error:  # noqa: BLE001 - whatever a stranger's file sets off, the applicant gets a sentence
        log.warning("a file broke its cleaner", error=type(error).__name__)
        return False, "The file is damaged, or of a kind that can't be taken; hand it in as a PDF."
