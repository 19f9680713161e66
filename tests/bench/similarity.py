"""How much of what was copied is flagged, and of what was not; and what one more portfolio costs among ever more."""

from __future__ import annotations

import hashlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageEnhance
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from assessor_app.server.services.similarity import Compared, index_and_compare
from assessor_app.server.services.similarity_storing import pack_shingles, pack_texts, unpack_shingles
from assessor_app.server.similarity.fingerprint import Picture, fingerprint
from assessor_app.server.similarity.pictures import BANDS
from assessor_app.server.similarity.sketch import text_bands
from assessor_app.server.storage.database import Database
from assessor_app.server.storage.models import Lineage, Person, Submission
from assessor_app.server.storage.similarity_models import FingerprintRow, PictureBand, PictureRow, TextBand
from tests.bench.teacher_prose import answer, filled, paragraph, paraphrased, reordered, retyped
from tests.samples import NOW
from tests.server.similarity.paper import compressed, form, page, photographed, rescanned, scene

CREDENTIAL = "academic-discourse"
BACKGROUND, WORKS, PAGES = 150, 30, 25
"""Independent works beside which everything is judged; works, and pages or photos, of each kind."""
STORED = (1_000, 10_000, 100_000)
ADDED = 5
"""Portfolios that are added at each size, for each run asked for."""
POOL = 1_500
"""Answers whose words and values the stored portfolios are made of."""

Change = Callable[[str, random.Random], str]
COPIES: dict[str, Change] = {
    "copied": lambda text, _: text,
    "retyped_with_typos": retyped,
    "retyped_badly": lambda text, chance: retyped(text, chance, 0.06),
    "reordered_paragraphs": reordered,
    "retyped_and_reordered": lambda text, chance: retyped(reordered(text, chance), chance),
    "one_paragraph_borrowed": lambda text, chance: f"{answer(chance, 120)}\n\n{text[-400:]}\n\n{answer(chance, 120)}",
    "paraphrased_5_percent": lambda text, chance: paraphrased(text, chance, 0.05),
    "paraphrased_10_percent": lambda text, chance: paraphrased(text, chance, 0.10),
    "paraphrased_20_percent": lambda text, chance: paraphrased(text, chance, 0.20),
    "paraphrased_and_turned_around": lambda text, chance: paraphrased(text, chance, 0.40),
}
SCANS: dict[str, Callable[[Image.Image, random.Random], Image.Image]] = {
    "rescanned": rescanned,
    "photographed": photographed,
    "photographed_scan": lambda image, chance: photographed(rescanned(image, chance), chance),
}


def measure(runs: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        kinds = _judged(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        cost = _costs(Path(folder), runs)
    return {"works": WORKS, "pages": PAGES, "kinds": kinds, "cost_of_one_more": cost}


@dataclass
class Count:
    """Pieces handed in, those flagged with the work they came from, and flags that point anywhere else."""

    pieces: int = 0
    found: int = 0
    false: int = 0

    def figures(self) -> dict[str, object]:
        flags = self.found + self.false
        return {
            "recall": round(self.found / self.pieces, 3), "precision": round(self.found / flags, 3) if flags else None,
            "false_flags": self.false,
        }  # fmt: skip


@dataclass
class Applicants:
    """Everybody hands in one submission. Rows of people and submissions are made in bulk."""

    session: Session
    count: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def add(self, number: int, credential: str) -> range:
        new = range(self.count, self.count + number)
        self.count += number
        people = [
            {"id": f"p{n}", "email": f"p{n}@example.org", "name": "", "organisation": "", "roles": [],
             "password_hash": "", "created_at": NOW}
            for n in new
        ]  # fmt: skip
        submissions = [
            {"id": f"s{n}", "lineage_id": f"p{n}", "attempt": 1, "micro_credential_id": credential,
             "micro_credential_version": 1, "state": "submitted", "version": 1, "manifest": "", "evidence_count": 1,
             "evidence_bytes": 1, "submitted_at": NOW, "due_at": NOW}
            for n in new
        ]  # fmt: skip
        lineages = [{"id": f"p{n}", "applicant_id": f"p{n}", "micro_credential_id": credential} for n in new]
        for table, rows in ((Person, people), (Lineage, lineages), (Submission, submissions)):
            self.session.execute(insert(table), rows)
        return new

    def hand_in(self, evidence: Compared, credential: str = CREDENTIAL) -> tuple[str, list[str]]:
        """The submission's id, and those that it is flagged with."""
        (number,) = self.add(1, credential)
        flags = index_and_compare(
            self.session,
            micro_credential_id=credential,
            submission_id=f"s{number}",
            applicant_id=f"p{number}",
            evidence=[evidence],
        )
        return f"s{number}", [flag.other_submission_id for flag in flags]

    def copies(self, evidence: Callable[[], tuple[Compared, Compared]], number: int) -> Count:
        """Originals first and copies then, so that each copy meets the originals of all others too."""
        pairs = [evidence() for _ in range(number)]
        originals = [self.hand_in(original) for original, _ in pairs]
        count = Count(number, false=sum(len(flagged) for _, flagged in originals))
        for (own, _), (_, copy) in zip(originals, pairs, strict=True):
            _, flagged = self.hand_in(copy)
            count.found += own in flagged
            count.false += len([other for other in flagged if other != own])
        return count

    def own_work(self, evidence: Callable[[], Compared], number: int, credential: str) -> dict[str, object]:
        flags = [len(self.hand_in(evidence(), credential)[1]) for _ in range(number)]
        return {"pieces": number, "flagged": sum(map(bool, flags)), "flagged_after_ten": sum(map(bool, flags[10:]))}


def _text(text: str) -> Compared:
    pages = text.split("\f")
    return Compared("e1", fingerprint(hashlib.sha256(text.encode()).hexdigest(), pages))


def _picture(image: Image.Image) -> Compared:
    return Compared("e1", fingerprint(hashlib.sha256(image.tobytes()).hexdigest(), [""], [Picture(0, image)]))


def _session(folder: Path) -> tuple[Database, Session]:
    database = Database(folder / "server.db")
    database.engine.dispose()

    @event.listens_for(database.engine, "connect")
    def connected(connection: Any, _: object) -> None:
        # Nothing of it is kept, and the submissions are of no published micro-credential.
        for setting in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            connection.execute(f"PRAGMA {setting}")

    return database, Session(database.engine, expire_on_commit=False)


def _judged(folder: Path) -> dict[str, object]:
    database, session = _session(folder)
    chance = random.Random(11)
    all_of_them = Applicants(session)
    kinds: dict[str, object] = {
        "independent": all_of_them.own_work(lambda: _text(answer(chance, 300)), BACKGROUND, CREDENTIAL),
        "independent_3000_words": all_of_them.own_work(lambda: _text(answer(chance, 3_000)), 20, "long"),
        "independent_pages": all_of_them.own_work(lambda: _picture(page(chance)), 2 * PAGES, CREDENTIAL),
        "independent_photos": all_of_them.own_work(lambda: _picture(scene(chance)), 2 * PAGES, CREDENTIAL),
        "same_template_own_answers": _on_a_template(all_of_them, chance),
        "same_form_own_handwriting": all_of_them.own_work(lambda: _picture(form(chance)), 2 * PAGES, "forms"),
    }
    for name, change in COPIES.items():
        kinds[name] = all_of_them.copies(lambda change=change: _changed(change, chance), WORKS).figures()  # type: ignore[misc]
    for name, scan in SCANS.items():
        kinds[name] = all_of_them.copies(lambda scan=scan: _scanned(scan, page(chance), chance), PAGES).figures()  # type: ignore[misc]
    kinds["photo_made_smaller"] = all_of_them.copies(lambda: _scanned(_smaller, scene(chance), chance), PAGES).figures()
    session.commit()
    session.close()
    database.close()
    return kinds


def _on_a_template(applicants: Applicants, chance: random.Random) -> dict[str, object]:
    template = [paragraph(chance, 25) for _ in range(6)]
    return applicants.own_work(lambda: _text(filled(template, chance)), 2 * WORKS, "template")


def _changed(change: Change, chance: random.Random) -> tuple[Compared, Compared]:
    work = answer(chance, 300)
    # A page more makes another file of the same words.
    return _text(work), _text(f"{change(work, chance)}\f")


def _scanned(
    change: Callable[[Image.Image, random.Random], Image.Image], image: Image.Image, chance: random.Random
) -> tuple[Compared, Compared]:
    return _picture(image), _picture(change(image, chance))


def _smaller(image: Image.Image, chance: random.Random) -> Image.Image:
    small = image.resize((image.width // 2, image.height // 2))
    return compressed(ImageEnhance.Brightness(small).enhance(chance.uniform(0.7, 1.3)), 40)


def _costs(folder: Path, runs: int) -> dict[str, object]:
    """Seconds of one more portfolio (one in five is a copy), and of comparing its shingles with every stored one."""
    database, session = _session(folder)
    stored = Stored(session)
    result: dict[str, object] = {}
    first: tuple[float, float] | None = None
    for size in STORED:
        stored.fill(size)
        ours = statistics.median(stored.one_more(copy=number % 5 == 4) for number in range(ADDED * runs))
        peer = stored.against_all()
        first = first or (ours, peer)
        result[str(size)] = {
            "ours_seconds": round(ours, 4), "ours_grown": round(ours / first[0], 2), "peer_seconds": round(peer, 4),
            "peer_grown": round(peer / first[1], 2),
        }  # fmt: skip
    session.commit()
    session.close()
    database.close()
    return result


class Stored:
    """Portfolios in bulk: each has the words of one of ``POOL`` answers, and values drawn from all of them.

    A value that only one of the answers has is made one that nobody else has, nine times in ten. A quarter has a scan.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._chance = random.Random(5)
        self._applicants = Applicants(session)
        self._draw = np.random.default_rng(5)
        self._works = [_text(answer(self._chance, 300)).fingerprint for _ in range(POOL)]
        self._packed = [(pack_texts(work.pages), pack_shingles(work.shingles)) for work in self._works]
        nothing = np.empty(0, np.uint32)
        self._values = [np.array(text_bands(work.shingles, nothing)) for work in self._works]
        pairs, counts = np.unique(np.concatenate(self._values), axis=0, return_counts=True)
        self._rare = {(int(band), int(value)) for band, value in pairs[counts == 1]}
        self._all = [(int(band), int(value)) for bands in self._values for band, value in bands]

    def fill(self, size: int) -> None:
        while self._applicants.count < size:
            new = self._applicants.add(min(10_000, size - self._applicants.count), CREDENTIAL)
            self._session.execute(insert(FingerprintRow), [self._row(number) for number in new])
            keys = ("micro_credential_id", "band", "value")
            texts = sorted({(CREDENTIAL, *value, n + 1) for n in new for value in self._drawn()})
            self._insert(TextBand, (*keys, "fingerprint_id"), texts)
            scanned = new[::4]
            self._session.execute(
                insert(PictureRow),
                [
                    {"id": n + 1, "fingerprint_id": n + 1, "page": 0, "view": "sheet", "phash": self._draw.bytes(32),
                     "dhash": self._draw.bytes(8)}
                    for n in scanned
                ],
            )  # fmt: skip
            values = self._draw.integers(0, 1 << 14, (len(scanned), BANDS)).tolist()
            pictures = sorted(
                (CREDENTIAL, band, value, n + 1)
                for n, row in zip(scanned, values, strict=True)
                for band, value in enumerate(row)
            )
            self._insert(PictureBand, (*keys, "picture_id"), pictures)

    def _insert(self, table: type, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
        places = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table.__tablename__} ({', '.join(columns)}) VALUES ({places})"  # type: ignore[attr-defined]
        self._session.connection().exec_driver_sql(statement, rows)

    def _row(self, number: int) -> dict[str, object]:
        texts, shingles = self._packed[self._chance.randrange(POOL)]
        return {
            "id": number + 1, "micro_credential_id": CREDENTIAL, "submission_id": f"s{number}", "evidence_id": "e1",
            "applicant_id": f"p{number}", "draw": self._chance.getrandbits(63), "sha256": f"{number:064x}",
            "content": f"{number:064x}", "texts": texts, "shingles": shingles,
        }  # fmt: skip

    def _drawn(self) -> Iterator[tuple[int, int]]:
        for value in self._chance.choices(self._all, k=len(self._all) // POOL):
            lonely = value in self._rare and self._chance.random() < 0.9
            yield (value[0], self._chance.getrandbits(32)) if lonely else value

    def one_more(self, copy: bool) -> float:
        work = self._chance.choice(self._works).pages[0] if copy else answer(self._chance, 300)
        scan = page(self._chance)
        evidence = fingerprint(f"{self._chance.getrandbits(256):064x}", [work, ""], [Picture(1, scan)])
        start = time.perf_counter()
        self._applicants.hand_in(Compared("e1", evidence))
        return time.perf_counter() - start

    def against_all(self) -> float:
        own = _text(answer(self._chance, 300)).fingerprint.shingles
        start = time.perf_counter()
        rows = self._session.execute(
            select(FingerprintRow.id, FingerprintRow.shingles).execution_options(yield_per=500)
        )
        [(row, len(np.intersect1d(own, unpack_shingles(data)))) for row, data in rows]
        return time.perf_counter() - start
