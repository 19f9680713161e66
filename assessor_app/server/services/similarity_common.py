"""What evidence may have in common with others: the micro-credential's own words, templates, and what many have."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.server.services.similarity_storing import picture_hash, unpack_shingles
from assessor_app.server.similarity.pictures import PictureHash, View, nearest
from assessor_app.server.similarity.words import NO_SHINGLES, Shingles, shingles_of_texts
from assessor_app.server.storage.models import MicroCredentialRow
from assessor_app.server.storage.similarity_models import FingerprintRow, PictureRow, TemplateRow

SAMPLE = 200
"""Applicants, drawn by lot, among whose work it is counted how common something is."""
COMMON_SHARE, COMMON_LEAST = 0.05, 5
"""Share of all applicants, and number, from which on what they have in common is a template."""
ROWS_AT_ONCE = 500
"""Keys in one query: every database takes as many."""


class Known:
    """What the micro-credential itself says, in all its versions, and what the issuer declared as template."""

    def __init__(self, session: Session, micro_credential_id: str) -> None:
        versions = session.scalars(select(MicroCredentialRow).where(MicroCredentialRow.id == micro_credential_id))
        texts = {text for row in versions for text in _own_texts(MicroCredential.model_validate(row.data))}
        templates = session.scalars(
            select(TemplateRow).where(TemplateRow.micro_credential_id == micro_credential_id)
        ).all()
        parts = [shingles_of_texts(texts), *(unpack_shingles(template.shingles) for template in templates)]
        self.shingles: Shingles = np.unique(np.concatenate(parts))
        self.pictures = [
            PictureHash(0, View(view), int(phash, 16), int(dhash, 16))
            for template in templates
            for view, phash, dhash in template.pictures
        ]


def _own_texts(micro_credential: MicroCredential) -> Iterator[str]:
    yield from (micro_credential.title, micro_credential.summary, *micro_credential.stamps)
    yield from (comment.text for comment in micro_credential.comments)
    for requirement in micro_credential.requirements:
        yield from (requirement.title, requirement.instructions)
        yield from (check.question for check in requirement.completion_checks)
        for criterion in requirement.criteria:
            yield criterion.title
            yield from (f"{level.label}\n{level.descriptor}" for level in criterion.levels)


class Commonplace:
    """What many applicants have, judged by ``SAMPLE`` of them drawn by lot; read when it is first asked for."""

    def __init__(self, session: Session, micro_credential_id: str) -> None:
        self._session = session
        self._credential = micro_credential_id
        self._judged: dict[PictureHash, bool] = {}

    @cached_property
    def shingles(self) -> Shingles:
        """Sorted."""
        by_applicant: dict[str, list[Shingles]] = defaultdict(list)
        for applicant, _, _, data in self._sample:
            by_applicant[applicant].append(unpack_shingles(data))
        each = [np.unique(np.concatenate(texts)) for texts in by_applicant.values()]
        values, counts = np.unique(np.concatenate([NO_SHINGLES, *each]), return_counts=True)
        return values[counts >= self._many]

    def has_file(self, sha256: str) -> bool:
        return len({applicant for applicant, found, _, _ in self._sample if found == sha256}) >= self._many

    def pictures(self, pictures: Iterable[PictureHash]) -> list[PictureHash]:
        """Those that many have."""
        return [picture for picture in pictures if self._has_picture(picture)]

    def _has_picture(self, picture: PictureHash) -> bool:
        if picture not in self._judged:
            owners = {owner for owner, other in self._sample_pictures if nearest([picture], [other])}
            self._judged[picture] = len(owners) >= self._many
        return self._judged[picture]

    @cached_property
    def _sample(self) -> list[tuple[str, str, int, bytes]]:
        """Applicant, file, row and shingles of all that the drawn applicants handed in."""
        here = FingerprintRow.micro_credential_id == self._credential
        lots = self._session.scalars(
            select(FingerprintRow.draw).distinct().where(here).order_by(FingerprintRow.draw).limit(SAMPLE)
        ).all()
        columns = (FingerprintRow.applicant_id, FingerprintRow.sha256, FingerprintRow.id, FingerprintRow.shingles)
        return [
            (applicant, sha256, row, shingles)
            for applicant, sha256, row, shingles in self._session.execute(
                select(*columns).where(here, FingerprintRow.draw <= max(lots, default=-1))
            )
        ]

    @cached_property
    def _many(self) -> int:
        applicants = {applicant for applicant, _, _, _ in self._sample}
        return max(COMMON_LEAST, math.ceil(COMMON_SHARE * len(applicants)))

    @cached_property
    def _sample_pictures(self) -> list[tuple[str, PictureHash]]:
        owners = {row: applicant for applicant, _, row, _ in self._sample}
        found: list[tuple[str, PictureHash]] = []
        ids = list(owners)
        for first in range(0, len(ids), ROWS_AT_ONCE):
            some = select(PictureRow).where(PictureRow.fingerprint_id.in_(ids[first : first + ROWS_AT_ONCE]))
            found += [(owners[row.fingerprint_id], picture_hash(row)) for row in self._session.scalars(some)]
        return found
