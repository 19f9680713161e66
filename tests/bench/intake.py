"""Names that a labelled set hides in every format and place: what gets through, what is lost, and a page's time."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf

from tests.intake.bad_input import bad_files, write_all
from tests.intake.labelled_set import make
from tests.intake.measuring import Measured, measured
from tests.intake.person import Person, ordinary, rare
from tests.intake.planting import Labels
from tests.intake.running import run_intake

UNSEEN_SEED = 5
_DRAWN_BY_OFFICE = (".docx", ".pptx", ".xlsx", ".odt", ".ods", ".odp", ".rtf", ".doc", ".xls", ".ppt")


def measure(runs: int) -> dict[str, object]:
    """Everything once for each person; the times ``runs`` times, in turns with the peers."""
    result: dict[str, object] = {}
    for name, person, seed in (
        ("rare", rare(), 0), ("ordinary", ordinary(), 0), ("unseen", rare(UNSEEN_SEED), UNSEEN_SEED),
    ):  # fmt: skip
        with TemporaryDirectory() as folder:
            labels = make(Path(folder) / "in", person, seed)
            result[name] = _quality(Path(folder), person, labels).summary()
            if name == "rare":
                result["time"] = _times(Path(folder), person, labels, runs)
    result["slow_bad_input_seconds"] = _slow_ones()
    return result


def _slow_ones() -> dict[str, float]:
    """Small files that keep programs busy: how long one of them keeps everybody else waiting."""
    seconds = {}
    with TemporaryDirectory() as folder:
        slow = [item for item in bad_files(Path(folder)) if item.slow]
        for path in write_all(Path(folder), slow, rare()):
            start = time.perf_counter()
            run_intake([path], rare(), Path(folder) / path.stem)
            seconds[path.name] = round(time.perf_counter() - start, 1)
    return seconds


def _quality(folder: Path, person: Person, labels: Labels) -> Measured:
    out = folder / "out"
    return measured(out, labels, run_intake(labels.paths, person, out))


def _times(folder: Path, person: Person, labels: Labels, runs: int) -> dict[str, object]:
    """Of PDF files against PyMuPDF alone, of Office files against LibreOffice alone; a page is one of what is shown."""
    pdfs = [path for path in labels.paths if path.suffix == ".pdf"]
    office = [path for path in labels.paths if path.suffix in _DRAWN_BY_OFFICE]
    spent: dict[str, list[float]] = {"ours_pdf": [], "pymupdf": [], "ours_office": [], "libreoffice": []}
    drawn = folder / "drawn"
    for number in range(runs):
        turns: dict[str, Callable[[], object]] = {
            "ours_pdf": lambda n=number: run_intake(pdfs, person, folder / f"pdf{n}"),
            "pymupdf": lambda: _pymupdf_alone(pdfs, folder),
            "ours_office": lambda n=number: run_intake(office, person, folder / f"office{n}"),
            "libreoffice": lambda: _libreoffice_alone(office, folder, drawn),
        }
        for name, turn in turns.items():
            if name == "libreoffice" and shutil.which("soffice") is None:
                continue
            start = time.perf_counter()
            turn()
            spent[name].append(time.perf_counter() - start)
    pages = {"pdf": _pages(pdfs), "office": _pages(sorted(drawn.glob("*.pdf")))}
    return {"runs": runs, "pages": pages} | {
        f"{name}_seconds_a_page": round(statistics.median(seconds) / max(1, pages[_kind(name)]), 3)
        for name, seconds in spent.items()
        if seconds
    }


def _kind(name: str) -> str:
    return "pdf" if name in ("ours_pdf", "pymupdf") else "office"


def _pages(files: list[Path]) -> int:
    total = 0
    for file in files:
        with pymupdf.open(file) as document:
            total += document.page_count
    return total


def _pymupdf_alone(files: list[Path], folder: Path) -> None:
    for file in files:
        with pymupdf.open(file) as document:
            for page in document:
                page.get_text()
            document.save(folder / "alone.pdf", garbage=3, deflate=True)


def _libreoffice_alone(files: list[Path], folder: Path, drawn: Path) -> None:
    """One start for each file, as a server that keeps strangers' files apart has to."""
    for number, file in enumerate(files):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        copy = folder / f"{number}{file.suffix}"
        shutil.copyfile(file, copy)
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(drawn), str(copy)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
