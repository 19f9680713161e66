"""Every submission is its applicant's own: what looks like another applicant's work is flagged, for people to judge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from assessor_app.protocol.events import utc_now
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.similarity_common import Commonplace, Known
from assessor_app.server.services.similarity_lookup import Lookup
from assessor_app.server.services.similarity_storing import pack_shingles, remove, store, unpack_texts
from assessor_app.server.similarity.fingerprint import Fingerprint
from assessor_app.server.similarity.pictures import PictureHash
from assessor_app.server.similarity.verdict import Kind, Piece, Verdict, compare, piece
from assessor_app.server.similarity.words import NO_SHINGLES, Shingles, shingles_of_texts
from assessor_app.server.storage.models import Submission
from assessor_app.server.storage.similarity_models import FingerprintRow, SimilarityFlag, TemplateRow

MOST_FLAGS = 10
"""Flags of one new piece of evidence, the surest: what is in more submissions is seen in these."""


class Settled(StrEnum):
    """What the issuer found of a flag."""

    DISMISSED = "dismissed"
    UPHELD = "upheld"


@dataclass(frozen=True, slots=True)
class Compared:
    """A piece of evidence to compare. ``exempt``: its requirement allows team artifacts, which many may hand in."""

    evidence_id: str
    fingerprint: Fingerprint
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """What stands in this submission and in another one; both texts are empty for pictures. Pages count from 0."""

    own: str
    other: str
    own_page: int
    other_page: int


@dataclass(frozen=True, slots=True)
class AssessorFlag:
    """A flag as an assessor may see it: nothing in it tells which submission, or whose, the other one is."""

    evidence_id: str
    kind: Kind
    score: float
    passages: tuple[SharedPassage, ...]


def index_and_compare(
    session: Session,
    *,
    micro_credential_id: str,
    submission_id: str,
    applicant_id: str,
    evidence: Sequence[Compared],
) -> list[SimilarityFlag]:
    """Keep a submission's fingerprints, and flag what other applicants' submissions to the micro-credential have too.

    The flags of this submission that came of comparing it, kept ones included. Called again with the same evidence it
    changes nothing; with other evidence it replaces what was kept, and open flags with it. What it costs grows with the
    evidence, not with how much is stored.
    """
    kept = [each for each in evidence if not each.exempt]
    if not _unchanged(session, submission_id, kept):
        forget(session, submission_id)
        known = Known(session, micro_credential_id)
        for each in kept:
            store(
                session, each.fingerprint, known.shingles, micro_credential_id=micro_credential_id,
                submission_id=submission_id, evidence_id=each.evidence_id, applicant_id=applicant_id,
            )  # fmt: skip
        lookup = Lookup(session, micro_credential_id, applicant_id)
        commonplace = Commonplace(session, micro_credential_id)
        for each in kept:
            _flag(session, submission_id, each, _findings(each.fingerprint, lookup, known, commonplace))
        session.flush()
    return flags_for_issuer(session, submission_id=submission_id, found_by_it=True)


def forget(session: Session, submission_id: str) -> None:
    """Keep nothing of a submission's evidence: it was replaced or withdrawn. Judged flags stay; open ones go."""
    remove(session, submission_id)
    session.execute(delete(SimilarityFlag).where(_concerns(submission_id), SimilarityFlag.settled.is_(None)))


def declare_template(
    session: Session, micro_credential_id: str, texts: Iterable[str], pictures: Sequence[PictureHash] = ()
) -> str:
    """The issuer's word that everybody may hand this in, a form's printed words for example; the template's id.

    ``pictures`` are those of its pages that have no text. What was flagged before stays flagged.
    """
    packed = pack_shingles(shingles_of_texts(texts))
    views = [[seen.view.value, f"{seen.phash:x}", f"{seen.dhash:x}"] for seen in pictures]
    identity = hashlib.sha256(f"{micro_credential_id}\n{packed.hex()}\n{views}".encode()).hexdigest()
    if session.get(TemplateRow, identity) is None:
        session.add(
            TemplateRow(
                id=identity, micro_credential_id=micro_credential_id, shingles=packed, pictures=views,
                declared_at=utc_now(),
            )
        )  # fmt: skip
    return identity


def flags_for_issuer(
    session: Session,
    *,
    micro_credential_id: str | None = None,
    submission_id: str | None = None,
    found_by_it: bool = False,
    open_only: bool = False,
) -> list[SimilarityFlag]:
    """Flags with both submissions' ids, the oldest first.

    ``submission_id`` is either side of a flag, or with ``found_by_it`` the one that was compared when it was raised.
    """
    wanted = select(SimilarityFlag).order_by(SimilarityFlag.created_at, SimilarityFlag.id)
    if submission_id is not None:
        mine = SimilarityFlag.submission_id == submission_id
        wanted = wanted.where(mine if found_by_it else _concerns(submission_id))
    if micro_credential_id is not None:
        here = select(Submission.id).where(Submission.micro_credential_id == micro_credential_id)
        wanted = wanted.where(SimilarityFlag.submission_id.in_(here))
    if open_only:
        wanted = wanted.where(SimilarityFlag.settled.is_(None))
    return list(session.scalars(wanted))


def flags_for_assessor(session: Session, submission_id: str) -> list[AssessorFlag]:
    """What a submission has in common with others, seen from its own side; without what the issuer dismissed."""
    return [
        _seen_from(flag, submission_id)
        for flag in flags_for_issuer(session, submission_id=submission_id)
        if flag.settled != Settled.DISMISSED
    ]


def settle(session: Session, flag_id: str, verdict: Settled | None) -> None:
    """The issuer's judgement of a flag; None opens it again. Raises Refused."""
    flag = session.get(SimilarityFlag, flag_id)
    if flag is None:
        raise Refused(f"There is no similarity flag {flag_id}.")
    flag.settled = None if verdict is None else verdict.value


def _unchanged(session: Session, submission_id: str, kept: Sequence[Compared]) -> bool:
    stored = session.execute(
        select(FingerprintRow.evidence_id, FingerprintRow.content).where(FingerprintRow.submission_id == submission_id)
    )
    return {(evidence, content) for evidence, content in stored} == {
        (each.evidence_id, each.fingerprint.content) for each in kept
    }


def _findings(
    fingerprint: Fingerprint, lookup: Lookup, known: Known, commonplace: Commonplace
) -> list[tuple[FingerprintRow, Verdict]]:
    """Verdicts on stored evidence, the surest first."""
    found: list[tuple[FingerprintRow, Verdict]] = []
    own = _piece(fingerprint, known.shingles, known.pictures)
    for row in lookup.candidates(fingerprint, known.shingles):
        stored = Fingerprint(row.sha256, unpack_texts(row.texts), tuple(lookup.pictures_of(row)))
        # Reading what is common takes longer than all the rest, and is only needed where there is something to excuse.
        if compare(own, _piece(stored, known.shingles, known.pictures)) is not None:
            verdict = _excused(fingerprint, stored, known, commonplace)
            if verdict is not None:
                found.append((row, verdict))
    order = list(Kind)
    return sorted(found, key=lambda each: (order.index(each[1].kind), -each[1].score, -each[0].id))


def _excused(own: Fingerprint, other: Fingerprint, known: Known, commonplace: Commonplace) -> Verdict | None:
    """What is left of a likeness without what many applicants have."""
    if own.sha256 == other.sha256 and commonplace.has_file(own.sha256):
        return None
    pictures = [*known.pictures, *commonplace.pictures(own.pictures)]
    mine, theirs = (_piece(each, known.shingles, pictures, commonplace.shingles) for each in (own, other))
    return compare(mine, theirs)


def _piece(of: Fingerprint, known: Shingles, pictures: Sequence[PictureHash], common: Shingles = NO_SHINGLES) -> Piece:
    return piece(of.sha256, of.pages, of.pictures, known, pictures, common)


def _flag(
    session: Session, submission_id: str, each: Compared, findings: Sequence[tuple[FingerprintRow, Verdict]]
) -> None:
    for row, verdict in findings[:MOST_FLAGS]:
        pair = sorted(((submission_id, each.evidence_id), (row.submission_id, row.evidence_id)))
        identity = hashlib.sha256(repr(pair).encode()).hexdigest()
        if session.get(SimilarityFlag, identity) is None:
            session.add(
                SimilarityFlag(
                    id=identity, submission_id=submission_id, evidence_id=each.evidence_id,
                    other_submission_id=row.submission_id, other_evidence_id=row.evidence_id, kind=verdict.kind.value,
                    score=verdict.score, created_at=utc_now(), settled=None,
                    passages=[
                        {"own": p.own, "other": p.other, "own_page": p.own_page, "other_page": p.other_page}
                        for p in verdict.passages
                    ],
                )
            )  # fmt: skip


def _concerns(submission_id: str) -> ColumnElement[bool]:
    return or_(SimilarityFlag.submission_id == submission_id, SimilarityFlag.other_submission_id == submission_id)


def _seen_from(flag: SimilarityFlag, submission_id: str) -> AssessorFlag:
    passages = [SharedPassage(**passage) for passage in flag.passages]
    if flag.submission_id == submission_id:
        return AssessorFlag(flag.evidence_id, Kind(flag.kind), flag.score, tuple(passages))
    turned = [SharedPassage(p.other, p.own, p.other_page, p.own_page) for p in passages]
    turned.sort(key=lambda passage: passage.own_page)
    return AssessorFlag(flag.other_evidence_id, Kind(flag.kind), flag.score, tuple(turned))
