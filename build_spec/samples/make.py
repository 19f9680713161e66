"""Makes the sample evidence in ``resources/samples/evidence`` and its index.

Run by hand when the samples are to change; the files it makes are kept in the repository:

    pip install weasyprint python-pptx openpyxl pillow pikepdf
    python build_spec/samples/make.py

It wants the fonts Inter, Carlito and Breip (Debian: fonts-inter fonts-crosextra-carlito fonts-breip). Every applicant's name is invented and distinctive, and is put where real files carry names (PDF and
Office properties, EXIF), so that the demonstration and its tests have something to remove.
"""

from __future__ import annotations

import io
import random
import shutil
from pathlib import Path

import pikepdf
import weasyprint
import yaml
from documents import (
    deck,
    dialogue_protocol,
    growth_sheet,
    hinge,
    needs_assessment,
    portfolio,
    reflection,
    stems,
    thinking,
    unit_plan,
)
from pictures import notebook_scan, phone_photo
from topics import DISCOURSE, MATH

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
    topic = DISCOURSE[number]
    rng = random.Random(number * 10 + attempt)
    for part in ("analyze-need", "design-plan", "develop-materials", "implement-lesson", "evaluate-reflection"):
        (folder / part).mkdir(parents=True)
    surname = name.split()[-1]
    write_pdf(
        folder / "analyze-need" / f"Needs assessment {surname}.pdf", needs_assessment(topic, attempt), name, "Needs"
    )
    phone_photo(folder / "analyze-need" / "IMG_2041.jpg", topic, rng, orientation=(6, 8, 3, 1)[number], artist=name)
    write_pdf(folder / "design-plan" / f"{surname} unit plan.pdf", unit_plan(topic, attempt), name, "Unit plan")
    if number == 0:
        write_pdf(folder / "design-plan" / "z protocol slides.pdf", dialogue_protocol(topic), name, "Protocol")
    if number == 2:
        deck(folder / "design-plan" / "slides.pptx", topic, name)
    write_pdf(folder / "develop-materials" / "stems final FINAL.pdf", stems(topic), name, "Stems")
    notebook_scan(folder / "implement-lesson" / f"scan_{surname}.tiff", topic, rng, artist=name)
    (folder / "evaluate-reflection" / "response.txt").write_text(reflection(topic, attempt), encoding="utf-8")


def math(folder: Path, number: int, name: str) -> None:
    topic = MATH[number]
    rng = random.Random(100 + number)
    for part in ("analyze-thinking", "design-task", "develop-tools", "implement-record", "evaluate-effect"):
        (folder / part).mkdir(parents=True)
    write_pdf(folder / "analyze-thinking" / "student work sorted.pdf", thinking(topic), name, "Student work")
    phone_photo(
        folder / "analyze-thinking" / "PXL_20260914.jpg", topic, rng, orientation=(8, 6, 1, 3)[number], artist=name
    )
    write_pdf(folder / "design-task" / "hinge.pdf", hinge(topic), name, "Hinge question")
    growth_sheet(folder / "develop-tools" / "tracking.xlsx", topic, rng, name)
    if number == 0:
        write_pdf(folder / "implement-record" / "portfolio_all_weeks.pdf", portfolio(topic, 120), name, "Portfolio")
    else:
        notebook_scan(folder / "implement-record" / "notes.tiff", topic, rng, artist=name)
    (folder / "evaluate-effect" / "response.md").write_text(
        "\n\n".join(
            (
                f"I compared the same idea before and after: {topic.idea}",
                "Before teaching, "
                + "; ".join(f"{before} students were in the group “{group}”" for group, _, before, _ in topic.groups)
                + ".",
                "After the changed lessons, "
                + "; ".join(f"{after} were in “{group}”" for group, _, _, after in topic.groups)
                + f". {topic.change}",
                "Three students moved only after I had talked with them alone. I do not know whether the lesson or the "
                "talk did it, and I will give the hinge question again in three weeks to find out.",
            )
        ),
        encoding="utf-8",
    )


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
            math(OUT / f"{key}-1", number - 4, name)
        if number == 1:
            discourse(OUT / f"{key}-2", number, name, attempt=2)
            entry["attempts"].append(f"{key}-2")
        index.append(entry)
    text = yaml.safe_dump(index, sort_keys=False, allow_unicode=True)
    (OUT.parent / "portfolios.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
