"""Packets: the immutable, signed, content-addressed snapshot of one submission.

A packet is a manifest and blobs. The manifest is itself a blob, named by the SHA-256 of its bytes; its bytes are the
canonical JSON of :class:`SignedManifest`. Nothing in it names the applicant.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from assessor_app.domain.assessment import Outcome
from assessor_app.domain.marks import Mark
from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.domain.value import Line, Value
from assessor_app.protocol.canonical import NotCanonical, Sha256, SubmissionId, canonical, sha256
from assessor_app.protocol.signing import BadSignature, SigningKey, verify

FORMAT = "assessor-app/packet/1"


class BlobReference(Value):
    sha256: Sha256
    size: int = Field(ge=0)
    media_type: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.+-]+/[a-z0-9.+-]+$", max_length=120)]


class PlatformRemark(Value):
    """What the applicant wrote beside their evidence on the platform where it was handed in. ``page`` counts from 0."""

    page: int | None = Field(default=None, ge=0)
    quote: Annotated[str, StringConstraints(max_length=2_000)] = ""
    text: Annotated[str, StringConstraints(max_length=20_000)]
    by_applicant: bool = True


class Evidence(Value):
    """One piece of evidence. Its title comes from its requirement, never from the applicant's file name.

    ``rendition`` is a PDF made of ``blob`` when it was handed in, for kinds of file that can't be drawn faithfully.
    ``poster`` is a picture of a video; ``seconds`` is how long a recording takes. A link's ``blob`` is its snapshot.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    requirement_id: str
    title: Line
    kind: EvidenceKind
    blob: BlobReference
    words: int | None = None
    link: str | None = None
    rendition: BlobReference | None = None
    poster: BlobReference | None = None
    seconds: float | None = Field(default=None, ge=0)
    remarks: tuple[PlatformRemark, ...] = Field(default=(), max_length=2_000)


class EarlierRating(Value):
    """``label`` and ``meets`` are the level's in the rubric of then, which may have changed since."""

    criterion_id: str
    level: int
    label: str = ""
    meets: bool | None = None
    feedback: str = ""
    rationale: str = ""


class FailedCheck(Value):
    """A completion check that an attempt failed, and what the applicant was told to do."""

    check_id: str
    question: str
    note: str


class EarlierAttempt(Value):
    """What became of an earlier attempt of the same lineage. The packet's own history is the only place it shows.

    ``outcome`` is None when it went back as incomplete, without ratings. ``marks`` are those that the applicant got;
    they lie on ``evidence``, which is what was handed in then.
    """

    attempt: int = Field(ge=1)
    outcome: Outcome | None
    ratings: tuple[EarlierRating, ...]
    failed_checks: tuple[FailedCheck, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    marks: tuple[Mark, ...] = Field(default=(), max_length=20_000)


class SharedPassage(Value):
    """Words that stand in this submission and, much alike, in another one; empty for pictures. Pages count from 0."""

    own: Annotated[str, StringConstraints(max_length=20_000)]
    other: Annotated[str, StringConstraints(max_length=20_000)]
    own_page: int = Field(ge=0)
    other_page: int = Field(ge=0)


class SimilarWork(Value):
    """Evidence that another applicant's submission has too (FAQ 25). It says neither whose nor which that one is."""

    evidence_id: str
    kind: Literal["same_file", "same_text", "same_picture"]
    score: float = Field(ge=0, le=1)
    passages: tuple[SharedPassage, ...] = Field(default=(), max_length=200)


class Manifest(Value):
    format: str = FORMAT
    submission_id: SubmissionId
    attempt: int = Field(ge=1)
    micro_credential_id: str
    micro_credential_version: int
    created_at: datetime
    evidence: tuple[Evidence, ...]
    earlier: tuple[EarlierAttempt, ...] = ()
    similar: tuple[SimilarWork, ...] = ()

    def blobs(self) -> dict[str, BlobReference]:
        """SHA-256 → reference, each blob once: this attempt's evidence in its order, then that of earlier ones."""
        items = (*self.evidence, *(item for attempt in self.earlier for item in attempt.evidence))
        every = (blob for item in items for blob in (item.blob, item.rendition, item.poster) if blob is not None)
        return {blob.sha256: blob for blob in every}


class SignedManifest(Value):
    manifest: dict[str, Any]
    key_id: str
    signature: str


class PacketRefused(ValueError):
    """The packet is not what the server signed; nothing of it may be kept."""


def sign_manifest(key: SigningKey, manifest: Manifest) -> bytes:
    """The manifest blob's bytes."""
    content = manifest.model_dump(mode="json")
    return canonical({"manifest": content, "key_id": key.id, "signature": key.sign(content)})


def open_manifest(data: bytes, expected_sha256: str, keys: dict[str, bytes]) -> Manifest:
    """Check hash, key, signature and form of a manifest blob, in this order. Raises PacketRefused.

    ``keys`` is key id → public key of the servers' signing keys that this device trusts.
    """
    if sha256(data) != expected_sha256:
        raise PacketRefused("the manifest's bytes do not have the hash that the assignment names")
    try:
        signed = SignedManifest.model_validate_json(data)
        public_key = keys.get(signed.key_id)
        if public_key is None:
            raise PacketRefused(
                f"the manifest is signed with a key that this computer does not trust ({signed.key_id})"
            )
        verify(public_key, signed.manifest, signed.signature)
        manifest = Manifest.model_validate(signed.manifest)
    except BadSignature:
        raise PacketRefused("the manifest's signature does not fit its content") from None
    except (ValidationError, NotCanonical) as error:
        raise PacketRefused(f"the manifest is not of the expected form: {error}") from None
    if manifest.format != FORMAT:
        raise PacketRefused(f"the packet's format is {manifest.format!r}; this version reads {FORMAT!r}")
    return manifest
