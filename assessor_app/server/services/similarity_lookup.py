"""Which stored evidence is worth a closer look.

Everything here costs as much as the new evidence is large, and a little for each look-up: what is read of stored
evidence has a limit, however much of it there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from assessor_app.server.services.similarity_storing import draw_of, picture_hash, unpack_shingles
from assessor_app.server.similarity.fingerprint import Fingerprint
from assessor_app.server.similarity.pictures import PictureHash, nearest, picture_bands
from assessor_app.server.similarity.sketch import text_bands
from assessor_app.server.similarity.verdict import worth_comparing
from assessor_app.server.similarity.words import Shingles
from assessor_app.server.storage.similarity_models import FingerprintRow, PictureBand, PictureRow, TextBand

HOT = 64
"""Entries that are read of one value, the newest: what more have in common is a template or a turn of phrase."""
MOST_PROBES = 600
"""Values of one piece of evidence that are looked up; longer texts are probed evenly."""
MOST_COMPARED = 40
"""Pieces that one new piece is compared with, those first that share the rarest values."""


def _newest_with(table: type[TextBand] | type[PictureBand], key: Any) -> Select[Any]:
    return (
        select(key)
        .where(
            table.micro_credential_id == bindparam("credential"),
            table.band == bindparam("band"),
            table.value == bindparam("value"),
        )
        .order_by(key.desc())
        .limit(bindparam("most"))
    )


_TEXTS_WITH = _newest_with(TextBand, TextBand.fingerprint_id)
_PICTURES_WITH = _newest_with(PictureBand, PictureBand.picture_id)


class Lookup:
    """Stored evidence of other applicants than one, for one micro-credential."""

    def __init__(self, session: Session, micro_credential_id: str, applicant_id: str) -> None:
        self._session = session
        self._credential = micro_credential_id
        self._applicant = applicant_id
        own = select(FingerprintRow.id).where(
            FingerprintRow.micro_credential_id == micro_credential_id,
            FingerprintRow.draw == draw_of(micro_credential_id, applicant_id),
            FingerprintRow.applicant_id == applicant_id,
        )
        self._own = frozenset(session.scalars(own))

    def candidates(self, fingerprint: Fingerprint, known: Shingles) -> list[FingerprintRow]:
        """At most ``MOST_COMPARED`` for each way of being alike: the same file, shared text, shared pictures."""
        found = {row.id: row for row in (*self._same_files(fingerprint.sha256), *self._texts(fingerprint, known))}
        found |= {row.id: row for row in self._pictures(fingerprint.pictures)}
        return list(found.values())

    def _same_files(self, sha256: str) -> Iterable[FingerprintRow]:
        return self._session.scalars(
            select(FingerprintRow)
            .where(
                FingerprintRow.micro_credential_id == self._credential,
                FingerprintRow.sha256 == sha256,
                FingerprintRow.applicant_id != self._applicant,
            )
            .order_by(FingerprintRow.id.desc())
            .limit(MOST_COMPARED)
        )

    def _texts(self, fingerprint: Fingerprint, known: Shingles) -> list[FingerprintRow]:
        bands = text_bands(fingerprint.shingles, known)
        best = self._best(_TEXTS_WITH, bands[:: -(-len(bands) // MOST_PROBES) or 1], self._own)
        rows = self._rows(best)
        return [row for row in rows if worth_comparing(fingerprint.shingles, unpack_shingles(row.shingles), known)]

    def _pictures(self, pictures: Sequence[PictureHash]) -> list[FingerprintRow]:
        if not pictures:
            return []
        own = frozenset(self._session.scalars(select(PictureRow.id).where(PictureRow.fingerprint_id.in_(self._own))))
        alike: dict[int, None] = {}
        for picture in pictures:
            best = self._best(_PICTURES_WITH, picture_bands(picture), own)
            rows = self._session.scalars(select(PictureRow).where(PictureRow.id.in_(best)))
            alike |= dict.fromkeys(row.fingerprint_id for row in rows if nearest([picture], [picture_hash(row)]))
        return self._rows(list(alike)[:MOST_COMPARED])

    def _best(self, newest: Select[Any], bands: Sequence[tuple[int, int]], own: frozenset[int]) -> list[int]:
        """The ids that share the rarest values, each value weighing one over the number of those who have it."""
        weights: dict[int, float] = defaultdict(float)
        # The applicant's own earlier attempts must not take the places of others.
        most = HOT + len(own)
        for band, value in bands:
            where = {"credential": self._credential, "band": band, "value": value, "most": most}
            others = [found for found in self._session.scalars(newest, where) if found not in own][:HOT]
            for found in others:
                weights[found] += 1 / len(others)
        return sorted(weights, key=lambda found: (-weights[found], -found))[:MOST_COMPARED]

    def _rows(self, ids: Sequence[int]) -> list[FingerprintRow]:
        rows = {row.id: row for row in self._session.scalars(select(FingerprintRow).where(FingerprintRow.id.in_(ids)))}
        return [rows[found] for found in ids]

    def pictures_of(self, row: FingerprintRow) -> list[PictureHash]:
        pictures = select(PictureRow).where(PictureRow.fingerprint_id == row.id).order_by(PictureRow.id)
        return [picture_hash(found) for found in self._session.scalars(pictures)]
