"""``assessor-app render``: the application's own engine on a file, from the command line."""

from __future__ import annotations

import argparse
import json
import mimetypes
import queue
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assessor_app.documents.model import DocumentInfo
    from assessor_app.documents.pool import RendererPool

SHOWN, NOT_SHOWN = 0, 3
MAX_FILE_BYTES = 2 * 1024**3


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("render", help="draw the pages of a file as PNG pictures")
    parser.add_argument("file", type=Path)
    parser.add_argument("--pages", type=_page_range, metavar="A-B", help="for example 1-3, or 7; all when left out")
    parser.add_argument("--dpi", type=_positive, default=144.0, help="pixels an inch (144)")
    parser.add_argument("--out", type=Path, help="folder for page-0001.png …; nothing is written without it")
    parser.add_argument("--json", action="store_true", help="one JSON object a page on standard output")
    parser.add_argument("--limit", type=_positive, default=20.0, metavar="SECONDS", help="for each page (20)")
    parser.set_defaults(run=run)


def _page_range(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", text.strip())
    first = int(match[1]) if match else 0
    last = int(match[2] or match[1]) if match else 0
    if not 1 <= first <= last:
        raise argparse.ArgumentTypeError(f"“{text}” is no page range; write 3 or 1-3, counting from 1")
    return first, last


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 100_000:
        raise argparse.ArgumentTypeError(f"“{text}” is not a positive number")
    return value


def run(args: argparse.Namespace) -> int:
    """Returns 0 when the file was shown, 3 when it can't be."""
    data, problem = _read(args.file)
    if problem:
        return _fail(args, problem)
    if args.out is not None:
        try:
            args.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return _fail(args, f"The folder {args.out} can't be used: {error.strerror}.")
    from assessor_app.documents.model import Limits
    from assessor_app.documents.office import Converter
    from assessor_app.documents.pool import RendererPool

    pool = RendererPool(Limits(hard_seconds=args.limit), active=1, converter=Converter(seconds=args.limit))
    pool.start()
    try:
        return _draw(args, pool, data)
    finally:
        pool.close()


def _draw(args: argparse.Namespace, pool: RendererPool, data: bytes) -> int:
    from assessor_app.documents.model import Failure

    pool.register("file", lambda: data, mimetypes.guess_type(args.file.name)[0] or "")
    info: DocumentInfo | Failure = _wait(lambda done: pool.info("file", done))
    if isinstance(info, Failure):
        return _fail(args, f"{args.file.name} can't be shown: {info.message}")
    first, last = args.pages or (1, len(info.page_sizes))
    if first > len(info.page_sizes):
        return _fail(args, f"{args.file.name} has {len(info.page_sizes)} pages; there is no page {first}.")
    failed = 0
    for page in range(first, min(last, len(info.page_sizes)) + 1):
        failed += not _draw_page(args, pool, page)
    if failed:
        sys.stderr.write(f"{failed} of the pages can't be shown.\n")
    return NOT_SHOWN if failed else SHOWN


def _draw_page(args: argparse.Namespace, pool: RendererPool, page: int) -> bool:
    from assessor_app.documents.model import Failure

    start = time.perf_counter()
    result: Any = _wait(lambda done: pool.render("file", page - 1, args.dpi / 72, done))
    row: dict[str, Any] = {"page": page, "width": None, "height": None}
    row["ms"] = round((time.perf_counter() - start) * 1000, 1)
    row["error"] = None
    if isinstance(result, Failure):
        row["error"] = f"Page {page} can't be shown: {result.message}"
    else:
        row["width"], row["height"] = result.width, result.height
        if args.out is not None:
            row["error"] = _save(args.out / f"page-{page:04}.png", result)
        result.release()
    _print(args, row)
    return row["error"] is None


def _save(file: Path, pixels: Any) -> str | None:
    from PIL import Image

    try:
        size = (pixels.width, pixels.height)
        Image.frombuffer("RGB", size, bytes(pixels.buffer), "raw", "BGRX", 0, 1).save(file)
    except OSError as error:
        return f"{file} can't be written: {error.strerror}."
    return None


def _wait(ask: Callable[[Callable[[Any], None]], object]) -> Any:
    """The answer to one request; the pool itself bounds the time."""
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    ask(answers.put)
    return answers.get()


def _read(file: Path) -> tuple[bytes, str]:
    """The file's bytes, or what is wrong with it."""
    if not file.exists():
        return b"", f"There is no file {file}."
    if not file.is_file():
        return b"", f"{file} is not a file."
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            return b"", f"{file.name} is larger than 2 GB."
        return file.read_bytes(), ""
    except OSError as error:
        return b"", f"{file} can't be read: {error.strerror}."


def _fail(args: argparse.Namespace, sentence: str) -> int:
    if args.json:
        _print(args, {"page": None, "width": None, "height": None, "ms": None, "error": sentence})
    sys.stderr.write(sentence + "\n")
    return NOT_SHOWN


def _print(args: argparse.Namespace, row: dict[str, Any]) -> None:
    if args.json:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    elif row["error"]:
        sys.stdout.write(row["error"] + "\n")
    else:
        sys.stdout.write(f"page {row['page']}: {row['width']} × {row['height']} px in {row['ms']} ms\n")
    sys.stdout.flush()
