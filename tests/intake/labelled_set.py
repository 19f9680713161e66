"""The labelled set: one person hidden in files of every family, in every place where files keep names."""

from __future__ import annotations

import random
from pathlib import Path

from tests.intake.legacy import make_legacy
from tests.intake.opendocument import make_open_documents
from tests.intake.pdfs import make_pdfs
from tests.intake.person import Person
from tests.intake.pictures import make_pictures
from tests.intake.planting import Labels
from tests.intake.recordings import make_recordings
from tests.intake.sheets import make_sheets
from tests.intake.slides import make_slides
from tests.intake.texts import make_texts
from tests.intake.word import make_word

FAMILIES = (
    make_pdfs, make_word, make_slides, make_sheets, make_open_documents, make_texts, make_pictures, make_recordings,
    make_legacy,
)  # fmt: skip


def make(folder: Path, person: Person, seed: int, *, full: bool = True) -> Labels:
    """``full`` makes every format; without it each family keeps a few files, for tests that run often."""
    folder.mkdir(parents=True, exist_ok=True)
    # Another seed puts other forms in the same places.
    labels = Labels(person, random.Random(seed), turn=seed)
    for family in FAMILIES:
        family(folder, labels, full=full)
    return labels
