"""A server's database with applicants who hand in evidence for one micro-credential."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.server.services.similarity import Compared, index_and_compare
from assessor_app.server.similarity.fingerprint import Picture, fingerprint
from assessor_app.server.storage.database import Database
from assessor_app.server.storage.models import Lineage, MicroCredentialRow, Person, Submission
from assessor_app.server.storage.similarity_models import SimilarityFlag
from tests.samples import discourse

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CREDENTIAL = "academic-discourse"


def text(evidence_id: str, *pages: str, exempt: bool = False) -> Compared:
    data = "\f".join(pages).encode()
    return Compared(evidence_id, fingerprint(hashlib.sha256(data).hexdigest(), pages), exempt)


def picture(evidence_id: str, *images: Image.Image) -> Compared:
    data = b"".join(image.tobytes() for image in images)
    pictures = [Picture(at, image) for at, image in enumerate(images)]
    return Compared(evidence_id, fingerprint(hashlib.sha256(data).hexdigest(), [""] * len(images), pictures))


def file(evidence_id: str, data: bytes) -> Compared:
    """A recording, say, that has neither text nor pages."""
    return Compared(evidence_id, fingerprint(hashlib.sha256(data).hexdigest(), []))


class World:
    def __init__(self, folder: Path, credential: MicroCredential | None = None) -> None:
        self.database = Database(folder / "server.db")
        self._count = 0
        credential = credential or discourse()
        self._version = credential.version
        with self.database.writing() as session:
            data = credential.model_dump(mode="json")
            session.add(MicroCredentialRow(id=credential.id, version=credential.version, data=data, loaded_at=NOW))

    def submission(self, applicant: str) -> str:
        """A new attempt of this applicant's; its id."""
        self._count += 1
        submission_id = f"S-{self._count:04}"
        with self.database.writing() as session:
            if session.get(Person, applicant) is None:
                session.add(
                    Person(
                        id=applicant, email=f"{applicant}@example.org", name=applicant, organisation="",
                        roles=["educator"], password_hash="", created_at=NOW,
                    )
                )  # fmt: skip
                session.flush()
                session.add(Lineage(id=f"L-{applicant}", applicant_id=applicant, micro_credential_id=CREDENTIAL))
                session.flush()
            session.add(
                Submission(
                    id=submission_id, lineage_id=f"L-{applicant}", attempt=self._count,
                    micro_credential_id=CREDENTIAL, micro_credential_version=self._version, state="submitted",
                    version=1, manifest="0" * 64, evidence_count=1, evidence_bytes=1, submitted_at=NOW, due_at=NOW,
                    primary_assessment_id=None, outcome=None, decided_at=None,
                )
            )  # fmt: skip
        return submission_id

    def compare(self, submission_id: str, *evidence: Compared) -> list[SimilarityFlag]:
        """What is flagged when this evidence of a submission is compared."""
        with self.database.writing() as session:
            lineage = session.get_one(Submission, submission_id).lineage_id
            return index_and_compare(
                session,
                micro_credential_id=CREDENTIAL,
                submission_id=submission_id,
                applicant_id=session.get_one(Lineage, lineage).applicant_id,
                evidence=evidence,
            )

    def hand_in(self, applicant: str, *evidence: Compared) -> list[SimilarityFlag]:
        return self.compare(self.submission(applicant), *evidence)

    def rows(self, *tables: type) -> list[Sequence[object]]:
        """All that is in the tables, to compare with later."""
        with self.database.reading() as session:
            return [tuple(row) for table in tables for row in session.execute(select(*table.__table__.columns)).all()]

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.writing() as session:
            yield session
