"""Pictures as pages, through Pillow: PNG, JPEG, TIFF, WebP, GIF, BMP, HEIC, AVIF."""

from __future__ import annotations

import io

import pillow_heif
from PIL import Image, ImageOps

from assessor_app.documents.model import DocumentError, FailureKind, Look, PageSize, Tile
from assessor_app.documents.provider import Document, Surface

pillow_heif.register_heif_opener()
MAX_SOURCE_PIXELS = 120_000_000
Image.MAX_IMAGE_PIXELS = None
"""Checked by ourselves, from the header and before decoding, so that a large scan is told from a bomb."""

LONG_SIDE = 842.0
"""A photograph's long side in points: that of an A4 page."""
SCANNER_DPI = (100.0, 1200.0)
MAX_FRAMES = 500


class ImageDocument(Document):
    """A page for each frame. A scan has the size that its resolution says; a photograph that of a page."""

    engine = "pillow"
    picture = True

    def __init__(self, data: bytes) -> None:
        """Raises DocumentError."""
        try:
            self._image = Image.open(io.BytesIO(data))
            self._frames = min(MAX_FRAMES, int(getattr(self._image, "n_frames", 1)))
        except Exception as error:
            raise DocumentError(FailureKind.BROKEN) from error
        self._decoded: tuple[int, float, Image.Image] | None = None
        self._sizes: tuple[PageSize, ...] = ()

    def page_sizes(self, measured: int) -> tuple[tuple[PageSize, ...], bool]:
        if not self._sizes:
            self._sizes = self._measured()
        return self._sizes, True

    def _measured(self) -> tuple[PageSize, ...]:
        sizes = []
        for frame in range(self._frames):
            try:
                self._image.seek(frame)
            except Exception:  # noqa: BLE001 - a file cut short still shows the frames before the cut
                break
            sizes.append(self._size())
        if not sizes:
            raise DocumentError(FailureKind.BROKEN)
        return tuple(sizes)

    def _size(self) -> PageSize:
        """Of the frame that the image stands at."""
        width, height = self._image.size
        if width * height > MAX_SOURCE_PIXELS:
            raise DocumentError(FailureKind.TOO_LARGE, f"the picture has {width} × {height} pixels, which is too many.")
        if self._image.getexif().get(0x0112, 1) in (5, 6, 7, 8):
            width, height = height, width
        dpi = self._image.info.get("dpi")
        resolution = float(dpi[0]) if isinstance(dpi, tuple) and dpi[0] else 0.0
        if SCANNER_DPI[0] <= resolution <= SCANNER_DPI[1] and max(width, height) * 72 / resolution <= 2 * LONG_SIDE:
            scale = 72 / resolution
        else:
            scale = min(0.75, LONG_SIDE / max(width, height))
        return PageSize(max(1.0, width * scale), max(1.0, height * scale))

    def render(self, page: int, scale: float, tile: Tile | None, look: Look, surface: Surface) -> None:
        image = self._frame(page, look.straighten)
        size = self.page_sizes(page + 1)[0][page]
        width, height = max(1, round(size.width * scale)), max(1, round(size.height * scale))
        box = (0.0, 0.0, float(image.width), float(image.height))
        if tile is not None:
            fx, fy = image.width / width, image.height / height
            box = (
                tile.x * fx,
                tile.y * fy,
                min(box[2], (tile.x + tile.width) * fx),
                min(box[3], (tile.y + tile.height) * fy),
            )
            width, height = tile.width, tile.height
        drawn = image.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
        surface(width, height)[:] = drawn.tobytes("raw", "BGRX")

    def frame(self, page: int) -> Image.Image:
        """The frame, decoded, upright and on white. Raises DocumentError."""
        return self._frame(page, 0.0)

    def _frame(self, page: int, straighten: float) -> Image.Image:
        """The frame, decoded, upright, on white, and turned about its centre by ``straighten`` degrees clockwise."""
        if self._decoded is None or self._decoded[:2] != (page, straighten):
            self._image.seek(page)
            self._size()
            try:
                upright = ImageOps.exif_transpose(self._image)
                if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
                    layered = upright.convert("RGBA")
                    paper = Image.new("RGBA", layered.size, "white")
                    upright = Image.alpha_composite(paper, layered)
                elif upright.mode.startswith("I") or upright.mode == "F":
                    upright = upright.convert("F").point(lambda value: value / 256).convert("L")
                image = upright.convert("RGB")
                if straighten:
                    image = image.rotate(-straighten, Image.Resampling.BICUBIC, fillcolor="white")
                self._decoded = (page, straighten, image)
            except MemoryError:
                raise
            except Exception as error:
                raise DocumentError(FailureKind.BROKEN) from error
        return self._decoded[2]

    def close(self) -> None:
        self._decoded = None
        self._image.close()
