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
    """``text_only`` says that pictures and layout of the original can't be shown; ``picture``, that pages are
    photographs or scans. While not ``measured``, the sizes of later pages are guesses: :class:`Details` has all."""

    page_sizes: tuple[PageSize, ...]
    engine: str
    text_only: bool = False
    picture: bool = False
    measured: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a document's outline: ``level`` from 1, ``page`` from 0."""

    level: int
    title: str
    page: int


class Author(StrEnum):
    """Whoever wrote a remark in the evidence, as much as anybody may know of them."""

    APPLICANT = "applicant"
    OTHER = "other"


class RemarkKind(StrEnum):
    COMMENT = "comment"
    INSERTED = "inserted"
    DELETED = "deleted"
    MARKUP = "markup"
    SPEAKER_NOTE = "speaker_note"


@dataclass(frozen=True, slots=True)
class Remark:
    """The applicant's own annotation: a comment, a tracked change, a slide's note. ``page`` is None where its place
    is not known; ``rect`` is in points."""

    kind: RemarkKind
    author: Author
    page: int | None
    rect: Rect | None
    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class Details:
    """What a document says beside its pages. ``labels`` is empty when pages are simply numbered from 1;
    ``attachments`` are names of files inside the file, which are never opened."""

    page_sizes: tuple[PageSize, ...]
    labels: tuple[str, ...] = ()
    outline: tuple[Heading, ...] = ()
    remarks: tuple[Remark, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How pages are drawn. ``brightness`` and ``contrast`` are from -1 to 1, ``straighten`` degrees clockwise about the
    page's centre; ``as_text`` draws a page's words only, for pages that can't be drawn otherwise."""

    annotations: bool = True
    dark: bool = False
    brightness: float = 0.0
    contrast: float = 0.0
    straighten: float = 0.0
    as_text: bool = False


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class FirstView:
    """What somebody who opens a document will look at first, so that opening and drawing are one errand.

    ``scale`` is device pixels a point; where it is None, the widest page fills ``room`` logical pixels, within
    ``least`` and ``most`` logical pixels a point, on a screen of ``ratio`` device pixels a logical one.
    """

    page: int = 0
    scale: float | None = None
    room: float = 0.0
    ratio: float = 1.0
    least: float = 0.1
    most: float = 10.0
    look: Look = PLAIN

    def scale_for(self, sizes: tuple[PageSize, ...]) -> float:
        if self.scale is not None:
            return self.scale
        return round(min(self.most, max(self.least, self.room / max(s.width for s in sizes))) * self.ratio, 4)


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
    """One hit on a page (from 0): its lines in points, and the words around it, of which ``snippet[start:end]`` is
    the hit."""

    page: int
    rects: tuple[Rect, ...]
    snippet: str
    start: int = 0
    end: int = 0


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


@dataclass(frozen=True, slots=True)
class Opened:
    """A document's answer to being opened; ``pixels`` are the first page's at ``scale``, or None when it can't be
    drawn (asking for it tells why)."""

    info: DocumentInfo
    page: int
    scale: float
    pixels: Pixels | None


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
    second_engine_share: float = 0.35
    """Of ``hard_seconds``, what is kept for the second engine when the first one hangs on a PDF."""
