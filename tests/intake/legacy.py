"""DOC, XLS and PPT as old Office wrote them: made by LibreOffice, where it is installed, from what is new."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.intake.planting import Labels
from tests.intake.sheets import make_sheets
from tests.intake.slides import make_slides
from tests.intake.word import make_word

_FAMILIES = ((make_word, "docx", "doc"), (make_sheets, "xlsx", "xls"), (make_slides, "pptx", "ppt"))


def make_legacy(folder: Path, labels: Labels, *, full: bool) -> None:
    """Labels that LibreOffice did not carry over are found absent by the measure, which looks at what goes in first."""
    if not full or shutil.which("soffice") is None:
        return
    for make, new, old in _FAMILIES:
        with TemporaryDirectory() as inner:
            made = Labels(labels.person, labels.rng, numbers=labels.numbers, turn=labels.turn)
            make(Path(inner), made, full=False)
            source = made.paths[-1] if new == "docx" else made.paths[0]
            target = folder / source.with_suffix(f".{old}").name
            _convert(source, old, Path(inner))
            shutil.copyfile(source.with_suffix(f".{old}"), target)
            _carry_over(labels, made, source.name, target, old)


def _convert(source: Path, end: str, folder: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", end]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120)


def _carry_over(labels: Labels, made: Labels, source: str, target: Path, end: str) -> None:
    labels.paths.append(target)
    labels.planted += [replace(p, file=target.name, format=end) for p in made.planted if p.file == source]
    labels.innocents += [replace(i, file=target.name, format=end) for i in made.innocents if i.file == source]
