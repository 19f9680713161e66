from __future__ import annotations

import json
import os
import queue
import secrets
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from assessor_app.documents import renderer
from assessor_app.documents.model import DocumentInfo, Failure, FailureKind, Limits, Pixels, Tile
from assessor_app.documents.pool import RendererPool
from tests.documents import files
from tests.samples import RESOURCES


class Engine:
    """The application's renderer pool, with answers that can be waited for."""

    def __init__(self) -> None:
        self.pool = RendererPool(Limits(hard_seconds=8))
        self.pool.start()
        self.name = ""

    def open(self, data: bytes, media_type: str = "") -> DocumentInfo | Failure:
        """A name stands for one content, as a hash does."""
        self.name = uuid.uuid4().hex
        self.pool.register(self.name, lambda: data, media_type)
        return self._ask(lambda done: self.pool.info(self.name, done))  # type: ignore[no-any-return]

    def draw(self, page: int = 0, scale: float = 1.0, tile: Tile | None = None) -> Pixels | Failure:
        return self._ask(  # type: ignore[no-any-return]
            lambda done: self.pool.render(self.name, page, scale, done, tile=tile)
        )

    def words(self, page: int = 0) -> Any:
        return self._ask(lambda done: self.pool.words(self.name, page, done))

    def search(self, query: str) -> Any:
        return self._ask(lambda done: self.pool.search(self.name, query, done))

    @staticmethod
    def _ask(ask: Any) -> Any:
        answers: queue.Queue[Any] = queue.Queue()
        ask(answers.put)
        return answers.get(timeout=40)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.pool.close()


def colour(pixels: Pixels | Failure, x: int, y: int) -> tuple[int, int, int]:
    assert isinstance(pixels, Pixels), pixels
    at = y * pixels.stride + x * 4
    blue, green, red = bytes(pixels.buffer[at : at + 3])
    return red, green, blue


@pytest.mark.parametrize(
    ("data", "pages"),
    [(files.pdf(), 3), (files.tiff(), 3), (files.oriented_jpeg(1), 1), (files.picture("PNG"), 1),
     (files.picture("WEBP"), 1), (files.picture("GIF"), 1), (files.picture("BMP"), 1), (b"words\n\nmore words", 1)],
    ids=["pdf", "tiff", "jpeg", "png", "webp", "gif", "bmp", "text"],
)  # fmt: skip
def test_formats_open_and_draw(engine: Engine, data: bytes, pages: int) -> None:
    info = engine.open(data)
    assert isinstance(info, DocumentInfo)
    assert len(info.page_sizes) == pages
    for page in range(pages):
        drawn = engine.draw(page)
        assert isinstance(drawn, Pixels)
        assert drawn.width == pytest.approx(info.page_sizes[page].width, abs=1)
        assert drawn.height == pytest.approx(info.page_sizes[page].height, abs=1)
        drawn.release()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_are_upright_whatever_exif_says(engine: Engine, orientation: int) -> None:
    info = engine.open(files.oriented_jpeg(orientation))
    assert isinstance(info, DocumentInfo)
    size = info.page_sizes[0]
    assert size.width > size.height
    drawn = engine.draw(0, 60 / size.width)
    red, blue = colour(drawn, 6, 5), colour(drawn, 53, 35)
    assert red[0] > 180 > 90 > red[2]
    assert blue[2] > 180 > 90 > blue[0]


def test_what_cannot_be_shown_says_why_and_the_engine_lives_on(engine: Engine) -> None:
    for data, kind in (
        (files.locked_pdf(), FailureKind.PASSWORD),
        (b"", FailureKind.BROKEN),
        (files.zip_of_nothing(), FailureKind.UNSUPPORTED),
        (bytes(range(256)) * 20, FailureKind.UNSUPPORTED),
    ):
        result = engine.open(data)
        assert isinstance(result, Failure)
        assert result.kind is kind
        assert result.message
    assert isinstance(engine.open(files.pdf()), DocumentInfo)


@pytest.mark.parametrize("data", [files.bomb_png(), files.deep_pdf(), files.pdf()[:700]], ids=["bomb", "loop", "cut"])
def test_hostile_files_end_in_a_failure_or_a_page_never_in_a_hang(engine: Engine, data: bytes) -> None:
    start = time.monotonic()
    result = engine.open(data)
    if isinstance(result, DocumentInfo) and result.page_sizes:
        engine.draw(0, 0.1)
    assert time.monotonic() - start < 30
    assert isinstance(engine.open(files.pdf()), DocumentInfo)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_are_where_the_page_shows_them(engine: Engine, rotation: int) -> None:
    info = engine.open(files.pdf(1, rotation))
    assert isinstance(info, DocumentInfo)
    words = engine.words()
    assert [word.text for word in words] == ["Page", "number", "1", "groups", "of", "four"]
    size = info.page_sizes[0]
    drawn = engine.draw(0, 2.0)
    assert isinstance(drawn, Pixels)
    for word in words:
        assert 0 <= word.rect.x0 < word.rect.x1 <= size.width
        assert 0 <= word.rect.y0 < word.rect.y1 <= size.height
        inside = [
            colour(drawn, x, y)
            for x in range(int(word.rect.x0 * 2), int(word.rect.x1 * 2), 2)
            for y in range(int(word.rect.y0 * 2), int(word.rect.y1 * 2), 2)
        ]
        assert min(sum(c) for c in inside) < 200, word.text
    drawn.release()
    (hit,) = engine.search("groups of four")
    assert hit.page == 0


def test_a_tile_is_the_same_part_of_the_whole_page(engine: Engine) -> None:
    engine.open(files.pdf(1))
    whole, tile = engine.draw(0, 2.0), engine.draw(0, 2.0, Tile(64, 128, 256, 128))
    assert isinstance(whole, Pixels)
    assert isinstance(tile, Pixels)
    assert (tile.width, tile.height) == (256, 128)
    for y in range(128):
        start = (y + 128) * whole.stride + 64 * 4
        assert bytes(whole.buffer[start : start + 256 * 4]) == bytes(tile.buffer[y * tile.stride :][: 256 * 4])


def test_a_renderer_that_is_killed_costs_nothing_that_a_person_sees() -> None:
    engine = Engine()
    try:
        assert isinstance(engine.open(files.pdf(40)), DocumentInfo)
        answers: queue.Queue[Any] = queue.Queue()
        for page in range(40):
            engine.pool.render(engine.name, page, 2.0, answers.put)
        renderers = [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())]
        renderers[0].kill()
        drawn = [answers.get(timeout=40) for _ in range(40)]
        assert all(isinstance(item, Pixels) for item in drawn)
    finally:
        engine.pool.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads where Linux keeps shared memory")
def test_no_shared_memory_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = Path("/dev/shm")  # noqa: S108 - read only
    # A name by which it is told from what tests beside this one have there.
    number = secrets.token_hex(3)
    monkeypatch.setattr(renderer.secrets, "token_hex", lambda size: number + os.urandom(size - 3).hex())
    engine = Engine()
    engine.open(files.pdf())
    kept = [engine.draw(page) for page in range(3)]
    engine.pool.close()
    assert len(kept) == 3
    end = time.monotonic() + 10
    while (left := list(shared.glob(f"asr{number}*"))) and time.monotonic() < end:
        time.sleep(0.1)
    assert left == []


def _render(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assessor_app", "render", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_render_command_shows_samples(tmp_path: Path) -> None:
    for sample in sorted((RESOURCES / "samples/evidence/p5-1").rglob("*.*")):
        done = _render(sample, "--pages", "1", "--dpi", "40", "--out", tmp_path / sample.stem, "--json")
        assert done.returncode == 0, (sample.name, done.stderr)
        (row,) = map(json.loads, done.stdout.splitlines())
        assert set(row) == {"page", "width", "height", "ms", "error"}
        assert row["error"] is None
        assert (tmp_path / sample.stem / "page-0001.png").stat().st_size > 200


def test_the_render_command_says_why_not(tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").write_bytes(files.locked_pdf())
    for name in ("locked.pdf", "not-there.pdf"):
        done = _render(tmp_path / name, "--json")
        assert done.returncode == 3
        assert json.loads(done.stdout)["error"]
        assert "Traceback" not in done.stderr
