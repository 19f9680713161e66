"""Fingerprints as rows, and away again."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessor_app.server.similarity.fingerprint import Fingerprint
from assessor_app.server.similarity.pictures import PictureHash, View, picture_bands
from assessor_app.server.similarity.sketch import text_bands
from assessor_app.server.similarity.words import Shingles
from assessor_app.server.storage.similarity_models import FingerprintRow, PictureBand, PictureRow, TextBand


def pack_shingles(shingles: Shingles) -> bytes:
    """Sorted and each once, 4 bytes each, the lowest byte first."""
    return np.unique(shingles).astype("<u4").tobytes()


def unpack_shingles(data: bytes) -> Shingles:
    return np.frombuffer(data, "<u4").astype(np.uint32)


def pack_texts(pages: Sequence[str]) -> bytes:
    return zlib.compress(json.dumps(pages, ensure_ascii=False).encode())


def unpack_texts(data: bytes) -> tuple[str, ...]:
    return tuple(json.loads(zlib.decompress(data)))


def picture_hash(row: PictureRow) -> PictureHash:
    return PictureHash(row.page, View(row.view), int.from_bytes(row.phash, "big"), int.from_bytes(row.dhash, "big"))


def draw_of(micro_credential_id: str, applicant_id: str) -> int:
    """The applicant's lot, which is the same for all they hand in to a micro-credential."""
    digest = hashlib.sha256(f"{micro_credential_id}\n{applicant_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def store(
    session: Session,
    fingerprint: Fingerprint,
    known: Shingles,
    *,
    micro_credential_id: str,
    submission_id: str,
    evidence_id: str,
    applicant_id: str,
) -> None:
    """Keep a fingerprint with all values by which it can be found; ``known`` shingles (sorted) are no such values."""
    row = FingerprintRow(
        micro_credential_id=micro_credential_id, submission_id=submission_id, evidence_id=evidence_id,
        applicant_id=applicant_id, draw=draw_of(micro_credential_id, applicant_id), sha256=fingerprint.sha256,
        content=fingerprint.content, texts=pack_texts(fingerprint.pages),
        shingles=pack_shingles(fingerprint.shingles),
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(
        TextBand(micro_credential_id=micro_credential_id, band=band, value=value, fingerprint_id=row.id)
        for band, value in text_bands(fingerprint.shingles, known)
    )
    for seen in fingerprint.pictures:
        picture = PictureRow(
            fingerprint_id=row.id, page=seen.page, view=seen.view.value,
            phash=seen.phash.to_bytes(32, "big"), dhash=seen.dhash.to_bytes(8, "big"),
        )  # fmt: skip
        session.add(picture)
        session.flush()
        session.add_all(
            PictureBand(micro_credential_id=micro_credential_id, band=band, value=value, picture_id=picture.id)
            for band, value in picture_bands(seen)
        )
    session.flush()


def remove(session: Session, submission_id: str) -> None:
    """Keep nothing of a submission's evidence."""
    rows = select(FingerprintRow.id).where(FingerprintRow.submission_id == submission_id)
    pictures = select(PictureRow.id).where(PictureRow.fingerprint_id.in_(rows))
    session.execute(delete(PictureBand).where(PictureBand.picture_id.in_(pictures)))
    session.execute(delete(PictureRow).where(PictureRow.fingerprint_id.in_(rows)))
    session.execute(delete(TextBand).where(TextBand.fingerprint_id.in_(rows)))
    session.execute(delete(FingerprintRow).where(FingerprintRow.submission_id == submission_id))
