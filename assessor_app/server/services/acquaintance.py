"""Who knows a piece of evidence already: whoever does rates it no more as if it were new."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.server.services.people import same_organisation
from assessor_app.server.services.presentations import anchor_of, presentation_of
from assessor_app.server.storage.calibration_models import Anchor, Presentation
from assessor_app.server.storage.models import Assignment, Lineage, Person, Submission


def applicant_of(session: Session, submission: Submission) -> Person:
    """Whose submission it is; of an anchor's packet, the author of anchors."""
    return session.get_one(Person, session.get_one(Lineage, submission.lineage_id).applicant_id)


def real_applicant(session: Session, submission: Submission) -> Person:
    """Whose work it is: of an anchor that was a real submission, that submission's applicant."""
    presentation = presentation_of(session, submission.id)
    source_id = anchor_of(session, presentation).source_id if presentation is not None else None
    return applicant_of(session, session.get_one(Submission, source_id) if source_id is not None else submission)


def who_knows(session: Session, submission: Submission) -> set[str]:
    """People who have had its evidence in another packet, as raters or approvers, in any attempt."""
    presentation = presentation_of(session, submission.id)
    if presentation is None:
        attempts = select(Submission.id).where(Submission.lineage_id == submission.lineage_id)
        as_anchor = select(Presentation.submission_id).join(Anchor).where(Anchor.source_id.in_(attempts))
        return set(session.scalars(select(Assignment.person_id).where(Assignment.submission_id.in_(as_anchor))))
    anchor = anchor_of(session, presentation)
    same = (
        select(Presentation.submission_id)
        .join(Anchor)
        .where(Anchor.fingerprint == anchor.fingerprint, Presentation.submission_id != submission.id)
    )
    known = set(session.scalars(select(Assignment.person_id).where(Assignment.submission_id.in_(same))))
    source = session.get(Submission, anchor.source_id) if anchor.source_id is not None else None
    if source is not None:
        attempts = select(Submission.id).where(Submission.lineage_id == source.lineage_id)
        known |= set(session.scalars(select(Assignment.person_id).where(Assignment.submission_id.in_(attempts))))
    return known


def unknown_to(session: Session, anchors: Collection[Anchor], person: Person) -> list[Anchor]:
    """The anchors that the person may be given: evidence never met, not their own, not of their organisation."""
    met = set(
        session.scalars(
            select(Anchor.fingerprint)
            .join(Presentation)
            .join(Assignment, Assignment.submission_id == Presentation.submission_id)
            .where(Assignment.person_id == person.id)
        )
    )
    read = set(
        session.scalars(
            select(Submission.lineage_id)
            .join(Assignment, Assignment.submission_id == Submission.id)
            .where(Assignment.person_id == person.id)
        )
    )
    sources = {
        submission_id: (lineage_id, applicant)
        for submission_id, lineage_id, applicant in session.execute(
            select(Submission.id, Submission.lineage_id, Person)
            .join(Lineage, Lineage.id == Submission.lineage_id)
            .join(Person, Person.id == Lineage.applicant_id)
            .where(Submission.id.in_({anchor.source_id for anchor in anchors if anchor.source_id is not None}))
        )
    }
    found = []
    for anchor in anchors:
        lineage_id, applicant = sources.get(anchor.source_id or "", ("", None))
        own = applicant is not None and (applicant.id == person.id or same_organisation(person, applicant))
        if anchor.fingerprint not in met and lineage_id not in read and not own:
            found.append(anchor)
    return found
