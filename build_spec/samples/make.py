"""Makes the sample evidence in ``resources/samples/evidence`` and its index.

Run by hand when the samples are to change; the files it makes are kept in the repository:

    apt-get install fonts-inter fonts-crosextra-carlito fonts-breip libpango-1.0-0 libpangoft2-1.0-0
    pip install weasyprint python-pptx openpyxl pillow pikepdf pyyaml
    python build_spec/samples/make.py

Each portfolio has a module in ``portfolios``, in prose of its own: the server compares submissions, and a pool in which
everybody wrote the same would be flagged from end to end. Only ``area`` takes two paragraphs from ``equations``, so that
there is something to flag. Every applicant's name is invented and distinctive, and is put where real files carry names
(PDF and Office properties, EXIF), so that the demonstration and its tests have something to remove.
"""

from __future__ import annotations

import io
import random
import shutil
from pathlib import Path

import pikepdf
import weasyprint
import yaml
from office import write_deck, write_tracking
from parts import Discourse, Maths
from pictures import notebook_scan, phone_photo
from portfolios import archive, area, equations, fractions, market, ratio, uniforms, water

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "resources" / "samples" / "evidence"

APPLICANTS = (
    ("Wilhelmina Featherstonehaugh", "Quillfeather Unified"),
    ("Bartholomew Quackenbush", "Quillfeather Unified"),
    ("Persephone Zwingli-Okonjo", "Marrowbone Consolidated"),
    ("Thaddeus Birdwhistell", "Marrowbone Consolidated"),
    ("Ottoline Strathspey", "Quillfeather Unified"),
    ("Ignatius Vanderplonk", "Quillfeather Unified"),
    ("Clementine Abernathy-Voss", "Marrowbone Consolidated"),
    ("Leopold Szczepanski", "Marrowbone Consolidated"),
)


DISCOURSE: tuple[Discourse, ...] = (water.PORTFOLIO, uniforms.portfolio(1), market.PORTFOLIO, archive.PORTFOLIO)
MATHS: tuple[Maths, ...] = (fractions.PORTFOLIO, ratio.PORTFOLIO, equations.PORTFOLIO, area.PORTFOLIO)

SECOND_PHOTO = 116
"""Chance by which the second attempt's paper hangs much like the first's, so that what differs is what was added."""


def email_of(name: str) -> str:
    return name.lower().replace(" ", ".").replace("-", "") + "@schools.example"


def write_pdf(file: Path, html: str, name: str, title: str) -> None:
    raw = weasyprint.HTML(string=html).write_pdf()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        pdf.docinfo["/Author"] = name
        pdf.docinfo["/Title"] = f"{title} – {name}"
        pdf.docinfo["/Creator"] = f"{name}'s laptop"
        pdf.save(file, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def discourse(folder: Path, number: int, name: str, *, attempt: int = 1) -> None:
    made = uniforms.portfolio(attempt) if number == 1 else DISCOURSE[number]
    rng = random.Random(number * 10 + 1 if attempt == 1 else SECOND_PHOTO)
    for part in ("analyze-need", "design-plan", "develop-materials", "implement-lesson", "evaluate-reflection"):
        (folder / part).mkdir(parents=True)
    surname = name.split()[-1]
    write_pdf(folder / "analyze-need" / f"Needs assessment {surname}.pdf", made.needs, name, "Needs")
    phone_photo(folder / "analyze-need" / "IMG_2041.jpg", made.hand, rng, orientation=(6, 8, 3, 1)[number], artist=name)
    write_pdf(folder / "design-plan" / f"{surname} unit plan.pdf", made.plan, name, "Unit plan")
    if made.protocol is not None:
        write_pdf(folder / "design-plan" / "z protocol slides.pdf", made.protocol, name, "Protocol")
    if made.deck is not None:
        write_deck(folder / "design-plan" / "slides.pptx", made.deck, name)
    write_pdf(folder / "develop-materials" / "stems final FINAL.pdf", made.stems, name, "Stems")
    notebook_scan(folder / "implement-lesson" / f"scan_{surname}.tiff", made.hand, rng, artist=name)
    (folder / "evaluate-reflection" / "response.txt").write_text(made.reflection, encoding="utf-8")


def maths(folder: Path, number: int, name: str) -> None:
    made = MATHS[number]
    rng = random.Random(100 + number)
    for part in ("analyze-thinking", "design-task", "develop-tools", "implement-record", "evaluate-effect"):
        (folder / part).mkdir(parents=True)
    write_pdf(folder / "analyze-thinking" / "student work sorted.pdf", made.thinking, name, "Student work")
    phone_photo(
        folder / "analyze-thinking" / "PXL_20260914.jpg", made.hand, rng, orientation=(8, 6, 1, 3)[number], artist=name
    )
    write_pdf(folder / "design-task" / "hinge.pdf", made.hinge, name, "Hinge question")
    write_tracking(folder / "develop-tools" / "tracking.xlsx", made.tracking, name)
    if made.record is not None:
        write_pdf(folder / "implement-record" / "portfolio_all_weeks.pdf", made.record, name, "Portfolio")
    else:
        notebook_scan(folder / "implement-record" / "notes.tiff", made.hand, rng, artist=name)
    (folder / "evaluate-effect" / "response.md").write_text(made.effect, encoding="utf-8")


def main() -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    index = []
    for number, (name, organisation) in enumerate(APPLICANTS):
        key = f"p{number + 1}"
        is_discourse = number < 4
        entry = {
            "applicant": {"name": name, "email": email_of(name), "organisation": organisation},
            "micro_credential": "academic-discourse" if is_discourse else "formative-assessment-math",
            "attempts": [f"{key}-1"],
        }
        if is_discourse:
            discourse(OUT / f"{key}-1", number, name)
        else:
            maths(OUT / f"{key}-1", number - 4, name)
        if number == 1:
            discourse(OUT / f"{key}-2", number, name, attempt=2)
            entry["attempts"].append(f"{key}-2")
        index.append(entry)
    text = yaml.safe_dump(index, sort_keys=False, allow_unicode=True)
    (OUT.parent / "portfolios.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
