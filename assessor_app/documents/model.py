"""What the engine gives: sizes in points, pixels in shared memory, words, hits, and failures in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from assessor_app.domain.geometry import Rect


class PageSize(NamedTuple):
    """Of the upright page, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """``text_only`` says that pictures and layout of the original can't be shown."""

    page_sizes: tuple[PageSize, ...]
    engine: str
    text_only: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word's box in points, and its place in the reading order."""

    rect: Rect
    text: str
    block: int
    line: int
    index: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a page, in pixels of the whole page at the scale asked for."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit on a page (from 0): its lines in points, and the words around it."""

    page: int
    rects: tuple[Rect, ...]
    snippet: str


class FailureKind(StrEnum):
    UNSUPPORTED = "unsupported"
    BROKEN = "broken"
    PASSWORD = "password"  # noqa: S105 - a kind of failure
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    TOO_LARGE = "too_large"
    PAGE_RANGE = "page_range"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something can't be shown; ``message`` is a sentence for people."""

    kind: FailureKind
    message: str


class DocumentError(Exception):
    """A failure on its way out of a provider."""

    def __init__(self, kind: FailureKind, message: str = "") -> None:
        super().__init__(message or WORDS[kind])
        self.failure = Failure(kind, message or WORDS[kind])


WORDS = {
    FailureKind.UNSUPPORTED: "this kind of file can't be shown here.",
    FailureKind.BROKEN: "the file is damaged.",
    FailureKind.PASSWORD: "the file is protected with a password.",
    FailureKind.TIMEOUT: "drawing it took too long and was stopped.",
    FailureKind.MEMORY: "drawing it needs more memory than it may use.",
    FailureKind.CRASHED: "drawing it failed; the rest of the evidence is not affected.",
    FailureKind.TOO_LARGE: "it is too large to be drawn.",
    FailureKind.PAGE_RANGE: "there is no such page.",
    FailureKind.MISSING: "the file is not here yet.",
}


class Pixels:
    """Pixels of 4 bytes (blue, green, red, unused), rows of ``stride`` bytes, in memory shared with the renderer.

    The memory is given back by :meth:`release` or when this object goes; whoever draws from ``buffer`` keeps it alive.
    """

    def __init__(self, width: int, height: int, buffer: memoryview, give_back: Callable[[], None]) -> None:
        self.width, self.height, self.stride = width, height, width * 4
        self.buffer = buffer
        self._give_back: Callable[[], None] | None = give_back

    def release(self) -> None:
        give_back, self._give_back = self._give_back, None
        if give_back is not None:
            self.buffer.release()
            give_back()

    def __del__(self) -> None:
        self.release()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a renderer may use. ``hard_seconds`` is for one request; ``memory_bytes`` is beyond what it starts with."""

    hard_seconds: float = 10.0
    memory_bytes: int = 1_500 * 1024 * 1024
    max_pixels: int = 64_000_000
