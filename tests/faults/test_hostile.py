"""Scripts, actions, embedded files, references and links in evidence do nothing: nobody is called, no other file's
text is on a page, no program runs. Everything goes through the application's own renderers."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assessor_app.documents.model import Details, DocumentInfo, Failure, Limits, Pixels
from assessor_app.documents.office import Converter, find_libreoffice
from assessor_app.documents.pool import RendererPool
from tests.faults.hostile import DECLARED, HOSTILE, MARKER, Bait, lay

OFFICE = ("docx", "odt", "ods")


class Ear:
    """Counts whoever connects, and answers nobody."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.calls = 0
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                self._socket.accept()[0].close()
            except OSError:
                continue
            self.calls += 1

    def close(self) -> None:
        self._closed.set()
        self._thread.join()
        self._socket.close()


@pytest.fixture
def ear() -> Iterator[Ear]:
    made = Ear()
    yield made
    made.close()


@pytest.fixture
def bait(tmp_path: Path, ear: Ear) -> Bait:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return lay(folder, ear.url)


def ask(request: Callable[[Callable[[Any], None]], object]) -> Any:
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    request(answers.put)
    return answers.get(timeout=90)


def seen(pool: RendererPool, name: str, data: bytes) -> str:
    """Everything that a person could read of the file: its pages' words, remarks, headings, or why it is not shown."""
    pool.register(name, lambda: data, DECLARED.get(name, ""))
    info = ask(lambda done: pool.info(name, done))
    if isinstance(info, Failure):
        return info.message
    assert isinstance(info, DocumentInfo)
    read = []
    for page in range(len(info.page_sizes)):
        pixels = ask(lambda done, page=page: pool.render(name, page, 1.0, done))
        assert isinstance(pixels, Pixels), pixels
        pixels.release()
        read += [word.text for word in ask(lambda done, page=page: pool.words(name, page, done))]
    details = ask(lambda done: pool.details(name, done))
    assert isinstance(details, Details), details
    read += [*(remark.text for remark in details.remarks), *(heading.title for heading in details.outline)]
    return " ".join(read)


@pytest.mark.parametrize("name", HOSTILE)
def test_evidence_reaches_nothing(name: str, bait: Bait, ear: Ear) -> None:
    pool = RendererPool(Limits(hard_seconds=20), active=1)
    pool.start()
    try:
        read = seen(pool, name, HOSTILE[name](bait))
    finally:
        pool.close()
    assert ear.calls == 0
    assert MARKER not in read.replace(" ", "")
    assert not bait.planted.exists()
    assert pool.deaths == 0
    if name not in ("pdf outside streams", "pdf xfa", "svg entity"):
        assert "shown" in read, "the file's own text is still read"


@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("name", OFFICE)
def test_evidence_reaches_nothing_through_libreoffice(name: str, bait: Bait, ear: Ear, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    pool = RendererPool(Limits(hard_seconds=20), active=1, converter=Converter(work))
    pool.start()
    try:
        data = HOSTILE[name](bait)
        read = seen(pool, name, data)
        assert not ask(lambda done: pool.info(name, done)).text_only, "LibreOffice drew it"
    finally:
        pool.close()
    assert ear.calls == 0
    assert MARKER not in read.replace(" ", "")
    assert not bait.planted.exists()
    assert "shown" in read
    assert list(work.iterdir()) == []


def test_the_bait_can_be_seen(bait: Bait, ear: Ear) -> None:
    """What these tests look for is found where it is."""
    pool = RendererPool(Limits(hard_seconds=20), active=1)
    pool.start()
    try:
        for file in (bait.marker, bait.picture, bait.pages):
            assert MARKER in seen(pool, file.name, file.read_bytes()), file.name
    finally:
        pool.close()
    socket.create_connection(("127.0.0.1", int(ear.url.rsplit(":", 1)[1].strip("/")))).close()
    ear.close()
    assert ear.calls == 1
